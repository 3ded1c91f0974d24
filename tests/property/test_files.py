"""Files for all contents: what is written reads back, and rubbish is refused in words."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from faults import bare_xlsx, csv_text, sheet_rows, xlsx
from majung.errors import message
from majung.files import (
    Column,
    Rows,
    Tree,
    annotated_csv,
    annotated_rows,
    read_rows,
    read_tree,
)
from majung.files.texts import normalised

COLUMNS = (Column("firm", ("기업명",)), Column("amount", ("금액",)), Column("note", ("비고",)))
HEADINGS = ("기업명", "금액", "비고")

# A cell as people type one: no controls, no lone surrogates, not a formula.
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
cells = texts.map(normalised).filter(lambda cell: not cell.startswith("="))
lists = st.lists(st.tuples(cells.filter(bool), cells, cells), max_size=6)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.decimals(-1000, 1000, places=4).map(lambda number: number + 0),
    st.dates(date(1900, 1, 1)),
    texts,
)
keys = texts.filter(lambda key: key not in ("", "<<"))
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def _values(rows):
    return [tuple(row.values.values()) for row in rows.rows]


@given(lists, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_csv_reads_back_whatever_its_cells(rows, delimiter, encoding):
    content = csv_text(HEADINGS, rows, delimiter).encode(encoding)

    read = read_rows("list.csv", content, COLUMNS)

    assert isinstance(read, Rows)
    assert (_values(read), read.problems) == (rows, ())


@given(lists)
@settings(max_examples=50)
def test_an_xlsx_reads_back_whatever_its_cells(rows):
    for content in (xlsx([HEADINGS, *rows]), bare_xlsx(sheet_rows([HEADINGS, *rows]))):
        read = read_rows("list.xlsx", content, COLUMNS)

        assert isinstance(read, Rows)
        assert (_values(read), read.problems) == (rows, ())


@given(lists)
@settings(max_examples=50)
def test_rows_sent_back_come_again_unchanged(rows):
    read = read_rows("list.csv", csv_text(HEADINGS, rows).encode(), COLUMNS)
    notes = {row.place.line: [message("file-empty")] for row in read.rows}

    for write in (annotated_rows, annotated_csv):
        again = read_rows("again", write(read, notes), COLUMNS)
        assert [tuple(value.removeprefix("'") for value in row) for row in _values(again)] == [
            tuple(value.removeprefix("'") for value in row) for row in rows
        ]


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_a_number_of_a_sheet_keeps_its_digits(digits, places):
    number = Decimal(digits).scaleb(-places)
    sheet = sheet_rows([HEADINGS, ["가"]], f'<c r="B2"><v>{number}</v></c><c r="C2"/>')

    read = read_rows("list.xlsx", bare_xlsx(sheet), COLUMNS)

    assert Decimal(read.rows[0].values["amount"]) == number


@given(st.integers(10**15, 10**40))
def test_a_long_whole_number_of_a_sheet_keeps_all_its_digits(number):
    sheet = sheet_rows([HEADINGS, ["가"]], f'<c r="B2"><v>{number}</v></c>')

    read = read_rows("list.xlsx", bare_xlsx(sheet), COLUMNS)

    assert read.rows[0].values["amount"] == str(number)


def _flow(value):
    """Write a value as YAML in one line, text in double quotes."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            escaped = "".join(f"\\U{ord(letter):08x}" for letter in value)
            return f'"{escaped}"'
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case dict():
            return (
                f"{{{', '.join(f'{_flow(key)}: {_flow(inner)}' for key, inner in value.items())}}}"
            )
        case Decimal():
            return f"{value:.4f}"
        case _:
            return str(value)


@given(documents.filter(lambda document: document is not None))
def test_a_tree_says_what_was_written(document):
    tree = read_tree("p.yaml", _flow(document).encode())

    assert isinstance(tree, Tree)
    assert tree.value == document


@given(documents.filter(lambda document: document is not None))
def test_every_node_has_its_own_place(document):
    tree = read_tree("p.yaml", _flow(document).encode())
    paths = list(_paths(document))

    places = [tree.place(path) for path in paths]

    assert len(set(places)) == len(paths)
    assert places == sorted(places)
    for path in paths:
        if path and isinstance(path[-1], str):
            assert tree.key_place(path) < tree.place(path)


def _paths(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


def _outcome_is_in_words(found):
    problems = found.problems if isinstance(found, Rows) else found
    assert isinstance(found, Rows | Tree) or problems
    if not isinstance(found, Tree):
        for problem in problems:
            assert problem.spoken("ko")
            assert problem.spoken("en")


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused_in_words(content):
    _outcome_is_in_words(read_rows("x", content, COLUMNS))
    _outcome_is_in_words(read_tree("x", content))


@given(st.text("a1:-[]{}&*!|>'\"%@`#,?\n \t<", max_size=40))
def test_any_punctuation_is_yaml_or_refused_in_words(text):
    _outcome_is_in_words(read_tree("x", text.encode()))


@given(
    st.one_of(
        documents.map(lambda document: _flow(document).encode()),
        st.text("a1:-[]{}&*!|>'\"%@`#,?\n \t<\\u0de", max_size=40).map(str.encode),
        st.binary(max_size=100),
    )
)
def test_a_file_that_was_read_before_says_the_same(content):
    parsed_anew = read_tree("x", content)

    assert read_tree("x", content, is_kept=True) == parsed_anew
    assert read_tree("x", content, is_kept=True) == parsed_anew


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_workbook_is_read_or_refused_in_words(data):
    content = bytearray(bare_xlsx(sheet_rows([HEADINGS, ["가", "1", ""], ["나", "2", ""]])))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    _outcome_is_in_words(read_rows("x.xlsx", bytes(content), COLUMNS))


@given(st.text('<>/c vrfis="0AB1t:', max_size=60))
def test_damaged_markup_is_read_or_refused_in_words(markup):
    sheet = sheet_rows([HEADINGS, ["가", "1", ""]], markup)

    _outcome_is_in_words(read_rows("x.xlsx", bare_xlsx(sheet), COLUMNS))


@given(texts)
def test_plain_form_is_plain(cell):
    assert normalised(normalised(cell)) == normalised(cell)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_csv_written_by_others_is_read_as_they_meant(rows):
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [("기업명", "금액"), *rows]
    )

    read = read_rows("list.csv", target.getvalue().encode(), COLUMNS[:2])

    assert _values(read) == [row for row in rows if any(row)]
