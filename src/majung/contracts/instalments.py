"""The rows of a schedule: what falls due on each day, and what is owed once it is paid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, repeat
from types import MappingProxyType

from majung.contracts.day_numbers import EPOCH
from majung.contracts.drawing import LAST_ON
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact
from majung.contracts.making import made_in_bulk
from majung.contracts.resets import unfixed_days
from majung.contracts.schedules import PortfolioSchedule
from majung.contracts.terms import LoanTerms

#: The events of one party that a schedule is made of.
_SCHEDULED = (
    EventKind.DRAWDOWN,
    EventKind.PRINCIPAL_DUE,
    EventKind.INTEREST_DUE,
    EventKind.PRINCIPAL_PAID,
    EventKind.WRITTEN_OFF,
    EventKind.FEE_DUE,
)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row of a schedule.

    Attributes:
        due_on: the business day.
        principal: that falls due.
        interest: the borrower's.
        shares: the interest that payers of discounts bear.
        instalment: what the borrower pays: principal, interest and a fee of the plan, less
            interest that is added to principal.
        outstanding: principal owed once it is paid.
        fee: that a plan lets fall due; fees that are facts are no part of a schedule.
        is_rate_held: it rests on a rate that is not fixed yet: the last known one, held.
    """

    due_on: date
    principal: int
    interest: int
    shares: Mapping[str, int]
    instalment: int
    outstanding: int
    fee: int = 0
    is_rate_held: bool = False


def regular_instalments(dues: PortfolioSchedule) -> tuple[Instalment, ...]:
    """Return the rows of a regular loan, whose interest is the borrower's alone."""
    nobody: Mapping[str, int] = MappingProxyType({})
    columns = {
        "due_on": [date.fromordinal(day) for day in (dues.days + EPOCH).tolist()],
        "principal": dues.principal.tolist(),
        "interest": dues.interest.tolist(),
        "shares": repeat(nobody),
        "instalment": (dues.principal + dues.interest).tolist(),
        "outstanding": dues.outstanding.tolist(),
        "fee": repeat(0),
        "is_rate_held": repeat(object=False),
    }
    return made_in_bulk(Instalment, len(dues.days), columns)


def instalments_of(
    events: Sequence[Event], drawn_on: Mapping[date, int], *, has_fees: bool
) -> Iterator[Instalment]:
    """Gather the dues of each day, and what is outstanding at its end.

    Args:
        drawn_on: drawdowns that are facts; what else was drawn is interest added to principal,
            which the borrower does not pay.
    """
    outstanding = 0
    for due_on, group in groupby(events, key=lambda event: event.effective_on):
        sums = dict.fromkeys(_SCHEDULED, 0)
        shares: dict[str, int] = {}
        for event in group:
            if event.kind is EventKind.INTEREST_SHARE_DUE:
                shares[event.party] = event.amount
            elif event.kind in sums:
                sums[event.kind] += event.amount
        outstanding += sums[EventKind.DRAWDOWN]
        outstanding -= sums[EventKind.PRINCIPAL_PAID] + sums[EventKind.WRITTEN_OFF]
        principal, interest = sums[EventKind.PRINCIPAL_DUE], sums[EventKind.INTEREST_DUE]
        fee = sums[EventKind.FEE_DUE] if has_fees else 0
        if principal or interest or shares or fee:
            owed = MappingProxyType(shares)
            added = sums[EventKind.DRAWDOWN] - drawn_on.get(due_on, 0)
            total = principal + interest + fee - added
            yield Instalment(due_on, principal, interest, owed, total, outstanding, fee)


def marked(
    terms: LoanTerms, facts: Sequence[Fact], rows: Iterable[Instalment]
) -> tuple[Instalment, ...]:
    """Mark the rows of a schedule that rest on a rate which is not fixed yet."""
    unfixed = unfixed_days(terms, facts, until=LAST_ON) if terms.reset else ()
    if not unfixed:
        return tuple(rows)
    held_from = unfixed[0].on
    return tuple(replace(row, is_rate_held=True) if row.due_on > held_from else row for row in rows)
