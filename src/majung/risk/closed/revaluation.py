"""What a bond is worth after a year in which its rating may change, and two names together.

A rating is a band of a standard normal variable, cut so that each state has its probability; two
names move together when their variables share a factor.
"""

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.normal import normal_probability, normal_quantile

_REACH = 9.0
_NODES = 721


def forward_value(coupon: float, *, face: float, zero_rates: ArrayLike) -> float:
    """Return the value a year from now of a bond that pays then, and each year after.

    Args:
        coupon: paid a year from now and at each later year's end.
        face: paid with the last coupon.
        zero_rates: forward zero rates of one, two … years from then, yearly compounded.

    Source: CreditMetrics technical document (1997), section 1.3.2.
    """
    rates = np.asarray(zero_rates, np.float64)
    discount = (1.0 + rates) ** -np.arange(1, len(rates) + 1)
    return float(coupon + coupon * discount.sum() + face * discount[-1])


def mean_and_deviation(
    values: ArrayLike, probabilities: ArrayLike, *, deviations: ArrayLike = 0.0
) -> tuple[float, float]:
    """Return mean and standard deviation over states.

    Args:
        values: of each state.
        probabilities: of each state.
        deviations: of the value inside a state, as of what is recovered after default.
    """
    value = np.asarray(values, np.float64)
    weight = np.asarray(probabilities, np.float64)
    mean = float(weight @ value)
    spread = (value - mean) ** 2 + np.asarray(deviations, np.float64) ** 2
    return mean, float(np.sqrt(weight @ spread))


def bands(probabilities: ArrayLike) -> Floats:
    """Return where the bands of states begin and end, worst state last, shape (states, 2).

    Args:
        probabilities: of each state, best first; they sum to one.
    """
    weight = np.asarray(probabilities, np.float64)
    above = np.clip(np.cumsum(weight), 0.0, 1.0)
    above[-1] = 1.0
    edges = -normal_quantile(np.concatenate([[0.0], above]))
    return np.column_stack([edges[1:], edges[:-1]])


def joint_probabilities(first: Floats, second: Floats, *, correlation: float) -> Floats:
    """Return how probable each pair of states of two names is, shape (states, states).

    Args:
        first: bands of the first name's states.
        second: of the second's.
        correlation: of the two names' variables, from 0 to below 1.

    Source: CreditMetrics technical document (1997), section 8.3.
    """
    factor = np.linspace(-_REACH, _REACH, _NODES)
    weight = np.exp(-0.5 * factor**2)
    weight /= weight.sum()
    one, two = (_inside(each, correlation=correlation, factor=factor) for each in (first, second))
    return np.asarray(np.einsum("z,az,bz->ab", weight, one, two))


def _inside(edges: Floats, *, correlation: float, factor: Floats) -> Floats:
    """Return the probability of each band given the factor, shape (bands, factors)."""
    shift = np.sqrt(correlation) * factor
    below = normal_probability((edges[:, :, None] - shift) / np.sqrt(1.0 - correlation))
    return np.asarray(below[:, 1] - below[:, 0])
