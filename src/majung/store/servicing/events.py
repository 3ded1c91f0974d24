"""Events of contracts as they were posted: what the ledger has already been told.

The close compares what a replay wants with the sums kept here and adds only the difference, as a
further revision.  Nothing is ever changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.events import Event, EventKey, EventKind
from majung.store import bulk, models
from majung.store.asking import ask
from majung.store.servicing.contracts import numbered


@dataclass(frozen=True, slots=True)
class PostedEvents:
    """What was posted of a contract so far.

    Attributes:
        amounts: sum of all revisions, by event key.
        revisions: the next free revision, by event key.
    """

    amounts: Mapping[EventKey, int] = field(default_factory=dict)
    revisions: Mapping[EventKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PostedEvent:
    """An event as it was posted."""

    event: Event
    revision: int
    posted_on: date
    recorded_at: datetime


def posted_events(
    contracts: Sequence[str], *, first_on: date = date.min
) -> Mapping[str, PostedEvents]:
    """Return what was posted of contracts, by their keys; one without events is left out.

    Args:
        first_on: only of this day and later.
    """
    amounts: dict[str, dict[EventKey, int]] = {}
    revisions: dict[str, dict[EventKey, int]] = {}
    for contract, effective_on, kind, party, amount, revision in ask(
        "SELECT c.key, e.effective_on, e.kind, e.party, sum(e.amount)::bigint,"
        " max(e.revision) + 1 FROM store_contractevent e"
        " JOIN store_contract c ON c.id = e.contract_id WHERE c.key = ANY(%s)"
        " AND e.effective_on >= %s GROUP BY c.key, e.effective_on, e.kind, e.party",
        [list(contracts), first_on],
    ):
        key = EventKey(effective_on, EventKind(kind), party)
        amounts.setdefault(contract, {})[key] = amount
        revisions.setdefault(contract, {})[key] = revision
    return {contract: PostedEvents(amounts[contract], revisions[contract]) for contract in amounts}


def append_events(
    events: Mapping[str, Iterable[Event]], *, posted_on: date, at: datetime
) -> Mapping[str, Mapping[EventKey, int]]:
    """Append events to contracts, by the contracts' keys; return the revision each key took.

    Amounts of one event key are added first, and a sum of zero appends nothing, as in the ledger.

    Raises:
        NotRecordedError: a contract is not among those of whoever acts.
    """
    sums = {key: _summed(of_contract) for key, of_contract in events.items()}
    rows = numbered(list(sums))
    days = (key.effective_on for of_contract in sums.values() for key in of_contract)
    first_on = min(days, default=posted_on)
    posted = posted_events(list(sums), first_on=first_on)
    revisions = {
        contract: {key: posted.get(contract, _NONE).revisions.get(key, 0) for key in of_contract}
        for contract, of_contract in sums.items()
    }
    lines = [
        (rows[contract], key, amount, revisions[contract][key])
        for contract, of_contract in sums.items()
        for key, amount in of_contract.items()
    ]
    bulk.insert(
        "store_contractevent",
        [
            bulk.integers("contract_id", [row.pk for row, *_ in lines]),
            bulk.smalls("institution_id", [row.institution_id for row, *_ in lines]),
            bulk.days("effective_on", [key.effective_on for _, key, *_ in lines]),
            bulk.texts("kind", [key.kind.value for _, key, *_ in lines]),
            bulk.texts("party", [key.party for _, key, *_ in lines]),
            bulk.smalls("revision", [revision for *_, revision in lines]),
            bulk.integers("amount", [amount for *_, amount, _ in lines]),
        ],
        constants={"posted_on": posted_on, "recorded_at": at},
    )
    return revisions


def append_event_columns(
    contracts: NDArray[np.int64],
    institutions: NDArray[np.int64],
    days: NDArray[np.int64],
    kinds: NDArray[np.int64],
    of_parties: NDArray[np.int64],
    revisions: NDArray[np.int64],
    amounts: NDArray[np.int64],
    *,
    parties: Sequence[str],
    posted_on: date,
    at: datetime,
) -> int:
    """Append events of loans given as columns; return how many.

    Args:
        kinds: kernel codes; of_parties: codes of `parties`.
        revisions: the next free one of each event.
    """
    return bulk.insert(
        "store_contractevent",
        [
            bulk.integers("contract_id", contracts),
            bulk.smalls("institution_id", institutions),
            bulk.days("effective_on", days),
            bulk.coded("kind", kinds, [kind.value for kind in EVENT_KINDS]),
            bulk.coded("party", of_parties, parties),
            bulk.smalls("revision", revisions),
            bulk.integers("amount", amounts),
        ],
        constants={"posted_on": posted_on, "recorded_at": at},
    )


def events_of(
    contract: str, *, until_on: date | None = None, known_at: datetime | None = None
) -> tuple[PostedEvent, ...]:
    """Return what was posted of a contract, by day, kind, party and revision.

    Args:
        until_on: last effective day; None for all.
        known_at: only what had been recorded by then; None for everything.
    """
    rows = models.ContractEvent.objects.filter(contract__key=contract)
    if until_on is not None:
        rows = rows.filter(effective_on__lte=until_on)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return tuple(
        PostedEvent(
            Event(row.effective_on, EventKind(row.kind), row.party, row.amount),
            row.revision,
            row.posted_on,
            row.recorded_at,
        )
        for row in rows.order_by("effective_on", "kind", "party", "revision")
    )


_NONE = PostedEvents()


def _summed(events: Iterable[Event]) -> dict[EventKey, int]:
    sums: dict[EventKey, int] = {}
    for event in events:
        sums[event.key] = sums.get(event.key, 0) + event.amount
    return {key: amount for key, amount in sorted(sums.items()) if amount}
