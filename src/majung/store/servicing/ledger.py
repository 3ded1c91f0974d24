"""Reading the books: entries, lines and balances of any day, as known at any moment.

The sums are made by the database; the values are those of `majung.ledger`, whose functions over
lines give the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from majung.errors import PolicyFinanceError
from majung.ledger import (
    LATEST,
    AccountExtract,
    AsOf,
    BalanceKey,
    Entry,
    EntryKey,
    ExtractRow,
    Line,
    Posting,
    Side,
    TrialBalance,
    TrialRow,
    code_of,
    member_of,
)
from majung.ledger.accounts import MEMBER_MARK
from majung.store import models
from majung.store.asking import ask
from majung.store.numbers import number_of, numbers_found
from majung.values.money import Money

_LINES = """
    SELECT b.key, coalesce(c.key, ''), e.effective_on, e.kind, e.party, e.revision,
           p.number, e.posted_on, e.recorded_at, a.code, p.member, p.amount, p.currency
    FROM store_posting p
    JOIN store_entry e ON e.id = p.entry_id
    JOIN store_account a ON a.id = p.account_id
    JOIN store_book b ON b.id = e.book_id
    LEFT JOIN store_contract c ON c.id = e.contract_id
"""
_IN_ORDER = " ORDER BY e.effective_on, e.recorded_at, e.id, p.number"
_AS_OF = """
    AND p.effective_on <= coalesce(%s::date, 'infinity')
    AND p.recorded_at <= coalesce(%s::timestamptz, 'infinity')
"""
_RUNNING_BALANCES = """
    SELECT a.code, s.member, s.currency, s.amount
    FROM store_accountbalance s JOIN store_account a ON a.id = s.account_id
    WHERE a.book_id = %s
"""
_BALANCES = """
    SELECT a.code, p.member, p.currency, sum(p.amount)::bigint
    FROM store_posting p JOIN store_account a ON a.id = p.account_id
    WHERE a.book_id = %s
    AND p.effective_on <= coalesce(%s::date, 'infinity')
    AND p.recorded_at <= coalesce(%s::timestamptz, 'infinity')
    GROUP BY a.code, p.member, p.currency
"""
_BALANCE = """
    SELECT coalesce(sum(p.amount), 0)::bigint FROM store_posting p
    WHERE p.account_id = %s AND p.currency = %s AND (%s = '' OR p.member = %s)
    AND p.effective_on <= coalesce(%s::date, 'infinity')
    AND p.recorded_at <= coalesce(%s::timestamptz, 'infinity')
"""
_SIDES = """
    SELECT p.currency, a.code, p.member,
           coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0)::bigint,
           coalesce(-sum(p.amount) FILTER (WHERE p.amount < 0), 0)::bigint
    FROM store_posting p JOIN store_account a ON a.id = p.account_id
    WHERE a.book_id = %s
    AND p.effective_on <= coalesce(%s::date, 'infinity')
    AND p.recorded_at <= coalesce(%s::timestamptz, 'infinity')
    GROUP BY p.currency, a.code, p.member
"""
_OPENING = """
    SELECT coalesce(sum(p.amount), 0)::bigint FROM store_posting p
    WHERE p.account_id = %s AND p.member = %s AND p.currency = %s
    AND p.effective_on <= coalesce(%s::date, 'infinity')
    AND p.recorded_at <= coalesce(%s::timestamptz, 'infinity')
    AND p.effective_on < %s
"""
_OF_NO_CONTRACT = """
    WHERE e.book_id IN (SELECT id FROM store_book) AND e.contract_id IS NULL
    AND e.effective_on = %s AND e.kind = ANY(%s)
