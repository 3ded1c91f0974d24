"""The chains as the database keeps them: sealing decisions, verifying books, signing the day.

A block keeps no copy of what it seals.  Verifying computes the content anew from the rows of
today, so what is proved is the rows; a single changed byte shows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from majung.ledger import Block, BrokenBlock, Head, decision_content, entry_content, verify
from majung.ledger.roots import (
    FIRST_PREVIOUS,
    DailyRoot,
    Signature,
    daily_root,
    is_consistent,
    is_signed,
    sign,
)
from majung.store import models
from majung.store.intake.decisions import KeptDecision, recorded
from majung.store.numbers import row_of
from majung.store.questions import Question
from majung.store.servicing.books import locked
from majung.store.servicing.ledger import entries_by_numbers
from majung.store.servicing.posting import append_blocks
from majung.store.written import read, written

CHUNK = 5_000
#: What the sealed content of a decision names.
DECISION_RELATED = ("institution", "application", "firm", "programme_version", "ground")


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """What verifying the chain of a book found.

    Attributes:
        blocks: how many were verified.
        broken: the first that does not fit; None where all do.
        unsealed: entries of the book that no block seals.
        head_fits: whether the book's own note of its last block is right.
    """

    book: str
    blocks: int
    broken: BrokenBlock | None
    unsealed: int
    head_fits: bool

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return self.broken is None and self.unsealed == 0 and self.head_fits


@dataclass(frozen=True, slots=True)
class RootFinding:
    """What verifying a signed day found: each claim, true where it holds."""

    rooted_on: date
    is_consistent: bool
    is_signed: bool
    follows: bool
    heads_fit: bool

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return self.is_consistent and self.is_signed and self.follows and self.heads_fit


def record_sealed(decision: KeptDecision, *, book: str) -> None:
    """Record a decision and append it to the chain of a book; a second time does nothing.

    Raises:
        NotRecordedError: the institution, application, programme version or book is not known.
        RecordedDifferentlyError: the key belongs to another decision.
    """
    row, is_new = recorded(decision)
    held = locked([book])[book]
    if is_new or not _BLOCKS_OF(decision=row):
        append_blocks(held, [_decision_content(row)], entries=(), decision=row.pk)


_BLOCKS_OF = Question(
    lambda decision: models.ChainBlock.objects.filter(decision=decision).values_list("pk")
)


def verify_book(key: str) -> ChainFinding:
    """Verify the chain of a book from its first block to its last.

    Raises:
        NotRecordedError: no such book among those that whoever acts may read.
    """
    book = row_of(models.Book, key=key)
    broken = verify(_blocks(book), after=Head.empty(key))
    blocks = models.ChainBlock.objects.filter(book=book)
    last = blocks.aggregate(last=Max("sequence"))["last"] or 0
    final = blocks.filter(sequence=last).first()
    entries = models.Entry.objects.filter(book=book)
    return ChainFinding(
        book=key,
        blocks=last,
        broken=broken,
        unsealed=entries.exclude(pk__in=blocks.filter(entry__isnull=False).values("entry")).count(),
        head_fits=book.head_sequence == last
        and (final is None or bytes(final.digest) == bytes(book.head_digest)),
    )


def heads() -> tuple[Head, ...]:
    """Return the last block of every book, by book; only the State sees all."""
    books = models.Book.objects.values_list("key", "head_sequence", "head_digest")
    return tuple(sorted(
        (Head(key, sequence, bytes(digest)) for key, sequence, digest in books),
        key=lambda head: head.book,
    ))  # fmt: skip


def sign_day(rooted_on: date, *, seed: bytes, at: datetime) -> DailyRoot:
    """Sign the heads of all books at the end of a day; a day that is signed stays as it is.

    Only the State sees all books.

    Args:
        seed: the office's Ed25519 seed.
    """
    signed = models.DailyRoot.objects.filter(rooted_on__lte=rooted_on).order_by("rooted_on")
    latest = signed.last()
    if latest is not None and latest.rooted_on == rooted_on:
        return _root(latest)
    root = daily_root(
        rooted_on, heads(), previous=bytes(latest.digest) if latest else FIRST_PREVIOUS
    )
    signature = sign(root.digest, seed)
    models.DailyRoot.objects.create(
        rooted_on=rooted_on,
        heads=written(root.heads),
        previous=root.previous,
        merkle=root.merkle,
        digest=root.digest,
        signature=signature.signature,
        public_key=signature.public_key,
        recorded_at=at,
    )
    return root


def signed_day(rooted_on: date) -> tuple[DailyRoot, Signature] | None:
    """Return the root of a day and its signature, or None where the day was not signed."""
    row = models.DailyRoot.objects.filter(rooted_on=rooted_on).first()
    return (_root(row), _signature(row)) if row else None


def latest_signed_day() -> tuple[DailyRoot, Signature] | None:
    """Return the newest root and its signature, or None."""
    row = models.DailyRoot.objects.order_by("-rooted_on").first()
    return (_root(row), _signature(row)) if row else None


def verify_days(*, public_key: bytes) -> tuple[RootFinding, ...]:
    """Verify every signed day against the office's public key and against the chains of today."""
    findings = []
    previous = FIRST_PREVIOUS
    signed = [(row, _root(row)) for row in models.DailyRoot.objects.order_by("rooted_on")]
    digests = _digests_at(head for _, root in signed for head in root.heads)
    for row, root in signed:
        findings.append(
            RootFinding(
                rooted_on=row.rooted_on,
                is_consistent=is_consistent(root),
                is_signed=is_signed(root.digest, _signature(row), public_key=public_key),
                follows=root.previous == previous,
                heads_fit=all(_is_in_chain(head, digests) for head in root.heads),
            )
        )
        previous = root.digest
    return tuple(findings)


