"""Days as the kernel counts them: whole numbers from a first day on."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

#: Day number 0 is 1970-01-01.
EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return a date as the kernel counts days."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(number + EPOCH)


def dates_of(numbers: NDArray[np.integer]) -> list[date]:
    """Return the dates of day numbers; equal ones share one."""
    days, places = np.unique(numbers, return_inverse=True)
    dates = [date.fromordinal(day) for day in (days + EPOCH).tolist()]
    return [dates[place] for place in places.tolist()]
