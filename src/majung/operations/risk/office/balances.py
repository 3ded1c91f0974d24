"""How loans stand on a day and come down after it, thousands in one run of the contract engine.

What comes after the day is the engine's projection: every due is paid when due, arrears with the
next due, and nothing more is drawn; what still may be is laid out apart, as if it were drawn at
once, half-way from the day to the last on which it may be.  A shape holds what is still owed at the
start of each month, counted from the day, in parts of a thousand, so that loans that come down
alike share one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import LAST_ON, drawable_until
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind, Facts, standing
from majung.contracts.kernel.layout import RESULT
from majung.contracts.kernel.run import run
from majung.contracts.portfolio import Portfolio, laid_out
from majung.contracts.problems import problems_by_row
from majung.contracts.terms import LoanTerms
from majung.operations.risk.office.rows import PER_MILLE
from majung.values.cycles import add_months

#: Loans that are laid out together: their balances by month fit into a few megabytes.
LOANS_EACH = 4_000
#: A contract is followed no longer than this: as far as a list may say.
MONTHS_MAX = 480
#: Key of a drawdown that has not happened.
_EXPECTED = "~expected"
_MOVES = {EventKind.DRAWDOWN: 1, EventKind.PRINCIPAL_PAID: -1, EventKind.WRITTEN_OFF: -1}
#: How each event, by the kernel's code, moves what is owed.
SIGN = np.array([_MOVES.get(kind, 0) for kind in EVENT_KINDS], np.int64)


@dataclass(frozen=True, slots=True)
class LoanStanding:
    """How a loan stands at the end of a day, and how it comes down.

    Attributes:
        rate: a year, what the borrower pays.
        discount: a year, what others bear of the rate.
        shape: see `RiskRow`; empty where nothing is owed.
        drawn_shape: see `RiskRow`; empty where nothing more can be drawn.
        is_overdue: all of it fell due already.
        is_cut: it comes down further than `MONTHS_MAX` months from the day.
        is_contradictory: terms and facts contradict each other, and the rest says nothing.
    """

    outstanding: int
    undrawn: int
    rate: float
    discount: float
    shape: tuple[int, ...]
    is_called: bool = False
    is_overdue: bool = False
    is_cut: bool = False
    is_contradictory: bool = False
    drawn_shape: tuple[int, ...] = ()


CONTRADICTORY = LoanStanding(0, 0, 0.0, 0.0, (), is_contradictory=True)


@dataclass(frozen=True, slots=True)
class LoanTold:
    """A loan as it was agreed and as far as is known."""

    terms: LoanTerms
    facts: Sequence[Fact]


def loan_standings(loans: Sequence[LoanTold], *, on: date) -> tuple[LoanStanding, ...]:
    """Return how loans stand at the end of a day, in their order.

    Args:
        loans: with every fact known of them; facts after the day are no part of it.
    """
    found: list[LoanStanding] = []
    for first in range(0, len(loans), LOANS_EACH):
        found += _standings(loans[first : first + LOANS_EACH], on)
    return tuple(found)


def _standings(loans: Sequence[LoanTold], on: date) -> list[LoanStanding]:
    told = [_known_by(each.facts, day_number(on)) for each in loans]
    wrong = problems_by_row([each.terms for each in loans], told)
    usable = [row for row in range(len(loans)) if row not in wrong]
    portfolio = laid_out(
        [loans[row].terms for row in usable], [standing(told[row]) for row in usable]
    )
    states = run(portfolio, until=day_number(on)).results.view(RESULT)[:, 0]
    scale = portfolio.columns.contracts["rate_scale"].astype(np.float64)
    rates = states["rate"] / scale
    discounts = states["full_rate"] / scale - rates
    found = [CONTRADICTORY] * len(loans)
    for row, *how in zip(
        usable, states, _owed(portfolio, on), rates.tolist(), discounts.tolist(), strict=True
    ):
        found[row] = _standing(*how)
    _lay_out_drawings(loans, told, found, on)
    return found


def _known_by(facts: Sequence[Fact], day: int) -> Facts:
    """Return the facts up to a day; of facts that were read as columns none is made."""
    known = Facts.of(facts)
    return known.where(known.columns.days <= day)


def _lay_out_drawings(
    loans: Sequence[LoanTold], told: Sequence[Sequence[Fact]], found: list[LoanStanding], on: date
) -> None:
    """Write how what may still be drawn would come down, of the loans of which something may."""
    drawings = {
        row: Fact(day, FactKind.DRAWDOWN, _EXPECTED, each.undrawn)
        for row, each in enumerate(found)
        if each.undrawn > 0 and not each.is_called and not each.is_overdue
        if (day := _drawing_day(loans[row].terms, on)) is not None
    }
    terms = [loans[row].terms for row in drawings]
    facts = [standing([*told[row], fact]) for row, fact in drawings.items()]
    wrong = problems_by_row(terms, facts)
    usable = [place for place in range(len(terms)) if place not in wrong]
    if not usable:
        return
    rows = [[*drawings][place] for place in usable]
    drawn = _owed(laid_out([terms[place] for place in usable], [facts[p] for p in usable]), on)
    plain = _owed(
        laid_out([loans[row].terms for row in rows], [standing(told[row]) for row in rows]), on
    )
    for row, more in zip(rows, (drawn - plain)[:, :MONTHS_MAX], strict=True):
        shape = np.rint(np.maximum(more, 0) * (PER_MILLE / found[row].undrawn)).astype(np.int64)
        found[row] = replace(found[row], drawn_shape=tuple(np.trim_zeros(shape, "b").tolist()))


def _drawing_day(terms: LoanTerms, on: date) -> date | None:
    """Return on which day what may still be drawn is expected; None where it cannot be."""
    first, until = max(on + timedelta(days=1), terms.start_on), drawable_until(terms)
    return first + (until - first) // 2 if first < until else None


def _standing(
    state: np.void, owed: NDArray[np.int64], rate: float, discount: float
) -> LoanStanding:
    if state["problem"]:
        return CONTRADICTORY
    outstanding = int(owed[0])
    months = int(np.argmin(owed > 0)) if owed[-1] <= 0 else 0
    is_overdue = outstanding > 0 and not state["performing"]
    lasts = 1 if is_overdue else months or MONTHS_MAX
    shape = np.rint(owed[:lasts] * (PER_MILLE / max(outstanding, 1))).astype(np.int64)
    return LoanStanding(
        outstanding=outstanding,
        undrawn=int(state["undrawn"]),
        rate=rate,
        discount=discount,
        shape=tuple(np.maximum(shape, 1).tolist()) if outstanding > 0 else (),
        is_called=bool(state["is_called"]),
        is_overdue=is_overdue,
        is_cut=outstanding > 0 and not months and not is_overdue,
    )


def _owed(portfolio: Portfolio, on: date) -> NDArray[np.int64]:
    """Return what is owed on the day and after each month, shape (loans, months + 1)."""
    after = day_number(on) + 1
    events = run(portfolio, until=day_number(LAST_ON), paid_from=after).events
    ends = np.array([day_number(add_months(on, month)) for month in range(MONTHS_MAX + 1)])
    month = np.searchsorted(ends, events["day"], side="left")
    reached = month <= MONTHS_MAX
    moved = SIGN[events["kind"]] * events["amount"]
    owed = np.zeros((len(portfolio), MONTHS_MAX + 1), np.int64)
    np.add.at(owed, (events["row"][reached], month[reached]), moved[reached])
    return np.asarray(np.cumsum(owed, axis=1))
