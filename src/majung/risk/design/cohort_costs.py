"""What a design's loans cost the State in today's money: the subsidy rate of one cohort of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.design.financing import PremiumColumns
from majung.risk.fiscal.cohorts import joined, supported_loans
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.schedules import Dues
from majung.risk.fiscal.subsidy import CohortFlows, SubsidyRate, subsidy_rate
from majung.risk.fiscal.timing import DefaultAssumption, DefaultTiming


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What is expected of loans, as the loss engine has it.

    Attributes:
        default_rates: of each loan over its life.
        recovery: share of a claim that comes back.
        timing: when over a life defaults come.
        curve: of the government.
    """

    default_rates: Floats
    recovery: float
    timing: DefaultTiming
    curve: GovernmentCurve


def cohort_rate(
    dues: Dues,
    premiums: PremiumColumns,
    expected: Expected,
    *,
    weights: Floats,
    covers: Floats,
    kept: Floats,
    relief: float = 0.0,
) -> SubsidyRate:
    """Return the subsidy rate of covered loans whose rate the State may cut.

    Args:
        dues: of loans at the amounts asked for.
        premiums: of whole covers of them.
        expected: of the loans.
        weights: what of each loan is drawn, as a share of what was asked for; nought for none.
        covers: cover ratio of each.
        kept: share of each premium that is charged, after cover ratio and discount.
        relief: what a cap on the State's loss is expected to save; it comes last of all.

    Source: Federal Credit Reform Act of 1990, section 502(5), through `majung.risk.fiscal`.
    """
    scaled = replace(premiums, amounts=premiums.amounts * (weights * kept)[premiums.contract])
    parts = list(_groups(dues, scaled, expected, weights, covers))
    if relief:
        last = np.array([max(float(part.years.max()) for part in parts)])
        parts.append(CohortFlows(years=last, disbursed=np.zeros(1), other=np.array([-relief])))
    flows = joined(parts)
    return subsidy_rate(flows, expected.curve.discount(flows.years))


def _groups(
    dues: Dues, premiums: PremiumColumns, expected: Expected, weights: Floats, covers: Floats
) -> Iterator[CohortFlows]:
    """Yield the flows of loans that are likely to default alike, replayed together."""
    drawn = weights > 0.0
    for rate in np.unique(expected.default_rates[drawn]):
        chosen = drawn & (expected.default_rates == rate)
        number = np.cumsum(chosen) - 1
        rows, charged = chosen[dues.contract], chosen[premiums.contract]
        share = weights[dues.contract[rows]]
        lines = ("drawn", "principal", "interest", "supplements", "fee", "owed")
        part = Dues(
            contract=number[dues.contract[rows]],
            years=dues.years[rows],
            life=dues.life[rows],
            life_years=dues.life_years[rows],
            **{line: getattr(dues, line)[rows] * share for line in lines},
        )
        columns = (
            number[premiums.contract[charged]],
            premiums.years[charged],
            premiums.amounts[charged],
        )
        assumed = DefaultAssumption(float(rate), expected.recovery, expected.timing)
        yield supported_loans(part, covers[chosen], assumed, premiums=columns)
