"""One linear programme, scaled so that the solver's tolerances mean the same in every row."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from majung.risk.arrays import Floats

#: As close as the solver takes a row, relative to the largest coefficient times the unit.
TOLERANCE = 1e-10
_SOLVED, _INFEASIBLE = 0, 2


class SolverFailedError(RuntimeError):
    """The solver stopped without an answer: a fault of the programme, told with its own words."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Ceilings: what columns use of each, and how much there is.

    Attributes:
        uses: shape (rows, columns), dense or sparse.
        sizes: shape (rows,).
    """

    uses: Floats | csr_array
    sizes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """An answer.

    Attributes:
        columns: what was chosen.
        value: of the objective.
        prices: what one more of each row adds to the objective.
        room_prices: what one more of each column's ceiling adds.
    """

    columns: Floats
    value: float
    prices: Floats
    room_prices: Floats


def greatest(
    values: Floats, rows: Rows, rooms: Floats, *, unit: float, free: int = 0
) -> Solved | None:
    """Find the columns from nought to their rooms that are worth most within the rows.

    Args:
        values: of a unit in each column.
        rows: ceilings.
        rooms: of each column; infinite for none.
        unit: in which columns are counted inside the solver.
        free: so many of the last columns may also be below nought.

    Returns:
        None where no columns keep all rows.

    Raises:
        SolverFailedError: the solver gave up.

    Source: HiGHS through SciPy (Huangfu, Hall 2018, Mathematical Programming Computation 10).
    """
    worth = float(np.abs(values).max()) or 1.0
    heights = _heights(rows.uses)
    scaled = (
        rows.uses * (1.0 / heights)[:, None]
        if isinstance(rows.uses, np.ndarray)
        else rows.uses.multiply((1.0 / heights)[:, None]).tocsr()
    )
    lows = np.zeros(len(values))
    lows[len(values) - free :] = -np.inf
    found: OptimizeResult = linprog(
        -values / worth,
        A_ub=scaled if len(heights) else None,
        b_ub=rows.sizes / heights / unit if len(heights) else None,
        bounds=np.stack([lows, rooms / unit], axis=1),
        method="highs",
        options={
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
        },
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status != _SOLVED:
        raise SolverFailedError(found.message)
    prices = -np.asarray(found.ineqlin.marginals) * worth if len(heights) else np.zeros(0)
    return Solved(
        columns=np.asarray(found.x) * unit,
        value=float(-found.fun * worth * unit),
        prices=prices / heights,
        room_prices=-np.asarray(found.upper.marginals) * worth,
    )


def _heights(uses: Floats | csr_array) -> Floats:
    """Return the largest coefficient of each row; one for a row of noughts."""
    if isinstance(uses, np.ndarray):
        most = np.abs(uses).max(axis=1) if uses.size else np.ones(len(uses))
    else:
        most = abs(uses).max(axis=1).toarray().ravel()
    return np.asarray(np.where(most > 0.0, most, 1.0))
