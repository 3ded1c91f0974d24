"""A cell: one exact value as it stands in a document, and the one way to write it.

A cell keeps what is exact (won, a fraction, a day) beside what the paper shows (a unit, decimal
places).  PDF, HWPX, JSON, pages and chart labels take `written`; a workbook takes `in_sheet`,
a real number whose format shows the same characters.  Rounding happens here and only to show.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from majung.errors import Language, Message, Speakable
from majung.errors.days import KOREA, listed_day
from majung.reports.texts import Text, said, word
from majung.values.money import SCALE_OF, UNITS, Money, unit_name
from majung.values.money import Unit as MoneyUnit
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding, round_fraction

#: A workbook keeps 15 significant digits of a number; longer ones are written as text.
SHEET_DIGITS_MAX = 15
_EXACT = Context(prec=400, traps=[Inexact, InvalidOperation])
#: Korean public documents write what is below zero with a triangle.
MINUS = {"ko": "△", "en": "\N{MINUS SIGN}"}


class UnitKind(StrEnum):
    """What a cell counts."""

    WORDS = "words"
    DAY = "day"
    MOMENT = "moment"
    AMOUNT = "amount"
    SCALED = "scaled"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a cell counts, and the word that follows the number.

    Attributes:
        scale: for scaled money, the unit a table counts in: 조, 억 …
        ko: a Korean counter (건, 개사) for counts.
        en: its English word, plural.
        en_one: the English word for one.
    """

    kind: UnitKind
    scale: MoneyUnit = "원"
    ko: str = ""
    en: str = ""
    en_one: str = ""

    def head(self, language: Language, currency: str = "KRW") -> str:
        """Write the unit for the head of a column; empty where there is none."""
        match self.kind:
            case UnitKind.SCALED:
                return unit_name(self.scale, currency, language)
            case UnitKind.PERCENT:
                return "%"
            case UnitKind.POINTS:
                return "%p" if language == "ko" else "pp"
            case UnitKind.TIMES:
                return "배" if language == "ko" else "×"
            case UnitKind.COUNT:
                return self.ko if language == "ko" else self.en
            case _:
                return ""


WORDS = Unit(UnitKind.WORDS)
DAY = Unit(UnitKind.DAY)
MOMENT = Unit(UnitKind.MOMENT)
AMOUNT = Unit(UnitKind.AMOUNT)
PERCENT = Unit(UnitKind.PERCENT)
POINTS = Unit(UnitKind.POINTS)
TIMES = Unit(UnitKind.TIMES)


def scale_unit(scale: MoneyUnit) -> Unit:
    """Return the unit of money counted in 조, 억 and so on."""
    return Unit(UnitKind.SCALED, scale)


#: Money to the last unit: ledgers, schedules, account statements.
FULL = scale_unit("원")


#: 억, in which Korean amounts of policy finance are counted.
HUNDRED_MILLIONS = scale_unit("억")


def counter(ko: str = "", en: str = "", en_one: str = "") -> Unit:
    """Return the unit of a count: ``counter("건", "cases", "case")``."""
    return Unit(UnitKind.COUNT, "원", ko, en, en_one or en)


@dataclass(frozen=True, slots=True)
class Open:
    """Stands where a figure is not known: it is neither zero nor missing.

    Attributes:
        reason: the word shown in its place.
    """

    reason: Text


OPEN = Open(word("not-published"))
NOT_STATED = Open(word("not-stated"))
NOT_APPLICABLE = Open(word("not-applicable"))

Exact: TypeAlias = Money | Fraction | Rate | Ratio | int | date | Text | Open

