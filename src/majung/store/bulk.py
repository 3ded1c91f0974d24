"""Many rows at once, as columns.

A column is an array of whole numbers: amounts, numbers of rows, days, codes of words.  Many rows
go through ``COPY`` in binary form into a temporary table, from which one statement takes them,
because row-level security stands before ``COPY`` into the table itself; few rows go as arrays of
one statement.  Either way the same rows arrive, in one statement, which the triggers check as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import count
from types import MappingProxyType
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

from majung.store.asking import ask, ask_anew, leave, tell

#: Fewer rows than this go as arrays: a temporary table costs more than it saves.
ROWS_BY_COPY_MIN = 2_000
#: Stands for no value in a column that may have none.
NOTHING = np.iinfo(np.int64).min
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_tables = count(1)


class Kind(StrEnum):
    """What a column holds."""

    INTEGER = "integer"
    SMALL = "small"
    DAY = "day"
    TEXT = "text"
    RARE_TEXT = "rare-text"
    DECIMAL = "decimal"
    DIGEST = "digest"
    BYTES = "bytes"

    @property
    def sql_type(self) -> str:
        """The type in which its values are sent."""
        return {"integer": "int8", "digest": "bytea", "bytes": "bytea"}.get(self, "int4")

    @property
    def layout(self) -> str:
        """How one value is laid out in bytes."""
        return {"integer": ">i8", "digest": "V32"}.get(self, ">i4")


#: Columns that hold positions in a list of words, which goes along.
SENT_AS_WORDS = frozenset({Kind.TEXT, Kind.DECIMAL})


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be written.

    Attributes:
        values: whole numbers; for DAY days since 1970-01-01, for TEXT and DECIMAL positions in
            `words`, for DIGEST 32 bytes each; `NOTHING` in an INTEGER column for no value.
        words: the texts of a TEXT column, the written numbers of a DECIMAL one; empty for none.
    """

    name: str
    kind: Kind
    values: NDArray[Any]
    words: tuple[str, ...] = field(default=())


def integers(name: str, values: Sequence[int] | NDArray[np.int64]) -> Column:
    """Make a column of whole numbers; `NOTHING` stands for no value."""
    return Column(name, Kind.INTEGER, np.asarray(values, dtype=np.int64))


def smalls(name: str, values: Sequence[int] | NDArray[np.int64]) -> Column:
    """Make a column of whole numbers that fit in 32 bits."""
    return Column(name, Kind.SMALL, np.asarray(values, dtype=np.int32))


def days(name: str, values: Sequence[date] | NDArray[np.int64]) -> Column:
    """Make a column of days, from dates or from numbers of days since 1970-01-01."""
    if isinstance(values, np.ndarray):
        return Column(name, Kind.DAY, values.astype(np.int32))
    numbers = [day.toordinal() - date(1970, 1, 1).toordinal() for day in values]
    return Column(name, Kind.DAY, np.asarray(numbers, dtype=np.int32))


def texts(name: str, values: Sequence[str]) -> Column:
    """Make a column of texts, each different one kept once."""
    position: dict[str, int] = {}
    codes = [position.setdefault(value, len(position)) for value in values]
    return coded(name, np.asarray(codes, dtype=np.int32), tuple(position))


def coded(name: str, codes: NDArray[Any], words: Sequence[str]) -> Column:
    """Make a column of texts from positions in a list of words."""
    return Column(name, Kind.TEXT, codes.astype(np.int32), tuple(words))


def decimals(name: str, values: Sequence[Decimal | None]) -> Column:
    """Make a column of exact decimals; None stands for no value."""
    column = texts(name, ["" if value is None else f"{value:f}" for value in values])
    return Column(name, Kind.DECIMAL, column.values, column.words)


def digests(name: str, values: Sequence[bytes]) -> Column:
    """Make a column of digests of 32 bytes."""
    return Column(name, Kind.DIGEST, np.frombuffer(b"".join(values), dtype="V32"))


