"""The books of others that can be handed in, and what becomes of each: one way for every door."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from majung.errors import Language, Problem
from majung.operations.acting import Actor
from majung.operations.importing.import_sba_case import (
    LOANS_AT_A_DOOR_MAX,
    ImportedBook,
    check_sba_case,
    import_sba_case,
)
from majung.operations.importing.import_world_bank import import_ibrd, import_miga
from majung.operations.importing.quality import QualityReport
from majung.operations.importing.sba_case import TITLE as SBA_TITLE
from majung.operations.importing.world_bank import IBRD_TITLE, MIGA_TITLE


class Book(StrEnum):
    """A book of somebody else's that can be read here."""

    SBA_CASE = "sba-case"
    IBRD = "ibrd"
    MIGA = "miga"

    @property
    def is_kept(self) -> bool:
        """Whether its rows become contracts; the others are added up and checked only."""
        return self is Book.SBA_CASE

    def spoken(self, language: Language) -> str:
        """Name the book."""
        return TITLES[self].spoken(language)


TITLES = {Book.SBA_CASE: SBA_TITLE, Book.IBRD: IBRD_TITLE, Book.MIGA: MIGA_TITLE}


@dataclass(frozen=True, slots=True)
class BookRead:
    """A book that was handed in.

    Attributes:
        quality: its totals and odd rows.
        taken: what became of it; None where it was only read.
    """

    book: Book
    quality: QualityReport
    taken: ImportedBook | None = None


def check_book(
    actor: Actor, book: Book, *, name: str, content: bytes
) -> BookRead | tuple[Problem, ...]:
    """Read a book without keeping anything, or return everything wrong with it.

    Raises:
        NotPermittedError: the actor is neither an officer nor an administrator.
        BookElsewhereError: it is another institution's book of contracts.
    """
    reader = {Book.SBA_CASE: check_sba_case, Book.IBRD: import_ibrd, Book.MIGA: import_miga}[book]
    found = reader(actor, name=name, content=content)
    return BookRead(book, found) if isinstance(found, QualityReport) else found


def take_book(
    actor: Actor, book: Book, *, name: str, content: bytes, on: date, at: datetime
) -> BookRead | tuple[Problem, ...]:
    """Take a book in while somebody waits; a book that is never kept is read.

    Raises:
        NotPermittedError: the actor is neither an officer nor an administrator.
        BookElsewhereError: it is another institution's book of contracts.
        BookTooLargeError: it holds more loans than are taken at once.
    """
    if not book.is_kept:
        return check_book(actor, book, name=name, content=content)
    found = import_sba_case(
        actor, name=name, content=content, on=on, at=at, loans_max=LOANS_AT_A_DOOR_MAX
    )
    return BookRead(book, found.quality, found) if isinstance(found, ImportedBook) else found
