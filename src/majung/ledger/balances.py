"""Balances: what stood on an account, on any day, as known at any moment.

Every line bears two times: the day it is effective and the moment it was recorded.  A balance
is a sum over the lines within both bounds, so last year's figures can be had as they are known
today and as they were known then.  Debits count as positive everywhere; how a class of account
is printed is the printer's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from majung.errors import PolicyFinanceError
from majung.ledger.accounts import AccountClass, Chart, Side, code_of
from majung.ledger.entries import Entry, EntryKey
from majung.values.money import Money


class BookUnbalancedError(PolicyFinanceError):
    """All debits of a book equal all its credits."""

    kind = "book-unbalanced"


@dataclass(frozen=True, slots=True)
class Line:
    """A posted line as the store keeps it.

    Attributes:
        position: of the line in its entry, from 0.
        recorded_at: the moment it was recorded, aware.
    """

    entry: EntryKey
    position: int
    posted_on: date
    recorded_at: datetime
    account: str
    side: Side
    amount: Money

    @property
    def signed_minor(self) -> int:
        """Minor units, debits positive."""
        return self.amount.minor if self.side is Side.DEBIT else -self.amount.minor


class BalanceKey(NamedTuple):
    """What a balance is of."""

    book: str
    account: str
    currency: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """A view in both times.

    Attributes:
        effective_on_max: last day that counts, inclusive; None for all.
        recorded_at_max: last moment of recording that counts, inclusive; None for all.
    """

    effective_on_max: date | None = None
    recorded_at_max: datetime | None = None

    def sees(self, line: Line) -> bool:
        """Whether a line counts in this view."""
        return (
            self.effective_on_max is None or line.entry.effective_on <= self.effective_on_max
        ) and (self.recorded_at_max is None or line.recorded_at <= self.recorded_at_max)


#: Everything that was ever recorded.
LATEST = AsOf()


def lines_of(entry: Entry, *, recorded_at: datetime) -> tuple[Line, ...]:
    """Return the lines of an entry as they are recorded."""
    if recorded_at.tzinfo is None:
        raise ValueError(f"the moment of recording needs its time zone: {recorded_at}")
    return tuple(
        Line(
            entry.key,
            position,
            entry.posted_on,
            recorded_at,
            posting.account,
            posting.side,
            posting.amount,
        )
        for position, posting in enumerate(entry.postings)
    )


def balances(lines: Iterable[Line], as_of: AsOf = LATEST) -> dict[BalanceKey, Money]:
    """Add up each account of each book; an account whose lines cancel out is there with zero.

    Source: own convention, decision 0002: `effective_on` and `recorded_at`.
    """
    sums: dict[BalanceKey, int] = {}
    for line in lines:
        if as_of.sees(line):
            key = BalanceKey(line.entry.book, line.account, line.amount.currency)
            sums[key] = sums.get(key, 0) + line.signed_minor
    return {key: Money(sums[key], key.currency) for key in sorted(sums)}


def rolled_up(found: Mapping[BalanceKey, Money]) -> dict[BalanceKey, Money]:
    """Add the balances of sub-accounts to those of their accounts."""
    sums: dict[BalanceKey, Money] = {}
    for key, balance in found.items():
        account = key._replace(account=code_of(key.account))
        sums[account] = sums.get(account, Money.zero(key.currency)) + balance
    return dict(sorted(sums.items()))


def class_totals(
    found: Mapping[BalanceKey, Money], chart: Chart
) -> dict[tuple[AccountClass, str], Money]:
    """Add balances by class and currency, each counted on the side on which the class grows.

    In a balanced book assets + expenses = liabilities + equity + income, and the memorandum
    accounts add up to zero.

    Raises:
        AccountMissingError: a balance stands on an account outside the chart.
    """
    sums: dict[tuple[AccountClass, str], Money] = {}
    for key, balance in found.items():
        account_class = chart.account(key.account).account_class
        grown = balance if account_class.grows_on is Side.DEBIT else -balance
        total = sums.get((account_class, key.currency), Money.zero(key.currency))
        sums[account_class, key.currency] = total + grown
    return sums


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account in a trial balance.

    Attributes:
        debit: sum of its debits.
        credit: sum of its credits.
    """

    account: str
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        """Debits less credits."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All accounts of a book in one view (시산표).

    Attributes:
        rows: by currency, then account.
    """

    book: str
    as_of: AsOf
    rows: tuple[TrialRow, ...]

    @property
    def totals(self) -> dict[str, tuple[Money, Money]]:
        """Sum of debits and sum of credits of each currency."""
        sums: dict[str, tuple[Money, Money]] = {}
        for row in self.rows:
            currency = row.debit.currency
            debit, credit = sums.get(currency, (Money.zero(currency), Money.zero(currency)))
            sums[currency] = (debit + row.debit, credit + row.credit)
        return sums

    @property
    def differences(self) -> dict[str, Money]:
        """Debits less credits of the currencies in which they differ; empty where all is well."""
        return {
            currency: debit - credit
            for currency, (debit, credit) in self.totals.items()
            if debit != credit
        }

    def require_balanced(self) -> None:
        """Refuse a book whose debits and credits differ.

        Raises:
            BookUnbalancedError: with the book and the first difference.
        """
        for difference in self.differences.values():
            raise BookUnbalancedError(book=self.book, difference=difference)


def trial_balance(lines: Iterable[Line], book: str, as_of: AsOf = LATEST) -> TrialBalance:
    """List all accounts of a book with the sums of their debits and credits."""
    sums: dict[tuple[str, str], dict[Side, int]] = {}
    for line in lines:
        if line.entry.book == book and as_of.sees(line):
            sides = sums.setdefault(
                (line.amount.currency, line.account), {Side.DEBIT: 0, Side.CREDIT: 0}
            )
            sides[line.side] += line.amount.minor
    rows = tuple(
        TrialRow(account, Money(sides[Side.DEBIT], currency), Money(sides[Side.CREDIT], currency))
        for (currency, account), sides in sorted(sums.items())
    )
    return TrialBalance(book, as_of, rows)


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """A line of an account with the balance after it."""

    line: Line
    balance: Money


@dataclass(frozen=True, slots=True)
class AccountExtract:
    """What moved on an account between two days (계정별 원장).

    Attributes:
        rows: by effective day, then moment of recording, then entry.
    """

    key: BalanceKey
    opening: Money
    rows: tuple[ExtractRow, ...]

    @property
    def closing(self) -> Money:
        """The balance after the last row."""
        return self.rows[-1].balance if self.rows else self.opening


def extract(
    lines: Iterable[Line], key: BalanceKey, *, first_on: date, as_of: AsOf = LATEST
) -> AccountExtract:
    """List what moved on an account or sub-account from a day on, with running balances.

    Args:
        first_on: first effective day that is listed; what came before is the opening balance.
        as_of: bounds the last day and the moment of knowledge.
    """
    moved = sorted(
        (
            line
            for line in lines
            if (line.entry.book, line.account, line.amount.currency) == key and as_of.sees(line)
        ),
        key=lambda line: (line.entry.effective_on, line.recorded_at, line.entry, line.position),
    )
    earlier = sum(line.signed_minor for line in moved if line.entry.effective_on < first_on)
    opening = balance = Money(earlier, key.currency)
    rows: list[ExtractRow] = []
    for line in moved:
        if line.entry.effective_on >= first_on:
            balance += Money(line.signed_minor, key.currency)
            rows.append(ExtractRow(line, balance))
    return AccountExtract(key, opening, tuple(rows))
