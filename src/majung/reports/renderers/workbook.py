"""A report as a workbook: a summary, a sheet a table, and the exact values behind all of them.

Numbers are numbers: each cell holds the shown value with a format that shows the same characters
as every other output, and the last sheet lists what is exact.  There are no formulas.
"""

from collections.abc import Iterator
from datetime import UTC
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter

from majung.errors import Language
from majung.reports.canonical import as_json, digest
from majung.reports.cells import WORDS, Cell, count, counter, words, written
from majung.reports.furniture import banner, furniture
from majung.reports.model import (
    Chart,
    Gauge,
    Heading,
    KeyValues,
    Notes,
    Outline,
    PageBreak,
    Paragraph,
    Part,
    Report,
    Signatures,
)
from majung.reports.renderers import look
from majung.reports.renderers.sheets import CAPTION, FINE, LINE, Book, ExactLine, Style, table_sheet
from majung.reports.renderers.signing import signature_table
from majung.reports.renderers.wording import finding_words, note_words
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text, said, word
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

SUMMARY_WIDTHS = (34, 92)
TITLE: Style = {"bold": True, "font_size": 16}
HEADING: Style = {"bold": True, "font_size": 12, "bottom": 2, "bottom_color": look.PRIMARY}
MARKING: Style = {"bold": True, "font_color": look.WARNING}
WRAPPED: Style = {"text_wrap": True, "valign": "top"}
NOTHING = words("")
#: Whole currency units on the sheet of exact values.
WHOLE = counter()
_EXACT_SIDES = {"shown": Align.END, "exact": Align.END}

#: A line of the summary: what stands at the left and at the right, and how it looks.
Line = tuple[Text, Cell, Style]


def xlsx(report: Report, versions: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Render a report as a workbook.

    Args:
        versions: of the renderers, to be written among the provenance.
    """
    whole = digest(as_json(report))
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    file = xlsxwriter.Workbook(target, options)
    book = Book(file, report.language, furniture(report, whole, versions), whole)
    _set_properties(book, report)
    summary = book.sheet(said(word("summary"), report.language))
    exact: list[ExactLine] = []
    for number, (table, chart) in enumerate(_tables(report), start=1):
        exact += table_sheet(book, number, table, chart)
    _write_exact(book, _write_summary(book, summary, report) + exact)
    file.close()
    return target.getvalue()


def _set_properties(book: Book, report: Report) -> None:
    # The file's own times are the watermark's: a clock would change the bytes.
    at = report.watermark.recorded_at.astimezone(UTC).replace(tzinfo=None)
    book.file.set_properties(
        {
            "title": said(report.title, report.language),
            "subject": book.around.kind,
            "author": said(report.issuer, report.language),
            "comments": book.digest,
            "created": at,
        }
    )


def _tables(report: Report) -> Iterator[tuple[Table, Chart | None]]:
    """Return the tables of a report, each with the chart that is drawn from it."""
    beside = {chart.beside: chart for chart in report.charts if chart.beside}
    for part in report.parts:
        match part:
            case Table():
                yield part, beside.get(part.key)
            case Chart() if not part.beside:
                yield part.drawn.table(part.title), part
            case Signatures():
                yield signature_table(part), None
            case _:
                pass


def _write_summary(book: Book, sheet: Any, report: Report) -> list[ExactLine]:
    """Write the summary; return the exact values that stand on it."""
    for place, width in enumerate(SUMMARY_WIDTHS):
        sheet.set_column(place, place, width)
    column = Column("", align=Align.START)
    exact: list[ExactLine] = []
    for row, (name, cell, style) in enumerate(_summary_lines(book, report)):
        title = said(name, book.language)
        book.write(sheet, (row, 0), title, style, WRAPPED if cell.value else {})
        if cell.value:
            book.write_cell(sheet, (row, 1), cell, column, {**style, **WRAPPED})
        if cell.is_figure:
            exact.append(ExactLine(sheet.get_name(), f"B{row + 1}", title, "", cell))
    return exact


def _summary_lines(book: Book, report: Report) -> Iterator[Line]:
    around = book.around
    if around.markings:
        yield banner(around), NOTHING, MARKING
    yield report.title, NOTHING, TITLE
    if report.subtitle:
        yield report.subtitle, NOTHING, CAPTION
    yield around.identity, NOTHING, FINE
    yield around.watermark, NOTHING, FINE
    for line in around.explanation:
        yield "※ " + line, NOTHING, MARKING
    for part in report.parts:
        yield from _part_lines(part, book.language)
    yield "", NOTHING, FINE
    for line in around.legend:
        yield "※ " + line, NOTHING, FINE
    for name, value in around.provenance:
        yield name, words(value), FINE


def _part_lines(part: Part, language: Language) -> Iterator[Line]:
    """Write a part as lines of a name and a value; a table stands on a sheet of its own."""
    match part:
        case Heading():
            yield "", NOTHING, {}
            yield part.text, NOTHING, HEADING if part.level == 1 else CAPTION
        case Paragraph():
            yield "", words(part.text), {}
        case Gauge():
            yield part.name, words(part.note), CAPTION
            yield part.value_name, part.value, LINE
            yield part.benchmark_name, part.benchmark, LINE
            yield word("difference"), part.difference, LINE
        case KeyValues():
            yield from ((line.name, line.cell, LINE) for line in part.lines)
        case Outline():
            yield part.caption, NOTHING, CAPTION
            yield from _outline_lines(part, language)
        case Notes():
            for number, note in enumerate(part.notes, start=1):
                yield f"{number})", words(note_words(note, language)), {}
        case Table():
            yield word("on-its-sheet"), words(part.caption), FINE
        case Chart() | Signatures() | PageBreak():
            pass


def _outline_lines(outline: Outline, language: Language) -> Iterator[Line]:
    for finding in outline.lines:
        found = finding_words(finding, language)
        yield "    " * finding.depth + found.mark, words(found.whole), LINE


def _write_exact(book: Book, lines: list[ExactLine]) -> None:
    """Write the last sheet: every number of the tables as it is, before it was rounded to show."""
    keys = ("sheet", "place", "name", "column", "shown", "exact", "exact-unit", "trace")
    columns = tuple(
        Column(word(key), WHOLE if key == "exact" else WORDS, _EXACT_SIDES.get(key)) for key in keys
    )
    rows = tuple(_exact_row(line, book.language) for line in lines)
    caption = word("exact-values")
    table_sheet(book, len(book.file.worksheets()), Table("exact", caption, columns, rows), None)


def _exact_row(line: ExactLine, language: Language) -> Row:
    texts = (line.sheet, line.address, line.name, line.head, written(line.cell, language))
    exact, unit = _exact(line.cell)
    return Row((*map(words, texts), exact, words(unit), words(line.cell.trace)))


def _exact(cell: Cell) -> tuple[Cell, str]:
    """Return an exact value in digits alone, and what it counts."""
    match cell.value:
        case Money() as money:
            major = money.major
            is_whole = major == major.to_integral_value()
            return (count(int(major), WHOLE) if is_whole else words(f"{major:f}")), money.currency
        case Rate() | Ratio() as rate:
            return words(rate.as_json()), ""
        case Fraction() as share:
            return words(f"{share.numerator}/{share.denominator}"), ""
        case value:
            return words(str(value)), ""
