"""What loans cost a firm all in, as yearly rates, many loans at once.

The rate is that of `majung.pricing.costs`, found there to ten digits for one loan by exact sums;
here columns of loans are solved together by Newton's method, to the same eight digits.
"""

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.design.financing import PremiumColumns
from majung.risk.fiscal.schedules import Dues

STEPS_MAX = 60
_CLOSE = 1e-13
_START = 0.05


def yearly_costs(dues: Dues, premiums: PremiumColumns, kept: float) -> Floats:
    """Return the effective yearly cost of each loan: interest and premium the firm bears.

    Args:
        dues: of the loans.
        premiums: of whole covers.
        kept: share of them that is charged: the cover ratio less the discount.

    Source: Directive 2008/48/EC, annex I (annual percentage rate of charge).
    """
    count = int(dues.contract.max()) + 1
    place = np.concatenate([dues.contract, premiums.contract])
    years = np.concatenate([dues.years, premiums.years])
    cash = np.concatenate(
        [dues.drawn - dues.principal - dues.interest - dues.fee, -kept * premiums.amounts]
    )
    force = np.full(count, _START)
    for _ in range(STEPS_MAX):
        worth = cash * np.exp(-force[place] * years)
        value = np.bincount(place, worth, count)
        slope = np.bincount(place, -worth * years, count)
        step = value / slope
        force -= step
        if np.abs(step).max() < _CLOSE:
            break
    return np.asarray(np.expm1(force))
