"""Aid equivalents, against published examples."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from majung.pricing.discounting import Flow, yearly
from majung.pricing.grants import InterestPeriod, guarantee_aid, loan_aid, market_premium
from majung.values.money import Money
from majung.values.rates import Rate
from majung.values.rounding import Rounding

START = date(2024, 1, 1)


def linear(principal, years, percent, currency="EUR"):
    """Lay out equal yearly principal payments with interest at a rate on what is outstanding."""
    return [
        InterestPeriod(
            until_on=START.replace(year=START.year + year),
            principal=left,
            years=Fraction(1),
            interest=left.times(Rate.percent(percent).fraction, Rounding.HALF_EVEN),
        )
        for year in range(1, years + 1)
        for left in (Money(principal * (years + 1 - year) // years, currency),)
    ]


def test_the_soft_loan_of_the_european_manual():
    # 500,000 over ten years, linear, at 6 % against a reference of 8 %.
    aid = loan_aid(linear(500_000_00, 10, 6), Rate.percent(8), start_on=START)

    in_euro = [int((part / 100).to_integral_value()) for part in aid.parts]
    assert in_euro == [9259, 7716, 6351, 5145, 4083, 3151, 2334, 1621, 1000, 463]
    assert aid.amount == Money(41_123_98, "EUR")


def test_the_subsidy_rate_of_a_federal_loan_without_default():
    # 100 lent, five equal yearly principal payments, 2 % against a flat 4 %: 5.481777 %.
    aid = loan_aid(linear(100 * 10**8, 5, 2), Rate.percent(4), start_on=START)

    assert round(Decimal(aid.exact.numerator) / aid.exact.denominator / 10**8, 6) == Decimal(
        "5.481777"
    )


def test_a_loan_dearer_than_the_reference_is_negative_aid():
    aid = loan_aid(linear(1_000_000, 2, 6), Rate.percent(4), start_on=START)

    assert aid.amount < Money(0, "EUR")


def test_a_loan_at_the_reference_is_no_aid():
    assert loan_aid(linear(1_000_000, 4, 8), Rate.percent(8), start_on=START).exact == 0


def test_a_loan_without_periods_is_no_aid():
    assert loan_aid([], Rate.percent(4), start_on=START).amount == Money(0)


def test_an_aid_is_rounded_once_the_way_that_is_named():
    periods = linear(500_000_00, 10, 6)

    down = loan_aid(periods, Rate.percent(8), start_on=START, rounding=Rounding.DOWN)

    assert (down.amount, down.reference) == (Money(41_123_98, "EUR"), Rate.percent(8))
    up = loan_aid(periods, Rate.percent(8), start_on=START, rounding=Rounding.UP)
    assert up.amount == Money(41_123_99, "EUR")


def test_a_guarantee_is_worth_the_premium_not_charged():
    guaranteed = [(Money(amount), Fraction(1)) for amount in (1_000_000, 500_000)]
    charged = [Flow(yearly(1), Fraction(10_000)), Flow(yearly(2), Fraction(5_000))]

    aid = guarantee_aid(market_premium(guaranteed, Rate.percent("3.8")), charged, Rate.percent(5))

    # 1,000,000 x 2.8 % / 1.05 + 500,000 x 2.8 % / 1.05^2
    exact = Fraction(28_000) / Fraction("1.05") + Fraction(14_000) / Fraction("1.05") ** 2
    assert abs(aid.exact - exact) < Fraction(1, 10**30)
    assert aid.amount == Money(39_365)


def test_a_premium_paid_at_the_start_is_not_discounted():
    aid = guarantee_aid((), [Flow(yearly(0), Fraction(700))], Rate.percent(5))

    assert aid.amount == Money(-700)


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(1, 365)])
def test_a_part_of_a_year_pays_a_part_of_the_market_premium(share):
    flows = market_premium([(Money(100_000), share)], Rate.percent(1))

    assert flows == (Flow(yearly(1), 1_000 * share),)
