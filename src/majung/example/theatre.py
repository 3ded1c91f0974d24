"""Where a world is played: a database of its own, which becomes the office's when it is whole.

A play that is killed leaves nothing behind: the office's database is the old one until the new
one takes its name, and an unfinished one is thrown away by the next play.  Real rows are never
touched: a database that holds any is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import OperationalError, ProgrammingError
from psycopg import sql

from majung.errors import PolicyFinanceError
from majung.store import roles, server
from majung.store.addresses import Address
from majung.store.intake.programmes import versions
from majung.store.upkeep.schema import digest_of_steps
from majung.store.upkeep.standing import has_rows

UNFINISHED = "majung_example_unfinished"
#: How databases that have all tables and no rows begin; their steps follow.
BARE = "majung_example_bare_"
_KEPT_BARE = "SELECT datname FROM pg_database WHERE datname LIKE %s"
#: Any number, the same in every process: whoever holds it plays.
PLAYING_LOCK = 0x796561


class YearNeedsEmbeddedError(PolicyFinanceError):
    """The example world lives in the embedded database, never in one that a site named."""

    kind = "year-needs-embedded"


class YearBesideRealRowsError(PolicyFinanceError):
    """The example world never takes the place of an office with real rows."""

    kind = "year-beside-real-rows"


class YearBeingPlayedError(PolicyFinanceError):
    """One process plays at a time."""

    kind = "year-being-played"


class Standing(StrEnum):
    """What the office's database holds."""

    EMPTY = "empty"
    PLAYED = "played"
    REAL = "real"


def standing(example: str) -> Standing:
    """Say what the office's database holds.

    Args:
        example: key of the programme that only the example world has.
    """
    try:
        keys = {version.key for version in versions()}
    except (OperationalError, ProgrammingError):
        # No database, or one without tables: the first start.
        connections.close_all()
        return Standing.EMPTY
    if example in keys:
        return Standing.PLAYED
    return Standing.REAL if keys or has_rows() else Standing.EMPTY


@contextmanager
def stage() -> Iterator[None]:
    """Give an empty, migrated database for the length of a block, then make it the office's.

    If the block fails, the office's database stays as it was.

    Raises:
        YearNeedsEmbeddedError: the office uses a database that was named.
        YearBeingPlayedError: another process plays.
    """
    if not settings.USES_EMBEDDED_DATABASE:
        raise YearNeedsEmbeddedError
    own: Address = settings.DATABASE_OWNER
    superuser = own.as_role(server.SUPERUSER).as_database("postgres")
    with psycopg.connect(superuser.conninfo(), autocommit=True) as connection:
        locked = connection.execute("SELECT pg_try_advisory_lock(%s)", [PLAYING_LOCK]).fetchone()
        if locked == (False,):
            raise YearBeingPlayedError
        _drop(connection, UNFINISHED)
        roles.prepare_embedded(
            superuser, database=UNFINISHED, template=_bare(connection, superuser)
        )
        # What is lost with the machine is played again: nothing here waits for the disk.
        _alter(connection, "SET synchronous_commit = off")
        with _pointing_to(UNFINISHED):
            yield
        _alter(connection, "RESET synchronous_commit")
        connection.execute("CHECKPOINT")
        _take_place(connection, own.database)


def spoken_to() -> dict[str, Any]:
    """Return what this process's connections speak to, for another process to speak to it."""
    return {alias: connections.settings[alias] for alias in connections}


def _bare(connection: psycopg.Connection, superuser: Address) -> str:
    """Return the name of a database with all tables and no rows.

    Making the tables takes seconds, copying them none: it is kept for the next play, until
    another release has other tables.
    """
    name = BARE + digest_of_steps()[:16]
    kept = {row[0] for row in connection.execute(_KEPT_BARE, [f"{BARE}%"])}
    for other in kept - {name}:
        _drop(connection, other)
    if name not in kept:
        # Under a name of its own until it is whole, so that one that is half made is never copied.
        roles.prepare_embedded(superuser, database=UNFINISHED)
        with _pointing_to(UNFINISHED):
            call_command("migrate", database="owner", verbosity=0, interactive=False)
        connection.execute(_renamed(UNFINISHED, name))
    return name


def _take_place(connection: psycopg.Connection, name: str) -> None:
    _drop(connection, name)
    connection.execute(_renamed(UNFINISHED, name))


def _renamed(before: str, after: str) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
        sql.Identifier(before), sql.Identifier(after)
    )


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def _alter(connection: psycopg.Connection, change: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} ").format(sql.Identifier(UNFINISHED)) + sql.SQL(change)
    )


@contextmanager
def _pointing_to(database: str) -> Iterator[None]:
    """Let both connections speak to another database of the same server."""
    before = {alias: connections.settings[alias]["NAME"] for alias in connections}
    connections.close_all()
    for alias in before:
        connections.settings[alias]["NAME"] = database
    try:
        yield
    finally:
        connections.close_all()
        for alias, name in before.items():
            connections.settings[alias]["NAME"] = name
