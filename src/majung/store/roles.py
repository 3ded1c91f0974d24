"""The roles of the database and what each may do.

Three roles, so that a slip in the code meets a wall: the owner makes tables and reads no rows by
accident, the application reads and writes the rows of whoever it acts for, and ``majung_state``
sees every institution, but only under a purpose that was written down first.  The application
takes that role inside a transaction; it does not inherit it.

Nothing of Django is imported here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from majung.store.addresses import Address
from majung.store.refusals import DatabaseNotReachableError, DatabaseTooOldError

OWNER = "majung_owner"
APPLICATION = "majung_app"
STATE = "majung_state"
DATABASE = "majung"
VERSION_MIN = 15
#: Two processes may prepare one server at once: they queue on this number.
PREPARING_LOCK = 0x6D616A75


def prepare_embedded(
    server: Address, *, database: str = DATABASE, template: str | None = None
) -> None:
    """Make the roles and the database of an embedded server, where they are not there yet.

    Args:
        server: reached as its superuser.
        template: the database whose copy it begins as; None for an empty one.

    Raises:
        DatabaseNotReachableError: the server does not answer or refuses.
    """
    with _connected(server) as connection, _queued(connection):
        _make_role(connection, OWNER, "LOGIN")
        _make_application_roles(connection)
        if not _has_database(connection, database):
            _create(connection, database, template)
    with _connected(server.as_database(database)) as connection:
        _grant(connection, owner=OWNER, database=database)


def prepare_named(owner: Address, *, password: str = "") -> None:
    """Make the application's roles in a database that was named, where they are not there yet.

    A site whose owner may not make roles makes them itself; they are then found and left alone.

    Args:
        password: with which the application is to sign in; empty where the site set its own.

    Raises:
        DatabaseNotReachableError: the server does not answer, or lacks roles that this owner may
            not make.
        DatabaseTooOldError: the server is older than version 15.
    """
    with _connected(owner) as connection:
        version = connection.info.server_version // 10_000
        if version < VERSION_MIN:
            raise DatabaseTooOldError(version=str(version), wanted=str(VERSION_MIN))
        with _queued(connection):
            _make_application_roles(connection)
            if password:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        sql.Identifier(APPLICATION), sql.Literal(password)
                    )
                )
            _grant(connection, owner=owner.user, database=owner.database)


@contextmanager
def _connected(address: Address) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(address.conninfo(), autocommit=True) as connection:
            yield connection
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()
        raise DatabaseNotReachableError(
            database=address.database, host=address.host, reason=reason[0] if reason else ""
        ) from error


@contextmanager
def _queued(connection: psycopg.Connection) -> Iterator[None]:
    connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING_LOCK])
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [PREPARING_LOCK])


def _make_application_roles(connection: psycopg.Connection) -> None:
    # It inherits nothing: the policies of majung_state then bind only who became it.
    _make_role(connection, APPLICATION, "LOGIN NOINHERIT NOBYPASSRLS")
    _make_role(connection, STATE, "NOLOGIN NOBYPASSRLS")
    member = connection.execute(
        "SELECT pg_has_role(%s, %s, 'MEMBER')", [APPLICATION, STATE]
    ).fetchone()
    if member == (False,):
        connection.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(STATE), sql.Identifier(APPLICATION))
        )


def _make_role(connection: psycopg.Connection, role: str, attributes: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))


def _has_database(connection: psycopg.Connection, database: str) -> bool:
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(query, [database]).fetchone() is not None


def _create(connection: psycopg.Connection, database: str, template: str | None) -> None:
    order = sql.SQL("CREATE DATABASE {} OWNER {}").format(
        sql.Identifier(database), sql.Identifier(OWNER)
    )
    if template is not None:
        order += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    connection.execute(order)


def _grant(connection: psycopg.Connection, *, owner: str, database: str) -> None:
    """Let both roles in, and let them read and write whatever tables the owner makes.

    Which rows, and which tables only grow, is the business of the tables' own walls.
    """
    names = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(owner),
        "roles": sql.SQL(", ").join([sql.Identifier(APPLICATION), sql.Identifier(STATE)]),
    }
    for order in (
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {roles}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {roles}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {roles}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {roles}",
    ):
        connection.execute(sql.SQL(order).format(**names))
