"""How the close of a business day goes: its declared moment, its chunks, what was set aside.

The moment is declared once and holds for every restart, so that a close that was killed and begun
again records the same.  A chunk has a row if and only if it is wholly done, because the row is
written in the transaction that did it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F

from majung.errors import Message, PolicyFinanceError
from majung.store import models
from majung.store.asking import leave
from majung.store.numbers import add_rows, kept_or_made, lasting_row_of, row_of
from majung.store.questions import Question
from majung.store.written import read, written


class CloseDaySkippedError(PolicyFinanceError):
    """Days are closed in their order."""

    kind = "close-day-skipped"


class CloseState(StrEnum):
    """How far a close is."""

    RUNNING = "running"
    DONE = "done"


class ClosePart(StrEnum):
    """The parts of a close; those about a month's end bear its day behind their name."""

    FIXINGS = "fixings"
    TAKEN_BACK = "accruals-taken-back"
    MONTH_END = "month-end"
    ACCRUED = "accruals-posted"
    DUES = "dues"
    PAYMENT_NOTICES = "payment-notices"
    ARREARS_NOTICES = "arrears-notices"


@dataclass(frozen=True, slots=True)
class CloseRun:
    """The close of a day.

    Attributes:
        at: the declared moment: everything the close records bears it.
        chunks: how many are done, of all parts.
        contracts, events: that were due, and what was posted of them.
        entries: posted, those about accruals included.
        looked_at: contracts of all parts together.
        accruals: rows of what had accrued on a loan at a month's end, by who bears it.
        letters: to be sent.
    """

    on: date
    at: datetime
    state: CloseState
    chunks: int
    contracts: int
    events: int
    entries: int
    looked_at: int
    accruals: int
    letters: int


