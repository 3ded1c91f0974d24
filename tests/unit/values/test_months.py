"""Months in order, and as officials write them."""

from datetime import date

import pytest

from majung.errors import message
from majung.values.months import Month, MonthNotReadableError, parse_month


def test_a_month_knows_its_days():
    month = Month(2024, 2)

    assert (month.first_on, month.last_on) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Month.of(date(2024, 2, 10)) == month


def test_months_follow_each_other_across_years():
    assert Month(2023, 12).next() == Month(2024, 1)
    assert Month(2024, 1).previous() == Month(2023, 12)
    assert Month(2024, 1).plus(-13) == Month(2022, 12)
    assert Month(2022, 12).months_until(Month(2024, 1)) == 13
    assert Month(2024, 1).months_until(Month(2022, 12)) == -13


def test_months_of_a_range_include_both_ends():
    assert Month(2023, 11).through(Month(2024, 2)) == (
        Month(2023, 11),
        Month(2023, 12),
        Month(2024, 1),
        Month(2024, 2),
    )
    assert Month(2024, 2).through(Month(2024, 1)) == ()


def test_months_are_ordered_by_time():
    assert sorted([Month(2024, 1), Month(2023, 12)]) == [Month(2023, 12), Month(2024, 1)]


def test_a_month_is_written_for_people_and_for_files():
    assert str(Month(2024, 5)) == "2024-05"
    assert Month(2024, 5).spoken("ko") == "2024년 5월"
    assert Month(2024, 5).spoken("en") == "2024-05"


@pytest.mark.parametrize("number", [0, 13])
def test_a_month_outside_the_year_is_a_mistake(number):
    with pytest.raises(ValueError, match="1 to 12"):
        Month(2024, number)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05",
        "2024-5",
        "2024.5",
        "2024. 5.",
        "2024/05",
        "2024년 5월",
        "2024년5월",
        "２０２４－０５",
    ],
)
def test_months_are_read_as_officials_write_them(text):
    assert parse_month(text) == Month(2024, 5)


@pytest.mark.parametrize("text", ["", "2024", "2024-00", "2024-13", "24-05", "5월", "2024-05-01"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(MonthNotReadableError) as refusal:
        parse_month(text)

    assert refusal.value.message == message("month-not-readable", text=text)
