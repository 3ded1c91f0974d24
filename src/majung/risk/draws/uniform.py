"""Words as numbers: between nought and one, and normal."""

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.draws.philox import Words
from majung.risk.draws.words import Purpose, contract_words, draws, scenario_words
from majung.risk.normal import normal_quantile

_DROPPED = np.uint64(11)
_STEP = 2.0**-53


def uniforms(words: Words) -> Floats:
    """Return numbers between nought and one, neither included, 53 bits each."""
    return np.asarray(((words >> _DROPPED).astype(np.float64) + 0.5) * _STEP)


def keyed_normals(scenarios: Words, numbers: Words, purpose: Purpose, *, seed: int) -> Floats:
    """Return a standard normal number for each scenario and each numbered thing.

    Args:
        scenarios: numbers of scenarios.
        numbers: numbers of factors, groups or contracts.
        purpose: what for.
        seed: of the run.

    Returns:
        shape (scenarios, things).
    """
    words = draws(contract_words(numbers, seed=seed), scenario_words(scenarios, purpose, seed=seed))
    return normal_quantile(uniforms(words))
