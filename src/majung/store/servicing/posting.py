"""Posting: entries, their postings, the running balances and the chain, together or not at all.

Whoever posts holds the books concerned until the transaction ends.  An entry is known by its key:
posting it again does nothing.  The database sees to it that every entry balances, that no line is
ever changed, and that a chain has neither gap nor fork.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from majung.errors import PolicyFinanceError
from majung.ledger import (
    AccountMissingError,
    Entry,
    Head,
    chained,
    code_of,
    entry_content,
    member_of,
)
from majung.store import bulk, models
from majung.store.numbers import numbers_of
from majung.store.questions import Question
from majung.store.servicing.books import lengthen, locked
from majung.store.servicing.ledger import entries_by_keys


class EntryPostedDifferentlyError(PolicyFinanceError):
    """A key names one entry: what differs is posted as its next revision."""

    kind = "entry-posted-differently"


def post(entries: Iterable[Entry], *, at: datetime) -> int:
    """Post entries to their books; return how many were not posted before.

    Raises:
        NotRecordedError: a book or contract is not among those of whoever acts.
        AccountMissingError: an account does not stand in the chart of its book.
        EntryPostedDifferentlyError: an entry of the same key has other postings.
    """
    wanted = {entry.key: entry for entry in entries}
    if not wanted:
        return 0
    books = locked({key.book for key in wanted})
    posted = entries_by_keys(wanted)
    for key, entry in posted.items():
        if entry != wanted[key]:
            raise EntryPostedDifferentlyError(entry=key.written())
    fresh = [entry for key, entry in wanted.items() if key not in posted]
    if fresh:
        numbers = _add_entries(fresh, books, at=at)
        accounts = _add_postings(fresh, numbers, books, at=at)
        _raise_balances(fresh, accounts, books)
        _seal(fresh, numbers, books, at=at)
    return len(fresh)


def append_blocks(
    book: models.Book, contents: Sequence[bytes], *, entries: Sequence[int], decision: int | None
) -> None:
    """Append contents to the chain of a book that is held.

    Args:
        entries: numbers of the entries the contents are of; empty for a decision.
        decision: number of the decision the one content is of.
    """
    head = Head(book.key, book.head_sequence, bytes(book.head_digest))
    blocks = chained(head, contents)
    sealed = entries or [bulk.NOTHING]
    bulk.insert(
        "store_chainblock",
        [
            bulk.integers("sequence", [block.sequence for block in blocks]),
            bulk.integers("entry_id", list(sealed)),
            bulk.integers(
                "decision_id", [bulk.NOTHING if decision is None else decision] * len(blocks)
            ),
            bulk.digests("previous", [block.previous for block in blocks]),
            bulk.digests("digest", [block.digest for block in blocks]),
        ],
        constants={"book_id": book.pk, "institution_id": book.institution_id},
    )
    lengthen(book, blocks[-1])


def _add_entries(
    entries: Sequence[Entry], books: Mapping[str, models.Book], *, at: datetime
) -> list[int]:
    contracts = numbers_of(
        models.Contract, "key", {entry.key.contract for entry in entries if entry.key.contract}
    )
    numbers = bulk.numbers_for("store_entry", len(entries))
    keys = [entry.key for entry in entries]
    bulk.insert(
        "store_entry",
        [
            bulk.integers("id", numbers),
            bulk.integers("book_id", [books[key.book].pk for key in keys]),
            bulk.smalls("institution_id", [books[key.book].institution_id for key in keys]),
            bulk.integers(
                "contract_id", [contracts.get(key.contract, bulk.NOTHING) for key in keys]
            ),
            bulk.days("effective_on", [key.effective_on for key in keys]),
            bulk.texts("kind", [key.kind for key in keys]),
            bulk.texts("party", [key.party for key in keys]),
            bulk.smalls("revision", [key.revision for key in keys]),
            bulk.days("posted_on", [entry.posted_on for entry in entries]),
        ],
        constants={"recorded_at": at},
    )
    found: list[int] = numbers.tolist()
    return found


def _add_postings(
    entries: Sequence[Entry],
    numbers: Sequence[int],
    books: Mapping[str, models.Book],
    *,
    at: datetime,
) -> list[int]:
    """Insert the postings of entries; return the account of each, in their order."""
    accounts = _accounts(entries, books)
    lines = [
        (entry, number, position, posting)
        for entry, number in zip(entries, numbers, strict=True)
        for position, posting in enumerate(entry.postings)
    ]
    of_line = [accounts[entry.key.book, code_of(line.account)] for entry, _, _, line in lines]
    bulk.insert(
        "store_posting",
        [
            bulk.integers("entry_id", [number for _, number, _, _ in lines]),
            bulk.smalls("number", [position for _, _, position, _ in lines]),
            bulk.integers("account_id", of_line),
            bulk.smalls(
                "institution_id", [books[entry.key.book].institution_id for entry, *_ in lines]
            ),
            bulk.texts("member", [member_of(line.account) for *_, line in lines]),
            bulk.integers("amount", [line.signed_minor for *_, line in lines]),
            bulk.texts("currency", [line.amount.currency for *_, line in lines]),
            bulk.days("effective_on", [entry.key.effective_on for entry, *_ in lines]),
            bulk.days("posted_on", [entry.posted_on for entry, *_ in lines]),
        ],
        constants={"recorded_at": at},
    )
    return of_line


_ACCOUNTS: Question[tuple[int, str, int]] = Question(
    lambda books: models.Account.objects.filter(book__id__among=books).values_list(
        "book_id", "code", "pk"
    )
)


def _accounts(
    entries: Sequence[Entry], books: Mapping[str, models.Book]
) -> Mapping[tuple[str, str], int]:
    """Return the number of each account that is posted to, by book and code."""
    names = {book.pk: key for key, book in books.items()}
    known = {(names[book], code): number for book, code, number in _ACCOUNTS(books=list(names))}
    for entry in entries:
        for posting in entry.postings:
            if (entry.key.book, code_of(posting.account)) not in known:
                raise AccountMissingError(code=posting.account)
    return known


def _raise_balances(
    entries: Sequence[Entry], accounts: Sequence[int], books: Mapping[str, models.Book]
) -> None:
    sums: dict[tuple[int, int, str, str], int] = {}
    lines = [(entry.key.book, posting) for entry in entries for posting in entry.postings]
    for (book, posting), account in zip(lines, accounts, strict=True):
        place = (
            account,
            books[book].institution_id,
            member_of(posting.account),
            posting.amount.currency,
        )
        sums[place] = sums.get(place, 0) + posting.signed_minor
    places = sorted(sums)
    bulk.insert(
        "store_accountbalance",
        [
            bulk.integers("account_id", [place[0] for place in places]),
            bulk.smalls("institution_id", [place[1] for place in places]),
            bulk.texts("member", [place[2] for place in places]),
            bulk.texts("currency", [place[3] for place in places]),
            bulk.integers("amount", [sums[place] for place in places]),
        ],
        on_conflict="(account_id, member, currency) DO UPDATE"
        " SET amount = store_accountbalance.amount + EXCLUDED.amount",
    )


def _seal(
    entries: Sequence[Entry],
    numbers: Sequence[int],
    books: Mapping[str, models.Book],
    *,
    at: datetime,
) -> None:
    by_book: dict[str, list[tuple[Entry, int]]] = {}
    for entry, number in zip(entries, numbers, strict=True):
        by_book.setdefault(entry.key.book, []).append((entry, number))
    for key, of_book in sorted(by_book.items()):
        append_blocks(
            books[key],
            [entry_content(entry, recorded_at=at) for entry, _ in of_book],
            entries=[number for _, number in of_book],
            decision=None,
        )
