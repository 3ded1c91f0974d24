"""Bad rows go back with their reasons, and come again corrected."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from majung.errors import message, sentence
from majung.files import Column, annotated_csv, annotated_rows, read_rows

COLUMNS = (Column("firm", ("기업명",)), Column("amount", ("금액",)))
LIST = "목록\n기업명,금액,비고\n마중,1,\n예시,=1+1,가\n로봇,3,나\n".encode()
NOTES = {5: [message("check-digit-differs"), message("file-empty")]}


def _cells(content):
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        return workbook.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("language", "headings"),
    [("ko", ["반려 사유", "원본 행"]), ("en", ["Reason returned", "Original row"])],
)
def test_bad_rows_go_back_with_their_reasons_and_places(language, headings):
    rows = read_rows("list.csv", LIST, COLUMNS)

    cells = _cells(annotated_rows(rows, NOTES, language=language))

    formula, check, empty = (
        sentence(message(kind), language)
        for kind in ("cell-formula", "check-digit-differs", "file-empty")
    )
    assert cells == [
        ["기업명", "금액", "비고", *headings],
        ["예시", "=1+1", "가", f"[금액] {formula}", "4"],
        ["로봇", "3", "나", f"{check}\n{empty}", "5"],
    ]


def test_a_list_without_bad_rows_gives_a_header_alone():
    rows = read_rows("list.csv", "기업명,금액\n마중,1\n".encode(), COLUMNS)

    assert _cells(annotated_rows(rows, {})) == [["기업명", "금액", "반려 사유", "원본 행"]]


def test_the_same_rows_give_the_same_bytes():
    rows = read_rows("list.csv", LIST, COLUMNS)

    content = annotated_rows(rows, NOTES)

    assert content == annotated_rows(rows, NOTES)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # A workbook that stated when it was made would differ by the second.
        assert b">2000-01-01T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("write", [annotated_rows, annotated_csv])
def test_what_was_added_is_left_out_when_the_rows_come_again(write):
    rows = read_rows("list.csv", LIST, COLUMNS)

    again = read_rows("again", write(rows, NOTES), COLUMNS)
    twice = read_rows("twice", write(again, {2: [message("file-empty")]}), COLUMNS)

    assert again.notes == (message("columns-not-read", headings=("비고",)),)
    assert twice.header.cells == ("기업명", "금액", "비고", "반려 사유", "원본 행")


def test_a_returned_csv_runs_no_formula():
    text = "기업명,금액,비고\n@마중,=1+1,-5\n".encode()
    rows = read_rows("list.csv", text, COLUMNS)

    returned = annotated_csv(rows, {})

    assert returned.startswith(b"\xef\xbb\xbf")
    assert returned.decode("utf-8-sig").splitlines()[1].split(",")[:3] == ["'@마중", "'=1+1", "-5"]


def test_numbers_go_back_with_their_leading_zeros():
    rows = read_rows("list.csv", "기업명,금액\n0012,=1\n".encode(), COLUMNS)

    again = read_rows("again.xlsx", annotated_rows(rows, {}), COLUMNS)

    assert [row.values["firm"] for row in again.rows] == ["0012"]
