"""Values made of columns, many at once: a value for each row, one field after the other."""

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Any, TypeVar

_Made = TypeVar("_Made")


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
