"""The daily close: what fell due, and what was recorded, is posted for every serviced contract.

A close has parts: what a month's end asks of every loan, what fell due, letters to be sent.  Each
goes through its contracts by key in chunks; a chunk writes events, entries, balances, the chain,
the next due days or its rows together with the line that says it is done.  So a close that was
killed goes on where it stopped, with the moment it declared at its beginning, and ends with the
same books, however it was cut.  A contract that cannot be replayed is set aside with its reason
and the rest closes; the next close, or `take_up`, tries it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.operations.servicing.close_parts import Part, parts_of
from majung.operations.servicing.posting import Posting, Refused, post_contracts
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import contract_of, covers_on, set_next_due
from majung.store.servicing.portfolios import find_by_number
from majung.store.upkeep.closes import (
    CloseChunk,
    CloseRun,
    CloseState,
    begin_close,
    chunk_done,
    chunks_done,
    close_of,
    closed_before,
    end_close,
    open_set_aside,
    set_aside,
    settle,
)
from majung.values.calendars import BusinessCalendar

CHUNK = 50_000


class ContractStillContradictsError(PolicyFinanceError):
    """A contract that was set aside is taken up once it can be replayed and posted."""

    kind = "contract-still-contradicts"


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
        progress: told after each transaction how many contracts it held.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
        CloseDaySkippedError: an earlier day was begun and is not done.
    """
    require(actor, Act.CLOSE_DAY)
    person = actor.person or Role.CLOCKWORK.value
    refused: dict[str, Refused] = {}
    finished: set[str] = set()
    while True:
        with acting_for_state(Purpose.CLOSE, person=person, at=at, subject=on.isoformat()):
            run = begin_close(on, at=at)
            if run.state is CloseState.DONE:
                return Closed(run, tuple(refused.values()))
            held, is_done = _next_chunks(run, chunk, refused, finished)
            if is_done:
                run = end_close(on)
        if progress is not None:
            progress(held)
        if is_done:
            return Closed(run, tuple(refused.values()))


def _next_chunks(
    run: CloseRun, chunk: int, refused: dict[str, Refused], finished: set[str]
) -> tuple[int, bool]:
    """Do the next chunks of a close, until together they hold as many contracts as one may.

    Args:
        finished: names of the parts of which this start knows that nothing is left.

    Returns:
        how many contracts they held, and whether nothing is left.
    """
    find_by_number()
    after = closed_before(run.on) or run.on - timedelta(days=1)
    last = {each.part: each for each in chunks_done(run.on)}
    held = 0
    for part in parts_of(after, run.on, at=run.at):
        if part.name in finished:
            continue
        done = last.get(part.name)
        while held < chunk:
            is_last, done = _next_chunk(part, run, done, chunk, refused)
            if done is not None:
                held += done.contracts
            if is_last:
                finished.add(part.name)
                break
        else:
            return held, False
    return held, True


def _next_chunk(
    part: Part, run: CloseRun, before: CloseChunk | None, chunk: int, refused: dict[str, Refused]
) -> tuple[bool, CloseChunk | None]:
    """Do the next chunk of a part; return whether it was the last, and what it did."""
    work = part.next(before.last if before else "", chunk)
    if work is None:
        return True, None
    for each in work.refused:
        set_aside(run.on, each.contract, each.reason)
        refused[each.contract] = each
    # Whatever its own next day: the next close tries it again.
    set_next_due({each.contract: run.on for each in work.refused})
    if work.posted:
        again = (key for key in open_set_aside() if key in work.posted and key not in refused)
        settle(again, at=run.at)
    number = before.number + 1 if before else 1
    done = CloseChunk(
        part.name, number, work.first, work.last, work.contracts, work.events, work.entries
    )
    chunk_done(run.on, done)
    return work.contracts < chunk, done


def take_up(actor: Actor, contract: str, *, on: date, at: datetime) -> Posting:
    """Post a contract that a close set aside, now that it is in order.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
        NotRecordedError: no such contract.
        ContractStillContradictsError: it cannot be posted yet, and why.
    """
    require(actor, Act.CLOSE_DAY)
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(Purpose.CLOSE, person=person, at=at, subject=contract):
        held = contract_of(contract)
        posting = post_contracts([held.key, *covers_on([held.key])], on=on, at=at)
        for each in posting.refused:
            if each.contract == contract:
                raise ContractStillContradictsError(contract=contract, reason=each.reason)
        return posting


def close_until(
    actor: Actor,
    *,
    until: date,
    first: date,
    calendar: BusinessCalendar,
    moment: Callable[[date], datetime],
    progress: Callable[[Closed], None] | None = None,
    chunks: Callable[[int], None] | None = None,
) -> tuple[Closed, ...]:
    """Close every business day that is not closed yet, in order, up to a day.

    Args:
        first: where nothing was closed before, the first day to close.
        moment: the moment that the close of a day declares.
        progress: told after each day what it did.
        chunks: told after each transaction how many contracts it held.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
    """
    closed = []
    for day in calendar.business_days(first, until):
        found = close_of(day)
        if found is None or found.state is not CloseState.DONE:
            closed.append(close_day(actor, on=day, at=moment(day), progress=chunks))
            if progress is not None:
                progress(closed[-1])
    return tuple(closed)
