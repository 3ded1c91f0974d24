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
======================  ===========================================================
"""

import base64
import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

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

_PLAIN = (bool, int, str, type(None))
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


def written(value: object) -> Any:
    """Write a value as a tree of lists, mappings, texts and whole numbers.

    Raises:
        TypeError: a value that is not kept, as a float.
    """
    if isinstance(value, Enum):
        return {MARK: _place(type(value)), "is": value.name}
    if type(value) in _PLAIN:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _written_dataclass(value)
    for kind, mark, write in _WRITERS:
        if isinstance(value, kind):
            return {MARK: mark, "is": write(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {MARK: _place(type(value)), "of": [written(part) for part in value]}
    if isinstance(value, tuple | list):
        return [written(part) for part in value]
    if isinstance(value, frozenset | set):
        return {MARK: "set", "of": sorted((written(part) for part in value), key=repr)}
    if isinstance(value, Mapping):
        return {MARK: "map", "of": [[written(key), written(part)] for key, part in value.items()]}
    raise TypeError(f"{value!r} is not a value that is kept")


def read(kind: type[T], tree: Any) -> T:
    """Read a tree back as the value it was.

    Raises:
        ValueError: the tree says another kind of value, or names a class that is not ours.
    """
    value = _read(tree)
    if not isinstance(value, kind):
        raise ValueError(f"a {type(value).__name__} was kept where a {kind.__name__} is read")
    return value


def _read(tree: Any) -> Any:
    if isinstance(tree, list):
        return tuple(_read(part) for part in tree)
    if not isinstance(tree, dict):
        return tree
    mark = tree[MARK]
    if mark in _READERS:
        return _READERS[mark](tree["is"])
    if mark == "set":
        return frozenset(_read(part) for part in tree["of"])
    if mark == "map":
        return {_read(key): _read(part) for key, part in tree["of"]}
    found = _class_at(mark)
    if issubclass(found, Enum):
        return found[tree["is"]]
    if "of" in tree and issubclass(found, tuple):
        return found(*(_read(part) for part in tree["of"]))
    return found(**{name: _read(part) for name, part in tree.items() if name != MARK})


def _written_dataclass(value: Any) -> dict[str, Any]:
    parts = {
        field.name: written(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if field.init
    }
    return {MARK: _place(value.__class__), **parts}


@cache
def _place(kind: type[object]) -> str:
    package, _, place = f"{kind.__module__}.{kind.__qualname__}".partition(".")
    if package != ROOT or place.split(".")[0] not in KEPT:
        raise TypeError(f"{kind.__module__}.{kind.__qualname__} is not a value that is kept")
    return place


@cache
def _class_at(place: str) -> type:
    module, _, name = MOVED.get(place, place).rpartition(".")
    if module.split(".")[0] not in KEPT:
        raise ValueError(f"{place} is not a value that is kept")
    found = getattr(import_module(f"{ROOT}.{module}"), name)
    if not (isinstance(found, type) and (_is_value(found))):
        raise ValueError(f"{place} is not a value that is kept")
    return found


def _is_value(kind: type) -> bool:
    return dataclasses.is_dataclass(kind) or issubclass(kind, Enum | tuple)
