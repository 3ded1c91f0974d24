"""Sheets of a workbook: set up for A4, written cell by cell, never with a formula."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeAlias

from xlsxwriter.utility import xl_rowcol_to_cell

from majung.errors import Language
from majung.reports.cells import Cell, Open, in_sheet, written
from majung.reports.furniture import DIGEST_DIGITS, Furniture, banner
from majung.reports.model import Chart
from majung.reports.renderers import look
from majung.reports.renderers.chart_images import PNG_SCALE, png
from majung.reports.renderers.widths import column_widths
from majung.reports.tables import Align, Column, Table
from majung.reports.texts import said, word

#: What begins a formula in a sheet, or in a file that a sheet is saved as.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
#: The most characters a cell, the name of a sheet and the foot of a page hold.
TEXT_MAX, SHEET_NAME_MAX, FOOT_MAX = 32_767, 31, 80
#: A table wider than this, in half-width characters, is printed on its side.
PORTRAIT_WIDTH_MAX = 92
#: What a half-width character takes of a column.
CHARACTER_WIDTH = 1.15
A4 = 9
#: The row of a table's head, counted from 0, and its height in points.
HEAD_ROW, HEAD_HEIGHT = 3, 48
#: Sheets count a day that never was, 29 February 1900; what is earlier is written as text.
FIRST_DAY = date(1900, 3, 1)

_SHEET_NAME_FAULTS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_SIDES: Mapping[Align, str] = {Align.START: "left", Align.CENTRE: "center", Align.END: "right"}

Style: TypeAlias = Mapping[str, Any]
PLAIN: Style = {"font_name": "맑은 고딕", "font_size": 10, "font_color": look.INK}
CAPTION: Style = {"bold": True, "font_size": 12}
FINE: Style = {"font_size": 9, "font_color": look.INK_SOFT}
FAINT: Style = {"font_color": look.INK_FAINT}
LINE: Style = {"bottom": 1, "bottom_color": look.LINE, "valign": "top"}
TOTAL: Style = {"bold": True, "bg_color": look.GROUND, "top": 1, "bottom": 1}
HEAD: Style = {
    **TOTAL,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}


@dataclass(frozen=True, slots=True)
class ExactLine:
    """Where a value stands in the workbook, and what it is exactly."""

    sheet: str
    address: str
    name: str
    head: str
    cell: Cell


@dataclass
class Book:
    """A workbook in the making, with what all its sheets share.

    Attributes:
        file: the writer's workbook.
        digest: of the report's canonical JSON.
    """

    file: Any
    language: Language
    around: Furniture
    digest: str
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def styled(self, *styles: Style) -> Any:
        """Return the format of some styles, later ones winning; one object for equal ones."""
        merged = dict(PLAIN)
        for style in styles:
            merged |= style
        key = tuple(sorted(merged.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format(merged)
        return self.formats[key]

    def sheet(self, name: str, *, on_its_side: bool = False) -> Any:
        """Add a sheet for A4, as wide as the page, with markings, watermark and page numbers."""
        sheet = self.file.add_worksheet(name.translate(_SHEET_NAME_FAULTS)[:SHEET_NAME_MAX].strip())
        sheet.set_paper(A4)
        if on_its_side:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        digits = f"{said(word('digest-short'), self.language)} {self.digest[:DIGEST_DIGITS]}"
        sheet.set_header(f"&C&9{_in_foot(banner(self.around))}")
        sheet.set_footer(f"&L&8{_in_foot(self.around.watermark)}&R&8{_in_foot(digits)}  &P / &N")
        return sheet

    def write(self, sheet: Any, place: tuple[int, int], text: str, *styles: Style) -> None:
        """Write a text as text, whatever it begins with."""
        guard: Style = {"quote_prefix": True} if text.startswith(FORMULA_SIGNS) else {}
        fitted = text if len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + "…"
        if fitted:
            sheet.write_string(*place, fitted, self.styled(*styles, guard))
        else:
            sheet.write_blank(*place, None, self.styled(*styles))

    def write_cell(
        self, sheet: Any, place: tuple[int, int], cell: Cell, column: Column, style: Style
    ) -> None:
        """Write a cell of the report: a number with its format, a day, or a text."""
        shown = in_sheet(cell, self.language, under=column.unit)
        side: Style = {"align": _SIDES[column.side], "num_format": shown.number_format or "@"}
        match shown.value:
            case Decimal() as number:
                sheet.write_number(*place, float(number), self.styled(style, side))
            case date() as on if on >= FIRST_DAY:
                midnight = datetime.fromisoformat(on.isoformat())
                sheet.write_datetime(*place, midnight, self.styled(style, side))
            case _:
                text = written(cell, self.language, under=column.unit)
                faint = FAINT if isinstance(cell.value, Open) else {}
                wrapped: Style = {"text_wrap": True, "num_format": "@"}
                self.write(sheet, place, text, style, side, wrapped, faint)


def table_sheet(book: Book, number: int, table: Table, chart: Chart | None) -> list[ExactLine]:
    """Add a sheet with a table, its notes and the chart of its figures.

    Returns:
        the exact values of the table, with their addresses.
    """
    language = book.language
    caption = said(table.caption, language)
    widths = column_widths(table, language)
    sheet = book.sheet(f"{number} {caption}", on_its_side=sum(widths) > PORTRAIT_WIDTH_MAX)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width * CHARACTER_WIDTH)
    marks = f"[{banner(book.around)}] " if book.around.markings else ""
    book.write(sheet, (0, 0), caption, CAPTION)
    book.write(sheet, (1, 0), marks + book.around.watermark, FINE)
    _write_head(book, sheet, table)
    lines: list[ExactLine] = []
    row = HEAD_ROW + 1
    for cells, style in _styled_rows(table):
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            book.write_cell(sheet, (row, place), cell, column, style)
            if cell.is_figure:
                address = xl_rowcol_to_cell(row, place)
                name, head = written(cells[0], language), column.titled(language)
                lines.append(ExactLine(sheet.get_name(), address, name, head, cell))
        row += 1
    _write_below(book, sheet, row, table)
    if chart is not None:
        _insert_chart(book, sheet, row + len(table.notes) + 2, chart)
    return lines


def _write_head(book: Book, sheet: Any, table: Table) -> None:
    for place, column in enumerate(table.columns):
        head = "\n".join(line for line in column.lines(book.language) if line)
        book.write(sheet, (HEAD_ROW, place), head, HEAD)
    sheet.set_row(HEAD_ROW, HEAD_HEIGHT)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)


def _styled_rows(table: Table) -> Iterator[tuple[tuple[Cell, ...], Style]]:
    for row in table.rows:
        yield row.cells, LINE
    for row in table.totals:
        yield row.cells, TOTAL


def _write_below(book: Book, sheet: Any, row: int, table: Table) -> None:
    """Write what stands under the rows of a table: that there are none, and its notes."""
    if not table.rows:
        book.write(sheet, (row, 0), said(table.empty, book.language), FINE)
    for place, note in enumerate(table.notes, start=1):
        book.write(sheet, (row + place, 0), "※ " + said(note, book.language), FINE)


def _insert_chart(book: Book, sheet: Any, row: int, chart: Chart) -> None:
    # The dots are more than the drawing's, so that they print sharp: shown at the drawing's size.
    options = {
        "image_data": BytesIO(png(chart, book.language)),
        "x_scale": 1 / PNG_SCALE,
        "y_scale": 1 / PNG_SCALE,
        "description": said(chart.description, book.language),
        "object_position": 2,
    }
    sheet.insert_image(row, 0, f"{chart.key}.png", options)


def _in_foot(text: str) -> str:
    """Write a text for a page's head or foot, where an ampersand begins an order."""
    short = text if len(text) <= FOOT_MAX else text[: FOOT_MAX - 1] + "…"
    return short.replace("\n", " ").replace("&", "&&")
