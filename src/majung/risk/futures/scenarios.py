"""Scenarios: the shared part of each segment, the t copula's variable, and words for the rest.

A scenario is its number: any of them can be made alone.  Plain ones are keyed draws, Sobol ones
spread the factors evenly; both weigh the same.
"""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from scipy.special import gammaincinv

from majung.risk.arrays import Floats
from majung.risk.draws.philox import Words
from majung.risk.draws.sobol import sobol_uniforms
from majung.risk.draws.uniform import keyed_normals, uniforms
from majung.risk.draws.words import Purpose, scenario_words
from majung.risk.futures.factors import Factors
from majung.risk.futures.spreads import Spread
from majung.risk.normal import normal_quantile

#: Numbers of scenarios stay below: what is drawn again counts on from it.
AGAIN = 1 << 40


@dataclass(frozen=True)
class Scenarios:
    """Some scenarios of a run.

    Attributes:
        first: number of the first one.
        shared: shared part of each segment, shape (scenarios, segments).
        mixing: what latent variables are multiplied by; ones without a t copula.
        defaults: words for defaults.
        severities: words for what a default costs.
        groups: words for groups.
        prepayments: words for what is repaid early.
    """

    first: int
    shared: Floats
    mixing: Floats
    defaults: Words
    severities: Words
    groups: Words
    prepayments: Words

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.mixing)

    def some(self, at: slice) -> Self:
        """Return some of them."""
        names = [each.name for each in fields(self) if each.name != "first"]
        first = self.first + (at.start or 0)
        return replace(self, first=first, **{name: getattr(self, name)[at] for name in names})


def scenarios(
    factors: Factors, *, first: int, count: int, seed: int, spread: Spread = Spread.PLAIN
) -> Scenarios:
    """Draw scenarios that follow each other.

    Args:
        factors: what firms share.
        first: number of the first scenario.
        count: how many.
        seed: of the run.
        spread: plain keyed draws or Sobol points.
    """
    numbers = np.arange(first, first + count, dtype=np.uint64)
    return scenarios_of(factors, numbers, seed=seed, spread=spread)


def scenarios_of(
    factors: Factors, numbers: Words, *, seed: int, spread: Spread = Spread.PLAIN
) -> Scenarios:
    """Draw scenarios by their numbers.

    Args:
        factors: what firms share.
        numbers: of the scenarios, in any order.
        seed: of the run.
        spread: plain keyed draws or Sobol points.
    """
    weights = factors.independent_weights
    drawn, mixing = _drawn(factors, weights.shape[1], numbers, seed, spread)
    shared = np.zeros((len(numbers), len(weights)))
    # Factor by factor, so that a scenario has the same bits whatever it is drawn with.
    for factor in range(weights.shape[1]):
        shared += drawn[:, factor, None] * weights[None, :, factor]
    return _with_words(Scenarios(int(numbers[0]), shared, mixing, *(numbers,) * 4), numbers, seed)


def economy_of(
    factors: Factors, numbers: Words, *, seed: int, spread: Spread = Spread.PLAIN
) -> Floats:
    """Return the level of the first factor, the economy's, in scenarios by their numbers."""
    drawn, _ = _drawn(factors, factors.independent_weights.shape[1], numbers, seed, spread)
    return np.ascontiguousarray(drawn[:, 0])


def with_own_anew(drawn: Scenarios, numbers: Words, *, again: int, seed: int) -> Scenarios:
    """Return scenarios with the same factors in which what is each firm's own is drawn anew.

    Args:
        drawn: scenarios.
        numbers: of them.
        again: nought gives the scenarios themselves; each other number is another draw.
        seed: of the run.
    """
    return _with_words(drawn, numbers + np.uint64(again * AGAIN), seed)


def _with_words(drawn: Scenarios, numbers: Words, seed: int) -> Scenarios:
    return replace(
        drawn,
        defaults=scenario_words(numbers, Purpose.DEFAULT, seed=seed),
        severities=scenario_words(numbers, Purpose.SEVERITY, seed=seed),
        groups=scenario_words(numbers, Purpose.GROUP, seed=seed),
        prepayments=scenario_words(numbers, Purpose.PREPAYMENT, seed=seed),
    )


def _drawn(
    factors: Factors, count: int, numbers: Words, seed: int, spread: Spread
) -> tuple[Floats, Floats]:
    """Return the factors and the mixing variable of each scenario."""
    if spread is Spread.SOBOL:
        low = int(numbers.min())
        points = sobol_uniforms(
            low,
            int(numbers.max()) - low + 1,
            dimensions=count + 1,
            stream=Purpose.FACTOR,
            seed=seed,
        )[(numbers - np.uint64(low)).astype(np.int64)]
        drawn, chance = normal_quantile(points[:, :count]), points[:, count]
    else:
        things = np.arange(count, dtype=np.uint64)
        drawn = keyed_normals(numbers, things, Purpose.FACTOR, seed=seed)
        chance = uniforms(scenario_words(numbers, Purpose.MIXING, seed=seed))
    return drawn, _mixing(chance, factors.freedom)


def _mixing(chance: Floats, freedom: float | None) -> Floats:
    """Return the root of degrees of freedom over a chi-squared variable."""
    if freedom is None:
        return np.ones(len(chance))
    squared = 2.0 * gammaincinv(freedom / 2.0, chance)
    return np.asarray(np.sqrt(freedom / squared))
