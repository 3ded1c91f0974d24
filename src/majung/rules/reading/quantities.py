"""Readers of numbers with their units, as officials write them: 2,000억, 0.7 %p, 30 %, 60개월.

A number without a unit is never read, and a number with another unit than the place wants is
refused with what it is and what is wanted.

Source: own convention, docs/programmes.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from majung.errors import Message, PolicyFinanceError, message
from majung.rules.citations import Label
from majung.rules.reading.nodes import Node
from majung.rules.reading.records import Reader
from majung.values.money import Money, parse_money
from majung.values.numerals import plain, read_decimal
from majung.values.rates import Rate, RateUnit, Ratio, parse_rate, parse_ratio

T = TypeVar("T")

_COUNT = re.compile(r"([0-9][0-9,.]*) ?([^\W\d].*)")
_BOUND_WORDS = re.compile(r"^(?:최대|최소|up to|at least) | (?:이내|이하|까지)$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[-△▲]?[0-9][0-9,.]*")
_MONTH_WORDS = {"개월": 1, "month": 1, "months": 1, "년": 12, "year": 12, "years": 12}
_DAY_WORDS = {"일": 1, "day": 1, "days": 1, "주": 7, "week": 7, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Measured(Generic[T]):
    """A number and its unit."""

    value: T
    unit: str


@dataclass(frozen=True, slots=True)
class Unit(Generic[T]):
    """What a number may be.

    Attributes:
        wanted: its name in a message.
        example: how to write it.
        parse: from text and currency; raises a refusal of `values`, or `ValueError`.
    """

    wanted: Label
    example: str
    parse: Callable[[str, str], Measured[T]]

    @property
    def reader(self) -> Reader[Measured[T]]:
        """Return the reader of such a number."""
        return Reader(f"{self.wanted.en}, `{self.example}`", self.read)

    def read(self, node: Node) -> Measured[T]:
        """Read a number with its unit."""
        text = plain(str(node.value))
        if isinstance(node.value, bool) or not isinstance(node.value, str | int | Decimal):
            node.refuse(self._differs(node, SOMETHING_ELSE))
        if _BARE_NUMBER.fullmatch(text):
            node.refuse(
                message("unit-missing", text=text, wanted=self.wanted, example=self.example)
            )
        currency = node.reading.currency
        try:
            return self.parse(text, currency)
        except (PolicyFinanceError, ValueError, KeyError):
            node.refuse(self._differs(node, _what_it_is(text, currency)))

    def _differs(self, node: Node, found: Label) -> Message:
        return message(
            "unit-differs",
            text=node.shown(),
            found=found,
            wanted=self.wanted,
            example=self.example,
        )


SOMETHING_ELSE = Label("읽을 수 없는 값", "something that cannot be read")


def _money(text: str, currency: str) -> Measured[Money]:
    amount = parse_money(_BOUND_WORDS.sub("", text), currency)
    if amount.currency != currency:
        raise ValueError(f"an amount of {amount.currency} where {currency} is used")
    return Measured(amount, currency)


def _points(text: str, _currency: str) -> Measured[Rate]:
    return Measured(parse_rate(text, RateUnit.POINTS), str(RateUnit.POINTS))


def _percent(text: str, _currency: str) -> Measured[Rate]:
    return Measured(parse_rate(text, RateUnit.PERCENT), str(RateUnit.PERCENT))


def _share(text: str, _currency: str) -> Measured[Ratio]:
    return Measured(parse_ratio(text), str(RateUnit.PERCENT))


def _time(words: Mapping[str, int], unit: str) -> Callable[[str, str], Measured[int]]:
    def parse(text: str, _currency: str) -> Measured[int]:
        number, word = _number_and_word(text)
        return Measured(_whole(number) * words[word], unit)

    return parse


def _count(text: str, _currency: str) -> Measured[int]:
    number, word = _number_and_word(text)
    return Measured(_whole(number), word)


def _number(text: str, _currency: str) -> Measured[Decimal]:
    number, word = _number_and_word(text)
    return Measured(Decimal(number.replace(",", "")), word)


def _number_and_word(text: str) -> tuple[str, str]:
    parts = _COUNT.fullmatch(_BOUND_WORDS.sub("", text))
    if parts is None:
        raise ValueError(f"{text} is not a number and a word")
    return parts[1], parts[2].lower()


def _whole(number: str) -> int:
    fraction = read_decimal(number)
    if fraction.denominator != 1:
        raise ValueError(f"{number} is not whole")
    return fraction.numerator


MONEY = Unit(Label("금액", "an amount of money"), "2,000억", _money)
POINTS = Unit(Label("금리 차이(%p)", "a difference of rates"), "0.7 %p", _points)
PERCENT = Unit(Label("연이율", "a yearly rate"), "4.62 %", _percent)
SHARE = Unit(Label("비율", "a share"), "85 %", _share)
MONTHS = Unit(Label("개월 수", "a number of months"), "60 months", _time(_MONTH_WORDS, "months"))
DAYS = Unit(Label("일수", "a number of days"), "60 days", _time(_DAY_WORDS, "days"))
COUNT = Unit(Label("개수", "a count"), "20 firms", _count)
NUMBER = Unit(Label("수", "a number"), "2.5 years", _number)

_KNOWN: tuple[Unit[Any], ...] = (POINTS, SHARE, MONTHS, DAYS, MONEY, COUNT)


def _what_it_is(text: str, currency: str) -> Label:
    """Name what a text is instead, so that the message can say so."""
    for unit in _KNOWN:
        try:
            unit.parse(text, currency)
        except (PolicyFinanceError, ValueError, KeyError):
            continue
        return unit.wanted
    return SOMETHING_ELSE
