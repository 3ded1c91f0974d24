"""A published scenario of the economy as a path of the shared factor, and curves under it.

The link is one series: how far unemployment rose over the last four quarters, measured against how
it moved in history.  A rise of two standard deviations is a factor of minus two.  It is one
reading of a scenario, said in one sentence so that it can be disputed.
"""

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.futures.problems import ScenarioNotUsableError
from majung.risk.normal import conditional_default_probability

QUARTERS_A_YEAR = 4
MONTHS_A_QUARTER = 3


def factor_path(history: ArrayLike, scenario: ArrayLike) -> Floats:
    """Return the shared factor in each quarter of a scenario; below nought is bad.

    Args:
        history: unemployment rate of each quarter up to the scenario's first, oldest first.
        scenario: of each quarter of the scenario.

    Raises:
        ScenarioNotUsableError: a quarter is missing, or history is too short or never moved.
    """
    past, ahead = np.asarray(history, np.float64), np.asarray(scenario, np.float64)
    for name, series in (("history", past), ("scenario", ahead)):
        gaps = np.flatnonzero(~np.isfinite(series))
        if len(gaps):
            raise ScenarioNotUsableError(series=name, quarter=int(gaps[0]) + 1)
    moves = past[QUARTERS_A_YEAR:] - past[:-QUARTERS_A_YEAR]
    if len(moves) < 2 or moves.std() == 0.0:
        raise ScenarioNotUsableError(series="history", quarter=len(past))
    whole = np.concatenate([past[-QUARTERS_A_YEAR:], ahead])
    risen = whole[QUARTERS_A_YEAR:] - whole[:-QUARTERS_A_YEAR]
    return np.asarray((moves.mean() - risen) / moves.std(ddof=1))


def stressed_curves(curves: Floats, path: Floats, *, correlation: float) -> Floats:
    """Return the probability of default up to each month if the factor takes a path.

    Each quarter's own probability is taken at that quarter's factor; after the path ends, quarters
    are as they were.

    Args:
        curves: probability of default up to each month, shape (curves, months + 1).
        path: the factor in each quarter.
        correlation: of two firms' variables.

    Source: Vasicek (2002), applied quarter by quarter.
    """
    months = np.arange(curves.shape[1])
    survival = np.log1p(-np.minimum(curves, 1.0 - 1e-12))
    hazard = np.diff(survival, axis=1)
    for quarter, factor in enumerate(path):
        inside = (months[:-1] // MONTHS_A_QUARTER) == quarter
        if not inside.any():
            break
        own = -np.expm1(hazard[:, inside].sum(axis=1))
        given = conditional_default_probability(own, correlation=correlation, factor=factor)
        scale = np.log1p(-np.minimum(given, 1.0 - 1e-12)) / np.minimum(
            np.log1p(-own), -np.finfo(np.float64).tiny
        )
        hazard[:, inside] *= scale[:, None]
    reached = np.cumsum(np.concatenate([np.zeros((len(curves), 1)), hazard], axis=1), axis=1)
    return np.asarray(-np.expm1(reached))
