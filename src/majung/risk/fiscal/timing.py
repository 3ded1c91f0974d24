"""When loans of a cohort default, and when something comes back: a curve over the loan's life.

Most defaults of a loan come early in its life, so the curve falls from the first day; measured in
shares of a life, loans of 3 and of 30 years share it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.checks import finite, shares

#: Midpoints of a life at which defaults are counted where no due day says it.
NODES = 40


@dataclass(frozen=True, slots=True)
class DefaultTiming:
    """How defaults spread over a life, and how long recoveries take.

    Attributes:
        fall: the share of a life in which the pace of defaults falls to 37 %; a large one spreads
            defaults evenly.
        lag: years from a default to what comes back, as a share of the loan's whole life.
        lag_years: the same in years, added to it.
    """

    fall: float
    lag: float = 0.0
    lag_years: float = 0.0

    def happened(self, life: ArrayLike) -> Floats:
        """Return the share of all defaults that happened by a share of the life.

        Source: exponential fall cut off at the end of the life; own convention, docs/risk.md.
        """
        share = np.clip(np.asarray(life, np.float64), 0.0, 1.0)
        return np.asarray(np.expm1(-share / self.fall) / np.expm1(-1.0 / self.fall))

    def recovery_years(self, life_years: ArrayLike) -> Floats:
        """Return how many years after a default something comes back."""
        return np.asarray(self.lag * np.asarray(life_years, np.float64) + self.lag_years)


#: As fitted on federal guarantees, budget years up to 2016 (the back-test on budgets).
MEASURED = DefaultTiming(fall=0.135, lag=0.024)


@dataclass(frozen=True, slots=True)
class DefaultAssumption:
    """What is expected of a cohort.

    Attributes:
        rate: share of what is lent, by number, that defaults over the whole life.
        recovery: share of what is owed at default, or paid on a claim, that comes back.
    """

    rate: float
    recovery: float
    timing: DefaultTiming

    def __post_init__(self) -> None:
        shares("default rate", self.rate)
        shares("recovery rate", self.recovery)


@dataclass(frozen=True, slots=True, eq=False)
class Defaults:
    """Defaults of cohorts at the midpoints of their lives, shape ``(cohorts, NODES)``.

    Attributes:
        years: after disbursement.
        weights: share of all defaults; each row sums to 1.
        recovery_years: when something comes back.
    """

    years: Floats
    weights: Floats
    recovery_years: Floats


def defaults_over_lives(life_years: ArrayLike, timing: DefaultTiming) -> Defaults:
    """Spread the defaults of cohorts over their lives.

    Args:
        life_years: of each cohort, above nought.
    """
    lives = np.atleast_1d(finite("life", life_years))[:, None]
    bounds = np.linspace(0.0, 1.0, NODES + 1)
    weights = np.diff(timing.happened(bounds))
    years = lives * (bounds[1:] + bounds[:-1]) / 2.0
    spread = np.broadcast_to(weights, years.shape)
    return Defaults(years, spread, years + timing.recovery_years(lives))
