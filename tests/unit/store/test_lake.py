"""Parquet files of the lake: what goes in comes out, and its digest is of what it says."""

from itertools import chain, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.store.lake import (
    Column,
    Kind,
    LakeFileNotUsableError,
    arrays_of,
    ask,
    digest_in,
    digest_of,
    files_named,
    read,
    read_in_parts,
    read_words,
    written,
    written_in_parts,
)

COLUMNS = (
    Column("계약", Kind.TEXT),
    Column("amount", Kind.INTEGER),
    Column("months", Kind.SMALL),
    Column("draw", Kind.NUMBER),
    Column('rate "a year"', Kind.FLOAT),
    Column("is_cover", Kind.FLAG),
    Column("signed_on", Kind.DAY),
    Column("at", Kind.MOMENT),
    Column("shape", Kind.LIST),
)
ROWS = [
    ("G-1", -5, 12, 2**64 - 1, 0.1, True, 20_000, 1_727_000_000_123_456, "1000,500,1"),
    ("it's; 한글 --", 2**62, 0, 0, -0.0, False, -1, 0, ""),
    ("", 0, 1, 1, 1e300, True, 0, 1, "7"),
]


@pytest.fixture(params=["lake.parquet", "it's a file.parquet"])
def file(request, tmp_path):
    return tmp_path / request.param


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
def test_what_is_written_is_read_back_with_its_digest(file, rows):
    arrays = arrays_of(COLUMNS, rows)

    digest = written(file, COLUMNS, arrays)
    found = read(COLUMNS, [file])

    assert [tuple(row) for row in zip(*(found[name].tolist() for name, _ in COLUMNS), strict=True)
            ] == rows  # fmt: skip
    assert digest_of(COLUMNS, found) == digest
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@given(
    rows=st.lists(st.sampled_from(ROWS), max_size=12),
    cuts=st.lists(st.integers(0, 12), max_size=4).map(sorted),
    each=st.integers(1, 13),
)
def test_a_file_written_and_read_in_parts_is_the_file_written_whole(rows, cuts, each):
    edges = [0, *(min(cut, len(rows)) for cut in cuts), len(rows)]
    with TemporaryDirectory() as folder:
        whole, cut = Path(folder, "whole.parquet"), Path(folder, "cut.parquet")
        digest = written(whole, COLUMNS, arrays_of(COLUMNS, rows))

        told = written_in_parts(
            cut, COLUMNS, (arrays_of(COLUMNS, rows[a:b]) for a, b in pairwise(edges))
        )

        assert told == (digest, len(rows))
        assert table(cut) == table(whole)
        assert digest_in(cut, COLUMNS) == digest
        parts = [part["draw"].tolist() for part in read_in_parts(cut, COLUMNS, each=each)]
        assert [*chain.from_iterable(parts)] == [row[3] for row in rows]
        assert max(map(len, parts)) <= each
        assert sorted(Path(folder).iterdir()) == [cut, whole]


def table(file):
    """Return what others read in a file, the kinds of its columns included."""
    asked = duckdb.execute(f"SELECT * FROM {files_named([file])}")
    return asked.description, asked.fetchall()


def test_a_part_that_is_not_there_leaves_the_file_as_it_was(file):
    written(file, COLUMNS, arrays_of(COLUMNS, ROWS))
    before = file.read_bytes()

    def parts():
        yield arrays_of(COLUMNS, ROWS[:1])
        raise ConnectionError

    with pytest.raises(ConnectionError):
        written_in_parts(file, COLUMNS, parts())

    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_others_read_days_moments_and_lists_as_what_they_are(file):
    written(file, COLUMNS, arrays_of(COLUMNS, ROWS[:1]))

    (row,) = duckdb.execute(
        f'SELECT signed_on::VARCHAR, "at"::VARCHAR, shape FROM {files_named([file])}'
    ).fetchall()

    assert row == ("2024-10-04", "2024-09-22 10:13:20.123456", [1000, 500, 1])


def test_a_digest_is_of_names_values_and_their_order():
    arrays = arrays_of(COLUMNS, ROWS)
    digest = digest_of(COLUMNS, arrays)
    others = [
        digest_of(COLUMNS, arrays_of(COLUMNS, ROWS[::-1])),
        digest_of(COLUMNS[:-1], arrays),
        digest_of(COLUMNS, arrays | {"amount": arrays["amount"] + 1}),
        digest_of(COLUMNS[:1], {"계약": np.array(["G-1i", "t's; 한글 --", ""], object)}),
    ]

    assert digest not in others
    assert len(set(others)) == len(others)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LIST])
