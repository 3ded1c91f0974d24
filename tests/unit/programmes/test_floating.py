"""A product whose rate floats says so in its file, and its loans have the reset days."""

from datetime import date

import pytest

from floating_product import PRODUCT, floating_files
from majung.applications.indications.loan_terms import with_reset
from majung.contracts.resets import RateReset
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.errors import Problem
from majung.programmes import Programme, load
from majung.values.cycles import add_months
from majung.values.rates import Rate

START = date(2024, 10, 2)


def _terms(months):
    return LoanTerms(
        committed=1_000_000,
        start_on=START,
        first_due_on=add_months(START, 1),
        instalments=months,
        components=(RateComponent("base-rate", BORROWER, Rate.percent("3.5")),),
    )


@pytest.fixture(scope="module")
def product():
    found = load(floating_files())
    assert isinstance(found, Programme), found
    return found.product(PRODUCT)


def test_a_loan_of_a_floating_product_is_fixed_anew_on_its_reset_days(product):
    assert with_reset(_terms(12), product, on=START).reset == RateReset(
        "base-rate", "CD91", 3, observed_days_before=2
    )


def test_a_loan_that_ends_before_its_first_reset_day_has_none(product):
    assert with_reset(_terms(2), product, on=START).reset is None


@pytest.mark.parametrize("component", ["risk-premium", "cd91"])
def test_reset_days_of_a_line_that_is_no_base_line_are_refused_where_they_stand(component):
    problems = load(floating_files(component))

    assert [type(each) for each in problems] == [Problem]
    assert problems[0].message.kind == "reset-line-unknown"
    assert problems[0].place.file == "programme.yaml"
