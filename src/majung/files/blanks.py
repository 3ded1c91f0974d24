"""Blank workbooks that are filled in: headings, choices and notes; a second sheet explains them.

What a list means is for whoever asks for it; that its cells are text, so that nothing a
spreadsheet guesses at is lost, and that the same list gives the same bytes, is said once, here.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter

#: Workbooks state when they were made; the same template must give the same bytes.
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankColumn:
    """A column of a blank list.

    Attributes:
        width: in characters.
        note: shown beside the heading; empty for none.
        choices: what a cell is chosen from; empty where anything may be written.
        examples: cells of rows that show how to write, and are never read.
    """

    heading: str
    width: int
    note: str = ""
    choices: Sequence[str] = ()
    examples: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The sheet that explains a list and is never read.

    Attributes:
        heads: of its columns; empty where it has none.
        rows: what is explained, and the explanation.
    """

    sheet: str
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    heads: Sequence[str] = ()


def blank_workbook(
    sheet: str,
    columns: Sequence[BlankColumn],
    guide: Guide,
    *,
    rows_prepared: int,
    frozen_columns: int = 0,
) -> bytes:
    """Write a blank list and its guide as XLSX.

    Args:
        rows_prepared: rows whose cells offer their choices.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE_AT})
        _list(book, sheet, columns, rows_prepared=rows_prepared, frozen_columns=frozen_columns)
        _explain(book, guide)
    return target.getvalue()


def _list(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[BlankColumn],
    *,
    rows_prepared: int,
    frozen_columns: int,
) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#666666"})
    sheet = book.add_worksheet(name)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, text)
        sheet.write_string(0, index, column.heading, bold)
        for line, example in enumerate(column.examples, start=1):
            sheet.write_string(line, index, example, grey)
        if column.note:
            sheet.write_comment(0, index, column.note)
        if column.choices:
            choice = {"validate": "list", "source": list(column.choices)}
            sheet.data_validation(1, index, rows_prepared, index, choice)
    sheet.freeze_panes(1, frozen_columns)


def _explain(book: xlsxwriter.Workbook, guide: Guide) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(guide.sheet)
    for index, width in enumerate(guide.widths):
        sheet.set_column(index, index, width)
    for index, head in enumerate(guide.heads):
        sheet.write_string(0, index, head, bold)
    for line, row in enumerate(guide.rows, start=1 if guide.heads else 0):
        for index, words in enumerate(row):
            sheet.write_string(line, index, words, wrapped if index else bold)
