"""Every fault that a sent list was ever seen with: told in words, and nothing half read."""

import pytest

import faults
from majung.errors import Place, Problem, message
from majung.files import Column, Rows, annotated_csv, annotated_rows, read_rows

COLUMNS = (
    Column("number", ("법인등록번호", "법인번호")),
    Column("firm", ("기업명",)),
    Column("amount", ("신청금액",)),
    Column("on", ("추천일",), required=False),
)
HEADINGS = ("법인등록번호", "기업명", "신청금액", "추천일")
ROWS = (
    ("110111-1234567", "마중", "200000000", "2024-09-24"),
    ("130111-0006246", "예시전자", "1200", "2024-09-25"),
    ("110111-0062432", "예시로봇", "3000000", "2024-09-26"),
)
VALUES = [dict(zip(("number", "firm", "amount", "on"), row, strict=True)) for row in ROWS]


def _read(name, **keywords):
    file, content = faults.FAULTS[name](HEADINGS, ROWS)
    return read_rows(file, content, COLUMNS, **keywords)


@pytest.mark.parametrize("name", faults.HARMLESS)
def test_a_harmless_fault_gives_the_same_rows(name):
    rows = _read(name)

    assert isinstance(rows, Rows)
    assert [dict(row.values) for row in rows.rows] == VALUES
    assert (rows.refused, rows.problems) == ((), ())


ENCODINGS = [
    ("cp949", "CP949"),
    ("euc-kr", "CP949"),
    ("bom", "UTF-8 BOM"),
    ("utf-16", "UTF-16"),
    ("tabs", "UTF-8"),
    ("xlsx-named-csv", "XLSX"),
]


@pytest.mark.parametrize(("name", "encoding"), ENCODINGS)
def test_the_encoding_that_was_read_is_told(name, encoding):
    noted = message("encoding-read", encoding=encoding)

    rows = _read(name)

    assert rows.encoding == encoding
    assert rows.notes == ((noted,) if encoding in ("CP949", "UTF-16") else ())


#: Fault: lines refused, kinds of problem, rows that stay.
IN_ROWS = [
    ("formulas", [2], "cell-formula", VALUES[1:]),
    ("csv-formulas", [2], "cell-formula", VALUES[1:]),
    ("merged-cells", [2, 3], "cell-merged", VALUES[2:]),
    ("error-cells", [5], "cell-error", VALUES),
    ("ragged-rows", [2, 3], "row-ragged", VALUES[2:]),
    ("broken-quotes", [5], "row-quotes", VALUES),
]


@pytest.mark.parametrize(
    ("name", "lines", "kind", "left"), IN_ROWS, ids=lambda value: str(value)[:16]
)
def test_a_fault_in_a_row_hides_no_other_row(name, lines, kind, left):
    rows = _read(name)

    assert [row.place.line for row in rows.refused] == lines
    assert {problem.message.kind for problem in rows.problems} == {kind}
    assert [dict(row.values) for row in rows.rows] == left


def test_every_fault_in_rows_and_whole_files_is_tried():
    assert {row[0] for row in IN_ROWS} == set(faults.IN_ROWS)
    assert {row[0] for row in WHOLE} == set(faults.WHOLE)


WHOLE = [
    (
        "missing-columns",
        Place("missing.csv", 1, 1),
        message("column-missing", names=("법인등록번호", "법인번호"), found=HEADINGS[1:]),
    ),
    (
        "duplicate-headings",
        Place("headings.xlsx", 1, 5, "Sheet1"),
        message("column-repeated", heading="법인등록번호", first=1),
    ),
    (
        "no-header",
        Place("bare.csv", 1, 1),
        message(
            "header-not-found",
            lines=20,
            wanted=("법인등록번호", "기업명", "신청금액"),
            found=ROWS[0],
        ),
    ),
    ("empty", Place("empty.csv"), message("file-empty")),
    ("blank-lines", Place("blank.csv"), message("file-empty")),
    ("rubbish", Place("rubbish.csv"), message("file-not-text")),
    ("rubbish-named-xlsx", Place("rubbish.xlsx"), message("workbook-damaged")),
    ("too-large", Place("large.csv"), message("file-too-large", size_mb=21, most_mb=20)),
    ("wrong-encoding", Place("latin.csv"), message("encoding-not-known", at_line=1)),
    ("old-excel", Place("list.xls"), message("file-old-workbook")),
    ("password", Place("list.xlsx"), message("file-password-protected")),
    ("document-lock", Place("list.xlsx"), message("file-locked")),
    ("web-page", Place("list.xls"), message("file-is-web-page")),
    ("pdf", Place("list.csv"), message("file-not-text")),
    ("other-archive", Place("list.xlsx"), message("file-not-workbook")),
    ("zip-bomb", Place("bomb.xlsx"), message("workbook-too-large", most_mb=200)),
    ("far-corner", Place("corner.xlsx"), message("workbook-too-many-cells")),
    ("entities", Place("entities.xlsx"), message("workbook-damaged")),
    ("cut-off", Place("cut.xlsx"), message("workbook-damaged")),
]


@pytest.mark.parametrize(("name", "place", "said"), WHOLE, ids=[row[0] for row in WHOLE])
def test_a_fault_of_the_whole_file_is_told_once_and_nothing_is_read(name, place, said):
    problems = _read(name)

    assert problems == (Problem(place, said),)
    assert [problem.message for problem in problems] == [said]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", [*faults.IN_ROWS, *faults.WHOLE])
def test_every_fault_has_its_four_parts_in_both_languages(name, language):
    found = _read(name)
    problems = found.problems if isinstance(found, Rows) else found

    for problem in problems:
        place, what_why_help = problem.spoken(language).split(": ", 1)
        assert place == str(problem.place)
        assert what_why_help.count(" — ") == 2


def test_a_row_that_stands_twice_is_refused_where_it_may_come_once():
    rows = _read("duplicate-rows", unique_by=("number",))

    assert [dict(row.values) for row in rows.rows] == VALUES
    assert [problem.message for problem in rows.problems] == [
        message("row-repeated", first=2, values=("110111-1234567",))
    ]


def test_a_row_that_stands_twice_is_read_twice_where_nothing_forbids_it():
    assert [dict(row.values) for row in _read("duplicate-rows").rows] == [*VALUES, VALUES[0]]


@pytest.mark.parametrize(
    ("name", "key", "cells"),
    [
        ("negative-amounts", "amount", ["-200000000", "-1200", "-3000000"]),
        ("twenty-digit-amounts", "amount", ["12345678901234567890"] * 3),
        ("impossible-dates", "on", ["2024-02-30"] * 3),
        ("korean-digits", "amount", ["이억", "일천이백", "삼백만"]),
    ],
)
def test_what_a_cell_means_is_left_to_whoever_asked(name, key, cells):
    rows = _read(name)

    assert [row.values[key] for row in rows.rows] == cells
    assert rows.problems == ()


@pytest.mark.parametrize("write", [annotated_rows, annotated_csv])
@pytest.mark.parametrize("name", faults.IN_ROWS)
def test_bad_rows_go_back_in_a_file_that_can_be_read(name, write):
    rows = _read(name)

    returned = read_rows("returned", write(rows, {}), COLUMNS)

    assert len(returned.rows) + len(returned.refused) == len(
        [row for row in rows.refused if any(row.cells)]
    )
