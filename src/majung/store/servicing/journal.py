"""Posting by the thousand: entries as columns, with their postings, balances and chain.

The same rows as `posting.post` writes, and behind the same walls; what is posted already is not
looked for, because the revision of an event says whether it was, and a key that is taken is
refused by the database.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.ledger import Head, chained, code_of, member_of
from majung.ledger.contents import EntryContents
from majung.store import bulk, models
from majung.store.questions import Question
from majung.store.servicing.books import lengthen, locked

Numbers = NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()


class Journal(NamedTuple):
    """Entries as columns, in the order in which they are sealed.

    Attributes:
        books, kinds, parties, accounts, currencies: the words that codes stand for.
        contract: number of the contract; `bulk.NOTHING` for none; `keys` are their keys.
        line_entries: place of the entry of each posting, ascending; `line_amounts`: debits
            positive.
    """

    books: Sequence[str]
    kinds: Sequence[str]
    parties: Sequence[str]
    accounts: Sequence[str]
    currencies: Sequence[str]
    book: Numbers
    contract: Numbers
    keys: Sequence[str]
    day: Numbers
    kind: Numbers
    party: Numbers
    revision: Numbers
    currency: Numbers
    line_entries: Numbers
    line_accounts: Numbers
    line_amounts: Numbers


Accounts = Mapping[tuple[str, str], int]


def accounts_of(books: Sequence[str]) -> Accounts:
    """Return the number of each account of books that are known, by book and code."""
    return {(book, code): number for book, code, number in _ACCOUNTS_OF(books=list(books))}


_ACCOUNTS_OF = Question(
    lambda books: models.Account.objects.filter(book__key__among=books).values_list(
        "book__key", "code", "pk"
    )
)


def write_journal(journal: Journal, *, on: date, at: datetime) -> int:
    """Post entries that were not posted before; return how many.

    Args:
        on: the business day on which they are posted.

    Raises:
        NotRecordedError: a book is not known.
        KeyError: an account is not in the chart of its book.
    """
    entries = len(journal.book)
    if not entries:
        return 0
    books = locked(journal.books)
    numbers = bulk.numbers_for("store_entry", entries)
    institutions = np.array([books[key].institution_id for key in journal.books], np.int64)
    _add_entries(journal, books, institutions, numbers, on=on, at=at)
    _add_lines(journal, institutions, numbers, on=on, at=at)
    _seal(journal, books, numbers, on=on, at=at)
    return entries


def _add_entries(
    journal: Journal,
    books: Mapping[str, models.Book],
    institutions: Numbers,
    numbers: Numbers,
    *,
    on: date,
    at: datetime,
) -> None:
    rows = np.array([books[key].pk for key in journal.books], np.int64)
    bulk.insert(
        "store_entry",
        [
            bulk.integers("id", numbers),
            bulk.integers("book_id", rows[journal.book]),
            bulk.smalls("institution_id", institutions[journal.book]),
            bulk.integers("contract_id", journal.contract),
            bulk.days("effective_on", journal.day),
            bulk.coded("kind", journal.kind, journal.kinds),
            bulk.coded("party", journal.party, journal.parties),
            bulk.smalls("revision", journal.revision),
        ],
        constants={"posted_on": on, "recorded_at": at},
    )


def _add_lines(
    journal: Journal, institutions: Numbers, numbers: Numbers, *, on: date, at: datetime
) -> None:
    known = accounts_of(journal.books)
    of_line = journal.book[journal.line_entries]
    pairs = of_line * len(journal.accounts) + journal.line_accounts
    different, place = np.unique(pairs, return_inverse=True)
    found = np.array(
        [
            known[journal.books[pair // len(journal.accounts)], code_of(_named(journal, pair))]
            for pair in different.tolist()
        ],
        np.int64,
    )
    members = [member_of(_named(journal, pair)) for pair in different.tolist()]
    words, member_codes = _coded(members)
    account = found[place]
    currency = journal.currency[journal.line_entries]
    firsts = np.searchsorted(journal.line_entries, journal.line_entries)
    bulk.insert(
        "store_posting",
        [
            bulk.integers("entry_id", numbers[journal.line_entries]),
            bulk.smalls("number", np.arange(len(of_line)) - firsts),
            bulk.integers("account_id", account),
            bulk.smalls("institution_id", institutions[of_line]),
            bulk.coded("member", member_codes[place], words),
            bulk.integers("amount", journal.line_amounts),
            bulk.coded("currency", currency, journal.currencies),
            bulk.days("effective_on", journal.day[journal.line_entries]),
        ],
        constants={"posted_on": on, "recorded_at": at},
    )
    _raise_balances(journal, institutions, account, member_codes[place], words, currency, of_line)


def _raise_balances(
    journal: Journal,
    institutions: Numbers,
    account: Numbers,
    member: Numbers,
    words: Sequence[str],
    currency: Numbers,
    of_line: Numbers,
) -> None:
    keyed = np.stack([account, member, currency, institutions[of_line]], axis=1)
    places, place = np.unique(keyed, axis=0, return_inverse=True)
    sums = np.zeros(len(places), np.int64)
    np.add.at(sums, place.reshape(-1), journal.line_amounts)
    bulk.insert(
        "store_accountbalance",
        [
            bulk.integers("account_id", places[:, 0]),
            bulk.coded("member", places[:, 1], words),
            bulk.coded("currency", places[:, 2], journal.currencies),
            bulk.smalls("institution_id", places[:, 3]),
            bulk.integers("amount", sums),
        ],
        on_conflict="(account_id, member, currency) DO UPDATE"
        " SET amount = store_accountbalance.amount + EXCLUDED.amount",
    )


def _seal(
    journal: Journal,
    books: Mapping[str, models.Book],
    numbers: Numbers,
    *,
    on: date,
    at: datetime,
) -> None:
    """Append the entries to the chains of their books, in their order."""
    contents = _contents(journal, on=on, at=at)
    for code, key in sorted(enumerate(journal.books), key=lambda of: of[1]):
        book, of_book = books[key], np.flatnonzero(journal.book == code)
        head = Head(book.key, book.head_sequence, bytes(book.head_digest))
        blocks = chained(head, (contents[place] for place in of_book.tolist()))
        if not blocks:
            continue
        sequences = np.arange(head.sequence + 1, head.sequence + 1 + len(blocks))
        bulk.insert(
            "store_chainblock",
            [
                bulk.integers("sequence", sequences),
                bulk.integers("entry_id", numbers[of_book]),
                bulk.digests("previous", [block.previous for block in blocks]),
                bulk.digests("digest", [block.digest for block in blocks]),
            ],
            constants={"book_id": book.pk, "institution_id": book.institution_id},
        )
        lengthen(book, blocks[-1])


def _contents(journal: Journal, *, on: date, at: datetime) -> list[bytes]:
    writers = [EntryContents(book, posted_on=on, recorded_at=at) for book in journal.books]
    ends = np.searchsorted(journal.line_entries, np.arange(len(journal.book)), side="right")
    names = [journal.accounts[code] for code in journal.line_accounts.tolist()]
    lines = list(zip(names, journal.line_amounts.tolist(), strict=True))
    days = {day: date.fromordinal(day + EPOCH) for day in set(journal.day.tolist())}
    contents, begin = [], 0
    for book, key, day, kind, party, revision, currency, end in zip(
        journal.book.tolist(),
        journal.keys,
        journal.day.tolist(),
        journal.kind.tolist(),
        journal.party.tolist(),
        journal.revision.tolist(),
        journal.currency.tolist(),
        ends.tolist(),
        strict=True,
    ):
        contents.append(
            writers[book].of(
                key,
                days[day],
                journal.kinds[kind],
                journal.parties[party],
                revision,
                lines[begin:end],
                journal.currencies[currency],
            )
        )
        begin = end
    return contents


def _named(journal: Journal, pair: int) -> str:
    return journal.accounts[pair % len(journal.accounts)]


def _coded(texts: Sequence[str]) -> tuple[tuple[str, ...], Numbers]:
    place: dict[str, int] = {}
    codes = [place.setdefault(text, len(place)) for text in texts]
    return tuple(place), np.array(codes, np.int64)
