"""When things happen and to which day interest runs: cycles, month ends, business days.

Source: ACTUS Technical Specification v1.1, 3.1 (schedules), 3.3 (end of month), 3.4 (business
days), 3.6 (year fractions).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as steps_from

from majung.contracts.day_numbers import day_number
from majung.values.calendars import BusinessCalendar, calendar_of
from majung.values.cycles import (
    DAYS_OF,
    BusinessDayConvention,
    Cycle,
    adjusted,
)
from majung.values.day_counts import DayCount

#: The most days that one cycle of a contract may bring.
DATES_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the days of a contract are found.

    Attributes:
        calendar: key of the business days (CLDR).
        shift: where a day goes that is no business day (BDC).
        shifts_first: interest runs to the shifted day (the S… of ``SCF``), not to the unshifted.
        end_of_month: a cycle of months from a month's end keeps to month ends (EOMC).
        day_count: dayCountConvention IPDC.
    """

    calendar: str = "NONE"
    shift: BusinessDayConvention = BusinessDayConvention.NONE
    shifts_first: bool = True
    end_of_month: bool = False
    day_count: DayCount = DayCount.A365

    @property
    def business(self) -> BusinessCalendar:
        """The business days."""
        return calendar_of(self.calendar)

    def shifted(self, day: date) -> date:
        """Return the day on which what a cycle brings for a day happens."""
        return adjusted(day, self.shift, self.business)

    def accrues_to(self, day: date) -> int:
        """Return the number of the day that interest of a day runs to.

        Under B252 it is a number of business days, as the kernel wants it.
        """
        to = self.shifted(day) if self.shifts_first else day
        if self.day_count is not DayCount.B252:
            return day_number(to)
        calendar = self.business
        return len(calendar.business_days(calendar.first_on, to - timedelta(days=1)))

    def days(
        self, anchor: date, cycle: Cycle | None, end: date, *, misses: bool = False
    ) -> tuple[date, ...]:
        """Return the unshifted days from an anchor to before an end, by the cycle.

        A long last period drops the last of them where the cycle does not meet the end.

        Args:
            misses: a day of the cycle on the end itself does not meet it either.

        Source: ACTUS Technical Specification v1.1, 3.1.
        """
        if anchor >= end:
            return ()
        if cycle is None:
            return (anchor,)
        days: list[date] = []
        for number in steps_from():
            day = self.step(anchor, cycle, number)
            if day >= end or number == DATES_MAX:
                break
            days.append(day)
        if cycle.has_long_stub and (day > end or misses) and len(days) > 1:
            days.pop()
        return tuple(days)

    def keeps_month_end(self, cycle: Cycle) -> bool:
        """Whether days of a cycle keep to month ends: only a cycle of months can."""
        return self.end_of_month and cycle.unit not in DAYS_OF

    def step(self, anchor: date, cycle: Cycle, number: int) -> date:
        """Return the unshifted day some cycles after an anchor, the last of all days at most."""
        try:
            return cycle.step(anchor, number, end_of_month=self.keeps_month_end(cycle))
        except (ValueError, OverflowError):
            return date.max
