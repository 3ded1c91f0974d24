"""What a default costs: which share is lost, how it varies, and when the rest comes back.

What a run assumes of it, and what no share could do; `lost_shares` makes the variable of it.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.futures.problems import SeverityNotUsableError

_TOLERANCE = 1e-9


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