def _is_in_chain(head: Head, digests: Mapping[tuple[str, int], bytes]) -> bool:
    if head.sequence == 0:
        return head == Head.empty(head.book)
    return digests.get((head.book, head.sequence)) == head.digest


def _digests_at(heads: Iterable[Head]) -> Mapping[tuple[str, int], bytes]:
    """Return the digests that the chains of today have where heads point, a question a book."""
    wanted: dict[str, set[int]] = {}
    for head in heads:
        wanted.setdefault(head.book, set()).add(head.sequence)
    return {
        (book, sequence): bytes(digest)
        for book, sequences in wanted.items()
        for sequence, digest in models.ChainBlock.objects.filter(
            book__key=book, sequence__in=sorted(sequences)
        ).values_list("sequence", "digest")
    }


def _blocks(book: models.Book) -> Iterator[Block]:
    """Return the blocks of a book, each with the content its rows give today."""
    last = 0
    while True:
        rows = list(
            models.ChainBlock.objects.filter(book=book, sequence__gt=last).order_by("sequence")[
                :CHUNK
            ]
        )
        if not rows:
            return
        entries = _entry_contents([row.entry_id for row in rows if row.entry_id is not None])
        decisions = _decision_contents(
            [row.decision_id for row in rows if row.decision_id is not None]
        )
        for row in rows:
            contents, number = (
                (decisions, row.decision_id) if row.entry_id is None else (entries, row.entry_id)
            )
            # What is gone, or cannot be an entry any more, has no content that could fit.
            content = contents.get(number or 0, b"")
            yield Block(book.key, row.sequence, bytes(row.previous), content, bytes(row.digest))
        last = rows[-1].sequence


def _entry_contents(numbers: Sequence[int]) -> Mapping[int, bytes]:
    return {
        number: entry_content(entry, recorded_at=recorded_at)
        for number, (entry, recorded_at) in entries_by_numbers(numbers).items()
    }


def _decision_contents(numbers: Sequence[int]) -> Mapping[int, bytes]:
    rows = models.Decision.objects.select_related(*DECISION_RELATED).filter(pk__in=numbers)
    return {row.pk: _decision_content(row) for row in rows}


def _decision_content(row: models.Decision) -> bytes:
    """Write a decision from its columns as they stand: nothing is interpreted on the way."""
    ground: models.DecisionGround | None = getattr(row, "ground", None)
    version = row.programme_version
    return decision_content(
        {
            "key": row.key,
            "institution": row.institution.key,
            "subject_kind": row.subject_kind,
            "subject": row.subject,
            "application": row.application.number if row.application else None,
            "firm": row.firm.key if row.firm else None,
            "product": row.product,
            "kind": row.kind,
            "asked": row.asked,
            "granted": row.granted,
            "currency": row.currency,
            "proposed_by": row.proposed_by,
            "approved_by": row.approved_by,
            "document": row.document,
            "programme": version.key if version else None,
            "version": version.version if version else None,
            "content": row.content,
            "known": ground.content if ground else None,
            "decided_on": row.decided_on,
            "recorded_at": row.recorded_at,
        }
    )


def _root(row: models.DailyRoot) -> DailyRoot:
    return DailyRoot(
        rooted_on=row.rooted_on,
        heads=read(tuple, row.heads),
        previous=bytes(row.previous),
        merkle=bytes(row.merkle),
        digest=bytes(row.digest),
    )


def _signature(row: models.DailyRoot) -> Signature:
    return Signature(bytes(row.signature), bytes(row.public_key))
