"""What doors read about covers: one file for insurer and bank, with what each figure rests on.

Who may see a cover is asked at the actor's own desk first.  Then it is put together for the
State, logged, because what is owed on the loan lies with the bank and premiums with the insurer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from majung.contracts.cover_premiums import Premium, premium_schedule
from majung.contracts.cover_terms import CoverTerms, CoverWords
from majung.contracts.events import EventKey
from majung.contracts.states import ClaimState, CoverState
from majung.ledger import Entry
from majung.operations.acting import Actor
from majung.operations.claims.covers import Cover, cover_on
from majung.operations.claims.decide_claim import CLAIM, subject_of
from majung.operations.claims.file_claim import claimable
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.servicing.reading import Recorded, entries_by_event, reading
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.decisions import KeptDecision, decisions_on
from majung.store.intake.proposals import Proposal, proposals_on
from majung.store.servicing.conditions import Condition, conditions_of
from majung.store.servicing.contracts import Contract, contract_of, contracts_of
from majung.store.servicing.events import PostedEvent, events_of
from majung.store.servicing.facts import recordings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFile:
    """A claim with how it was decided.

    Attributes:
        proposals: put forward so far, earliest first; the insurer's own, empty for others.
        decisions: taken so far; the insurer's own, empty for others.
        days_left: until it must be decided and paid; below zero where that day is past; None
            once nothing is open.
    """

    state: ClaimState
    proposals: tuple[Proposal, ...]
    decisions: tuple[KeptDecision, ...]
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverFile:
    """Everything a page shows of a cover on a day.

    Attributes:
        words: what officials call its parts: insurance and guarantee differ.
        owed: principal owed on the loan; None where that is not serviced here.
        claimable: the loss that could be claimed today; None where the loan is not serviced here.
        premiums: all premiums of the term, were it to stay in force whole.
        entries: by event: the entries behind it, of the books the actor reads.
        lapses_on: the day it is void unless the loan is drawn; None where that cannot happen.
    """

    contract: Contract
    on: date
    state: CoverState
    words: CoverWords
    owed: int | None
    claimable: int | None
    claims: tuple[ClaimFile, ...]
    premiums: tuple[Premium, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[Recorded, ...]
    events: tuple[PostedEvent, ...]
    entries: Mapping[EventKey, tuple[Entry, ...]]
    lapses_on: date | None


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cover as one row of a list."""

    contract: Contract
    state: CoverState


def cover_file(actor: Actor, key: str, *, on: date, at: datetime) -> CoverFile:
    """Return a cover as insurer, insured bank or firm may read it.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such contract among those the actor may read.
        NotACoverError: it is a loan or a fund.
    """
    with reading(actor, at=at, subject=key):
        contract = contract_of(key)
        entries = entries_by_event(key)
        conditions = conditions_of(key)
        facts = tuple(Recorded(*each) for each in recordings_of(key))
        events = events_of(key)
    is_insurer = actor.institution == contract.institution
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=key):
        cover = cover_on(key, on=on)
        claims = tuple(
            _claim_file(cover, claim, is_insurer=is_insurer) for claim in cover.state.claims
        )
    loan, without_credits = cover.loan_state(), cover.loan_without_credits()
    state = cover.state
    return CoverFile(
        contract=contract,
        on=on,
        state=state,
        words=cover.terms.words,
        owed=loan.outstanding if loan else None,
        claimable=claimable(cover, without_credits) if without_credits else None,
        claims=claims,
        premiums=premium_schedule(cover.terms, state.issued_on) if state.issued_on else (),
        conditions=conditions,
        facts=facts,
        events=events,
        entries=entries,
        lapses_on=_lapses_on(cover),
    )


def cover_list(actor: Actor, *, on: date, at: datetime) -> tuple[CoverLine, ...]:
    """Return the covers an actor may read, by key, as they stand on a day.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        keys = [each.key for each in contracts_of() if isinstance(each.terms, CoverTerms)]
    if not keys:
        return ()
    subject = ", ".join(keys[:3])
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=subject):
        covers = [cover_on(key, on=on) for key in keys]
    return tuple(CoverLine(cover.contract, cover.state) for cover in covers)


def _claim_file(cover: Cover, claim: ClaimState, *, is_insurer: bool) -> ClaimFile:
    subject = subject_of(cover.key, claim.key)
    return ClaimFile(
        state=claim,
        proposals=proposals_on(subject, subject_kind=CLAIM) if is_insurer else (),
        decisions=decisions_on(subject, subject_kind=CLAIM) if is_insurer else (),
        days_left=(claim.payment_due_on - cover.on).days if claim.is_open else None,
    )


def _lapses_on(cover: Cover) -> date | None:
    issued_on, within = cover.state.issued_on, cover.terms.claims.draw_within_days
    is_drawn = cover.drawn > 0
    if issued_on is None or within is None or is_drawn or cover.state.ended_on is not None:
        return None
    return issued_on + timedelta(days=within + 1)
