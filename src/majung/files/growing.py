"""A tree grown from what a YAML parser says, one node at a time, within limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from majung.errors import Message, Place, Problem, message
from majung.files.parsed import ALIAS, DOCUMENT, END, MAPPING, SCALAR, Said
from majung.files.scalars import meaning

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | int | Decimal | bool | date | list[Value] | dict[str, Value] | None"

DEPTH_MAX = 32
NODES_MAX = 50_000

_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")
_MERGE_KEY = "<<"
#: Two scalars that were one number before the comma between them was read as YAML's.
_CUT_NUMBER = re.compile(r"[0-9],[0-9]{3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the nodes of a tree stand.

    Attributes:
        values: place of each node.
        keys: place of the key of each value in a mapping.
        written: each scalar as it was written.
        links: nodes that are aliases, and the node each repeats.
    """

    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    links: dict[Path, Path] = field(default_factory=dict)

    def followed(self, path: Path) -> Path:
        """Return the path with every alias on it replaced by what it repeats."""
        at = 0
        while at <= len(path):
            target = self.links.get(path[:at])
            if target is not None:
                path, at = target + path[at:], len(target)
            at += 1
        return path


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    value: "dict[str, Value] | list[Value]"
    path: Path
    anchor: str
    nodes_before: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias repeats, and how many nodes that is."""

    value: Value
    path: Path
    nodes: int


@dataclass(slots=True)
class Growth:
    """A tree being grown.

    Attributes:
        name: of the file.
        is_over: whether nothing more should be read: the rest would not be understood.
    """

    name: str
    value: Value = None
    places: Places = field(default_factory=Places)
    problems: list[Problem] = field(default_factory=list)
    is_over: bool = False
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, _Anchored] = field(default_factory=dict)
    _nodes: int = 0
    _documents: int = 0
    _before: Said | None = None

    def take(self, said: Said) -> None:
        """Add what a parser says."""
        if said.kind == SCALAR:
            self._check_comma(said)
        if said.kind == DOCUMENT:
            self._documents += 1
            if self._documents > 1:
                self._stop(said, message("yaml-several-documents"))
        elif said.kind == END:
            self._close_collection()
        elif self._awaits_key():
            self._take_key(said)
        elif said.kind == ALIAS:
            self._take_alias(said)
        elif said.kind == SCALAR:
            self._take_scalar(said)
        else:
            self._open_collection(said)

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].key is None and self._is_mapping()

    def _is_mapping(self) -> bool:
        return isinstance(self._open[-1].value, dict)

    def _take_key(self, said: Said) -> None:
        if said.kind != SCALAR:
            self._stop(said, message("yaml-key-not-text"))
            return
        top = self._open[-1]
        top.key = key = said.text
        path = (*top.path, key)
        assert isinstance(top.value, dict)
        if key == _MERGE_KEY and said.is_plain:
            self._refuse(said, message("yaml-merge-key"))
        elif not key:
            self._refuse(said, message("yaml-key-empty"))
        elif key in top.value:
            self._refuse(
                said, message("yaml-key-repeated", key=key, line=self.places.keys[path].line)
            )
        else:
            self.places.keys[path] = self._place(said)

    def _take_scalar(self, said: Said) -> None:
        path = self._next_path()
        self.places.values[path] = self._place(said)
        self.places.written[path] = said.text
        value = self._scalar(said)
        self._put(value)
        self._count(said, 1)
        if said.anchor:
            self._anchors[said.anchor] = _Anchored(value, path, 1)

    def _scalar(self, said: Said) -> Value:
        self._check_tag(said)
        if said.tag is not None or not said.is_plain:
            return said.text
        value = meaning(said.text)
        if isinstance(value, Message):
            self._refuse(said, value)
            return None
        return value

    def _take_alias(self, said: Said) -> None:
        path = self._next_path()
        self.places.values[path] = self._place(said)
        anchored = self._anchors.get(said.anchor)
        if anchored is None:
            self._refuse(said, message("yaml-alias-not-known", alias=said.anchor))
            self._put(None)
            return
        self.places.links[path] = anchored.path
        self._put(anchored.value)
        self._count(said, anchored.nodes)

    def _open_collection(self, said: Said) -> None:
        path = self._next_path()
        self.places.values[path] = self._place(said)
        self._check_tag(said)
        value: dict[str, Value] | list[Value] = {} if said.kind == MAPPING else []
        self._put(value)
        self._open.append(_Open(value, path, said.anchor, self._nodes))
        self._count(said, 1)
        if len(self._open) > DEPTH_MAX:
            self._stop(said, message("yaml-too-deep", most=DEPTH_MAX))

    def _close_collection(self) -> None:
        top = self._open.pop()
        if top.anchor:
            # Known from its end on: an alias inside would be a thing that contains itself.
            nodes = self._nodes - top.nodes_before
            self._anchors[top.anchor] = _Anchored(top.value, top.path, nodes)

    def _next_path(self) -> Path:
        """Return the path of the node that comes."""
        if not self._open:
            return ()
        top = self._open[-1]
        return (*top.path, len(top.value) if top.key is None else top.key)

    def _put(self, value: Value) -> None:
        """Put a node into the collection that is open."""
        if not self._open:
            self.value = value
            return
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            assert top.key is not None
            top.value[top.key] = value
            top.key = None

    def _check_comma(self, said: Said) -> None:
        """Refuse ``{total: 2,000}``, which YAML reads as a total of 2 and a key 000."""
        before, self._before = self._before, said
        if before is None or said.line != before.end_line:
            return
        is_next = said.column == before.end_column + 1
        if is_next and before.is_plain and said.is_plain:
            number = f"{before.text},{said.text}"
            if _CUT_NUMBER.search(number):
                self._refuse(before, message("yaml-comma-in-number", number=number))

    def _check_tag(self, said: Said) -> None:
        if said.tag is not None and said.tag not in _TEXT_TAGS:
            self._refuse(said, message("yaml-tag", tag=said.tag))

    def _count(self, said: Said, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > NODES_MAX:
            self._stop(said, message("yaml-too-many-nodes", most=NODES_MAX))

    def _place(self, said: Said) -> Place:
        return Place(self.name, said.line, said.column)

    def _refuse(self, said: Said, reason: Message) -> None:
        self.problems.append(Problem(self._place(said), reason))

    def _stop(self, said: Said, reason: Message) -> None:
        self._refuse(said, reason)
        self.is_over = True


def nearest(places: Mapping[Path, Place], path: Path) -> Place:
    """Return the place of a node, or of the closest node around it that exists."""
    while path not in places:
        path = path[:-1]
    return places[path]
