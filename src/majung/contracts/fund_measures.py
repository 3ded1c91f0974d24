"""Measures of a fund: multiples, rate of return, duty test, and money that waits to be invested.

Every measure is a fraction or a decimal with a stated tolerance, computed from a replay; none is
a binary float.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from majung.contracts.events import Event, EventKind
from majung.contracts.fund_terms import FundTerms
from majung.contracts.states import FundState

DAYS_A_YEAR = 365
#: How far a rate of return may lie from the exact one.
TOLERANCE = Decimal("1E-10")
#: Between losing everything within a day and a million per cent a year.
LOWEST = Decimal("-0.999999")
HIGHEST = Decimal(10_000)
_DIGITS = 50
#: What the note of an investment begins with: found to be of the fund's main purpose, or not.
MANDATE, OTHER = "mandate", "other"


@dataclass(frozen=True, slots=True)
class Multiples:
    """What partners got, and what is left for them, per unit paid in.

    Attributes:
        dpi: distributed to paid in.
        rvpi: residual value to paid in.
    """

    dpi: Fraction
    rvpi: Fraction

    @property
    def tvpi(self) -> Fraction:
        """Total value to paid in."""
        return self.dpi + self.rvpi


@dataclass(frozen=True, slots=True)
class MandateTest:
    """How much of what was promised went into the fund's purpose (주목적투자).

    Attributes:
        invested: in companies of the mandate, at cost.
        required: share of commitments that the terms ask for, rounded up.
        share: invested to commitments.
    """

    invested: int
    required: int
    share: Fraction

    @property
    def is_met(self) -> bool:
        """Whether the duty is fulfilled."""
        return self.invested >= self.required


@dataclass(frozen=True, slots=True)
class DryPowder:
    """Money promised or paid in that is not at work.

    Attributes:
        uncalled: committed and not called.
        cash: paid in or regained, and still in the fund.
        age_days: how long it has waited on average, weighted by amount: uncalled commitments
            since the formation, cash since it came in, the oldest being spent first.
    """

    uncalled: int
    cash: int
    age_days: Fraction

    @property
    def amount(self) -> int:
        """All that is not at work."""
        return self.uncalled + self.cash


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Money between partners and fund, seen from the partners: paid in is below zero."""

    flow_on: date
    amount: int


#: What brings cash into a fund, and what takes it out.
INFLOWS = frozenset({EventKind.CAPITAL_PAID, EventKind.COST_RETURNED, EventKind.GAIN_REALISED})
OUTFLOWS = frozenset(
    {
        EventKind.INVESTED,
        EventKind.MANAGEMENT_FEE_PAID,
        EventKind.FUND_EXPENSE,
        EventKind.CAPITAL_RETURNED,
        EventKind.DISTRIBUTED,
        EventKind.CARRIED_INTEREST,
    }
)


def multiples(state: FundState) -> Multiples | None:
    """Return the multiples of all partners together; None before anything was paid in.

    The carry is not distributed to partners and does not count; what is left is taken at fair
    value, without the carry it may bear.

    Source: customary definitions of DPI, RVPI and TVPI.
    """
    paid_in = state.paid_in
    if not paid_in:
        return None
    return Multiples(Fraction(state.distributed, paid_in), Fraction(state.net_asset_value, paid_in))


