"""A list of loans to be costed, a row each: what the State pays for, on which terms, how risky.

Each row becomes the terms of a contract, so that its cash flows are those the contract engine
would service; what a cohort costs is worked out on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import numpy as np

from majung.contracts.cover_premiums import charge_periods, premium_due
from majung.contracts.premium_terms import PremiumCharge, PremiumTerms, PremiumTiming
from majung.contracts.reported.cells import StatementCells
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent, Repayment
from majung.errors import Problem, in_order, message
from majung.files import Column, Rows, read_rows
from majung.risk.fiscal.cohorts import direct_loans, joined, supported_loans
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.schedules import Dues, dues_of, years_between
from majung.risk.fiscal.subsidy import CohortFlows, SubsidyRate, subsidy_rate
from majung.risk.fiscal.timing import DefaultAssumption, DefaultTiming
from majung.values.cycles import add_months
from majung.values.day_counts import DayCount
from majung.values.money import SCALE_OF, Money
from majung.values.rates import Rate
from majung.values.rounding import Rounding

#: Who bears the cut of a rate in a row of interest support.
STATE = "state"
#: The day on which a row that names none is paid out; figures rest on distances between days.
FIRST_DAY = date(2024, 1, 1)
TERM_MONTHS_MAX = 720
WHOLE = 1.0
T = TypeVar("T")


class Support(StrEnum):
    """What the State does for a loan."""

    DIRECT_LOAN = "direct-loan"
    GUARANTEE = "guarantee"
    INTEREST_SUPPORT = "interest-support"


COLUMNS: Final = (
    Column("cohort", ("묶음", "연도", "사업연도", "cohort")),
    Column("support", ("지원방식", "방식", "support")),
    Column("amount", ("실행액", "금액", "amount")),
    Column("currency", ("통화", "currency"), required=False),
    Column("on", ("실행일", "disbursed on"), required=False),
    Column("months", ("만기(개월)", "대출기간(개월)", "term months")),
    Column("cycle", ("상환주기(개월)", "상환주기", "months between dues"), required=False),
    Column("grace", ("거치(개월)", "거치기간(개월)", "grace months"), required=False),
    Column("repayment", ("상환방식", "상환방법", "repayment"), required=False),
    Column("rate", ("금리", "대출금리", "rate")),
    Column("day-count", ("일수계산", "이자일수", "day count"), required=False),
    Column("cut", ("이차보전율", "이차보전", "interest support rate"), required=False),
    Column("cover", ("보증비율", "부보율", "cover ratio"), required=False),
    Column("premium", ("보증료율", "보험료율", "premium rate"), required=False),
    Column("default", ("부도율", "default rate")),
    Column("recovery", ("회수율", "recovery rate"), required=False),
)  # fmt: skip
SUPPORTS: Final[Mapping[str, Support]] = {
    "직접대출": Support.DIRECT_LOAN, "대출": Support.DIRECT_LOAN,
    "direct-loan": Support.DIRECT_LOAN,
    "보증": Support.GUARANTEE, "보험": Support.GUARANTEE, "guarantee": Support.GUARANTEE,
    "이차보전": Support.INTEREST_SUPPORT, "interest-support": Support.INTEREST_SUPPORT,
}  # fmt: skip
REPAYMENTS: Final[Mapping[str, Repayment]] = {
    "만기일시": Repayment.BULLET, "만기일시상환": Repayment.BULLET, "bullet": Repayment.BULLET,
    "원리금균등": Repayment.EQUAL_INSTALMENTS, "원리금균등상환": Repayment.EQUAL_INSTALMENTS,
    "equal-instalments": Repayment.EQUAL_INSTALMENTS,
    "원금균등": Repayment.EQUAL_PRINCIPAL, "원금균등상환": Repayment.EQUAL_PRINCIPAL,
    "equal-principal": Repayment.EQUAL_PRINCIPAL,
}  # fmt: skip
#: Without a word a year is twelve months of thirty days: a list seldom names its days.
DAY_COUNTS: Final[Mapping[str, DayCount]] = {
    "30/360": DayCount.THIRTY_E_360, "30e360": DayCount.THIRTY_E_360,
    "365일": DayCount.A365, "a365": DayCount.A365, "360일": DayCount.A360, "a360": DayCount.A360,
}  # fmt: skip
NO_RATE = Rate.percent(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedLoan:
    """A row of the list.

    Attributes:
        terms: as the borrower has them; a cut that the State bears is a component of its own.
        cover_ratio: what the State stands for, 0 to 1.
        premium: a year, of what is guaranteed and outstanding.
        default_rate: of the whole life, 0 to 1.
        recovery_rate: of what is owed at default, 0 to 1.
    """

    line: int
    cohort: str
    support: Support
    terms: LoanTerms
    cover_ratio: float
    premium: Rate
    default_rate: float
    recovery_rate: float


@dataclass(frozen=True, slots=True)
class CohortCost:
    """What a cohort costs.

    Attributes:
        loans: how many rows.
        disbursed: to borrowers.
        rate: in percent of what was disbursed, with its parts.
        cost: the rate of the disbursed amount, rounded half up to a minor unit.
    """

    cohort: str
    support: Support
    loans: int
    disbursed: Money
    rate: SubsidyRate
    cost: Money


def read_cost_list(name: str, content: bytes) -> list[CostedLoan] | tuple[Problem, ...]:
    """Read the list, or say everything that is wrong with it."""
    rows = read_rows(name, content, COLUMNS)
    if not isinstance(rows, Rows):
        return rows
    problems = list(rows.problems)
    loans: list[CostedLoan] = []
    for row in rows.rows:
        cells = StatementCells(rows, row)
        loan = _loan(cells)
        problems += cells.problems
        if loan is not None and not cells.problems:
            loans.append(loan)
    if not loans and not problems:
        problems.append(Problem(rows.header.place, message("import-without-rows")))
    return in_order(problems) if problems else loans


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
    disbursed = Money(sum(loan.terms.committed for loan in loans), currency)
    cost = Money(round(disbursed.minor * float(rate.rate) / 100.0), currency)
    return CohortCost(cohort, support, len(loans), disbursed, rate, cost)


def cohort_flows(loans: Sequence[CostedLoan], timing: DefaultTiming) -> CohortFlows:
    """Return the flows of a cohort's loans, those of like risk replayed together."""
    alike: dict[tuple[Support, float, float], list[CostedLoan]] = {}
    for loan in loans:
        key = (loan.support, loan.default_rate, loan.recovery_rate)
        alike.setdefault(key, []).append(loan)
    return joined([
        _flows(support, group, DefaultAssumption(default, recovery, timing))
        for (support, default, recovery), group in alike.items()
    ])  # fmt: skip


