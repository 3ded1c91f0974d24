"""Where the events of many contracts are posted: worked out once for all that have it in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from majung.errors import PolicyFinanceError
from majung.ledger import AccountMissingError, PostingRules, code_of
from majung.operations.versions import pinned
from majung.programmes import BookRole, reaches
from majung.store.servicing.portfolios import LINE, MARK

#: What makes an account one contract's own: then each is posted by itself.
OF_CONTRACT = "{contract}"
OF_PARTY = "{party}"


@dataclass(frozen=True, slots=True)
class BookPosting:
    """How an event is posted in a book: pairs of accounts, debited and credited."""

    book: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """What contracts have in common that are posted alike.

    Attributes:
        books: role, institution and book of each party that keeps one, in their order.
    """

    currency: str
    rules: PostingRules
    books: tuple[tuple[BookRole, str, str], ...]

    def posting(self, kind: str, party: str) -> tuple[BookPosting, ...]:
        """Return where an event is posted, in the order of the books."""
        found = []
        for role, institution, book in self.books:
            rules = self.rules.posting(kind, role.value)
            if rules and reaches(role, party, institution=institution):
                pairs = tuple(
                    (_named(rule.debit, party), _named(rule.credit, party)) for rule in rules
                )
                found.append(BookPosting(book, pairs))
        return tuple(found)

    def is_bound(self, kind: str) -> bool:
        """Whether any rule mentions the kind."""
        return kind in self.rules.bound_kinds

    @property
    def is_common(self) -> bool:
        """Whether no account is one contract's own."""
        return not any(
            OF_CONTRACT in account
            for rule in self.rules.rules
            for account in (rule.debit, rule.credit)
        )


def signature_of(written: str) -> Signature | None:
    """Return what a signature of the store says; None where contracts are posted one by one.

    They are where the programme cannot be read, or an account is a contract's own: posted alone,
    each is refused with its reason, or posted.
    """
    found = signature_read(written)
    return found if found and found.is_common else None


def signature_read(written: str) -> Signature | None:
    """Return what a signature of the store says; None where its programme cannot be read."""
    try:
        return _read(written)
    except PolicyFinanceError:
        return None


@lru_cache(maxsize=1024)
def _read(written: str) -> Signature:
    first, *lines = written.split(LINE)
    programme, version, currency = first.split(MARK)
    parties = [line.split(MARK) for line in lines]
    books = tuple(
        (BookRole(role), institution, book) for role, institution, book in parties if book
    )
    return Signature(currency, pinned(programme, version).postings, books)


def missing_account(
    known: Mapping[tuple[str, str], int], wanted: Sequence[tuple[str, str]]
) -> AccountMissingError | None:
    """Return the refusal for the first account that does not stand in its book; None for none.

    Args:
        known: accounts of the books concerned.
        wanted: book and name of accounts.
    """
    for book, account in wanted:
        if (book, code_of(account)) not in known:
            return AccountMissingError(code=account)
    return None


def _named(account: str, party: str) -> str:
    return account.replace(OF_PARTY, party).removesuffix(":") if "{" in account else account
