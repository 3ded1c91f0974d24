"""Amounts, days and rates in the cells of servicers' files and opening balances."""

import re
from datetime import date

from majung.errors import PolicyFinanceError
from majung.files.cells import Cells
from majung.values.dates import parse_date
from majung.values.money import SCALE_OF, Money, parse_money
from majung.values.months import Month
from majung.values.numerals import NotANumberError, plain, read_decimal
from majung.values.rates import Rate, parse_rate

CURRENCY = "currency"
WON = "KRW"
COUNT_MAX = 100_000
_BARE = re.compile(r"[0-9.]+")


class CountNotReadableError(PolicyFinanceError):
    """A count is a whole number, zero or more."""

    kind = "servicer-count-not-readable"


class StatementCells(Cells):
    """The cells of a row about a loan."""

    __slots__ = ()

    @property
    def currency(self) -> str:
        """The currency its amounts are in; won where the row names none."""
        return self.text(CURRENCY).upper() or WON

    def money(self, key: str, *, required: bool = False) -> int | None:
        """Read an amount of zero or more as minor units; None where it was not stated."""
        if not self.text(key):
            if required:
                self.object(key, "servicer-cell-missing")
            return None
        known = self.currency if self.currency in SCALE_OF else WON
        found = self.read(key, lambda text: parse_money(text, known))
        if found is None:
            return None
        if found.currency != known:
            self.object(key, "servicer-currency-differs", found=found.currency, wanted=known)
        elif found.minor < 0:
            self.object(key, "servicer-amount-below-zero", text=self.text(key))
        else:
            return found.minor
        return None

    def day(self, key: str) -> date | None:
        """Read a day."""
        return self.read(key, parse_date)

    def day_in(self, key: str, month: Month) -> date | None:
        """Read a day that lies in a month."""
        day = self.day(key)
        if day is not None and Month.of(day) != month:
            self.object(key, "servicer-day-outside-month", day=day, month=month)
            return None
        return day

    def share(self, key: str) -> Rate | None:
        """Read a rate; digits without a unit are percent."""
        return self.read(key, _rate)

    def count(self, key: str) -> int | None:
        """Read a whole number of zero or more; None where it was not stated."""
        return self.read(key, _count)

    def spoken(self, minor: int) -> Money:
        """Return an amount of the row, to be told."""
        return Money(minor, self.currency if self.currency in SCALE_OF else WON)


def _rate(text: str) -> Rate:
    words = plain(text)
    return parse_rate(f"{words}%" if _BARE.fullmatch(words) else words)


def _count(text: str) -> int:
    words = plain(text)
    for word in ("일", "회", "개월"):
        words = words.removesuffix(word).rstrip()
    try:
        number = read_decimal(words)
    except NotANumberError:
        raise CountNotReadableError(text=text) from None
    if number.denominator != 1 or not 0 <= number <= COUNT_MAX:
        raise CountNotReadableError(text=text)
    return number.numerator
