"""Business days: equal to the gazette, bounded, and open to orders."""

import csv
from datetime import date, timedelta

import pytest

from majung.errors import message
from majung.values.calendars import (
    CalendarNotKnownError,
    DayOutsideCalendarError,
    Override,
    calendar_of,
    every_day,
    korea,
    united_states,
    weekdays,
)


def test_public_holidays_of_korea_equal_the_gazette(truth):
    with (truth / "kr" / "kr_public_holidays_2018_2027.csv").open(encoding="utf-8") as file:
        gazette = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}

    offices = korea(closes_on_labour_day=False)

    assert {day for day in offices.holidays if 2018 <= day.year <= 2027} == gazette
    assert offices.known_until == max(gazette).replace(day=31)


def test_banks_close_on_labour_day_and_offices_did_not_before_2026():
    labour_day = date(2024, 5, 1)

    assert not korea().is_business_day(labour_day)
    assert korea(closes_on_labour_day=False).is_business_day(labour_day)
    assert not korea(closes_on_labour_day=False).is_business_day(date(2026, 5, 1))


def test_banks_and_offices_differ_on_labour_day_alone():
    banks, offices = korea().holidays, korea(closes_on_labour_day=False).holidays

    assert {(day.month, day.day) for day in banks - offices if day.year >= 1994} == {(5, 1)}


def test_one_off_and_substitute_holidays_are_known():
    # Armed Forces Day 2024, the election of 2024, the substitute for Liberation Day 2021.
    days = [date(2024, 10, 1), date(2024, 4, 10), date(2021, 8, 16)]

    assert [korea().is_business_day(day) for day in days] == [False, False, False]


def test_the_last_day_of_the_year_is_a_business_day():
    assert korea().is_business_day(date(2024, 12, 31))


def test_the_year_2024_has_these_many_business_days():
    year = korea().business_days(date(2024, 1, 1), date(2024, 12, 31))

    # 262 weekdays less 16 holidays on weekdays and Labour Day.
    assert (len(year), year[0], year[-1]) == (245, date(2024, 1, 2), date(2024, 12, 31))


def test_days_move_to_the_business_days_around_them():
    # Chuseok 2024: Saturday the 14th to Wednesday the 18th of September.
    calendar, day = korea(), date(2024, 9, 16)

    assert calendar.following(day) == date(2024, 9, 19)
    assert calendar.preceding(day) == date(2024, 9, 13)
    assert calendar.following(date(2024, 9, 19)) == date(2024, 9, 19)
    assert calendar.preceding(date(2024, 9, 13)) == date(2024, 9, 13)


def test_business_days_are_counted_from_a_day():
    calendar, day = korea(), date(2024, 9, 13)

    assert calendar.plus(day, 0) == day
    assert calendar.plus(day, 2) == date(2024, 9, 20)
    assert calendar.plus(date(2024, 9, 20), -2) == day
    assert calendar.plus(date(2024, 9, 16), 1) == date(2024, 9, 19)


def test_a_day_ordered_since_changes_the_calendar():
    ordered = korea(
        [
            Override(date(2026, 7, 3), is_business_day=False, source="decree"),
            Override(date(2026, 1, 1), is_business_day=True, source="decree"),
        ]
    )

    assert not ordered.is_business_day(date(2026, 7, 3))
    assert ordered.is_business_day(date(2026, 1, 1))
    assert ordered.holidays - korea().holidays == {date(2026, 7, 3)}
    assert korea().holidays - ordered.holidays == {date(2026, 1, 1)}
    assert korea().is_business_day(date(2026, 7, 3))


def test_business_can_be_ordered_for_a_saturday_and_taken_back():
    saturday = date(2026, 7, 4)
    opened = Override(saturday, is_business_day=True, source="decree")
    closed = Override(saturday, is_business_day=False, source="decree withdrawn")

    assert korea([opened]).is_business_day(saturday)
    assert korea([opened]).following(saturday) == saturday
    assert not korea([opened, closed]).is_business_day(saturday)


def test_days_past_the_gazette_are_computed():
    assert not korea().is_computed(date(2027, 12, 31))
    assert korea().is_computed(date(2028, 1, 1))


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1)])
def test_a_day_outside_the_calendar_is_refused(day):
    with pytest.raises(DayOutsideCalendarError) as refusal:
        korea().is_business_day(day)

    assert refusal.value.message == message(
        "day-outside-calendar",
        day=day,
        calendar="KR",
        first_on=date(1990, 1, 1),
        last_on=date(2100, 12, 31),
    )


def test_a_range_that_leaves_the_calendar_is_refused():
    with pytest.raises(DayOutsideCalendarError):
        korea().business_days(date(2100, 12, 1), date(2101, 1, 31))


def test_moving_past_the_last_day_is_refused():
    # 31 December 2100 is a Friday: no business day follows within the calendar.
    with pytest.raises(DayOutsideCalendarError):
        korea().plus(date(2100, 12, 31), 1)


def test_federal_offices_close_on_observed_holidays():
    closed = [date(2021, 7, 5), date(2021, 12, 31), date(2021, 6, 18), date(2021, 11, 25)]

    assert [united_states().is_business_day(day) for day in closed] == [False] * 4
    assert united_states().is_business_day(date(2021, 7, 6))


def test_calendars_without_holidays():
    saturday, monday = date(2024, 6, 1), date(2024, 6, 3)

    assert every_day().is_business_day(saturday)
    assert not weekdays().is_business_day(saturday)
    assert weekdays().following(saturday) == monday


@pytest.mark.parametrize("key", ["KR", "US", "MF", "NONE"])
def test_a_calendar_is_found_by_its_key(key):
    assert calendar_of(key).key == key


def test_a_calendar_that_is_not_known_is_refused():
    with pytest.raises(CalendarNotKnownError) as refusal:
        calendar_of("kr")

    assert refusal.value.message == message(
        "calendar-not-known", calendar="kr", known=("KR", "US", "MF", "NONE")
    )


@pytest.mark.parametrize("key", ["KR", "US", "MF", "NONE"])
def test_the_mask_says_what_the_calendar_says(key):
    calendar = calendar_of(key)
    mask = calendar.mask()
    days = [calendar.first_on + timedelta(days=step) for step in range(0, len(mask), 13)]

    assert len(mask) == (calendar.last_on - calendar.first_on).days + 1
    assert [bool(mask[(day - date(1970, 1, 1)).days - calendar.first_day]) for day in days] == [
        calendar.is_business_day(day) for day in days
    ]
