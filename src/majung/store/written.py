"""Values of the lower packages as trees that the database keeps, and back without loss.

Terms, findings and reasons are kept whole, as the value they were: a decision of years ago reads
back as the same value and can be computed again.  A tree says of every part what it is, by the
module and name of its class; a class that moves is entered in `MOVED`.

======================  ===========================================================
text, whole number …    as they are
decimal, fraction, day  ``{"$": "decimal", "is": "1.20"}``
tuple                   a list
set, mapping            ``{"$": "set", "of": […]}``, ``{"$": "map", "of": [[key, value], …]}``
member of an enum       ``{"$": "rules.findings.Verdict", "is": "MET"}``
dataclass               ``{"$": "values.money.Money", "minor": 1500, "currency": "KRW"}``
a large value, packed   ``{"$": "packed", "is": "eJx…"}``: its tree as JSON, deflated, in base64
======================  ===========================================================
"""

import base64
import dataclasses
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache, partial
from importlib import import_module
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic_core import PydanticSerializationError, from_json, to_json

T = TypeVar("T")

ROOT = "majung"
#: Packages whose values are kept; a tree that names another one is not ours.
KEPT = frozenset(
    {
        "errors", "values", "files", "rules", "contracts", "ledger", "programmes", "pricing",
        "applications", "supply", "reports",
    }
)  # fmt: skip
#: Classes that moved since trees were kept: old place → new place.
MOVED: Mapping[str, str] = MappingProxyType({})
MARK = "$"
#: How many trees are at hand at most: those of a few dozen applications that are being decided.
TREES_COUNT_MAX = 256
#: Stand in a programme and come again in every finding of its rules: written once, like a tree
#: that was parsed, which nobody changes.
_CITED = frozenset({"rules.citations.Citation"})
CITATIONS_COUNT_MAX = 4096

_WRITERS: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (Decimal, "decimal", str),
    (Fraction, "fraction", str),
    # A moment is also a day: the narrower stands first.
    (datetime, "moment", datetime.isoformat),
    (date, "day", date.isoformat),
    (bytes, "bytes", lambda value: base64.b64encode(value).decode("ascii")),
)
_READERS: Mapping[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "fraction": Fraction,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": base64.b64decode,
}


_PLAIN = frozenset({bool, int, str, type(None)})


PACKED = "packed"
#: The fastest: findings repeat the same labels and sources, which even it makes a tenth.
_EFFORT = 1


def written(value: object) -> Any:
    """Write a value as a tree of lists, mappings, texts and whole numbers.

    Raises:
        TypeError: a value that is not kept, as a float.
    """
    kind: Any = type(value)
    return value if kind in _PLAIN else _writer_of(kind)(value)


def packed(value: object) -> Any:
    """Write a large value as a tree of one text: what was found, known, offered.

    Most of it is labels and sources that come again in every part; packed it takes a tenth, and
    the database need not take it apart.

    Raises:
        TypeError: as `written`.
    """
    tree = written(value)
    try:
        text = to_json(tree)
    except PydanticSerializationError:
        return tree
    return {MARK: PACKED, "is": base64.b64encode(zlib.compress(text, _EFFORT)).decode("ascii")}


def is_kept_in(tree: Any, value: object) -> bool:
    """Say whether a tree, packed or not, keeps this value."""
    is_packed = isinstance(tree, dict) and tree[MARK] == PACKED
    return bool((_unpacked(tree["is"]) if is_packed else tree) == written(value))


def _unpacked(text: str) -> Any:
    return from_json(zlib.decompress(base64.b64decode(text)))


class Tree(dict[str, Any]):
    """A tree as it was kept, which remembers the value it was read as."""

    __slots__ = ("value",)
    value: Any


@lru_cache(maxsize=TREES_COUNT_MAX)
def parsed(text: str) -> Any:
    """Return the tree of a text; the same text again, the same tree.

    An act reads what an earlier one kept a moment ago: an offer, the terms of a contract.
    """
    tree = from_json(text)
    return Tree(tree) if type(tree) is dict else tree


def text_of(tree: Any) -> bytes | str:
    """Write the text of a tree."""
    try:
        return to_json(tree)
    except PydanticSerializationError:
        # Half a character: the database says better what is wrong with it.
        return json.dumps(tree)


def read(kind: type[T], tree: Any) -> T:
    """Read a tree back as the value it was.

    Raises:
        ValueError: the tree says another kind of value, or names a class that is not ours.
    """
    value = _remembered(tree) if type(tree) is Tree else _read(tree)
    if not isinstance(value, kind):
        raise ValueError(f"a {type(value).__name__} was kept where a {kind.__name__} is read")
    return value


