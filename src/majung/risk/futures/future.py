"""A future: everything a run assumes about what may come."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import stdtrit

from majung.risk.arrays import Floats
from majung.risk.futures.factors import Factors
from majung.risk.futures.problems import ProbabilityNotUsableError
from majung.risk.futures.rates import ShortRate
from majung.risk.futures.severities import Severity
from majung.risk.normal import normal_quantile


@dataclass(frozen=True)
class Future:
    """What a run assumes.

    Attributes:
        curves: probability of default up to each month, shape (curves, months + 1).
        factors: what firms share.
        severities: classes of loss given default.
        discount_rate: a year, at which present values are taken.
        rate: the short rate that floating payments follow; None where it stays what it is.
        notes: what was assumed where a choice was open, for the reader of the result.
    """

    curves: Floats
    factors: Factors
    severities: tuple[Severity, ...]
    discount_rate: float = 0.0
    rate: ShortRate | None = None
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse curves that fall or leave nought and one."""
        inside = np.isfinite(self.curves) & (self.curves >= 0.0) & (self.curves <= 1.0)
        if not inside.all():
            value = self.curves[~inside].ravel()[0]
            raise ProbabilityNotUsableError(name="PD", value=f"{value:g}")
        if (np.diff(self.curves, axis=1) < 0.0).any():
            raise ProbabilityNotUsableError(name="PD", value=_FALLING)

    @property
    def months(self) -> int:
        """Return how many months the curves run."""
        return int(self.curves.shape[1]) - 1

    @property
    def tail_months(self) -> int:
        """Return how long after the last month claims and recoveries still come."""
        return max(
            each.wait_months + max(months for months, _ in each.lags) for each in self.severities
        )

    @property
    def barriers(self) -> Floats:
        """Return below what a firm's variable defaults up to each month."""
        if self.factors.freedom is None:
            return normal_quantile(self.curves)
        found = stdtrit(self.factors.freedom, self.curves)
        return np.where(self.curves <= 0.0, -np.inf, np.where(self.curves >= 1.0, np.inf, found))

    def discounts(self, months: int) -> Floats:
        """Return the present value of one paid at the end of each month, and of one paid now."""
        return np.asarray((1.0 + self.discount_rate) ** (-np.arange(months + 1) / 12.0))


_FALLING = {"ko": "달이 가며 줄어듦", "en": "falling from month to month"}