def mandate_test(terms: FundTerms, state: FundState, companies: Collection[str]) -> MandateTest:
    """Test the duty to invest in the fund's purpose.

    Args:
        companies: the companies of the mandate.

    Source: policy-fund model terms: at least 60 % of commitments.
    """
    invested = sum(one.invested for one in state.holdings if one.company in companies)
    exact = terms.size * terms.mandate_share_min.fraction
    required = -((-exact.numerator) // exact.denominator)
    return MandateTest(invested, required, Fraction(invested, terms.size))


def dry_powder(terms: FundTerms, events: Iterable[Event], on: date) -> DryPowder:
    """Return the money that waits on a day, and how long it has waited.

    Args:
        events: of the fund's replay; those after the day do not count.

    Source: Board of Audit on policy funds (21.1조 raised, 48 % invested); own definition of age.
    """
    past = [event for event in events if event.effective_on <= on]
    formed = [event for event in past if event.kind is EventKind.FUND_COMMITTED]
    if not formed:
        return DryPowder(0, 0, Fraction(0))
    called = sum(event.amount for event in past if event.kind is EventKind.CAPITAL_CALLED)
    waiting = [(formed[0].effective_on, terms.size - called), *_waiting_cash(past)]
    amount = sum(part for _, part in waiting)
    aged = sum(part * (on - since).days for since, part in waiting)
    return DryPowder(
        terms.size - called,
        amount - (terms.size - called),
        Fraction(aged, amount) if amount else Fraction(0),
    )


def _waiting_cash(events: Iterable[Event]) -> list[tuple[date, int]]:
    """Return the cash that is left by the day it came in; the oldest is spent first."""
    ordered = sorted(events, key=lambda event: event.effective_on)
    lots = [(event.effective_on, event.amount) for event in ordered if event.kind in INFLOWS]
    spent = sum(event.amount for event in ordered if event.kind in OUTFLOWS)
    left: list[tuple[date, int]] = []
    for since, amount in lots:
        taken = min(spent, amount)
        spent -= taken
        if amount > taken:
            left.append((since, amount - taken))
    return left


def flows_of(
    events: Iterable[Event], *, party: str | None = None, residual: CashFlow | None = None
) -> tuple[CashFlow, ...]:
    """Return what a partner, or all together, paid and got, by day.

    Args:
        residual: what is left at the end, counted as if it were paid out that day.

    Source: customary definition of net cash flows of a fund.
    """
    sign = {
        EventKind.CAPITAL_PAID: -1,
        EventKind.CAPITAL_RETURNED: 1,
        EventKind.DISTRIBUTED: 1,
    }
    sums: dict[date, int] = {}
    for event in events:
        if event.kind in sign and party in (None, event.party):
            amount = sign[event.kind] * event.amount
            sums[event.effective_on] = sums.get(event.effective_on, 0) + amount
    if residual is not None:
        sums[residual.flow_on] = sums.get(residual.flow_on, 0) + residual.amount
    return tuple(CashFlow(day, amount) for day, amount in sorted(sums.items()) if amount)


def internal_rate_of_return(
    flows: Iterable[CashFlow], tolerance: Decimal = TOLERANCE
) -> Decimal | None:
    """Return the yearly rate at which flows are worth nothing together, or None where none is.

    Found by halving an interval in decimals of 50 digits, days over 365, until it is narrower
    than `tolerance`.  Flows that change sign more than once can have several such rates; one of
    them is returned.

    Source: customary definition, sum of amount x (1 + rate) ^ (-days / 365) = 0.
    """
    ordered = sorted(flows, key=lambda flow: flow.flow_on)
    if not ordered or not any(f.amount < 0 for f in ordered) or all(f.amount < 0 for f in ordered):
        return None
    first = ordered[0].flow_on
    timed = [((flow.flow_on - first).days, flow.amount) for flow in ordered]
    with localcontext() as context:
        context.prec = _DIGITS
        low, high = LOWEST, HIGHEST
        at_low = _present_value(timed, low)
        if (at_low > 0) == (_present_value(timed, high) > 0):
            return None
        while high - low > tolerance:
            middle = (low + high) / 2
            if (_present_value(timed, middle) > 0) == (at_low > 0):
                low = middle
            else:
                high = middle
        return (low + high) / 2


def _present_value(timed: Iterable[tuple[int, int]], rate: Decimal) -> Decimal:
    growth = (1 + rate).ln() / DAYS_A_YEAR
    return sum((amount * (-growth * days).exp() for days, amount in timed), Decimal(0))
