"""Calendar months: what plans, reports and supply count in."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

from majung.errors import Language, PolicyFinanceError
from majung.values.numerals import plain

MONTHS_A_YEAR = 12
_WRITTEN = re.compile(r"([0-9]{4})(?:\s?년\s?|-|/|\.\s?)([0-9]{1,2})(?:\s?월|\.)?")


class MonthNotReadableError(PolicyFinanceError):
    """A month is written as a year of four digits and a month from 1 to 12."""

    kind = "month-not-readable"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year.

    >>> str(Month(2023, 12).next())
    '2024-01'
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"a month is 1 to 12, not {self.month}")

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Self:
        """Return the month so many months later, earlier where negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(year, month + 1)

    def next(self) -> Self:
        """Return the month after."""
        return self.plus(1)

    def previous(self) -> Self:
        """Return the month before."""
        return self.plus(-1)

    def months_until(self, later: "Month") -> int:
        """Count the months from this one to `later`: 1 to the next, negative to earlier ones."""
        return (later.year - self.year) * 12 + later.month - self.month

    def through(self, last: "Month") -> tuple[Self, ...]:
        """Return the months from this one to `last`, both included, earliest first."""
        return tuple(self.plus(step) for step in range(self.months_until(last) + 1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def spoken(self, language: Language) -> str:
        """Write the month: ``2024년 5월``, ``2024-05``."""
        return f"{self.year}년 {self.month}월" if language == "ko" else str(self)


def parse_month(text: str) -> Month:
    """Read a month: ``2024-05``, ``2024. 5.``, ``2024년 5월``, ``2024/05``.

    Raises:
        MonthNotReadableError: another form, or a month that does not exist.
    """
    written = _WRITTEN.fullmatch(plain(text))
    if written is None or not 1 <= int(written[2]) <= 12:
        raise MonthNotReadableError(text=text.strip())
    return Month(int(written[1]), int(written[2]))