def insert(
    table: str,
    columns: Sequence[Column],
    *,
    constants: Mapping[str, Any] = MappingProxyType({}),
    on_conflict: str = "",
) -> int:
    """Insert rows given as columns of one length; return how many arrived.

    Args:
        constants: values that are the same in every row, by column.
        on_conflict: what to do about rows that are there already, as SQL after ``ON CONFLICT``.
    """
    rows = len(columns[0].values)
    if any(len(column.values) != rows for column in columns):
        raise ValueError(f"columns of {table} differ in length")
    if not rows:
        return 0
    made_of = tuple((column.name, column.kind) for column in columns)
    sent = [list(column.words) for column in columns if column.kind in SENT_AS_WORDS]
    if rows < ROWS_BY_COPY_MIN:
        order = _order_from_arrays(table, made_of, tuple(constants), on_conflict)
        values = [*constants.values(), *map(_array, columns), *sent]
        if not (on_conflict or sent):
            # Every row arrives, or none and the database says why.
            leave(order, values)
            return rows
        inserted = tell(order, values)
    else:
        inserted = _insert_by_copy(table, columns, constants, on_conflict, sent)
    if not on_conflict and inserted != rows:
        raise ValueError(f"a code of {table} stands for no word")
    return inserted


def select(
    query: str,
    parameters: Sequence[Any],
    kinds: Mapping[str, Kind],
    *,
    is_planned_anew: bool = False,
) -> dict[str, Any]:
    """Return the rows of a query as columns, each made by the database in one piece.

    A value for each row, made one by one, would take longer than reading them.

    Args:
        query: names its columns as `kinds` does, and puts the rows in their order.
        is_planned_anew: whether what is best depends on the values: a range, a count at most.

    Returns:
        of INTEGER and DAY an array of whole numbers, `NOTHING` where there is no value; of TEXT a
        list, of RARE_TEXT too, but an empty one where no row has any text; of BYTES the bytes of
        all rows one after the other.
    """
    question = _gathering(query, tuple(kinds.items()))
    (found,) = ask_anew(question, parameters) if is_planned_anew else ask(question, parameters)
    return {
        name: _ungathered(kind, value)
        for (name, kind), value in zip(kinds.items(), found, strict=True)
    }


@cache
def _gathering(query: str, kinds: tuple[tuple[str, Kind], ...]) -> str:
    gathered = sql.SQL(", ").join(_gathered(name, kind) for name, kind in kinds)
    # An alias of its own for the whole row: the query's own order is kept on the way.
    return sql.SQL("SELECT {} FROM ({}) q").format(gathered, sql.SQL(query)).as_string()


def _gathered(name: str, kind: Kind) -> sql.Composable:
    column = sql.SQL("q.") + sql.Identifier(name)
    match kind:
        case Kind.TEXT:
            return sql.SQL("array_agg({})").format(column)
        case Kind.RARE_TEXT:
            return sql.SQL("CASE WHEN bool_or({0} <> '') THEN array_agg({0}) END").format(column)
        case Kind.BYTES:
            return sql.SQL("string_agg({}, ''::bytea)").format(column)
        case Kind.DAY:
            column = sql.SQL("({} - DATE '1970-01-01')").format(column)
    whole = sql.SQL("coalesce({}::int8, {})").format(column, sql.Literal(NOTHING))
    return sql.SQL("string_agg(int8send({}), ''::bytea)").format(whole)


def _ungathered(kind: Kind, value: Any) -> Any:
    if kind in {Kind.TEXT, Kind.RARE_TEXT}:
        return value or []
    held = bytes(value or b"")
    return held if kind is Kind.BYTES else np.frombuffer(held, ">i8").astype(np.int64)


def numbers_for(table: str, rows: int) -> NDArray[np.int64]:
    """Give out numbers for rows that are about to be inserted, in ascending order."""
    question = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s::int)"
    return np.asarray([number for (number,) in ask(question, [table, rows])], dtype=np.int64)


def _insert_by_copy(
    table: str,
    columns: Sequence[Column],
    constants: Mapping[str, Any],
    on_conflict: str,
    words: Sequence[list[str]],
) -> int:
    temporary = f"majung_bulk_{next(_tables)}"
    _copy(temporary, columns)
    made_of = [(column.name, column.kind) for column in columns]
    order = _order(table, made_of, tuple(constants), on_conflict, sql.Identifier(temporary))
    with connection.cursor() as cursor:
        cursor.execute(order, [*constants.values(), *words])
        return int(cursor.rowcount)