_FITTING: dict[UnitKind, tuple[type, ...]] = {
    UnitKind.WORDS: (str, Message, Speakable),
    UnitKind.DAY: (date,),
    UnitKind.MOMENT: (datetime,),
    UnitKind.AMOUNT: (Money,),
    UnitKind.SCALED: (Money,),
    UnitKind.PERCENT: (Fraction, Rate, Ratio),
    UnitKind.POINTS: (Fraction, Rate, Ratio),
    UnitKind.TIMES: (Fraction, Ratio),
    UnitKind.COUNT: (int,),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One exact value and how it is shown.

    Attributes:
        value: exact; `Open` where it is not known.
        places: decimal places shown; None for every digit of a rate or ratio.
        is_signed: whether a plus sign is shown above zero, as for differences.
        trace: what a page follows to the postings or the source behind the value; may be empty.
    """

    value: Exact
    unit: Unit = WORDS
    places: int | None = 0
    is_signed: bool = False
    trace: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.value, Open):
            return
        is_moment = isinstance(self.value, datetime)  # a datetime is a date too, True is an int
        fits = isinstance(self.value, _FITTING[self.unit.kind]) and not isinstance(self.value, bool)
        if not fits or is_moment != (self.unit.kind is UnitKind.MOMENT):
            raise TypeError(f"a cell of {self.unit.kind} does not hold {self.value!r}")
        if self.places is None and isinstance(self.value, Money | Fraction):
            raise ValueError(f"say how many decimal places of {self.value!r} are shown")

    @property
    def is_figure(self) -> bool:
        """Whether it holds a known number or day, and not words."""
        return self.unit.kind is not UnitKind.WORDS and not isinstance(self.value, Open)


def words(text: Text) -> Cell:
    """Make a cell of words."""
    return Cell(text)


def amount(value: Money | Open, *, trace: str = "") -> Cell:
    """Make a cell of money written in full, for prose and lists: ``54조 5,000억 원``."""
    return Cell(value, AMOUNT, trace=trace)


def scaled(value: Money | Open, scale: MoneyUnit, places: int = 0, *, trace: str = "") -> Cell:
    """Make a cell of money counted in a unit: ``54.5`` in a column of 조."""
    return Cell(value, scale_unit(scale), places, trace=trace)


def hundred_millions(amount: Money, *, places: int = 1, is_signed: bool = False) -> Cell:
    """Write an amount in 억, to a tenth of one."""
    cell = scaled(amount, "억", places)
    return Cell(cell.value, cell.unit, places, is_signed=True) if is_signed else cell


def in_full(value: Money | Open, *, trace: str = "") -> Cell:
    """Make a cell of money to the last minor unit, for a column that names it: ``219,832,547``."""
    places = 0 if isinstance(value, Open) else SCALE_OF[value.currency]
    return Cell(value, FULL, places, trace=trace)


def percent(
    value: Fraction | Rate | Ratio | Open, places: int | None = 1, *, trace: str = ""
) -> Cell:
    """Make a cell of a share: ``53.2 %``."""
    return Cell(value, PERCENT, places, trace=trace)


def points(value: Fraction | Rate | Open, places: int | None = 1, *, trace: str = "") -> Cell:
    """Make a cell of a difference between shares, always with its sign: ``+11.6 %p``."""
    return Cell(value, POINTS, places, is_signed=True, trace=trace)


def count(value: int | Open, unit: Unit, *, trace: str = "") -> Cell:
    """Make a cell of a count: ``213건``."""
    return Cell(value, unit, trace=trace)


def day(value: date | Open) -> Cell:
    """Make a cell of a day."""
    return Cell(value, DAY)


def moment(value: datetime | Open) -> Cell:
    """Make a cell of a moment, shown at Korean time."""
    return Cell(value, MOMENT)


@dataclass(frozen=True, slots=True)
class InSheet:
    """What a workbook writes: a number or a day with its format, or text.

    Attributes:
        number_format: empty for text.
    """

    value: Decimal | date | str
    number_format: str = ""


def written(cell: Cell, language: Language, *, under: Unit | None = None) -> str:
    """Write a cell: the one way a value becomes characters, whatever the output.

    Halves round away from zero, and only what is shown is rounded.  Below zero Korean documents
    show △ and English ones a minus sign.

    >>> written(scaled(Money(54_500_000_000_000), "조", 1), "ko")
    '54.5조 원'
    >>> written(percent(Fraction(545, 1024)), "ko", under=PERCENT)
    '53.2'

    Args:
        under: the unit that the head of the column already says, so that it is not repeated.
    """
    if isinstance(cell.value, Open):
        return said(cell.value.reason, language)
    match cell.value, cell.unit.kind:
        case datetime() as value, UnitKind.MOMENT:
            local = value.astimezone(KOREA)
            return f"{listed_day(local.date(), language)} {local:%H:%M} {KOREA.tzname(None)}"
        case date() as value, UnitKind.DAY:
            return listed_day(value, language)
        case Money() as value, UnitKind.AMOUNT:
            return _sign(value.minor, cell, language) + abs(value).spoken(language)
        case str() | Message() | Speakable() as value, UnitKind.WORDS:
            return said(value, language)
        case _:
            return _shown(cell, language, under).text


def in_sheet(cell: Cell, language: Language, *, under: Unit | None = None) -> InSheet:
    """Give the number and the format with which a workbook shows what `written` writes.

    The number is the shown one, rounded; the exact value stands on a sheet of its own.  Money
    written in full, and numbers past 15 digits, are text.
    """
    text = written(cell, language, under=under)
    if isinstance(cell.value, Open):
        return InSheet(text)
    if cell.unit.kind is UnitKind.DAY and isinstance(cell.value, date):
        return InSheet(cell.value, 'yyyy". "m". "d"."' if language == "ko" else "yyyy-mm-dd")
    if cell.unit.kind in {UnitKind.WORDS, UnitKind.MOMENT, UnitKind.AMOUNT}:
        return InSheet(text)
    shown = _shown(cell, language, under)
    if len(shown.number.as_tuple().digits) > SHEET_DIGITS_MAX:
        return InSheet(text)
    return InSheet(shown.sheet_number, shown.number_format)


def shown_number(cell: Cell) -> Fraction:
    """Return the number as it is shown, rounded, in its unit: what a reader adds up."""
    return Fraction(_number(cell))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A number as paper shows it: rounded, with what stands before and after."""

    number: Decimal
    before: str
    after: str
    minus: str
    is_signed: bool

    @property
    def text(self) -> str:
        sign = self.minus if self.number < 0 else "+" if self.is_signed and self.number else ""
        return f"{self.before}{sign}{self.number.copy_abs():,f}{self.after}"

    @property
    def is_percent(self) -> bool:
        return self.after == " %"

    @property
    def sheet_number(self) -> Decimal:
        return _moved(self.number, -2) if self.is_percent else self.number

    @property
    def number_format(self) -> str:
        places = max(0, -int(self.number.as_tuple().exponent))
        digits = "#,##0" + ("." + "0" * places if places else "")
        # A bare percent sign makes the sheet multiply by a hundred; in quotes it is a character.
        after = " %" if self.is_percent else _quoted(self.after)
        signs = ("+" if self.is_signed else "", self.minus, "")
        return ";".join(f"{_quoted(self.before + sign)}{digits}{after}" for sign in signs)


def _shown(cell: Cell, language: Language, under: Unit | None) -> _Shown:
    number = _number(cell)
    if language == "en" and under != cell.unit and cell.unit == HUNDRED_MILLIONS:
        # 5,450 억 has no English word: it is said in billions, to the same figure.
        number = number.scaleb(-1)
    before, after = ("", "") if under == cell.unit else _around(cell, number, language)
    return _Shown(number, before, after, MINUS[language], cell.is_signed)


def _number(cell: Cell) -> Decimal:
    """Bring the exact value to the shown unit and round it to the shown places."""
    match cell.value:
        case Money() as value:
            worth = UNITS[cell.unit.scale][0] * 10 ** SCALE_OF[value.currency]
            exact = Fraction(value.minor, worth)
        case Rate() | Ratio() as value:
            if cell.places is None:
                return _moved(value.value, _power(cell.unit))
            exact = value.fraction * 10 ** _power(cell.unit)
        case Fraction() | int() as value:
            exact = Fraction(value) * 10 ** _power(cell.unit)
        case value:
            raise TypeError(f"{value!r} is not a number")
    places = cell.places or 0
    return Decimal(f"{round_fraction(exact * 10**places, Rounding.HALF_UP)}E-{places}")


def _power(unit: Unit) -> int:
    return 2 if unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} else 0


def _moved(value: Decimal, power: int) -> Decimal:
    """Move the decimal point without rounding, leaving no zeros at the end behind it."""
    digits = f"{_EXACT.scaleb(value, Decimal(power)):f}"
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def _quoted(literal: str) -> str:
    return f'"{literal}"' if literal else ""


def _around(cell: Cell, number: Decimal, language: Language) -> tuple[str, str]:
    """Return what stands before and after the number."""
    unit = cell.unit
    if isinstance(cell.value, Money):
        if language == "ko":
            return "", unit_name(unit.scale, cell.value.currency, "ko")
        name = "billion" if unit == HUNDRED_MILLIONS else UNITS[unit.scale][1]
        after = f" × {name}" if name[:1].isdigit() else f" {name}" if name else ""
        return f"{cell.value.currency} ", after
    if unit.kind is UnitKind.COUNT:
        if language == "ko":
            return "", unit.ko
        return "", f" {unit.en_one if abs(number) == 1 else unit.en}" if unit.en else ""
    gap = "" if unit.kind is UnitKind.TIMES else " "
    return "", gap + unit.head(language)


def _sign(number: int, cell: Cell, language: Language) -> str:
    if number < 0:
        return MINUS[language]
    return "+" if number and cell.is_signed else ""
