"""Values of a column picked by their places, without looking at those nobody asks for."""

from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

_Value = TypeVar("_Value")


class Picked(Sequence[_Value]):
    """Values of a column at some places, each looked up when it is asked for."""

    __slots__ = ("_column", "_places")

    def __init__(self, column: Sequence[_Value], places: NDArray[np.int64]) -> None:
        """Take the column, and the places in the order wanted."""
        self._column, self._places = column, places

    @classmethod
    def of(cls, column: Sequence[_Value], places: NDArray[np.int64]) -> "Picked[_Value]":
        """Pick places of a column, which may be picked itself."""
        if isinstance(column, Picked):
            return cls(column._column, column._places[places])
        return cls(column, places)

    def __len__(self) -> int:
        """Return how many values were picked."""
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> _Value: ...
    @overload
    def __getitem__(self, place: slice) -> "Picked[_Value]": ...
    def __getitem__(self, place: int | slice) -> "_Value | Picked[_Value]":
        """Return a value, or those of a part."""
        if isinstance(place, slice):
            return Picked(self._column, self._places[place])
        return self._column[int(self._places[place])]

    def __iter__(self) -> Iterator[_Value]:
        """Go over the values in the order wanted."""
        return map(self._column.__getitem__, self._places.tolist())
