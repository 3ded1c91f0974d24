"""XLSX to lines of cells, written as officials see them.

Days are ISO, whole numbers have no decimal point, percent and number patterns keep their look.
Formulas, merged cells and errors are marked: what they show may not be what was meant.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

from majung.errors import Message, message
from majung.files.archives import packed, parts_of
from majung.files.grids import Grid, Line
from majung.files.markup import (
    DamagedPartError,
    Mark,
    Markup,
    SheetPart,
    TooManyCellsError,
    formats_of,
    markup_of,
    sheets_of,
)
from majung.files.texts import normalised

ENCODING = "XLSX"

CellValue = str | int | float | bool | date | datetime | time | timedelta

_FLAWS = {
    Mark.FORMULA: message("cell-formula"),
    Mark.MERGED: message("cell-merged"),
    Mark.ERROR: message("cell-error"),
}


def grids(content: bytes, sheet: str | None = None) -> tuple[Grid, ...] | Message:
    """Read the visible sheets of a workbook, or the one that is named.

    Returns:
        at least one grid, in the order of the sheets.
    """
    parts = parts_of(content)
    if isinstance(parts, Message):
        return parts
    try:
        return _grids(parts, sheet)
    except TooManyCellsError:
        return message("workbook-too-many-cells")
    except (DamagedPartError, CalamineError):
        return message("workbook-damaged")


def _grids(parts: Mapping[str, bytes], wanted: str | None) -> tuple[Grid, ...] | Message:
    sheets = sheets_of(parts)
    chosen = [sheet for sheet in sheets if wanted in (None, sheet.name)]
    if wanted is None:
        chosen = [sheet for sheet in chosen if sheet.is_visible]
    if not chosen and wanted is None:
        return message("workbook-without-sheets")
    if not chosen:
        names = tuple(sheet.name for sheet in sheets)
        return message("sheet-not-found", sheet=wanted, sheets=names)
    formats = formats_of(parts)
    # The markup comes first: it refuses what would be too large to lay out.
    markups = [markup_of(parts[sheet.part], formats) for sheet in chosen]
    with CalamineWorkbook.from_filelike(io.BytesIO(packed(parts))) as workbook:
        return tuple(
            _grid(workbook, sheet, markup) for sheet, markup in zip(chosen, markups, strict=True)
        )


def _grid(workbook: CalamineWorkbook, sheet: SheetPart, markup: Markup) -> Grid:
    rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    flaws: dict[int, dict[int, Message]] = {}
    for (row, column), mark in markup.marks.items():
        flaws.setdefault(row, {})[column] = _FLAWS[mark]
    lines = tuple(
        Line(
            number + 1,
            tuple(_seen(cell, (number, column), markup) for column, cell in enumerate(row)),
            flaws.get(number, {}),
        )
        for number, row in enumerate(rows)
    )
    return Grid(sheet.name, ENCODING, lines, is_rectangular=True)


def _seen(cell: CellValue, at: tuple[int, int], markup: Markup) -> str:
    """Write a cell as it is seen."""
    if at in markup.errors:
        return markup.errors[at]
    match cell:
        case str():
            return normalised(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            return _moment(cell)
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return _number(cell, at, markup)


def _moment(moment: datetime) -> str:
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")


def _number(number: int | float, at: tuple[int, int], markup: Markup) -> str:
    """Write a number with the fifteen digits a spreadsheet keeps, longer ones as stored."""
    exact = Decimal(markup.long_numbers.get(at) or f"{number:.15g}")
    pattern = markup.formats.get(at, "")
    if pattern == "%":
        return f"{_plain(exact.scaleb(2))}%"
    return _by_pattern(exact, pattern) if pattern else _plain(exact)


def _by_pattern(number: Decimal, pattern: str) -> str:
    """Lay digits out over zeros and hyphens: ``000-00-00000``."""
    digits = _plain(number)
    if not digits.isdigit() or len(digits) > pattern.count("0"):
        return digits
    left = iter(digits.zfill(pattern.count("0")))
    return "".join(next(left) if sign == "0" else sign for sign in pattern)


def _plain(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
