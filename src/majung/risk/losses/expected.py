"""The expected loss of each contract, by calculation: no scenario is drawn.

Given the level of a segment's factor, and of what multiplies all variables under a t copula, the
expected loss is known; both are integrated over by quadrature.  It is what tables sum up, contract
by contract.
"""

from functools import cache

import numpy as np
from scipy.special import gammaincinv

from majung.risk.arrays import Floats, Integers
from majung.risk.futures.future import Future
from majung.risk.futures.lost_shares import mean_given
from majung.risk.losses.plan import checked_for
from majung.risk.losses.portfolio import Portfolio
from majung.risk.normal import normal_probability
from majung.values.months import MONTHS_A_YEAR

_LEVELS, _MIXING = 96, 48


@cache
def _levels() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(_LEVELS)
    return nodes, weights / weights.sum()


def expected_by_contract(portfolio: Portfolio, future: Future) -> Floats:
    """Return the expected loss of each contract over its whole life.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
    """
    checked_for(portfolio, future)
    sizes = (len(future.factors.weights), len(future.curves), len(future.severities))
    keys = np.ravel_multi_index((portfolio.segment, portfolio.curve, portfolio.severity), sizes)
    cells, cell = np.unique(keys, return_inverse=True)
    each_cell = np.stack(np.unravel_index(cells, sizes), axis=1)
    lost = np.stack([_lost_by_month(future, key, portfolio.months) for key in each_cell])
    paid = (portfolio.profiles * portfolio.kept)[:, :-1]
    waits = np.array([each.wait_months for each in future.severities])
    accrued = 1.0 + portfolio.interest_rate * waits[portfolio.severity] / MONTHS_A_YEAR
    covered = portfolio.outstanding * portfolio.share * accrued
    each: Floats = covered * (lost @ paid.T)[cell, portfolio.profile]
    return each


def _lost_by_month(future: Future, cell: Integers, months: int) -> Floats:
    """Return which share a cell's contracts are expected to lose to a default in each month.

    Args:
        future: what is assumed.
        cell: segment, curve and class of severity.
        months: how many.
    """
    segment, curve, kind = (int(each) for each in cell)
    nodes, weights = _levels()
    shared = future.factors.shared_deviations[segment] * nodes
    own = future.factors.own_weights[segment, 0]
    barriers = future.barriers[curve, : months + 1]
    reached = np.zeros((len(nodes), months + 1))
    mixing, chances = _mixing(future.factors.freedom)
    for value, chance in zip(mixing, chances, strict=True):
        reached += chance * normal_probability((barriers / value - shared[:, None]) / own)
    lost = mean_given(future.severities[kind], nodes)
    return np.asarray((weights * lost) @ np.diff(reached, axis=1))


def _mixing(freedom: float | None) -> tuple[Floats, Floats]:
    """Return values of what latent variables are multiplied by, and their weights."""
    if freedom is None:
        return np.ones(1), np.ones(1)
    nodes, weights = np.polynomial.legendre.leggauss(_MIXING)
    squared = 2.0 * gammaincinv(freedom / 2.0, (nodes + 1.0) / 2.0)
    return np.sqrt(freedom / squared), weights / 2.0
