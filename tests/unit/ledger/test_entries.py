from datetime import date

import pytest

from majung.ledger import (
    OPENING_BALANCE,
    Entry,
    EntryKey,
    EntryUnbalancedError,
    Posting,
    Side,
    imbalances,
    opening_entry,
    reversal_of,
)
from majung.values.money import Money

DAY = date(2024, 3, 4)
KEY = EntryKey("kdb", "L-1", DAY, "drawdown", "", 0)


def _debit(account, minor, currency="KRW"):
    return Posting(account, Side.DEBIT, Money(minor, currency))


def _credit(account, minor, currency="KRW"):
    return Posting(account, Side.CREDIT, Money(minor, currency))


def test_an_entry_out_of_balance_cannot_be_made():
    with pytest.raises(EntryUnbalancedError) as refusal:
        Entry(KEY, DAY, (_debit("loans", 1_000), _credit("cash", 999)))

    assert refusal.value.spoken("en") == (
        "in the entry kdb|L-1|2024-03-04|drawdown||0 debits and credits differ by KRW 1 — an entry"
        " balances in each currency — add the missing line or correct the amount"
    )


def test_currencies_balance_each_alone():
    with pytest.raises(EntryUnbalancedError):
        Entry(KEY, DAY, (_debit("loans", 1_000, "KRW"), _credit("cash", 1_000, "USD")))

    entry = Entry(
        KEY,
        DAY,
        (
            _debit("cash", 1_300_000, "KRW"),
            _credit("exchange", 1_300_000, "KRW"),
            _debit("exchange", 100_000, "USD"),
            _credit("cash", 100_000, "USD"),
        ),
    )

    assert imbalances(entry.postings) == {"KRW": 0, "USD": 0}


def test_an_entry_has_postings():
    with pytest.raises(ValueError, match="has postings"):
        Entry(KEY, DAY, ())


@pytest.mark.parametrize("minor", [0, -1])
def test_a_posting_moves_more_than_zero(minor):
    with pytest.raises(ValueError, match="more than zero"):
        _debit("loans", minor)


def test_a_reversal_turns_the_sides_under_the_next_revision():
    entry = Entry(KEY, DAY, (_debit("loans", 1_000), _credit("cash", 1_000)))

    reversal = reversal_of(entry, posted_on=date(2024, 5, 2), revision=1)

    assert reversal == Entry(
        EntryKey("kdb", "L-1", DAY, "drawdown", "", 1),
        date(2024, 5, 2),
        (_credit("loans", 1_000), _debit("cash", 1_000)),
    )


def test_keys_whose_parts_hold_the_mark_are_written_differently():
    one = EntryKey("a|b", "c", DAY, "k", "", 0)
    other = EntryKey("a", "b|c", DAY, "k", "", 0)

    assert one.written() == "a\\|b|c|2024-03-04|k||0"
    assert other.written() == "a|b\\|c|2024-03-04|k||0"


def test_opening_balances_stand_against_one_account():
    entry = opening_entry(
        "kdb",
        {"loans": Money(900), "deposits": Money(-600), "suspense": Money(0)},
        against="opening-equity",
        opened_on=DAY,
    )

    assert entry == Entry(
        EntryKey("kdb", "", DAY, OPENING_BALANCE, "", 0),
        DAY,
        (_debit("loans", 900), _credit("deposits", 600), _credit("opening-equity", 300)),
    )


def test_opening_balances_that_balance_leave_nothing_over():
    entry = opening_entry(
        "kdb", {"loans": Money(5), "deposits": Money(-5)}, against="equity", opened_on=DAY
    )

    assert entry.postings == (_debit("loans", 5), _credit("deposits", 5))
