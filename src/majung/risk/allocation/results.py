"""An envelope allocated, as values: `allocation` finds them."""

from dataclasses import dataclass

import numpy as np

from majung.risk.allocation.cells import Subject
from majung.risk.arrays import Floats, Integers


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


def priced_cells(found: Allocation) -> Integers:
    """Return the places of cells whose room holds the objective back, the dearest first."""
    order = np.argsort(-found.room_prices, kind="stable")
    return np.asarray(order[found.room_prices[order] > 0.0], np.int64)
