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
from majung.risk.allocation.cells import Cells, Limit, Subject
from majung.risk.allocation.planes import Best
from majung.risk.arrays import Floats, Integers

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

    Amounts cut down are taken where they keep all limits, as they do where none is a floor; then
    what is left of the last few units is given to the cells that draw most.

    Raises:
        AmountsNotWholeError: limits met exactly leave no whole amounts.

    Source: own convention, docs/risk.md (Allocation).
    """
    base = np.clip(np.floor(best.amounts).astype(np.int64), 0, cells.rooms)
    if keeps(base, cells, limits):
        return _filled(base, cells, limits)
    near = max(NEAR, len(cells))
    for reach, safe in ((near, SAFE), (FAR, SAFE), (near, 0.0)):
        found = _within(reach, safe, base, best.planes, cells, limits)
        if found is not None and keeps(found, cells, limits):
            return _filled(found, cells, limits)
    raise AmountsNotWholeError(reach=FAR)


def keeps(amounts: Integers, cells: Cells, limits: Sequence[Limit]) -> bool:
    """Say whether whole amounts keep every limit; amounts and costs are added up exactly."""
    for limit in limits:
        used: float | Fraction
        if limit.subject is Subject.TAIL:
            used = cells.shortfall(amounts)
        else:
            used = _exact(cells.row(limit), amounts)
        if used < limit.size if limit.is_least else used > limit.size:
            return False
    return True


def _filled(amounts: Integers, cells: Cells, limits: Sequence[Limit]) -> Integers:
    """Give the last units to the cells that draw most, as far as every limit lets them."""
    amounts = amounts.copy()
    for cell in np.argsort(-cells.values, kind="stable").tolist():
        if cells.values[cell] <= 0.0:
            break
        most = min(int(cells.rooms[cell] - amounts[cell]), max(NEAR, len(cells)))
        most = min([most, *(_left(each, cell, amounts, cells) for each in limits)])
        low, beyond = 0, most + 1
        while beyond - low > 1:
            # All of it is tried first: mostly it fits, or nothing does.
            step = most if beyond > most else (low + beyond) // 2
            amounts[cell] += step
            is_kept = keeps(amounts, cells, limits)
            amounts[cell] -= step
            low, beyond = (step, beyond) if is_kept else (low, step)
        amounts[cell] += low
    return amounts


def _left(limit: Limit, cell: int, amounts: Integers, cells: Cells) -> int:
    """Return by how many units a ceiling on amounts or cost lets a cell grow."""
    use = 0.0 if limit.subject is Subject.TAIL else float(cells.row(limit)[cell])
    if limit.is_least or use <= 0.0:
        return FAR
    return max(int((Fraction(limit.size) - _exact(cells.row(limit), amounts)) / Fraction(use)), 0)


def _within(
    reach: int,
    safe: float,
    base: Integers,
    planes: Floats,
    cells: Cells,
    limits: Sequence[Limit],
) -> Integers | None:
    tails = [each for each in limits if each.subject is Subject.TAIL]
    plain = [_row(each, safe, base, cells) for each in limits if each.subject is not Subject.TAIL]
    for _ in range(ROUNDS_MAX):
        rows = plain + [
            (plane, float(Fraction(tail.size) - _exact(plane, base)) - safe)
            for tail in tails
            for plane in planes
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


def _row(limit: Limit, safe: float, base: Integers, cells: Cells) -> tuple[Floats, float]:
    sign = -1.0 if limit.is_least else 1.0
    if limit.subject is Subject.AMOUNT:
        left = int(np.floor(sign * limit.size)) - int(sign) * int(base[limit.chosen].sum())
        return sign * limit.chosen.astype(np.float64), float(left)
    row = cells.row(limit)
    return sign * row, sign * float(Fraction(limit.size) - _exact(row, base)) - safe


def _exact(row: Floats, base: Integers) -> Fraction:
    """Return a sum of products without the errors of adding large floats."""
    pairs = zip(row.tolist(), base.tolist(), strict=True)
    return sum((Fraction(use) * amount for use, amount in pairs), Fraction(0))


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
