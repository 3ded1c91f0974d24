"""Early repayment: what is repaid before it is due makes a shape fall faster.

A contract is taken as a pool of its own: each month a share of what would still be outstanding is
repaid early.  The expected lines are right; that one loan is repaid whole or not at all is not
followed.
"""

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.futures.problems import ProbabilityNotUsableError
from majung.values.months import MONTHS_A_YEAR


def monthly_share(yearly: float) -> float:
    """Return the share repaid early in a month, of one of a year.

    Raises:
        ProbabilityNotUsableError: the yearly share is not from nought to below one.

    >>> round(monthly_share(0.06), 6)
    0.005143
    """
    if not 0.0 <= yearly < 1.0:
        raise ProbabilityNotUsableError(name="CPR", value=f"{yearly:g}")
    return float(1.0 - (1.0 - yearly) ** (1.0 / MONTHS_A_YEAR))


def repaid_early(profiles: Floats, yearly: float) -> Floats:
    """Return shapes of which a share a year is repaid before it is due.

    Args:
        profiles: shares outstanding at the start of each month, shape (profiles, months + 1).
        yearly: share of what would be outstanding, from 0 to below 1.
    """
    kept = 1.0 - monthly_share(yearly)
    return np.asarray(profiles * kept ** np.arange(profiles.shape[1]))
