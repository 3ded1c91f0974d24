"""Workbooks: cells as officials see them, and what stands behind them."""

import io
import zipfile
from datetime import datetime, time

import pytest
import xlsxwriter

from faults import bare_xlsx, sheet_rows
from majung.errors import Place, message
from majung.files import Column, read_rows

COLUMNS = (Column("key", ("키",)), Column("cell", ("칸",)))
HEADER = '<row><c t="inlineStr"><is><t>키</t></is></c><c t="inlineStr"><is><t>칸</t></is></c></row>'


def _workbook(fill):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("목록")
        sheet.write_row(0, 0, ["키", "칸"])
        fill(book, sheet)
    return target.getvalue()


def _cell(write):
    """Read back the one cell that `write` puts into B2."""

    def fill(book, sheet):
        sheet.write_string(1, 0, "가")
        write(book, sheet)

    rows = read_rows("list.xlsx", _workbook(fill), COLUMNS)
    (row,) = rows.rows
    return row.values["cell"]


def _number(value, number_format=None):
    return _cell(
        lambda book, sheet: sheet.write_number(
            1, 1, value, book.add_format({"num_format": number_format}) if number_format else None
        )
    )


def _bare(cells, **keywords):
    """Read rows of raw cell XML under the two headings."""
    rows = "".join(f"<row>{row}</row>" for row in cells)
    return read_rows(
        "list.xlsx", bare_xlsx(f"<sheetData>{HEADER}{rows}</sheetData>", **keywords), COLUMNS
    )


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (5, None, "5"),
        (200_000_000_000, None, "200000000000"),
        (200_000_000_000, "#,##0", "200000000000"),
        (1301110006246, None, "1301110006246"),
        (0.7, None, "0.7"),
        (0.1 + 0.2, None, "0.3"),
        (1e-7, None, "0.0000001"),
        (-1234.5, None, "-1234.5"),
        (0.307, "0.0%", "30.7%"),
        (1, "0%", "100%"),
        (0.0462, "0.00%", "4.62%"),
        (-0.007, "0.0%", "-0.7%"),
        (110111234567, "000000-0000000", "011011-1234567"),
        (12345678, "000-00-00000", "001-23-45678"),
        (1248100998, r"000\-00\-00000", "124-81-00998"),
        (7, "00", "07"),
        (123, "00", "123"),
        (1.5, "00", "1.5"),
    ],
)
def test_numbers_are_seen_as_in_the_sheet(value, number_format, seen):
    assert _number(value, number_format) == seen


@pytest.mark.parametrize(
    "number_format", ["yyyy-mm-dd", 'yyyy"년" m"월" d"일"', "[$-412]yyyy. m. d;@", "m/d/yy"]
)
def test_days_are_iso_however_the_sheet_shows_them(number_format):
    def write(book, sheet):
        day = datetime(2024, 9, 24)  # noqa: DTZ001 - a cell has no zone
        sheet.write_datetime(1, 1, day, book.add_format({"num_format": number_format}))

    assert _cell(write) == "2024-09-24"


def test_moments_and_times_are_iso():
    def moment(book, sheet):
        at = datetime(2024, 9, 24, 10, 30)  # noqa: DTZ001 - a cell has no zone
        sheet.write_datetime(1, 1, at, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))

    def clock(book, sheet):
        sheet.write_datetime(1, 1, time(10, 30), book.add_format({"num_format": "hh:mm"}))

    assert _cell(moment) == "2024-09-24 10:30:00"
    assert _cell(clock) == "10:30:00"


def test_truths_and_text_are_seen_as_they_are():
    assert _cell(lambda book, sheet: sheet.write_boolean(1, 1, True)) == "TRUE"
    assert _cell(lambda book, sheet: sheet.write_string(1, 1, " ００１ ")) == "001"


def test_long_whole_numbers_are_read_as_stored():
    rows = _bare(["<c><v>1</v></c><c><v>12345678901234567890</v></c>"])

    assert [row.values["cell"] for row in rows.rows] == ["12345678901234567890"]


