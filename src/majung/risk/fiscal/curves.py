"""The government curve as a basket of zeros: every flow is discounted at its own maturity's rate.

A budget does not discount at one average rate: a payment in year 3 costs what the State pays on a
three-year zero bond, a payment in year 20 what it pays on a twenty-year one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from majung.errors import PolicyFinanceError
from majung.risk.arrays import Floats
from majung.risk.checks import finite

#: Par yields are turned into zeros year by year, up to the longest loans budgets know.
YEARS_MAX = 60
RATE_LOWEST, RATE_HIGHEST = -0.5, 1.0


class CurveNotUsableError(PolicyFinanceError):
    """A curve names a rate for each of its maturities, shortest first."""

    kind = "risk-curve-not-usable"


@dataclass(frozen=True, slots=True, eq=False)
class GovernmentCurve:
    """Zero rates of a government by maturity.

    Attributes:
        years: maturities, ascending.
        zeros: a year, compounded once a year; before the first and after the last maturity the
            nearest holds.
    """

    years: Floats
    zeros: Floats

    def discount(self, years: ArrayLike) -> Floats:
        """Return today's worth of 1 paid after so many years, any shape.

        Source: OMB Circular A-11 (2023), section 185.5: each flow at the rate of a zero-coupon
        Treasury security of its own maturity ("basket of zeros").
        """
        times = np.asarray(years, np.float64)
        return np.asarray((1.0 + np.interp(times, self.years, self.zeros)) ** -times)

    def lifted(self, lift: float) -> "GovernmentCurve":
        """Return the curve with every zero rate higher by so much a year."""
        return GovernmentCurve(self.years, self.zeros + lift)


def curve_of_zeros(years: ArrayLike, zeros: ArrayLike) -> GovernmentCurve:
    """Make a curve of zero rates.

    Raises:
        CurveNotUsableError: no rate, as many rates as maturities are not there, maturities that
            do not ascend, or a rate outside −50 % … 100 %.

    >>> float(curve_of_zeros([1], [0.04]).discount(1).round(6))
    0.961538
    """
    return GovernmentCurve(*_checked(years, zeros))


def curve_of_par_yields(years: ArrayLike, yields: ArrayLike) -> GovernmentCurve:
    """Strip zeros from yields of bonds that stand at par and pay interest once a year.

    Yields between the given maturities are interpolated, the nearest holds outside; below a year
    a yield is a zero rate already.

    Raises:
        CurveNotUsableError: as of `curve_of_zeros`.

    Source: bootstrap of a par curve; own convention for the steps, docs/risk.md.
    """
    maturities, rates = _checked(years, yields)
    steps = np.arange(1.0, YEARS_MAX + 1)
    par = np.interp(steps, maturities, rates)
    worth = np.empty(YEARS_MAX)
    annuity = 0.0
    for place, rate in enumerate(par):
        worth[place] = (1.0 - rate * annuity) / (1.0 + rate)
        annuity += worth[place]
    if worth.min() <= 0.0:
        raise CurveNotUsableError(reason=_REASONS["steep"])
    short = maturities < 1.0
    return GovernmentCurve(
        np.concatenate([maturities[short], steps]),
        np.concatenate([rates[short], worth ** (-1.0 / steps) - 1.0]),
    )


def _checked(years: ArrayLike, rates: ArrayLike) -> tuple[Floats, Floats]:
    maturities = np.atleast_1d(finite("maturity", years))
    found = np.atleast_1d(finite("rate", rates))
    if not len(maturities) or maturities.shape != found.shape:
        raise CurveNotUsableError(reason=_REASONS["lengths"])
    if maturities[0] < 0.0 or (np.diff(maturities) <= 0.0).any():
        raise CurveNotUsableError(reason=_REASONS["order"])
    if found.min() < RATE_LOWEST or found.max() > RATE_HIGHEST:
        raise CurveNotUsableError(reason=_REASONS["range"])
    return maturities, found


_REASONS = {
    "lengths": {"ko": "만기마다 금리가 하나씩 있어야 합니다", "en": "each maturity has one rate"},
    "order": {
        "ko": "만기는 짧은 것부터 서로 다르게 적습니다",
        "en": "maturities differ and ascend from nought",
    },
    "range": {
        "ko": "금리는 −50 %와 100 % 사이여야 합니다",
        "en": "rates lie between −50 % and 100 %",
    },
    "steep": {
        "ko": "이 수익률로는 할인계수가 0 이하가 됩니다",
        "en": "yields this steep leave a discount factor of nought or less",
    },
}
