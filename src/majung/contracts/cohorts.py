"""Cohorts: level loans that share their due days, repaid side by side, to the unit of each alone.

What a programme signs on one day mostly falls due on the same days.  A cohort is its columns
alone: what each loan owes, its instalment and rate, and the parts of a year of each period.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import LAST_ON
from majung.contracts.kernel.cohort import (
    LANES,
    LONG,
    CohortColumns,
    CohortDues,
    Form,
    Lanes,
    repay,
    way_of,
)
from majung.contracts.kernel.layout import EQUAL_INSTALMENTS, NEVER, RESULT
from majung.contracts.kernel.run import run
from majung.contracts.portfolio import Portfolio
from majung.contracts.schedules import drawn_whole, lay_out
from majung.values.days import day_count_basis
from majung.values.products import ROUND_DOWN, ROUND_FLOOR

#: How many loans a thread sums at a time, and the largest sum that is sure to fit.
LOANS_A_TASK = 32 * LANES
SUM_MAX = 1 << 62
#: Rows to work on are a little longer than they need be: rows that lie a multiple of 4 KB apart
#: wait for each other.
_APART = 8
#: Numbers in a line of the processor's memory: what lies across two of them is fetched twice.
_LINE = 8
_NOTHING = np.zeros((1, 1), np.int64)

#: Terms that decide due days: all loans of a cohort have the same.
_DATING = (
    "start", "first_due", "instalments", "cycle_months", "matures", "end_of_month", "day_count",
    "moves_first", "moves_begin", "moves_end", "follows_shift", "interest_rounding",
)  # fmt: skip
#: Terms that a loan of a cohort does not have.
_FOREIGN = ("grace", "balloon", "interest_base", "steps")


@dataclass(frozen=True, slots=True)
class Cohort:
    """Level loans that fall due on the same days.

    Attributes:
        columns: what the kernel reads.
        rounding: of interest, a code as of `products.rounded`.
        way: how interest is found (`kernel.cohort.way_of`).
    """

    columns: CohortColumns
    rounding: int
    way: int

    def __len__(self) -> int:
        """Return the number of loans."""
        return len(self.columns.outstanding)


@dataclass(frozen=True, slots=True)
class CohortSchedule:
    """What falls due by period and loan: rows are periods, places are loans; minor units.

    Attributes:
        instalment: principal and interest.
        outstanding: principal owed once the due is paid.
    """

    interest: NDArray[np.int64]
    principal: NDArray[np.int64]
    instalment: NDArray[np.int64]
    outstanding: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CohortTotals:
    """What falls due on a cohort as a whole in each period, minor units."""

    interest: tuple[int, ...]
    principal: tuple[int, ...]


def cohort(
    *,
    outstanding: NDArray[np.int64],
    levels: NDArray[np.int64],
    rates: NDArray[np.int64],
    divisors: NDArray[np.int64],
    parts: NDArray[np.int64],
    rounding: int = ROUND_DOWN,
) -> Cohort:
    """Make a cohort of columns.

    Args:
        levels: the instalment of each loan.
        rates: 0 or more, in parts of a scale that each loan chooses.
        divisors: that scale times the parts of a year.
        parts: of a year in each period.

    Source: own convention, docs/contracts.md, cohorts.
    """
    columns = CohortColumns(outstanding, levels, rates, divisors, parts)
    truncates = rounding in (ROUND_DOWN, ROUND_FLOOR)
    return Cohort(columns, rounding, int(way_of(columns)) if truncates else LONG)


def cohort_of(portfolio: Portfolio) -> Cohort:
    """Return the cohort of a portfolio whose loans share their due days, none drawn yet.

    Raises:
        ValueError: they do not, or are no level loans at one rate, or have facts.

    Source: own convention, docs/contracts.md, cohorts.
    """
    contracts = portfolio.columns.contracts
    first = contracts[0]
    if any((contracts[name] != first[name]).any() for name in _DATING):
        raise ValueError("the loans of a cohort share their due days: these do not")
    if any(contracts[name].any() for name in _FOREIGN) or len(portfolio.columns.facts):
        raise ValueError("the loans of a cohort have no grace, balloon, flat interest or facts")
    if (contracts["repayment"] != EQUAL_INSTALMENTS).any():
        raise ValueError("the loans of a cohort repay by level instalments")
    laid = lay_out(portfolio)
    if not laid.is_regular.all():
        raise ValueError("the loans of a cohort have one rate and a last due day")
    drawn = drawn_whole(portfolio, np.arange(len(portfolio)))
    states = run(drawn, until=day_number(LAST_ON), paid_from=-NEVER).results.view(RESULT)[:, 0]
    return cohort(
        outstanding=contracts["committed"].copy(),
        levels=states["level"].copy(),
        rates=states["rate"].copy(),
        divisors=contracts["rate_scale"] * day_count_basis(int(first["day_count"])),
        parts=laid.period_parts[: first["instalments"]],
        rounding=int(first["interest_rounding"]),
    )


def room_for(loans: Cohort, count: int) -> CohortSchedule:
    """Return room for the schedule of so many loans of a cohort.

    Source: own convention, docs/contracts.md, cohorts.
    """
    periods = len(loans.columns.parts)
    return CohortSchedule(*(np.empty((periods, count), np.int64) for _ in range(4)))


def cohort_schedule(
    loans: Cohort, *, first: int = 0, until: int | None = None, room: CohortSchedule | None = None
) -> CohortSchedule:
    """Lay out what falls due on each loan of a cohort in each period.

    Args:
        first: the first loan, `until` the last one, excluded.
        room: columns of so many loans to write into; new ones where there are none.

    Source: own convention, docs/contracts.md, cohorts.
    """
    until = len(loans) if until is None else until
    room = room_for(loans, until - first) if room is None else room
    sums = np.zeros((len(loans.columns.parts), 2), np.int64)
    dues = CohortDues(room.interest, room.principal, room.instalment, room.outstanding, sums)
    repay(_part(loans, first, until), _form(loans, keeps=True), _lanes(), dues)
    return room


def cohort_totals(loans: Cohort, *, workers: int = 1) -> CohortTotals:
    """Return what falls due on a whole cohort in each period, without keeping any loan's dues.

    Source: own convention, docs/contracts.md, cohorts.
    """
    count = len(loans)
    largest = int(loans.columns.outstanding.max()) if count else 1
    # Interest of a period is below the principal that bears it ten years at 100 %.
    a_task = max(min(LOANS_A_TASK, SUM_MAX // (16 * largest)), 1)
    firsts = range(0, count, a_task)
    with ThreadPoolExecutor(workers) as threads:
        found = list(threads.map(partial(_sums, loans, a_task), firsts))
    periods = len(loans.columns.parts)
    interest, principal = [0] * periods, [0] * periods
    for sums in found:
        for index, (more_interest, more_principal) in enumerate(sums.tolist()):
            interest[index] += more_interest
            principal[index] += more_principal
    return CohortTotals(tuple(interest), tuple(principal))


def _sums(loans: Cohort, count: int, first: int) -> NDArray[np.int64]:
    """Sum some loans' dues by period: interest, principal."""
    sums = np.zeros((len(loans.columns.parts), 2), np.int64)
    part = _part(loans, first, min(first + count, len(loans)))
    repay(
        part,
        _form(loans, keeps=False),
        _lanes(),
        CohortDues(_NOTHING, _NOTHING, _NOTHING, _NOTHING, sums),
    )
    return sums


def _part(loans: Cohort, first: int, until: int) -> CohortColumns:
    outstanding, levels, rates, divisors, parts = loans.columns
    of = slice(first, until)
    return CohortColumns(outstanding[of], levels[of], rates[of], divisors[of], parts)


def _form(loans: Cohort, *, keeps: bool) -> Form:
    return Form(loans.way, keeps, loans.rounding)


def _lanes() -> Lanes:
    """Return rows to work on, each at the beginning of a line of the processor's memory."""
    width = LANES + _APART
    room = np.empty(len(Lanes._fields) * width + _LINE, np.int64)
    first = -room.ctypes.data // room.itemsize % _LINE
    return Lanes(*(room[first + row * width :][:width] for row in range(len(Lanes._fields))))
