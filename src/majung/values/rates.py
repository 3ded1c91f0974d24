"""Exact rates and ratios.

A rate is per year, or a difference between two such rates; a ratio is a share without a unit.
Both keep every digit they were written with: nothing here rounds, except where a table says so.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, Inexact
from enum import StrEnum
from fractions import Fraction
from typing import Self

from majung.errors import Language, PolicyFinanceError, message
from majung.values.numerals import (
    EXACT,
    NotANumberError,
    decimal_of,
    plain,
    read_decimal,
    without_sign,
)
from majung.values.rounding import Rounding, round_fraction

#: Rates enter columns of integers multiplied by this: twelve decimal places.
RATE_SCALE = 10**12
RATE_PLACES = 12

_BOUND_WORDS = re.compile(r"^(?:최대|최고|up to)\s*|\s*(?:이내|이하|까지)$")
_YEARLY_WORDS = re.compile(r"^(?:연이율|연리|연|年)\s*|\s*(?:p\.a\.|per year)$")


class RateUnit(StrEnum):
    """What a written rate counts: a level or share in percent, or a difference in points."""

    PERCENT = "%"
    POINTS = "%p"


_UNIT_WORDS = {
    "%p": RateUnit.POINTS,
    "%포인트": RateUnit.POINTS,
    "퍼센트포인트": RateUnit.POINTS,
    "퍼센트 포인트": RateUnit.POINTS,
    "percentage points": RateUnit.POINTS,
    "pp": RateUnit.POINTS,
    "%": RateUnit.PERCENT,
    "퍼센트": RateUnit.PERCENT,
    "percent": RateUnit.PERCENT,
}
_BASIS_POINT_WORDS = ("bps", "bp")


class RateNotReadableError(PolicyFinanceError):
    """A rate is written with its unit, in one way only."""

    kind = "rate-not-readable"


class RateTooFineError(PolicyFinanceError):
    """A rate that enters a calculation has at most twelve decimal places."""

    kind = "rate-too-fine"


@dataclass(frozen=True, slots=True, order=True)
class _Share:
    """What rates and ratios have in common: an exact decimal, written in percent."""

    value: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise TypeError(f"an exact rate or ratio is a finite Decimal, not {self.value!r}")

    @classmethod
    def percent(cls, written: str | int | Decimal) -> Self:
        """Make one from a number of percent: ``percent("4.62")`` is 0.0462."""
        return cls(EXACT.scaleb(Decimal(written), Decimal(-2)))

    @classmethod
    def from_scaled(cls, scaled: int) -> Self:
        """Make one from its number of 1/`RATE_SCALE`."""
        return cls(decimal_of(scaled, RATE_PLACES))

    @classmethod
    def from_json(cls, written: str) -> Self:
        """Read the form that `as_json` writes, a plain decimal: ``"0.0462"``.

        Raises:
            RateNotReadableError: not a plain decimal.
        """
        sign, digits = without_sign(written)
        try:
            return cls(_decimal(sign * read_decimal(digits)))
        except NotANumberError as error:
            raise RateNotReadableError(text=written, reason=error.reason) from error

    @property
    def scaled(self) -> int:
        """The value as an integer, multiplied by `RATE_SCALE`.

        Raises:
            RateTooFineError: more than twelve decimal places.
        """
        scaled = EXACT.scaleb(self.value, Decimal(RATE_PLACES))
        whole = int(scaled)
        if whole != scaled:
            raise RateTooFineError(rate=self, places=RATE_PLACES)
        return whole

    @property
    def fraction(self) -> Fraction:
        """The value as an exact fraction."""
        return Fraction(self.value)

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(EXACT.add(self.value, other.value))

    def __sub__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(EXACT.subtract(self.value, other.value))

    def __neg__(self) -> Self:
        return type(self)(EXACT.minus(self.value))

    def __abs__(self) -> Self:
        return type(self)(self.value.copy_abs())

    def as_json(self) -> str:
        """Write the form of interfaces: a plain decimal string, ``"0.0462"``."""
        return _digits(self.value)

    def spoken(self, language: Language) -> str:  # noqa: ARG002 - percent is written alike
        """Write in percent with every digit: ``4.62 %``."""
        return f"{self._in_percent()} %"

    def _in_percent(self) -> str:
        return _digits(EXACT.scaleb(self.value, Decimal(2)))


@dataclass(frozen=True, slots=True, order=True)
class Rate(_Share):
    """A yearly rate, or a difference between two, exact.

    >>> (Rate.percent("4.62") - Rate.percent("0.7")).spoken("en")
    '3.92 %'

    Attributes:
        value: 0.0462 for 4.62 %.
    """

    def __mul__(self, factor: "Ratio | int") -> "Rate":
        """Take a share of the rate."""
        return Rate(EXACT.multiply(self.value, _factor(factor)))

    def spoken_points(self, language: Language) -> str:
        """Write as a difference between rates: ``0.7 %p``."""
        return f"{self._in_percent()} {'%p' if language == 'ko' else 'percentage points'}"


@dataclass(frozen=True, slots=True, order=True)
class Ratio(_Share):
    """A share without a unit: a cover ratio, a discount on a premium.

    >>> (Ratio.percent("85") * Ratio.percent("50")).spoken("en")
    '42.5 %'

    Attributes:
        value: 0.85 for 85 %.
    """

    def __mul__(self, factor: "Ratio | int") -> "Ratio":
        """Take a share of the share."""
        return Ratio(EXACT.multiply(self.value, _factor(factor)))


def parse_rate(text: str, unit: RateUnit | None = None) -> Rate:
    """Read a rate with its unit: ``연 4.62%``, ``0.7 %p``, ``최대 1.2 %p``, ``120bp``.

    Basis points may be a level or a difference, so they fit either unit.

    Args:
        unit: what is wanted; 0.7 % where points are wanted is refused, and the other way round.

    Raises:
        RateNotReadableError: with the reason, as a message.
    """
    words = _YEARLY_WORDS.sub("", _without_bound(text))
    try:
        found, number = _unit_and_number(words)
        if unit is not None and found is not None and found is not unit:
            raise NotANumberError(message("rate-unit-differs", found=found, wanted=unit))
        return Rate(_decimal(_signed(number) / (10_000 if found is None else 100)))
    except NotANumberError as error:
        raise RateNotReadableError(text=text.strip(), reason=error.reason) from error


def parse_ratio(text: str) -> Ratio:
    """Read a share: ``최대 30 %``, ``85%``, ``30/100``.

    Raises:
        RateNotReadableError: with the reason, as a message.
    """
    words = _without_bound(text)
    try:
        return Ratio(_decimal(_ratio_of(words)))
    except NotANumberError as error:
        raise RateNotReadableError(text=text.strip(), reason=error.reason) from error


def percent_written(value: Fraction, places: int = 1) -> str:
    """Write a computed share in percent, half-up to `places`: 54.5 / 102.4 is ``53.2 %``."""
    scaled = round_fraction(value * 100 * 10**places, Rounding.HALF_UP)
    return f"{decimal_of(scaled, places):,f} %"


def _ratio_of(words: str) -> Fraction:
    part, slash, whole = words.partition("/")
    if slash:
        divisor = read_decimal(whole.strip())
        if not divisor:
            raise NotANumberError(message("ratio-of-nothing"))
        return _signed(part.strip()) / divisor
    found, number = _unit_and_number(words)
    if found is not RateUnit.PERCENT:
        written = "bp" if found is None else found
        raise NotANumberError(message("rate-unit-differs", found=written, wanted=RateUnit.PERCENT))
    return _signed(number) / 100


def _without_bound(text: str) -> str:
    """Bring a text to plain form without the words that make it a bound (최대, 이내)."""
    return _BOUND_WORDS.sub("", plain(text).lower())


def _unit_and_number(words: str) -> tuple[RateUnit | None, str]:
    """Split off the unit; None stands for basis points."""
    for word, unit in _UNIT_WORDS.items():
        if words.endswith(word):
            return unit, words.removesuffix(word).rstrip()
    for word in _BASIS_POINT_WORDS:
        if words.endswith(word):
            return None, words.removesuffix(word).rstrip()
    raise NotANumberError(message("rate-unit-missing"))


def _signed(number: str) -> Fraction:
    sign, digits = without_sign(number)
    return sign * read_decimal(digits)


def _decimal(value: Fraction) -> Decimal:
    """Write a fraction as a decimal, refusing one that never ends (1/3)."""
    try:
        return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    except Inexact:
        raise NotANumberError(message("ratio-not-decimal")) from None


def _digits(value: Decimal) -> str:
    """Write a decimal plainly, without exponent and trailing zeros."""
    if not value:
        return "0"
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _factor(factor: Ratio | int) -> Decimal:
    return factor.value if isinstance(factor, Ratio) else Decimal(factor)
