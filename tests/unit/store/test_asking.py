"""What is said without ceremony is heard, answered and refused as by a cursor of Django."""

from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.utils import DataError
from psycopg.types.json import Jsonb

from majung.store import models
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.asking import ask, tell
from store_world import found_institutions

AT = datetime(2024, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
VALUES = (
    ("text", "이름 100 % 'quoted' \\ {braces}"),
    ("text", ""),
    ("bigint", 0),
    ("bigint", 2**62),
    ("numeric", Decimal("1.2300")),
    ("boolean", False),
    ("date", date(2024, 2, 29)),
    ("timestamptz", AT),
    ("bytea", bytes(range(256))),
    ("text[]", ["가", 'a "b", {c}', "NULL", ""]),
    ("bigint[]", [1, None, 2**40]),
    ("text[]", []),
    ("text", None),
)


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_value_comes_back_as_it_went(database, kind, value):
    question = f"SELECT %s::{kind}, '%%'"

    with connection.cursor() as cursor:
        cursor.execute(question, [value])
        by_django = cursor.fetchall()

    assert ask(question, [value]) == by_django == [(value, "%")]
    assert ask(question, [value]) == by_django, "planned by now"


def test_a_tree_goes_as_a_value(database):
    (found,) = ask("SELECT (%s::jsonb)->>'a'", [Jsonb({"a": "b"})])

    assert found == ("b",)


def test_who_tells_hears_how_many_rows_were_touched(database):
    found_institutions("a", "b", "c")

    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        order = "UPDATE store_institution SET kind = %s WHERE key = ANY(%s)"
        assert [tell(order, ["bank", keys]) for keys in (["a", "b"], ["c"], ["x"])] == [2, 1, 0]


def test_a_transaction_is_begun_and_taken_back(fresh_database):
    found_institutions("a")

    def kind_of_a():
        with acting_for("a"):
            return ask("SELECT kind FROM store_institution WHERE key = %s", ["a"])

    def change_and_fail():
        with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
            assert tell("UPDATE store_institution SET kind = %s WHERE key = %s", ["x", "a"]) == 1
            raise KeyError("a")

    with pytest.raises(KeyError):
        change_and_fail()

    assert kind_of_a() == [("bank",)]


@pytest.mark.parametrize(
    ("question", "values", "error"),
    [
        ("SELECT %s::integer / 0", [1], DataError),
        ("SELECT %s::integer", ["one"], DataError),
        ("SELECT nothing FROM nowhere WHERE a = %s", [1], ProgrammingError),
        ("INSERT INTO store_person (key) VALUES (%s)", ["nobody"], IntegrityError),
    ],
)
def test_a_refusal_is_that_of_django(database, question, values, error):
    with (
        pytest.raises(error) as refused,
        acting_for_state(Purpose.EXAMPLE, person="test", at=AT),
    ):
        ask(question, values)

    assert isinstance(refused.value.__cause__, psycopg.Error)
    # The connection is as good as before.
    assert ask("SELECT 1") == [(1,)]


def test_a_transaction_that_failed_hears_nothing_more(database):
    with transaction.atomic():
        with pytest.raises(DataError), transaction.atomic():
            ask("SELECT 1 / %s::integer", [0])
        # The inner block was taken back alone.
        assert ask("SELECT 1") == [(1,)]
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            ask("SELECT 1")


def test_a_connection_made_anew_is_told_anew(fresh_database):
    question = "SELECT %s::text"
    assert ask(question, ["a"]) == [("a",)]

    connection.close()

    assert ask(question, ["b"]) == [("b",)]


def test_a_question_sees_what_whoever_asks_may_see(database):
    found_institutions("a", "b")
    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        rows = models.Institution.objects.in_bulk(["a", "b"], field_name="key")
        for key in ("a", "b"):
            models.Limit.objects.create(
                key=f"limit of {key}", institution=rows[key], programme="p", envelope="e",
                scope="institution", member=key, cap=1, used=0, reserved=0, currency="KRW",
                basis="approved", is_revolving=False, position=0, recorded_at=AT,
            )  # fmt: skip
    question = "SELECT key FROM store_limit ORDER BY key"

    seen = {}
    for _ in range(2):
        for key in ("a", "b"):
            with acting_for(key):
                seen[key] = ask(question)
        with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
            seen["state"] = ask(question)

    one, other = ("limit of a",), ("limit of b",)
    assert seen == {"a": [one], "b": [other], "state": [one, other]}
    assert ask(question) == [], "outside of every block nothing is seen"


def test_a_question_is_answered_after_a_refusal_too(fresh_database):
    def ask_often(*, refused=False):
        with transaction.atomic():
            assert ask("SELECT %s::int + 1", [1]) == [(2,)]
            with connection.cursor() as cursor:
                # Often enough that the driver prepares it, and has it forgotten when it rolls back.
                for _ in range(5):
                    cursor.execute("SELECT %s::int", [1])
            transaction.set_rollback(refused)

    ask_often()
    ask_often(refused=True)
    ask_often()


def test_whoever_listens_hears_it(database):
    heard = []

    def listen(execute, sql, params, many, context):
        heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        assert ask("SELECT %s::text", ["a"]) == [("a",)]

    assert heard == [("SELECT %s::text", ["a"])]
