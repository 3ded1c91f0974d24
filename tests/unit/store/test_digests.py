"""Two databases that say the same have one digest, whatever numbers their rows bear."""

import psycopg
import pytest
from django.db import connection, transaction

from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.store.access import acting_for
from majung.store.servicing import facts, posting
from majung.store.upkeep.digests import LEFT_OUT, database_digest, table_digests
from store_world import AT, CLERK, ON, an_entry, corporate, found_firm, found_institutions, signed

FIRST = Fact(ON, FactKind.DRAWDOWN, "d", 1_000)
SECOND = Fact(ON, FactKind.PAYMENT, "p", 10)


def fill(order):
    found_institutions()
    found_firm(1)
    signed("L-1", firm=corporate(1))
    with acting_for("bank-a"):
        for fact in (FIRST, SECOND)[::order]:
            facts.record_facts({"L-1": [fact]}, by=CLERK, at=AT)
        for kind in ("drawdown", "payment"):
            posting.post([an_entry("bank-a", "L-1", kind=kind)], at=AT)


def use_up_numbers(address):
    """Take numbers as a killed attempt does: they are not given out again."""
    with psycopg.connect(address.conninfo()) as superuser:
        superuser.execute(
            "SELECT setval(c.oid::regclass, 1000) FROM pg_class c"
            " WHERE relkind = 'S' AND relname LIKE 'store%'"
        )


def tamper(address, order):
    with psycopg.connect(address.conninfo()) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(order)


def test_the_same_work_gives_the_same_digest_whatever_a_killed_attempt_used_up(
    fresh_database, other_database
):
    fill(1)
    one = table_digests()
    with pointing_to(other_database):
        use_up_numbers(other_database)
        fill(-1)
        other = table_digests()

    assert other == one


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE store_posting SET amount = amount * 2",
        "UPDATE store_contractfact SET note = 'x' WHERE key = 'p'",
        "UPDATE store_contract SET terms = '{}'",
        "UPDATE store_firm SET established_on = '2000-01-01'",
        "UPDATE store_book SET head_digest = '' WHERE key = 'bank-a'",
        "DELETE FROM store_contractfact WHERE key = 'd'",
        "UPDATE store_entry SET book_id = (SELECT id FROM store_book WHERE key = 'bank-b')",
    ],
)
def test_every_change_changes_the_digest_of_its_table(fresh_database, order):
    fill(1)
    before, whole = table_digests(), database_digest()

    tamper(fresh_database, order)

    after = table_digests()
    table = order.split()[1 if order.startswith("UPDATE") else 2]
    assert after[table] != before[table]
    assert database_digest() != whole


def test_looking_does_not_change_the_digest(fresh_database):
    fill(1)
    before = database_digest()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT majung_log_access('p', 'close', '', '', %s)", [AT])

    assert database_digest() == before
    assert database_digest(without=LEFT_OUT - {"store_accesslog"}) != before
