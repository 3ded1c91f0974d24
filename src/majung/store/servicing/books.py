"""Books and their charts: the ledger of each institution."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from majung.ledger import Account, AccountClass, Block, Chart, Head
from majung.ledger.chain import GENESIS
from majung.rules.citations import Label
from majung.store import models
from majung.store.asking import leave
from majung.store.numbers import kept_or_made, missing, number_of, row_of
from majung.store.questions import Question
from majung.store.refusals import RecordedDifferentlyError


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger of an institution.

    Attributes:
        head: the last block of its chain.
    """

    key: str
    institution: str
    head: Head
    is_example: bool = False


def open_book(
    key: str, *, institution: str, chart: Iterable[Account] = (), is_example: bool = False
) -> None:
    """Open a book for an institution, or add accounts to the one it has.

    Raises:
        NotRecordedError: the institution is not registered.
        RecordedDifferentlyError: the book is another institution's, or an account has another
            class than before.
    """
    number = number_of(models.Institution, key=institution)
    book, is_new = kept_or_made(
        models.Book,
        key=key,
        defaults={"institution_id": number, "head_digest": GENESIS, "is_example": is_example},
    )
    if book.institution_id != number:
        raise RecordedDifferentlyError(key=key)
    accounts = () if is_new else models.Account.objects.filter(book=book)
    known = {row.code: row for row in accounts}
    fresh = []
    for position, account in enumerate(chart, start=len(known)):
        row = known.get(account.code)
        if row is None:
            fresh.append(_row(book, account, position))
        elif row.account_class != account.account_class:
            raise RecordedDifferentlyError(key=f"{key}/{account.code}")
    models.Account.objects.bulk_create(fresh)


def lengthen(book: models.Book, last: Block) -> None:
    """Note the last block of the chain of a book that is held."""
    book.head_sequence, book.head_digest = last.sequence, last.digest
    leave(
        "UPDATE store_book SET head_sequence = %s, head_digest = %s WHERE id = %s",
        [book.head_sequence, book.head_digest, book.pk],
    )


def book_of(key: str) -> Book:
    """Return a book.

    Raises:
        NotRecordedError: no such book among those that whoever acts may read.
    """
    return _book(row_of(models.Book, key=key))


def books() -> tuple[Book, ...]:
    """Return the books that whoever acts may read, by key."""
    return tuple(_book(row) for row in models.Book.objects.order_by("key"))


def chart_of(key: str) -> Chart:
    """Return the accounts of a book in the order they are printed.

    Raises:
        NotRecordedError: no such book among those that whoever acts may read.
    """
    book = row_of(models.Book, key=key)
    return Chart.of(
        Account(row.code, row.name_ko, row.name_en, AccountClass(row.account_class))
        for row in models.Account.objects.filter(book=book).order_by("position", "code")
    )


def names_of_accounts(keys: Iterable[str]) -> dict[tuple[str, str], Label]:
    """Return what accounts are called, by key of their book and code, of books that are read."""
    rows = models.Account.objects.filter(book__key__in=set(keys))
    found = rows.values_list("book__key", "code", "name_ko", "name_en")
    return {(book, code): Label(ko, en) for book, code, ko, en in found}


def locked(keys: Iterable[str]) -> Mapping[str, models.Book]:
    """Return the rows of books, held until the transaction ends.

    Books are always taken in the order of their keys, so that nobody waits in a circle.

    Raises:
        NotRecordedError: no such book among those of whoever acts.
    """
    wanted = set(keys)
    found = {row.key: row for row in _TO_CHANGE(keys=list(wanted))}
    for key in sorted(wanted - found.keys()):
        raise missing(models.Book, key)
    return found


_TO_CHANGE = Question(
    lambda keys: models.Book.objects.select_for_update().filter(key__among=keys).order_by("key")
)


def _row(book: models.Book, account: Account, position: int) -> models.Account:
    return models.Account(
        book=book,
        institution_id=book.institution_id,
        code=account.code,
        name_ko=account.name_ko,
        name_en=account.name_en,
        account_class=account.account_class.value,
        position=position,
    )


def _book(row: models.Book) -> Book:
    head = Head(row.key, row.head_sequence, bytes(row.head_digest))
    return Book(row.key, row.institution.key, head, row.is_example)
