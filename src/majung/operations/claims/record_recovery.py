"""After payment: money regained from the debtor is shared, and what is lost is written off."""

from datetime import date, datetime

from majung.contracts.cover import CoverReplay
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.claims.covers import (
    Cover,
    cover_on,
    credited,
    require_either,
    require_insurer,
)
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.operations.servicing.replaying import replayed
from majung.store.access import Purpose, acting_for_state


class WriteOffReasonMissingError(PolicyFinanceError):
    """What is given up is given up for a reason."""

    kind = "write-off-reason-missing"


def record_recovery(
    actor: Actor,
    cover: str,
    amount: int,
    *,
    key: str,
    on: date,
    at: datetime,
    note: str = "",
) -> CoverState:
    """Record money regained from the debtor, whoever of the two collected it (회수).

    It is shared by what insurer and bank bore of the loss; the bank's part is credited to its
    loan where that is serviced here.

    Args:
        amount: minor units, before it is shared.
        key: of the receipt.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        CoverContradictsError: nothing was paid yet.
    """
    require(actor, Act.RECORD_RECOVERY)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_either(actor, found)
        if not found.has_fact(key, FactKind.RECOVERY, amount=amount):
            fact = Fact(on, FactKind.RECOVERY, key, amount, note=note)
            told = {cover: [fact], **credited(found, key, _shared(found, fact), on=on)}
            take_facts(told, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).state


def write_off(
    actor: Actor,
    cover: str,
    *,
    key: str,
    reason: str,
    on: date,
    at: datetime,
    amount: int = 0,
) -> CoverState:
    """Write a recourse claim off in the books (상각); the debtor still owes it.

    Args:
        amount: minor units of recourse and damages; 0 for all that is left.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        WriteOffReasonMissingError: no reason is given.
        CoverContradictsError: more than is owed.
    """
    require(actor, Act.WRITE_OFF)
    if not reason.strip():
        raise WriteOffReasonMissingError(cover=cover)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insurer(actor, found)
        fact = Fact(on, FactKind.WRITE_OFF, key, amount, note=reason)
        take_facts({cover: [fact]}, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).state


def _shared(cover: Cover, recovery: Fact) -> int:
    """Return the insured bank's part of a recovery: what it has with it less what it had before."""
    played = replayed(cover.contract, [*cover.facts, recovery], until=cover.on, loan=cover.loan)
    if not isinstance(played, CoverReplay):
        raise TypeError(f"{cover.key} was not replayed as a cover")
    return played.state.recourse.shared - cover.state.recourse.shared