def test_numbers_have_the_fifteen_digits_that_a_spreadsheet_shows():
    rows = _bare(
        [
            "<c><v>1</v></c><c><v>0.30000000000000004</v></c>",
            "<c><v>2</v></c><c><v>4.6199999999999998E-2</v></c>",
            "<c><v>3</v></c><c><v>1.5E+11</v></c>",
        ]
    )

    assert [row.values["cell"] for row in rows.rows] == ["0.3", "0.0462", "150000000000"]


def test_cells_without_references_and_names_with_prefixes_are_read():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData>'
        '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>키</x:t></x:is></x:c>'
        '<x:c r="B2" t="inlineStr"><x:is><x:t>칸</x:t></x:is></x:c></x:row>'
        '<x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c>'
        '<x:c r="B3"><x:f>A3</x:f><x:v>1</x:v></x:c></x:row>'
        '<x:row r="4"><x:c r="A4"><x:v>2</x:v></x:c><x:c r="B4"><x:v>3</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    content = bare_xlsx("", parts={"xl/worksheets/sheet1.xml": sheet})

    rows = read_rows("list.xlsx", content, COLUMNS)

    assert [dict(row.values) for row in rows.rows] == [{"key": "2", "cell": "3"}]
    assert [(problem.place, problem.message) for problem in rows.problems] == [
        (Place("list.xlsx", 3, 2, "Sheet1"), message("cell-formula"))
    ]


def test_every_cell_that_an_array_formula_fills_is_a_formula():
    rows = _bare(
        [
            '<c r="A2"><v>1</v></c><c r="B2"><f t="array" ref="B2:B3">A2:A3</f><v>1</v></c>',
            '<c r="A3"><v>2</v></c><c r="B3"><v>2</v></c>',
            '<c r="A4"><v>3</v></c><c r="B4"><v>3</v></c>',
        ]
    )

    assert [row.values["key"] for row in rows.rows] == ["3"]
    assert [problem.place.line for problem in rows.problems] == [2, 3]


def test_an_error_is_no_blank():
    rows = _bare(['<c t="e"><v>#REF!</v></c><c t="e"><v>#N/A</v></c>'])

    assert [row.cells for row in rows.refused] == [("#REF!", "#N/A")]
    assert [problem.message for problem in rows.problems] == [message("cell-error")] * 2


def test_merged_titles_and_headings_do_not_matter():
    def fill(book, sheet):
        sheet.merge_range(2, 0, 2, 1, "")
        sheet.write_row(3, 0, ["가", "1"])

    rows = read_rows("list.xlsx", _workbook(fill), COLUMNS)

    assert (len(rows.rows), rows.problems) == (1, ())


def test_merged_cells_in_a_column_that_is_not_read_do_not_matter():
    def fill(book, sheet):
        sheet.write_string(0, 2, "구분")
        sheet.merge_range(1, 2, 2, 2, "같은 구분")
        sheet.write_row(1, 0, ["가", "1"])
        sheet.write_row(2, 0, ["나", "2"])

    rows = read_rows("list.xlsx", _workbook(fill), COLUMNS)

    assert (len(rows.rows), rows.problems) == (2, ())


def test_the_first_visible_sheet_with_the_header_is_read():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("안내").write_string(0, 0, "작성 요령")
        hidden = book.add_worksheet("숨김")
        hidden.write_row(0, 0, ["키", "칸"])
        hidden.write_row(1, 0, ["가", "0"])
        hidden.hide()
        for name, cell in (("목록", "1"), ("둘째", "2")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["키", "칸"])
            sheet.write_row(1, 0, ["가", cell])
    content = target.getvalue()

    rows = read_rows("list.xlsx", content, COLUMNS)

    assert [row.values["cell"] for row in rows.rows] == ["1"]
    assert rows.rows[0].place == Place("list.xlsx", 2, 0, "목록")
    assert rows.notes == (message("sheets-not-read", sheet="목록", others=("안내", "둘째")),)
    assert read_rows("list.xlsx", content, COLUMNS, sheet="숨김").rows[0].values["cell"] == "0"


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are():
    content = _workbook(lambda book, sheet: None)

    (problem,) = read_rows("list.xlsx", content, COLUMNS, sheet="없음")

    assert problem.message == message("sheet-not-found", sheet="없음", sheets=("목록",))


