"""Year fractions of periods whose count is published or done by hand."""

from datetime import date
from fractions import Fraction

import pytest

from majung.values.calendars import korea
from majung.values.day_counts import DayCount, year_fraction


def _days(text):
    return tuple(date.fromisoformat(part) for part in text.split(" "))


#: Periods with their number of days: 30E360, 30E360ISDA, 30360, 28336.
BY_MONTHS = [
    ("2007-01-15 2007-01-30", 15, 15, 15, 13),
    ("2007-01-15 2007-02-15", 30, 30, 30, 28),
    ("2007-01-15 2007-07-15", 180, 180, 180, 168),
    ("2007-09-30 2008-03-31", 180, 180, 180, 168),
    ("2007-09-30 2007-10-31", 30, 30, 30, 28),
    ("2007-09-30 2008-09-30", 360, 360, 360, 336),
    ("2007-01-15 2007-01-31", 15, 15, 16, 13),
    ("2007-01-31 2007-02-28", 28, 30, 28, 28),
    ("2007-02-28 2007-03-31", 32, 30, 33, 28),
    ("2006-08-31 2007-02-28", 178, 180, 178, 168),
    ("2007-02-28 2007-08-31", 182, 180, 183, 168),
    ("2007-02-14 2007-02-28", 14, 16, 14, 14),
    ("2007-02-26 2008-02-29", 363, 364, 363, 338),
    ("2008-02-29 2009-02-28", 359, 360, 359, 336),
    ("2008-02-29 2008-03-30", 31, 30, 31, 28),
    ("2008-02-29 2008-03-31", 31, 30, 32, 28),
]
MONTH_COUNTS = (
    DayCount.THIRTY_E_360,
    DayCount.THIRTY_E_360_ISDA,
    DayCount.THIRTY_360,
    DayCount.TWENTY_EIGHT_336,
)


@pytest.mark.parametrize("row", BY_MONTHS, ids=lambda row: row[0])
def test_periods_counted_by_months(row):
    # The table of periods that accompanies the ISDA definitions of 30/360, without maturity.
    period, *expected = row
    start, end = _days(period)
    lengths = (360, 360, 360, 336)

    assert [year_fraction(count, start, end) for count in MONTH_COUNTS] == [
        Fraction(days, length) for days, length in zip(expected, lengths, strict=True)
    ]


def test_the_last_february_day_counts_as_itself_at_maturity():
    start, end = _days("2006-08-31 2007-02-28")

    assert year_fraction(DayCount.THIRTY_E_360_ISDA, start, end, maturity=end) == Fraction(178, 360)


def test_actual_days_over_a_fixed_year():
    start, end = _days("2023-06-01 2024-06-01")

    assert year_fraction(DayCount.A365, start, end) == Fraction(366, 365)
    assert year_fraction(DayCount.A360, start, end) == Fraction(366, 360)


def test_actual_days_over_each_year_s_own_length():
    # 1 November 2003 to 1 May 2004: 61 days of 2003 and 121 of 2004 (ISDA, EMU memo of 1998).
    start, end = _days("2003-11-01 2004-05-01")

    assert year_fraction(DayCount.AA, start, end) == Fraction(61, 365) + Fraction(121, 366)


def test_a_whole_leap_year_is_one_year():
    assert year_fraction(DayCount.AA, *_days("2024-01-01 2025-01-01")) == 1


def test_business_days_over_252():
    # Chuseok week 2024 has two business days; the end is not counted.
    start, end = _days("2024-09-16 2024-09-23")

    assert year_fraction(DayCount.B252, start, end, calendar=korea()) == Fraction(2, 252)
    assert year_fraction(
        DayCount.B252, date(2024, 9, 19), date(2024, 9, 20), calendar=korea()
    ) == Fraction(1, 252)


def test_business_days_need_a_calendar():
    with pytest.raises(ValueError, match="needs a calendar"):
        year_fraction(DayCount.B252, *_days("2024-09-16 2024-09-23"))


@pytest.mark.parametrize("count", [count for count in DayCount if count != DayCount.B252])
def test_an_empty_period_is_no_part_of_a_year(count):
    assert year_fraction(count, date(2024, 2, 29), date(2024, 2, 29)) == 0


@pytest.mark.parametrize("count", list(DayCount))
def test_a_period_that_ends_before_it_starts_is_a_mistake(count):
    with pytest.raises(ValueError, match="before its start"):
        year_fraction(count, date(2024, 2, 29), date(2024, 2, 28), calendar=korea())


def test_the_names_are_those_of_actus():
    assert [str(count) for count in DayCount] == [
        "A365",
        "A360",
        "AA",
        "30E360",
        "30E360ISDA",
        "30360",
        "28336",
        "B252",
    ]
