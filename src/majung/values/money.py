"""Exact amounts of money.

An amount counts whole minor units of its currency (KRW 1, USD 0.01), so sums are exact and a
ledger balances to the last unit.  Only a multiplication can leave a fraction, so only a
multiplication names a rounding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Literal, Self

from majung.errors import Language, PolicyFinanceError, message
from majung.values.numerals import (
    LARGE_UNITS,
    NotANumberError,
    decimal_of,
    plain,
    read_decimal,
    read_number,
    without_sign,
)
from majung.values.rounding import Rounding, round_fraction

#: Decimal places of each currency's minor unit (ISO 4217).
SCALE_OF: Mapping[str, int] = MappingProxyType(
    {"KRW": 0, "USD": 2, "JPY": 0, "EUR": 2, "GBP": 2, "CNY": 2, "CHF": 2, "SGD": 2, "HKD": 2}
)

#: Amounts that may be written: 18 digits of minor units; a 20-digit amount is a slip of the pen.
WRITTEN_MINOR_MAX = 10**18 - 1

#: Currency words that may stand before or after an amount.  Longer words come first.
_CURRENCY_WORDS: Mapping[str, str] = {
    **{code.lower(): code for code in SCALE_OF},
    "us$": "USD",
    "미국달러": "USD",
    "미달러": "USD",
    "달러": "USD",
    "불": "USD",
    "$": "USD",
    "유로": "EUR",
    "€": "EUR",
    "엔": "JPY",
    "파운드": "GBP",
    "£": "GBP",
    "위안": "CNY",
    "원정": "KRW",
    "원": "KRW",
    "₩": "KRW",
    "won": "KRW",
}

Unit = Literal["조", "십억", "억", "백만", "만", "천", "원"]

#: Units of council tables: their worth in major units and their English name.
UNITS: Mapping[Unit, tuple[int, str]] = {
    "조": (10**12, "trillion"),
    "십억": (10**9, "billion"),
    "억": (10**8, "100 million"),
    "백만": (10**6, "million"),
    "만": (10**4, "10 thousand"),
    "천": (10**3, "thousand"),
    "원": (1, ""),
}


class CurrencyMismatchError(PolicyFinanceError):
    """Amounts that are put together are of one currency."""

    kind = "currency-mismatch"


class CurrencyNotKnownError(PolicyFinanceError):
    """A currency is one whose minor unit is known."""

    kind = "currency-not-known"


class AmountNotReadableError(PolicyFinanceError):
    """An amount is written so that it can be read in one way only."""

    kind = "amount-not-readable"


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency.

    >>> Money(1_000) + Money(500)
    Money(minor=1500, currency='KRW')

    Attributes:
        minor: whole minor units; negative where money flows out or is taken back.
        currency: ISO 4217 code, one of `SCALE_OF`.
    """

    minor: int
    currency: str = "KRW"

    def __post_init__(self) -> None:
        # NumPy integers overflow silently and floats lose won: neither may hide in an amount.
        if type(self.minor) is not int:
            raise TypeError(f"money counts whole minor units, not {self.minor!r}")
        if self.currency not in SCALE_OF:
            raise CurrencyNotKnownError(currency=self.currency, known=tuple(SCALE_OF))

    @classmethod
    def zero(cls, currency: str = "KRW") -> Self:
        """Return nothing, of a currency."""
        return cls(0, currency)

    @classmethod
    def total(cls, amounts: Iterable["Money"], currency: str = "KRW") -> Self:
        """Add amounts that are all of `currency`; none at all make zero."""
        total = cls.zero(currency)
        for amount in amounts:
            total += amount
        return total

    @classmethod
    def from_json(cls, written: Mapping[str, str]) -> Self:
        """Read the form that `as_json` writes.

        Raises:
            AmountNotReadableError: not a plain decimal, or finer than the minor unit.
        """
        currency = written["currency"]
        sign, digits = without_sign(written["amount"])
        try:
            return cls(sign * _minor(read_decimal(digits), currency), currency)
        except NotANumberError as error:
            raise AmountNotReadableError(text=written["amount"], reason=error.reason) from error

    def __add__(self, other: "Money") -> Self:
        self._require_same_currency(other)
        return type(self)(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> Self:
        self._require_same_currency(other)
        return type(self)(self.minor - other.minor, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def __abs__(self) -> Self:
        return type(self)(abs(self.minor), self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._require_same_currency(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._require_same_currency(other)
        return self.minor <= other.minor

    def __gt__(self, other: "Money") -> bool:
        return other < self

    def __ge__(self, other: "Money") -> bool:
        return other <= self

    @property
    def major(self) -> Decimal:
        """The amount in whole currency units: USD 12.34 is 12.34."""
        return decimal_of(self.minor, SCALE_OF[self.currency])

    def times(self, factor: Fraction | Decimal | int, rounding: Rounding) -> Self:
        """Scale by a dimensionless factor, rounded to a minor unit the way `rounding` says."""
        return type(self)(round_fraction(self.minor * Fraction(factor), rounding), self.currency)

    def split(self, weights: Sequence[int]) -> tuple[Self, ...]:
        """Share out in proportion to `weights`, leaving nothing over.

        Every share is within one minor unit of the exact one, a weight of 0 gets nothing, and
        a reversed amount gives the reversed shares.

        >>> [share.minor for share in Money(100).split([1, 1, 1])]
        [33, 33, 34]

        Raises:
            ValueError: a negative weight, or none above 0.
        """
        if sum(weights) <= 0 or min(weights) < 0:
            raise ValueError(f"shares need weights of 0 or more, one above 0: {weights}")
        sign = -1 if self.minor < 0 else 1
        marks = [abs(self.minor) * mark // sum(weights) for mark in accumulate(weights, initial=0)]
        return tuple(
            type(self)(sign * (after - before), self.currency) for before, after in pairwise(marks)
        )

    def as_json(self) -> dict[str, str]:
        """Write the form of interfaces: a decimal string and the currency."""
        return {"amount": f"{self.major:f}", "currency": self.currency}

    def written(self) -> str:
        """Write digits with separators and no unit, for tables: ``1,234,567``."""
        return f"{self.major:,f}"

    def spoken(self, language: Language) -> str:
        """Write the amount as officials do: in 조, 억 and 만 where that is exact.

        >>> Money(54_500_000_000_000).spoken("ko")
        '54조 5,000억 원'
        >>> Money(1_234_567).spoken("ko")
        '1,234,567원'
        """
        if self.currency != "KRW" or language == "en":
            return f"{self.currency} {self.written()}"
        if self.minor % LARGE_UNITS["만"] or not self.minor:
            return f"{self.written()}원"
        return f"{'-' if self.minor < 0 else ''}{_parts(abs(self.minor))} 원"

    def in_unit(self, unit: Unit, places: int = 0) -> str:
        """Write the number of `unit`, half-up, with separators: for columns that state a unit.

        >>> Money(102_450_000_000_000).in_unit("조", 1)
        '102.5'
        """
        worth = UNITS[unit][0] * 10 ** SCALE_OF[self.currency]
        scaled = round_fraction(Fraction(self.minor * 10**places, worth), Rounding.HALF_UP)
        return f"{decimal_of(scaled, places):,f}"

    def rounded_to(self, unit: Unit, places: int = 0, *, language: Language) -> str:
        """Write the amount in `unit`, half-up, with the unit: ``54.5조 원``."""
        number = self.in_unit(unit, places)
        if language == "ko":
            return f"{number}{unit_name(unit, self.currency, 'ko')}"
        name = UNITS[unit][1]
        # 5,450 억 has no English word: the unit is a factor.
        factor = f" × {name}" if name[:1].isdigit() else f" {name}" if name else ""
        return f"{self.currency} {number}{factor}"

    def _require_same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(one=self, other=other)


def unit_name(unit: Unit, currency: str, language: Language) -> str:
    """Name a table's unit: ``억 원``, ``KRW 100 million``."""
    if language == "en":
        return f"{currency} {UNITS[unit][1]}".rstrip()
    word = "원" if currency == "KRW" else currency
    return word if unit == "원" else f"{unit} {word}"


def parse_money(text: str, currency: str = "KRW") -> Money:
    """Read an amount as officials write it.

    A currency that stands in the text counts; `currency` is for amounts that name none.

    >>> parse_money("3억 5,000만원")
    Money(minor=350000000, currency='KRW')
    >>> parse_money("USD 1,234.56")
    Money(minor=123456, currency='USD')

    Raises:
        AmountNotReadableError: with the reason, as a message.
    """
    named, words = _currency_and_rest(plain(text).lower())
    outer_sign, words = without_sign(words)
    if named is None:
        named, words = _currency_and_rest(words)
    inner_sign, words = without_sign(words) if outer_sign > 0 else (1, words)
    known = named or currency
    try:
        return Money(outer_sign * inner_sign * _minor(read_number(words), known), known)
    except NotANumberError as error:
        raise AmountNotReadableError(text=text.strip(), reason=error.reason) from error


def _currency_and_rest(words: str) -> tuple[str | None, str]:
    """Take the currency off one end of an amount."""
    words = words.removeprefix("금 ").removesuffix(" 정")
    for word in sorted(_CURRENCY_WORDS, key=len, reverse=True):
        if words.startswith(word) and len(words) > len(word):
            return _CURRENCY_WORDS[word], words.removeprefix(word).lstrip()
        if words.endswith(word):
            return _CURRENCY_WORDS[word], words.removesuffix(word).rstrip()
    return None, words


def _minor(major: Fraction, currency: str) -> int:
    if currency not in SCALE_OF:
        raise CurrencyNotKnownError(currency=currency, known=tuple(SCALE_OF))
    minor = major * 10 ** SCALE_OF[currency]
    if minor.denominator != 1:
        raise NotANumberError(
            message("amount-too-fine", currency=currency, places=SCALE_OF[currency])
        )
    if minor > WRITTEN_MINOR_MAX:
        raise NotANumberError(message("amount-too-large", digits=len(str(WRITTEN_MINOR_MAX))))
    return int(minor)


def _parts(won: int) -> str:
    """Write won, a multiple of 만, in 경, 조, 억 and 만."""
    parts = []
    for name in ("경", "조", "억", "만"):
        count, won = divmod(won, LARGE_UNITS[name])
        if count:
            parts.append(f"{count:,}{name}")
    return " ".join(parts)
