"""Issuing a cover, its premiums, and its end before its time: acts of the insurer."""

from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverState
from majung.operations.acting import Actor
from majung.operations.claims.covers import Cover, cover_on, require_alive, require_insurer
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.operations.servicing.sign import ISSUED
from majung.store.access import Purpose, acting_for_state


def issue_cover(actor: Actor, cover: str, *, on: date, at: datetime) -> CoverState:
    """Put a signed cover into force; one that is in force already stays as it is.

    Premiums fall due by the terms from this day on, and the bank lends on the policy.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        ConditionUnmetError: the recourse agreement or another condition is open.
        CoverEndedError: it was in force before, and ended.
        CoverContradictsError: its term is over.
    """
    require(actor, Act.ISSUE_COVER)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insurer(actor, found)
        if found.state.issued_on is not None:
            require_alive(found)
            return found.state
        return _told(found, Fact(on, FactKind.ISSUE, ISSUED), actor, on=on, at=at)


def pay_premium(
    actor: Actor,
    cover: str,
    amount: int,
    *,
    key: str,
    on: date,
    at: datetime,
    payer: str = "",
) -> CoverState:
    """Record a premium that came in; it may come before the cover is issued.

    After the end only what is still owed comes in.

    Args:
        amount: minor units.
        key: of the payment, as the bank statement or receipt names it.
        payer: who paid; may be left out where there is only one.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        CoverEndedError: it ended, and less premium than that is owed.
        CoverContradictsError: nobody of that name pays a premium.
    """
    require(actor, Act.RECORD_FACTS)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insurer(actor, found)
        if found.has_fact(key, FactKind.PREMIUM_PAYMENT, amount=amount):
            return found.state
        if amount > found.state.premium_unpaid:
            require_alive(found)
        fact = Fact(on, FactKind.PREMIUM_PAYMENT, key, amount, party=payer)
        return _told(found, fact, actor, on=on, at=at)


def end_cover(
    actor: Actor, cover: str, *, key: str, reason: str, on: date, at: datetime
) -> CoverState:
    """End a cover before its time: the loan was repaid, or the parties agreed.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        CoverEndedError: it ended already.
        CoverContradictsError: it was never in force, or a claim waits for a decision or payment.
    """
    require(actor, Act.ISSUE_COVER)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insurer(actor, found)
        if found.has_fact(key, FactKind.END):
            return found.state
        require_alive(found)
        return _told(found, Fact(on, FactKind.END, key, note=reason), actor, on=on, at=at)


def _told(cover: Cover, fact: Fact, actor: Actor, *, on: date, at: datetime) -> CoverState:
    take_facts({cover.key: [fact]}, by=actor.person, on=on, at=at)
    return cover_on(cover.key, on=on).state
