"""Day counts: what part of a year interest runs for, as an exact fraction.

This is the plain form of the rules; the compiled form in `days` is tested against it.
A period runs from its first day, included, to its last, excluded.
"""

from calendar import isleap, monthrange
from datetime import date
from enum import StrEnum
from fractions import Fraction

from majung.values.calendars import BusinessCalendar

FEBRUARY = 2
BUSINESS_DAYS_A_YEAR = 252


class DayCount(StrEnum):
    """How days are counted and what a year is, under the names of ACTUS.

    Source: ACTUS Technical Specification v1.1, 3.6 (year fraction); ISDA 2006 Definitions 4.16
    for 30360 and 30E360ISDA.
    """

    A365 = "A365"
    A360 = "A360"
    AA = "AA"
    THIRTY_E_360 = "30E360"
    THIRTY_E_360_ISDA = "30E360ISDA"
    THIRTY_360 = "30360"
    TWENTY_EIGHT_336 = "28336"
    B252 = "B252"


def year_fraction(
    day_count: DayCount,
    start: date,
    end: date,
    *,
    maturity: date | None = None,
    calendar: BusinessCalendar | None = None,
) -> Fraction:
    """Return the exact part of a year between two days.

    - A365, A360: days over 365 or 360.
    - AA: days in leap years over 366, other days over 365.
    - 30E360: months of 30 days; the 31st counts as the 30th.
    - 30E360ISDA: so does the last day of February, but not at the end on the maturity date.
    - 30360: the 31st counts as the 30th; at the end only where the start is the 30th or 31st.
    - 28336: months of 28 days; later days count as the 28th.
    - B252: business days of the calendar over 252.

    Args:
        maturity: of the contract; 30E360ISDA needs it where the period may end there.
        calendar: for B252.

    Raises:
        ValueError: the period ends before it starts, or B252 lacks a calendar.
    """
    if end < start:
        raise ValueError(f"a period cannot end on {end}, before its start on {start}")
    match day_count:
        case DayCount.A365:
            return Fraction((end - start).days, 365)
        case DayCount.A360:
            return Fraction((end - start).days, 360)
        case DayCount.AA:
            return _actual_actual(start, end)
        case DayCount.B252:
            return _business_252(start, end, calendar)
        case _:
            return _by_months(day_count, start, end, maturity)


def _actual_actual(start: date, end: date) -> Fraction:
    """Divide each year's days by that year's length."""
    parts = Fraction(0)
    for year in range(start.year, end.year + 1):
        first = max(start, date(year, 1, 1))
        last = min(end, date(year + 1, 1, 1))
        parts += Fraction((last - first).days, 366 if isleap(year) else 365)
    return parts


def _business_252(start: date, end: date, calendar: BusinessCalendar | None) -> Fraction:
    if calendar is None:
        raise ValueError("B252 counts business days, so it needs a calendar")
    days = calendar.business_days(start, end)
    return Fraction(len(days) - (end in days[-1:]), BUSINESS_DAYS_A_YEAR)


def _by_months(day_count: DayCount, start: date, end: date, maturity: date | None) -> Fraction:
    """Count whole months, and days within months of equal length."""
    length = 28 if day_count is DayCount.TWENTY_EIGHT_336 else 30
    first, last = min(start.day, length), min(end.day, length)
    if day_count is DayCount.THIRTY_360 and first < length:
        last = end.day
    if day_count is DayCount.THIRTY_E_360_ISDA:
        first = length if _ends_february(start) else first
        last = length if _ends_february(end) and end != maturity else last
    months = (end.year - start.year) * 12 + end.month - start.month
    return Fraction(months * length + last - first, 12 * length)


def _ends_february(day: date) -> bool:
    return day.month == FEBRUARY and day.day == monthrange(day.year, FEBRUARY)[1]
