"""Readers of what is written in words: names, labels, days, claims, sources.

Source: own convention, docs/programmes.md.
"""

import re
from datetime import date, datetime

from majung.errors import message
from majung.rules.citations import Citation, Label, Source, Status
from majung.rules.reading.nodes import CLAIM, TEXT, Node
from majung.rules.reading.records import Key, Reader, Record, one_word_of

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _text(node: Node) -> str:
    if not isinstance(node.value, str) or not node.value.strip():
        node.refuse(message("shape-differs", wanted=TEXT, value=node.shown()))
    return node.value.strip()


TEXT_READER = Reader("text", _text)


def _name(node: Node) -> str:
    text = str(node.value)
    if not _NAME.fullmatch(text):
        node.refuse(message("name-malformed", name=node.shown()))
    return text


NAME = Reader("a name in small letters, digits and hyphens", _name)


def new_name(what: str) -> Reader[str]:
    """Return the reader of a name that defines something others can refer to."""

    def read(node: Node) -> str:
        name = _name(node)
        node.reading.define(what, name, node)
        return name

    return Reader(NAME.written, read)


def name_of(what: str) -> Reader[str]:
    """Return the reader of a name that must be defined somewhere in the programme."""

    def read(node: Node) -> str:
        name = _name(node)
        node.reading.refer(what, name, node)
        return name

    return Reader(f"name of a {what}", read)


def _claim(node: Node) -> bool:
    if not isinstance(node.value, bool):
        node.refuse(message("shape-differs", wanted=CLAIM, value=node.shown()))
    return node.value


YES_OR_NO = Reader("`true` or `false`", _claim)


def as_day(value: object) -> date | None:
    """Return the day of a scalar, written bare or in quotes; None where it is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _day(node: Node) -> date:
    day = as_day(node.value)
    if day is None:
        node.refuse(message("day-not-readable", text=node.shown()))
    return day


DAY = Reader("a day, `2024-09-24`", _day)

LABEL = Record(
    "label",
    "What officials call a thing, in both languages.",
    Label,
    (Key("ko", TEXT_READER, "in Korean"), Key("en", TEXT_READER, "in English")),
).reader

SOURCE = Record(
    "source",
    "A text that says what the programme is. Rules and numbers cite it by its key.",
    Source,
    (
        Key("key", new_name("source"), "how it is cited"),
        Key("title", LABEL, "how it is named in a footnote"),
        Key("publisher", TEXT_READER, "who published it", default=""),
        Key("published-on", DAY, "when", default=None),
        Key("address", TEXT_READER, "where it can be read", default=""),
    ),
)


def _citation(node: Node) -> Citation:
    name, _, pinpoint = _text(node).partition(" ")
    node.reading.refer("source", name, node)
    source = node.reading.sources.get(name) or Source(name, Label(name, name))
    return Citation(source, pinpoint.strip())


CITATION = Reader("key of a source, with the article or page after it", _citation)
STATUS = one_word_of(Status)

#: What every rule and every number says about where it comes from.
CITED: tuple[Key, ...] = (
    Key("source", CITATION, "who says so", attribute="citation"),
    Key("status", STATUS, "`reported` by the source, or `assumed` because nobody published it"),
)
