"""Events of a loan as a replay leaves them: columns, of which each event is made when looked at."""

from collections.abc import Collection, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import date_of, dates_of
from majung.contracts.events import Event, EventKind
from majung.contracts.making import MadeOnDemand, made_in_bulk


class Events(MadeOnDemand[Event]):
    """Events of a loan, earliest first, and their fields as columns.

    A long life has thousands, and who posts or adds up asks for few of them as values.

    Attributes:
        days: day numbers.
        kinds: codes, places in `EVENT_KINDS`.
        parties: codes, places in `names`.
        amounts: minor units.
    """

    __slots__ = ("amounts", "days", "kinds", "names", "parties")

    def __init__(
        self,
        days: NDArray[np.integer],
        kinds: NDArray[np.integer],
        parties: NDArray[np.integer],
        amounts: NDArray[np.integer],
        *,
        names: Sequence[str],
    ) -> None:
        """Take the columns, and the names behind the codes of parties."""
        super().__init__()
        self.days, self.kinds, self.parties, self.amounts = days, kinds, parties, amounts
        self.names = names

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
            return self._taken(place)
        return Event(
            date_of(int(self.days[place])),
            EVENT_KINDS[self.kinds[place]],
            self.names[self.parties[place]],
            int(self.amounts[place]),
        )

    def of_kinds(self, kinds: Collection[EventKind]) -> "Events":
        """Return the events of some kinds."""
        return self._taken(np.array([kind in kinds for kind in EVENT_KINDS], np.bool_)[self.kinds])

    def _taken(self, places: slice | NDArray[np.bool_]) -> "Events":
        columns = (self.days, self.kinds, self.parties, self.amounts)
        return Events(*(column[places] for column in columns), names=self.names)

    def _making(self) -> Sequence[Event]:
        columns = {
            "effective_on": dates_of(self.days),
            "kind": [EVENT_KINDS[kind] for kind in self.kinds.tolist()],
            "party": [self.names[party] for party in self.parties.tolist()],
            "amount": self.amounts.tolist(),
        }
        return made_in_bulk(Event, len(self), columns)
