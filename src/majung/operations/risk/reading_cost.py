"""What a programme's cohorts cost the State, out of the contracts the office holds.

A cohort is the contracts of one product signed in one year.  A cover costs its claims, less
recoveries and premiums; a loan that the State itself lends what does not come back and what its
rate is below the government's own; a rate cut costs whoever bears it.  Contracts go in as they were
signed and drawn; default and loss are the programme's own figures, of lent loans those of risk
runs.  For internal roles only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import chain

from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.costing import CohortCost, CostedLoan, Support, cohort_costs
from majung.operations.risk.curve_list import flat_curve
from majung.operations.risk.gathering import Desk, Gathered, desk_of
from majung.operations.risk.lent_loans import lent_of_desk
from majung.operations.supply.looking import looking
from majung.risk.fiscal.subsidy import SubsidyRate
from majung.risk.fiscal.timing import MEASURED
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.servicing.contracts import Contract, Series
from majung.values.money import Money
from majung.values.rates import Rate

USUAL_RATE = Rate.percent(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What one cohort costs.

    Attributes:
        year: in which its contracts were signed.
        payer: of a rate cut, who bears it; empty for a cover and for a loan that is lent.
        default_rate: mean over the contracts, of the whole life.
        rate: per 100 disbursed, with its parts.
    """

    programme: str
    programme_name: Label
    product: str
    product_name: Label
    year: int
    support: Support
    payer: str
    contracts: int
    disbursed: Money
    default_rate: Fraction
    rate: SubsidyRate
    cost: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReading:
    """What the cohorts cost, and what was left out or supposed.

    Attributes:
        curve_rate: of the government, for every maturity.
        undrawn: contracts without a drawing: nothing was disbursed yet.
        without_loan: covers on loans that are not known here.
        without_figures: covers of programmes that state no default or loss.
        without_grade: covers counted at the dearest grade, as nobody stated theirs.
        lent_without_grade: likewise loans that the State lends.
        cut_and_lent: loans that the State lends and whose rate somebody bears a part of.
    """

    lines: tuple[CostLine, ...]
    curve_rate: Rate
    undrawn: int
    without_loan: int
    without_figures: int
    without_grade: int
    lent_without_grade: int
    cut_and_lent: int
    is_whole: bool


def fiscal_cost(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    programme: str = "",
    curve_rate: Rate = USUAL_RATE,
    series: Series = Series.REAL,
) -> CostReading:
    """Work out what the cohorts of the contracts the actor may read cost the State.

    Args:
        programme: of one programme only.
        curve_rate: the government's own, for every maturity.

    Raises:
        NotPermittedError: the actor may not read internal prices.
        CohortsTooManyError: there are more contracts than are reckoned while somebody waits.
        CurveNotUsableError: the rate is outside −50 … 100 %.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    curve = flat_curve(float(curve_rate.value) * 100.0)
    with looking(actor, Purpose.SUPPLY, at=at, subject=programme) as is_whole:
        desk = desk_of(programme, series=series, on=on, at=at)
    found, lent = Gathered.of_desk(desk), lent_of_desk(desk)
    loans = [*found.loans, *chain.from_iterable(lent.by_cohort.values())]
    costs = cohort_costs(loans, curve, MEASURED)
    of = {**found.of, **{cohort: (contract, "") for cohort, contract in lent.of.items()}}
    cut = {loan.key for loan in found.loans if loan.support is Support.INTEREST_SUPPORT}
    return CostReading(
        lines=tuple(_line(each, *of[each.cohort], loans, desk) for each in costs),
        curve_rate=curve_rate,
        undrawn=len(found.undrawn | lent.undrawn),
        without_loan=found.without_loan,
        without_figures=found.without_figures,
        without_grade=found.without_grade,
        lent_without_grade=lent.without_grade,
        cut_and_lent=sum(loan.key in cut for each in lent.by_cohort.values() for loan in each),
        is_whole=is_whole,
    )


def _line(
    cost: CohortCost, contract: Contract, payer: str, loans: Sequence[CostedLoan], desk: Desk
) -> CostLine:
    rates = [loan.default_rate for loan in loans if loan.cohort == cost.cohort]
    return CostLine(
        programme=contract.programme,
        programme_name=desk.programme_name(contract.programme),
        product=contract.product,
        product_name=desk.product_name(contract.programme, contract.product),
        year=contract.signed_on.year,
        support=cost.support,
        payer=payer,
        contracts=cost.loans,
        disbursed=cost.disbursed,
        default_rate=Fraction(round(sum(rates) / len(rates) * 10**6), 10**6),
        rate=cost.rate,
        cost=cost.cost,
    )
