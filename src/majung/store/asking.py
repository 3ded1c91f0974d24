"""What is said to the database often, said without ceremony.

Most of what an act takes is talk: a hundred short questions, each of which the database answers in
less time than it takes to put it.  `ask` plans a question once a connection and role and then
sends its name and its values alone; the types of values are inferred from where they stand.  What
goes wrong is raised as Django raises it, and whoever listens to a connection's statements
(counting them in a test, say) hears these too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg._preparing import PrepareManager
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

from majung.store.acting import acting

#: A value, or a per cent sign that stands for itself.
_PLACE = re.compile(r"%(s|%)")
_ANSWERED = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


def ask(question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that answer a question.

    Args:
        question: SQL with ``%s`` for each value; one text for all values: it is planned
            once.

    Raises:
        django.db.Error: what the database refuses, as from a cursor of Django.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return cast("list[tuple[Any, ...]]", cursor.fetchall())
    said, answer = _said(connection, question, values)
    said.reader.set_pgresult(answer)
    return cast("list[tuple[Any, ...]]", said.reader.load_rows(0, answer.ntuples, tuple))


def tell(order: str, values: Sequence[Any] = ()) -> int:
    """Carry out an order whose rows are not asked for; return how many rows it touched.

    Raises:
        django.db.Error: what the database refuses, as from a cursor of Django.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(order, values)
            return int(cursor.rowcount)
    return _said(connection, order, values)[1].command_tuples or 0


class _ByName(PrepareManager):
    """What the driver itself has prepared, forgotten name by name.

    After a rollback, or where something was dropped, the driver has the connection forget every
    statement, ours too; so it is told to forget its own alone.
    """

    @classmethod
    def instead_of(cls, other: PrepareManager) -> _ByName:
        """Take over from the driver's own."""
        mine = cls()
        mine.__dict__.update(other.__dict__)
        return mine

    def clear(self) -> bool:
        """Forget what the driver has prepared; return whether there was anything."""
        self._counts.clear()
        self._to_flush.extend(self._names.values())
        self._names.clear()
        return bool(self._to_flush)


@dataclass(slots=True)
class _Said:
    """What a connection has been told, by the words and whether the State says them.

    A plan holds for the role it was made for: one for both would be made anew each time the roles
    change.
    """

    #: Writes values and reads rows; psycopg chooses between a compiled and a plain one.
    reader: Any
    names: dict[tuple[str, bool], bytes] = field(default_factory=dict)


_SAID: WeakKeyDictionary[psycopg.Connection[Any], _Said] = WeakKeyDictionary()


def _said(connection: Any, words: str, values: Sequence[Any]) -> tuple[_Said, pq.abc.PGresult]:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    driver: psycopg.Connection[Any] = connection.connection
    try:
        return _exchanged(driver, words, values)
    except psycopg.Error:
        with connection.wrap_database_errors:
            raise


def _exchanged(
    driver: psycopg.Connection[Any], words: str, values: Sequence[Any]
) -> tuple[_Said, pq.abc.PGresult]:
    said = _SAID.get(driver)
    if said is None:
        said = _SAID[driver] = _Said(Transformer(driver))
        driver._prepared = _ByName.instead_of(driver._prepared)
    line = driver.pgconn
    if not driver.autocommit and line.transaction_status == pq.TransactionStatus.IDLE:
        _checked(line.exec_(b"BEGIN"))
    block = acting()
    said_as = words, block is not None and block.is_state
    name = said.names.get(said_as)
    if name is None:
        name = f"majung_{len(said.names)}".encode()
        _checked(line.prepare(name, _numbered(words)))
        said.names[said_as] = name
    sent = said.reader.dump_sequence(values, [PyFormat.TEXT] * len(values)) if values else None
    return said, _checked(line.exec_prepared(name, sent))


def _checked(answer: pq.abc.PGresult) -> pq.abc.PGresult:
    if answer.status not in _ANSWERED:
        raise error_from_result(answer)
    return answer


@lru_cache(maxsize=4096)
def _numbered(words: str) -> bytes:
    """Write the places of values as PostgreSQL numbers them."""
    parts = _PLACE.split(words)
    number = 0
    written = [parts[0]]
    for sign, rest in zip(parts[1::2], parts[2::2], strict=True):
        number += sign == "s"
        written += [f"${number}" if sign == "s" else "%", rest]
    return "".join(written).encode()
