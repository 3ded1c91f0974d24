"""A published scenario of the economy as a path of the factor that all firms share.

The link is one series: how far unemployment rose over the last four quarters, measured against how
it moved in history.  A rise of two standard deviations is a factor of minus two.  It is one
reading of a scenario, said in one sentence so that it can be disputed.
"""

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.futures.problems import ScenarioNotUsableError

QUARTERS_A_YEAR = 4


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
