"""Events of a loan as a replay leaves them: columns, of which each event is made when looked at."""

from collections.abc import Collection, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import date_of, dates_of
from majung.contracts.events import Event, EventKind
from majung.contracts.making import made_in_bulk


class Events(Sequence[Event]):
    """Events of a loan, earliest first, and their fields as columns.

    A long life has thousands, and who posts or adds up asks for few of them as values.

    Attributes:
        days: day numbers.
        kinds: codes, places in `EVENT_KINDS`.
        parties: codes, places in `names`.
        amounts: minor units.
    """

    __slots__ = ("_made", "amounts", "days", "kinds", "names", "parties")

    def __init__(
        self,
        days: NDArray[np.integer],
        kinds: NDArray[np.integer],
        parties: NDArray[np.integer],
        amounts: NDArray[np.int64],
        *,
        names: Sequence[str],
    ) -> None:
        """Take the columns, and the names behind the codes of parties."""
        self.days, self.kinds, self.parties, self.amounts = days, kinds, parties, amounts
        self.names = names
        self._made: tuple[Event, ...] | None = None

    def __len__(self) -> int:
        """Return how many events there are."""
        return len(self.days)

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> "Events": ...
    def __getitem__(self, place: int | slice) -> "Event | Events":
        """Return the event at a place, or those of a part."""
        if isinstance(place, slice):
            return Events(
                self.days[place],
                self.kinds[place],
                self.parties[place],
                self.amounts[place],
                names=self.names,
            )
        return Event(
            date_of(int(self.days[place])),
            EVENT_KINDS[self.kinds[place]],
            self.names[self.parties[place]],
            int(self.amounts[place]),
        )

    def __iter__(self) -> Iterator[Event]:
        """Go over the events, which are made once."""
        if self._made is None:
            self._made = self._events()
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        """Say whether the same events stand in the same order, here or in a tuple."""
        if not isinstance(other, Events | tuple):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return what equal events have in common."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Write the events one by one."""
        return repr(tuple(self))

    def of_kinds(self, kinds: Collection[EventKind]) -> "Events":
        """Return the events of some kinds."""
        chosen = np.array([kind in kinds for kind in EVENT_KINDS], np.bool_)[self.kinds]
        return Events(
            self.days[chosen],
            self.kinds[chosen],
            self.parties[chosen],
            self.amounts[chosen],
            names=self.names,
        )

    def _events(self) -> tuple[Event, ...]:
        columns = {
            "effective_on": dates_of(self.days),
            "kind": [EVENT_KINDS[kind] for kind in self.kinds.tolist()],
            "party": [self.names[party] for party in self.parties.tolist()],
            "amount": self.amounts.tolist(),
        }
        return made_in_bulk(Event, len(self), columns)
