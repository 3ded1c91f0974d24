"""Where due days move: by how many days, for each day of a calendar, as a column.

The plain form is `cycles.adjusted`; a test compares the two on every day of every calendar.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from majung.values.calendars import BusinessCalendar
from majung.values.cycles import BusinessDayConvention

_BACKWARDS = (BusinessDayConvention.PRECEDING, BusinessDayConvention.MODIFIED_PRECEDING)
_WITHIN_MONTH = (
    BusinessDayConvention.MODIFIED_FOLLOWING,
    BusinessDayConvention.MODIFIED_PRECEDING,
)


@lru_cache(maxsize=64)
def moves_in(calendar: BusinessCalendar, convention: BusinessDayConvention) -> NDArray[np.int8]:
    """Return by how many days each day of a calendar moves, its first day first.

    The days before the first and after the last one are taken as business days.  Under NONE no
    day is listed: none moves.

    Source: ACTUS Technical Specification v1.1, 3.4 (business day shift convention).
    """
    if convention is BusinessDayConvention.NONE:
        return np.zeros(0, np.int8)
    days = np.arange(len(calendar.mask()))
    is_business = np.frombuffer(calendar.mask(), np.bool_)
    following = np.minimum.accumulate(np.where(is_business, days, len(days))[::-1])[::-1]
    preceding = np.maximum.accumulate(np.where(is_business, days, -1))
    moved, otherwise = following, preceding
    if convention in _BACKWARDS:
        moved, otherwise = preceding, following
    if convention in _WITHIN_MONTH:
        moved = np.where(_months(calendar, moved) == _months(calendar, days), moved, otherwise)
    return np.asarray(moved - days, np.int8)


def _months(calendar: BusinessCalendar, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the months, since January 1970, of days counted from the calendar's first."""
    days = (places + calendar.first_day).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)
