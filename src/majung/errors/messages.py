"""A message: what kind of thing is said, and the values it is said about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

Language = Literal["ko", "en"]


@runtime_checkable
class Speakable(Protocol):
    """A value that knows how officials of each language write it (money, rates, dates)."""

    def spoken(self, language: Language) -> str:
        """Write the value the way an official would."""


@dataclass(frozen=True, slots=True)
class Message:
    """A kind of thing to say, with the named values it is said about.

    Two messages are equal when kind and values are: tests compare messages, not sentences.

    Attributes:
        kind: the key of its sentences, for example ``limit-exceeded``.
        values: pairs of name and value, in the order of their names.
    """

    kind: str
    values: tuple[tuple[str, object], ...] = ()

    def value(self, name: str) -> object:
        """Return the value called `name`; KeyError names the message that lacks it."""
        for key, value in self.values:
            if key == name:
                return value
        raise KeyError(f"message {self.kind} has no value {name}")

    def as_mapping(self) -> Mapping[str, object]:
        """Return the values as a mapping."""
        return dict(self.values)


def message(kind: str, /, **values: object) -> Message:
    """Make a message.

    >>> message("limit-exceeded", limit="L-12").kind
    'limit-exceeded'
    """
    return Message(kind, tuple(sorted(values.items())))
