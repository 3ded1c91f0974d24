"""What moved under the contracts of a cohort so far: as replayed, and as posted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from majung.contracts.events import Event, EventKind
from majung.operations.risk.costing import CostedLoan, Support
from majung.pricing.discounting import moment_of
from majung.risk.arrays import Floats
from majung.risk.fiscal.reestimates import by_year
from majung.risk.fiscal.subsidy import CohortFlows
from majung.store.servicing.events import PostedEvents

#: The cash of a contract, by the line of a cohort's flows; what has a minus goes out again.
CASH: Mapping[Support, Mapping[EventKind, tuple[str, int]]] = {
    Support.GUARANTEE: {
        EventKind.CLAIM_PAID: ("claims", 1),
        EventKind.RECOVERED: ("recovered", 1),
        EventKind.DAMAGES_RECOVERED: ("recovered", 1),
        EventKind.WRITTEN_OFF_RECOVERED: ("recovered", 1),
        EventKind.PREMIUM_PAID: ("fees", 1),
        EventKind.PREMIUM_REFUNDED: ("fees", -1),
    },
    Support.DIRECT_LOAN: {
        EventKind.DRAWDOWN: ("lent", 1),
        EventKind.PRINCIPAL_PAID: ("repaid", 1),
        EventKind.INTEREST_PAID: ("interest", 1),
        EventKind.LATE_INTEREST_PAID: ("interest", 1),
        EventKind.FEE_PAID: ("fees", 1),
        EventKind.EARLY_REPAYMENT_FEE_PAID: ("fees", 1),
        EventKind.WRITTEN_OFF_RECOVERED: ("recovered", 1),
    },
}
LINES: Mapping[Support, tuple[str, ...]] = {
    Support.GUARANTEE: ("claims", "recovered", "fees"),
    Support.DIRECT_LOAN: ("lent", "repaid", "interest", "recovered", "fees"),
}
#: What comes in on these lines after a default is regained, and not paid as agreed.
AS_AGREED = ("repaid", "interest")


class Cash(NamedTuple):
    """What moved under a contract: its line, years after the loan's first day, minor units."""

    line: str
    years: float
    amount: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a cohort's contracts.

    Attributes:
        cash: of each contract, as replayed up to the day.
        posted: likewise, as the ledger has it.
        ahead: what is still expected, and what was given up; no cash that the ledger knows.
        left_out: contracts whose terms and facts contradict each other.
    """

    cash: Sequence[Sequence[Cash]]
    posted: Sequence[Sequence[Cash]]
    ahead: Sequence[CohortFlows]
    left_out: int = 0


def years_after(loan: CostedLoan, day: date) -> float:
    """Return how many years after a loan's first day a day is; not before it."""
    start = loan.terms.start_on
    return float(moment_of(max(day, start), start=start).years)


def cash_of(
    events: Iterable[Event], loan: CostedLoan, *, on: date, defaulted_on: date | None = None
) -> list[Cash]:
    """Return what moved under a contract up to a day.

    Args:
        defaulted_on: from this day on what comes in is regained.
    """
    lines = CASH[loan.support]
    found = []
    for event in events:
        if event.effective_on <= on and event.kind in lines:
            line, sign = lines[event.kind]
            is_late = defaulted_on is not None and event.effective_on >= defaulted_on
            line = "recovered" if is_late and line in AS_AGREED else line
            found.append(Cash(line, years_after(loan, event.effective_on), sign * event.amount))
    return found


def posted_cash(
    posted: PostedEvents | None, loan: CostedLoan, *, on: date, defaulted_on: date | None = None
) -> list[Cash]:
    """Return the same as the ledger has it."""
    amounts = posted.amounts if posted is not None else {}
    events = (Event(*key, amount) for key, amount in amounts.items())
    return cash_of(events, loan, on=on, defaulted_on=defaulted_on)


def past_flows(loans: Sequence[CostedLoan], cash: Sequence[Sequence[Cash]]) -> CohortFlows:
    """Lay out what was drawn and what moved so far."""
    drawn = [
        (years_after(loan, fact.effective_on), fact.amount) for loan in loans for fact in loan.facts
    ]
    moved = [each for several in cash for each in several]
    nothing = np.zeros(len(drawn))

    def line(name: str) -> Floats:
        amounts = [float(each.amount) if each.line == name else 0.0 for each in moved]
        return np.concatenate([nothing, amounts])

    return CohortFlows(
        years=np.array([years for years, _ in drawn] + [each.years for each in moved]),
        disbursed=np.array([float(amount) for _, amount in drawn] + [0.0] * len(moved)),
        **{name: line(name) for name in LINES[loans[0].support]},
    )


def sums_by_year(
    loans: Sequence[CostedLoan], cash: Sequence[Sequence[Cash]], on: date
) -> dict[str, list[float]]:
    """Sum what moved by line and year after each loan's first day."""
    flows = past_flows(loans, cash)
    first = min(loan.terms.start_on for loan in loans)
    years = on.year - first.year + 1
    return {line: by_year(flows, line, years).tolist() for line in LINES[loans[0].support]}
