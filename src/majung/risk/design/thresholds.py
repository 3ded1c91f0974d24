"""From which saving each firm applies: a draw keyed by the firm, the same under every design."""

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.design.demand import Demand
from majung.risk.draws.philox import Words
from majung.risk.draws.uniform import uniforms
from majung.risk.draws.words import Purpose, contract_words, draws, scenario_words


def thresholds_of(demand: Demand, firms: Words, *, seed: int) -> Floats:
    """Return the saving from which each firm applies; loans of one firm share it.

    Source: own convention, docs/risk.md (Design).
    """
    word = scenario_words(np.zeros(1, np.uint64), Purpose.DEMAND, seed=seed)
    chance = uniforms(draws(contract_words(firms, seed=seed), word))[0]
    return np.asarray(demand.threshold_min + (demand.threshold_max - demand.threshold_min) * chance)
