"""Business days: which days banks work, from public holidays, bank holidays and orders.

A calendar knows a stated range of days and refuses others.  Holidays that a law or a decree has
already fixed are known; later ones are computed from today's law, and `is_computed` says so:
substitute days and one-off days of the far future cannot be known now.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

from majung.errors import PolicyFinanceError

EPOCH_ON = date(1970, 1, 1)
SATURDAY = 5
DAYS_A_WEEK = 7

#: The last year whose Korean holidays were compared with the official gazette.
KOREA_KNOWN_UNTIL = date(2027, 12, 31)
#: Lunar holidays are tabulated up to 2100.
KOREA_FIRST_ON, KOREA_LAST_ON = date(1990, 1, 1), date(2100, 12, 31)
UNITED_STATES_FIRST_ON, UNITED_STATES_LAST_ON = date(1950, 1, 1), date(2100, 12, 31)
UNBOUNDED_FIRST_ON, UNBOUNDED_LAST_ON = date(1900, 1, 1), date(2199, 12, 31)


class DayOutsideCalendarError(PolicyFinanceError):
    """A business day is asked for within the range that its calendar knows."""

    kind = "day-outside-calendar"


class CalendarNotKnownError(PolicyFinanceError):
    """A business calendar is one of those that Majung has."""

    kind = "calendar-not-known"


@dataclass(frozen=True, slots=True, order=True)
class Override:
    """A day ordered to be a holiday, or a working day, against the computed calendar.

    Attributes:
        on: the day.
        is_business_day: what it was ordered to be.
        source: the decree or notice.
    """

    on: date
    is_business_day: bool
    source: str


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The days on which business is done, within a range.

    Attributes:
        key: `KR`, `US`, `MF` (Monday to Friday) or `NONE` (every day).
        first_on: first day it knows.
        last_on: last day it knows, included.
        holidays: days without business that are no weekend days, or also are.
        has_weekends: whether Saturday and Sunday are without business.
        working_days: weekend days or holidays on which business is ordered.
        known_until: last day fixed by law or decree; later ones are computed.
    """

    key: str
    first_on: date
    last_on: date
    holidays: frozenset[date] = frozenset()
    has_weekends: bool = True
    working_days: frozenset[date] = frozenset()
    known_until: date = field(default=UNBOUNDED_LAST_ON)

    def is_business_day(self, day: date) -> bool:
        """Tell whether business is done on a day.

        Raises:
            DayOutsideCalendarError: before `first_on` or after `last_on`.
        """
        if not self.first_on <= day <= self.last_on:
            raise DayOutsideCalendarError(
                day=day, calendar=self.key, first_on=self.first_on, last_on=self.last_on
            )
        if day in self.working_days:
            return True
        return day not in self.holidays and not (self.has_weekends and day.weekday() >= SATURDAY)

    def is_computed(self, day: date) -> bool:
        """Tell whether a day lies beyond what laws and decrees have fixed."""
        return day > self.known_until

    def following(self, day: date) -> date:
        """Return the day itself, or the first business day after it."""
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day

    def preceding(self, day: date) -> date:
        """Return the day itself, or the last business day before it."""
        while not self.is_business_day(day):
            day -= timedelta(days=1)
        return day

    def plus(self, day: date, count: int) -> date:
        """Return the `count`-th business day after a day; before it where `count` is negative."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            day = self.following(day) if count > 0 else self.preceding(day)
        return day

    def business_days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the business days from `first` to `last`, both included, earliest first."""
        days = _business_days(self)
        self.is_business_day(first)
        self.is_business_day(last)
        return days[bisect_left(days, first) : bisect_right(days, last)]

    @property
    def first_day(self) -> int:
        """The day number (days since 1970-01-01) that `mask` begins with."""
        return (self.first_on - EPOCH_ON).days

    def mask(self) -> bytes:
        """Return one byte a day, first day first: 1 on business days, else 0.

        ``mask()[day - first_day]`` tells whether business is done on day number `day`.
        """
        return _mask(self)


