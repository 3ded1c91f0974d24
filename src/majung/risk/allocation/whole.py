"""Amounts in whole minor units: the best ones, moved by the last few units so that nothing breaks.

Rounding each cell by itself breaks a quota that is met exactly.  The few units that differ from
amounts cut down are found together, by an integer programme over them alone: any that break nothing
will do, for they are worth next to nothing.  Limits on amounts are kept exactly, for their sums are
sums of integers.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from majung.errors import PolicyFinanceError
from majung.risk.allocation.cells import Cells, Integers, Limit, Subject
from majung.risk.allocation.planes import Best
from majung.risk.normal import Floats

#: So many units around the best amounts are looked at first, and then at last.
NEAR, FAR = 100, 1_000_000
ROUNDS_MAX = 50
#: Limits on figures that are no sums of integers keep this much of a minor unit.
SAFE = 1e-3
#: Whole amounts are next to the best ones or hard to find; then the search is given up.
NODES_MAX = 1_000
_SOLVED = 0


class AmountsNotWholeError(PolicyFinanceError):
    """Near the best amounts there are whole ones that keep every limit."""

    kind = "risk-amounts-not-whole"


def whole_amounts(best: Best, cells: Cells, limits: Sequence[Limit]) -> Integers:
    """Return whole amounts next to the best ones that keep every limit.

    Raises:
        AmountsNotWholeError: limits met exactly leave no whole amounts.

    Source: own convention, docs/risk.md (Allocation).
    """
    rooms = cells.rooms
    base = np.clip(np.floor(best.amounts).astype(np.int64), 0, rooms)
    for reach in (max(NEAR, len(cells)), FAR):
        found = _within(reach, base, best.planes, cells, limits)
        if found is not None:
            return found
    raise AmountsNotWholeError(reach=FAR)


def _within(
    reach: int, base: Integers, planes: Floats, cells: Cells, limits: Sequence[Limit]
) -> Integers | None:
    tails = [each for each in limits if each.subject is Subject.TAIL]
    plain = [_row(each, base, cells) for each in limits if each.subject is not Subject.TAIL]
    for _ in range(ROUNDS_MAX):
        rows = plain + [
            (plane, tail.size - _exact(plane, base) - SAFE) for tail in tails for plane in planes
        ]
        steps = _steps(reach, base, rows, cells)
        if steps is None:
            return None
        amounts = base + steps
        short = [each for each in tails if cells.shortfall(amounts) > each.size]
        if not short:
            return amounts
        planes = np.vstack([planes, cells.plane(amounts)])
    return None


def _row(limit: Limit, base: Integers, cells: Cells) -> tuple[Floats, float]:
    sign = -1.0 if limit.is_least else 1.0
    if limit.subject is Subject.AMOUNT:
        left = int(np.floor(sign * limit.size)) - int(sign) * int(base[limit.chosen].sum())
        return sign * limit.chosen.astype(np.float64), float(left)
    row = cells.row(limit)
    return sign * row, sign * (limit.size - _exact(row, base)) - SAFE


def _exact(row: Floats, base: Integers) -> float:
    """Return a sum of products without the errors of adding large floats."""
    pairs = zip(row.tolist(), base.tolist(), strict=True)
    return float(sum((Fraction(use) * amount for use, amount in pairs), Fraction(0)))


def _steps(
    reach: int, base: Integers, rows: Sequence[tuple[Floats, float]], cells: Cells
) -> Integers | None:
    """Return by how many units each cell moves; None where no move keeps the rows."""
    constraints = LinearConstraint(
        np.array([row for row, _ in rows]), -np.inf, np.array([left for _, left in rows])
    )
    found: OptimizeResult = milp(
        np.zeros(len(base)),
        integrality=np.ones(len(base)),
        bounds=Bounds(np.maximum(-base, -reach), np.minimum(cells.rooms - base, reach)),
        constraints=constraints if rows else None,
        options={"node_limit": NODES_MAX},
    )
    if found.status != _SOLVED or found.x is None:
        return None
    return np.asarray(np.rint(found.x), np.int64)
