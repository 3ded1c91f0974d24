"""Dates as day numbers, compiled: days since 1970-01-01, months, day counts.

This is the only date arithmetic that runs on columns.  Its plain forms are `cycles` and
`day_counts`; the two are compared by test on every rule.
"""

from datetime import date
from typing import Protocol

import numpy as np

from majung.values.compiling import compiled, inlined

(
    COUNT_A365, COUNT_A360, COUNT_AA, COUNT_30E360, COUNT_30E360ISDA, COUNT_30360, COUNT_28336,
    COUNT_B252,
) = range(8)  # fmt: skip

_EPOCH_FROM_MARCH = 719_468
_DAYS_400_YEARS = 146_097
_MONTHS_400_YEARS = 4_800
_DAYS_100_YEARS = 36_524
_DAYS_4_YEARS = 1_461
_YEAR = 365
_LEAP_YEAR = 366
_FEBRUARY = 2

#: The months whose first days are looked up; of others they are reckoned.
_KEPT_FROM, _KEPT_UNTIL = 1900 * 12, 2220 * 12
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_DAYS = np.array(
    [
        date(months // 12, months % 12 + 1, 1).toordinal() - _EPOCH
        for months in range(_KEPT_FROM, _KEPT_UNTIL + 1)
    ],
    np.int64,
)
_FIRST_KEPT, _LAST_KEPT = int(_FIRST_DAYS[0]), int(_FIRST_DAYS[-1])


class _Row(Protocol):
    """Integers in a row."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, place: int) -> int:
        """Return one."""

    def __setitem__(self, place: int, value: int) -> None:
        """Set one."""


@compiled
def days_from_civil(year: int, month: int, day: int) -> int:
    """Return the day number of a date of the Gregorian calendar.

    >>> days_from_civil(1970, 1, 1)
    0
    """
    # The year begins in March here, so that the leap day is its last day.
    shifted = year - (1 if month <= _FEBRUARY else 0)
    era = shifted // 400
    year_of_era = shifted - era * 400
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * _YEAR + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _DAYS_400_YEARS + day_of_era - _EPOCH_FROM_MARCH


@compiled
def civil_from_days(number: int) -> tuple[int, int, int]:
    """Return year, month and day of a day number."""
    if _FIRST_KEPT <= number < _LAST_KEPT:
        # A month has 30.44 days: this is its place, or one too early or too late.
        place = (number - _FIRST_KEPT) * _MONTHS_400_YEARS // _DAYS_400_YEARS
        if _FIRST_DAYS[place + 1] <= number:
            place += 1
        elif _FIRST_DAYS[place] > number:
            place -= 1
        months = place + _KEPT_FROM
        kept_year = months // 12
        kept_day: int = number - _FIRST_DAYS[place] + 1
        return kept_year, months - kept_year * 12 + 1, kept_day
    from_march = number + _EPOCH_FROM_MARCH
    era = from_march // _DAYS_400_YEARS
    day_of_era = from_march - era * _DAYS_400_YEARS
    year_of_era = (
        day_of_era
        - day_of_era // (_DAYS_4_YEARS - 1)
        + day_of_era // _DAYS_100_YEARS
        - day_of_era // (_DAYS_400_YEARS - 1)
    ) // _YEAR
    day_of_year = day_of_era - (_YEAR * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_of_year = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_of_year + 2) // 5 + 1
    month = month_of_year + 3 if month_of_year < 10 else month_of_year - 9
    return year_of_era + era * 400 + (1 if month <= _FEBRUARY else 0), month, day


@compiled
def is_leap(year: int) -> bool:
    """Tell whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@compiled
def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    if month == _FEBRUARY:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@compiled
def day_in_month(months: int, day: int) -> int:
    """Return the day number of a day of a month, or of the month's last day if it is shorter.

    Args:
        months: since the year 0, ``year * 12 + month - 1``.
    """
    if _KEPT_FROM <= months < _KEPT_UNTIL:
        place = months - _KEPT_FROM
        kept: int = min(_FIRST_DAYS[place] + day, _FIRST_DAYS[place + 1])
        return kept - 1
    year = months // 12
    month = months - year * 12 + 1
    return days_from_civil(year, month, min(day, month_length(year, month)))


@compiled
def days_in_months(months: int, cycle: int, day: int, days: _Row) -> None:
    """Fill a row with a day of months, `cycle` months apart, as of `day_in_month`."""
    count = len(days)
    if months >= _KEPT_FROM and months + (count - 1) * cycle < _KEPT_UNTIL and cycle >= 0:
        # All are kept: without a look at each, a processor takes several at once.
        if cycle == 1:
            firsts = _FIRST_DAYS[months - _KEPT_FROM : months - _KEPT_FROM + count + 1]
            for index in range(count):
                days[index] = min(firsts[index] + day, firsts[index + 1]) - 1
            return
        for index in range(count):
            place = months - _KEPT_FROM + index * cycle
            days[index] = min(_FIRST_DAYS[place] + day, _FIRST_DAYS[place + 1]) - 1
        return
    for index in range(count):
        days[index] = day_in_month(months + index * cycle, day)


@compiled
def move_days(days: _Row, moves: _Row, first: int, moved: _Row) -> None:
    """Fill a row with days moved by what stands for each in `moves`; a day beyond them stays.

    Args:
        days: earliest first.
        first: where in `moves` day number 0 would stand.
    """
    count = len(days)
    if count and days[0] + first >= 0 and days[count - 1] + first < len(moves):
        for index in range(count):
            moved[index] = days[index] + moves[days[index] + first]
        return
    for index in range(count):
        moved[index] = days[index]
        if 0 <= days[index] + first < len(moves):
            moved[index] += moves[days[index] + first]


@compiled
def day_counts_between(count: int, days: _Row, maturity: int, parts: _Row) -> None:
    """Fill a row with the parts of a year from each day to the next, as of `day_count_days`."""
    if count in (COUNT_A365, COUNT_A360):
        for index in range(len(parts)):
            parts[index] = days[index + 1] - days[index]
        return
    for index in range(len(parts)):
        parts[index] = day_count_days(count, days[index], days[index + 1], maturity)


@compiled
def add_months(number: int, months: int, end_of_month: int) -> int:
    """Return the same day some months later, or the last day of a month that is too short.

    Args:
        months: negative to go back.
        end_of_month: not 0 if a month's last day goes to the other month's last day.
    """
    year, month, day = civil_from_days(number)
    if end_of_month and day == month_length(year, month):
        day = 31
    return day_in_month(year * 12 + month - 1 + months, day)


@compiled
def day_count_basis(count: int) -> int:
    """Return what `day_count_days` is divided by to make years."""
    if count == COUNT_A365:
        return _YEAR
    if count == COUNT_AA:
        return _YEAR * _LEAP_YEAR
    if count == COUNT_B252:
        return 252
    return 336 if count == COUNT_28336 else 360


@inlined
def day_count_days(count: int, start: int, end: int, maturity: int) -> int:
    """Return a period's length in parts of a year, of which `day_count_basis` make one.

    Args:
        start: a day number; of B252, which counts business days, the number of a business day.
        end: excluded, not before `start`.
        maturity: the last due day, which 30E360ISDA treats apart.
    """
    if count in (COUNT_A365, COUNT_A360, COUNT_B252):
        return end - start
    if count == COUNT_AA:
        return _actual_parts(end) - _actual_parts(start)
    return _month_days(count, start, end, maturity)


@compiled
def _actual_parts(number: int) -> int:
    """Return the parts from the year 0 to a day: a day of a leap year is 365, of another 366."""
    year, _, _ = civil_from_days(number)
    into_year = number - days_from_civil(year, 1, 1)
    return year * _YEAR * _LEAP_YEAR + into_year * (_YEAR if is_leap(year) else _LEAP_YEAR)


@compiled
def _month_days(count: int, start: int, end: int, maturity: int) -> int:
    length = 28 if count == COUNT_28336 else 30
    start_year, start_month, start_day = civil_from_days(start)
    end_year, end_month, end_day = civil_from_days(end)
    first = min(start_day, length)
    last = min(end_day, length)
    if count == COUNT_30360 and first < length:
        last = end_day
    if count == COUNT_30E360ISDA:
        if start_month == _FEBRUARY and start_day == month_length(start_year, start_month):
            first = length
        ends_february = end_month == _FEBRUARY and end_day == month_length(end_year, end_month)
        if ends_february and end != maturity:
            last = length
    months = (end_year - start_year) * 12 + end_month - start_month
    return months * length + last - first
