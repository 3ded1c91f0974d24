"""The cells of foreign lists: plain digits, days by two customs; the rest is a problem."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from majung.errors import Problem, message
from majung.files import Rows
from majung.files.cells import Cells
from majung.values.money import SCALE_OF, WRITTEN_MINOR_MAX, Money

T = TypeVar("T")

#: Days of statistical packages are counted from here.
FIRST_COUNTED_DAY = date(1960, 1, 1)
DAYS_COUNTED_MAX = 60_000
_DIGITS = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,6}))?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 12:00:00 AM)?")
_MONEY_SIGN = "$"


class ForeignCells(Cells):
    """The cells of one row of a foreign list."""

    __slots__ = ()

    def required(self, key: str) -> str:
        """Return a cell that must say something."""
        text = self.text(key)
        if not text:
            self.refuse(key, message("import-cell-missing"))
        return text

    def whole(self, key: str, *, least: int = 0) -> int:
        """Read a whole number; zero where it cannot be read."""
        number = self._number(key)
        if number is None:
            return 0
        if number.denominator != 1 or number < least or abs(number) > WRITTEN_MINOR_MAX:
            self.refuse(key, message("import-number-not-whole", text=self.text(key), least=least))
            return 0
        return number.numerator

    def money(self, key: str, currency: str) -> Money:
        """Read an amount of zero or more, to the minor unit; nothing where it cannot be read."""
        read = self.signed_money(key, currency)
        if read.minor < 0:
            self.refuse(key, message("import-amount-below-zero", text=self.text(key)))
        return read

    def signed_money(self, key: str, currency: str) -> Money:
        """Read an amount to the minor unit, which may be below zero."""
        minor = self.amount(key, currency) * 10 ** SCALE_OF[currency]
        if minor.denominator != 1:
            self.refuse(key, message("import-amount-too-fine", text=self.text(key)))
        return Money(minor.numerator // minor.denominator, currency)

    def amount(self, key: str, currency: str) -> Fraction:
        """Read an amount in units of a currency, exact; it may be below zero or very fine."""
        number = self._number(key)
        if number is None:
            return Fraction(0)
        if abs(number) * 10 ** SCALE_OF[currency] > WRITTEN_MINOR_MAX:
            self.refuse(key, message("import-number-too-large", text=self.text(key)))
            return Fraction(0)
        return number

    def counted_day(self, key: str) -> date | None:
        """Read a day counted from 1 January 1960; None where it is blank."""
        text = self.text(key)
        if not text:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        if not 0 <= number <= DAYS_COUNTED_MAX:
            self.refuse(key, message("import-day-not-readable", text=text))
            return None
        return FIRST_COUNTED_DAY + timedelta(days=number)

    def month_first_day(self, key: str) -> date | None:
        """Read a day written month first, as 05/31/2023; None where it is blank."""
        text = self.text(key)
        if not text:
            return None
        written = _MONTH_FIRST.fullmatch(text)
        try:
            if written is not None:
                month, day, year = (int(part) for part in written.groups())
                return date(year, month, day)
        except ValueError:
            pass  # a day that does not exist is told below, like any other form
        self.refuse(key, message("import-day-not-readable", text=text))
        return None

    def _number(self, key: str) -> Fraction | None:
        text = self.required(key)
        if not text:
            return None
        written = _DIGITS.fullmatch(text.replace(_MONEY_SIGN, "").strip())
        if written is None:
            self.refuse(key, message("import-number-not-readable", text=text))
            return None
        sign, whole, after = written.groups()
        number = Fraction(Decimal(f"{whole.replace(',', '')}.{after or 0}"))
        return -number if sign else number


def each_row(
    rows: Rows, reader: Callable[[ForeignCells], T]
) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
    """Read every row of a list; return what was read, and everything wrong with any of them.

    What was read of a row with problems is left out.
    """
    read: list[T] = []
    problems = list(rows.problems)
    for row in rows.rows:
        cells = ForeignCells(rows, row)
        value = reader(cells)
        if cells.problems:
            problems.extend(cells.problems)
        else:
            read.append(value)
    return tuple(read), tuple(problems)