def test_no_text_runs_over_into_the_next(kind):
    columns = (Column("word", kind),)
    texts = [["1,2", "3"], ["1,", "2,3"], ["", "1,2,3"], ["1,2,3", ""]]

    digests = {digest_of(columns, {"word": np.array(each, object)}) for each in texts}

    assert len(digests) == len(texts)


def test_files_are_read_one_after_the_other(tmp_path):
    columns = (Column("number", Kind.INTEGER),)
    files = [tmp_path / f"{place}.parquet" for place in range(3)]
    for place, each in enumerate(files):
        written(each, columns, {"number": np.array([place, 10 + place])})

    assert read(columns, files[::-1])["number"].tolist() == [2, 12, 1, 11, 0, 10]


def test_words_stand_once_and_are_pointed_to(file):
    columns = (Column("word", Kind.TEXT), Column("other", Kind.TEXT))
    written(file, columns, arrays_of(columns, [("b'", "x"), ("가", "x"), ("", "x"), ("b'", "x")]))

    found = read_words(["word", "other"], [file])

    assert found["word"].names == ("", "b'", "가")
    assert found["word"].codes.tolist() == [1, 2, 0, 1]
    assert found["other"].names == ("x",)


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(file):
    columns = (Column("number", Kind.INTEGER),)
    written(file, columns, {"number": np.array([1])})

    with pytest.raises((TypeError, ValueError)):
        written(file, columns, {"number": np.array(["no number"], object)})

    assert read(columns, [file])["number"].tolist() == [1]


@pytest.mark.parametrize(
    ("column", "content", "reason"),
    [
        (Column("number", Kind.INTEGER), None, "nothing is there"),
        (Column("number", Kind.INTEGER), b"", "it is no Parquet file"),
        (Column("number", Kind.INTEGER), b"PAR1 half", "it is no Parquet file"),
        (Column("missing", Kind.INTEGER), b"whole", "a column is not there"),
        (Column("word", Kind.INTEGER), b"whole", "a column holds something else"),
        (Column("nothing", Kind.TEXT), b"whole", "a cell is empty"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, column, content, reason):
    file = tmp_path / "given.parquet"
    if content == b"whole":
        duckdb.execute(f"COPY (SELECT 1 AS number, 'x' AS word, NULL AS nothing) TO '{file}'")
    elif content is not None:
        file.write_bytes(content)

    with pytest.raises(LakeFileNotUsableError) as refusal:
        read([column], [file])

    assert f"— {reason} —" in refusal.value.spoken("en")


def test_sql_that_others_wrote_is_run_over_files_and_reaches_no_network(tmp_path):
    file = tmp_path / "given.parquet"
    columns = (Column("number", Kind.INTEGER),)
    written(file, columns, {"number": np.arange(5)})

    total = ask(f"SELECT sum(number)::BIGINT AS total FROM {files_named([file])}", files=[file])

    assert total["total"].tolist() == [10]
    with pytest.raises(LakeFileNotUsableError):
        ask("SELECT * FROM read_parquet('https://example.invalid/x.parquet')")


def test_the_lakes_own_files_are_named_without_a_pattern():
    assert files_named([Path("a"), Path("b'c")]) == "read_parquet(['a', 'b''c'])"


def test_a_number_that_is_none_is_an_empty_cell_and_its_digest_is_not_that_of_nought(file):
    columns = COLUMNS[:2] + COLUMNS[4:5]
    rows = [("G-1", None, 0.5), ("G-2", 7, None)]

    empty = written(file, columns, arrays_of(columns, rows))
    found = duckdb.execute(f"SELECT * FROM {files_named([file])}").fetchall()
    noughts = digest_of(columns, arrays_of(columns, [("G-1", 0, 0.5), ("G-2", 7, 0.0)]))

    assert found == rows
    assert empty != noughts


def test_a_file_says_of_itself_what_it_is_told_to_and_its_digest_does_not_change(file):
    arrays = arrays_of(COLUMNS, ROWS)
    about = {"units": '{"amount": "it\'s won"}', "설명": "계약"}

    digest = written(file, COLUMNS, arrays, about=about)
    told = duckdb.execute(
        "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(file)]
    ).fetchall()

    assert dict(told) == about
    assert digest == digest_of(COLUMNS, arrays)