def _flows(
    support: Support, loans: Sequence[CostedLoan], expected: DefaultAssumption
) -> CohortFlows:
    dues = dues_of([loan.terms for loan in loans], payers=[STATE])
    if support is Support.DIRECT_LOAN:
        return direct_loans(dues, expected)
    ratios = [loan.cover_ratio for loan in loans]
    return supported_loans(dues, ratios, expected, premiums=_premiums(loans, dues))


def _premiums(
    loans: Sequence[CostedLoan], dues: Dues
) -> tuple[list[int], list[float], list[float]]:
    """Lay out the yearly premiums of covers, on what is outstanding at each year's beginning."""
    places: list[int] = []
    years: list[float] = []
    amounts: list[float] = []
    for place, loan in enumerate(loans):
        charge = PremiumCharge.of(BORROWER, loan.premium, PremiumTiming.YEARLY)
        terms = PremiumTerms((charge,), rounding=Rounding.DOWN)
        mine = dues.contract == place
        owed = np.cumsum((dues.drawn - dues.principal)[mine])
        start, ends_on = loan.terms.start_on, _ends_on(loan.terms)
        periods = charge_periods(charge, from_on=start, ends_on=ends_on)
        for period in periods if loan.premium != NO_RATE else ():
            begun = _years(start, period.from_on)
            left = owed[np.searchsorted(dues.years[mine], begun + 1e-9) - 1]
            places.append(place)
            years.append(begun)
            amounts.append(premium_due(terms, period, round(float(left) * loan.cover_ratio)))
    return places, years, amounts


