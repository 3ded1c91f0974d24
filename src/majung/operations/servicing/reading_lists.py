"""What doors read about many contracts at once: a page of a list, with totals by kind."""

from datetime import date, datetime

from majung.operations.acting import Actor, Role
from majung.operations.supply.looking import looking
from majung.store.access import Purpose
from majung.store.listing import PageWanted
from majung.store.servicing.contract_lists import (
    ContractLines,
    ContractsWanted,
    contract_lines,
)


def contract_page(
    actor: Actor, page: PageWanted, wanted: ContractsWanted, *, on: date, at: datetime
) -> ContractLines:
    """Return a page of the contracts the actor may read, with totals of all asked for.

    Auditors and the secretariat read every institution's; each look is written down.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    purpose = Purpose.AUDIT if Role.AUDITOR in actor.roles else Purpose.SERVICING
    with looking(actor, purpose, at=at, subject=wanted.institution):
        return contract_lines(on=on, page=page, wanted=wanted)
