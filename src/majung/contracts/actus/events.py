"""From ACTUS terms to ACTUS events: plans through the loan kernel, courses beside it.

One contract is a batch of one: all loans of a batch are one portfolio and one run.

Source: ACTUS Technical Specification v1.1, 2.9 (events), 3.9 (the sign of a role).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from majung.contracts.actus.arrays import array_drafts
from majung.contracts.actus.calls import call_drafts
from majung.contracts.actus.drafts import Draft, on_its_day
from majung.contracts.actus.loans import ON_CALL, loan_drafts
from majung.contracts.actus.market import Market
from majung.contracts.actus.scales import in_units, rate_of, scale_of
from majung.contracts.actus.terms import NOTHING, ActusTerms
from majung.contracts.actus.words import (
    ContractType,
    EventName,
    FeeBasis,
    InterestCalculationBase,
)
from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import LAST_ON
from majung.contracts.kernel.layout import NEVER, SHARE_SCALE
from majung.contracts.kernel.run import run
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.portfolio import laid_out
from majung.contracts.terms import (
    BORROWER,
    InterestBase,
    LoanTerms,
    RateComponent,
    Repayment,
)
from majung.values.cycles import BusinessDayConvention
from majung.values.rates import Rate
from majung.values.rounding import Rounding

#: A rate that no contract reaches.
UNBOUNDED = Rate.percent(-100)

EQUAL_PARTS = frozenset({ContractType.LINEAR_AMORTISER, ContractType.EXOTIC_LINEAR_AMORTISER})


@dataclass(frozen=True, slots=True)
class ActusEvent:
    """One event, and how the contract stands after it; amounts from the holder's side.

    Attributes:
        payoff: money that comes in; below nought, goes out.
        exercise_on: of a guarantee or collateral, when it was called.
    """

    on: date
    event: EventName
    payoff: Decimal
    notional: Decimal
    rate: Decimal = NOTHING
    accrued: Decimal = NOTHING
    exercise_amount: Decimal = NOTHING
    exercise_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is owed of a contract on a day, unsigned."""

    notional: Decimal
    accrued: Decimal


def drafted(terms: ActusTerms, market: Market, *, until: date) -> tuple[Draft, ...]:
    """Draft the plan of a loan of any type."""
    if terms.kind is ContractType.EXOTIC_LINEAR_AMORTISER:
        return array_drafts(terms, market)
    if terms.kind in ON_CALL:
        return call_drafts(terms, market, until=until)
    return loan_drafts(terms, market)


def loan_events(
    contracts: Sequence[tuple[ActusTerms, Market, date]],
) -> list[tuple[ActusEvent, ...]]:
    """Return the events of loans, each up to its own day.

    Args:
        contracts: terms, what was observed, and the last day that is asked for; what settles a
            call by then comes too.

    Raises:
        ValueNotObservedError: a value of the market is missing on its day.
    """
    plans = [drafted(terms, market, until=until) for terms, market, until in contracts]
    outcomes = _outcomes([(each[0], plan) for each, plan in zip(contracts, plans, strict=True)])
    return [
        tuple(
            event
            for draft, event in zip(plan, _named(terms, plan, found), strict=True)
            if _is_shown(terms, plan, draft, until)
        )
        for (terms, _, until), plan, found in zip(contracts, plans, outcomes, strict=True)
    ]


def standing(terms: ActusTerms, market: Market, on: date) -> Standing:
    """Return what is owed of a loan at the end of a day."""
    probe = Draft(on, NEVER, None, StepKind.EXERCISE, terms.conventions.accrues_to(on))
    plan = drafted(terms, market, until=LAST_ON)
    before = [draft for draft in plan if draft.on <= on]
    (found,) = _outcomes([(terms, (*before, probe))])
    last = found.records[-1]
    scale = scale_of(terms)
    return Standing(_decimal(last["outstanding"], scale), _decimal(last["accrued"], scale))


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """What the steps of one plan did; rates in parts of the contract's own scale."""

    records: NDArray[np.void]
    rate_scale: int


def _outcomes(plans: Sequence[tuple[ActusTerms, Sequence[Draft]]]) -> list[_Outcomes]:
    """Run plans through the kernel, every due paid when due."""
    loans = [loan_terms(terms, plan) for terms, plan in plans]
    portfolio = laid_out(loans, [()] * len(loans))
    done = run(portfolio, until=day_number(LAST_ON), paid_from=-NEVER)
    ends = np.cumsum([len(plan) for _, plan in plans])
    parts = np.split(done.outcomes, ends[:-1]) if plans else []
    scales = portfolio.columns.contracts["rate_scale"].tolist()
    return [_Outcomes(part, scale) for part, scale in zip(parts, scales, strict=True)]


