"""Records: the keys a table of a file may have, what each means, and what is made of them.

A record is the schema and the documentation at once: the page on how to write a programme is
generated from the records, so it cannot say anything else than what is read.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from majung.errors import message
from majung.rules.reading.korean import spoken_name
from majung.rules.reading.nodes import Node, UnreadableError, each, unknown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """How one value is read.

    Attributes:
        written: what is to be written, for the documentation: "an amount by date".
        read: records a problem and raises `UnreadableError`, or gives the value.
        shows: the records that can stand here, for the documentation.
    """

    written: str
    read: Callable[[Node], T]
    shows: tuple["Record[Any]", ...] = ()


class _Required:
    """Stands for the default of a key that has none."""


REQUIRED = _Required()


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record.

    Attributes:
        explains: what it says, for the documentation.
        default: the value where the key is left out; REQUIRED where it may not be.
        attribute: the name of the value; the key with underscores where empty.
    """

    name: str
    reader: Reader[Any]
    explains: str
    default: object = REQUIRED
    attribute: str = ""

    @property
    def is_required(self) -> bool:
        """Whether the key may not be left out."""
        return self.default is REQUIRED

    @property
    def value_name(self) -> str:
        """Under which name the value is handed on."""
        return self.attribute or self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Check:
    """Something several keys of a record must fit together for.

    Attributes:
        needs: names of the values it looks at.
        run: takes the node of the record and the values; records what does not fit.
    """

    needs: tuple[str, ...]
    run: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """A table with named keys.

    Attributes:
        name: what the table is, in messages and in the documentation.
        make: builds the value from the values of the keys.
        checks: what must fit together; each looks at values that could be read, whatever became
            of the others.
    """

    name: str
    explains: str
    make: Callable[..., T]
    keys: tuple[Key, ...]
    checks: tuple[Check, ...] = ()

    def read(self, node: Node, others: Mapping[str, object] = MappingProxyType({})) -> T:
        """Read a table: every key, unknown keys reported, missing keys reported.

        Args:
            others: values that stand elsewhere; None for one that could not be read.
        """
        members = node.members()
        failed = self._report_keys(node, members)
        values: dict[str, Any] = {}
        for key in self.keys:
            member = members.get(key.name)
            if member is None or (member.value is None and not key.is_required):
                values[key.value_name] = key.default
                failed = failed or (member is None and key.is_required)
                continue
            try:
                values[key.value_name] = key.reader.read(member)
            except UnreadableError:
                failed = True
        failed = self._report_misfits(node, values) or failed
        if failed or any(value is None for value in others.values()):
            raise UnreadableError
        return self.make(**values, **others)

    def _report_misfits(self, node: Node, values: Mapping[str, Any]) -> bool:
        failed = False
        for check in self.checks:
            if values.keys() >= set(check.needs):
                try:
                    check.run(node, *(values[name] for name in check.needs))
                except UnreadableError:
                    failed = True
        return failed

    def _report_keys(self, node: Node, members: Mapping[str, Node]) -> bool:
        known = [key.name for key in self.keys]
        strange = [member for name, member in members.items() if name not in known]
        for member in strange:
            member.report_key(
                unknown("key-unknown", member.key, known, record=spoken_name(self.name))
            )
        missing = [key.name for key in self.keys if key.is_required and key.name not in members]
        for name in missing:
            node.report(message("key-missing", key=name, record=spoken_name(self.name)))
        return bool(strange)

    @property
    def reader(self) -> Reader[T]:
        """Return the reader of this record."""
        return Reader(f"[{self.name}](#{self.name.replace(' ', '-')})", self.read, (self,))


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return the reader of a list."""
    return Reader(
        f"list of {reader.written}", lambda node: each(node.items(), reader.read), reader.shows
    )


E = TypeVar("E", bound=StrEnum)


def one_word_of(words: type[E]) -> Reader[E]:
    """Return the reader of a word out of an enumeration."""

    def read(node: Node) -> E:
        known = [str(word) for word in words]
        if node.value not in known:
            node.refuse(unknown("word-unknown", node.shown(), known))
        return words(str(node.value))

    return Reader(" / ".join(f"`{word}`" for word in words), read)
