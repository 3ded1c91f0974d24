"""Paths of the short rate: drawn towards a mean, month by month, each scenario its own.

Source: Vasicek (1977), "An equilibrium characterization of the term structure", with its exact
monthly step.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.draws.uniform import keyed_normals
from majung.risk.draws.words import Purpose
from majung.risk.futures.problems import ProbabilityNotUsableError

_MONTH = 1.0 / 12.0


@dataclass(frozen=True, slots=True)
class ShortRate:
    """A short rate, continuously compounded, a year.

    Attributes:
        start: today's.
        mean: towards which it is drawn.
        speed: a year; the distance from the mean halves in 0.69 / speed years.
        deviation: of a year's change far from any pull.
    """

    start: float
    mean: float
    speed: float
    deviation: float

    def __post_init__(self) -> None:
        """Refuse a rate that is not drawn to its mean, or a negative deviation."""
        if not (self.speed > 0.0 and self.deviation >= 0.0):
            raise ProbabilityNotUsableError(name="speed", value=f"{self.speed:g}")


def rate_paths(rate: ShortRate, *, first: int, count: int, months: int, seed: int) -> Floats:
    """Return the short rate at the start of each month, shape (scenarios, months + 1)."""
    numbers = np.arange(first, first + count, dtype=np.uint64)
    steps = np.arange(months, dtype=np.uint64)
    drawn = keyed_normals(numbers, steps, Purpose.RATE, seed=seed)
    kept = np.exp(-rate.speed * _MONTH)
    width = rate.deviation * np.sqrt(-np.expm1(-2.0 * rate.speed * _MONTH) / (2.0 * rate.speed))
    paths = np.empty((count, months + 1))
    paths[:, 0] = rate.start
    for month in range(months):
        paths[:, month + 1] = rate.mean + (paths[:, month] - rate.mean) * kept
        paths[:, month + 1] += width * drawn[:, month]
    return paths


def discounts_of(paths: Floats) -> Floats:
    """Return what one paid at the end of each month is worth now, and one paid now."""
    earned = np.cumsum(paths[:, :-1] * _MONTH, axis=1)
    return np.asarray(np.exp(-np.concatenate([np.zeros((len(paths), 1)), earned], axis=1)))
