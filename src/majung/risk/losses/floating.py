"""What floating contracts pay beyond today's rates: what is alive times the rate's move.

The short rate is drawn by itself, apart from defaults; what a contract pays moves with it one for
one, from the month on in which it moves.
"""

from dataclasses import replace

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.futures.future import Future
from majung.risk.futures.rates import ShortRate, rate_paths
from majung.risk.losses.layout import BALANCE, paid_by
from majung.risk.losses.portfolio import FLOATING, FLOATING_SUBSIDY, Portfolio
from majung.risk.losses.totals import Lines, Totals
from majung.values.months import MONTHS_A_YEAR


def floated_of(
    totals: Totals, portfolio: Portfolio, future: Future, *, seed: int, units: float
) -> Floats | None:
    """Return interest and subsidies beyond today's rates by month, shape (scenarios, 2, months).

    None where no rate is drawn.

    Args:
        totals: of the whole run.
        portfolio: all contracts.
        future: what is assumed.
        seed: of the run.
        units: of account.
    """
    if future.rate is None:
        return None
    months = portfolio.months
    balances = paid_by(portfolio, units=units)[:, BALANCE]
    paid = portfolio.profiles * portfolio.kept
    held = np.zeros((2, months + 1))
    for place, kind in enumerate((FLOATING, FLOATING_SUBSIDY)):
        chosen = portfolio.floating == kind
        by_shape = np.bincount(portfolio.profile[chosen], balances[chosen], len(paid))
        held[place] = by_shape @ paid
    moved = rate_moves(future.rate, first=0, count=len(totals), months=months, seed=seed)
    return np.asarray((held - totals.gone) * moved[:, None, :] / units)


def rate_moves(rate: ShortRate, *, first: int, count: int, months: int, seed: int) -> Floats:
    """Return by how much a month's payment on one moves, shape (scenarios, months + 1)."""
    paths = rate_paths(rate, first=first, count=count, months=months, seed=seed)
    return (paths - paths[:, :1]) / MONTHS_A_YEAR


def with_floated(lines: Lines, floated: Floats) -> Lines:
    """Return mean lines with what floating contracts pay beyond today's rates on average.

    Args:
        floated: interest and subsidies by month, shape (2, months).
    """
    interest, subsidy = lines.interest.copy(), lines.subsidy.copy()
    months = floated.shape[1]
    interest[:months] += floated[0]
    subsidy[:months] += floated[1]
    return replace(lines, interest=interest, subsidy=subsidy)


def years_of_months(floated: Floats) -> Floats:
    """Return the sums of each year, shape (scenarios, 2, years)."""
    return np.asarray(
        np.add.reduceat(floated, np.arange(0, floated.shape[2], MONTHS_A_YEAR), axis=2)
    )
