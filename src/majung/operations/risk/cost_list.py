"""A list of loans to be costed, a row each: what the State pays for, on which terms, how risky.

Each row becomes the terms of a contract, so that its cash flows are those the contract engine
would service; what a cohort costs is worked out on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from majung.contracts.cover_premiums import charge_periods, premium_due
from majung.contracts.instalments import Instalment
from majung.contracts.premium_terms import PremiumCharge, PremiumTerms, PremiumTiming
from majung.contracts.replay import schedule
from majung.contracts.reported.cells import StatementCells
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent, Repayment
from majung.errors import Problem, in_order, message
from majung.files import Column, Rows, read_rows
from majung.operations.risk.costing import STATE, CostedLoan, PremiumFlow, Support
from majung.pricing.discounting import moment_of
from majung.values.cycles import add_months
from majung.values.day_counts import DayCount
from majung.values.money import SCALE_OF, Money
from majung.values.rates import RATE_SCALE, Rate, Ratio
from majung.values.rounding import Rounding

#: The day on which a row that names none is paid out; figures rest on distances between days.
FIRST_DAY = date(2024, 1, 1)
TERM_MONTHS_MAX = 720
WHOLE = 1.0
T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class ListedLoan:
    """A row of the list.

    Attributes:
        ratio: what the State covers.
        premium: a year, of what is covered and outstanding.
    """

    costed: CostedLoan
    ratio: Ratio
    premium: Rate


def read_cost_list(name: str, content: bytes) -> list[ListedLoan] | tuple[Problem, ...]:
    """Read the list, or say everything that is wrong with it."""
    rows = read_rows(name, content, COLUMNS)
    if not isinstance(rows, Rows):
        return rows
    problems = list(rows.problems)
    loans: list[ListedLoan] = []
    for row in rows.rows:
        cells = StatementCells(rows, row)
        loan = _loan(cells)
        problems += cells.problems
        if loan is not None and not cells.problems:
            loans.append(loan)
    if not loans and not problems:
        problems.append(Problem(rows.header.place, message("import-without-rows")))
    return in_order(problems) if problems else loans


def _premiums(terms: LoanTerms, ratio: Ratio, premium: Rate) -> tuple[PremiumFlow, ...]:
    """Lay out the yearly premiums of a cover, on what is outstanding at each year's beginning."""
    charge = PremiumCharge.of(BORROWER, premium, PremiumTiming.YEARLY)
    priced = PremiumTerms((charge,), rounding=Rounding.DOWN)
    rows = schedule(terms)
    periods = charge_periods(charge, from_on=terms.start_on, ends_on=rows[-1].due_on)
    return tuple(
        PremiumFlow(
            float(moment_of(period.from_on, start=terms.start_on).years),
            premium_due(priced, period, insured_on(terms, rows, ratio, period.from_on)),
        )
        for period in periods
        if premium != NO_RATE
    )


def insured_on(terms: LoanTerms, rows: Sequence[Instalment], ratio: Ratio, day: date) -> int:
    """Return what is covered of a loan on a day, after what falls due on it, minor units."""
    left = terms.committed
    for row in rows:
        if row.due_on <= day:
            left = row.outstanding
    return Money(left, terms.currency).times(ratio.value, Rounding.DOWN).minor


def _loan(cells: StatementCells) -> ListedLoan | None:
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
    ratio = Ratio.from_scaled(round(cover * RATE_SCALE))
    is_cover = support is Support.GUARANTEE
    costed = CostedLoan(
        line=cells.row.place.line,
        cohort=cells.text("cohort"),
        support=support,
        terms=terms,
        cover_ratio=cover if is_cover else 0.0,
        premiums=_premiums(terms, ratio, premium) if is_cover else (),
        default_rate=default,
        recovery_rate=recovery,
    )
    return ListedLoan(costed, ratio, premium)


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
