"""What of losses the public side bears once caps and first losses are taken off, and when.

Every month of a pool is known in every scenario, so caps and first losses hold month by month.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.futures.future import Future
from majung.risk.losses.exact import TOLD_MAX, Outcome
from majung.risk.losses.layers import Layer, borne_by_month
from majung.values.months import MONTHS_A_YEAR


@dataclass(frozen=True)
class Layered:
    """A run after caps and first losses.

    Attributes:
        outcome: of the public side: losses, its present value and what it pays less what comes
            back to it by year and by month, which stands in the claims.
        elsewhere: mean losses that others bear.
        by_month: who pays claims less recoveries of each month, on average.
    """

    outcome: Outcome
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    by_month: Mapping[str, list[float]] = field(default_factory=dict)


def layered(outcome: Outcome, layers: tuple[Layer, ...], future: Future) -> Layered:
    """Take caps and first losses off an outcome.

    Args:
        outcome: of a run whose pools are these layers.
        layers: which buckets, first losses and caps.
        future: what is assumed; its discounts.
    """
    if not layers or outcome.pooled is None:
        return Layered(outcome)
    return _by_month(outcome, outcome.pooled, layers, future)


def _elsewhere(first: Floats, beyond: Floats) -> Mapping[str, float]:
    return {"first_loss": float(first.mean()), "beyond_cap": float(beyond.mean())}


def _by_month(
    outcome: Outcome, pooled: Floats, layers: tuple[Layer, ...], future: Future
) -> Layered:
    count, _, months = pooled.shape
    losses = outcome.losses.copy()
    first, beyond = np.zeros((count, months)), np.zeros((count, months))
    for place, layer in enumerate(layers):
        shared = borne_by_month(pooled[:, place], layer)
        whole = pooled[:, place].sum(axis=1)
        part = shared.public.sum(axis=1) / np.where(whole > 0.0, whole, 1.0)
        losses[:, list(layer.buckets)] *= part[:, None]
        first += shared.first
        beyond += shared.beyond
    others = first + beyond
    public = replace(
        outcome,
        losses=losses,
        values=outcome.values - others @ future.discounts(months)[1:],
        years=_less(outcome.years, _summed_by_year(others)),
        # The distribution that tables give is that of the whole loss, before caps.
        means=None,
        deviations=None,
        months=outcome.months
        if outcome.months is None
        else _less(outcome.months, others[:: -(-count // TOLD_MAX)]),
    )
    lines = {"first_loss": first.mean(axis=0), "beyond_cap": beyond.mean(axis=0)}
    net = outcome.lines.claim - outcome.lines.recovery
    lines = {"public": net - others.mean(axis=0), **lines}
    return Layered(
        public,
        _elsewhere(first.sum(axis=1), beyond.sum(axis=1)),
        {name: line.tolist() for name, line in lines.items()},
    )


def _less(paid: Floats, others: Floats) -> Floats:
    """Return claims and recoveries, what others bear of both taken off the claims."""
    claims = paid[:, :1] - others[:, None]
    return np.concatenate([claims, paid[:, 1:]], axis=1)


def _summed_by_year(months: Floats) -> Floats:
    return np.asarray(np.add.reduceat(months, np.arange(0, months.shape[1], MONTHS_A_YEAR), axis=1))
