"""Terms of a loan go to JSON and come back."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from example_loans import loans, plain_loan, planned_loans
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.terms_json import as_json, terms_from_json
from majung.values.rates import Rate


@settings(deadline=None, derandomize=True)
@given(loans() | planned_loans(capitalises=True))
def test_every_loan_comes_back_as_it_was(terms):
    assert terms_from_json(json.loads(json.dumps(as_json(terms)))) == terms


def test_amounts_and_rates_are_strings():
    written = as_json(plain_loan(10**16, "4.62"))

    assert (written["type"], written["committed"]) == ("loan", "10000000000000000")
    assert written["components"][0]["rate"] == "0.0462"


def test_a_type_or_term_that_is_not_known_is_an_error():
    written = as_json(plain_loan())

    with pytest.raises(KeyError):
        terms_from_json({**written, "type": "lease"})
    with pytest.raises(KeyError):
        terms_from_json({name: value for name, value in written.items() if name != "committed"})
    with pytest.raises(ValueError, match="sometimes"):
        terms_from_json({**written, "repayment": "sometimes"})


def test_days_may_be_left_open():
    terms = replace(plain_loan(), matures_on=None, draws_until_on=date(2024, 5, 1))

    assert terms_from_json(as_json(terms)) == terms


def test_what_few_loans_have_is_written_only_where_a_loan_has_it():
    rare = {
        "rate_min": Rate.percent(1),
        "rate_max": Rate.percent(9),
        "fee_rate": Rate.percent("0.5"),
        "plan": (PlanStep(date(2024, 3, 1), StepKind.RATE, 7, Rate.percent(2), -3, 19_783),),
    }
    terms = replace(plain_loan(), **rare)

    assert set(as_json(plain_loan())) & set(rare) == set()
    assert terms_from_json(json.loads(json.dumps(as_json(terms)))) == terms
