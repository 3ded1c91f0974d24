"""Cost all in, and the saving."""

from datetime import date
from decimal import Decimal

from majung.pricing.costs import AllInCost, Burden, DatedAmount, Saving, all_in_cost, saving
from majung.values.money import Money
from majung.values.rates import Rate

DRAWN = date(2024, 1, 1)
REPAID = date(2025, 1, 1)


def dated(day, minor):
    return (DatedAmount(day, Money(minor)),)


def near(rate, percent):
    return abs(rate.value - Decimal(percent) / 100) < Decimal("1e-9")


def test_interest_alone_costs_its_rate():
    cost = all_in_cost(
        Burden(dated(DRAWN, 1_000_000), dated(REPAID, 1_000_000), dated(REPAID, 40_000))
    )

    assert near(cost.yearly, "4")
    assert cost.total == Money(40_000)


def test_a_premium_paid_at_the_start_costs_more_than_its_rate():
    cost = all_in_cost(
        Burden(
            drawn=dated(DRAWN, 1_000_000),
            repaid=dated(REPAID, 1_000_000),
            interest=dated(REPAID, 40_000),
            premium=dated(DRAWN, 10_000),
            fees=dated(DRAWN, 5_000),
        )
    )

    # 985,000 received for 1,040,000 a year later.
    assert near(cost.yearly, Decimal(104_000_000) / Decimal(985_000) - 100)
    assert (cost.interest, cost.premium, cost.fees) == (Money(40_000), Money(10_000), Money(5_000))


def test_costs_before_the_loan_count_from_the_day_they_are_paid():
    cost = all_in_cost(
        Burden(dated(REPAID, 1_000_000), dated(date(2026, 1, 1), 1_000_000), fees=dated(DRAWN, 1))
    )

    assert Rate.percent(0) < cost.yearly < Rate.percent("0.001")
    assert cost.fees == Money(1)


def test_a_financing_that_costs_nothing_costs_nothing_a_year():
    cost = all_in_cost(Burden(dated(DRAWN, 1_000_000), dated(REPAID, 1_000_000)))

    assert near(cost.yearly, "0")
    assert cost.total == Money(0)


def test_a_saving_is_measured_in_won_and_in_points():
    nothing = Money(0)
    cheap = AllInCost(Rate.percent("3.9"), Money(390), Money(5), nothing)
    dear = AllInCost(Rate.percent("4.6"), Money(460), nothing, nothing)

    assert saving(cheap, against=dear) == Saving(Money(65), Rate.percent("0.7"))
    assert saving(dear, against=cheap) == Saving(Money(-65), Rate.percent("-0.7"))


def test_a_saving_has_no_points_where_a_cost_has_no_rate():
    without = AllInCost(None, Money(1), Money(0), Money(0))

    assert saving(without, against=without) == Saving(Money(0), None)
