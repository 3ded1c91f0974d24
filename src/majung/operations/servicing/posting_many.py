"""What a chunk of a close posts: loans together as columns, everything else one by one.

A loan whose facts are plain goes with thousands of others through the kernel; a loan with another
fact, a cover, a fund, and whatever has a problem is taken by itself, by the functions an act at a
desk uses.  Both ways give the same rows in the same order: that of the contracts' keys, each cover
behind the first loan it stands on, so nothing depends on where a chunk ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.agreed import FREEING
from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import date_of
from majung.contracts.differing import EventColumns, differences
from majung.contracts.ending import ended_days
from majung.contracts.events import Event
from majung.contracts.kernel.layout import NEVER
from majung.contracts.replay import replay_portfolio
from majung.operations.servicing.freeing import free_limits
from majung.operations.servicing.journals import (
    Placed,
    entries_of_many,
    entries_one_by_one,
    journal_of,
    unbound_rows,
)
from majung.operations.servicing.posting import (
    Posting,
    Refused,
    Wanted,
    ended_of,
    next_due_of,
    prepare,
)
from majung.operations.servicing.posting_rules import missing_account
from majung.operations.servicing.together import Together, coded, taken_together
from majung.store.servicing.contracts import (
    Contract,
    contracts_by_keys,
    numbered,
    set_next_due,
)
from majung.store.servicing.endings import set_ended
from majung.store.servicing.events import append_event_columns, append_events
from majung.store.servicing.journal import Accounts, accounts_of, write_journal
from majung.store.servicing.portfolios import (
    LOAN,
    Due,
    covers_by_loan,
    posted_columns,
    set_due_days,
)

Numbers = NDArray[np.int64]
#: How much each kind of event frees of what was agreed, by its code.
_FREED = np.array([FREEING.get(kind, 0) for kind in EVENT_KINDS], np.int64)


class _Many(NamedTuple):
    """What is to be posted of loans taken together.

    Attributes:
        parties: the names behind party codes.
        is_left: of each loan, whether it must be taken by itself after all.
        next_days: when each is due next.
        ended_days: when each was over.
    """

    loans: Together
    parties: tuple[str, ...]
    deltas: EventColumns
    is_left: NDArray[np.bool_]
    next_days: Numbers
    ended_days: Numbers


def post_due(due: Due, *, on: date, at: datetime) -> Posting:
    """Post what contracts yield up to a day, and the covers on the loans among them.

    Runs inside a transaction of the State.  A contract that has a problem is left as it was and
    named; the others are posted.
    """
    position = {key: place for place, key in enumerate(due.keys)}
    is_loan = np.array([kind == LOAN for kind in due.kinds], np.bool_)
    many = _wanted_together(taken_together(due.numbers[is_loan]), on=on)
    alone = _one_by_one(due, many, is_loan, position)
    wanted, refused = _payable(*prepare(list(alone), on=on))
    fresh = [each for each in wanted if each.deltas]
    events = _append(many, fresh, on=on, at=at)
    free_limits((*_freeing(many), *((each.contract, each.deltas) for each in wanted)), at=at)
    positions = np.array([position[key] for key in many.loans.held.keys], np.int64)
    placed = sorted(
        ((alone[each.contract.key], entry) for each in wanted for entry in each.entries),
        key=lambda of: of[0],
    )
    numbers = {key: row.pk for key, row in numbered([each.contract.key for each in fresh]).items()}
    parts: tuple[Placed, ...] = (
        entries_of_many(many.loans, many.deltas, many.parties, positions),
        entries_one_by_one(placed, numbers),
    )
    entries = write_journal(journal_of(*parts), on=on, at=at)
    _set_next_due(many)
    set_next_due(next_due_of(wanted))
    set_ended(ended_of(wanted))
    looked_at = len(many.loans) - int(many.is_left.sum()) + len(wanted) + len(refused)
    return Posting(looked_at, events, entries, tuple(refused))


def _wanted_together(loans: Together, *, on: date) -> _Many:
    posted = posted_columns(loans.held.numbers, until=on)
    names, codes = coded(posted.parties)
    portfolio = loans.portfolio(also=names)
    code_of = {party: code for code, party in enumerate(portfolio.parties)}
    done = replay_portfolio(portfolio, until=on)
    parties = np.array([code_of[name] for name in names], np.int64)
    deltas = differences(
        EventColumns(
            done.rows.astype(np.int64),
            done.days.astype(np.int64),
            done.kinds.astype(np.int64),
            done.parties.astype(np.int64),
            done.amounts,
            np.zeros(len(done.rows), np.int64),
        ),
        EventColumns(
            posted.rows,
            posted.days,
            posted.kinds,
            parties[codes] if len(codes) else codes,
            posted.amounts,
            posted.revisions,
        ),
    )
    is_left = (done.states["problem"] != 0) | unbound_rows(loans, deltas, loans.signatures)
    is_left |= _without_account(loans, deltas, portfolio.parties)
    stays = ~is_left[deltas.rows] if len(deltas.rows) else np.zeros(0, np.bool_)
    kept = EventColumns(*(column[stays] for column in deltas))
    over = ended_days(done.states, done.rows, done.days, done.kinds)
    return _Many(loans, portfolio.parties, kept, is_left, done.states["next_day"], over)


def _without_account(
    loans: Together, deltas: EventColumns, parties: Sequence[str]
) -> NDArray[np.bool_]:
    """Say of each loan whether an account it is posted to does not stand in its book."""
    found = np.zeros(len(loans), np.bool_)
    known = accounts_of(sorted({book for each in loans.signatures for _, _, book in each.books}))
    signed = loans.signed[deltas.rows]
    alike = np.stack([signed, deltas.kinds, deltas.parties], axis=1)
    for signature, kind, party in np.unique(alike, axis=0).tolist():
        reached = loans.signatures[signature].posting(EVENT_KINDS[kind].value, parties[party])
        named = [(each.book, name) for each in reached for pair in each.pairs for name in pair]
        if missing_account(known, named):
            found[deltas.rows[(alike == (signature, kind, party)).all(axis=1)]] = True
    return found


def _one_by_one(
    due: Due, many: _Many, is_loan: NDArray[np.bool_], position: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Return the contracts to be taken by themselves, with their places in the close.

    A cover stands behind the first loan it stands on, or where its own key puts it, whichever
    comes first.
    """
    together = {
        key
        for key, left in zip(many.loans.held.keys, many.is_left.tolist(), strict=True)
        if not left
    }
    places = {key: (place, 0) for key, place in position.items() if key not in together}
    loans = dict(zip(due.numbers.tolist(), due.keys, strict=True))
    for loan, covers in covers_by_loan(due.numbers[is_loan]).items():
        for behind, cover in enumerate(covers, start=1):
            place = (position[loans[loan]], behind)
            places[cover] = min(place, places.get(cover, place))
    return places