def _archive(parts, **info):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **info) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _lying_about_size():
    """Make a part that unpacks to more than its directory entry says."""
    content = bytearray(bare_xlsx(sheet_rows([["키", "칸"]] + [["가", "1"]] * 1_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(content).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


MANY_MERGES = "".join(f'<mergeCell ref="A{row}:B{row + 999}"/>' for row in range(1, 1_000))

REFUSED = [
    ("binary workbook", lambda: _archive({"xl/workbook.bin": b""}), "file-binary-workbook"),
    ("document", lambda: _archive({"word/document.xml": b""}), "file-not-workbook"),
    ("other packing", lambda: _archive({"xl/workbook.xml": b"x"}, compression=zipfile.ZIP_BZIP2),
     "workbook-damaged"),
    ("no relations", lambda: _archive({"xl/workbook.xml": b"<workbook/>"}), "workbook-damaged"),
    ("parts without end", lambda: _archive(
        {"xl/workbook.xml": b"x"} | {f"p{number}": b"" for number in range(2_000)}),
     "workbook-too-large"),
    ("sizes that lie", _lying_about_size, "workbook-damaged"),
    ("broken markup", lambda: bare_xlsx("<sheetData><row></sheetData>"), "workbook-damaged"),
    ("bad reference", lambda: bare_xlsx('<sheetData><row><c r="1A"><v>1</v></c></row></sheetData>'),
     "workbook-damaged"),
    ("bad row", lambda: bare_xlsx('<sheetData><row r="x"><c><v>1</v></c></row></sheetData>'),
     "workbook-damaged"),
    ("no sheets", lambda: bare_xlsx("", parts={"xl/workbook.xml": "<workbook/>"}),
     "workbook-without-sheets"),
    ("unknown encoding", lambda: bare_xlsx("", parts={
        "xl/styles.xml": '<?xml version="1.0" encoding="UTF-18"?><styleSheet/>'}),
     "workbook-damaged"),
    ("merges without end", lambda: bare_xlsx(
        sheet_rows([["가", "나"]] * 2_000) + f"<mergeCells>{MANY_MERGES}</mergeCells>"),
     "workbook-too-many-cells"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "kind"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_workbook_that_cannot_be_trusted_is_refused(make, kind):
    (problem,) = read_rows("list.xlsx", make(), COLUMNS)

    assert (problem.place, problem.message.kind) == (Place("list.xlsx"), kind)


def test_an_encrypted_part_is_told_as_a_password():
    content = bytearray(bare_xlsx(sheet_rows([["키", "칸"]])))
    directory = content.find(b"PK\x01\x02")
    content[directory + 8] |= 1

    (problem,) = read_rows("list.xlsx", bytes(content), COLUMNS)

    assert problem.message == message("file-password-protected")


def test_cells_far_away_that_hold_a_format_only_do_not_matter():
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    content = sheet_rows([["키", "칸"], ["가", "1"]]).replace("</sheetData>", far)

    rows = read_rows("list.xlsx", bare_xlsx(content), COLUMNS)

    assert len(rows.rows) == 1


def test_a_merge_of_a_whole_sheet_is_seen_in_its_rows_only():
    content = sheet_rows([["키", "칸"], ["가", "1"]])
    merged = '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'

    rows = read_rows("list.xlsx", bare_xlsx(content + merged), COLUMNS)

    assert [problem.place.column for problem in rows.problems] == [1, 2]
