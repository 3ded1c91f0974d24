"""The daily close: what fell due, and what was recorded, is posted for every serviced contract.

A close runs in chunks.  Each is one transaction that posts events, entries, balances, the chain
and the next due days, and writes itself down as done; so a close that was killed goes on where it
stopped, with the moment it declared at its beginning, and ends with the same books.  A contract
that cannot be replayed is set aside with its reason and the rest closes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.operations.servicing.posting import Refused
from majung.operations.servicing.posting_many import post_due
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import due_keys
from majung.store.servicing.portfolios import due
from majung.store.upkeep.closes import (
    CloseChunk,
    CloseRun,
    CloseState,
    begin_close,
    chunk_done,
    chunks_done,
    close_of,
    end_close,
    set_aside,
)
from majung.values.calendars import BusinessCalendar

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Closed:
    """What the close of a day did.

    Attributes:
        run: all chunks together, those of an earlier start included.
        set_aside: contracts this start could not take.
    """

    run: CloseRun
    set_aside: tuple[Refused, ...]


def close_day(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    chunk: int = CHUNK,
    progress: Callable[[int], None] | None = None,
) -> Closed:
    """Close a business day; a day that is closed stays as it is.

    Args:
        at: the moment everything bears that this close records, unless an earlier start of the
            same close declared one.
        chunk: contracts in one transaction.
        progress: told after each chunk how many contracts it held.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
        CloseDaySkippedError: an earlier day was begun and is not done.
    """
    require(actor, Act.CLOSE_DAY)
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(Purpose.CLOSE, person=person, at=at, subject=on.isoformat()):
        run = begin_close(on, at=at)
        done = chunks_done(on)
        if run.state is CloseState.DONE or not (done or due_keys(on=on, count_max=1)):
            return Closed(end_close(on), ())
    refused: list[Refused] = []
    number, after = len(done), done[-1].last if done else ""
    while True:
        with acting_for_state(Purpose.CLOSE, person=person, at=run.at, subject=on.isoformat()):
            found = due(on=on, after=after, count_max=chunk)
            keys = found.keys
            if not keys:
                return Closed(end_close(on), tuple(refused))
            posting = post_due(found, on=on, at=run.at)
            for each in posting.refused:
                set_aside(on, each.contract, each.reason)
            number, after = number + 1, keys[-1]
            chunk_done(
                on,
                CloseChunk(
                    "dues", number, keys[0], after, len(keys), posting.events, posting.entries
                ),
            )
        refused += posting.refused
        if progress is not None:
            progress(len(keys))


def close_until(
    actor: Actor,
    *,
    until: date,
    first: date,
    calendar: BusinessCalendar,
    moment: Callable[[date], datetime],
    progress: Callable[[Closed], None] | None = None,
) -> tuple[Closed, ...]:
    """Close every business day that is not closed yet, in order, up to a day.

    Args:
        first: where nothing was closed before, the first day to close.
        moment: the moment that the close of a day declares.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
    """
    closed = []
    for day in calendar.business_days(first, until):
        found = close_of(day)
        if found is None or found.state is not CloseState.DONE:
            closed.append(close_day(actor, on=day, at=moment(day)))
            if progress is not None:
                progress(closed[-1])
    return tuple(closed)
