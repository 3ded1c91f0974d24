"""Values made of columns, many at once: a value for each row, one field after the other."""

from abc import abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeVar

_Made = TypeVar("_Made")


class MadeOnDemand(Sequence[_Made]):
    """A sequence of values that is kept as columns; it equals a tuple of its values."""

    __slots__ = ("_made",)

    def __init__(self, made: Sequence[_Made] | None = None) -> None:
        """Take the values where they are made already."""
        self._made = made

    @abstractmethod
    def _making(self) -> Sequence[_Made]:
        """Make all values."""

    def __iter__(self) -> Iterator[_Made]:
        """Go over the values, which are made once."""
        if self._made is None:
            self._made = self._making()
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        """Say whether the same values stand in the same order."""
        if not isinstance(other, MadeOnDemand | tuple):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return what equal values in one order have in common."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Write the values one by one."""
        return repr(tuple(self))


def made_in_bulk(
    cls: type[_Made], count: int, columns: Mapping[str, Iterable[Any]]
) -> tuple[_Made, ...]:
    """Return values of a frozen class with slots, one for each place of its columns.

    A field after the other, which takes a third of the time of one value after the other: a
    frozen class asks at every field whether it may be set.

    Args:
        columns: of every field.
    """
    made = tuple(map(object.__new__, repeat(cls, count)))
    for name, column in columns.items():
        deque(map(vars(cls)[name].__set__, made, column), maxlen=0)
    return made
