"""Direct loans of the Federal Credit Supplement: the interest part, from terms and Treasury rates.

The contract engine lays out a loan of each row's maturity, rate and grace; at the rates of its
cohort's budget it is worth less or more than was lent.  The naive figure is the gap between the two
rates times the time money is out, undiscounted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from majung.contracts.terms import LoanTerms, RateComponent
from majung.risk.arrays import Floats
from majung.risk.backtest.guarantees import discounts
from majung.risk.backtest.reading import Published
from majung.risk.backtest.scores import Comparison, compare
from majung.risk.backtest.supplement import DIRECT_LOAN, FITTED_UNTIL, rows_of, stated
from majung.risk.backtest.treasury import TENORS, YieldHistory
from majung.risk.fiscal.curves import YEARS_MAX, GovernmentCurve
from majung.risk.fiscal.schedules import Dues, dues_of
from majung.risk.fiscal.subsidy import PERCENT, CohortFlows, subsidy_rate
from majung.values.day_counts import DayCount
from majung.values.months import MONTHS_A_YEAR
from majung.values.rates import Rate

INPUTS = ("interest", "borrower-rate", "maturity")
#: Lent on paper to every row, in minor units: roundings of a cent are no part of a rate.
LENT = 10**12
START_ON = date(2001, 1, 1)
LIFTS = np.arange(0.0, 0.0201, 0.0005)


@dataclass(frozen=True, slots=True, eq=False)
class DirectLoanTest:
    """The back-test on direct loans.

    Attributes:
        lift: by how much budgets' forecasts stood above the market, fitted up to `FITTED_UNTIL`.
        fitted_on: how many rows that was.
        left_out: rows of direct loans that lack an input.
        judged: rows of later years, with all inputs.
    """

    lift: float
    fitted_on: int
    left_out: int
    judged: Published
    comparison: Comparison


def usable(table: Published) -> Published:
    """Return direct loans that state maturity, borrower's rate and the interest part.

    A maturity beyond `YEARS_MAX` is a misprint (the table has one of 300 years).
    """
    rows = rows_of(table, DIRECT_LOAN)
    numbers = rows.numbers
    years = numbers["maturity"]
    has_terms = (years > 0.0) & (years <= YEARS_MAX) & (numbers["borrower-rate"] >= 0.0)
    return rows.only(stated(rows, *INPUTS) & has_terms)


def direct_loan_test(table: Published, history: YieldHistory) -> DirectLoanTest:
    """Fit the lift of budgets' rates on early budgets and judge the interest part on later ones.

    Source: Federal Credit Supplement; Federal Reserve, table 1A; own convention, docs/risk.md.
    """
    rows = usable(table)
    is_early = rows.numbers["budget"] <= FITTED_UNTIL
    early, late = rows.only(is_early), rows.only(~is_early)
    lift = fitted_lift(early, history)
    curves = history.curves(_cohorts(late), lift=lift)
    return DirectLoanTest(
        lift,
        len(early),
        len(rows_of(table, DIRECT_LOAN)) - len(rows),
        late,
        compare(
            late.lines,
            late.numbers["interest"],
            _interest(late, dues_of(terms_of(late)), curves),
            naive_interest(late, history, lift=lift),
            late.numbers["maturity"],
        ),
    )


def fitted_lift(rows: Published, history: YieldHistory) -> float:
    """Find the lift under which the median error of the interest part is smallest."""
    dues = dues_of(terms_of(rows))

    def badness(lift: float) -> float:
        curves = history.curves(_cohorts(rows), lift=lift)
        errors = _interest(rows, dues, curves) - rows.numbers["interest"]
        return float(np.median(np.abs(errors)))

    return float(min(LIFTS.tolist(), key=badness))


def terms_of(rows: Published) -> list[LoanTerms]:
    """Return each row as a loan: equal yearly instalments, after the years of grace."""
    numbers = rows.numbers
    grace = np.nan_to_num(numbers["grace"])
    return [
        _terms(maturity, percent, years)
        for maturity, percent, years in zip(
            numbers["maturity"].tolist(),
            numbers["borrower-rate"].tolist(),
            grace.tolist(),
            strict=True,
        )
    ]


def _terms(maturity: float, percent: float, grace: float) -> LoanTerms:
    instalments = max(1, round(maturity))
    return LoanTerms(
        committed=LENT,
        start_on=START_ON,
        first_due_on=START_ON.replace(year=START_ON.year + 1),
        instalments=instalments,
        components=(RateComponent("borrower", "", Rate.percent(Decimal(f"{percent:.6f}"))),),
        currency="USD",
        cycle_months=MONTHS_A_YEAR,
        grace_instalments=min(round(grace), instalments - 1),
        calendar="NONE",
        day_count=DayCount.THIRTY_E_360,
    )


def naive_interest(rows: Published, history: YieldHistory, *, lift: float) -> Floats:
    """Return the gap of the rates times the years money is out on average, per 100 lent."""
    maturity, grace = rows.numbers["maturity"], np.nan_to_num(rows.numbers["grace"])
    known = [history.known_to(cohort) + lift for cohort in _cohorts(rows)]
    own = np.array([
        np.interp(years, TENORS, yields)
        for years, yields in zip(maturity.tolist(), known, strict=True)
    ])  # fmt: skip
    gap = PERCENT * own - rows.numbers["borrower-rate"]
    return np.asarray(gap * (grace + (maturity - grace + 1.0) / 2.0))


def _interest(rows: Published, dues: Dues, curves: Mapping[int, GovernmentCurve]) -> Floats:
    """Return the interest part of each row, out of the subsidy engine."""
    begins = np.searchsorted(dues.contract, np.arange(len(rows)))
    spot = np.arange(len(dues.contract)) - begins[dues.contract]
    shape = (len(rows), int(spot.max(initial=0)) + 1)

    def side_by_side(line: Floats) -> Floats:
        laid = np.zeros(shape)
        laid[dues.contract, spot] = line
        return laid

    years = side_by_side(dues.years)
    lent = side_by_side(dues.drawn)
    flows = CohortFlows(
        years=years,
        disbursed=lent,
        lent=lent,
        repaid=side_by_side(dues.principal),
        interest=side_by_side(dues.interest),
    )
    return subsidy_rate(flows, discounts(rows, years, curves)).interest


def _cohorts(rows: Published) -> list[int]:
    return [int(cohort) for cohort in rows.numbers["cohort"].tolist()]
