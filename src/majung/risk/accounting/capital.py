"""Basel capital by internal ratings: what a loan adds to the loss of a year in a thousand.

The formula is Vasicek's with the regulator's correlations; of the loss in so bad a year, what is
expected anyway is a provision and the rest is capital.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.checks import finite, shares
from majung.risk.normal import stressed_default_probability

LEVEL = 0.999
#: Risk weights are capital over this share.
CAPITAL_RATIO = 0.08
PROBABILITY_MIN = 0.0003
TURNOVER_MIN, TURNOVER_MAX = 5.0, 50.0
USUAL_MATURITY_YEARS = 2.5


class AssetClass(StrEnum):
    """The regulator's classes of exposures."""

    CORPORATE = "corporate"
    MORTGAGE = "mortgage"
    REVOLVING = "revolving"
    RETAIL = "retail"


def correlations(
    probability: ArrayLike, asset_class: AssetClass, *, turnover_millions: ArrayLike = TURNOVER_MAX
) -> Floats:
    """Return the correlation of two firms' assets, as the regulator sets it.

    Args:
        turnover_millions: of a firm, in millions of euro: below 50 a corporate's correlation falls.

    Source: Basel Committee (2006), International Convergence, paragraphs 272, 273, 328 to 330.
    """
    chance = np.asarray(probability, np.float64)
    if asset_class is AssetClass.MORTGAGE:
        return np.full_like(chance, 0.15)
    if asset_class is AssetClass.REVOLVING:
        return np.full_like(chance, 0.04)
    if asset_class is AssetClass.RETAIL:
        return _between(chance, low=0.03, high=0.16, pace=35.0)
    turnover = np.clip(finite("turnover", turnover_millions), TURNOVER_MIN, TURNOVER_MAX)
    smaller = 0.04 * (TURNOVER_MAX - turnover) / (TURNOVER_MAX - TURNOVER_MIN)
    return np.asarray(_between(chance, low=0.12, high=0.24, pace=50.0) - smaller)


def capital_ratio(
    probability: ArrayLike,
    *,
    severity: ArrayLike,
    asset_class: AssetClass = AssetClass.CORPORATE,
    turnover_millions: ArrayLike = TURNOVER_MAX,
    maturity_years: ArrayLike = USUAL_MATURITY_YEARS,
    expected_on_default: ArrayLike | None = None,
) -> Floats:
    """Return the capital that one unit of exposure requires.

    A probability below 0.03 % counts as 0.03 %.  A loan in default (1) requires its loss less the
    best estimate of it; without an estimate of its own, nothing.

    Args:
        severity: loss given default.
        maturity_years: of corporates, from 1 to 5; retail has no maturity.
        expected_on_default: best estimate of the loss of loans in default.

    Source: Basel Committee (2006), International Convergence, paragraphs 272 and 328 to 330.
    """
    chance = np.maximum(shares("probability of default", probability), PROBABILITY_MIN)
    lost = shares("loss given default", severity)
    shared = correlations(chance, asset_class, turnover_millions=turnover_millions)
    stressed = stressed_default_probability(chance, correlation=shared, level=LEVEL)
    ratio = lost * (stressed - chance)
    if asset_class is AssetClass.CORPORATE:
        ratio = ratio * _maturity(chance, np.clip(maturity_years, 1.0, 5.0))
    best = lost if expected_on_default is None else shares("best estimate", expected_on_default)
    return np.asarray(np.where(chance >= 1.0, np.maximum(lost - best, 0.0), ratio))


def risk_weight(ratio: Floats) -> Floats:
    """Return the risk weight that a capital ratio amounts to, 1 for 100 %.

    Source: Basel Committee (2006), International Convergence, paragraph 44: 12.5 times.
    """
    return np.asarray(ratio / CAPITAL_RATIO)


def _between(chance: Floats, *, low: float, high: float, pace: float) -> Floats:
    """Move from the high correlation to the low one as defaults become likelier."""
    share = np.expm1(-pace * chance) / np.expm1(-pace)
    return np.asarray(low * share + high * (1.0 - share))


def _maturity(chance: Floats, years: Floats) -> Floats:
    slope = (0.11852 - 0.05478 * np.log(chance)) ** 2
    longer = 1.0 + (years - USUAL_MATURITY_YEARS) * slope
    return np.asarray(longer / (1.0 - 1.5 * slope))