@cache
def _mask(calendar: BusinessCalendar) -> bytes:
    count = (calendar.last_on - calendar.first_on).days + 1
    shift = calendar.first_on.weekday()
    week = bytes(
        not (calendar.has_weekends and (day + shift) % DAYS_A_WEEK >= SATURDAY)
        for day in range(DAYS_A_WEEK)
    )
    days = bytearray((week * (count // DAYS_A_WEEK + 1))[:count])
    for day in calendar.holidays | calendar.working_days:
        if calendar.first_on <= day <= calendar.last_on:
            days[(day - calendar.first_on).days] = calendar.is_business_day(day)
    return bytes(days)


@cache
def _business_days(calendar: BusinessCalendar) -> tuple[date, ...]:
    return tuple(
        calendar.first_on + timedelta(days=step)
        for step, is_business in enumerate(_mask(calendar))
        if is_business
    )


def korea(
    overrides: Iterable[Override] = (), *, closes_on_labour_day: bool = True
) -> BusinessCalendar:
    """Return the business days of Korean banks.

    Public holidays with their substitutes and one-off days, weekends, and Labour Day (근로자의 날,
    노동절), on which banks closed before it became a public holiday in 2026.  Banks work on the
    last day of the year.

    Args:
        overrides: days ordered since, and corrections.
        closes_on_labour_day: False for public offices, which worked on Labour Day to 2025.

    Source: 관공서의 공휴일에 관한 규정; 근로자의 날 제정에 관한 법률.
    """
    return _with(_korea(closes_on_labour_day), overrides)


@cache
def _korea(closes_on_labour_day: bool) -> BusinessCalendar:  # noqa: FBT001 - a cache key
    years = range(KOREA_FIRST_ON.year, KOREA_LAST_ON.year + 1)
    categories = ("public", "bank") if closes_on_labour_day else ("public",)
    days = frozenset(holidays.country_holidays("KR", years=years, categories=categories))
    return BusinessCalendar(
        "KR", KOREA_FIRST_ON, KOREA_LAST_ON, days, known_until=KOREA_KNOWN_UNTIL
    )


def united_states(overrides: Iterable[Override] = ()) -> BusinessCalendar:
    """Return the business days of US federal offices: federal holidays as observed, weekends.

    Source: 5 U.S.C. 6103.
    """
    return _with(_united_states(), overrides)


@cache
def _united_states() -> BusinessCalendar:
    years = range(UNITED_STATES_FIRST_ON.year, UNITED_STATES_LAST_ON.year + 1)
    days = frozenset(
        day
        for day in holidays.country_holidays("US", years=years)
        # New Year's Day of the year after may be observed on the last day of a year.
        if UNITED_STATES_FIRST_ON <= day <= UNITED_STATES_LAST_ON
    )
    return BusinessCalendar("US", UNITED_STATES_FIRST_ON, UNITED_STATES_LAST_ON, days)


@cache
def weekdays() -> BusinessCalendar:
    """Return the calendar in which business is done from Monday to Friday."""
    return BusinessCalendar("MF", UNBOUNDED_FIRST_ON, UNBOUNDED_LAST_ON)


@cache
def every_day() -> BusinessCalendar:
    """Return the calendar in which business is done on every day."""
    return BusinessCalendar("NONE", UNBOUNDED_FIRST_ON, UNBOUNDED_LAST_ON, has_weekends=False)


_CALENDARS: Mapping[str, Callable[[], BusinessCalendar]] = {
    "KR": korea,
    "US": united_states,
    "MF": weekdays,
    "NONE": every_day,
}


def calendar_of(key: str) -> BusinessCalendar:
    """Return the calendar that terms name by its key.

    Raises:
        CalendarNotKnownError: another key.
    """
    if key not in _CALENDARS:
        raise CalendarNotKnownError(calendar=key, known=tuple(_CALENDARS))
    return _CALENDARS[key]()


def _with(calendar: BusinessCalendar, overrides: Iterable[Override]) -> BusinessCalendar:
    """Apply orders to a calendar; a later order about the same day wins."""
    opened = {order.on: order.is_business_day for order in overrides}
    if not opened:
        return calendar
    working = frozenset(day for day, is_open in opened.items() if is_open)
    closed = frozenset(day for day, is_open in opened.items() if not is_open)
    return BusinessCalendar(
        calendar.key,
        calendar.first_on,
        calendar.last_on,
        (calendar.holidays | closed) - working,
        calendar.has_weekends,
        working,
        calendar.known_until,
    )
