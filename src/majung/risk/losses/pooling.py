"""Months of pools of programmes by tables: what a cap or a first loss over them needs to know.

Given its factors, what a pool claims in a month and recovers of it is known on average and in its
variance, contract by contract.  What is left to chance among many small contracts is drawn for each
pool and month in each scenario, as two lognormal factors of that mean and variance: one on the
month's claims, one on what will come back of them, moving together as they do.  A contract defaults
once, so months vary a little less together than apart: their variances are drawn down until they
sum to that of the whole life.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.risk.arrays import Floats
from majung.risk.draws.uniform import keyed_normals
from majung.risk.draws.words import Purpose
from majung.risk.futures.future import Future

#: Of a pool and month given the factors: variance of claims, covariance of claims and what comes
#: back of them, variance of what comes back.
_CLAIMED, _BOTH, _BACK = range(3)
_SPREADS = 3
_TINY = 1e-300
#: Claims of less than this in a month are what they are on average.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table has of a pool: claims by month, what comes back by class and month of the claim,
    then the spreads of each month, and the variance of the whole loss.

    Attributes:
        reach: months in which something may be paid.
        kinds: classes of severity.
    """  # noqa: D205 - one sentence, two lines

    reach: int
    kinds: int

    @property
    def count(self) -> int:
        """How many columns there are."""
        return self.reach * (1 + self.kinds + _SPREADS) + 1

    def months(self, table: Floats) -> Floats:
        """Return claims, then what comes back of each class, shape (…, 1 + classes, months)."""
        part = table[..., : self.reach * (1 + self.kinds)]
        return part.reshape(*table.shape[:-1], 1 + self.kinds, self.reach)

    def spreads(self, table: Floats) -> Floats:
        """Return the spreads of each month, shape (…, 3, months)."""
        part = table[..., self.reach * (1 + self.kinds) : -1]
        return part.reshape(*table.shape[:-1], _SPREADS, self.reach)


@dataclass(frozen=True)
class Cells:
    """Contracts of one pool, segment, curve and class, summed.

    Attributes:
        kind: class of severity.
        happens: probability of a default in each month at each node, shape (nodes, months).
        lost: mean share lost at each node, and `square` the mean of its square.
        covered: what claims would be in each month; `squared` the sum of their squares.
        shapes: of what is outstanding, shape (shapes, months).
        squares: of what claims on whole contracts of each shape would be.
    """

    kind: int
    happens: Floats
    lost: Floats
    square: Floats
    covered: Floats
    squared: Floats
    shapes: Floats
    squares: Floats


def add_cells(table: Floats, columns: Columns, cells: Cells, *, wait: int) -> None:
    """Add what contracts of a pool do at each node to its table, shape (nodes, columns).

    Args:
        wait: months from default to claim.
    """
    length = cells.happens.shape[1]
    at = slice(wait, wait + length)
    kept, months = 1.0 - cells.lost[:, None], columns.months(table)
    claims = cells.happens * cells.covered
    months[:, 0, at] += claims
    months[:, 1 + cells.kind, at] += claims * kept
    happens, squared = cells.happens, cells.happens * cells.squared
    spreads = columns.spreads(table)
    varied = squared * (1.0 - happens)
    spreads[:, _CLAIMED, at] += varied
    spreads[:, _BOTH, at] += varied * kept
    again = (1.0 - 2.0 * cells.lost + cells.square)[:, None]
    spreads[:, _BACK, at] += squared * (again - happens * kept**2)
    means = (happens @ cells.shapes.T) ** 2 @ cells.squares
    table[:, -1] += squared.sum(axis=1) * cells.square - means * cells.lost**2


@dataclass(frozen=True)
class Drawn:
    """What pools do in each scenario.

    Attributes:
        flows: claims less recoveries, shape (scenarios, pools, months).
        moved: by how much chance moved claims and recoveries of each month, all pools together:
            shape (scenarios, 2, months).
        means: claims less recoveries given the factors, shape (scenarios, pools).
        variances: of them, likewise.
    """

    flows: Floats
    moved: Floats
    means: Floats
    variances: Floats


def drawn_pools(
    found: Floats, columns: Columns, future: Future, numbers: NDArray[np.uint64], *, seed: int
) -> Drawn:
    """Draw what pools do in scenarios whose factors are known.

    Args:
        found: what tables say of them, shape (scenarios, pools, columns).
        future: what is assumed; its lags of recovery.
        numbers: of the scenarios.
        seed: of the draws.
    """
    count, pools, _ = found.shape
    months = np.maximum(columns.months(found), 0.0)
    claims, backs = months[:, :, 0], months[:, :, 1:]
    back = backs.sum(axis=2)
    spreads, variances = columns.spreads(found), np.maximum(found[..., -1], 0.0)
    apart = (spreads[:, :, _CLAIMED] - 2.0 * spreads[:, :, _BOTH] + spreads[:, :, _BACK]).sum(
        axis=2
    )
    spreads = spreads * (variances / np.maximum(apart, _TINY))[:, :, None, None]
    things = np.arange(2 * pools * columns.reach, dtype=np.uint64)
    chance = keyed_normals(numbers, things, Purpose.RESIDUAL, seed=seed)
    first, second = _factors(claims, back, spreads, chance.reshape(count, 2, pools, columns.reach))
    more, back_more = claims * (first - 1.0), backs * (second - 1.0)[:, :, None]
    paid, paid_more = (_lagged(each, future) for each in (backs, back_more))
    return Drawn(
        flows=claims + more - paid - paid_more,
        moved=np.stack([more.sum(axis=1), paid_more.sum(axis=1)], axis=1),
        means=(claims - paid).sum(axis=2),
        variances=variances,
    )


def _factors(
    claims: Floats, back: Floats, spreads: Floats, chance: Floats
) -> tuple[Floats, Floats]:
    """Return the factors on a month's claims and on what comes back of them; never more than those.

    Args:
        claims: given the factors, shape (scenarios, pools, months); `back` likewise.
        spreads: shape (scenarios, pools, 3, months).
        chance: standard normal numbers, shape (scenarios, 2, pools, months).
    """
    is_any = (claims > _LEAST) & (back > _LEAST)
    one, two = np.where(is_any, claims, 1.0), np.where(is_any, back, 1.0)
    varied, both, returned = (
        np.where(is_any, np.maximum(spreads[:, :, place], 0.0), 0.0)
        for place in (_CLAIMED, _BOTH, _BACK)
    )
    first = np.log1p(varied / one**2)
    shared, last = np.log1p(both / (one * two)), np.log1p(returned / two**2)
    slope = shared / np.sqrt(np.maximum(first, _TINY))
    rest = np.sqrt(np.maximum(last - slope**2, 0.0))
    claimed = np.exp(np.sqrt(first) * chance[:, 0] - 0.5 * first)
    regained = np.exp(slope * chance[:, 0] + rest * chance[:, 1] - 0.5 * last)
    return claimed, np.minimum(regained, claimed * one / two)


def _lagged(backs: Floats, future: Future) -> Floats:
    """Return what comes back in the months in which it does, shape (scenarios, pools, months)."""
    count, pools, kinds, reach = backs.shape
    found = np.zeros((count, pools, reach))
    for kind in range(kinds):
        for lag, share in future.severities[kind].lags:
            found[..., lag:] += share * backs[:, :, kind, : reach - lag]
    return found
