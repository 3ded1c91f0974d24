"""What cohorts cost: contracts with their risk become flows, flows a subsidy rate and an amount.

A contract comes from a list or from the office; either way its cash flows are those the contract
engine lays out, and cohorts of like risk are replayed together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from majung.contracts.facts import Fact
from majung.contracts.terms import LoanTerms
from majung.risk.fiscal.cohorts import direct_loans, joined, supported_loans
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.schedules import dues_of
from majung.risk.fiscal.subsidy import PERCENT, CohortFlows, SubsidyRate, subsidy_rate
from majung.risk.fiscal.timing import DefaultAssumption, DefaultTiming
from majung.values.money import Money

#: Who bears the cut of a rate in a row of interest support.
STATE = "state"


class Support(StrEnum):
    """What the State does for a loan."""

    DIRECT_LOAN = "direct-loan"
    GUARANTEE = "guarantee"
    INTEREST_SUPPORT = "interest-support"


@dataclass(frozen=True, slots=True)
class PremiumFlow:
    """A premium that comes in, minor units, so many years after the first day."""

    years: float
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedLoan:
    """A loan that the State makes, covers or bears interest of.

    Attributes:
        line: of the list it came from; 0 for a contract of the office.
        key: of the contract of the office; empty for a row of a list.
        facts: drawdowns; without any, all that was agreed is drawn on the first day.
        cover_ratio: what the State stands for, 0 to 1.
        premiums: that come in on a cover if all goes well.
        payers: whose shares of the interest are a cost.
        default_rate: of the whole life, 0 to 1.
        recovery_rate: of what is owed at default, 0 to 1.
    """

    line: int = 0
    key: str = ""
    cohort: str
    support: Support
    terms: LoanTerms
    facts: tuple[Fact, ...] = ()
    cover_ratio: float = 0.0
    premiums: tuple[PremiumFlow, ...] = ()
    payers: tuple[str, ...] = field(default=(STATE,))
    default_rate: float
    recovery_rate: float


@dataclass(frozen=True, slots=True)
class CohortCost:
    """What a cohort costs.

    Attributes:
        loans: how many.
        disbursed: to borrowers.
        rate: in percent of what was disbursed, with its parts.
        cost: the rate of the disbursed amount, rounded to a minor unit.
    """

    cohort: str
    support: Support
    loans: int
    disbursed: Money
    rate: SubsidyRate
    cost: Money


def cohort_costs(
    loans: Sequence[CostedLoan], curve: GovernmentCurve, timing: DefaultTiming
) -> tuple[CohortCost, ...]:
    """Work out what each cohort costs, by cohort, support and currency, in that order.

    Source: Federal Credit Reform Act of 1990, section 502(5); docs/risk.md.
    """
    groups: dict[tuple[str, Support, str], list[CostedLoan]] = {}
    for loan in loans:
        groups.setdefault((loan.cohort, loan.support, loan.terms.currency), []).append(loan)
    return tuple(
        _cost(cohort, support, group, curve, timing)
        for (cohort, support, _), group in sorted(groups.items())
    )


def _cost(
    cohort: str,
    support: Support,
    loans: Sequence[CostedLoan],
    curve: GovernmentCurve,
    timing: DefaultTiming,
) -> CohortCost:
    flows = cohort_flows(loans, timing)
    rate = subsidy_rate(flows, curve.discount(flows.years))
    currency = loans[0].terms.currency
    disbursed = Money(round(float(flows.disbursed.sum())), currency)
    cost = Money(round(disbursed.minor * float(rate.rate) / PERCENT), currency)
    return CohortCost(cohort, support, len(loans), disbursed, rate, cost)


def cohort_flows(loans: Sequence[CostedLoan], timing: DefaultTiming) -> CohortFlows:
    """Return the flows of a cohort's loans, those of like risk replayed together."""
    alike: dict[tuple[Support, float, float, tuple[str, ...]], list[CostedLoan]] = {}
    for loan in loans:
        key = (loan.support, loan.default_rate, loan.recovery_rate, loan.payers)
        alike.setdefault(key, []).append(loan)
    return joined([
        _flows(support, group, DefaultAssumption(default, recovery, timing), payers)
        for (support, default, recovery, payers), group in alike.items()
    ])  # fmt: skip


def _flows(
    support: Support,
    loans: Sequence[CostedLoan],
    expected: DefaultAssumption,
    payers: Sequence[str],
) -> CohortFlows:
    dues = dues_of([loan.terms for loan in loans], [loan.facts for loan in loans], payers=payers)
    if support is Support.DIRECT_LOAN:
        return direct_loans(dues, expected)
    ratios = [loan.cover_ratio for loan in loans]
    premiums = [(place, each) for place, loan in enumerate(loans) for each in loan.premiums]
    columns = (
        [place for place, _ in premiums],
        [each.years for _, each in premiums],
        [float(each.amount) for _, each in premiums],
    )
    return supported_loans(dues, ratios, expected, premiums=columns if premiums else None)
