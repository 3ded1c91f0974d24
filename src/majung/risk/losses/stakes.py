"""Stakes in funds through scenarios: what is called, what comes back, what is gained or lost.

What a sale brings a partner is no fixed share of it: a first loss, a preferred return and carry
stand between.  So a stake comes with what it would get at several levels of today's value; between
two of them it is a line, beyond the last one it goes on as between the last two.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats, Integers, Numbers
from majung.risk.futures.drawn_exits import drawn_exits
from majung.risk.futures.exits import LEVELS, Exits
from majung.risk.futures.factors import Factors
from majung.risk.futures.scenarios import economy_of
from majung.risk.losses.exact import Run
from majung.values.months import MONTHS_A_YEAR


@dataclass(frozen=True)
class Stakes:
    """Stakes as columns.

    Attributes:
        fund: number of each one's fund.
        payoffs: what it gets at the multiples of `LEVELS`, shape (stakes, levels).
        calls: what is still called of it in each month, shape (stakes, months).
        begins: month from which its fund may be sold.
        ends: first month in which it may not be any more.
    """

    fund: Numbers
    payoffs: Floats
    calls: Floats
    begins: Integers
    ends: Integers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.fund)


@dataclass(frozen=True)
class StakesFound:
    """What stakes do in scenarios.

    Attributes:
        today: what they are worth today, all together.
        losses: what is worth today and called still, less what comes back; one a scenario, negative
            where stakes gain.
        calls: paid in each month.
        distributions: what comes back in each month, on average.
        years: what comes back less what is called in each year, shape (scenarios, years).
    """

    today: float
    losses: Floats
    calls: Floats
    distributions: Floats
    years: Floats


def follow_stakes(stakes: Stakes, exits: Exits, factors: Factors, run: Run) -> StakesFound:
    """Follow stakes through the scenarios of a run, fund by fund.

    What is still called is invested at cost and comes back with the multiple of the fund.

    Args:
        stakes: at least one.
        exits: how values move.
        factors: what firms share; the first is the economy.
        run: the same scenarios in which contracts are followed.
    """
    numbers = np.arange(run.scenarios, dtype=np.uint64)
    economy = economy_of(factors, numbers, seed=run.seed, spread=run.spread)
    reach = max(stakes.calls.shape[1], int(stakes.ends.max()))
    years = -(-reach // MONTHS_A_YEAR)
    back, by_year = np.zeros(reach), np.zeros((run.scenarios, years))
    whole = np.zeros(run.scenarios)
    for place in range(len(stakes)):
        at = slice(place, place + 1)
        drawn = drawn_exits(
            exits, stakes.fund[at], economy, scenarios=numbers,
            begins=stakes.begins[at], ends=stakes.ends[at], seed=run.seed,
        )  # fmt: skip
        months, multiples = drawn.months[:, 0], drawn.multiples[:, 0]
        got = payoff_at(stakes.payoffs[place], multiples)
        got += stakes.calls[place].sum() * multiples
        back += np.bincount(months, got, minlength=reach)
        by_year[numbers.astype(np.int64), months // MONTHS_A_YEAR] += got
        whole += got
    calls = np.zeros(years * MONTHS_A_YEAR)
    calls[: stakes.calls.shape[1]] = stakes.calls.sum(axis=0)
    today = float(stakes.payoffs[:, LEVELS.index(1.0)].sum())
    return StakesFound(
        today=today,
        losses=today + calls.sum() - whole,
        calls=calls[:reach],
        distributions=back / run.scenarios,
        years=by_year - calls.reshape(years, MONTHS_A_YEAR).sum(axis=1),
    )


def payoff_at(payoffs: Floats, multiples: Floats) -> Floats:
    """Return what a stake gets at multiples of today's value, a line between known levels.

    Args:
        payoffs: at the multiples of `LEVELS`.
        multiples: not below nought.
    """
    slope = (payoffs[-1] - payoffs[-2]) / (LEVELS[-1] - LEVELS[-2])
    beyond = np.maximum(multiples - LEVELS[-1], 0.0)
    return np.asarray(np.interp(multiples, LEVELS, payoffs) + slope * beyond)
