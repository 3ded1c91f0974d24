"""Makers of faulty files: a good list in, the same list out with one thing wrong.

Every door that takes a file is tried with all of them: ``FAULTS[name](headings, rows)`` gives a
file name and its bytes.  The sets say what a reader owes: the same rows (`HARMLESS`), problems for
some rows (`IN_ROWS`), problems instead of rows (`WHOLE`), or rows whose meaning the door itself
must refuse (`IN_MEANING`).
"""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Headings = Sequence[str]
Cells = Sequence[Sequence[str]]
Maker = Callable[[Headings, Cells], tuple[str, bytes]]

MEGABYTE = 1024 * 1024
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


def csv_text(headings: Headings, rows: Cells, delimiter: str = ",") -> str:
    """Write a list as CSV."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows([headings, *rows])
    return target.getvalue()


def xlsx(lines: Iterable[Sequence[str]]) -> bytes:
    """Write a list as XLSX, every cell as text."""
    return _workbook(lambda book, sheet: _write(sheet, lines))


def bare_xlsx(sheet_xml: str, *, rows_prefix: str = "", parts: Mapping[str, str] = {}) -> bytes:
    """Pack a worksheet's XML, written by hand, as the smallest workbook there is.

    Args:
        sheet_xml: what stands inside ``<worksheet>``.
        rows_prefix: what stands before it, such as a document type.
        parts: further parts, or others instead, by name.
    """
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{rows_prefix}<worksheet xmlns="{main}">{sheet_xml}'
        "</worksheet>",
        **parts,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return target.getvalue()


def sheet_rows(lines: Iterable[Sequence[str]], extra: str = "") -> str:
    """Write lines as worksheet XML with text in the cells.

    Args:
        extra: more cells at the end of the last row.
    """
    rows = ["".join(_inline(cell) for cell in line) for line in lines]
    rows[-1] += extra
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def _inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space={quoteattr("preserve")}>{escape(text)}</t></is></c>'


def _workbook(fill: Callable[[xlsxwriter.Workbook, object], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        fill(book, book.add_worksheet())
    return target.getvalue()


def _write(sheet, lines: Iterable[Sequence[str]]) -> None:
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)


def _csv(encoding: str) -> Maker:
    return lambda headings, rows: ("list.csv", csv_text(headings, rows).encode(encoding))


def _separated(delimiter: str) -> Maker:
    return lambda headings, rows: ("list.csv", csv_text(headings, rows, delimiter).encode())


def _changed(change: Callable[[str], str]) -> Maker:
    """Make a CSV in which every cell of every row went through `change`."""
    return lambda headings, rows: (
        "list.csv",
        csv_text(headings, [[change(cell) for cell in row] for row in rows]).encode(),
    )


def _titled(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    def fill(book, sheet):
        sheet.merge_range(0, 0, 0, max(1, len(headings) - 1), "2024년 추천 목록")
        sheet.write_string(1, 0, "(단위: 원)")
        _write(sheet, [[]] * 3 + [headings, *rows])

    return "titled.xlsx", _workbook(fill)


def _formula(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    def fill(book, sheet):
        _write(sheet, [headings, *rows])
        for column in range(len(headings)):
            sheet.write_formula(1, column, "=1+1", None, 2)

    return "formula.xlsx", _workbook(fill)


def _csv_formula(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    bad = ["=HYPERLINK(1)" for _ in rows[0]]
    return "formula.csv", csv_text(headings, [bad, *rows[1:]]).encode()


def _merged(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    def fill(book, sheet):
        _write(sheet, [headings, *rows])
        for column in range(len(headings)):
            sheet.merge_range(1, column, 2, column, rows[0][column])

    return "merged.xlsx", _workbook(fill)


def _error_cell(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    errors = "".join('<c t="e"><v>#N/A</v></c>' for _ in headings)
    content = sheet_rows([headings, *rows, []], errors)
    return "error.xlsx", bare_xlsx(content)


def _ragged(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    return "ragged.csv", csv_text(headings, [[*rows[0], "남음"], rows[1][:1], *rows[2:]]).encode()


def _broken_quotes(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    return "quotes.csv", (csv_text(headings, rows) + '"a"b' + "," * (len(headings) - 1)).encode()


def _duplicate_rows(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    return "twice.csv", csv_text(headings, [*rows, rows[0]]).encode()


def _missing_columns(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    return "missing.csv", csv_text(headings[1:], [row[1:] for row in rows]).encode()


def _duplicate_headings(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    doubled = [[*line, line[0]] for line in (headings, *rows)]
    return "headings.xlsx", xlsx(doubled)


def _no_header(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    return "bare.csv", csv_text(rows[0], rows[1:]).encode()


@cache
def _bomb() -> bytes:
    """Make a workbook of 200 kB that unpacks to 210 MB."""
    target = io.BytesIO(bare_xlsx(sheet_rows([["가"]])))
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(210):
            part.write(b" " * MEGABYTE)
    return target.getvalue()


def _zip_bomb(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    return "bomb.xlsx", _bomb()


def _far_corner(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = sheet_rows([headings, *rows]).replace("</sheetData>", far)
    return "corner.xlsx", bare_xlsx(content)


def _entities(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    prefix = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return "entities.xlsx", bare_xlsx(sheet_rows([headings, *rows]), rows_prefix=prefix)


def _cut_off(headings: Headings, rows: Cells) -> tuple[str, bytes]:
    content = xlsx([headings, *rows])
    return "cut.xlsx", content[: len(content) // 2]


def _constant(name: str, content: bytes) -> Maker:
    return lambda headings, rows: (name, content)


def _twenty_digits(cell: str) -> str:
    return "12345678901234567890" if _is_amount(cell) else cell


def _negative(cell: str) -> str:
    return f"-{cell}" if _is_amount(cell) else cell


def _impossible_day(cell: str) -> str:
    return f"{cell[:5]}02-30" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) else cell


def _is_amount(cell: str) -> bool:
    return cell.replace(",", "").isdecimal()


_KOREAN = dict(zip("123456789", "일이삼사오육칠팔구", strict=True))


def _korean_digits(cell: str) -> str:
    """Write an amount with Korean digits and units: 1,200 as 일천이백."""
    if not _is_amount(cell) or set(cell) <= {"0", ","}:
        return cell
    digits, words = cell.replace(",", ""), ""
    for at, digit in enumerate(digits):
        power = len(digits) - 1 - at
        if digit != "0":
            words += _KOREAN[digit] + ("", "십", "백", "천")[power % 4]
        if power % 4 == 0 and int(digits[max(0, at - 3) : at + 1]):
            words += ("", "만", "억", "조", "경")[power // 4]
    return words


_rubbish = random.Random(7).randbytes(10 * MEGABYTE)

HARMLESS: Mapping[str, Maker] = {
    "cp949": _csv("cp949"),
    "euc-kr": _csv("euc-kr"),
    "bom": _csv("utf-8-sig"),
    "utf-16": _csv("utf-16"),
    "semicolons": _separated(";"),
    "tabs": _separated("\t"),
    "xlsx": lambda headings, rows: ("list.xlsx", xlsx([headings, *rows])),
    "xlsx-named-csv": lambda headings, rows: ("list.csv", xlsx([headings, *rows])),
    "titles-above": _titled,
    "full-width-digits": _changed(lambda cell: cell.translate(FULL_WIDTH)),
    "blanks-around": _changed(lambda cell: f" \u3000{cell}\u200b\n "),
}
IN_ROWS: Mapping[str, Maker] = {
    "formulas": _formula,
    "csv-formulas": _csv_formula,
    "merged-cells": _merged,
    "error-cells": _error_cell,
    "ragged-rows": _ragged,
    "broken-quotes": _broken_quotes,
}
WHOLE: Mapping[str, Maker] = {
    "missing-columns": _missing_columns,
    "duplicate-headings": _duplicate_headings,
    "no-header": _no_header,
    "empty": _constant("empty.csv", b""),
    "blank-lines": _constant("blank.csv", b"\r\n \n\t\n"),
    "rubbish": _constant("rubbish.csv", _rubbish),
    "rubbish-named-xlsx": _constant("rubbish.xlsx", b"PK\x03\x04" + _rubbish),
    "too-large": _constant("large.csv", b"a" * (20 * MEGABYTE + 1)),
    "wrong-encoding": _constant("latin.csv", "Société Générale é\n".encode("latin-1") * 40),
    "old-excel": _constant("list.xls", COMPOUND + "Workbook".encode("utf-16-le")),
    "password": _constant("list.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le")),
    "document-lock": _constant("list.xlsx", b"\x9b DRMONE  This Document is encrypted"),
    "web-page": _constant("list.xls", "<html><table><tr><td>가</td></tr></table>".encode()),
    "pdf": _constant("list.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00"),
    "other-archive": _constant(
        "list.xlsx", bare_xlsx("", parts={}).replace(b"workbook", b"worldbok")
    ),
    "zip-bomb": _zip_bomb,
    "far-corner": _far_corner,
    "entities": _entities,
    "cut-off": _cut_off,
}
IN_MEANING: Mapping[str, Maker] = {
    "duplicate-rows": _duplicate_rows,
    "negative-amounts": _changed(_negative),
    "twenty-digit-amounts": _changed(_twenty_digits),
    "impossible-dates": _changed(_impossible_day),
    "korean-digits": _changed(_korean_digits),
}
FAULTS: Mapping[str, Maker] = {**HARMLESS, **IN_ROWS, **WHOLE, **IN_MEANING}
