"""What the chain seals of thousands of entries: the bytes of `entry_content`, written faster.

Entries of one close have nearly everything in common: the book, the day, the accounts.  What is
common is written once; of each entry only its contract, its amounts and their lengths are new.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache

from majung.ledger.accounts import Side
from majung.ledger.canonical import MAGIC, canonical_group, canonical_item
from majung.ledger.chain import ENTRY_LABEL

#: Account and minor units, debits positive.
Lines = Sequence[tuple[str, int]]


class EntryContents:
    """Writes the contents of entries of one book, all posted on one day at one moment."""

    def __init__(self, book: str, *, posted_on: date, recorded_at: datetime) -> None:
        """Write what all entries of the book have in common."""
        self._begin = _named("book", canonical_item(book)) + canonical_item("contract")
        self._posted = _named("posted_on", canonical_item(posted_on)) + canonical_item("postings")
        self._end = _named("recorded_at", canonical_item(recorded_at)) + canonical_item("revision")

    def of(
        self,
        contract: str,
        effective_on: date,
        kind: str,
        party: str,
        revision: int,
        lines: Lines,
        currency: str,
    ) -> bytes:
        """Write one entry; the same bytes as `entry_content` writes.

        Args:
            lines: its postings, in order.
        """
        body = b"".join(
            (
                self._begin,
                canonical_item(contract),
                _of_event(effective_on, kind, party),
                self._posted,
                canonical_group(b"L", b"".join(_lines(lines, currency))),
                self._end,
                canonical_item(revision),
            )
        )
        return _LABELLED + canonical_group(b"M", body)


_LABELLED = MAGIC + canonical_item(ENTRY_LABEL)


def _lines(lines: Lines, currency: str) -> Iterator[bytes]:
    for account, amount in lines:
        before, after = _of_line(account, amount > 0, currency)
        yield canonical_group(b"L", before + canonical_item(abs(amount)) + after)


@cache
def _of_line(account: str, is_debit: bool, currency: str) -> tuple[bytes, bytes]:  # noqa: FBT001 - a key of the cache
    side = Side.DEBIT if is_debit else Side.CREDIT
    return canonical_item(account) + canonical_item(side.value), canonical_item(currency)


@cache
def _of_event(effective_on: date, kind: str, party: str) -> bytes:
    parts = (("effective_on", effective_on), ("kind", kind), ("party", party))
    return b"".join(_named(name, canonical_item(value)) for name, value in parts)


def _named(name: str, item: bytes) -> bytes:
    return canonical_item(name) + item
