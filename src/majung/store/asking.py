"""What is said to the database often, said without ceremony.

Most of what an act takes is talk: a hundred short questions, each of which the database answers in
less time than it takes to put it.  `ask` plans a question once a connection and role and then
sends its name and its values alone; the types of values are inferred from where they stand.  What
goes wrong is raised as Django raises it, and whoever listens to a connection's statements
(counting them in a test, say) hears these too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from majung.store.lines import Line, line_of


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
        return ask_anew(question, values)
    line, answer = _answered(connection, question, values)
    line.reader.set_pgresult(answer)
    return cast("list[tuple[Any, ...]]", line.reader.load_rows(0, answer.ntuples, tuple))


def ask_anew(question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that answer a question, planned for these very values.

    For what a large book is asked now and then: a plan for any values may read all of it.

    Raises:
        django.db.Error: what the database refuses.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(question, values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


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
    return _answered(connection, order, values)[1].command_tuples or 0


def leave(order: str, values: Sequence[Any] = ()) -> None:
    """Have an order carried out and go on; outside of a transaction it is told.

    What the database refuses is raised by whatever is said next, at the latest where the
    transaction ends: nothing of it is kept either way.

    Raises:
        django.db.Error: what the database refused of what was left before.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.execute_wrappers or connection.queries_logged or connection.get_autocommit():
        tell(order, values)
        return
    driver = _ready(connection)
    try:
        line_of(driver).leave(order, values)
    except psycopg.Error:
        with connection.wrap_database_errors:
            raise


def hear() -> None:
    """Hear what was left: a cursor that hands rows over some at a time is not opened before.

    Raises:
        django.db.Error: what the database refused of what was left.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    driver = _ready(connection)
    try:
        line_of(driver).settle()
    except psycopg.Error:
        with connection.wrap_database_errors:
            raise


def _answered(connection: Any, words: str, values: Sequence[Any]) -> tuple[Line, Any]:
    driver = _ready(connection)
    line = line_of(driver)
    try:
        return line, line.answer(words, values, begins=not driver.autocommit)
    except psycopg.Error:
        with connection.wrap_database_errors:
            raise


def _ready(connection: Any) -> psycopg.Connection[Any]:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    driver: psycopg.Connection[Any] = connection.connection
    return driver
