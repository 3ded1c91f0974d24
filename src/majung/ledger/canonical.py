r"""Canonical bytes: one value, one sequence of bytes, so that a hash means the value.

The form is ``MAJUNG`` and the version byte ``\x01``, then the label of what is written, then the
value.  Every item is a tag of one byte, the length of its content as eight bytes big-endian, and
the content:

=== ==================== ===========================================================
tag value                content
=== ==================== ===========================================================
N   nothing              empty
Y   true, false          ``1``, ``0``
I   integer              ASCII digits, with a minus sign below zero
D   decimal              ASCII digits without exponent and without trailing zeros
S   text                 UTF-8, as it stands
B   bytes                as they are
d   day                  ISO 8601, ``2024-05-31``
t   moment               ISO 8601 in UTC with microseconds, ``2024-05-31T00:00:00.000000Z``
L   list                 its items
M   mapping              key and value in turn, keys being text in the order of their bytes
=== ==================== ===========================================================

Lengths stand before contents, so no two values share their bytes; `read_canonical` reads them
back, which is how an auditor sees what was hashed.  A change of the form is a new version.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

MAGIC = b"MAJUNG\x01"
_LENGTH_BYTES = 8

Canonical: TypeAlias = (
    bool
    | int
    | Decimal
    | str
    | bytes
    | date
    | datetime
    | Sequence["Canonical"]
    | Mapping[str, "Canonical"]
    | None
)


def canonical_bytes(label: str, value: Canonical) -> bytes:
    """Write a value in its canonical bytes.

    Args:
        label: what kind of thing it is, so that two kinds with equal parts differ.

    Raises:
        TypeError: a type that has no canonical form (a float has none).
        ValueError: a moment without time zone, or a decimal that is not finite.
    """
    return MAGIC + _item(label) + _item(value)


def canonical_item(value: Canonical) -> bytes:
    """Write a value as it stands inside canonical bytes, for contents put together of parts.

    Raises:
        TypeError, ValueError: as `canonical_bytes`.
    """
    return _item(value)


def canonical_group(tag: bytes, content: bytes) -> bytes:
    """Put items that are written already into a list (``L``) or a mapping (``M``)."""
    return tag + len(content).to_bytes(_LENGTH_BYTES, "big") + content


def read_canonical(content: bytes) -> tuple[str, Canonical]:
    """Return the label and the value that canonical bytes say.

    Raises:
        ValueError: the bytes are not in the form described in this module.
    """
    if not content.startswith(MAGIC):
        raise ValueError("canonical bytes begin with their mark and version")
    items = _items(content[len(MAGIC) :])
    match items:
        case [str(label), value]:
            return label, value
    raise ValueError("canonical bytes hold a label and one value")


def _item(value: Canonical) -> bytes:
    if type(value) is str:
        return _text_item(value)
    # Exact types are looked up; what derives from one of them (an enum, a named tuple) is found
    # by `_writer_of`, which is slower.
    tag, write = _WRITERS.get(type(value)) or _writer_of(value)
    content = write(value)
    return tag + len(content).to_bytes(_LENGTH_BYTES, "big") + content


@lru_cache(maxsize=16_384)
def _text_item(value: str) -> bytes:
    # The names of parts and the words of findings come again thousands of times.
    content = value.encode("utf-8")
    return b"S" + len(content).to_bytes(_LENGTH_BYTES, "big") + content


def _writer_of(value: Canonical) -> tuple[bytes, Callable[[Any], bytes]]:
    # A bool is an int and a datetime is a date: the order of `_WRITERS` has the narrower first.
    for known, writer in _WRITERS.items():
        if isinstance(value, known):
            return writer
    if isinstance(value, Mapping):
        return _WRITERS[dict]
    if isinstance(value, Sequence):
        return _WRITERS[tuple]
    raise TypeError(f"{value!r} has no canonical form: use whole numbers, decimals or text")


def _written_mapping(value: Mapping[str, Canonical]) -> bytes:
    # Code points and UTF-8 bytes sort alike, so the keys need no encoding first.
    return b"".join(
        [part for key in sorted(value) for part in (_text_item(key), _item(value[key]))]
    )


def _written_list(value: Sequence[Canonical]) -> bytes:
    return b"".join(map(_item, value))


def _written_decimal(value: Decimal) -> bytes:
    if not value.is_finite():
        raise ValueError(f"{value} has no canonical form")
    if not value:
        return b"0"
    written = f"{value:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).encode("ascii")


def _written_moment(value: datetime) -> bytes:
    if value.tzinfo is None:
        raise ValueError(f"{value} needs its time zone")
    plain = value.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(timespec='microseconds')}Z".encode("ascii")


_WRITERS: Mapping[type, tuple[bytes, Callable[[Any], bytes]]] = {
    str: (b"S", lambda value: value.encode("utf-8")),
    bytes: (b"B", bytes),
    bool: (b"Y", lambda value: b"1" if value else b"0"),
    int: (b"I", lambda value: b"%d" % value),
    Decimal: (b"D", _written_decimal),
    datetime: (b"t", _written_moment),
    date: (b"d", lambda value: value.isoformat().encode("ascii")),
    dict: (b"M", _written_mapping),
    tuple: (b"L", _written_list),
    list: (b"L", _written_list),
    type(None): (b"N", lambda _value: b""),
}


def _items(content: bytes) -> list[Canonical]:
    items: list[Canonical] = []
    position = 0
    while position < len(content):
        start = position + 1 + _LENGTH_BYTES
        end = start + int.from_bytes(content[position + 1 : start], "big")
        if end > len(content) or start > len(content):
            raise ValueError("canonical bytes end too early")
        items.append(_value(content[position : position + 1], content[start:end]))
        position = end
    return items


def _value(tag: bytes, content: bytes) -> Canonical:
    if tag not in _READERS:
        raise ValueError(f"canonical bytes know no tag {tag!r}")
    return _READERS[tag](content)


def _mapping(content: bytes) -> dict[str, Canonical]:
    items = _items(content)
    return {str(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


_READERS: Mapping[bytes, Callable[[bytes], Canonical]] = {
    b"N": lambda _content: None,
    b"Y": lambda content: content == b"1",
    b"I": int,
    b"D": lambda content: Decimal(content.decode("ascii")),
    b"S": lambda content: content.decode("utf-8"),
    b"B": bytes,
    b"d": lambda content: date.fromisoformat(content.decode("ascii")),
    b"t": lambda content: datetime.fromisoformat(content.decode("ascii")),
    b"L": lambda content: tuple(_items(content)),
    b"M": _mapping,
}