def _payable(
    wanted: Sequence[Wanted], refused: Sequence[Refused]
) -> tuple[list[Wanted], list[Refused]]:
    """Refuse contracts of which an account does not stand in its book."""
    books = {entry.key.book for each in wanted for entry in each.entries}
    known: Accounts = accounts_of(sorted(books)) if books else {}
    kept, left = [], list(refused)
    for each in wanted:
        named = [
            (entry.key.book, line.account) for entry in each.entries for line in entry.postings
        ]
        error = missing_account(known, named)
        if error is None:
            kept.append(each)
        else:
            left.append(Refused(each.contract.key, error.message))
    return kept, left


def _append(many: _Many, fresh: Sequence[Wanted], *, on: date, at: datetime) -> int:
    deltas, held = many.deltas, many.loans.held
    together = append_event_columns(
        held.numbers[deltas.rows],
        held.institutions[deltas.rows],
        deltas.days,
        deltas.kinds,
        deltas.parties,
        deltas.revisions,
        deltas.amounts,
        parties=many.parties,
        posted_on=on,
        at=at,
    )
    if fresh:
        append_events({each.contract.key: each.deltas for each in fresh}, posted_on=on, at=at)
    return together + sum(len(each.deltas) for each in fresh)


def _freeing(many: _Many) -> Iterator[tuple[Contract, Sequence[Event]]]:
    """Return the loans of which something was freed, each with the events that did."""
    deltas, held = many.deltas, many.loans.held
    frees = (_FREED[deltas.kinds] != 0) & (deltas.days > held.taken_over[deltas.rows])
    events: dict[int, list[Event]] = {}
    for place in np.flatnonzero(frees).tolist():
        event = Event(
            date_of(int(deltas.days[place])),
            EVENT_KINDS[deltas.kinds[place]],
            many.parties[deltas.parties[place]],
            int(deltas.amounts[place]),
        )
        events.setdefault(int(deltas.rows[place]), []).append(event)
    contracts = contracts_by_keys([held.keys[row] for row in events]) if events else ()
    by_key = {contract.key: contract for contract in contracts}
    for row, of_loan in events.items():
        yield by_key[held.keys[row]], of_loan


def _set_next_due(many: _Many) -> None:
    held = many.loans.held
    moves = ~many.is_left & (many.next_days != held.due_days)
    if moves.any():
        set_due_days(
            held.numbers[moves], many.next_days[moves], ended=many.ended_days[moves], never=NEVER
        )
