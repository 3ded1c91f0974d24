"""The share that a default costs as a variable: Φ of a normal number, so it never leaves 0 and 1.

Part of that number is the factor of the firm's segment: when many default, less is recovered from
each.
"""

import numpy as np
from scipy.optimize import brentq

from majung.risk.arrays import Floats
from majung.risk.futures.severities import Severity
from majung.risk.normal import normal_probability, normal_quantile

_SLOPE_MAX = 60.0
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(48)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_FAR = 1e3


def slope_of(severity: Severity) -> float:
    """Return by how much the normal number's argument moves for one standard deviation."""
    if severity.deviation == 0.0:
        return 0.0

    def wide(slope: float) -> float:
        given = _location(severity.mean, slope) + slope * _NODES
        return float(_WEIGHTS @ normal_probability(given) ** 2)

    wanted = severity.deviation**2 + severity.mean**2
    return float(brentq(lambda slope: wide(slope) - wanted, 0.0, _SLOPE_MAX))


def location_of(severity: Severity) -> float:
    """Return the argument of Φ at the middle; far outside for a loss of nought or one."""
    return float(np.clip(_location(severity.mean, slope_of(severity)), -_FAR, _FAR))


def mean_given(severity: Severity, level: Floats) -> Floats:
    """Return the mean share lost where the segment's factor has a level.

    Args:
        level: in standard deviations; below nought is bad.
    """
    slope = slope_of(severity)
    own = slope**2 * (1.0 - severity.correlation**2)
    shifted = location_of(severity) - slope * severity.correlation * level
    return normal_probability(shifted / np.sqrt(1.0 + own))


def square_given(severity: Severity, level: Floats) -> Floats:
    """Return the mean square of the share lost where the segment's factor has a level."""
    slope = slope_of(severity)
    own = slope * np.sqrt(1.0 - severity.correlation**2) * _NODES
    shifted = location_of(severity) - slope * severity.correlation * level
    return np.asarray(normal_probability(shifted[:, None] + own) ** 2 @ _WEIGHTS)


def _location(mean: float, slope: float) -> float:
    return float(np.clip(normal_quantile(mean), -_FAR, _FAR)) * float(np.sqrt(1.0 + slope**2))
