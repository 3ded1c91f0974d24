"""Scenarios: the shared part of each segment, the t copula's variable, and words for the rest.

A scenario is its number: any of them can be made alone.  Plain ones are keyed draws, Sobol ones
spread the factors evenly; both weigh the same.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import gammaincinv

from majung.risk.draws.philox import Words
from majung.risk.draws.sobol import sobol_uniforms
from majung.risk.draws.uniform import keyed_normals, uniforms
from majung.risk.draws.words import Purpose, scenario_words
from majung.risk.futures.factors import Factors
from majung.risk.normal import Floats, normal_quantile


class Spread(StrEnum):
    """How factors are spread over scenarios."""

    PLAIN = "plain"
    SOBOL = "sobol"


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
    """

    first: int
    shared: Floats
    mixing: Floats
    defaults: Words
    severities: Words
    groups: Words

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.mixing)


def scenarios(
    factors: Factors, *, first: int, count: int, seed: int, spread: Spread = Spread.PLAIN
) -> Scenarios:
    """Draw scenarios by their numbers.

    Args:
        factors: what firms share.
        first: number of the first scenario.
        count: how many.
        seed: of the run.
        spread: plain keyed draws or Sobol points.
    """
    numbers = np.arange(first, first + count, dtype=np.uint64)
    weights = factors.independent_weights
    drawn, mixing = _drawn(factors, weights.shape[1], numbers, seed, spread)
    shared = np.zeros((count, len(weights)))
    # Factor by factor, so that a scenario has the same bits whatever it is drawn with.
    for factor in range(weights.shape[1]):
        shared += drawn[:, factor, None] * weights[None, :, factor]
    return Scenarios(
        first=first,
        shared=shared,
        mixing=mixing,
        defaults=scenario_words(numbers, Purpose.DEFAULT, seed=seed),
        severities=scenario_words(numbers, Purpose.SEVERITY, seed=seed),
        groups=scenario_words(numbers, Purpose.GROUP, seed=seed),
    )


def _drawn(
    factors: Factors, count: int, numbers: Words, seed: int, spread: Spread
) -> tuple[Floats, Floats]:
    """Return the factors and the mixing variable of each scenario."""
    if spread is Spread.SOBOL:
        points = sobol_uniforms(
            int(numbers[0]), len(numbers), dimensions=count + 1, stream=Purpose.FACTOR, seed=seed
        )
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
