"""Steps while a plan is drafted: each with the event it shows as, and its place in its day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from majung.contracts.actus.terms import NOTHING, ActusTerms
from majung.contracts.actus.words import ORDER, EventName
from majung.contracts.plan_terms import StepKind

#: Room between two kinds of events for steps that show as none.
PLACES = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A step being planned.

    Attributes:
        on: the day it happens.
        place: among the steps of its day.
        event: what it shows as; None for what only the reckoning needs.
        accrues_to: as of `PlanStep`.
        amount: as of `PlanStep`, in whole currency.
        share: the same; of an index a plain number.
    """

    on: date
    place: int
    event: EventName | None
    step: StepKind
    accrues_to: int
    amount: Decimal = NOTHING
    rate: Decimal | None = None
    share: Decimal = NOTHING

    @property
    def position(self) -> tuple[date, int]:
        """What drafts are sorted by."""
        return self.on, self.place


#: Steps whose days an instalment is reckoned with.
REDEEMED = frozenset({StepKind.PRINCIPAL, StepKind.INSTALMENT, StepKind.RECKONED})

STEP_OF = {
    EventName.EXCHANGE: StepKind.DRAWDOWN,
    EventName.EXERCISE: StepKind.EXERCISE,
    EventName.FEE: StepKind.FEE,
    EventName.INCREASE: StepKind.DRAWDOWN,
    EventName.INTEREST: StepKind.INTEREST,
    EventName.CAPITALISATION: StepKind.CAPITALISATION,
    EventName.RATE_FIXED: StepKind.RATE,
    EventName.RATE_RESET: StepKind.RATE,
    EventName.PAYMENT_FIXING: StepKind.FIXING,
    EventName.SCALING: StepKind.SCALING,
    EventName.BASE_RESET: StepKind.BASE,
    EventName.PURCHASE: StepKind.PURCHASE,
    EventName.TERMINATION: StepKind.TERMINATION,
    EventName.MATURITY: StepKind.MATURITY,
    EventName.SETTLEMENT: StepKind.MATURITY,
    EventName.PRINCIPAL: StepKind.PRINCIPAL,
}


def on_its_day(
    terms: ActusTerms,
    event: EventName,
    day: date,
    *,
    step: StepKind | None = None,
    amount: Decimal = NOTHING,
    rate: Decimal | None = None,
    share: Decimal = NOTHING,
) -> Draft:
    """Draft an event of a day that business days do not move: exchange, sale, maturity."""
    return Draft(
        day,
        ORDER[event] * PLACES,
        event,
        step or STEP_OF[event],
        terms.conventions.accrues_to(day),
        amount,
        rate,
        share,
    )


def of_a_cycle(
    terms: ActusTerms,
    event: EventName,
    day: date,
    *,
    step: StepKind | None = None,
    amount: Decimal = NOTHING,
    rate: Decimal | None = None,
    share: Decimal = NOTHING,
) -> Draft:
    """Draft an event of a day that business days move."""
    return Draft(
        terms.conventions.shifted(day),
        ORDER[event] * PLACES,
        event,
        step or STEP_OF[event],
        terms.conventions.accrues_to(day),
        amount,
        rate,
        share,
    )


def after(
    draft: Draft,
    step: StepKind,
    number: int = 1,
    *,
    amount: Decimal = NOTHING,
    share: Decimal = NOTHING,
) -> Draft:
    """Draft a step that shows as nothing, right after another one, or before it."""
    return Draft(draft.on, draft.place + number, None, step, draft.accrues_to, amount, share=share)


def in_order(terms: ActusTerms, drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Return drafts in order, without what lies before the contract runs or after it has ended.

    Source: ACTUS Technical Specification v1.1, 2.8 (status date): what happened by the status
    date is in the terms.
    """
    ordered = sorted(drafts, key=lambda draft: draft.position)
    return tuple(_until_the_end(_running(terms, ordered)))


def _running(terms: ActusTerms, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Leave out what lies before the exchange; a running contract begins after its status day."""
    is_open = False
    for draft in drafts:
        is_open = is_open or draft.step in (StepKind.OPENING, StepKind.DRAWDOWN)
        is_told = terms.is_running and draft.event is not None and draft.on <= terms.status_on
        if is_open and not is_told:
            yield draft


def _until_the_end(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Leave out what lies after the end; an instalment still counts with the days it was for."""
    ends = (StepKind.MATURITY, StepKind.TERMINATION)
    is_over = False
    for draft in drafts:
        if not is_over:
            yield draft
        elif draft.step in REDEEMED:
            yield replace(draft, event=None, step=StepKind.RECKONED)
        is_over = is_over or draft.step in ends
