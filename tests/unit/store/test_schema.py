"""A database is brought up to this release once, and then left alone."""

import os

import psycopg
import pytest
from django.conf import settings as office

from database import PREFIX, pointing_to
from majung.store import roles
from majung.store.refusals import DatabaseNotCurrentError
from majung.store.upkeep import schema


@pytest.fixture
def embedded(database_server, session_database, django_db_blocker, monkeypatch):
    """An office whose embedded server has no database yet."""
    name = f"{PREFIX}{os.getpid()}_first"
    address = database_server.as_database(name)
    monkeypatch.setattr(office, "DATABASE_OWNER", address.as_role(roles.OWNER))
    monkeypatch.setattr(office, "USES_EMBEDDED_DATABASE", True)
    with django_db_blocker.unblock(), pointing_to(address):
        yield
    with psycopg.connect(database_server.conninfo(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_the_first_start_makes_everything_and_the_second_nothing(embedded):
    first = schema.prepare()
    second = schema.prepare()

    assert "store.0001_tables" in first
    assert "store.0002_walls" in first
    assert second == ()
    assert schema.missing_steps() == ()
    schema.require_current()


def test_tables_of_another_release_are_not_worked_on(spare_database):
    with psycopg.connect(spare_database.conninfo()) as superuser:
        superuser.execute("DELETE FROM django_migrations WHERE app = 'store' AND name > '0002'")

    with pointing_to(spare_database), pytest.raises(DatabaseNotCurrentError) as refusal:
        schema.require_current()

    assert "store.0002_walls" in refusal.value.message.value("missing")
