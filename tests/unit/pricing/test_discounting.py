"""Moments, present values and effective rates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from majung.pricing.discounting import (
    Flow,
    Moment,
    effective_rate,
    moment_of,
    present_value,
    yearly,
)
from majung.values.rates import Rate


@pytest.mark.parametrize(
    ("start", "day", "moment"),
    [
        (date(2024, 1, 15), date(2024, 1, 15), Moment(0, 0)),
        (date(2024, 1, 15), date(2025, 1, 15), Moment(12, 0)),
        (date(2024, 1, 15), date(2025, 1, 14), Moment(11, 30)),
        (date(2024, 1, 31), date(2024, 2, 29), Moment(1, 0)),
        (date(2024, 1, 31), date(2024, 3, 31), Moment(2, 0)),
        (date(2024, 2, 29), date(2025, 2, 28), Moment(12, 0)),
        (date(2024, 2, 29), date(2025, 3, 3), Moment(12, 3)),
    ],
)
def test_a_day_is_whole_months_and_days_after_the_start(start, day, moment):
    assert moment_of(day, start=start) == moment


def test_a_day_before_the_start_has_no_moment():
    with pytest.raises(ValueError, match="lies before"):
        moment_of(date(2024, 1, 1), start=date(2024, 1, 2))


def test_days_beyond_whole_months_count_over_365():
    assert Moment(13, 73).years == Fraction(13, 12) + Fraction(1, 5)


def test_a_present_value_compounds_once_a_year():
    flows = [Flow(yearly(1), Fraction(108)), Flow(yearly(2), Fraction(11664, 100))]

    value = present_value(flows, Rate.percent(8))

    assert abs(value - 200) < Decimal("1e-30")


def test_a_rate_of_zero_adds_flows_up():
    flows = [Flow(Moment(7, 3), Fraction(5)), Flow(yearly(30), Fraction(-2))]

    assert present_value(flows, Rate.percent(0)) == 3


def test_the_effective_rate_of_a_yearly_bullet_is_its_rate():
    flows = [Flow(yearly(0), Fraction(100)), *(Flow(yearly(k), Fraction(-4)) for k in (1, 2, 3))]
    flows.append(Flow(yearly(3), Fraction(-100)))

    rate = effective_rate(flows)

    assert abs(rate.value - Decimal("0.04")) < Decimal("2e-10")


def test_twelve_monthly_payments_compound_to_a_yearly_rate():
    flows = [Flow(yearly(0), Fraction(100))]
    flows += [Flow(Moment(k, 0), Fraction(-1)) for k in range(1, 13)]
    flows.append(Flow(yearly(1), Fraction(-100)))

    rate = effective_rate(flows)

    assert abs(rate.value - (Decimal("1.01") ** 12 - 1)) < Decimal("2e-10")


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [Flow(yearly(0), Fraction(100))],
        [Flow(yearly(1), Fraction(-100))],
        [Flow(yearly(0), Fraction(1)), Flow(yearly(1), Fraction(-1000))],
    ],
)
def test_there_is_no_effective_rate_where_none_expresses_the_flows(flows):
    # No flows at all are worth nothing at any rate: the lowest would be an accident.
    assert effective_rate(flows) is None
