"""A connection as it is talked on: what it was told by name, and what it has not answered yet.

What is left (`Line.leave`) is sent at once and answered later: the database works on it while the
act goes on.  Answers come in the order in which things were said, so whatever is said next hears
them first, whoever says it; a transaction ends when all are heard.
"""

from __future__ import annotations

import re
import select
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg import pq
from psycopg._preparing import PrepareManager
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

from majung.store.acting import acting

#: A value, or a per cent sign that stands for itself.
_PLACE = re.compile(r"%(s|%)")
_ANSWERED = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)
_TO_READ, _TO_READ_OR_WRITE = select.POLLIN, select.POLLIN | select.POLLOUT


class Line:
    """One connection.

    A plan holds for the role it was made for: one for both would be made anew each time the roles
    change; so names are by the words and whether the State says them.

    Attributes:
        reader: writes values and reads rows; psycopg chooses between a compiled and a plain one.
    """

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self.reader: Any = Transformer(driver)
        self._connection = driver.pgconn
        self._names: dict[tuple[str, bool], bytes] = {}
        self._unheard = 0

    def answer(self, words: str, values: Sequence[Any], *, begins: bool) -> pq.abc.PGresult:
        """Say something and wait for its answer.

        Args:
            begins: whether a transaction begins with it where none is open.

        Raises:
            psycopg.Error: it was refused, or something that was left before.
        """
        name = self._name_of(words, begins=begins)
        sent = self._written(values)
        if not self._unheard:
            return _checked(self._connection.exec_prepared(name, sent))
        self._connection.send_query_prepared(name, sent)
        self._unheard += 1
        return self._hear()

    def leave(self, words: str, values: Sequence[Any]) -> None:
        """Say something in a transaction and go on.

        Raises:
            psycopg.Error: something that was left before was refused.
        """
        name = self._name_of(words, begins=True)
        sent = self._written(values)
        if not self._unheard:
            self._connection.enter_pipeline_mode()
        self._connection.send_query_prepared(name, sent)
        self._unheard += 1
        self._send()

    def settle(self) -> None:
        """Hear what was left.

        Raises:
            psycopg.Error: something was refused.
        """
        if self._unheard:
            self._hear()

    def commit(self) -> None:
        """Commit together with what was left; where nothing was, the driver does it.

        Raises:
            psycopg.Error: something was refused, and nothing is kept.
        """
        if self._unheard:
            self._connection.send_query_params(b"COMMIT", None)
            self._unheard += 1
            self._hear()

    def _name_of(self, words: str, *, begins: bool) -> bytes:
        connection = self._connection
        if begins and connection.transaction_status == pq.TransactionStatus.IDLE:
            connection.enter_pipeline_mode()
            connection.send_query_params(b"BEGIN", None)
            self._unheard += 1
        block = acting()
        said_as = words, block is not None and block.is_state
        name = self._names.get(said_as)
        if name is None:
            self.settle()
            name = f"majung_{len(self._names)}".encode()
            _checked(connection.prepare(name, _numbered(words)))
            self._names[said_as] = name
        return name

    def _written(self, values: Sequence[Any]) -> Sequence[Any] | None:
        if not values:
            return None
        return self.reader.dump_sequence(values, [PyFormat.TEXT] * len(values))  # type: ignore[no-any-return]  # compiled or plain

    def _hear(self) -> pq.abc.PGresult:
        """Return the answer to what was said last, after all answers before it."""
        connection = self._connection
        unheard, self._unheard = self._unheard, 0
        connection.pipeline_sync()
        self._send()
        answers: list[pq.abc.PGresult] = []
        for _ in range(unheard):
            answers.append(self._next())
            # Each answer ends with none.
            self._next()
        self._next()
        connection.exit_pipeline_mode()
        for answer in answers:
            _checked(answer)
        return answers[-1]

    def _send(self) -> None:
        connection = self._connection
        while connection.flush():
            _wait(connection, _TO_READ_OR_WRITE)
            connection.consume_input()

    def _next(self) -> Any:
        # Waiting here lets other threads go on, which the driver's own waiting for a result does
        # not: what the database waits for may be one of them.
        connection = self._connection
        while connection.is_busy():
            _wait(connection, _TO_READ)
            connection.consume_input()
        return connection.get_result()


class Listening(psycopg.Connection[Any]):
    """A connection whose own ways hear first what was left."""

    def wait(self, *args: Any, **options: Any) -> Any:
        """Do what the driver does, after what was left is heard."""
        _LINES[self].settle()
        return super().wait(*args, **options)

    def commit(self) -> None:
        """Commit, together with what was left."""
        _LINES[self].commit()
        super().commit()

    def rollback(self) -> None:
        """Take the transaction back, whatever became of what was left."""
        with suppress(psycopg.DatabaseError):
            _LINES[self].settle()
        super().rollback()


_LINES: WeakKeyDictionary[psycopg.Connection[Any], Line] = WeakKeyDictionary()


def line_of(driver: psycopg.Connection[Any]) -> Line:
    """Return a connection as it is talked on."""
    line = _LINES.get(driver)
    if line is None:
        line = _LINES[driver] = Line(driver)
        driver.__class__ = Listening
        driver._prepared = _ByName.instead_of(driver._prepared)
    return line


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


def _checked(answer: pq.abc.PGresult) -> pq.abc.PGresult:
    if answer.status not in _ANSWERED:
        raise error_from_result(answer)
    return answer


def _wait(connection: pq.abc.PGconn, events: int) -> None:
    ready = select.poll()
    ready.register(connection.socket, events)
    ready.poll()


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
