"""A single changed byte breaks the chain where it was changed; a signed day holds all books."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connections

from majung.ledger import Head
from majung.ledger.roots import sign
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.servicing import chain, posting
from majung.store.upkeep.audit import balance_differences
from store_world import AT, CLERK, ON, an_entry, found_institutions, signed, state

SEED = bytes(range(32))
PUBLIC_KEY = sign(b"", SEED).public_key
COUNT = 5


@pytest.fixture
def posted(fresh_database):
    """A book with five entries, and the address under which somebody can tamper with it."""
    found_institutions()
    signed("L-1")
    with acting_for("bank-a"):
        for day in range(1, COUNT + 1):
            posting.post([an_entry("bank-a", "L-1", on=date(2024, 3, day), party="예시")], at=AT)
    return fresh_database


def tamper(address, order):
    """Change rows as somebody could who holds the machine: without triggers, without walls."""
    with psycopg.connect(address.conninfo()) as connection:
        connection.execute("SET session_replication_role = replica")
        return connection.execute(order).rowcount


def verified(book="bank-a"):
    with acting_for_state(Purpose.AUDIT, person=CLERK, at=AT):
        return chain.verify_book(book)


def test_a_book_nobody_touched_is_whole(posted):
    finding = verified()

    assert (finding.blocks, finding.broken, finding.unsealed, finding.head_fits) == (
        COUNT, None, 0, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE store_posting SET amount = amount + sign(amount) WHERE entry_id = 3",
        "UPDATE store_posting SET amount = amount + 1 WHERE entry_id = 3 AND number = 0",
        "UPDATE store_posting SET member = 'x' WHERE entry_id = 3 AND number = 0",
        "UPDATE store_posting SET currency = 'USD' WHERE entry_id = 3",
        "UPDATE store_posting SET account_id = 3 WHERE entry_id = 3 AND number = 0",
        "DELETE FROM store_posting WHERE entry_id = 3",
        "UPDATE store_entry SET effective_on = '2024-03-30' WHERE id = 3",
        "UPDATE store_entry SET posted_on = '2024-03-30' WHERE id = 3",
        "UPDATE store_entry SET kind = 'payment' WHERE id = 3",
        "UPDATE store_entry SET party = '예사' WHERE id = 3",
        "UPDATE store_entry SET revision = 1 WHERE id = 3",
        "UPDATE store_entry SET contract_id = NULL WHERE id = 3",
        "UPDATE store_entry SET recorded_at = recorded_at + interval '1 microsecond' WHERE id = 3",
        "DELETE FROM store_entry WHERE id = 3",
        "UPDATE store_chainblock SET digest = set_byte(digest, 0, get_byte(digest, 0) # 1)"
        " WHERE sequence = 3",
        "UPDATE store_chainblock SET previous = set_byte(previous, 31, get_byte(previous, 31) # 1)"
        " WHERE sequence = 3",
        "UPDATE store_chainblock SET entry_id = 99 WHERE sequence = 3",
        "DELETE FROM store_chainblock WHERE sequence = 3",
    ],
)
def test_a_single_change_is_found_at_its_block(posted, order):
    changed = tamper(posted, order)

    finding = verified()

    assert changed >= 1
    assert finding.broken is not None
    assert finding.broken.sequence == 3
    assert not finding.is_whole


def test_a_block_taken_from_the_end_is_found_by_the_head(posted):
    tamper(posted, f"DELETE FROM store_chainblock WHERE sequence = {COUNT}")

    finding = verified()

    assert (finding.broken, finding.head_fits, finding.unsealed) == (None, False, 1)


def test_an_entry_slipped_in_is_found_as_unsealed(posted):
    tamper(
        posted,
        "INSERT INTO store_entry (book_id, institution_id, effective_on, kind, party, revision,"
        " posted_on, recorded_at) SELECT book_id, institution_id, effective_on, 'slipped-in', '',"
        " 0, posted_on, recorded_at FROM store_entry WHERE id = 3",
    )

    assert verified().unsealed == 1


def test_another_book_is_not_touched_by_what_happened_to_one(posted):
    tamper(posted, "DELETE FROM store_chainblock WHERE sequence = 3")

    assert verified("bank-b").is_whole


def test_many_that_post_to_the_same_books_at_once_make_one_chain_each(fresh_database):
    found_institutions()

    def post(number):
        try:
            # Half of them name the books the other way round: they are taken in one order.
            books = ("bank-a", "bank-b")[:: 1 if number % 2 else -1]
            for step in range(5):
                with acting_for_state(Purpose.CLOSE, person=CLERK, at=AT):
                    kind = f"k-{number}-{step}"
                    posting.post([an_entry(book, kind=kind) for book in books], at=AT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(post, range(6)))

    found = [verified(book) for book in ("bank-a", "bank-b")]
    assert [(finding.blocks, finding.is_whole) for finding in found] == [(30, True), (30, True)]
    with acting_for_state(Purpose.AUDIT, person=CLERK, at=AT):
        assert balance_differences() == ()


def test_a_signed_day_stays_as_it_was_and_follows_the_day_before(posted):
    with state():
        first = chain.sign_day(ON, seed=SEED, at=AT)
        second = chain.sign_day(ON + timedelta(1), seed=SEED, at=AT)
        again = chain.sign_day(ON, seed=SEED, at=AT + timedelta(9))

        assert again == first
        assert second.previous == first.digest
        assert [head.book for head in first.heads] == ["bank-a", "bank-b"]
        assert first.heads[1] == Head.empty("bank-b")
        assert all(day.is_whole for day in chain.verify_days(public_key=PUBLIC_KEY))
    assert chain.signed_day(ON)[0] == first
    assert chain.latest_signed_day()[0] == second
    assert chain.signed_day(date(2030, 1, 1)) is None


def test_a_signed_day_shows_a_book_that_was_rewritten_since(posted):
    with state():
        chain.sign_day(ON, seed=SEED, at=AT)
    tamper(posted, f"UPDATE store_chainblock SET digest = previous WHERE sequence = {COUNT}")

    with state():
        (day,) = chain.verify_days(public_key=PUBLIC_KEY)

    assert (day.is_consistent, day.is_signed, day.follows, day.heads_fit) == (
        True, True, True, False,
    )  # fmt: skip


def test_a_day_signed_with_another_key_is_not_believed(posted):
    with state():
        chain.sign_day(ON, seed=bytes(32), at=AT)

        (day,) = chain.verify_days(public_key=PUBLIC_KEY)

    assert (day.is_consistent, day.is_signed) == (True, False)