"""
_OF_ACCOUNT = " WHERE p.account_id = %s AND p.member = %s AND p.currency = %s"


def entries_by_keys(keys: Iterable[EntryKey]) -> Mapping[EntryKey, Entry]:
    """Return those of the entries that are posted, by key."""
    wanted = list(keys)
    books = numbers_found(models.Book, "key", {key.book for key in wanted})
    contracts = numbers_found(
        models.Contract, "key", {key.contract for key in wanted if key.contract}
    )
    places = [
        (books[key.book], contracts.get(key.contract), *key[2:])
        for key in wanted
        if key.book in books and (not key.contract or key.contract in contracts)
    ]
    lines: list[Line] = []
    # Two questions, because an index finds a contract that is named and one that is not, but not
    # either in one go.
    for matches, of_kind in (
        ("e.contract_id = k.contract", [place for place in places if place[1] is not None]),
        ("e.contract_id IS NULL", [place for place in places if place[1] is None]),
    ):
        if of_kind:
            query = (
                f"{_LINES} JOIN unnest(%s::bigint[], %s::bigint[], %s::date[], %s::text[],"
                " %s::text[], %s::int[]) k(book, contract, effective_on, kind, party, revision)"
                f" ON e.book_id = k.book AND {matches} AND e.effective_on = k.effective_on"
                " AND e.kind = k.kind AND e.party = k.party AND e.revision = k.revision"
            )
            lines += _lines(query, [list(column) for column in zip(*of_kind, strict=True)])
    return {entry.key: entry for entry, _ in _entries(lines)}


def entries_without_contract(kinds: Sequence[str], *, effective_on: date) -> tuple[Entry, ...]:
    """Return the entries of some kinds that name no contract and belong to a day, by key."""
    # The books are named, so that the index of keys finds the entries.
    found = _entries(_lines(_LINES + _OF_NO_CONTRACT, [effective_on, list(kinds)]))
    return tuple(sorted((entry for entry, _ in found), key=lambda entry: entry.key))


def entries_by_numbers(numbers: Sequence[int]) -> Mapping[int, tuple[Entry, datetime]]:
    """Return entries by the numbers of their rows, with the moment each was recorded.

    Rows that somebody changed so that they are no entry any more are left out.
    """
    by_number: dict[int, list[Line]] = {}
    query = _LINES.replace("SELECT", "SELECT e.id,", 1) + " WHERE e.id = ANY(%s)" + _IN_ORDER
    for number, *row in _rows(query, [list(numbers)]):
        with suppress(PolicyFinanceError, ValueError):
            by_number.setdefault(number, []).append(_line(*row))
    found: dict[int, tuple[Entry, datetime]] = {}
    for number, lines in by_number.items():
        with suppress(PolicyFinanceError, ValueError):
            (found[number],) = _entries(lines)
    return found


def entries_of_contract(
    contract: str, *, book: str = "", as_of: AsOf = LATEST
) -> tuple[tuple[Entry, datetime], ...]:
    """Return the entries of a contract with the moment each was recorded, by day.

    Args:
        book: of one book; empty for all that whoever acts may read.

    Raises:
        NotRecordedError: no such contract.
    """
    number = number_of(models.Contract, key=contract)
    where = f" WHERE e.contract_id = %s{_AS_OF} AND (%s = '' OR b.key = %s)"
    return _entries(_lines(_LINES + where, [number, *_bounds(as_of), book, book]))


def entries_of_day(book: str, posted_on: date) -> tuple[tuple[Entry, datetime], ...]:
    """Return what was posted in a book on a business day, with the moment of recording.

    Raises:
        NotRecordedError: no such book.
    """
    where = " WHERE e.book_id = %s AND e.posted_on = %s"
    return _entries(_lines(_LINES + where, [number_of(models.Book, key=book), posted_on]))


def lines_of_book(book: str, *, as_of: AsOf = LATEST) -> tuple[Line, ...]:
    """Return every posted line of a book, by day.

    Raises:
        NotRecordedError: no such book.
    """
    where = f" WHERE e.book_id = %s{_AS_OF}"
    return tuple(_lines(_LINES + where, [number_of(models.Book, key=book), *_bounds(as_of)]))


def balances_of(book: str, *, as_of: AsOf = LATEST) -> dict[BalanceKey, Money]:
    """Return the balance of each account and sub-account of a book, debits positive.

    Raises:
        NotRecordedError: no such book.
    """
    number = number_of(models.Book, key=book)
    if as_of == LATEST:
        rows = _rows(_RUNNING_BALANCES, [number])
    else:
        rows = _rows(_BALANCES, [number, *_bounds(as_of)])
    found = {
        BalanceKey(book, _name(code, member), currency): Money(amount, currency)
        for code, member, currency, amount in rows
    }
    return dict(sorted(found.items()))


def balance_of(book: str, account: str, *, currency: str = "KRW", as_of: AsOf = LATEST) -> Money:
    """Return the balance of an account with all its members, or of one member, debits positive.

    Args:
        account: its code, or ``code:member``.

    Raises:
        NotRecordedError: no such book, or no such account in its chart.
    """
    number = number_of(models.Account, book__key=book, code=code_of(account))
    member = member_of(account)
    rows = _rows(_BALANCE, [number, currency, member, member, *_bounds(as_of)])
    return Money(rows[0][0], currency)


def trial_balance_of(book: str, *, as_of: AsOf = LATEST) -> TrialBalance:
    """Return all accounts of a book with the sums of their debits and credits.

    Raises:
        NotRecordedError: no such book.
    """
    rows = _rows(_SIDES, [number_of(models.Book, key=book), *_bounds(as_of)])
    found = sorted(
        (currency, _name(code, member), debit, credit)
        for currency, code, member, debit, credit in rows
    )
    return TrialBalance(
        book,
        as_of,
        tuple(
            TrialRow(account, Money(debit, currency), Money(credit, currency))
            for currency, account, debit, credit in found
        ),
    )


def extract_of(
    book: str, account: str, *, first_on: date, currency: str = "KRW", as_of: AsOf = LATEST
) -> AccountExtract:
    """Return what moved on an account or sub-account from a day on, with running balances.

    Raises:
        NotRecordedError: no such book, or no such account in its chart.
    """
    number = number_of(models.Account, book__key=book, code=code_of(account))
    place = [number, member_of(account), currency]
    before = _rows(_OPENING, [*place, *_bounds(as_of), first_on])
    opening = balance = Money(before[0][0], currency)
    rows: list[ExtractRow] = []
    for line in _lines(
        f"{_LINES}{_OF_ACCOUNT}{_AS_OF} AND p.effective_on >= %s",
        [*place, *_bounds(as_of), first_on],
    ):
        balance += Money(line.signed_minor, currency)
        rows.append(ExtractRow(line, balance))
    return AccountExtract(BalanceKey(book, account, currency), opening, tuple(rows))


def _bounds(as_of: AsOf) -> list[Any]:
    return [as_of.effective_on_max, as_of.recorded_at_max]


def _name(code: str, member: str) -> str:
    return f"{code}{MEMBER_MARK}{member}" if member else code


def _lines(query: str, parameters: Sequence[Any]) -> list[Line]:
    return [_line(*row) for row in _rows(query + _IN_ORDER, parameters)]


def _line(*row: Any) -> Line:
    *key, position, posted_on, recorded_at, code, member, amount, currency = row
    return Line(
        entry=EntryKey(*key),
        position=position,
        posted_on=posted_on,
        recorded_at=recorded_at,
        account=_name(code, member),
        side=Side.DEBIT if amount > 0 else Side.CREDIT,
        amount=Money(abs(amount), currency),
    )


def _entries(lines: Iterable[Line]) -> tuple[tuple[Entry, datetime], ...]:
    """Put lines together to the entries they belong to, in the order they come."""
    by_key: dict[EntryKey, list[Line]] = {}
    for line in lines:
        by_key.setdefault(line.entry, []).append(line)
    return tuple(
        (
            Entry(
                key,
                of_entry[0].posted_on,
                tuple(
                    Posting(line.account, line.side, line.amount)
                    for line in sorted(of_entry, key=lambda line: line.position)
                ),
            ),
            of_entry[0].recorded_at,
        )
        for key, of_entry in by_key.items()
    )


def _rows(query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    return ask(query, parameters)
