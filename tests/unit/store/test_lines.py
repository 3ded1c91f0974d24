"""What is left with the database is carried out in its order, and heard before the end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError

from majung.store.access import Purpose, acting_for_state
from majung.store.asking import ask, hear, leave, tell
from majung.store.numbers import hold
from store_world import found_institutions

AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
ADD = "INSERT INTO store_institution (key, kind, is_example) VALUES (%s, %s, false)"
KINDS = "SELECT kind FROM store_institution WHERE key = %s"
NOBODY = "INSERT INTO store_person (key) VALUES (%s)"


def state():
    return acting_for_state(Purpose.EXAMPLE, person="test", at=AT)


def kinds(key):
    with state():
        return [kind for (kind,) in ask(KINDS, [key])]


def test_what_was_left_is_there_for_what_is_asked_next(fresh_database):
    with state():
        leave(ADD, ["a", "bank"])
        leave("UPDATE store_institution SET kind = %s WHERE key = %s", ["fund", "a"])
        assert ask(KINDS, ["a"]) == [("fund",)]
        leave("UPDATE store_institution SET kind = %s WHERE key = %s", ["insurer", "a"])
        with connection.cursor() as cursor:
            cursor.execute(KINDS, ["a"])
            assert cursor.fetchall() == [("insurer",)]
        leave("UPDATE store_institution SET kind = %s WHERE key = %s", ["bank", "a"])

    assert kinds("a") == ["bank"], "a transaction keeps what was left last"


def test_outside_of_a_transaction_nothing_is_left(fresh_database):
    leave("CREATE TEMPORARY TABLE majung_left (a int)")
    leave("INSERT INTO majung_left VALUES (%s)", [1])

    connection.rollback()

    assert ask("SELECT a FROM majung_left") == [(1,)]


def ask_next():
    ask("SELECT 1")


def ask_some_at_a_time():
    hear()
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_by_cursor():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def tell_next():
    tell("UPDATE store_institution SET kind = %s", ["x"])


def leave_what_is_new_next():
    # Its plan is asked for at once.
    leave("SELECT %s::text || 'never said before'", ["a"])


def open_an_inner_block():
    with transaction.atomic():
        pass


def end_the_transaction():
    pass


@pytest.mark.parametrize(
    "say",
    [ask_next, ask_by_cursor, ask_some_at_a_time, tell_next, leave_what_is_new_next,
     open_an_inner_block, end_the_transaction],
)  # fmt: skip
def test_what_was_refused_is_heard_by_whatever_is_said_next_and_nothing_is_kept(
    fresh_database, say
):
    def fail():
        with state():
            leave(ADD, ["a", "bank"])
            leave(NOBODY, ["nobody"])
            leave(ADD, ["b", "bank"])
            say()

    with pytest.raises(IntegrityError) as refused:
        fail()

    assert isinstance(refused.value.__cause__, psycopg.errors.NotNullViolation)
    assert kinds("a") == kinds("b") == []


def test_the_first_of_two_refusals_is_heard(fresh_database):
    def fail():
        with state():
            leave("SELECT 1 / %s::int", [0])
            leave(NOBODY, ["nobody"])
            ask("SELECT 1")

    with pytest.raises(DataError, match="division by zero"):
        fail()


def test_an_act_that_fails_says_why_itself_whatever_it_had_left(fresh_database):
    def fail():
        with state():
            leave(NOBODY, ["nobody"])
            raise KeyError("the act's own")

    with pytest.raises(KeyError, match="the act's own"):
        fail()

    found_institutions("a")
    assert kinds("a") == ["bank"], "the connection is as good as before"


def fail_within():
    with transaction.atomic():
        leave(ADD, ["b", "bank"])
        leave(NOBODY, ["nobody"])


def test_an_inner_block_is_taken_back_alone(fresh_database):
    with state():
        leave(ADD, ["a", "bank"])
        with pytest.raises(IntegrityError):
            fail_within()
        leave(ADD, ["c", "bank"])

    assert (kinds("a"), kinds("b"), kinds("c")) == (["bank"], [], ["bank"])


def test_what_the_end_of_a_transaction_refuses_is_heard(fresh_database):
    leave("CREATE TEMPORARY TABLE majung_late (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")

    def fail():
        with transaction.atomic():
            leave("INSERT INTO majung_late VALUES (%s)", [1])
            leave("INSERT INTO majung_late VALUES (%s)", [1])

    with pytest.raises(IntegrityError, match="duplicate key"):
        fail()

    assert ask("SELECT a FROM majung_late") == []


def test_a_large_order_is_left_and_heard(fresh_database):
    large = "가" * 3_000_000
    with transaction.atomic():
        for _ in range(3):
            leave("SELECT length(%s::text)", [large])
        assert ask("SELECT %s::text = %s::text", [large, large]) == [(True,)]


def test_who_waits_for_another_thread_lets_it_go_on(fresh_database):
    held, waits = Event(), Event()

    def first():
        with transaction.atomic():
            hold("test", 1)
            ask("SELECT 1")
            held.set()
            assert waits.wait(10)
            # The other waits by now, or soon: this thread needs the interpreter to let it go.
            ask("SELECT pg_sleep(0.2)")
        connection.close()
        return "first"

    def second():
        assert held.wait(10)
        with transaction.atomic():
            hold("test", 1)
            waits.set()
            ask("SELECT 1")
        connection.close()
        return "second"

    with ThreadPoolExecutor(max_workers=2) as threads:
        ended = [threads.submit(first), threads.submit(second)]
        assert [each.result(timeout=30) for each in ended] == ["first", "second"]
