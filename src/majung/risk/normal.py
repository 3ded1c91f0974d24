"""The normal distribution, and the probability of default that remains once the factor is known.

One obligor defaults when a standard normal variable falls below its barrier.  The variable is made
of a factor all share and a part of its own: ``√ρ·z + √(1−ρ)·e``.  Given the factor, defaults are
independent; that is what every method of this package rests on.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from majung.risk.arrays import Floats


def normal_probability(value: ArrayLike) -> Floats:
    """Return the probability that a standard normal variable stays at or below a value (Φ).

    Source: Cody (1969), as SciPy's `ndtr` has it.
    """
    return np.asarray(ndtr(np.asarray(value, np.float64)))


def normal_quantile(probability: ArrayLike) -> Floats:
    """Return the value a standard normal variable stays below with a probability (Φ⁻¹).

    Nought gives −∞ and one gives +∞: a firm that never or certainly defaults.

    Source: Wichura (1988), as SciPy's `ndtri` has it.
    """
    return np.asarray(ndtri(np.asarray(probability, np.float64)))


def conditional_default_probability(
    probability_of_default: ArrayLike, *, correlation: ArrayLike, factor: ArrayLike
) -> Floats:
    """Return the probability of default once the shared factor is known.

    Args:
        probability_of_default: unconditional, from 0 to 1.
        correlation: of two obligors' variables, from 0 to below 1.
        factor: standard normal; below nought is a bad year.

    Source: Vasicek (2002), "The distribution of loan portfolio value", Risk 15(12).
    """
    shared = np.sqrt(np.asarray(correlation, np.float64))
    barrier = normal_quantile(probability_of_default)
    own = np.sqrt(1.0 - np.asarray(correlation, np.float64))
    return normal_probability((barrier - shared * np.asarray(factor, np.float64)) / own)


def stressed_default_probability(
    probability_of_default: ArrayLike, *, correlation: ArrayLike, level: ArrayLike
) -> Floats:
    """Return the probability of default in a year as bad as one in ``1 / (1 − level)``.

    It is also the quantile of the default rate of a portfolio of infinitely many equal loans, and
    the heart of the Basel formula.

    Source: Vasicek (2002); Basel Committee (2005), "An explanatory note on the Basel II IRB risk
    weight functions".

    >>> round(float(stressed_default_probability(0.02, correlation=0.10, level=0.999)), 6)
    0.128237
    """
    return conditional_default_probability(
        probability_of_default, correlation=correlation, factor=-normal_quantile(level)
    )
