"""Entries as columns: from differences of many loans, and from entries made one by one.

The order is that of the contracts a close goes through; inside one, that of its books, then of
day, kind and party, as the ledger itself orders them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import day_number
from majung.contracts.differing import EventColumns
from majung.ledger import Entry
from majung.operations.servicing.posting_rules import Signature
from majung.operations.servicing.together import Together, coded
from majung.store import bulk
from majung.store.servicing.journal import Journal

Numbers = NDArray[np.int64]
#: The place of each kind when kinds are sorted by their words, as entries are.
_RANKS = np.argsort(np.argsort([kind.value for kind in EVENT_KINDS]))


class Placed(NamedTuple):
    """Entries with the place at which they are sealed.

    Attributes:
        place: of each entry, the position of its contract in the close, then whether it comes
            behind another contract's, then its own number: sorted in this order.
        pairs: lines of each entry, debits positive.
    """

    place: NDArray[np.int64]
    book: Sequence[str]
    contract: Numbers
    keys: Sequence[str]
    day: Numbers
    kind: Sequence[str]
    party: Sequence[str]
    revision: Numbers
    currency: Sequence[str]
    line_counts: Numbers
    line_accounts: Sequence[str]
    line_amounts: Numbers


def entries_of_many(
    loans: Together, deltas: EventColumns, parties: Sequence[str], positions: Numbers
) -> Placed:
    """Turn differences of loans into entries of every book they reach.

    Args:
        parties: the names behind party codes, sorted.
        positions: of each loan in the close.
    """
    bound = _bound(loans, deltas, parties)
    order = np.lexsort(
        (
            deltas.parties[bound.delta],
            _RANKS[deltas.kinds[bound.delta]],
            deltas.days[bound.delta],
            bound.rank,
            positions[deltas.rows[bound.delta]],
        )
    )
    delta, pair = bound.delta[order], bound.pair[order]
    row = deltas.rows[delta]
    counts = np.array([2 * len(pairs) for _, pairs in bound.postings], np.int64)
    names = [name for _, pairs in bound.postings for both in pairs for name in both]
    begins = np.cumsum(counts) - counts
    lines = counts[pair]
    entry = np.repeat(np.arange(len(pair)), lines)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(lines) - lines, lines)
    account = begins[pair][entry] + within
    amounts = deltas.amounts[delta][entry] * np.where(within % 2, -1, 1)
    words = [kind.value for kind in EVENT_KINDS]
    signed = loans.signed[row].tolist()
    number = np.arange(len(pair))
    return Placed(
        np.stack([positions[row], np.zeros_like(number), number]),
        [bound.postings[each][0] for each in pair.tolist()],
        loans.held.numbers[row],
        [loans.held.keys[each] for each in row.tolist()],
        deltas.days[delta],
        [words[each] for each in deltas.kinds[delta].tolist()],
        [parties[each] for each in deltas.parties[delta].tolist()],
        deltas.revisions[delta],
        [loans.signatures[each].currency for each in signed],
        lines,
        [names[each] for each in account.tolist()],
        amounts,
    )


class _Bound(NamedTuple):
    """Differences with the books they reach: one row an entry to be.

    Attributes:
        delta: place of the difference; rank: of the book among the contract's.
        pair: place among `postings`, each a book and its pairs of accounts.
    """

    delta: Numbers
    rank: Numbers
    pair: Numbers
    postings: list[tuple[str, tuple[tuple[str, str], ...]]]


def _bound(loans: Together, deltas: EventColumns, parties: Sequence[str]) -> _Bound:
    signed = loans.signed[deltas.rows]
    alike = np.stack([signed, deltas.kinds, deltas.parties], axis=1)
    different, place = np.unique(alike, axis=0, return_inverse=True)
    place = place.reshape(-1)
    postings: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    found: list[tuple[Numbers, Numbers, Numbers]] = []
    for number, (signature, kind, party) in enumerate(different.tolist()):
        reached = loans.signatures[signature].posting(EVENT_KINDS[kind].value, parties[party])
        rows = np.flatnonzero(place == number)
        for nth, each in enumerate(reached):
            found.append((rows, np.full(len(rows), nth), np.full(len(rows), len(postings))))
            postings.append((each.book, each.pairs))
    nothing = np.zeros(0, np.int64)
    delta, rank, pair = (
        np.concatenate([nothing, *(columns[place] for columns in found)]) for place in range(3)
    )
    return _Bound(delta, rank, pair, postings)


def unbound_rows(
    loans: Together, deltas: EventColumns, signatures: Sequence[Signature]
) -> NDArray[np.bool_]:
    """Say of each loan whether an event of it is bound by no rule of its programme."""
    is_bound = np.array(
        [[signature.is_bound(kind.value) for kind in EVENT_KINDS] for signature in signatures],
        np.bool_,
    ).reshape(len(signatures), len(EVENT_KINDS))
    found = np.zeros(len(loans), np.bool_)
    if len(deltas.rows):
        found[deltas.rows[~is_bound[loans.signed[deltas.rows], deltas.kinds]]] = True
    return found


def entries_one_by_one(
    entries: Sequence[tuple[tuple[int, int], Entry]], contracts: Mapping[str, int]
) -> Placed:
    """Write entries that were made one by one as columns.

    Args:
        entries: each with the position of its contract in the close, and its place behind it.
        contracts: numbers by key.
    """
    lines = [posting for _, entry in entries for posting in entry.postings]
    keys = [entry.key for _, entry in entries]
    places = [(*place, number) for number, (place, _) in enumerate(entries)]
    return Placed(
        np.array(places, np.int64).reshape(-1, 3).T,
        [key.book for key in keys],
        np.array([contracts.get(key.contract, bulk.NOTHING) for key in keys], np.int64),
        [key.contract for key in keys],
        np.array([day_number(key.effective_on) for key in keys], np.int64),
        [str(key.kind) for key in keys],
        [key.party for key in keys],
        np.array([key.revision for key in keys], np.int64),
        [entry.postings[0].amount.currency for _, entry in entries],
        np.array([len(entry.postings) for _, entry in entries], np.int64),
        [posting.account for posting in lines],
        np.array([posting.signed_minor for posting in lines], np.int64),
    )


def journal_of(*parts: Placed) -> Journal:
    """Bring entries into their order, and their words into codes."""
    order = np.lexsort(np.concatenate([part.place for part in parts], axis=1)[::-1])
    book_words, book = coded(word for part in parts for word in part.book)
    kind_words, kind = coded(word for part in parts for word in part.kind)
    party_words, party = coded(word for part in parts for word in part.party)
    currency_words, currency = coded(word for part in parts for word in part.currency)
    account_words, account = coded(word for part in parts for word in part.line_accounts)
    keys = [key for part in parts for key in part.keys]
    counts = np.concatenate([part.line_counts for part in parts])
    amounts = np.concatenate([part.line_amounts for part in parts])
    begins = np.cumsum(counts) - counts
    lengths = counts[order]
    entry = np.repeat(np.arange(len(order)), lengths)
    line = np.repeat(begins[order] - (np.cumsum(lengths) - lengths), lengths) + np.arange(
        len(entry)
    )
    return Journal(
        book_words,
        kind_words,
        party_words,
        account_words,
        currency_words,
        book[order],
        np.concatenate([part.contract for part in parts])[order],
        [keys[place] for place in order.tolist()],
        np.concatenate([part.day for part in parts])[order],
        kind[order],
        party[order],
        np.concatenate([part.revision for part in parts])[order],
        currency[order],
        entry,
        account[line],
        amounts[line],
    )
