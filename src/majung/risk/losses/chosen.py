"""Some scenarios of a run once more: contract by contract, or with what is each firm's own anew.

A scenario is its number, so the worst ones of a run are followed again at the cost of a few; what
each contract lost in them is what it adds to the tail.
"""

from collections.abc import Iterator

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.draws.philox import Words
from majung.risk.futures.future import Future
from majung.risk.futures.scenarios import scenarios_of, with_own_anew
from majung.risk.losses.exact import Run, follow_drawn, room_of
from majung.risk.losses.plan import Plan


def losses_again(plan: Plan, future: Future, run: Run, numbers: Words, *, times: int) -> Floats:
    """Return losses of scenarios whose factors stay and whose defaults are drawn several times.

    Args:
        plan: contracts, laid out.
        future: what is assumed.
        run: the whole run.
        numbers: of the scenarios.
        times: how often; the first time gives what the run itself found.

    Returns:
        shape (times, scenarios).
    """
    drawn = scenarios_of(future.factors, numbers, seed=run.seed, spread=run.spread)
    losses = np.empty((times, len(numbers)))
    for again in range(times):
        found = room_of(plan, len(numbers))
        follow_drawn(plan, with_own_anew(drawn, numbers, again=again, seed=run.seed), found)
        losses[again] = found.losses.sum(axis=1) / plan.units
    return losses


def losses_of_contracts(plan: Plan, future: Future, run: Run, numbers: Words) -> Iterator[Floats]:
    """Yield the loss of each contract in each of some scenarios, in the portfolio's order.

    Args:
        plan: contracts, laid out.
        future: what is assumed.
        run: the whole run.
        numbers: of the scenarios.
    """
    drawn = scenarios_of(future.factors, numbers, seed=run.seed, spread=run.spread)
    order = plan.layout.order
    for place in range(len(numbers)):
        found = room_of(plan, 1, contracts=len(order))
        follow_drawn(plan, drawn.some(slice(place, place + 1)), found)
        losses = np.empty(len(order))
        losses[order] = found.contracts / plan.units
        yield losses
