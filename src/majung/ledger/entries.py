"""Entries: sets of postings that balance per currency.

An entry cannot be made out of balance: whoever holds one may rely on it.  Nothing is ever
changed: a correction is the reversal of what was posted, or an entry for the difference, with a
key of its own.  The key is computed from what the entry is about, so posting twice is seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from majung.errors import PolicyFinanceError
from majung.ledger.accounts import Side
from majung.values.money import Money

#: Kind of the entry that carries balances over from another system.
OPENING_BALANCE = "opening-balance"


class EntryUnbalancedError(PolicyFinanceError):
    """Debits equal credits in every entry and currency."""

    kind = "entry-unbalanced"


class EntryKey(NamedTuple):
    """What makes two entries the same entry.

    Attributes:
        book: the ledger of one institution.
        contract: the contract whose event is posted; empty for an entry made by hand.
        effective_on: the day the event belongs to, which may be long past.
        kind: the kind of the event.
        party: whose share it is; empty for none.
        revision: 0 for the first entry of an event in any book, then one more for each difference.
    """

    book: str
    contract: str
    effective_on: date
    kind: str
    party: str
    revision: int

    def written(self) -> str:
        """Write the key as one line of text, for idempotency keys and file names of proofs.

        Different keys are written differently, whatever their parts contain.
        """
        parts = (self.book, self.contract, self.effective_on.isoformat(), self.kind, self.party)
        escaped = (part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
        return "|".join((*escaped, str(self.revision)))


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry.

    Attributes:
        account: code of an account, or ``code:member``.
        amount: above zero; the side carries the direction.
    """

    account: str
    side: Side
    amount: Money

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError(f"a posting moves more than zero; turn the side: {self}")

    @property
    def signed_minor(self) -> int:
        """Minor units, debits positive."""
        return self.amount.minor if self.side is Side.DEBIT else -self.amount.minor


@dataclass(frozen=True, slots=True)
class Entry:
    """Postings made together for one event in one book.

    Attributes:
        posted_on: the business day on which it was posted; `key.effective_on` or later.

    Raises:
        EntryUnbalancedError: debits and credits differ in a currency.
    """

    key: EntryKey
    posted_on: date
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if not self.postings:
            raise ValueError(f"an entry has postings: {self.key.written()}")
        for currency, difference in imbalances(self.postings).items():
            if difference:
                raise EntryUnbalancedError(
                    entry=self.key.written(), difference=Money(difference, currency)
                )


def imbalances(postings: Iterable[Posting]) -> Mapping[str, int]:
    """Return debits less credits of each currency that occurs: all zero where they balance."""
    sums: dict[str, int] = {}
    for posting in postings:
        currency = posting.amount.currency
        sums[currency] = sums.get(currency, 0) + posting.signed_minor
    return sums


def reversal_of(entry: Entry, *, posted_on: date, revision: int) -> Entry:
    """Return the entry that takes back another: the same lines with their sides turned.

    Args:
        revision: the next one free for the event of the entry.
    """
    turned = tuple(
        Posting(posting.account, posting.side.opposite, posting.amount)
        for posting in entry.postings
    )
    return Entry(entry.key._replace(revision=revision), posted_on, turned)


def opening_entry(
    book: str, balances: Mapping[str, Money], *, against: str, opened_on: date
) -> Entry:
    """Carry balances over from another system, in one entry.

    What the balances leave over stands on the account `against` (opening equity), so that a list
    copied incompletely is seen there and the book still balances.

    Args:
        balances: of each account, debit balances positive; zeros are left out.

    Raises:
        ValueError: no balance is above or below zero.
    """
    postings = [_posting(account, amount) for account, amount in balances.items() if amount.minor]
    for currency, difference in imbalances(postings).items():
        if difference:
            postings.append(_posting(against, Money(-difference, currency)))
    key = EntryKey(book, "", opened_on, OPENING_BALANCE, "", 0)
    return Entry(key, opened_on, tuple(postings))


def _posting(account: str, amount: Money) -> Posting:
    """Post a signed amount, debits positive."""
    return Posting(account, Side.DEBIT if amount.minor > 0 else Side.CREDIT, abs(amount))
