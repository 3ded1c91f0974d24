"""Rows written as columns arrive as they were, by arrays and by COPY."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.db import connection

from majung.store import bulk


@pytest.fixture
def table(database):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE written (number bigint, small int, day date, word text,"
            " digest bytea, same text)"
        )
    return "written"


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY number NULLS LAST")
        return [(*row[:4], bytes(row[4]), row[5]) for row in cursor.fetchall()]


@pytest.mark.parametrize("rows", [1, 3, bulk.ROWS_BY_COPY_MIN - 1, bulk.ROWS_BY_COPY_MIN, 5_000])
def test_rows_arrive_as_they_were_however_many(table, rows):
    numbers = [row - 2 for row in range(rows)]
    words = [f"낱말 {row % 3}" for row in range(rows)]
    columns = [
        bulk.integers("number", numbers),
        bulk.smalls("small", [row % 7 for row in range(rows)]),
        bulk.days("day", [date(2024, 2, 29)] * rows),
        bulk.texts("word", words),
        bulk.digests("digest", [bytes([row % 256]) * 32 for row in range(rows)]),
    ]

    written = bulk.insert(table, columns, constants={"same": "같음 %"})

    assert written == rows
    assert rows_of(table) == [
        (row - 2, row % 7, date(2024, 2, 29), words[row], bytes([row % 256]) * 32, "같음 %")
        for row in range(rows)
    ]


@pytest.mark.parametrize("rows", [2, bulk.ROWS_BY_COPY_MIN])
def test_nothing_arrives_as_null(table, rows):
    numbers = np.full(rows, bulk.NOTHING)

    bulk.insert(table, [bulk.integers("number", numbers), bulk.smalls("small", [1] * rows)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(number) FROM written")
        assert cursor.fetchone() == (rows, 0)


@pytest.mark.parametrize("rows", [3, bulk.ROWS_BY_COPY_MIN])
def test_decimals_arrive_exact(database, rows):
    values = [Decimal("0.0462"), None, Decimal("-1.00000000000001")]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE exact (number bigint, rate numeric)")

        bulk.insert(
            "exact",
            [
                bulk.integers("number", list(range(rows))),
                bulk.decimals("rate", [values[row % 3] for row in range(rows)]),
            ],
        )

        cursor.execute("SELECT rate FROM exact ORDER BY number LIMIT 3")
        assert [row[0] for row in cursor.fetchall()] == values


@pytest.mark.parametrize("rows", [3, bulk.ROWS_BY_COPY_MIN])
def test_a_code_that_stands_for_no_word_is_a_mistake(table, rows):
    codes = np.full(rows, 2)

    with pytest.raises(ValueError, match="stands for no word"):
        bulk.insert(table, [bulk.coded("word", codes, ("a", "b"))])


def test_days_before_1970_arrive(table):
    bulk.insert(table, [bulk.integers("number", [1]), bulk.days("day", np.array([-1]))])

    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM written")
        assert cursor.fetchone() == (date(1969, 12, 31),)


def test_columns_of_different_length_are_a_mistake(table):
    with pytest.raises(ValueError, match="differ in length"):
        bulk.insert(table, [bulk.integers("number", [1]), bulk.smalls("small", [1, 2])])


def test_no_rows_write_nothing(table):
    assert bulk.insert(table, [bulk.integers("number", [])]) == 0
