"""The numbers that firms are known by, with their check digits.

A firm is its corporate registration number; business registration numbers are its sites.
A check digit catches a slip of the pen: it does not show that the firm exists.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

from majung.errors import Language, Message, PolicyFinanceError, message
from majung.values.numerals import plain


class CorporateNumberNotReadableError(PolicyFinanceError):
    """A corporate registration number has 13 digits, the last one checking the others."""

    kind = "corporate-number-not-readable"


class BusinessNumberNotReadableError(PolicyFinanceError):
    """A business registration number has 10 digits, the last one checking the others."""

    kind = "business-number-not-readable"


@dataclass(frozen=True, slots=True, order=True)
class CorporateNumber:
    """A corporate registration number (법인등록번호): registry, kind, serial, check digit.

    >>> CorporateNumber("1301110006246").spoken("ko")
    '130111-0006246'

    Attributes:
        digits: 13 digits without a hyphen.

    Source: 법인 및 재외국민의 부동산등기용등록번호 부여에 관한 규칙 (the thirteenth digit checks
    the other twelve, weighted 1 and 2 in turn).
    """

    LENGTH: ClassVar[int] = 13
    #: Of the register that gives the number (ISO 3166-1).
    COUNTRY: ClassVar[str] = "KR"

    digits: str

    def __post_init__(self) -> None:
        _require_digits(self.digits, self.LENGTH)

    @classmethod
    def with_check_digit(cls, first12: str) -> Self:
        """Complete twelve digits with the digit that checks them."""
        _require_digits(first12, cls.LENGTH - 1)
        total = sum(int(digit) * (1 + at % 2) for at, digit in enumerate(first12))
        return cls(f"{first12}{-total % 10}")

    @property
    def has_check_digit(self) -> bool:
        """Whether the last digit checks the others."""
        return self == self.with_check_digit(self.digits[:-1])

    def __str__(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"

    def spoken(self, language: Language) -> str:  # noqa: ARG002 - written alike everywhere
        """Write the number with its hyphen: ``110111-1234567``."""
        return str(self)


@dataclass(frozen=True, slots=True, order=True)
class BusinessNumber:
    """A business registration number (사업자등록번호): tax office, kind, serial, check digit.

    >>> BusinessNumber("1248100998").spoken("ko")
    '124-81-00998'

    Attributes:
        digits: 10 digits without hyphens.

    Source: National Tax Service practice (weights 1 3 7 1 3 7 1 3 5, and the tens of the ninth
    product counted once more).
    """

    LENGTH: ClassVar[int] = 10
    WEIGHTS: ClassVar[tuple[int, ...]] = (1, 3, 7, 1, 3, 7, 1, 3, 5)

    digits: str

    def __post_init__(self) -> None:
        _require_digits(self.digits, self.LENGTH)

    @classmethod
    def with_check_digit(cls, first9: str) -> Self:
        """Complete nine digits with the digit that checks them."""
        _require_digits(first9, cls.LENGTH - 1)
        products = [int(digit) * weight for digit, weight in zip(first9, cls.WEIGHTS, strict=True)]
        return cls(f"{first9}{-(sum(products) + products[-1] // 10) % 10}")

    @property
    def has_check_digit(self) -> bool:
        """Whether the last digit checks the others."""
        return self == self.with_check_digit(self.digits[:-1])

    def __str__(self) -> str:
        return f"{self.digits[:3]}-{self.digits[3:5]}-{self.digits[5:]}"

    def spoken(self, language: Language) -> str:  # noqa: ARG002 - written alike everywhere
        """Write the number with its hyphens: ``123-45-67890``."""
        return str(self)


def parse_corporate_number(text: str, *, without_check: bool = False) -> CorporateNumber:
    """Read a corporate registration number, with or without its hyphen.

    Args:
        without_check: accept a number whose last digit does not check the others, for a firm
            whose register extract shows it so.

    Raises:
        CorporateNumberNotReadableError: with the reason, as a message.
    """
    digits = _digits(text)
    reason = _length_reason(digits, CorporateNumber.LENGTH)
    if reason is None:
        number = CorporateNumber(digits)
        if without_check or number.has_check_digit:
            return number
        reason = message("check-digit-differs")
    raise CorporateNumberNotReadableError(text=text.strip(), reason=reason)


def parse_business_number(text: str) -> BusinessNumber:
    """Read a business registration number, with or without its hyphens.

    Raises:
        BusinessNumberNotReadableError: with the reason, as a message.
    """
    digits = _digits(text)
    reason = _length_reason(digits, BusinessNumber.LENGTH)
    if reason is None:
        number = BusinessNumber(digits)
        if number.has_check_digit:
            return number
        reason = message("check-digit-differs")
    raise BusinessNumberNotReadableError(text=text.strip(), reason=reason)


def _digits(text: str) -> str:
    return plain(text).replace("-", "").replace(" ", "")


def _length_reason(digits: str, wanted: int) -> Message | None:
    """Say why these are not `wanted` digits."""
    if not (digits.isascii() and digits.isdecimal()):
        return message("not-digits-alone")
    if len(digits) != wanted:
        return message("digits-count-differs", found=len(digits), wanted=wanted)
    return None


def _require_digits(digits: str, count: int) -> None:
    if _length_reason(digits, count) is not None:
        raise ValueError(f"{count} digits wanted, not {digits!r}")
