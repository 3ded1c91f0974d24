"""What a default costs: which share is lost, how it varies, and when the rest comes back.

The share lost is Φ of a normal number, so it never leaves nought and one.  Part of that number is
the factor of the firm's segment: when many default, less is recovered from each.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from majung.risk.arrays import Floats
from majung.risk.futures.problems import SeverityNotUsableError
from majung.risk.normal import normal_probability, normal_quantile

_SLOPE_MAX = 60.0
_TOLERANCE = 1e-9
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(48)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Severity:
    """A class of loss given default.

    Attributes:
        mean: share of a claim that is lost, from 0 to 1.
        deviation: standard deviation of that share; nought where it is certain.
        correlation: weight of the segment's factor in what varies, from 0 to 1.
        wait_months: from default to the payment of the claim; interest runs on.
        lags: months after the claim at which recoveries come, and share of them each.
    """

    mean: float
    deviation: float = 0.0
    correlation: float = 0.0
    wait_months: int = 0
    lags: tuple[tuple[int, float], ...] = ((0, 1.0),)

    def __post_init__(self) -> None:
        """Refuse what is no share, varies more than a share can, or does not come back whole."""
        if not 0.0 <= self.mean <= 1.0:
            raise SeverityNotUsableError(reason=_REASONS["mean"])
        widest = np.sqrt(self.mean * (1.0 - self.mean))
        if not 0.0 <= self.deviation < max(widest, _TOLERANCE):
            raise SeverityNotUsableError(reason=_REASONS["deviation"])
        if not 0.0 <= self.correlation <= 1.0:
            raise SeverityNotUsableError(reason=_REASONS["correlation"])
        if abs(sum(share for _, share in self.lags) - 1.0) > _TOLERANCE:
            raise SeverityNotUsableError(reason=_REASONS["lags"])
        if self.wait_months < 0 or min(months for months, _ in self.lags) < 0:
            raise SeverityNotUsableError(reason=_REASONS["months"])

    @property
    def slope(self) -> float:
        """Return by how much the normal number's argument moves for one standard deviation."""
        if self.deviation == 0.0:
            return 0.0

        def wide(slope: float) -> float:
            given = _location(self.mean, slope) + slope * _NODES
            return float(_WEIGHTS @ normal_probability(given) ** 2)

        wanted = self.deviation**2 + self.mean**2
        return float(brentq(lambda slope: wide(slope) - wanted, 0.0, _SLOPE_MAX))

    @property
    def location(self) -> float:
        """Return the argument of Φ at the middle; far outside for a loss of nought or one."""
        return float(np.clip(_location(self.mean, self.slope), -_FAR, _FAR))

    def mean_given(self, level: Floats) -> Floats:
        """Return the mean share lost where the segment's factor has a level.

        Args:
            level: in standard deviations; below nought is bad.
        """
        slope = self.slope
        own = slope**2 * (1.0 - self.correlation**2)
        shifted = self.location - slope * self.correlation * level
        return normal_probability(shifted / np.sqrt(1.0 + own))

    def square_given(self, level: Floats) -> Floats:
        """Return the mean square of the share lost where the segment's factor has a level."""
        slope = self.slope
        own = slope * np.sqrt(1.0 - self.correlation**2) * _NODES
        shifted = self.location - slope * self.correlation * level
        return np.asarray(normal_probability(shifted[:, None] + own) ** 2 @ _WEIGHTS)


_FAR = 1e3


def _location(mean: float, slope: float) -> float:
    return float(np.clip(normal_quantile(mean), -_FAR, _FAR)) * float(np.sqrt(1.0 + slope**2))


_REASONS = {
    "mean": {"ko": "평균이 0과 1 밖", "en": "the mean lies outside 0 to 1"},
    "deviation": {
        "ko": "표준편차가 음수이거나 몫이 가질 수 있는 것보다 큼",
        "en": "the deviation is negative or more than a share can have",
    },
    "correlation": {"ko": "요인의 무게가 0과 1 밖", "en": "the factor's weight is outside 0 to 1"},
    "lags": {"ko": "회수 몫의 합이 1이 아님", "en": "the shares of a recovery do not sum to 1"},
    "months": {"ko": "기간이 음수", "en": "a number of months is negative"},
}
