"""The subsidy rate of cohorts, the government curve, re-estimates."""

from datetime import date

import numpy as np
import pytest

from majung.contracts import replay
from majung.contracts.terms import LoanTerms, RateComponent, Repayment
from majung.pricing.discounting import moment_of
from majung.risk.checks import FigureNotFiniteError, NothingDisbursedError, ShareOutsideError
from majung.risk.fiscal.cohorts import direct_loans, joined, supported_loans
from majung.risk.fiscal.curves import CurveNotUsableError, curve_of_par_yields, curve_of_zeros
from majung.risk.fiscal.reestimates import reestimate, unreconciled
from majung.risk.fiscal.remaining import still_recovered, still_repaid
from majung.risk.fiscal.schedules import dues_of, years_between
from majung.risk.fiscal.subsidy import CohortFlows, subsidy_rate
from majung.risk.fiscal.timing import MEASURED, DefaultAssumption, DefaultTiming
from majung.values.day_counts import DayCount
from majung.values.rates import Rate
from majung.values.rounding import Rounding

START = date(2024, 1, 1)
EARLY = DefaultTiming(fall=0.2, lag_years=1.0)
SOUND = DefaultAssumption(0.0, 0.0, EARLY)
FLAT = curve_of_zeros([1], [0.04])


def loan(percent="2", *, instalments=5, cycle_months=12, committed=10**12, payer="", cut="0"):
    parts = [RateComponent("base", "", Rate.percent(percent))]
    if payer:
        parts.append(RateComponent("cut", payer, Rate.percent(f"-{cut}")))
    return LoanTerms(
        committed=committed,
        start_on=START,
        first_due_on=date(2024 + cycle_months // 12, 1 + cycle_months % 12, 1),
        instalments=instalments,
        components=tuple(parts),
        repayment=Repayment.EQUAL_PRINCIPAL,
        cycle_months=cycle_months,
        calendar="NONE",
        day_count=DayCount.THIRTY_E_360,
        interest_rounding=Rounding.HALF_EVEN,
    )


def rate_of(flows, curve=FLAT):
    return subsidy_rate(flows, curve.discount(flows.years))


def test_a_loan_at_2_percent_against_a_flat_curve_of_4_costs_5_481777_percent():
    # Federal credit reform: 100 lent, five equal annual principal payments, no default.
    cost = rate_of(direct_loans(dues_of([loan()]), SOUND))

    assert round(float(cost.rate), 6) == 5.481777
    assert round(float(cost.interest), 6) == 5.481777
    assert [float(part) for part in (cost.defaults, cost.fees, cost.other)] == [0.0, 0.0, 0.0]


def test_a_loan_at_the_governments_own_rate_costs_nothing():
    cost = rate_of(direct_loans(dues_of([loan("4")]), SOUND))

    assert float(cost.rate) == pytest.approx(0.0, abs=1e-9)


def test_the_dues_are_the_contract_engines_own():
    terms = loan("3.7", instalments=18, cycle_months=1)

    dues = dues_of([loan(), terms])

    mine = dues.contract == 1
    rows = replay.schedule(terms)
    assert dues.principal[mine][1:].tolist() == [row.principal for row in rows]
    assert dues.interest[mine][1:].tolist() == [row.interest for row in rows]
    assert dues.owed[mine][1:].tolist() == [
        row.outstanding + row.principal + row.interest for row in rows
    ]
    assert dues.life[mine][-1] == 1.0


def test_a_rate_cut_costs_the_state_what_the_same_loan_at_the_cut_rate_would_have():
    terms = loan("4", payer="state", cut="2")

    asked = supported_loans(dues_of([terms], payers=["state"]), 0.0, SOUND)
    not_asked = supported_loans(dues_of([terms], payers=["bank"]), 0.0, SOUND)

    assert round(float(rate_of(asked).interest), 6) == 5.481777
    assert float(rate_of(not_asked).rate) == 0.0


def test_a_default_on_the_last_day_loses_the_last_instalment():
    late = DefaultTiming(fall=1e-3)
    dues = dues_of([loan("0", instalments=1)])

    flows = direct_loans(dues, DefaultAssumption(0.10, 0.4, late))

    cost = rate_of(flows, curve_of_zeros([1], [0.0]))
    assert float(cost.defaults) == pytest.approx(10.0 * (1 - 0.4))


def test_a_claim_is_the_cover_ratio_of_what_was_owed_at_default():
    dues = dues_of([loan("0", instalments=1)])

    flows = supported_loans(dues, 0.8, DefaultAssumption(0.10, 0.25, DefaultTiming(1e-3)))

    cost = rate_of(flows, curve_of_zeros([1], [0.0]))
    assert float(cost.defaults) == pytest.approx(10.0 * 0.8 * (1 - 0.25))
    assert float(cost.interest) == 0.0


def test_premiums_are_fees_and_end_with_those_who_default():
    dues = dues_of([loan()])
    paid = (np.zeros(2, np.int64), [0.0, 1.0], [10**10, 10**10])

    sound = rate_of(supported_loans(dues, 1.0, SOUND, premiums=paid))
    risky = rate_of(supported_loans(dues, 1.0, DefaultAssumption(0.5, 0.0, EARLY), premiums=paid))

    assert float(sound.fees) == pytest.approx(-(1 + 1 / 1.04))
    assert -2.0 < float(sound.fees) < float(risky.fees) < -1.0


def test_groups_laid_end_to_end_cost_what_they_cost_together():
    first, second = loan("1"), loan("3", instalments=8)
    expected = DefaultAssumption(0.07, 0.3, EARLY)

    apart = joined([direct_loans(dues_of([each]), expected) for each in (first, second)])
    together = direct_loans(dues_of([first, second]), expected)

    assert float(rate_of(apart).rate) == pytest.approx(float(rate_of(together).rate), rel=1e-12)


def test_years_are_months_and_days_as_prices_count_them():
    starts = [date(2024, 1, 31), date(2023, 2, 28), date(2024, 2, 29), date(2024, 5, 17)]
    ends = [date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28), date(2031, 5, 16)]
    days = [np.array([d.toordinal() - date(1970, 1, 1).toordinal() for d in each])
            for each in (starts, ends)]  # fmt: skip

    found = years_between(*days)

    assert found.tolist() == pytest.approx(
        [float(moment_of(end, start=start).years) for start, end in zip(starts, ends, strict=True)]
    )


