"""What doors read about many applications at once: a page of a list, what waits for somebody."""

from collections.abc import Sequence
from datetime import date, datetime

from majung.applications.stages import Stage
from majung.operations.acting import Actor, Role
from majung.operations.supply.looking import looking
from majung.store.access import Purpose
from majung.store.intake.application_lists import ApplicationLines, application_lines
from majung.store.listing import PageWanted


def application_page(
    actor: Actor,
    page: PageWanted,
    *,
    on: date,
    at: datetime,
    words: str = "",
    stages: Sequence[Stage] = (),
) -> ApplicationLines:
    """Return a page of the applications the actor may read, with totals of all asked for.

    Auditors and the secretariat read every institution's; each look is written down.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    purpose = Purpose.AUDIT if Role.AUDITOR in actor.roles else Purpose.INTAKE
    with looking(actor, purpose, at=at):
        return application_lines(on=on, page=page, words=words, stages=stages)
