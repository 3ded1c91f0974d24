"""What is allocated and what it must keep: cells with their figures per unit, and limits.

Amounts are floats of minor units while they are sought, and whole ones at the end.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from majung.errors import PolicyFinanceError
from majung.risk.arrays import Floats, Integers

Chosen = NDArray[np.bool_]

#: The key under which the rooms of all cells are told of where they contradict a limit.
ROOMS = "rooms"


class CellsNotUsableError(PolicyFinanceError):
    """Cells hold finite figures, one each, and scenarios of losses for every one of them."""

    kind = "risk-cells-not-usable"


class Subject(StrEnum):
    """What a limit is set on.

    - ``amount``: what cells get.
    - ``cost``: what the State expects to pay for it.
    - ``tail``: the mean of the State's worst losses (expected shortfall).
    """

    AMOUNT = "amount"
    COST = "cost"
    TAIL = "tail"


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A limit on some of the cells.

    Attributes:
        key: names it in the result.
        size: minor units.
        chosen: which cells it counts, shape (cells,); a tail counts all.
        is_least: whether it is a floor and not a ceiling.
    """

    key: str
    subject: Subject
    size: float
    chosen: Chosen
    is_least: bool = False


@dataclass(frozen=True, eq=False)
class Cells:
    """What an envelope may go to, each cell with its figures for one unit allocated to it.

    Attributes:
        values: what is drawn, as private won or firms.
        costs: expected cost to the State.
        losses: of the State in each scenario, shape (scenarios, cells).
        rooms: the most a cell can take, whole minor units.
        level: of the expected shortfall, as 0.99.
    """

    values: Floats
    costs: Floats
    losses: Floats
    rooms: Integers
    level: float

    def __post_init__(self) -> None:
        """Refuse figures that are missing, infinite or of another number of cells."""
        count = len(self.rooms)
        if not count or self.losses.ndim != 2 or not len(self.losses):
            raise CellsNotUsableError(reason=_REASONS["empty"])
        shapes = {self.values.shape, self.costs.shape, self.losses.shape[1:]}
        if shapes != {(count,)}:
            raise CellsNotUsableError(reason=_REASONS["lengths"])
        arrays = (self.values, self.costs, self.losses)
        if not all(np.isfinite(each).all() for each in arrays) or (self.rooms < 0).any():
            raise CellsNotUsableError(reason=_REASONS["figures"])
        if not 0.0 <= self.level < 1.0:
            raise CellsNotUsableError(reason=_REASONS["level"])

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self.rooms)

    @property
    def unit(self) -> float:
        """Return the unit in which the solver counts: the largest room, at least one."""
        return float(max(int(self.rooms.max()), 1))

    def row(self, limit: Limit) -> Floats:
        """Return what one unit in each cell uses of a limit on amounts or on cost."""
        figures = self.costs if limit.subject is Subject.COST else np.ones(len(self))
        return np.asarray(figures * limit.chosen)

    def shortfall(self, amounts: Floats | Integers) -> float:
        """Return the expected shortfall of the State's loss for amounts.

        Source: Rockafellar, Uryasev (2002), Journal of Banking and Finance 26(7), proposition 8:
        the worst scenarios whole, the next in part.
        """
        losses = self.losses @ np.asarray(amounts, np.float64)
        places, weights = tail_weights(losses, self.level)
        return float(weights @ losses[places])

    def plane(self, amounts: Floats | Integers) -> Floats:
        """Return what a unit in each cell adds to the shortfall where amounts stand.

        No amounts have a smaller shortfall than this says, and these have exactly it.

        Source: Künzi-Bay, Mayer (2006), Computational Management Science 3(1).
        """
        losses = self.losses @ np.asarray(amounts, np.float64)
        places, weights = tail_weights(losses, self.level)
        return np.asarray(weights @ self.losses[places])


def tail_weights(losses: Floats, level: float) -> tuple[Integers, Floats]:
    """Return the worst scenarios beyond a level, and the weight of each; weights sum to one.

    Source: Rockafellar, Uryasev (2002), Journal of Banking and Finance 26(7), proposition 8.
    """
    many = (1.0 - level) * len(losses)
    whole = int(np.floor(many + _ROUNDING))
    count = min(max(whole + (many - whole > _ROUNDING), 1), len(losses))
    places = np.argsort(-losses, kind="stable")[:count]
    weights = np.full(count, 1.0 / max(many, _ROUNDING))
    weights[-1] = 1.0 - weights[:-1].sum()
    return places, weights


_ROUNDING = 1e-9
_REASONS = {
    "empty": {"ko": "셀이나 시나리오가 하나도 없음", "en": "there is no cell or no scenario"},
    "lengths": {
        "ko": "값·비용·손실의 수가 셀의 수와 다름",
        "en": "there are not as many values, costs and losses as cells",
    },
    "figures": {
        "ko": "비어 있거나 무한하거나, 여력이 0보다 작은 값이 있음",
        "en": "a figure is missing or infinite, or a room is below nought",
    },
    "level": {"ko": "수준이 0 이상 1 미만이 아님", "en": "the level is not from 0 to below 1"},
}
