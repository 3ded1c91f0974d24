"""Level instalments of any number of random loans, each certified twice.

By integers of any size: with a monthly rate ``r / d``, what is left after `n` payments of ``x`` is
``P (d + r)^n - x d ((d + r)^n - d^n) / r`` over ``d^n``; a payment is right where it leaves nothing
owed or less than one unit more would.  The sign needs no division, so nothing is rounded.  And by
the closed form in decimals of 50 digits, which is what others reckon with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Context
from functools import lru_cache
from random import Random

import numpy as np

from majung.contracts.portfolio import Portfolio, portfolio_of
from majung.contracts.schedules import portfolio_schedule
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Rate
from majung.values.rounding import Rounding

#: Rates are drawn in hundredths of a percent a year; a month is a twelfth.
RATES = range(1, 2_400)
COUNTS = range(2, 361)
AMOUNTS = range(10**6, 10**15)
BASIS = 120_000
LOANS_AT_ONCE = 5_000
DIGITS = 50


@dataclass(frozen=True, slots=True)
class Certified:
    """How many instalments were looked at, and how many were wrong by either measure."""

    loans: int
    wrong_by_integers: int
    wrong_by_decimals: int


def certified(loans: int, *, seed: int = 50) -> Iterator[Certified]:
    """Yield, some thousand loans after the other, what was found so far."""
    random = Random(seed)  # noqa: S311 - loans to try, no secrets
    by_rate = portfolio_of([_monthly(points) for points in RATES], [()] * len(RATES))
    done, integers, decimals = 0, 0, 0
    while done < loans:
        count = min(LOANS_AT_ONCE, loans - done)
        drawn = [
            (random.choice(RATES), random.choice(COUNTS), random.choice(AMOUNTS))
            for _ in range(count)
        ]
        for (points, number, amount), level in zip(drawn, _levels(by_rate, drawn), strict=True):
            integers += not is_level(points, number, amount, level)
            decimals += level != level_in_decimals(points, number, amount)
        done += count
        yield Certified(done, integers, decimals)


def is_level(points: int, count: int, amount: int, level: int) -> bool:
    """Tell by integers alone whether a payment is the level one, cut to a whole unit."""
    grown: int = (BASIS + points) ** count
    whole = _basis_power(count)
    owed = amount * grown * points
    paid = (grown - whole) * BASIS
    return level * paid <= owed < (level + 1) * paid


@lru_cache(maxsize=len(COUNTS))
def _basis_power(count: int) -> int:
    power: int = BASIS**count
    return power


def level_in_decimals(points: int, count: int, amount: int) -> int:
    """Return the closed form in decimals of 50 digits, cut to a whole unit."""
    exact = Context(prec=DIGITS)
    rate = exact.divide(points, BASIS)
    grown = exact.power(exact.add(1, rate), count)
    level = exact.divide(exact.multiply(exact.multiply(amount, rate), grown), grown - 1)
    return int(level.to_integral_value(ROUND_FLOOR))


def _levels(by_rate: Portfolio, drawn: list[tuple[int, int, int]]) -> list[int]:
    """Return the first instalment of each loan, as the kernel finds it."""
    columns = by_rate.columns
    contracts = columns.contracts[[points - RATES.start for points, _, _ in drawn]]
    contracts["instalments"] = [number for _, number, _ in drawn]
    contracts["committed"] = [amount for _, _, amount in drawn]
    offsets = np.zeros(len(drawn) + 1, np.int64)
    found = portfolio_schedule(
        Portfolio(columns._replace(contracts=contracts, fact_offsets=offsets), by_rate.parties)
    )
    firsts = found.firsts[:-1]
    levels: list[int] = (found.interest[firsts] + found.principal[firsts]).tolist()
    return levels


def _monthly(points: int) -> LoanTerms:
    return LoanTerms(
        committed=1_000,
        start_on=date(2024, 1, 1),
        first_due_on=date(2024, 2, 1),
        instalments=COUNTS.start,
        components=(RateComponent("base", BORROWER, Rate.percent(f"{points / 100}")),),
        instalment_rounding=Rounding.DOWN,
        day_count=DayCount.THIRTY_E_360,
        calendar="NONE",
        business_day=BusinessDayConvention.NONE,
    )
