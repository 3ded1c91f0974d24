"""What loans of a list of candidates are expected to lose, by the curves of the loss engine."""

import numpy as np

from majung.operations.risk.candidate_list import CandidateList
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.losses import future_of
from majung.risk.arrays import Floats
from majung.risk.design.cohort_costs import Expected
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.timing import MEASURED
from majung.values.months import MONTHS_A_YEAR


def expected_of(
    found: CandidateList, settings: LossSettings, curve: GovernmentCurve
) -> tuple[Expected, Floats]:
    """Return what is expected of loans, and the expected loss of a year of each.

    Both rest on the curves and the loss given default of the loss engine, so that what a cover is
    expected to cost and how badly it may go are of one piece.
    """
    future = future_of(found.listed, settings)
    portfolio = found.listed.portfolio
    first = min(MONTHS_A_YEAR, future.months)
    lives = future.curves[portfolio.curve, portfolio.maturities]
    yearly = future.curves[portfolio.curve, first] * settings.severity
    expected = Expected(lives, 1.0 - settings.severity, MEASURED, curve)
    return expected, np.asarray(yearly, np.float64)
