"""Amounts and counts in the cells of a report: digits only, in the unit the heading states."""

from fractions import Fraction

from majung.errors import PolicyFinanceError
from majung.rules.citations import Label
from majung.values.money import UNITS, WRITTEN_MINOR_MAX, Money, Unit, unit_name
from majung.values.numerals import NotANumberError, plain, read_decimal, without_sign

COUNT_MAX = 10**9
_COUNT_WORDS = ("개사", "개", "건", "사")


class ReportAmountNotReadableError(PolicyFinanceError):
    """An amount in a report is digits, in the unit of its heading, zero or more."""

    kind = "report-amount-not-readable"


class ReportCountNotReadableError(PolicyFinanceError):
    """A count in a report is a whole number, zero or more."""

    kind = "report-count-not-readable"


def money_of(text: str, unit: Unit) -> Money:
    """Read an amount in won that a heading counts in a unit.

    >>> money_of("1,234.5", "억")
    Money(minor=123450000000, currency='KRW')

    Raises:
        ReportAmountNotReadableError: not digits, below zero, finer than a won, or too large.
    """
    value = _unsigned(text)
    minor = None if value is None else value * UNITS[unit][0]
    if minor is None or minor.denominator != 1 or minor > WRITTEN_MINOR_MAX:
        raise ReportAmountNotReadableError(text=text, unit=_unit_label(unit))
    return Money(minor.numerator, "KRW")


def count_of(text: str) -> int:
    """Read a count, with or without the word for what is counted: ``12``, ``1,200건``.

    Raises:
        ReportCountNotReadableError: no whole number, below zero, or too large.
    """
    words = plain(text)
    for word in _COUNT_WORDS:
        words = words.removesuffix(word).rstrip()
    value = _unsigned(words)
    if value is None or value.denominator != 1 or value > COUNT_MAX:
        raise ReportCountNotReadableError(text=text)
    return value.numerator


def _unit_label(unit: Unit) -> Label:
    return Label(unit_name(unit, "KRW", "ko"), unit_name(unit, "KRW", "en"))


def _unsigned(text: str) -> Fraction | None:
    """Read digits; None for anything else, a sign included, except a minus before zero."""
    sign, digits = without_sign(plain(text))
    try:
        value = read_decimal(digits)
    except NotANumberError:
        return None
    return value if sign > 0 or not value else None
