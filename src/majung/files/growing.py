"""A tree grown from the events of a YAML file, one node at a time, within limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from majung.errors import Message, Place, Problem, message
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
    anchor: str | None
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
    _before: ScalarEvent | None = None

    def take(self, event: Event) -> None:
        """Add what an event says."""
        if isinstance(event, ScalarEvent):
            self._check_comma(event)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(event, message("yaml-several-documents"))
            case ScalarEvent() if self._awaits_key():
                self._take_key(event)
            case NodeEvent() if self._awaits_key():
                self._stop(event, message("yaml-key-not-text"))
            case AliasEvent():
                self._take_alias(event)
            case ScalarEvent():
                self._take_scalar(event)
            case CollectionStartEvent():
                self._open_collection(event)
            case CollectionEndEvent():
                self._close_collection()

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].key is None and self._is_mapping()

    def _is_mapping(self) -> bool:
        return isinstance(self._open[-1].value, dict)

    def _take_key(self, event: ScalarEvent) -> None:
        top = self._open[-1]
        top.key = key = event.value
        path = (*top.path, key)
        assert isinstance(top.value, dict)
        if key == _MERGE_KEY and event.implicit[0]:
            self._refuse(event, message("yaml-merge-key"))
        elif not key:
            self._refuse(event, message("yaml-key-empty"))
        elif key in top.value:
            self._refuse(
                event, message("yaml-key-repeated", key=key, line=self.places.keys[path].line)
            )
        else:
            self.places.keys[path] = self._place(event)

    def _take_scalar(self, event: ScalarEvent) -> None:
        path = self._next_path()
        self.places.values[path] = self._place(event)
        self.places.written[path] = event.value
        value = self._scalar(event)
        self._put(value)
        self._count(event, 1)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, path, 1)

    def _scalar(self, event: ScalarEvent) -> Value:
        self._check_tag(event)
        if event.tag is not None or not event.implicit[0]:
            return str(event.value)
        value = meaning(event.value)
        if isinstance(value, Message):
            self._refuse(event, value)
            return None
        return value

    def _take_alias(self, event: AliasEvent) -> None:
        path = self._next_path()
        self.places.values[path] = self._place(event)
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            self._refuse(event, message("yaml-alias-not-known", alias=event.anchor))
            self._put(None)
            return
        self.places.links[path] = anchored.path
        self._put(anchored.value)
        self._count(event, anchored.nodes)

    def _open_collection(self, event: CollectionStartEvent) -> None:
        path = self._next_path()
        self.places.values[path] = self._place(event)
        self._check_tag(event)
        value: dict[str, Value] | list[Value] = {} if isinstance(event, MappingStartEvent) else []
        self._put(value)
        self._open.append(_Open(value, path, event.anchor, self._nodes))
        self._count(event, 1)
        if len(self._open) > DEPTH_MAX:
            self._stop(event, message("yaml-too-deep", most=DEPTH_MAX))

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

    def _check_comma(self, event: ScalarEvent) -> None:
        """Refuse ``{total: 2,000}``, which YAML reads as a total of 2 and a key 000."""
        before, self._before = self._before, event
        if before is None or event.start_mark.line != before.end_mark.line:
            return
        is_next = event.start_mark.column == before.end_mark.column + 1
        if is_next and before.implicit[0] and event.implicit[0]:
            number = f"{before.value},{event.value}"
            if _CUT_NUMBER.search(number):
                self._refuse(before, message("yaml-comma-in-number", number=number))

    def _check_tag(self, event: ScalarEvent | CollectionStartEvent) -> None:
        tag = event.tag
        if tag is not None and str(tag) not in _TEXT_TAGS:
            self._refuse(event, message("yaml-tag", tag=str(tag)))

    def _count(self, event: Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > NODES_MAX:
            self._stop(event, message("yaml-too-many-nodes", most=NODES_MAX))

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Event, reason: Message) -> None:
        self.problems.append(Problem(self._place(event), reason))

    def _stop(self, event: Event, reason: Message) -> None:
        self._refuse(event, reason)
        self.is_over = True


def nearest(places: Mapping[Path, Place], path: Path) -> Place:
    """Return the place of a node, or of the closest node around it that exists."""
    while path not in places:
        path = path[:-1]
    return places[path]
