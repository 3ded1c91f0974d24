"""Bad rows on their way back to whoever sent them, each with its reasons.

The sender corrects the rows in place and sends the same file again: the columns added here are
known by their headings and left out when it is read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

from majung.errors import Language, Message, sentence
from majung.files.headers import ADDED, ADDED_HEADINGS
from majung.files.rows import Row, Rows

_FORMULA_STARTS = ("=", "@", "+", "-", "\t", "\r")
#: Workbooks state when they were made; the same rows must give the same bytes.
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTH_MAX = 40


def annotated_rows(
    rows: Rows, notes: Mapping[int, Sequence[Message]], *, language: Language = "ko"
) -> bytes:
    """Write the bad rows of a list as XLSX, with the reasons in added columns.

    Args:
        notes: reasons of the caller by line of the row (``row.place.line``); the problems found in
            reading are added.
    """
    target = io.BytesIO()
    table = tuple(_table(rows, notes, language))
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE_AT})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        # Text format keeps leading zeros when the sender corrects a number.
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for index, cells in enumerate(table):
            for column, cell in enumerate(cells):
                sheet.write_string(index, column, cell, text if index else bold)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def annotated_csv(
    rows: Rows, notes: Mapping[int, Sequence[Message]], *, language: Language = "ko"
) -> bytes:
    """Write the bad rows of a list as CSV, UTF-8 with a mark, so that spreadsheets read it right.

    Cells that a spreadsheet would take for formulas get an apostrophe before them.
    """
    return csv_of(_table(rows, notes, language))


def csv_of(lines: Iterable[Sequence[str]]) -> bytes:
    """Write lines as CSV, UTF-8 with a mark, so that spreadsheets read it right.

    Cells that a spreadsheet would take for formulas get an apostrophe before them.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for cells in lines:
        writer.writerow([_harmless(cell) for cell in cells])
    return target.getvalue().encode("utf-8-sig")


def _table(
    rows: Rows, notes: Mapping[int, Sequence[Message]], language: Language
) -> Iterator[tuple[str, ...]]:
    """Lay out header and bad rows, in the order of the list."""
    reasons: dict[int, list[str]] = {}
    for problem in rows.problems:
        reason = f"{_heading(rows, problem.place.column)}{sentence(problem.message, language)}"
        reasons.setdefault(problem.place.line, []).append(reason)
    for line, messages in notes.items():
        reasons.setdefault(line, []).extend(sentence(note, language) for note in messages)
    kept = [at for at, heading in enumerate(rows.header.cells) if heading not in ADDED]
    yield (*_kept(rows.header, kept), *ADDED_HEADINGS[language])
    for row in sorted((*rows.rows, *rows.refused), key=lambda row: row.place):
        line = row.place.line
        if reasons.get(line):
            yield (*_kept(row, kept), "\n".join(reasons[line]), str(line))


def _heading(rows: Rows, column: int) -> str:
    """Name the column that a reason is about."""
    return f"[{rows.header.cells[column - 1]}] " if column else ""


def _kept(row: Row, kept: Sequence[int]) -> tuple[str, ...]:
    return tuple(row.cells[at] if at < len(row.cells) else "" for at in kept)


def _widths(table: Sequence[Sequence[str]]) -> Iterator[int]:
    for cells in zip(*table, strict=True):
        yield min(_WIDTH_MAX, 2 + 2 * max(len(cell) for cell in cells))


def _harmless(cell: str) -> str:
    is_number = cell[1:].replace(",", "").replace(".", "").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not is_number else cell
