"""Gross grant equivalents of contracts, against published examples."""

from datetime import date
from fractions import Fraction

import pytest

from majung.contracts import replay
from majung.contracts.terms import LoanTerms, RateComponent, Repayment
from majung.pricing.discounting import Flow, yearly
from majung.risk.aid.grants import aid_by, guarantee_grant, loan_grant, premium_discount_grant
from majung.risk.aid.references import (
    ReferenceUnknownError,
    margin_ratings,
    reference_margin,
    safe_harbour_premium,
)
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate


def soft_loan():
    return LoanTerms(
        committed=500_000_00,
        start_on=date(2024, 1, 1),
        first_due_on=date(2025, 1, 1),
        instalments=10,
        components=(RateComponent("base", "", Rate.percent(6)),),
        currency="EUR",
        repayment=Repayment.EQUAL_PRINCIPAL,
        cycle_months=12,
        calendar="NONE",
        day_count=DayCount.THIRTY_E_360,
    )


def test_the_soft_loan_of_the_european_manual_out_of_the_contract_engine():
    # 500,000 over ten years, linear, at 6 % against a reference of 8 %.
    terms = soft_loan()

    aid = loan_grant(terms, replay.schedule(terms), Rate.percent(8))

    in_euro = [int((part / 100).to_integral_value()) for part in aid.parts]
    assert in_euro == [9259, 7716, 6351, 5145, 4083, 3151, 2334, 1621, 1000, 463]
    assert aid.amount.minor // 100 == 41_123


def test_a_guarantee_is_worth_the_premium_that_is_not_charged():
    guaranteed = [(Money(1_000_000, "EUR"), Fraction(1)), (Money(500_000, "EUR"), Fraction(1))]
    charged = [Flow(yearly(1), Fraction(10_000)), Flow(yearly(2), Fraction(5_000))]

    aid = guarantee_grant(
        guaranteed, charged, market=safe_harbour_premium("B+").rate, reference=Rate.percent(5)
    )

    assert aid.amount == Money(round(28_000 / 1.05 + 14_000 / 1.05**2), "EUR")


def test_a_premium_discount_is_worth_what_it_takes_off():
    full = [Flow(yearly(0), Fraction(1000))]
    charged = [Flow(yearly(0), Fraction(700))]

    assert premium_discount_grant(full, charged, Rate.percent(3)).amount == Money(300, "KRW")


def test_sums_are_of_exact_aids():
    terms = soft_loan()
    aid = loan_grant(terms, replay.schedule(terms), Rate.percent(8))

    sums = aid_by([("b", aid), ("a", aid), ("b", aid)])

    assert list(sums) == ["a", "b"]
    assert (sums["b"].exact, sums["b"].contracts) == (2 * aid.exact, 2)


def test_the_published_margins():
    points = [
        [int(reference_margin(rating, each).rate.value * 10_000)
         for each in ("high", "normal", "low")]
        for rating in margin_ratings()
    ]  # fmt: skip

    assert margin_ratings() == ("strong", "good", "satisfactory", "weak", "bad")
    assert points == [
        [60, 75, 100], [75, 100, 220], [100, 220, 400], [220, 400, 650], [400, 650, 1000],
    ]  # fmt: skip


@pytest.mark.parametrize("grade", ["BB-", "B+", "start-up"])
def test_the_safe_harbour_premium(grade):
    found = safe_harbour_premium(grade)

    assert (found.rate, found.status) == (Rate.percent("3.8"), "reported")
    assert found.source.startswith("2008/C 155/02")


def test_what_is_not_published_is_refused_with_what_is():
    with pytest.raises(ReferenceUnknownError, match="choose among: BB-, B\\+, start-up"):
        safe_harbour_premium("AAA")
    with pytest.raises(ReferenceUnknownError, match="'collateral / high'"):
        reference_margin("collateral", "high")
