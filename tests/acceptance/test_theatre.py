"""A world is played in a database of its own, which takes the office's place when it is whole."""

import psycopg
import pytest

from majung.example import theatre
from majung.store import roles
from majung.store.upkeep.schema import missing_steps
from store_world import found_institutions

OFFICE = "majung_office"


@pytest.fixture
def office(session_database, database_server, django_db_blocker, settings):
    """The name of an embedded office's database, which is not there yet."""
    settings.USES_EMBEDDED_DATABASE = True
    settings.DATABASE_OWNER = database_server.as_database(OFFICE).as_role(roles.OWNER)
    try:
        with django_db_blocker.unblock():
            yield OFFICE
    finally:
        with psycopg.connect(database_server.conninfo(), autocommit=True) as server:
            for name in _made(server):
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def server(office, database_server):
    """A connection to the server on which the office lives."""
    with psycopg.connect(database_server.conninfo(), autocommit=True) as connection:
        yield connection


def _made(server):
    found = server.execute(
        "SELECT datname FROM pg_database WHERE datname = %s OR datname LIKE %s ORDER BY datname",
        [OFFICE, "majung_example_%"],
    )
    return [name for (name,) in found]


def _rows_of(database_server):
    with psycopg.connect(database_server.as_database(OFFICE).conninfo()) as office:
        return office.execute("SELECT key FROM store_institution").fetchall()


def _fail_in_the_middle():
    with theatre.stage():
        found_institutions("half")
        raise ZeroDivisionError


def test_what_is_played_becomes_the_offices_and_bare_tables_are_kept_for_the_next(
    office, server, database_server
):
    with theatre.stage():
        assert missing_steps() == ()
        found_institutions("first")
    kept = [name for name in _made(server) if name.startswith(theatre.BARE)]

    assert _rows_of(database_server) == [("first",)]
    assert len(kept) == 1

    with theatre.stage():
        assert missing_steps() == ()
        found_institutions("second")

    assert _rows_of(database_server) == [("second",)]
    assert _made(server) == sorted([*kept, office])


def test_a_play_that_fails_leaves_the_office_as_it_was(office, server, database_server):
    with theatre.stage():
        found_institutions("whole")
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle()

    assert _rows_of(database_server) == [("whole",)]


def test_bare_tables_of_another_release_are_not_copied_and_go(office, server):
    server.execute(f"CREATE DATABASE {theatre.BARE}0123456789abcdef")

    with theatre.stage():
        assert missing_steps() == ()

    assert f"{theatre.BARE}0123456789abcdef" not in _made(server)


def test_a_play_that_was_killed_while_it_made_tables_is_begun_anew(office, server):
    server.execute(f"CREATE DATABASE {theatre.UNFINISHED}")

    with theatre.stage():
        assert missing_steps() == ()
