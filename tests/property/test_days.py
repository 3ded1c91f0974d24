"""Dates on columns say what the calendar says, and products keep every unit."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.values import cycles, day_counts
from majung.values.calendars import calendar_of
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.days import (
    COUNT_30E360,
    COUNT_30E360ISDA,
    COUNT_28336,
    COUNT_30360,
    COUNT_A360,
    COUNT_A365,
    COUNT_AA,
    add_months,
    civil_from_days,
    day_count_basis,
    day_count_days,
    day_counts_between,
    day_in_month,
    days_from_civil,
    days_in_months,
    move_days,
)
from majung.values.moves import moves_in
from majung.values.products import (
    BOUND,
    is_word_factored,
    mul_div,
    power_quotient,
    product_quotient,
    reciprocal,
    word_factor,
)
from majung.values.rounding import Rounding, round_fraction

EPOCH = date(1970, 1, 1)
CODES = {
    DayCount.A365: COUNT_A365,
    DayCount.A360: COUNT_A360,
    DayCount.AA: COUNT_AA,
    DayCount.THIRTY_E_360: COUNT_30E360,
    DayCount.THIRTY_E_360_ISDA: COUNT_30E360ISDA,
    DayCount.THIRTY_360: COUNT_30360,
    DayCount.TWENTY_EIGHT_336: COUNT_28336,
}
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MONTH_ENDS = DATES.map(lambda day: day.replace(day=monthrange(day.year, day.month)[1]))
FEBRUARY_ENDS = st.integers(1900, 2199).map(lambda year: date(year, 2, monthrange(year, 2)[1]))
ANY_DATES = DATES | MONTH_ENDS | FEBRUARY_ENDS


def number(day):
    return (day - EPOCH).days


def test_every_day_of_four_centuries_has_its_number():
    first = number(date(1800, 1, 1))

    for step in range(0, 146_097 * 2, 7):
        day = EPOCH + timedelta(days=first + step)
        assert days_from_civil(day.year, day.month, day.day) == first + step
        assert civil_from_days(first + step) == (day.year, day.month, day.day)


@given(ANY_DATES, st.integers(-1200, 1200), st.booleans())
def test_months_are_added_as_in_the_plain_form(day, months, end_of_month):
    try:
        expected = cycles.add_months(day, months, end_of_month=end_of_month)
    except ValueError:
        return

    assert add_months(number(day), months, int(end_of_month)) == number(expected)


@given(st.sampled_from(sorted(CODES)), ANY_DATES, ANY_DATES, st.booleans())
def test_periods_are_counted_as_in_the_plain_form(rule, one, other, ends_at_maturity):
    start, end = sorted([one, other])
    maturity = end if ends_at_maturity else end + timedelta(days=1)

    expected = day_counts.year_fraction(rule, start, end, maturity=maturity)

    code = CODES[rule]
    days = day_count_days(code, number(start), number(end), number(maturity))
    assert Fraction(days, day_count_basis(code)) == expected


@pytest.mark.parametrize("key", ["KR", "US", "MF", "NONE"])
@pytest.mark.parametrize("convention", BusinessDayConvention)
def test_every_day_moves_as_in_the_plain_form(key, convention):
    calendar = calendar_of(key)
    # A month off both ends, where the plain form refuses the days beyond.
    inner = range(31, len(calendar.mask()) - 31)

    found = moves_in(calendar, convention)[31:-31].tolist()

    days = [calendar.first_on + timedelta(days=place) for place in inner]
    moved = [(cycles.adjusted(day, convention, calendar) - day).days for day in days]
    assert (found or [0] * len(moved)) == moved


WIDE = st.integers(0, 62).flatmap(lambda bits: st.integers(0, (1 << bits) - 1))
DIVISORS = st.integers(1, 61).flatmap(lambda bits: st.integers(1, (1 << bits) - 1))


@given(WIDE, WIDE, DIVISORS)
def test_a_product_is_divided_to_the_last_unit(first, second, divisor):
    quotient, rest = divmod(first * second, divisor)
    if quotient < BOUND:
        assert product_quotient(first, second, divisor) == (quotient, rest)


@given(WIDE, st.integers(0, 61), DIVISORS)
def test_a_number_of_many_digits_is_divided_to_the_last_unit(number, bits, divisor):
    quotient, rest = divmod(number << bits, divisor)
    if quotient < BOUND:
        assert power_quotient(number, bits, divisor) == (quotient, rest)


@given(st.integers(30, 61), st.integers(1, 1 << 29), st.integers(1 << 31, (1 << 61) - 1), st.data())
def test_a_quotient_of_one_digit_is_right_beside_every_whole_number(bits, quotient, divisor, data):
    near = (quotient * divisor >> bits) + data.draw(st.integers(0, 1))

    assert power_quotient(near, bits, divisor) == divmod(near << bits, divisor)


def test_the_largest_loan_at_the_finest_rate_is_exact():
    principal, rate, basis = 10**15, 999_999_999_999, 365 * 366

    found = product_quotient(principal, rate * 365 * 366, 10**12 * basis)

    assert found == divmod(principal * rate * 365 * 366, 10**12 * basis)


@given(st.integers(-(10**17), 10**17), WIDE, DIVISORS, st.sampled_from(list(Rounding)))
def test_a_product_rounds_as_a_fraction_does(first, second, divisor, rounding):
    exact = Fraction(first * second, divisor)
    if abs(exact) < BOUND - 1:
        code = list(Rounding).index(rounding)
        assert mul_div(first, second, divisor, code) == round_fraction(exact, rounding)


@given(st.integers(-99, 99), st.sampled_from(list(Rounding)))
def test_halves_round_as_a_fraction_does(halves, rounding):
    code = list(Rounding).index(rounding)

    assert mul_div(halves, 1, 2, code) == round_fraction(Fraction(halves, 2), rounding)


@given(
    st.integers(1880 * 12, 2230 * 12), st.integers(1, 12), st.integers(1, 31), st.integers(1, 40)
)
def test_a_row_of_days_is_each_day_alone(months, cycle, day, count):
    days = np.zeros(count, np.int64)

    days_in_months(months, cycle, day, days)

    assert days.tolist() == [day_in_month(months + index * cycle, day) for index in range(count)]


@given(st.lists(st.integers(-6, 16), min_size=1, max_size=12).map(sorted), st.integers(-3, 3))
def test_a_row_of_days_moves_as_each_day_does_and_stays_beyond_its_calendar(days, first):
    moves = np.array([1, 0, -1, 2, 0, 1, 0, 0, 3, 0], np.int8)
    moved = np.zeros(len(days), np.int64)

    move_days(np.array(days), moves, first, moved)

    listed = range(len(moves))
    assert moved.tolist() == [
        day + (int(moves[day + first]) if day + first in listed else 0) for day in days
    ]


@given(st.sampled_from(list(CODES.values())), st.lists(ANY_DATES, min_size=2, max_size=9))
def test_a_row_of_periods_counts_as_each_alone(code, days):
    numbers = np.array(sorted(number(day) for day in days))
    parts = np.zeros(len(days) - 1, np.int64)
    maturity = int(numbers[-1])

    day_counts_between(code, numbers, maturity, parts)

    pairs = zip(numbers[:-1].tolist(), numbers[1:].tolist(), strict=True)
    assert parts.tolist() == [day_count_days(code, start, end, maturity) for start, end in pairs]


@given(st.data())
def test_interest_by_one_high_product_is_the_quotient(data):
    divisor = data.draw(st.integers(8, 2**30 - 1), "divisor")
    parts = data.draw(st.integers(1, min(divisor // 4 + 1, 12_000)), "parts")
    rate = data.draw(st.integers(0, max((divisor // 2 - 1) // parts, 0)), "rate")
    largest = (2**63 - 1) // (divisor * parts)
    amount = data.draw(st.integers(0, largest) | st.just(largest), "amount")
    if not is_word_factored(amount, rate, parts, divisor):
        assert rate * parts >= divisor // 2
        return
    # The amounts whose interest is nearest below a whole number, where too much would show.
    below = amount - amount * rate * parts % divisor // max(rate * parts, 1)

    factor = word_factor(rate, divisor, *reciprocal(divisor)) * parts

    assert factor < 2**63
    for each in (amount, below, max(below - 1, 0)):
        assert each * factor >> 64 == each * rate * parts // divisor
