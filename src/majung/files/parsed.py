"""What a YAML parser says of a text, kept so that no text is parsed twice.

Parsing takes nine tenths of the time of reading a programme.  What is kept is what the parser
said, never what was made of it: values, places and problems are grown anew each time, so an edit
of this system cannot meet an old meaning.  A kept file is named by the digest of the text and the
version of the parser, and begins with the digest of the rest: one that is torn or was changed is
parsed again.

``MAJUNG_PARSE_CACHE`` names another folder; where none can be written, nothing is kept.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml import __version__ as parser_version
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

CACHE_VARIABLE = "MAJUNG_PARSE_CACHE"
#: A shelf of programmes has a few dozen files; a folder this full holds mostly old versions.
KEPT_MAX = 1_000

DOCUMENT, SCALAR, ALIAS, MAPPING, LIST, END = (
    "document",
    "scalar",
    "alias",
    "mapping",
    "list",
    "end",
)
_KINDS = {
    DocumentStartEvent: DOCUMENT,
    ScalarEvent: SCALAR,
    AliasEvent: ALIAS,
    MappingStartEvent: MAPPING,
    SequenceStartEvent: LIST,
    MappingEndEvent: END,
    SequenceEndEvent: END,
}


class Said(NamedTuple):
    """One thing a parser says: a node begins, a collection ends.

    Attributes:
        kind: one of the names above.
        line: where it begins, counted from 1; so are the other three.
        text: of a scalar, quotes and escapes resolved.
        is_plain: whether a scalar stands without quotes and tag, so that its form has a meaning.
        anchor: the name that is given, or for an alias the name that is repeated; else empty.
        tag: as written; None without one.
    """

    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str = ""
    is_plain: bool = False
    anchor: str = ""
    tag: str | None = None


def parsed(text: str) -> Iterator[Said]:
    """Parse a text, one thing said after the other.

    Raises:
        ruamel.yaml.error.YAMLError: at the place that cannot be parsed.
    """
    for event in YAML(typ="safe", pure=True).parse(text):
        kind = _KINDS.get(type(event))
        if kind is not None:
            yield _said(kind, event)


def parsed_once(text: str) -> Iterator[Said]:
    """Parse a text, or repeat what was said of it before; the same in either case.

    A text is kept when it was parsed to its end.

    Raises:
        ruamel.yaml.error.YAMLError: at the place that cannot be parsed.
    """
    place = _place(text)
    kept = _kept(place) if place is not None else None
    if kept is not None:
        yield from kept
        return
    said: list[Said] = []
    for each in parsed(text):
        said.append(each)
        yield each
    if place is not None:
        # What cannot be kept is parsed again: a full disk stops nothing.
        with suppress(OSError):
            _keep(place, said)


def _said(kind: str, event: Event) -> Said:
    begin, end = event.start_mark, event.end_mark
    marks = (begin.line + 1, begin.column + 1, end.line + 1, end.column + 1)
    if not isinstance(event, AliasEvent | ScalarEvent | CollectionStartEvent):
        return Said(kind, *marks)
    anchor = event.anchor or ""
    if isinstance(event, AliasEvent):
        return Said(kind, *marks, anchor=anchor)
    tag = None if event.tag is None else str(event.tag)
    if isinstance(event, ScalarEvent):
        return Said(kind, *marks, event.value, event.implicit[0], anchor, tag)
    return Said(kind, *marks, anchor=anchor, tag=tag)


def _place(text: str) -> Path | None:
    """Return the file in which a text is kept; None where there is no folder to keep it in."""
    folder = Path(os.environ.get(CACHE_VARIABLE) or _user_cache()).expanduser()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder / sha256(f"{parser_version}\0{text}".encode()).hexdigest()


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "majung" / "parsed"


def _kept(place: Path) -> Iterable[Said] | None:
    try:
        digest, written = place.read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    if sha256(written).hexdigest().encode() != digest:
        return None
    return (Said(*each) for each in json.loads(written))


def _keep(place: Path, said: list[Said]) -> None:
    others = list(place.parent.iterdir())
    for other in others if len(others) >= KEPT_MAX else ():
        other.unlink(missing_ok=True)
    written = json.dumps(said, separators=(",", ":")).encode("ascii")
    # A reader sees the whole file or none, whoever else writes it at the same time.
    under_way = place.with_name(f"{place.name}.{os.getpid()}")
    under_way.write_bytes(sha256(written).hexdigest().encode() + b"\n" + written)
    under_way.replace(place)
