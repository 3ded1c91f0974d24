"""Where ratings go: matrices at a level of the factor, and grades year after year, for staging.

A year's moves are bands of a standard normal variable; a bad level shifts every firm towards the
worse ones.
"""

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.closed.revaluation import bands
from majung.risk.normal import normal_probability


def matrix_given(matrix: Floats, *, correlation: float, factor: float) -> Floats:
    """Return a one-year matrix at a level of the shared factor.

    Args:
        matrix: square, states best first, default and withdrawal last; its last states stay.
        correlation: of two firms' variables.
        factor: below nought is bad.

    Source: Belkin, Suchower, Forest (1998), "A one-parameter representation of credit risk and
    transition matrices", CreditMetrics Monitor.
    """
    found = np.array(matrix, np.float64)
    shift, own = np.sqrt(correlation) * factor, np.sqrt(1.0 - correlation)
    for row, shares in enumerate(matrix):
        if shares[row] == 1.0:
            continue
        below = normal_probability((bands(shares) - shift) / own)
        found[row] = below[:, 1] - below[:, 0]
    return found


def grades_after(matrix: Floats, path: Floats, *, correlation: float) -> Floats:
    """Return the share of firms in each state after each year, shape (years + 1, from, to).

    Args:
        matrix: of one year.
        path: the factor in each year.
        correlation: of two firms' variables.
    """
    states = [np.eye(len(matrix))]
    for factor in path:
        given = matrix_given(matrix, correlation=correlation, factor=float(factor))
        states.append(states[-1] @ given)
    return np.stack(states)
