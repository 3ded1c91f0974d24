"""Curves of default probabilities under a path of the shared factor."""

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.normal import conditional_default_probability

MONTHS_A_QUARTER = 3


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
