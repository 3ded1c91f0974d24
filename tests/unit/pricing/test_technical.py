"""Technical premium beside the charged one; internal roles only."""

from datetime import date
from fractions import Fraction

import pytest

from example_prices import ON, cell, charge, cover_pricing, technical
from majung.pricing.premiums import CoverRequest, charged_premium
from majung.pricing.technical import guaranteed_by_year, technical_premium
from majung.values.money import Money
from majung.values.rates import Ratio
from majung.values.rounding import Rounding

INSURED = Money(1_000_000_001)
#: From 2 October 2024 to 2 April 2026: a year, and 182 days.
YEARS = 1 + Fraction(182, 365)


def request(grade="BBB", until=date(2026, 4, 2)):
    return CoverRequest(
        grade=grade,
        loan=INSURED,
        ratio=Ratio.percent(100),
        start_on=ON,
        until_on=until,
        insured_on=lambda _: INSURED,
        rounding=Rounding.DOWN,
    )


PRICING = cover_pricing(charge(cell("0.5")), risk=technical(lgd="45", cost="0.1", BBB="0.60"))
SHOWN = charged_premium(PRICING, request(), [], on=ON)


def test_a_technical_premium_is_probability_times_loss_plus_cost():
    internal = technical_premium(SHOWN, PRICING.technical, request(), on=ON)

    # 0.60 % x 45 % + 0.1 % = 0.37 % a year, rounded up once.
    assert internal.exact == Fraction(1_000_000_001 * 37, 10_000) * YEARS
    assert internal.technical == Money(5_544_932)


def test_the_subsidy_is_technical_less_charged():
    internal = technical_premium(SHOWN, PRICING.technical, request(), on=ON)

    assert internal.subsidy == Money(5_544_932) - SHOWN.charged
    assert internal.subsidy < Money(0)


def test_a_firm_gets_the_charged_premium_alone():
    internal = technical_premium(SHOWN, PRICING.technical, request(), on=ON)

    assert internal.for_firm() is SHOWN


@pytest.mark.parametrize(
    ("terms", "grade", "day"),
    [
        (technical(BBB="0.6"), "BB", ON),
        (technical(BBB="0.6"), "", ON),
        (technical(BBB="0.6"), "BBB", date(2023, 1, 1)),
    ],
)
def test_without_a_figure_for_the_grade_there_is_no_technical_premium(terms, grade, day):
    assert technical_premium(SHOWN, terms, request(grade), on=day) is None


def test_a_probability_without_a_grade_holds_for_any():
    terms = technical(**{"": "2.0"}, cost="0", lgd="50")

    with_grade = technical_premium(SHOWN, terms, request("BB"), on=ON)
    without = technical_premium(SHOWN, terms, request(""), on=ON)

    assert with_grade.exact == without.exact == Fraction(1_000_000_001, 100) * YEARS


def test_what_is_guaranteed_is_laid_out_by_year():
    assert guaranteed_by_year(request()) == [(INSURED, Fraction(1)), (INSURED, YEARS - 1)]
