"""Posting is all or nothing, once, and leaves balances and chain in order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from majung.ledger import (
    Account,
    AccountClass,
    AccountMissingError,
    AsOf,
    Chart,
    Posting,
    Side,
    lines_of,
)
from majung.store.access import acting_for
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.store.servicing import books, ledger, posting
from majung.store.servicing.chain import verify_book
from majung.store.servicing.posting import EntryPostedDifferentlyError
from majung.values.money import Money
from store_world import ACCOUNTS, AT, BANKS, ON, an_entry, found_institutions, signed, state


@pytest.fixture
def bank(database):
    found_institutions()
    signed("L-1")
    with acting_for("bank-a"):
        yield


def balance(account, **as_of):
    return ledger.balance_of("bank-a", account, as_of=AsOf(**as_of)).minor


def test_an_entry_comes_back_as_it_was_posted(bank):
    entry = an_entry("bank-a", "L-1")

    assert posting.post([entry], at=AT) == 1

    assert ledger.entries_of_contract("L-1") == ((entry, AT),)
    assert ledger.entries_of_day("bank-a", ON) == ((entry, AT),)
    assert ledger.lines_of_book("bank-a") == lines_of(entry, recorded_at=AT)
    assert balance("loans") == 1_000
    assert verify_book("bank-a").is_whole


def test_posting_again_does_nothing(bank):
    entries = [an_entry("bank-a", "L-1"), an_entry("bank-a", kind="by-hand")]

    counts = [posting.post(entries, at=AT) for _ in range(2)]

    assert counts == [2, 0]
    assert balance("loans") == 2_000
    assert verify_book("bank-a").blocks == 2


def test_an_entry_of_the_same_key_with_other_lines_is_refused(bank):
    posting.post([an_entry("bank-a", "L-1")], at=AT)

    with pytest.raises(EntryPostedDifferentlyError) as refusal:
        posting.post([an_entry("bank-a", "L-1", amount=999)], at=AT)

    assert refusal.value.message.value("entry") == "bank-a|L-1|2024-03-04|drawdown||0"
    assert balance("loans") == 1_000


def test_an_account_outside_the_chart_is_refused_and_nothing_is_posted(bank):
    entry = an_entry("bank-a", "L-1")
    wrong = replace(
        an_entry("bank-a", "L-1", kind="x"),
        postings=(Posting("unknown", Side.DEBIT, Money(1)), Posting("cash", Side.CREDIT, Money(1))),
    )

    with pytest.raises(AccountMissingError):
        posting.post([entry, wrong], at=AT)

    assert balance("loans") == 0
    assert ledger.lines_of_book("bank-a") == ()


def test_several_books_are_posted_together_by_the_state(database):
    found_institutions()
    with state():
        assert posting.post([an_entry(bank) for bank in BANKS], at=AT) == 2

        assert [verify_book(bank).is_whole for bank in BANKS] == [True, True]


def test_a_bank_cannot_post_in_the_book_of_another(bank):
    with pytest.raises(NotRecordedError):
        posting.post([an_entry("bank-b")], at=AT)


def test_members_of_an_account_have_balances_of_their_own(bank):
    lines = (
        Posting("loans:L-1", Side.DEBIT, Money(30)),
        Posting("loans:L-2", Side.DEBIT, Money(12)),
        Posting("cash", Side.CREDIT, Money(42)),
    )
    posting.post([replace(an_entry("bank-a", "L-1"), postings=lines)], at=AT)

    assert [balance(account) for account in ("loans", "loans:L-1", "loans:L-2")] == [42, 30, 12]


def test_balances_are_had_of_any_day_as_known_at_any_moment(bank):
    late = AT + timedelta(days=10)
    posting.post([an_entry("bank-a", "L-1", amount=100)], at=AT)
    posting.post([an_entry("bank-a", "L-1", amount=7, revision=1)], at=late)
    posting.post([an_entry("bank-a", "L-1", amount=50, on=date(2024, 4, 4))], at=late)

    assert balance("loans") == 157
    assert balance("loans", effective_on_max=ON) == 107
    assert balance("loans", effective_on_max=ON, recorded_at_max=AT) == 100
    assert balance("loans", effective_on_max=date(2024, 3, 3)) == 0


def test_an_account_extract_opens_where_the_days_before_ended(bank):
    for day, amount in ((1, 10), (5, 20), (9, 30)):
        entry = an_entry("bank-a", "L-1", amount=amount, on=date(2024, 3, day))
        posting.post([entry], at=AT)

    extract = ledger.extract_of("bank-a", "loans", first_on=date(2024, 3, 5))

    assert extract.opening == Money(10)
    assert [(row.line.amount.minor, row.balance.minor) for row in extract.rows] == [
        (20, 30),
        (30, 60),
    ]
    assert extract.closing == Money(60)


def test_the_chart_of_a_book_grows_and_keeps_its_order(bank):
    more = Account("fees", "수수료", "Fees", AccountClass.INCOME)

    books.open_book("bank-a", institution="bank-a", chart=(*ACCOUNTS, more))

    assert books.chart_of("bank-a") == Chart.of((*ACCOUNTS, more))
    changed = replace(more, account_class=AccountClass.ASSET)
    with pytest.raises(RecordedDifferentlyError):
        books.open_book("bank-a", institution="bank-a", chart=(changed,))


def test_a_book_is_one_institutions(bank):
    with pytest.raises((RecordedDifferentlyError, NotRecordedError)):
        books.open_book("bank-a", institution="bank-b")


def test_a_book_knows_the_head_of_its_chain(bank):
    posting.post([an_entry("bank-a", "L-1")], at=AT)

    (book,) = books.books()

    assert (book.key, book.institution, book.head.sequence) == ("bank-a", "bank-a", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM store_chainblock")
        assert bytes(cursor.fetchone()[0]) == book.head.digest