@dataclass(frozen=True, slots=True)
class CloseChunk:
    """A part of a close that is done.

    Attributes:
        part: of the work of a close, to which the chunk belongs.
        first: key of its first contract; `last` of its last.
    """

    part: str
    number: int
    first: str
    last: str
    contracts: int
    events: int
    entries: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A contract that a close could not take, and why."""

    on: date
    contract: str
    reason: Message
    settled_at: datetime | None = None


def begin_close(on: date, *, at: datetime) -> CloseRun:
    """Begin the close of a day, or take up the one that was begun, with its declared moment.

    Raises:
        CloseDaySkippedError: an earlier day was begun and is not done.
    """
    open_run = _OPEN_BEFORE.first(on=on, state=CloseState.RUNNING.value)
    if open_run is not None:
        raise CloseDaySkippedError(day=on, open_day=open_run.on)
    row, _ = kept_or_made(models.CloseRun, on=on, defaults={"at": at, "state": CloseState.RUNNING})
    return _run(row)


_OPEN_BEFORE = Question(
    lambda on, state: models.CloseRun.objects.filter(on__lt=on, state=state).order_by("pk")
)


def add_to_content(on: date, sums: Mapping[str, Mapping[str, int]]) -> None:
    """Add to sums that a close keeps from chunk to chunk, by what they are of and by their name."""
    run = models.CloseRun.objects.get(on=on)
    added = {kind: dict(of_kind) for kind, of_kind in run.content.items()}
    for kind, of_kind in sums.items():
        known = added.setdefault(kind, {})
        for name, amount in of_kind.items():
            known[name] = known.get(name, 0) + amount
    run.content = added
    run.save(update_fields=["content"])


def content_of(on: date, kind: str) -> Mapping[str, int]:
    """Return the sums that a close keeps from chunk to chunk, by name."""
    content: Mapping[str, Mapping[str, int]] = models.CloseRun.objects.get(on=on).content
    return content.get(kind, {})


def chunk_done(on: date, chunk: CloseChunk) -> None:
    """Write a chunk down as done, in the transaction that did it."""
    done = models.CloseChunk(
        run=lasting_row_of(models.CloseRun, on=on),
        part=chunk.part,
        number=chunk.number,
        first=chunk.first,
        last=chunk.last,
        contracts=chunk.contracts,
        events=chunk.events,
        entries=chunk.entries,
    )
    add_rows([done])


def chunks_done(on: date) -> tuple[CloseChunk, ...]:
    """Return the parts of a close that are done, in their order."""
    rows = _CHUNKS_OF(on=on)
    return tuple(
        CloseChunk(
            row.part, row.number, row.first, row.last, row.contracts, row.events, row.entries
        )
        for row in rows
    )


_CHUNKS_OF = Question(
    lambda on: models.CloseChunk.objects.filter(run__on=on).order_by("part", "number")
)


def set_aside(on: date, contract: str, reason: Message) -> None:
    """Set a contract aside in a close; the same again does nothing.

    Raises:
        NotRecordedError: no such contract.
    """
    row = row_of(models.Contract, key=contract)
    kept_or_made(
        models.SetAside,
        run=models.CloseRun.objects.get(on=on),
        contract=row,
        defaults={"institution_id": row.institution_id, "reason": written(reason)},
    )


def open_set_aside() -> tuple[str, ...]:
    """Return the keys of contracts that are set aside and not in order again."""
    return tuple(_SET_ASIDE())


_SET_ASIDE = Question(
    lambda: (
        models.SetAside.objects.filter(settled_at__isnull=True)
        .order_by("contract__key")
        .values_list("contract__key", flat=True)
        .distinct()
    )
)


def settle(contracts: Iterable[str], *, at: datetime) -> None:
    """Say that contracts that were set aside are in order again."""
    keys = list(contracts)
    if keys:
        rows = models.SetAside.objects.filter(contract__key__in=keys, settled_at__isnull=True)
        rows.update(settled_at=at)


def things_set_aside(*, on: date | None = None) -> tuple[SetAside, ...]:
    """Return what was set aside on a day or ever, that whoever acts may read, by day and key."""
    rows = models.SetAside.objects.annotate(contract_key=F("contract__key"), on=F("run__on"))
    if on is not None:
        rows = rows.filter(run__on=on)
    return tuple(
        SetAside(row.on, row.contract_key, read(Message, row.reason), row.settled_at)
        for row in rows.order_by("on", "contract_key")
    )


def end_close(on: date) -> CloseRun:
    """Say that a close is done; a second time does nothing."""
    row = row_of(models.CloseRun, on=on)
    if row.state != CloseState.DONE:
        row.state = CloseState.DONE
        # Not the moment of the clock: a close that was killed ends with the same rows.
        row.done_at = row.at
        leave(
            "UPDATE store_closerun SET state = %s, done_at = at WHERE id = %s",
            [CloseState.DONE.value, row.pk],
        )
    return _run(row)


def close_of(on: date) -> CloseRun | None:
    """Return the close of a day, or None where it was not begun."""
    row = models.CloseRun.objects.filter(on=on).first()
    return _run(row) if row else None


def last_closed() -> date | None:
    """Return the last day whose close is done, or None."""
    rows = models.CloseRun.objects.filter(state=CloseState.DONE).order_by("-on")
    return rows.values_list("on", flat=True).first()


def closed_before(on: date) -> date | None:
    """Return the latest day before another whose close is done, or None."""
    return _DONE_BEFORE.first(on=on, state=CloseState.DONE.value)


_DONE_BEFORE = Question(
    lambda on, state: (
        models.CloseRun.objects.filter(state=state, on__lt=on)
        .order_by("-on")
        .values_list("on", flat=True)[:1]
    )
)


def close_runs(*, count_max: int) -> tuple[CloseRun, ...]:
    """Return the latest closes, latest first."""
    return tuple(_run(row) for row in models.CloseRun.objects.order_by("-on")[:count_max])


def _run(row: models.CloseRun) -> CloseRun:
    chunks = chunks_done(row.on)
    dues = [chunk for chunk in chunks if chunk.part == ClosePart.DUES]
    letters = (ClosePart.PAYMENT_NOTICES, ClosePart.ARREARS_NOTICES)
    return CloseRun(
        on=row.on,
        at=row.at,
        state=CloseState(row.state),
        chunks=len(chunks),
        contracts=sum(chunk.contracts for chunk in dues),
        events=sum(chunk.events for chunk in dues),
        entries=sum(chunk.entries for chunk in chunks),
        looked_at=sum(chunk.contracts for chunk in chunks),
        accruals=sum(
            chunk.events for chunk in chunks if chunk.part.startswith(ClosePart.MONTH_END)
        ),
        letters=sum(chunk.events for chunk in chunks if chunk.part in letters),
    )
