"""After payment: money regained from the debtor is shared, and what is lost is written off."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from majung.contracts.cover import CoverReplay
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.states import CoverState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.claims.covers import (
    Cover,
    cover_on,
    credit_note,
    credited,
    require_either,
    require_insurer,
)
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.operations.servicing.replaying import replayed
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.facts import FactRecordedDifferentlyError

#: What joins a corrected credit, or the reversal of one, to the act that made it.
ANEW, UNDONE = "~", "^"


class WriteOffReasonMissingError(PolicyFinanceError):
    """What is given up is given up for a reason."""

    kind = "write-off-reason-missing"


class ReversalReasonMissingError(PolicyFinanceError):
    """What was recorded is taken back for a reason."""

    kind = "reversal-reason-missing"


class RecoveryNotStandingError(PolicyFinanceError):
    """What is taken back was recorded, and was not taken back before."""

    kind = "recovery-not-standing"


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
    loan where that is serviced here.  Where it comes before one of the same day in the order of
    a replay, that one's parts are corrected too.

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
            told = {cover: [fact], **shared_anew(found, fact)}
            take_facts(told, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).state


def reverse_recovery(
    actor: Actor,
    cover: str,
    recovery: str,
    *,
    key: str,
    reason: str,
    on: date,
    at: datetime,
) -> CoverState:
    """Take back a recovery that never came in, on the cover and on the bank's loan at once.

    Later recoveries are shared anew as if it had never been recorded; what that changes of the
    bank's parts is corrected on its loan in the same transaction.  The same again does nothing.

    Args:
        recovery: key of the receipt that was wrong.
        key: of the reversal.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        RecoveryNotStandingError: no recovery of that key stands.
        ReversalReasonMissingError: no reason is given.
        FactRecordedDifferentlyError: the key says something else already.
        CoverContradictsError: what was written off or paid since rests on it.
    """
    require(actor, Act.RECORD_RECOVERY)
    if not reason.strip():
        raise ReversalReasonMissingError(cover=cover, recovery=recovery)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_either(actor, found)
        if not _is_reversed_by(found, recovery, key):
            if recovery not in {fact.key for fact in recoveries(found.facts)}:
                raise RecoveryNotStandingError(cover=cover, recovery=recovery)
            fact = Fact(on, FactKind.REVERSAL, key, reverses=recovery, note=reason)
            told = {cover: [fact], **shared_anew(found, fact)}
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


def recoveries(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the recoveries that stand, in the order of a replay."""
    return tuple(fact for fact in standing(facts) if fact.kind is FactKind.RECOVERY)


def shared_anew(cover: Cover, told: Fact) -> dict[str, list[Fact]]:
    """Return what brings the bank's loan in line with the recoveries of its cover, by contract.

    A recovery whose part on the loan differs from what the cover gives with the fact told is
    reversed on the loan and credited anew; one that has no part yet is credited.

    Nothing where the loan is not serviced here: then the bank's own file brings it.
    """
    if cover.loan is None or cover.loan.is_reported:
        return {}
    wanted = _parts(cover, [*cover.facts, told])
    facts: list[Fact] = []
    for credit in recoveries(cover.loan.facts):
        recovery = _recovery_of(credit, cover, told)
        if recovery is None:
            continue
        if wanted.get(recovery) == credit.amount:
            del wanted[recovery]
        else:
            undone = f"{credit.key}{UNDONE}{told.key}"
            facts.append(
                Fact(cover.on, FactKind.REVERSAL, undone, reverses=credit.key, note=told.note)
            )
    used = {fact.key for fact in cover.loan.facts}
    for recovery, amount in wanted.items():
        for credit in credited(cover, recovery, amount, on=cover.on).get(cover.contract.loan, []):
            key = credit.key if credit.key not in used else f"{credit.key}{ANEW}{told.key}"
            facts.append(replace(credit, key=key))
    return {cover.contract.loan: facts} if facts else {}


def _recovery_of(credit: Fact, cover: Cover, told: Fact) -> str | None:
    """Return the recovery that a credit on the loan goes with; None for what pays a claim."""
    for fact in (*cover.facts, told):
        if fact.kind is FactKind.RECOVERY and credit.note == credit_note(cover.key, fact.key):
            return fact.key
    return None


def _parts(cover: Cover, facts: Sequence[Fact]) -> dict[str, int]:
    """Return the insured bank's part of each recovery: what it has with it less what before."""
    stand = standing(facts)
    parts: dict[str, int] = {}
    before = 0
    for place, fact in enumerate(stand):
        if fact.kind is FactKind.RECOVERY:
            played = replayed(cover.contract, stand[: place + 1], until=cover.on, loan=cover.loan)
            if not isinstance(played, CoverReplay):
                raise TypeError(f"{cover.key} was not replayed as a cover")
            shared = played.state.recourse.shared
            parts[fact.key] = shared - before
            before = shared
    return parts


def _is_reversed_by(cover: Cover, recovery: str, key: str) -> bool:
    """Say whether the act was recorded before under its key.

    Raises:
        FactRecordedDifferentlyError: the key says something else.
    """
    is_known = cover.has_fact(key, FactKind.REVERSAL)
    reversed_one = next((fact.reverses for fact in cover.facts if fact.key == key), recovery)
    if reversed_one != recovery:
        raise FactRecordedDifferentlyError(contract=cover.key, fact=key)
    return is_known
