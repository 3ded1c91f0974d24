"""A request laid out on the conventions of its contract."""

from dataclasses import replace
from datetime import date

import pytest

from example_offerings import REQUEST, loan_product
from example_prices import ON, figure
from majung.applications.indications.loan_terms import plain_plan, plan_of
from majung.contracts.replay import schedule
from majung.contracts.terms import EarlyRepayment, LateInterest, RateComponent, Repayment
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding


def plan(product=None, **changed):
    return plan_of(replace(REQUEST, **changed), product or loan_product(), calendar="NONE", on=ON)


def test_a_plan_has_the_product_s_conventions():
    product = loan_product()

    terms = plan().terms

    assert (terms.cycle_months, terms.instalments) == (3, 8)
    assert (terms.start_on, terms.first_due_on) == (date(2024, 11, 1), date(2025, 2, 1))
    assert (terms.day_count, terms.calendar) == (DayCount.THIRTY_E_360, "NONE")
    assert terms.interest_rounding is terms.instalment_rounding is Rounding.DOWN
    assert terms.allocation == product.allocation
    assert terms.late == LateInterest(Rate.percent(3), Rate.percent(12), on_interest=True)
    assert terms.early == EarlyRepayment(Ratio.percent(1), date(2027, 11, 1), fee_declines=True)


@pytest.mark.parametrize(
    ("months", "instalments", "matures_on"),
    [(24, 8, None), (25, 9, date(2026, 12, 1)), (2, 1, date(2025, 1, 1)), (3, 1, None)],
)
def test_a_term_the_cycle_does_not_divide_ends_with_a_short_period(months, instalments, matures_on):
    terms = plan(months=months).terms

    assert (terms.instalments, terms.matures_on) == (instalments, matures_on)
    priced = replace(terms, components=(RateComponent("base", "", Rate.percent(4)),))
    rows = schedule(priced)
    assert len(rows) == instalments
    assert sum(row.principal for row in rows) == REQUEST.amount.minor


def test_grace_is_counted_in_whole_cycles():
    assert plan(grace_months=11).terms.grace_instalments == 3


def test_grace_beyond_the_product_s_is_cut_and_said():
    cut = plan(loan_product(grace_months_max=figure(6, "months")), grace_months=12)

    assert cut.terms.grace_instalments == 2
    assert [note.kind for note in cut.notes] == ["grace-not-offered"]


def test_a_plan_the_product_does_not_offer_is_replaced_and_said():
    replaced = plan(repayment=Repayment.EQUAL_INSTALMENTS)

    assert replaced.terms.repayment is Repayment.EQUAL_PRINCIPAL
    assert [note.kind for note in replaced.notes] == ["repayment-not-offered"]


def test_what_fits_is_not_remarked_upon():
    assert plan(grace_months=12).notes == ()


def test_a_product_without_bounds_takes_the_request_as_it_is():
    free = loan_product(
        grace_months_max=None,
        late_interest=None,
        late_interest_max=None,
        early_repayment_fee=None,
        early_repayment_fee_months=None,
    )

    terms = plan(free, months=60, grace_months=48).terms

    assert terms.grace_instalments == 16
    assert (terms.late.addition, terms.late.rate_max) == (Rate.percent(0), None)
    assert (terms.early.fee, terms.early.fee_until_on) == (Ratio.percent(0), None)


def test_a_bank_s_own_loan_runs_monthly_on_days_over_365():
    terms = plain_plan(REQUEST, calendar="KR").terms

    assert (terms.cycle_months, terms.instalments, terms.calendar) == (1, 24, "KR")
    assert (terms.day_count, terms.interest_rounding) == (DayCount.A365, Rounding.DOWN)
