"""Fixtures that give a test a real, migrated database with its walls up.

One server runs for all test sessions of a checkout, apart from the product's.  The tables are made
once for each content of the migrations, in a template; every session works in a copy of it.  Tests
that ask for `database` are rolled back; those that ask for `fresh_database` commit, and everything
is taken out again behind them.
"""

import hashlib
import itertools
import os
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from majung.store import migrations, roles, server
from majung.store.addresses import Address

BUILDING_LOCK = 0x74657374
PREFIX = "majung_test_"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def database_server():
    """The address of the test server, as its superuser."""
    folder = server.server_folder(settings.VAR, name="tests", is_durable=False)
    with server.running(folder):
        yield Address(str(folder.socket), server.PORT, "postgres", server.SUPERUSER)


@pytest.fixture(scope="session")
def database_template(database_server, django_db_blocker):
    """The name of a database with all tables and walls and no rows."""
    with _superuser(database_server) as connection, django_db_blocker.unblock():
        connection.execute("SELECT pg_advisory_lock(%s)", [BUILDING_LOCK])
        _drop_leftovers(connection)
        name = f"majung_template_{_digest_of_migrations()}"
        if not _exists(connection, name):
            _build(database_server, connection, name)
        connection.execute("SELECT pg_advisory_unlock(%s)", [BUILDING_LOCK])
    return name


@pytest.fixture(scope="session")
def session_database(
    database_server, database_template, django_test_environment, django_db_blocker
):
    """The address of the session's own copy, to which Django's connections point."""
    with (
        django_db_blocker.unblock(),
        _copy(database_server, database_template) as address,
        _pointing_to(address),
    ):
        yield address


@pytest.fixture(scope="session")
def django_db_setup(session_database):
    """Let tests that ask for `db` use the session's copy; what they do is rolled back."""


@pytest.fixture
def database(db):
    """A database in which everything the test does is rolled back at its end."""


@pytest.fixture(scope="session")
def _empty_session_database(session_database):
    with _emptying(session_database) as empty:
        yield empty


@pytest.fixture
def fresh_database(session_database, _empty_session_database, django_db_blocker):
    """An empty database that really commits, from several connections if the test likes."""
    with django_db_blocker.unblock():
        yield session_database
        connections.close_all()
        _empty_session_database()


@pytest.fixture(scope="session")
def _second_database(database_server, database_template):
    with _copy(database_server, database_template) as address, _emptying(address) as empty:
        yield address, empty


@pytest.fixture
def other_database(session_database, _second_database, django_db_blocker):
    """The address of one more empty database, for what is carried from one to another."""
    address, empty = _second_database
    with django_db_blocker.unblock():
        yield address
        connections.close_all()
        empty()


@pytest.fixture
def spare_database(session_database, database_server, database_template, django_db_blocker):
    """The address of a database whose tables a test may spoil."""
    with django_db_blocker.unblock(), _copy(database_server, database_template) as address:
        yield address


@pytest.fixture
def pristine(session_database, database_server, database_template, django_db_blocker):
    """Makes databases that nothing was ever written to, one for each block."""

    @contextmanager
    def make():
        with (
            django_db_blocker.unblock(),
            _copy(database_server, database_template) as address,
            _pointing_to(address),
        ):
            yield address

    return make


@contextmanager
def pointing_to(address):
    """Let both of Django's connections speak to another database for the length of a block."""
    with _pointing_to(address):
        yield


@contextmanager
def _copy(server_address, template):
    name = f"{PREFIX}{os.getpid()}_{next(_numbers)}"
    with _superuser(server_address) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(roles.OWNER)
            )
        )
        try:
            yield server_address.as_database(name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


@contextmanager
def _pointing_to(address):
    before = {alias: dict(connections.settings[alias]) for alias in connections}
    connections.close_all()
    for alias, user in (("default", roles.APPLICATION), ("owner", roles.OWNER)):
        connections.settings[alias].update(
            HOST=address.host,
            PORT=str(address.port),
            NAME=address.database,
            USER=user,
            PASSWORD="",
            OPTIONS={},
        )
    try:
        yield
    finally:
        connections.close_all()
        for alias, words in before.items():
            connections.settings[alias].update(words)


class _Emptying:
    """Takes all rows out of a database and lets numbers begin anew.

    It keeps one connection, which knows tables and orders by heart: after a test it takes a tenth
    of the time a new connection takes, and a hundredth of a new copy's.
    """

    def __init__(self, connection):
        self._connection = connection
        self._tables = ()

    def __call__(self):
        tables = self._connection.execute(_TABLES).fetchall()
        if tables != self._tables:
            self._connection.execute(_emptying_function(tables))
            self._tables = tables
        self._connection.execute("SELECT pg_temp.emptied()")


_TABLES = """
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    ORDER BY oid
"""


def _emptying_function(tables):
    # Orders that name their tables are planned once.
    deletes = [sql.SQL("DELETE FROM {};").format(sql.Identifier(name)) for _, name in tables]
    return sql.SQL(
        """
        CREATE OR REPLACE FUNCTION pg_temp.emptied() RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            {}
            PERFORM setval(seqrelid::regclass, 1, false) FROM pg_sequence
                WHERE seqrelid::regclass::text ^@ 'store_'
                AND pg_sequence_last_value(seqrelid) IS NOT NULL;
        END $$
        """
    ).format(sql.SQL("\n").join(deletes))


@contextmanager
def _emptying(address):
    # The superuser may look away from triggers; nobody else can take rows out.
    looking_away = address.conninfo() + " options='-c session_replication_role=replica'"
    with psycopg.connect(looking_away, autocommit=True) as connection:
        yield _Emptying(connection)


def _build(server_address, connection, name):
    building = f"{name}_building"
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(building)))
    roles.prepare_embedded(server_address, database=building)
    with _pointing_to(server_address.as_database(building)):
        call_command("migrate", database="owner", verbosity=0)
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(building), sql.Identifier(name)
        )
    )


def _drop_leftovers(connection):
    """Drop what killed sessions left behind, and templates of other migrations but the last few."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'majung\\_t%' ORDER BY oid"
        )
    ]
    copies = [name for name in names if name.startswith(PREFIX)]
    templates = [name for name in names if name.startswith("majung_template_")]
    ended = [name for name in copies if not _is_alive(int(name.split("_")[2]))]
    for name in (*ended, *templates[:-3]):
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _is_alive(process):
    return Path(f"/proc/{process}").exists() or not Path("/proc").exists()


def _exists(connection, name):
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(query, [name]).fetchone() is not None


def _digest_of_migrations():
    digest = hashlib.sha256(repr((django.VERSION, settings.INSTALLED_APPS)).encode())
    folder = Path(migrations.__file__).parent
    for file in sorted((*folder.glob("*.py"), *folder.glob("*.sql"), Path(roles.__file__))):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _superuser(address):
    with psycopg.connect(address.conninfo(), autocommit=True) as connection:
        yield connection
