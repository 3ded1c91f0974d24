"""Days that come again: the due dates of instalments, resets and fees.

Every date is counted from the anchor, never from the date before it, so a loan of the 31st
returns to the 31st after February.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count as steps_from

from majung.errors import PolicyFinanceError
from majung.values.calendars import BusinessCalendar

MONTHS_OF = {"M": 1, "Q": 3, "H": 6, "Y": 12}
DAYS_OF = {"D": 1, "W": 7}
_CYCLE = re.compile(r"P([1-9][0-9]{0,3})([DWMQHY])L([01])")


class CycleNotReadableError(PolicyFinanceError):
    """A cycle is written in the ACTUS form: count, unit, and what becomes of a short end."""

    kind = "cycle-not-readable"


class BusinessDayConvention(StrEnum):
    """Where a due date goes that is no business day."""

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified-following"
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified-preceding"


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often something comes again.

    Attributes:
        count: how many units lie between two dates.
        unit: D, W, M, Q, H or Y.
        has_long_stub: whether a last period that is too short is joined to the one before it.

    Source: ACTUS Technical Specification v1.1, 3.1 (schedule), 3.2 (cycle ``P1ML0``).
    """

    count: int
    unit: str
    has_long_stub: bool = False

    def step(self, anchor: date, number: int, *, end_of_month: bool = False) -> date:
        """Return the date `number` cycles after the anchor."""
        if self.unit in DAYS_OF:
            return anchor + timedelta(days=number * self.count * DAYS_OF[self.unit])
        months = number * self.count * MONTHS_OF[self.unit]
        return add_months(anchor, months, end_of_month=end_of_month)

    def dates(self, anchor: date, last: date, *, end_of_month: bool = False) -> tuple[date, ...]:
        """Return the dates from the anchor to `last`, earliest first; `last` itself always.

        A cycle that does not divide the time leaves a short last period, or a long one where
        `has_long_stub` drops the last regular date before `last`.
        """
        if anchor > last:
            return ()
        dates: list[date] = []
        for number in steps_from():
            day = self.step(anchor, number, end_of_month=end_of_month)
            if day >= last:
                break
            dates.append(day)
        if self.has_long_stub and day > last and len(dates) > 1:
            dates.pop()
        return (*dates, last)


def parse_cycle(text: str) -> Cycle:
    """Read a cycle in the ACTUS form: ``P1ML0`` (monthly, long last period), ``P3ML1``.

    Raises:
        CycleNotReadableError: another form.
    """
    written = _CYCLE.fullmatch(text.strip())
    if written is None:
        raise CycleNotReadableError(text=text.strip())
    return Cycle(int(written[1]), written[2], has_long_stub=written[3] == "0")


def add_months(day: date, months: int, *, end_of_month: bool = False) -> date:
    """Return the same day some months later, or the last day of a month that is too short.

    Args:
        months: negative to go back.
        end_of_month: whether the last day of a month goes to the last day of the other.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    keeps_end = end_of_month and day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if keeps_end else min(day.day, length))


def due_dates(
    anchor: date, months: int, count: int, *, end_of_month: bool = False
) -> tuple[date, ...]:
    """Return `count` due dates, the anchor first, each a whole number of cycles after it.

    >>> [str(day) for day in due_dates(date(2024, 1, 31), 1, 3)]
    ['2024-01-31', '2024-02-29', '2024-03-31']

    Args:
        end_of_month: whether an anchor at a month's end keeps to the months' ends.
    """
    return tuple(
        add_months(anchor, number * months, end_of_month=end_of_month) for number in range(count)
    )


def adjusted(day: date, convention: BusinessDayConvention, calendar: BusinessCalendar) -> date:
    """Return the business day that a due date moves to.

    The modified forms turn round where the move would leave the month.
    """
    match convention:
        case BusinessDayConvention.NONE:
            return day
        case BusinessDayConvention.FOLLOWING:
            return calendar.following(day)
        case BusinessDayConvention.PRECEDING:
            return calendar.preceding(day)
        case BusinessDayConvention.MODIFIED_FOLLOWING:
            moved = calendar.following(day)
            return moved if moved.month == day.month else calendar.preceding(day)
        case BusinessDayConvention.MODIFIED_PRECEDING:
            moved = calendar.preceding(day)
            return moved if moved.month == day.month else calendar.following(day)
