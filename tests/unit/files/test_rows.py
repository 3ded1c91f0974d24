"""Lists: headers under titles, columns by any accepted name, rows with their places."""

import pytest

from faults import csv_text, xlsx
from majung.errors import Place, message
from majung.files import Column, read_rows

COLUMNS = (
    Column("firm", ("기업명", "업체명")),
    Column("amount", ("금액", "신청금액")),
    Column("note", ("비고",), required=False),
)


def _read(text, columns=COLUMNS, **keywords):
    return read_rows("list.csv", text.encode(), columns, **keywords)


def _said(problems):
    return [(problem.place, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "heading", ["업체명", " 업체 명 ", "업체명*", "업\n체명", "업체명 "], ids=repr
)
def test_a_heading_is_known_however_it_is_spaced(heading):
    rows = _read(csv_text([heading, "금액"], [["마중", "1"]]))

    assert dict(rows.columns) == {"firm": 0, "amount": 1}


def test_headings_are_known_in_any_case_and_order():
    columns = (Column("state", ("State",)), Column("amount", ("Amount",)))

    rows = _read("AMOUNT,state\n1,CA\n", columns)

    assert [dict(row.values) for row in rows.rows] == [{"state": "CA", "amount": "1"}]


def test_a_row_has_every_column_asked_for():
    rows = _read("기업명,금액\n마중,1\n")

    assert [dict(row.values) for row in rows.rows] == [{"firm": "마중", "amount": "1", "note": ""}]


def test_rows_and_cells_know_their_places():
    rows = _read("제목\n\n기업명,번호,금액\n마중,7,1\n\n예시,8,2\n")
    second = rows.rows[1]

    assert [row.place for row in rows.rows] == [Place("list.csv", 4), Place("list.csv", 6)]
    assert rows.cell_place(second, "amount") == Place("list.csv", 6, 3)
    assert rows.cell_place(second, "note") == Place("list.csv", 6)
    assert second.cells == ("예시", "8", "2")


def test_a_row_over_several_lines_has_the_place_of_its_first():
    rows = _read('기업명,금액\n"마중\n(주)",1\n예시,2\n')

    assert [(row.place.line, row.values["firm"]) for row in rows.rows] == [
        (2, "마중 (주)"),
        (4, "예시"),
    ]


def test_the_header_is_the_line_that_names_the_most_columns():
    rows = _read("기업명\n기업명,금액,비고\n마중,1,\n")

    assert (rows.header.place.line, len(rows.rows)) == (2, 1)


def test_a_line_with_all_required_columns_comes_before_one_with_more_names():
    columns = (
        Column("firm", ("기업명",)),
        Column("one", ("가",), required=False),
        Column("two", ("나",), required=False),
    )

    rows = _read("가,나\n기업명,가\n마중,1\n", columns)

    assert dict(rows.columns) == {"firm": 0, "one": 1}


def test_a_header_after_twenty_lines_is_not_looked_for():
    within, beyond = "\n" * 19, "\n" * 20

    assert len(_read(f"{within}기업명,금액\n마중,1\n").rows) == 1
    problems = _read(f"{beyond}기업명,금액\n마중,1\n")
    assert [problem.message.kind for problem in problems] == ["header-not-found"]


def test_columns_nobody_asked_for_are_noted():
    rows = _read("기업명,금액,담당자,\n마중,1,김,\n")

    assert rows.notes == (message("columns-not-read", headings=("담당자",)),)


def test_missing_and_repeated_columns_are_told_together():
    problems = _read("기업명,업체명,담당자\n마중,마중,김\n")

    assert _said(problems) == [
        (
            Place("list.csv", 1, 1),
            message(
                "column-missing", names=("금액", "신청금액"), found=("기업명", "업체명", "담당자")
            ),
        ),
        (Place("list.csv", 1, 2), message("column-repeated", heading="업체명", first=1)),
    ]


def test_the_number_of_cells_is_that_of_the_header():
    rows = _read("기업명,금액,\n마중,1,,,\n예시,2,,3\n로봇\n센서,3\n")

    assert [row.values["firm"] for row in rows.rows] == ["마중", "센서"]
    assert _said(rows.problems) == [
        (Place("list.csv", 3), message("row-ragged", found=4, wanted=2)),
        (Place("list.csv", 4), message("row-ragged", found=1, wanted=2)),
    ]


def test_a_quote_that_never_closes_takes_its_line_only_when_it_can():
    rows = _read('기업명,금액\n마중,1\n"예시,2\n로봇,3\n')

    assert [row.values["firm"] for row in rows.rows] == ["마중"]
    assert _said(rows.problems) == [(Place("list.csv", 3), message("row-quotes"))]


@pytest.mark.parametrize("cell", ["=1+1", " =A1", "=cmd|'/c'!A1"])
def test_a_formula_in_a_column_that_is_read_is_refused(cell):
    rows = _read(csv_text(["기업명", "금액"], [["마중", cell]]))

    assert _said(rows.problems) == [(Place("list.csv", 2, 2), message("cell-formula"))]


def test_a_formula_in_a_column_that_is_not_read_does_not_matter():
    rows = _read("기업명,금액,합계\n마중,1,=SUM(B2)\n")

    assert (len(rows.rows), rows.problems) == (1, ())


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused():
    rows = _read(f"기업명,금액\n{'가' * 32_768},1\n{'나' * 32_767},2\n")

    assert [row.values["amount"] for row in rows.rows] == ["2"]
    assert _said(rows.problems) == [
        (Place("list.csv", 2, 1), message("cell-too-long", most=32_767))
    ]


def test_a_cell_longer_than_the_reader_takes_is_refused_and_the_next_row_read():
    rows = _read(f"기업명,금액\n{'가' * 200_000},1\n나,2\n")

    assert [row.values["firm"] for row in rows.rows] == ["나"]
    assert [problem.place.line for problem in rows.problems] == [2]


def test_rows_that_may_come_once_are_compared_by_their_columns():
    rows = _read("기업명,금액\n마중,1\n마중,2\n마중,1\n", unique_by=("firm", "amount"))

    assert [row.values["amount"] for row in rows.rows] == ["1", "2"]
    assert _said(rows.problems) == [
        (Place("list.csv", 4), message("row-repeated", first=2, values=("마중", "1")))
    ]


def test_a_list_without_rows_is_a_list():
    rows = _read("기업명,금액\n")

    assert (rows.rows, rows.refused, rows.problems) == ((), (), ())


def test_a_list_in_which_nothing_is_known_says_what_was_found():
    problems = read_rows("list.xlsx", xlsx([[], ["a", "b"]]), COLUMNS)

    assert _said(problems) == [
        (
            Place("list.xlsx", 2, 1, "Sheet1"),
            message("header-not-found", lines=20, wanted=("기업명", "금액"), found=("a", "b")),
        )
    ]


def test_more_rows_than_are_read_at_once_are_refused():
    problems = _read("기업명,금액\n" + "마,1\n" * 200_000)

    assert _said(problems) == [(Place("list.csv"), message("rows-too-many", most=200_000))]
