"""How many of many equal firms default together: exact quantiles under a Gaussian or t copula.

Given the factor and the mixing variable defaults are independent, so the count is binomial; its
distribution is a double integral of smooth functions, which even steps sum to full precision.
"""

import numpy as np
from scipy.special import bdtr, gammaln, stdtrit

from majung.risk.arrays import Floats
from majung.risk.normal import normal_probability, normal_quantile

_REACH = 9.0
_NODES = 361
_SPREAD = 12.0


def count_quantile(
    firms: int,
    *,
    probability: float,
    correlation: float,
    level: float,
    freedom: float | None = None,
) -> int:
    """Return the least count of defaults that is not exceeded with a probability.

    Args:
        firms: how many there are.
        probability: of default, of each.
        correlation: of two firms' variables.
        level: of the quantile.
        freedom: degrees of freedom of the t copula; None for the Gaussian one.

    Source: Frey, McNeil, Nyfeler (2001), "Copulas and credit models", Risk 14(10).
    """
    rates, weights = _conditional_rates(probability, correlation, freedom)
    low, high = -1, firms
    while high - low > 1:
        middle = (low + high) // 2
        if float(weights @ bdtr(middle, firms, rates)) >= level:
            high = middle
        else:
            low = middle
    return high


def _conditional_rates(
    probability: float, correlation: float, freedom: float | None
) -> tuple[Floats, Floats]:
    """Return default rates given factor and mixing variable, and their probabilities."""
    factor = np.linspace(-_REACH, _REACH, _NODES)
    density = np.exp(-0.5 * factor**2)
    barriers, masses = _barriers(probability, freedom)
    shift = np.sqrt(correlation) * factor
    rates = normal_probability((barriers[:, None] - shift[None, :]) / np.sqrt(1.0 - correlation))
    weights = (masses[:, None] * density[None, :]).ravel()
    return rates.ravel(), weights / weights.sum()


def _barriers(probability: float, freedom: float | None) -> tuple[Floats, Floats]:
    """Return the barrier at each value of the mixing variable, and the value's density."""
    if freedom is None:
        return np.array([float(normal_quantile(probability))]), np.ones(1)
    # The logarithm of a chi-squared variable over its degrees, about nought by its deviation.
    step = np.sqrt(2.0 / freedom)
    logarithm = np.linspace(-_SPREAD, _SPREAD, _NODES) * step
    half = freedom / 2.0
    density = np.exp(half * (logarithm - np.exp(logarithm)) + half * np.log(half) - gammaln(half))
    return float(stdtrit(freedom, probability)) * np.exp(logarithm / 2.0), density