@cache
def _order_from_arrays(
    table: str, columns: tuple[tuple[str, Kind], ...], constants: tuple[str, ...], on_conflict: str
) -> str:
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    types = sql.SQL(", ").join(sql.SQL(f"%s::{kind.sql_type}[]") for _, kind in columns)
    # The alias of a function names its columns; the table's own alias n stands behind it.
    source = sql.SQL("(SELECT * FROM unnest({}) AS sent({}))").format(types, names)
    return _order(table, columns, constants, on_conflict, source).as_string()


def _order(
    table: str,
    columns: Sequence[tuple[str, Kind]],
    constants: Sequence[str],
    on_conflict: str,
    source: sql.Composable,
) -> sql.Composed:
    """Write the order that inserts what the source holds, with places for constants and words."""
    names = [*(name for name, _ in columns), *constants]
    words = [name for name, kind in columns if kind in SENT_AS_WORDS]
    return sql.SQL("INSERT INTO {table} ({names}) SELECT {values} FROM {source}{conflict}").format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(
            [*(_value(*column) for column in columns), *(sql.Placeholder() for _ in constants)]
        ),
        source=source + sql.SQL(" n") + sql.SQL("").join(map(_dictionary, words)),
        conflict=sql.SQL(f" ON CONFLICT {on_conflict}" if on_conflict else ""),
    )


def _value(name: str, kind: Kind) -> sql.Composable:
    """Say how the value of a row is made of what was sent."""
    sent = sql.SQL("n.") + sql.Identifier(name)
    match kind:
        case Kind.INTEGER:
            return sql.SQL("NULLIF({}, {})").format(sent, sql.Literal(NOTHING))
        case Kind.DAY:
            return sql.SQL("DATE '1970-01-01' + {}").format(sent)
        case Kind.TEXT | Kind.RARE_TEXT:
            return sql.Identifier(f"words of {name}", "word")
        case Kind.DECIMAL:
            word = sql.Identifier(f"words of {name}", "word")
            return sql.SQL("NULLIF({}, '')::numeric").format(word)
        case Kind.SMALL | Kind.DIGEST | Kind.BYTES:
            return sent


def _dictionary(name: str) -> sql.Composable:
    """Say which texts the codes of a column stand for.

    A join, not a subscript: the n-th text of an array is found by counting from its beginning.
    """
    return sql.SQL(
        " JOIN unnest(%s::text[]) WITH ORDINALITY AS {name}(word, position)"
        " ON {name}.position = n.{code} + 1"
    ).format(name=sql.Identifier(f"words of {name}"), code=sql.Identifier(name))


def _array(column: Column) -> list[Any]:
    if column.kind is Kind.DIGEST:
        return [bytes(value) for value in column.values]
    return column.values.tolist()  # type: ignore[no-any-return] # NumPy does not say of what


def _copy(table: str, columns: Sequence[Column]) -> None:
    """Make a temporary table and fill it with columns in the binary form of ``COPY``.

    It goes with the transaction: to drop it sooner makes the driver forget what it has prepared.

    Source: PostgreSQL documentation, COPY, binary format.
    """
    defined = sql.SQL(", ").join(
        sql.Identifier(column.name) + sql.SQL(f" {column.kind.sql_type}") for column in columns
    )
    name = sql.Identifier(table)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(name, defined)
        )
        order = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(name)
        with cursor.copy(order) as copy:
            copy.write(_SIGNATURE + _laid_out(columns).tobytes() + _TRAILER)
        # Without statistics the planner would expect a handful of rows.
        cursor.execute(sql.SQL("ANALYZE {}").format(name))


def _laid_out(columns: Sequence[Column]) -> NDArray[Any]:
    """Lay rows out as the database reads them: number of fields, then length and value of each."""
    layout = np.dtype(
        [
            ("fields", ">i2"),
            *(
                part
                for position, column in enumerate(columns)
                for part in ((f"length{position}", ">i4"), (f"value{position}", column.kind.layout))
            ),
        ]
    )
    rows = np.empty(len(columns[0].values), dtype=layout)
    rows["fields"] = len(columns)
    for position, column in enumerate(columns):
        rows[f"length{position}"] = np.dtype(column.kind.layout).itemsize
        rows[f"value{position}"] = column.values
    return rows
