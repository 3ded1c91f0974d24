"""Numbers as Korean officials write them, read exactly.

`1조 2,345억`, `3억 5,000만`, `일억이천만`, `△1,200` and full-width digits all become one exact
number.  Parts must shrink from left to right and each must fit below the unit before it: what
could be read in two ways is not read at all.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction

from majung.errors import Message, message

TEXT_LENGTH_MAX = 60

#: Sums and products of what can be written stay far below 400 digits; a lost digit is trapped.
EXACT = Context(prec=400, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])

MINUS_SIGNS = "-−–△▲"
LARGE_UNITS = {
    "경": 10**16,
    "조": 10**12,
    "trillion": 10**12,
    "billion": 10**9,
    "억": 10**8,
    "million": 10**6,
    "만": 10**4,
}
SMALL_UNITS = {"천": 1_000, "thousand": 1_000, "백": 100, "십": 10}
KOREAN_DIGITS = {digit: value for value, digit in enumerate("영일이삼사오육칠팔구")}

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)"
    rf"|(?P<digit>[{''.join(KOREAN_DIGITS)}])"
    rf"|(?P<large>{'|'.join(LARGE_UNITS)})"
    rf"|(?P<small>{'|'.join(SMALL_UNITS)}))"
)
_NUMBER = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


class NotANumberError(ValueError):
    """A text that is not a number in this writing; `reason` says why, as a message."""

    def __init__(self, reason: Message) -> None:
        """Keep the reason for the sentence of whoever wanted the number."""
        super().__init__(reason)
        self.reason = reason


def plain(text: str) -> str:
    """Bring full-width letters and digits to their plain form and blanks to single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def decimal_of(whole: int, places: int) -> Decimal:
    """Write a whole number as a decimal with its last `places` digits behind the point."""
    return Decimal(whole).scaleb(-places, EXACT)


def without_sign(text: str) -> tuple[int, str]:
    """Take a leading sign off: officials write minus as ``-``, ``△`` or ``▲``.

    >>> without_sign("△1,200")
    (-1, '1,200')
    """
    if text and text[0] in MINUS_SIGNS:
        return -1, text[1:].lstrip()
    return 1, text.removeprefix("+").lstrip()


def read_decimal(text: str) -> Fraction:
    """Read an unsigned number with or without thousands separators.

    Raises:
        NotANumberError: no digits, or separators that do not stand at the thousands.
    """
    if not text or not any(letter.isdigit() for letter in text):
        raise NotANumberError(message("number-missing"))
    if len(text) > TEXT_LENGTH_MAX:
        raise NotANumberError(message("number-too-long", longest=TEXT_LENGTH_MAX))
    if not _NUMBER.fullmatch(text):
        raise NotANumberError(message("number-separators-misplaced", number=text))
    return Fraction(text.replace(",", ""))


def read_number(text: str) -> Fraction:
    """Read an unsigned number written with digits, Korean numerals and units, in any mixture.

    >>> read_number("1조 2,345억")
    Fraction(1234500000000, 1)

    Raises:
        NotANumberError: the reason names the part that could not be read.
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise NotANumberError(message("number-too-long", longest=TEXT_LENGTH_MAX))
    reading = _Reading()
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise NotANumberError(message("number-part-not-known", part=text[at:].strip()))
        reading.take(token)
        at = token.end()
    return reading.total()


@dataclass(slots=True)
class _Reading:
    """A number being read: parts closed so far, and the part under way.

    Attributes:
        closed: sum of the parts that ended with a large unit.
        ceiling: what the next part, its unit included, must stay below.
        part: sum of the small units of the part under way.
        coefficient: digits read and not yet followed by a unit.
    """

    closed: Fraction = Fraction(0)
    ceiling: int | None = None
    part: Fraction = Fraction(0)
    part_ceiling: int | None = None
    coefficient: Fraction | None = None
    coefficients: int = 0
    has_fraction: bool = False

    def take(self, token: re.Match[str]) -> None:
        """Add one token."""
        if token["number"]:
            self._coefficient(read_decimal(token["number"]), token["number"])
        elif token["digit"]:
            self._coefficient(Fraction(KOREAN_DIGITS[token["digit"]]), token["digit"])
        elif token["small"]:
            self._small(SMALL_UNITS[token["small"]], token["small"])
        else:
            self._large(LARGE_UNITS[token["large"]], token["large"])

    def total(self) -> Fraction:
        """Close the number."""
        if self.coefficient is not None or self.part:
            self._close(1, "")
        if self.ceiling is None:
            raise NotANumberError(message("number-missing"))
        if self.has_fraction and self.coefficients > 1:
            raise NotANumberError(message("number-fraction-among-parts"))
        return self.closed

    def _coefficient(self, value: Fraction, written: str) -> None:
        if self.coefficient is not None:
            raise NotANumberError(message("number-parts-unclear", part=written))
        self.has_fraction = self.has_fraction or "." in written
        self.coefficients += 1
        self.coefficient = value

    def _small(self, unit: int, written: str) -> None:
        worth = unit * (Fraction(1) if self.coefficient is None else self.coefficient)
        self._fits(worth, self.part_ceiling, written)
        self.part += worth
        self.coefficient = None
        self.part_ceiling = unit

    def _large(self, unit: int, written: str) -> None:
        if self.coefficient is None and not self.part:
            # 만 and 억 alone are read as one of them; after a closed part nothing is meant.
            self.coefficient = Fraction(1)
        self._close(unit, written)

    def _close(self, unit: int, written: str) -> None:
        rest = self.coefficient or Fraction(0)
        self._fits(rest, self.part_ceiling, written or str(rest))
        worth = (self.part + rest) * unit
        self._fits(worth, self.ceiling, written or str(rest))
        self.closed += worth
        self.ceiling = unit
        self.part, self.part_ceiling, self.coefficient = Fraction(0), None, None

    @staticmethod
    def _fits(value: Fraction, ceiling: int | None, written: str) -> None:
        if ceiling is not None and value >= ceiling:
            raise NotANumberError(message("number-parts-unclear", part=written))
