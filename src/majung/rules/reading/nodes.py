"""A place in a file with the value that stands there, and what has been found wrong so far.

The one idea: a reader that meets a problem records it and raises `UnreadableError`; lists and
records catch it, read their other members, and raise it again at their end.  So nothing is ever
built from a part that could not be read, and no problem hides another.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from majung.errors import Message, Place, Problem, in_order, message
from majung.files import Path, Tree
from majung.rules.citations import Source
from majung.rules.kinds import Rule
from majung.rules.reading.korean import spoken_name
from majung.rules.vocabulary import Vocabulary

T = TypeVar("T")


class UnreadableError(Exception):
    """A part of a file could not be read; why is among the problems already."""


@dataclass(slots=True)
class Reading:
    """What is known while the files of one programme are read.

    Attributes:
        problems: everything found wrong so far.
        currency: of amounts written without one.
        vocabulary: facts that rules may read.
        sources: sources that may be cited.
        defined: names that were defined, by what they name.
        referred: names that were used and where, by what they should name; checked at the end.
        shared: rules that stand under names; None for one that could not be read.
        used: names of shared rules that some rule uses.
    """

    problems: list[Problem] = field(default_factory=list)
    currency: str = "KRW"
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    sources: dict[str, Source] = field(default_factory=dict)
    defined: dict[str, dict[str, Place]] = field(default_factory=dict)
    referred: list[tuple[str, str, Place]] = field(default_factory=list)
    shared: dict[str, Rule | None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def report(self, place: Place, found: Message) -> None:
        """Record a problem of a place."""
        self.problems.append(Problem(place, found))

    def define(self, what: str, name: str, node: "Node") -> None:
        """Note that a name is defined; the second definition of a name is a problem."""
        names = self.defined.setdefault(what, {})
        if name in names:
            node.report(
                message("name-twice", what=spoken_name(what), name=name, first=str(names[name]))
            )
        names.setdefault(name, node.place)

    def refer(self, what: str, name: str, node: "Node") -> None:
        """Note that a name is used, to be checked when everything is read."""
        self.referred.append((what, name, node.place))

    def check_references(self) -> None:
        """Record a problem for every name that was used and never defined."""
        for what, name, place in self.referred:
            known = self.defined.get(what, {})
            if name not in known:
                self.report(place, unknown("name-unknown", name, known, what=spoken_name(what)))

    def found(self) -> tuple[Problem, ...]:
        """Return everything found wrong, as a reader of the files meets it."""
        return in_order(self.problems)


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a file and the value that stands there.

    Attributes:
        path: keys and positions from the root of the tree.
    """

    value: object
    path: Path
    tree: Tree
    reading: Reading

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.tree.place(self.path)

    @property
    def key(self) -> str:
        """The key under which it stands, or its position in a list."""
        return str(self.path[-1]) if self.path else ""

    def report_key(self, found: Message) -> None:
        """Record a problem of the key under which this stands."""
        self.reading.report(self.tree.key_place(self.path), found)

    def report(self, found: Message) -> None:
        """Record a problem of this place and read on."""
        self.reading.report(self.place, found)

    def refuse(self, found: Message) -> NoReturn:
        """Record a problem of this place and give up on it."""
        self.report(found)
        raise UnreadableError

    def items(self) -> tuple["Node", ...]:
        """Return the members of a list."""
        if not isinstance(self.value, list):
            self.refuse(message("shape-differs", wanted=LIST, value=self.shown()))
        return tuple(
            Node(value, (*self.path, position), self.tree, self.reading)
            for position, value in enumerate(self.value)
        )

    def members(self) -> Mapping[str, "Node"]:
        """Return the members of a mapping by key."""
        if not isinstance(self.value, dict):
            self.refuse(message("shape-differs", wanted=MAPPING, value=self.shown()))
        return {
            key: Node(value, (*self.path, key), self.tree, self.reading)
            for key, value in self.value.items()
        }

    def shown(self) -> str:
        """Write the value for a message, shortened: a whole table helps nobody."""
        text = "∅" if self.value is None else str(self.value)
        return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}…"


SHOWN_MAX = 60
#: Stands where no name could be meant, because none is defined.
NOTHING = ("—",)
LIST = {"ko": "목록", "en": "a list"}
MAPPING = {"ko": "이름과 값의 표", "en": "a mapping of keys and values"}
TEXT = {"ko": "글", "en": "text"}
CLAIM = {"ko": "true 또는 false", "en": "true or false"}


def each(nodes: Iterable[Node], read: Callable[[Node], T]) -> tuple[T, ...]:
    """Read every node; raise only after the last, so that all their problems are found."""
    values: list[T] = []
    failed = False
    for node in nodes:
        try:
            values.append(read(node))
        except UnreadableError:
            failed = True
    if failed:
        raise UnreadableError
    return tuple(values)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None."""
    close = get_close_matches(word, list(known), n=1)
    return close[0] if close else None


def _near(word: str, known: Iterable[str]) -> dict[str, object]:
    """Return the values of a message that names what was probably meant, or what is known."""
    names: Iterator[str] = iter(sorted(known))
    meant = nearest(word, known)
    return {"meant": (meant,) if meant else tuple(names) or NOTHING}


def unknown(kind: str, word: str, known: Iterable[str], **values: object) -> Message:
    """Make the message for a word nobody knows, with what was probably meant."""
    return message(kind, word=word, **_near(word, known), **values)
