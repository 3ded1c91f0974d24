"""The hash chain of a book: each block's digest covers its content and the block before.

Entries and decisions of a book stand in one chain, numbered from 1.  Whoever changes, removes,
adds or swaps anything breaks the chain at that block, or must compute every later digest anew,
which the signed roots of later days show (see `roots`).

A verifier gives each block the content computed from the stored rows, not a stored copy of the
bytes: so what is proved is the rows.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from majung.errors import Message, message
from majung.ledger.canonical import Canonical, canonical_bytes
from majung.ledger.entries import Entry

ENTRY_LABEL = "entry"
DECISION_LABEL = "decision"
DIGEST_BYTES = 32
_BLOCK_MARK = b"MAJUNG-BLOCK\x01"
_SEQUENCE_BYTES = 8
#: What stands before the first block of a book.
GENESIS = bytes(DIGEST_BYTES)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a book's chain: how many blocks, and the digest of the last.

    Attributes:
        sequence: number of the last block; 0 for an empty book.
    """

    book: str
    sequence: int
    digest: bytes

    @classmethod
    def empty(cls, book: str) -> "Head":
        """Return the head of a book without blocks."""
        return cls(book, 0, GENESIS)


@dataclass(frozen=True, slots=True)
class Block:
    """A link of a book's chain.

    Attributes:
        sequence: from 1, without gaps.
        previous: digest of the block before.
        content: canonical bytes of the entry or decision.
        digest: over book, number, previous digest and content.
    """

    book: str
    sequence: int
    previous: bytes
    content: bytes
    digest: bytes

    @property
    def head(self) -> Head:
        """The head of the chain that ends here."""
        return Head(self.book, self.sequence, self.digest)


@dataclass(frozen=True, slots=True)
class BrokenBlock:
    """The first block that does not fit, and why."""

    book: str
    sequence: int
    reason: Message


def entry_content(entry: Entry, *, recorded_at: datetime) -> bytes:
    """Write an entry, with the moment it was recorded, in canonical bytes."""
    value: dict[str, Canonical] = {
        "book": entry.key.book,
        "contract": entry.key.contract,
        "effective_on": entry.key.effective_on,
        "kind": entry.key.kind,
        "party": entry.key.party,
        "revision": entry.key.revision,
        "posted_on": entry.posted_on,
        "recorded_at": recorded_at,
        "postings": [
            (posting.account, posting.side.value, posting.amount.minor, posting.amount.currency)
            for posting in entry.postings
        ],
    }
    return canonical_bytes(ENTRY_LABEL, value)


def decision_content(decision: Mapping[str, Canonical]) -> bytes:
    """Write a decision, given as named values, in canonical bytes."""
    return canonical_bytes(DECISION_LABEL, decision)


def digest_of(*, book: str, sequence: int, previous: bytes, content: bytes) -> bytes:
    """Hash a block: SHA-256 over its mark, its book, its number, what came before, its content.

    The content enters as its own SHA-256, so a proof can show a chain without showing contents.
    """
    name = book.encode("utf-8")
    return hashlib.sha256(
        b"".join(
            (
                _BLOCK_MARK,
                len(name).to_bytes(_SEQUENCE_BYTES, "big"),
                name,
                sequence.to_bytes(_SEQUENCE_BYTES, "big"),
                previous,
                hashlib.sha256(content).digest(),
            )
        )
    ).digest()


def chained(head: Head, contents: Iterable[bytes]) -> tuple[Block, ...]:
    """Append contents to a book's chain, in the order given, after its head."""
    blocks: list[Block] = []
    for content in contents:
        sequence = head.sequence + 1
        digest = digest_of(book=head.book, sequence=sequence, previous=head.digest, content=content)
        block = Block(head.book, sequence, head.digest, content, digest)
        blocks.append(block)
        head = block.head
    return tuple(blocks)


def verify(blocks: Iterable[Block], *, after: Head) -> BrokenBlock | None:
    """Find the first block of a book that does not fit, or None where all do.

    Args:
        blocks: of one book, by number, each with the content its stored rows give today.
        after: where verification starts: an empty head, or one that was verified before.
    """
    head = after
    for block in blocks:
        reason = _misfit(block, head)
        if reason is not None:
            return BrokenBlock(head.book, head.sequence + 1, reason)
        head = block.head
    return None


def _misfit(block: Block, head: Head) -> Message | None:
    if block.book != head.book:
        return message("chain-book-differs", found=block.book)
    if block.sequence != head.sequence + 1:
        return message("chain-number-missing", found=block.sequence)
    if block.previous != head.digest:
        return message("chain-link-differs")
    expected = digest_of(
        book=block.book, sequence=block.sequence, previous=block.previous, content=block.content
    )
    return None if block.digest == expected else message("chain-content-differs")
