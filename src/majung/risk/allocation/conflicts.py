"""Limits that no amounts keep: which of them contradict, and how far one would have to give way.

Limits are left out one by one; what stays impossible without a limit did not need it.  What is left
at the end is a smallest set of limits that contradict each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from majung.risk.allocation.cells import ROOMS, Cells, Limit, Subject
from majung.risk.allocation.linear import Rows, greatest
from majung.risk.allocation.planes import (
    CLOSE,
    ROUNDS_MAX,
    Asked,
    Broken,
    RoundsUsedUpError,
    answered,
)
from majung.risk.arrays import Floats


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Limits that cannot be kept together.

    Attributes:
        keys: of the limits, in their order; `ROOMS` for the rooms of the cells.
        enough: for each limit that could give way alone, the size that would be enough.
    """

    keys: tuple[str, ...]
    enough: tuple[tuple[str, float], ...]


def contradiction(cells: Cells, limits: Sequence[Limit], broken: Broken) -> Contradiction:
    """Find a smallest set of limits that contradict, and what would be enough.

    Args:
        broken: what `best_amounts` said of them.

    Source: deletion filter of Chinneck, Dravnieks (1991), ORSA Journal on Computing 3(2).
    """
    asked = Asked(cells, tuple(limits))
    # Whether amounts exist is asked, not which are best: with no value the answer is any.
    asked = replace(asked, cells=replace(cells, values=np.zeros(len(cells))))
    needed, planes = [], broken.planes
    for key in (*(each.key for each in limits), ROOMS):
        without = asked.without(key)
        found = answered(without, planes)
        # A plane holds whatever else does: what one answer taught the next one knows.
        planes = found.planes
        if isinstance(found, Broken):
            asked = without
        else:
            needed.append(key)
    enough = []
    for place, limit in enumerate(limits):
        size = _enough(cells, limits, place) if limit.key in needed else None
        if size is not None:
            enough.append((limit.key, size))
    return Contradiction(tuple(needed), tuple(enough))


def _enough(cells: Cells, limits: Sequence[Limit], place: int) -> float | None:
    """Return the size at which one limit alone lets amounts exist; None where it cannot."""
    limit = limits[place]
    asked = Asked(cells, tuple(limits))
    planes = np.zeros((0, len(cells)))
    lone = np.zeros(len(limits))
    lone[place] = 1.0
    for _ in range(ROUNDS_MAX):
        rows = _with_give(asked, planes, limit)
        values = np.zeros(len(cells) + 1)
        values[-1] = -1.0
        rooms = np.append(cells.rooms.astype(np.float64), np.inf)
        found = greatest(values, rows, rooms, unit=cells.unit)
        if found is None:
            return None
        given = float(found.columns[-1])
        size = limit.size - given if limit.is_least else limit.size + given
        widened = replace(asked, limits=tuple(
            replace(each, size=size * (1.0 + CLOSE) + CLOSE) if each is limit else each
            for each in limits
        ))  # fmt: skip
        beyond = widened.beyond(found.columns[:-1])
        if beyond is None:
            return size
        planes = np.vstack([planes, beyond])
    raise RoundsUsedUpError(f"{ROUNDS_MAX} planes were not enough")


def _with_give(asked: Asked, planes: Floats, limit: Limit) -> Rows:
    """Return the rows with one more column: by how much a limit gives way."""
    rows = asked.rows(planes)
    plain = [each for each in asked.limits if each.subject is not Subject.TAIL]
    tails = [each for each in asked.limits if each.subject is Subject.TAIL]
    keys = [each.key for each in plain] + [each.key for each in tails for _ in planes]
    gives = np.array([-1.0 if key == limit.key else 0.0 for key in keys])
    return Rows(np.column_stack([np.asarray(rows.uses), gives]), rows.sizes)