def _remembered(tree: Tree) -> Any:
    if not hasattr(tree, "value"):
        value = _reader_of(tree[MARK])(tree)
        if not dataclasses.is_dataclass(value):
            # A mapping may be changed by whoever reads it.
            return value
        tree.value = value
    return tree.value


@cache
def _writer_of(kind: type[object]) -> Callable[[Any], Any]:
    """Return what writes values of a class; found once, because terms have hundreds of parts."""
    if issubclass(kind, Enum):
        place = _place(kind)
        return lambda value: {MARK: place, "is": value.name}
    if dataclasses.is_dataclass(kind):
        return _dataclass_writer(kind)
    for known, mark, write in _WRITERS:
        if issubclass(kind, known):
            return partial(_written_leaf, mark, write)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        place = _place(kind)
        return lambda value: {MARK: place, "of": [written(part) for part in value]}
    if issubclass(kind, tuple | list):
        return lambda value: [written(part) for part in value]
    if issubclass(kind, frozenset | set):
        return lambda value: {MARK: "set", "of": sorted(map(written, value), key=repr)}
    if issubclass(kind, Mapping):
        return _written_mapping
    raise TypeError(f"{kind.__name__} is not a kind of value that is kept")


def _written_leaf(mark: str, write: Callable[[Any], str], value: Any) -> Any:
    return {MARK: mark, "is": write(value)}


def _written_mapping(value: Mapping[Any, Any]) -> Any:
    # A list of pairs, because the database keeps no order of the keys of a mapping.
    return {MARK: "map", "of": [[written(key), written(part)] for key, part in value.items()]}


def _dataclass_writer(kind: type[Any]) -> Callable[[Any], Any]:
    place = _place(kind)
    names = tuple(field.name for field in dataclasses.fields(kind) if field.init)
    # With one name it would give the part itself: the first stands twice, and counts once.
    parts_of = attrgetter(*names, *names[:1]) if names else lambda _value: ()

    def write(value: Any) -> Any:
        tree = {MARK: place}
        for name, part in zip(names, parts_of(value), strict=False):
            kind = type(part)
            # Most parts are plain: they are not handed on.
            tree[name] = part if kind in _PLAIN else written(part)
        return tree

    return lru_cache(maxsize=CITATIONS_COUNT_MAX)(write) if place in _CITED else write


_NESTED = (dict, list)


def _read(tree: Any) -> Any:
    if type(tree) is dict:
        return _reader_of(tree[MARK])(tree)
    if type(tree) is list:
        return tuple([_read(part) for part in tree])
    return tree


@cache
def _reader_of(mark: str) -> Callable[[dict[str, Any]], Any]:
    if mark == PACKED:
        return lambda tree: _read(_unpacked(tree["is"]))
    if mark in _READERS:
        leaf = _READERS[mark]
        return lambda tree: leaf(tree["is"])
    if mark == "set":
        return lambda tree: frozenset(_read(part) for part in tree["of"])
    if mark == "map":
        return lambda tree: {_read(key): _read(part) for key, part in tree["of"]}
    found: Any = _class_at(mark)
    if issubclass(found, Enum):
        return lambda tree: found[tree["is"]]
    if issubclass(found, tuple):
        return lambda tree: found(*(_read(part) for part in tree["of"]))
    return partial(_read_dataclass, found)


def _read_dataclass(found: Callable[..., Any], tree: dict[str, Any]) -> Any:
    parts = {name: _read(part) if type(part) in _NESTED else part for name, part in tree.items()}
    del parts[MARK]
    return found(**parts)


def _place(kind: type[object]) -> str:
    package, _, place = f"{kind.__module__}.{kind.__qualname__}".partition(".")
    if package != ROOT or place.split(".")[0] not in KEPT:
        raise TypeError(f"{kind.__module__}.{kind.__qualname__} is not a value that is kept")
    return place


def _class_at(place: str) -> type:
    module, _, name = MOVED.get(place, place).rpartition(".")
    if module.split(".")[0] not in KEPT:
        raise ValueError(f"{place} is not a value that is kept")
    found = getattr(import_module(f"{ROOT}.{module}"), name)
    if not (isinstance(found, type) and _is_value(found)):
        raise ValueError(f"{place} is not a value that is kept")
    return found


def _is_value(kind: type) -> bool:
    return dataclasses.is_dataclass(kind) or issubclass(kind, Enum | tuple)
