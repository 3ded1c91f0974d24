"""What each programme, sector, region and firm adds to the expected loss and to the tail.

Scenarios are their numbers: the worst ones are followed once more, contract by contract, so what is
added to the shortfall sums to it.  The expected loss of a contract is a calculation, not a draw.
"""

from collections.abc import Mapping

import numpy as np

from majung.operations.risk.loss_list import LossList
from majung.operations.risk.loss_readings import Part
from majung.risk.arrays import Floats
from majung.risk.futures.future import Future
from majung.risk.losses.chosen import losses_of_contracts
from majung.risk.losses.exact import Outcome, Run
from majung.risk.losses.expected import expected_by_contract
from majung.risk.losses.measures import near_quantile, tail_of
from majung.risk.losses.plan import plan_of

#: How many parts are told one by one, and under which name the rest stands.
PARTS_MAX = 20
OTHERS = "…"


def parts_of_losses(
    found: LossList,
    future: Future,
    run: Run,
    outcome: Outcome,
    *,
    gross: Floats,
    figures: tuple[float, float],
    level: float,
) -> Mapping[str, tuple[Part, ...]]:
    """Return what parts add, by dimension.

    Args:
        found: contracts.
        future: what is assumed.
        run: which scenarios.
        outcome: what the run found, for the public side.
        gross: losses before caps and first losses, shape (scenarios, buckets).
        figures: value at risk and shortfall, to which the parts sum.
        level: of both.

    Source: Tasche (1999), Euler allocation.
    """
    public = np.divide(outcome.losses, gross, out=np.ones_like(gross), where=gross > 0.0)
    worst = outcome.losses.sum(axis=1)
    plan = plan_of(found.portfolio, future, seed=run.seed, scenarios=run.scenarios)

    def mean_over(numbers: np.ndarray) -> Floats:
        summed = np.zeros(len(found.portfolio))
        followed = losses_of_contracts(plan, future, run, numbers.astype(np.uint64))
        for number, each in zip(numbers, followed, strict=True):
            summed += each * public[number, found.portfolio.bucket]
        return summed / len(numbers)

    columns = np.stack(
        [
            expected_by_contract(found.portfolio, future),
            _scaled(mean_over(near_quantile(worst, level)), figures[0]),
            _scaled(mean_over(tail_of(worst, level)), figures[1]),
        ]
    )
    return {name: _told(columns, *of) for name, of in _dimensions(found).items()}


def _scaled(each: Floats, whole: float) -> Floats:
    """Return parts that sum to a figure that may be smoothed, or one order statistic."""
    total = float(each.sum())
    return each * (whole / total) if total > 0.0 else each


def _dimensions(found: LossList) -> dict[str, tuple[np.ndarray, tuple[str, ...]]]:
    portfolio, regions = found.portfolio, len(found.regions)
    told = {
        "programme": (portfolio.bucket, portfolio.buckets),
        "sector": (portfolio.segment // regions, found.sectors),
        "region": (portfolio.segment % regions, found.regions),
    }
    if found.firms:
        names, places = np.unique(np.array(found.firms, object).astype(str), return_inverse=True)
        told["firm"] = (places.ravel(), tuple(names.tolist()))
    return told


def _told(columns: Floats, places: np.ndarray, names: tuple[str, ...]) -> tuple[Part, ...]:
    """Sum what contracts add by name, largest part of the shortfall first."""
    sums = np.stack([np.bincount(places, each, len(names)) for each in columns])
    order = np.argsort(-sums[2], kind="stable")
    shown = [Part(names[place], *map(float, sums[:, place])) for place in order[:PARTS_MAX]]
    if len(order) > PARTS_MAX:
        shown.append(Part(OTHERS, *map(float, sums[:, order[PARTS_MAX:]].sum(axis=1))))
    return tuple(shown)
