"""Due dates are counted from the anchor, and move to business days as the terms say."""

from datetime import date

import pytest

from majung.errors import message
from majung.values.calendars import korea
from majung.values.cycles import (
    BusinessDayConvention,
    Cycle,
    CycleNotReadableError,
    add_months,
    adjusted,
    due_dates,
    parse_cycle,
)


def _days(*texts):
    return tuple(date.fromisoformat(text) for text in texts)


def test_a_loan_of_the_31st_returns_to_the_31st():
    assert due_dates(date(2024, 1, 31), 1, 4) == _days(
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"
    )


def test_an_anchor_at_a_month_s_end_keeps_to_it_where_agreed():
    assert due_dates(date(2024, 4, 30), 1, 3) == _days("2024-04-30", "2024-05-30", "2024-06-30")
    assert due_dates(date(2024, 4, 30), 1, 3, end_of_month=True) == _days(
        "2024-04-30", "2024-05-31", "2024-06-30"
    )


def test_an_anchor_inside_a_month_is_not_moved_to_its_end():
    assert due_dates(date(2024, 2, 28), 12, 2, end_of_month=True) == _days(
        "2024-02-28", "2025-02-28"
    )


def test_months_are_added_and_taken_away():
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 15), 13) == date(2025, 2, 15)
    assert add_months(date(2024, 1, 15), -1) == date(2023, 12, 15)
    assert add_months(date(2023, 2, 28), 12, end_of_month=True) == date(2024, 2, 29)


def test_no_due_dates_are_none():
    assert due_dates(date(2024, 1, 31), 1, 0) == ()


CONVENTIONS = [
    # Saturday 31 August 2024; Sunday 1 September 2024; a business day.
    ("2024-08-31", "2024-08-31", "2024-09-02", "2024-08-30", "2024-08-30", "2024-08-30"),
    ("2024-09-01", "2024-09-01", "2024-09-02", "2024-09-02", "2024-08-30", "2024-09-02"),
    ("2024-09-03", "2024-09-03", "2024-09-03", "2024-09-03", "2024-09-03", "2024-09-03"),
]


@pytest.mark.parametrize("row", CONVENTIONS, ids=lambda row: row[0])
def test_a_due_date_moves_as_the_convention_says(row):
    day, *expected = _days(*row)

    assert [adjusted(day, convention, korea()) for convention in BusinessDayConvention] == expected


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("P1ML0", Cycle(1, "M", has_long_stub=True)),
        ("P1ML1", Cycle(1, "M")),
        ("P15DL1", Cycle(15, "D")),
        ("P2WL1", Cycle(2, "W")),
        ("P1QL0", Cycle(1, "Q", has_long_stub=True)),
        ("P1YL1", Cycle(1, "Y")),
    ],
)
def test_cycles_are_read_in_the_form_of_actus(text, cycle):
    assert parse_cycle(text) == cycle


@pytest.mark.parametrize("text", ["", "P1M", "1ML0", "P0ML0", "P1XL0", "P1ML2", "p1ml0"])
def test_what_is_no_cycle_is_refused(text):
    with pytest.raises(CycleNotReadableError) as refusal:
        parse_cycle(text)

    assert refusal.value.message == message("cycle-not-readable", text=text)


def test_a_short_last_period_stays_or_joins_the_one_before():
    anchor, last = date(2024, 1, 31), date(2024, 5, 15)

    assert parse_cycle("P1ML1").dates(anchor, last) == _days(
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-15"
    )
    assert parse_cycle("P1ML0").dates(anchor, last) == _days(
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-05-15"
    )


def test_a_cycle_that_fits_leaves_no_stub():
    assert parse_cycle("P1QL0").dates(date(2024, 1, 15), date(2024, 7, 15)) == _days(
        "2024-01-15", "2024-04-15", "2024-07-15"
    )


def test_a_stub_never_drops_the_anchor():
    assert parse_cycle("P1YL0").dates(date(2024, 1, 1), date(2024, 5, 1)) == _days(
        "2024-01-01", "2024-05-01"
    )


def test_weeks_and_days_are_counted_in_days():
    assert parse_cycle("P2WL1").dates(date(2024, 2, 20), date(2024, 3, 19)) == _days(
        "2024-02-20", "2024-03-05", "2024-03-19"
    )


def test_dates_end_where_they_begin_and_not_before():
    day = date(2024, 1, 1)

    assert parse_cycle("P1ML1").dates(day, day) == (day,)
    assert parse_cycle("P1ML1").dates(day, date(2023, 12, 31)) == ()
