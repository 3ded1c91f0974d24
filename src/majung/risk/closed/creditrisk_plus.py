"""CreditRisk+: the distribution of losses when default rates share one gamma-distributed level.

Losses are counted in whole units, so that a recursion gives every probability exactly.  An exposure
is rounded up to units and its probability lowered in proportion: the expected loss stays.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.values.compiling import compiled

#: The recursion ends where less probability than this is left.
REST = 1e-12
STEPS_MAX = 1 << 20


@dataclass(frozen=True, slots=True)
class UnitLosses:
    """A distribution of losses in units.

    Attributes:
        unit: what one unit is worth.
        probabilities: of 0, 1, 2 … units.
    """

    unit: float
    probabilities: Floats

    @property
    def mean(self) -> float:
        """Return the expected loss."""
        return float(self._places() @ self.probabilities)

    @property
    def deviation(self) -> float:
        """Return the standard deviation of the loss."""
        centred = self._places() - self.mean
        return float(np.sqrt(centred**2 @ self.probabilities))

    def quantile(self, level: float) -> float:
        """Return the loss that is not exceeded with a probability, running evenly inside a unit."""
        summed = np.cumsum(self.probabilities)
        place = int(np.searchsorted(summed, level))
        if place == 0:
            return 0.0
        below = summed[place - 1]
        return float(self.unit * (place - 1 + (level - below) / (summed[place] - below)))

    def _places(self) -> Floats:
        return np.asarray(self.unit * np.arange(len(self.probabilities)), np.float64)


def credit_risk_plus(
    exposures: ArrayLike,
    probabilities: ArrayLike,
    *,
    relative_variance: float,
    unit: float,
) -> UnitLosses:
    """Return the distribution of losses.

    Args:
        exposures: what is lost on default, above nought.
        probabilities: of default in the period.
        relative_variance: of the level all default rates share; its mean is one.
        unit: losses are counted in units of this.

    Source: Credit Suisse Financial Products (1997), "CreditRisk+: a credit risk management
    framework", annex A; Panjer (1981) for the recursion.
    """
    amounts = np.asarray(exposures, np.float64)
    units = np.ceil(amounts / unit).astype(np.int64)
    rates = np.asarray(probabilities, np.float64) * amounts / (units * unit)
    claims = np.bincount(units, weights=rates) / rates.sum()
    shape = 1.0 / relative_variance
    share = rates.sum() / (rates.sum() + shape)
    room = np.zeros(STEPS_MAX)
    used = _recursion(claims, shape, share, room)
    return UnitLosses(unit, room[:used].copy())


@compiled
def _recursion(claims: Floats, shape: float, share: float, found: Floats) -> int:
    """Write the probabilities of a compound negative binomial sum; return how many."""
    found[0] = (1.0 - share) ** shape
    left = 1.0 - found[0]
    largest = len(claims) - 1
    place = 1
    while place < len(found) and left > REST:
        total = 0.0
        for units in range(1, min(largest, place) + 1):
            total += (place + (shape - 1.0) * units) * claims[units] * found[place - units]
        found[place] = share * total / place
        left -= found[place]
        place += 1
    return place