def loan_terms(terms: ActusTerms, plan: Sequence[Draft]) -> LoanTerms:
    """Write a drafted plan as the terms of a loan, in the smallest units that fit."""
    scale = scale_of(terms)
    first, last = plan[0].on, plan[-1].on
    fee = terms.fee
    runs = bool(fee.recurring.is_stated) and fee.basis is FeeBasis.NOTIONAL
    is_base = terms.base is InterestCalculationBase.NOTIONAL
    ends = [draft.on for draft in plan if draft.step is StepKind.MATURITY]
    return LoanTerms(
        committed=in_units(terms.notional, scale),
        start_on=first,
        first_due_on=last,
        instalments=1,
        matures_on=terms.matures_on or (ends[-1] if ends else last),
        components=(RateComponent("nominal", BORROWER, rate_of(terms.rate or NOTHING)),),
        repayment=(
            Repayment.EQUAL_PRINCIPAL if terms.kind in EQUAL_PARTS else Repayment.EQUAL_INSTALMENTS
        ),
        instalment=in_units(terms.payment or NOTHING, scale),
        instalment_rounding=Rounding.HALF_EVEN,
        interest_base=InterestBase.OUTSTANDING if is_base else InterestBase.DRAWN,
        interest_rounding=Rounding.HALF_EVEN,
        day_count=terms.conventions.day_count,
        calendar="NONE",
        business_day=BusinessDayConvention.NONE,
        rate_min=UNBOUNDED,
        fee_rate=rate_of(fee.rate) if runs else rate_of(NOTHING),
        plan=tuple(_step(draft, scale) for draft in plan),
    )


def _step(draft: Draft, scale: int) -> PlanStep:
    if draft.step is StepKind.SCALING:
        amount, share = in_units(draft.amount, SHARE_SCALE), in_units(draft.share, SHARE_SCALE)
    elif draft.step is StepKind.EXERCISE:
        amount, share = 0, int(draft.share)
    else:
        amount, share = in_units(draft.amount, scale), in_units(draft.share, scale)
    rate = None if draft.rate is None else rate_of(draft.rate)
    return PlanStep(draft.on, draft.step, amount, rate, share, draft.accrues_to)


def _named(terms: ActusTerms, plan: Sequence[Draft], outcomes: _Outcomes) -> list[ActusEvent]:
    """Return the outcome of every step as an event; silent steps take their place unnamed."""
    scale, side = scale_of(terms), terms.side
    return [
        ActusEvent(
            draft.on,
            draft.event or EventName.MONITORING,
            _payoff(draft, int(outcome["amount"]), side, scale),
            side * _decimal(outcome["outstanding"], scale) + 0,
            _decimal(outcome["rate"], outcomes.rate_scale),
            side * _decimal(outcome["accrued"], scale) + 0,
        )
        for draft, outcome in zip(plan, outcomes.records, strict=True)
    ]


def _payoff(draft: Draft, units: int, side: int, scale: int) -> Decimal:
    """Return the money of a step from the holder's side.

    Of a sale the official cases turn the price with the role and leave the interest accrued as
    it is: whoever owes the money gets the interest for it.
    """
    amount = _decimal(units, scale)
    if side > 0 or draft.event not in (EventName.PURCHASE, EventName.TERMINATION):
        return side * amount + 0
    price = draft.amount if draft.event is EventName.TERMINATION else -draft.amount
    return amount - 2 * price


def _is_shown(terms: ActusTerms, plan: Sequence[Draft], draft: Draft, until: date) -> bool:
    """Whether a step shows as an event of the asked time.

    Before the purchase the contract was another's; what settles a call comes whenever it does.
    """
    if draft.event is None:
        return False
    if terms.purchased_on is not None:
        bought = on_its_day(terms, EventName.PURCHASE, terms.purchased_on)
        if draft.position < bought.position:
            return False
    return draft.on <= until or any(
        each.event is EventName.SETTLEMENT and each.on == draft.on for each in plan
    )


def _decimal(units: int, scale: int) -> Decimal:
    return Decimal(int(units)) / scale
