"""When funds are sold in scenarios, and for what: draws of `Exits`."""

from typing import NamedTuple

import numpy as np

from majung.risk.arrays import Floats, Integers, Numbers
from majung.risk.draws.philox import Words
from majung.risk.draws.uniform import keyed_normals, uniforms
from majung.risk.draws.words import Purpose, contract_words, draws, scenario_words
from majung.risk.futures.exits import Exits
from majung.values.months import MONTHS_A_YEAR


class Drawn(NamedTuple):
    """Exits of funds in scenarios, each of shape (scenarios, funds).

    Attributes:
        months: in which they are sold, counted from nought.
        multiples: of today's value.
    """

    months: Integers
    multiples: Floats


def drawn_exits(
    exits: Exits,
    funds: Numbers,
    economy: Floats,
    *,
    scenarios: Words,
    begins: Integers,
    ends: Integers,
    seed: int,
) -> Drawn:
    """Draw when funds are sold, and for what.

    Args:
        exits: how values move.
        funds: numbers of the funds; draws depend on them, not on their places.
        economy: level of the economy's factor in each scenario; firms default where it is low.
        scenarios: numbers of the scenarios.
        begins: month from which each fund may be sold.
        ends: first month in which it may not be any more, later than that.
        seed: of the run.
    """
    words = draws(
        contract_words(funds, seed=seed), scenario_words(scenarios, Purpose.EXIT, seed=seed)
    )
    months = begins + (uniforms(words) * (ends - begins)).astype(np.int64)
    own = keyed_normals(scenarios, funds, Purpose.MULTIPLE, seed=seed)
    level = np.sqrt(exits.economy) * economy[:, None] + np.sqrt(1.0 - exits.economy) * own
    years = (months + 1) / MONTHS_A_YEAR
    drift = (np.log1p(exits.growth) - 0.5 * exits.deviation**2) * years
    return Drawn(months, np.exp(drift + exits.deviation * np.sqrt(years) * level))
