"""An allocation: whole amounts, what they draw, which limits bind, and what each limit is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from majung.risk.allocation.cells import Cells, Limit, Subject
from majung.risk.allocation.conflicts import Contradiction, contradiction
from majung.risk.allocation.planes import Best, Broken, best_amounts
from majung.risk.allocation.whole import whole_amounts
from majung.risk.arrays import Floats, Integers

#: A limit binds where less than this share of it is left.
BINDS = 1e-6


@dataclass(frozen=True, slots=True)
class LimitUse:
    """A limit beside what is used of it.

    Attributes:
        key: of the limit.
        size: minor units.
        used: by the whole amounts.
        is_least: whether it is a floor.
        binds: whether nothing, or next to nothing, of it is left.
        price: what one more minor unit of it would draw; below nought for a floor that costs.
    """

    key: str
    subject: Subject
    size: float
    used: float
    is_least: bool
    binds: bool
    price: float


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """An envelope allocated.

    Attributes:
        amounts: of each cell, whole minor units.
        drawn: by them: private won, or firms.
        cost: expected, to the State.
        shortfall: of the State's loss, at the level of the cells.
        uses: of each limit, in their order.
        room_prices: what one more minor unit of room in each cell would draw.
        gap: share by which the best there is at most could draw more.
        rounds: linear programmes solved.
        planes: of the tail that were needed.
    """

    amounts: Integers
    drawn: float
    cost: float
    shortfall: float
    uses: tuple[LimitUse, ...]
    room_prices: Floats
    gap: float
    rounds: int
    planes: int


def allocate(cells: Cells, limits: Sequence[Limit]) -> Allocation | Contradiction:
    """Allocate an envelope, or say which limits contradict each other.

    Args:
        cells: what it may go to.
        limits: the envelope among them.

    Raises:
        AmountsNotWholeError: limits met exactly leave no whole amounts.

    Source: Rockafellar, Uryasev (2000), Journal of Risk 2(3); Künzi-Bay, Mayer (2006),
    Computational Management Science 3(1).
    """
    best = best_amounts(cells, limits)
    if isinstance(best, Broken):
        return contradiction(cells, limits, best)
    amounts = whole_amounts(best, cells, limits)
    drawn = float(cells.values @ amounts)
    return Allocation(
        amounts=amounts,
        drawn=drawn,
        cost=float(cells.costs @ amounts),
        shortfall=cells.shortfall(amounts),
        uses=_uses(best, amounts, cells, limits),
        room_prices=best.room_prices,
        gap=max(best.value - drawn, 0.0) / best.value if best.value > 0.0 else 0.0,
        rounds=best.rounds,
        planes=len(best.planes),
    )


def _uses(
    best: Best, amounts: Integers, cells: Cells, limits: Sequence[Limit]
) -> tuple[LimitUse, ...]:
    found = []
    for limit, price in zip(limits, best.prices.tolist(), strict=True):
        if limit.subject is Subject.TAIL:
            used = cells.shortfall(amounts)
        else:
            used = float(cells.row(limit) @ amounts)
        left = used - limit.size if limit.is_least else limit.size - used
        binds = bool(left <= BINDS * max(abs(limit.size), 1.0)) or price != 0.0
        found.append(
            LimitUse(limit.key, limit.subject, limit.size, used, limit.is_least, binds, price + 0.0)
        )
    return tuple(found)


def priced_cells(found: Allocation) -> Integers:
    """Return the places of cells whose room holds the objective back, the dearest first."""
    order = np.argsort(-found.room_prices, kind="stable")
    return np.asarray(order[found.room_prices[order] > 0.0], np.int64)
