"""The comparisons a rule can make with a fact, and how the limit of each is written.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from majung.errors import message
from majung.rules.citations import Label
from majung.rules.kinds import (
    AtLeast,
    AtMost,
    Between,
    Holds,
    Includes,
    Leaf,
    NoneOf,
    OneOf,
    OnlyFrom,
    OnOrAfter,
    OnOrBefore,
    StartsWith,
)
from majung.rules.reading.nodes import Node, each, unknown
from majung.rules.reading.quantities import COUNT, MONEY, NUMBER, PERCENT, SHARE, Measured, Unit
from majung.rules.reading.words import DAY, TEXT_READER, YES_OR_NO
from majung.rules.vocabulary import FactDefinition, FactType

ORDERED = (FactType.COUNT, FactType.NUMBER, FactType.MONEY, FactType.RATE, FactType.RATIO)
#: What an ordered limit may be; the vocabulary says which.
_UNITS: Mapping[FactType, Unit[Any]] = {
    FactType.COUNT: COUNT,
    FactType.NUMBER: NUMBER,
    FactType.MONEY: MONEY,
    FactType.RATE: PERCENT,
    FactType.RATIO: SHARE,
}
BOTH_LIMITS = 2

#: The values of a leaf beside what all leaves have.
Limits = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A way to compare a fact with a limit.

    Attributes:
        explains: for the documentation.
        example: the limit as it is written.
        suits: the types of fact it can read.
        read: the limit, once the fact is known.
    """

    make: Callable[..., Leaf]
    explains: str
    example: str
    suits: tuple[FactType, ...]
    read: Callable[[Node, FactDefinition], Limits]


def read_limits(node: Node, comparison: str, fact: FactDefinition) -> Limits:
    """Read the limit of a comparison with a fact."""
    known = COMPARISONS[comparison]
    if fact.type not in known.suits:
        suited = tuple(word for word, each_ in COMPARISONS.items() if fact.type in each_.suits)
        node.refuse(
            message(
                "comparison-unsuited",
                comparison=comparison,
                fact=fact.name,
                type=fact.type,
                suited=suited,
            )
        )
    return known.read(node, fact)


def read_measure(node: Node, fact: FactDefinition) -> Any:  # the type the vocabulary names
    """Read a number in the unit of a fact."""
    read: Measured[Any] = _UNITS[fact.type].read(node)
    if fact.unit is not None and read.unit not in {fact.unit.ko, fact.unit.en.lower()}:
        node.refuse(
            message(
                "unit-differs",
                text=node.shown(),
                found=Label(read.unit, read.unit),
                wanted=fact.unit,
                example=f"{read.value} {fact.unit.en}",
            )
        )
    return read.value


def _one(node: Node, fact: FactDefinition) -> Limits:
    return {"limit": read_measure(node, fact)}


def _two(node: Node, fact: FactDefinition) -> Limits:
    nodes = node.items()
    if len(nodes) != BOTH_LIMITS:
        node.refuse(message("between-wants-two", value=node.shown()))
    low, high = each(nodes, lambda item: read_measure(item, fact))
    return {"low": low, "high": high}


def _day(node: Node, _fact: FactDefinition) -> Limits:
    return {"limit": DAY.read(node)}


def _claim(node: Node, _fact: FactDefinition) -> Limits:
    return {"expected": YES_OR_NO.read(node)}


def _codes(node: Node, fact: FactDefinition) -> Limits:
    known = [code for code, _ in fact.options]

    def one(item: Node) -> str:
        code = _code(item)
        if known and code not in known:
            item.refuse(unknown("code-unknown", code, known, fact=fact.name))
        return code

    return {"options": _listed(node, one)}


def _prefixes(node: Node, _fact: FactDefinition) -> Limits:
    return {"prefixes": _listed(node, _code)}


def _code(item: Node) -> str:
    # 26 and C26 are both codes: YAML reads the first as a number.
    if isinstance(item.value, int) and not isinstance(item.value, bool):
        return str(item.value)
    return TEXT_READER.read(item)


def _listed(node: Node, read: Callable[[Node], str]) -> frozenset[str]:
    items = node.items()
    if not items:
        node.refuse(message("list-empty"))
    codes = each(items, read)
    for position, code in enumerate(codes):
        if code in codes[:position]:
            items[position].refuse(message("listed-twice", code=code))
    return frozenset(codes)


_CODED = (FactType.CODE, FactType.CODES)
COMPARISONS: Mapping[str, Comparison] = {
    "at-most": Comparison(
        AtMost, "may not exceed; the limit itself passes", "120억", ORDERED, _one
    ),
    "at-least": Comparison(
        AtLeast, "must reach; the limit itself passes", "3 years", ORDERED, _one
    ),
    "between": Comparison(
        Between, "must lie between two limits; both pass", "[1억, 50억]", ORDERED, _two
    ),
    "one-of": Comparison(
        OneOf, "must be one of a list of codes", "[small, medium]", (FactType.CODE,), _codes
    ),
    "none-of": Comparison(NoneOf, "must be outside a list of codes", "[large]", _CODED, _codes),
    "includes": Comparison(
        Includes, "at least one of its codes is listed", "[facility]", (FactType.CODES,), _codes
    ),
    "only-from": Comparison(
        OnlyFrom,
        "each of its codes is listed, and there is one",
        "[facility, research]",
        (FactType.CODES,),
        _codes,
    ),
    "starts-with": Comparison(
        StartsWith,
        "a code, or one of several, begins with a prefix",
        "[C26, C28]",
        _CODED,
        _prefixes,
    ),
    "holds": Comparison(
        Holds, "must be true, or must be false", "false", (FactType.CLAIM,), _claim
    ),
    "on-or-before": Comparison(
        OnOrBefore, "may not be later than a day", "2024-12-31", (FactType.DAY,), _day
    ),
    "on-or-after": Comparison(
        OnOrAfter, "may not be earlier than a day", "2024-09-24", (FactType.DAY,), _day
    ),
}