def test_a_flat_par_curve_is_a_flat_zero_curve():
    curve = curve_of_par_yields([0.25, 5, 10], [0.03, 0.03, 0.03])

    assert curve.zeros == pytest.approx(np.full(len(curve.zeros), 0.03))


def test_a_bond_at_par_is_worth_par_on_its_own_curve():
    curve = curve_of_par_yields([0.25, 1, 10], [0.01, 0.02, 0.05])

    coupons = np.full(10, 0.05)
    coupons[-1] += 1.0

    assert float(coupons @ curve.discount(np.arange(1, 11))) == pytest.approx(1.0)
    assert curve.zeros[curve.years == 10.0] > 0.05


@pytest.mark.parametrize(
    ("years", "rates", "reason"),
    [
        ([], [], "each maturity has one rate"),
        ([1, 2], [0.01], "each maturity has one rate"),
        ([2, 1], [0.01, 0.02], "maturities differ and ascend from nought"),
        ([1], [3.0], "rates lie between −50 % and 100 %"),
    ],
)
def test_a_curve_that_means_nothing_is_refused(years, rates, reason):
    with pytest.raises(CurveNotUsableError, match=reason):
        curve_of_zeros(years, rates)


def test_a_gap_in_a_curve_is_refused():
    with pytest.raises(FigureNotFiniteError, match="the rate number 2 is missing"):
        curve_of_par_yields([1, 2], [0.01, float("nan")])


@pytest.mark.parametrize("rate", [-0.01, 1.01])
def test_a_default_rate_outside_of_its_range_is_refused(rate):
    with pytest.raises(ShareOutsideError, match=f"the default rate number 1 is {rate:g}"):
        DefaultAssumption(rate, 0.4, EARLY)