def _years(start: date, day: date) -> float:
    epoch = date(1970, 1, 1).toordinal()
    begun, ended = (np.array([each.toordinal() - epoch]) for each in (start, day))
    return float(years_between(begun, ended)[0])


def _ends_on(terms: LoanTerms) -> date:
    return add_months(terms.first_due_on, terms.cycle_months * (terms.instalments - 1))


def _loan(cells: StatementCells) -> CostedLoan | None:
    for key in ("cohort", "support", "months", "rate", "default"):
        if not cells.text(key):
            cells.object(key, "servicer-cell-missing")
    if cells.currency not in SCALE_OF:
        cells.object("currency", "currency-not-known", currency=cells.currency,
                     known=tuple(SCALE_OF))  # fmt: skip
    support = _word(cells, "support", SUPPORTS)
    repayment = _word(cells, "repayment", REPAYMENTS) or Repayment.EQUAL_INSTALMENTS
    amount = cells.money("amount", required=True)
    if amount == 0:
        cells.object("amount", "import-amount-is-zero")
    months, cycle, grace = _months(cells)
    base, cut, premium = (cells.share(key) or NO_RATE for key in ("rate", "cut", "premium"))
    if cut > base:
        cells.object("cut", "risk-cut-above-rate", cut=cut, rate=base)
    default, recovery = _share(cells, "default"), _share(cells, "recovery")
    cover = _share(cells, "cover")
    if support is Support.GUARANTEE and not cells.text("cover"):
        cells.object("cover", "servicer-cell-missing")
    day = cells.day("on") or FIRST_DAY
    day_count = _word(cells, "day-count", DAY_COUNTS) or DayCount.THIRTY_E_360
    if cells.problems or support is None or amount is None:
        return None
    terms = LoanTerms(
        committed=amount,
        start_on=day,
        first_due_on=add_months(day, cycle),
        instalments=months // cycle,
        components=_components(base, cut),
        currency=cells.currency,
        repayment=repayment,
        cycle_months=cycle,
        grace_instalments=grace // cycle,
        calendar="NONE",
        day_count=day_count,
    )
    is_cover = support is Support.GUARANTEE
    return CostedLoan(
        line=cells.row.place.line,
        cohort=cells.text("cohort"),
        support=support,
        terms=terms,
        cover_ratio=cover if is_cover else 0.0,
        premium=premium if is_cover else NO_RATE,
        default_rate=default,
        recovery_rate=recovery,
    )


def _components(base: Rate, cut: Rate) -> tuple[RateComponent, ...]:
    whole = RateComponent("base", BORROWER, base)
    return (whole, RateComponent("cut", STATE, -cut)) if cut != NO_RATE else (whole,)


def _months(cells: StatementCells) -> tuple[int, int, int]:
    """Read term, cycle and grace; the cycle divides the term, and grace leaves a due day."""
    months, grace = cells.count("months") or 0, cells.count("grace") or 0
    cycle = cells.count("cycle") or 1
    if cells.text("months") and not 0 < months <= TERM_MONTHS_MAX:
        cells.object("months", "risk-term-outside", months=months, most=TERM_MONTHS_MAX)
    elif months % cycle:
        cells.object("cycle", "risk-cycle-divides-not", cycle=cycle, months=months)
    elif months and (grace % cycle or grace >= months):
        cells.object("grace", "risk-grace-fits-not", grace=grace, months=months, cycle=cycle)
    return months, cycle, grace


def _share(cells: StatementCells, key: str) -> float:
    """Read a share in percent; nothing where it is blank."""
    found = cells.share(key)
    if found is None:
        return 0.0
    share = float(found.value)
    if not 0.0 <= share <= WHOLE:
        cells.object(key, "risk-percent-outside", text=cells.text(key))
    return share


def _word(cells: StatementCells, key: str, known: Mapping[str, T]) -> T | None:
    text = cells.text(key)
    found = known.get(text.replace(" ", "").casefold())
    if text and found is None:
        cells.object(key, "opening-word-unknown", text=text, known=tuple(known))
    return found