def test_a_cohort_that_disburses_nothing_has_no_rate():
    nothing = np.zeros(2)

    with pytest.raises(NothingDisbursedError):
        rate_of(CohortFlows(years=nothing, disbursed=nothing, claims=nothing + 1))


def test_other_rates_are_the_interest_reestimate_and_other_flows_the_technical_one():
    dues = dues_of([loan()])
    budgeted = direct_loans(dues, DefaultAssumption(0.02, 0.4, EARLY))
    known = direct_loans(dues, DefaultAssumption(0.10, 0.4, EARLY))
    higher = curve_of_zeros([1], [0.06])

    rates = reestimate(budgeted, budgeted, budget_curve=FLAT, actual_curve=higher)
    flows = reestimate(budgeted, known, budget_curve=FLAT, actual_curve=FLAT)
    both = reestimate(budgeted, known, budget_curve=FLAT, actual_curve=higher)

    assert (rates.technical, flows.interest) == (0.0, 0.0)
    assert rates.interest > 4.0
    assert flows.by_part == {
        "defaults": pytest.approx(flows.technical), "interest": 0.0, "fees": 0.0, "other": 0.0,
    }  # fmt: skip
    assert both.interest + both.technical == pytest.approx(both.change, abs=1e-12)


def test_flows_that_are_the_ledgers_leave_no_difference():
    flows = direct_loans(dues_of([loan()]), SOUND)
    posted = {"lent": [10**12, 0], "repaid": [2 * 10**11] * 2, "interest": [2 * 10**10, 16 * 10**9]}

    assert unreconciled(flows, posted) == ()


def test_a_flow_the_ledger_does_not_know_is_shown_with_its_line_and_year():
    flows = direct_loans(dues_of([loan()]), SOUND)
    posted = {"repaid": [2 * 10**11, 10**11], "received": [22 * 10**10, 0]}

    differences = unreconciled(flows, posted)

    assert [(each.line, each.year, each.reckoned, each.posted) for each in differences] == [
        ("repaid", 1, 2e11, 1e11),
        ("received", 1, 2.16e11, 0),
    ]


def test_of_a_claim_that_is_paid_what_did_not_come_yet_is_still_expected():
    found = still_recovered(
        [1.0, 1.0, 1.0, 1.0],
        [100.0, 100.0, 100.0, 0.0],
        [0.0, 30.0, 70.0, 0.0],
        share=0.5,
        after=2.0,
        elapsed=[1.5, 1.5, 1.5, 6.0],
    )

    # More came of the third than was expected: nothing is taken back.
    assert found.recovered.tolist() == [50.0, 20.0, 0.0, 0.0]
    assert found.years.tolist() == [3.0, 3.0, 3.0, 6.0]


def test_what_should_have_come_back_by_now_is_expected_now():
    found = still_recovered([1.0], [100.0], [10.0], share=[0.4], after=[0.5], elapsed=[4.0])

    assert (found.recovered.tolist(), found.years.tolist()) == ([30.0], [4.0])


def test_what_a_loan_still_brings_on_its_first_day_is_what_was_expected_of_it():
    dues = dues_of([loan()])
    expected = DefaultAssumption(0.1, 0.4, MEASURED)
    whole = direct_loans(dues, expected)

    left = still_repaid(dues, expected, elapsed=[0.0], is_alive=[True])

    for line in ("repaid", "interest", "lost", "recovered", "fees"):
        assert getattr(left, line).tolist() == pytest.approx(getattr(whole, line).tolist()), line


def test_a_loan_that_is_in_default_is_no_more_expected_to_pay():
    left = still_repaid(
        dues_of([loan()]),
        DefaultAssumption(0.1, 0.4, MEASURED),
        elapsed=[0.5],
        is_alive=[False],
    )

    assert not np.stack([left.repaid, left.interest, left.lost, left.recovered, left.fees]).any()
