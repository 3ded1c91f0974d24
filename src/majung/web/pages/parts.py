"""Parts of documents as pages show them: the same cells, tables and charts as in every file."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from majung.errors import Language
from majung.reports.cells import Cell, Open, Unit, UnitKind, day, moment, written
from majung.reports.charts import (
    Bars,
    Bubbles,
    EnvelopeBars,
    Fan,
    GaugePair,
    Histogram,
    MatrixHeat,
    Waterfall,
)
from majung.reports.model import (
    Chart,
    Gauge,
    Heading,
    KeyValues,
    Mark,
    Notes,
    Outline,
    OutlineLine,
    Paragraph,
    Part,
    Signatures,
)
from majung.reports.renderers.chart_images import page_svg
from majung.reports.renderers.chart_marks import Width
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import said
from majung.web.pages.wording import phrase

Values = Mapping[str, object]
CLASS_OF = {Mark.MET: "met", Mark.NOT_MET: "not-met", Mark.OPEN: "open"}


def shown_part(part: Part, language: Language) -> tuple[str, Values]:
    """Return the name of the template of a part, and the words that fill it."""
    match part:
        case Heading():
            return "heading", {"text": said(part.text, language), "level": part.level}
        case Paragraph():
            return "paragraph", {"text": said(part.text, language), "tone": part.tone.value}
        case Gauge():
            return "gauge", shown_gauge(part, language)
        case KeyValues():
            return "pairs", _pairs(part, language)
        case Table():
            return "table", shown_table(part, language)
        case Chart():
            return "chart", _chart(part, language)
        case Outline():
            return "outline", _outline(part, language)
        case Notes():
            return "notes", _notes(part, language)
        case Signatures():
            return "signatures", _signatures(part, language)
        case _:
            return "nothing", {}


def shown_table(table: Table, language: Language) -> Values:
    """Write a table: heads with their units, cells with a way to what stands behind them."""
    return {
        "caption": said(table.caption, language),
        "heads": [_head(column, language) for column in table.columns],
        "rows": [_row(row, table, language) for row in table.rows],
        "totals": [_row(row, table, language) for row in table.totals],
        "notes": [said(note, language) for note in table.notes],
        "empty": said(table.empty, language),
        "span": len(table.columns),
    }


#: Bars are compared by their length, discs crowd: on a page they have its whole width.
_LONG = Bars | Bubbles | EnvelopeBars | Fan | GaugePair | Histogram | Waterfall


def drawn(chart: Chart, language: Language) -> tuple[SafeString, SafeString]:
    """Draw a chart for a wide page and for a telephone.

    The drawings are ours: texts in them were escaped when they were drawn.
    """
    is_long = isinstance(chart.drawn, _LONG)
    # A matrix is not squeezed into a telephone: it is drawn whole, and scrolls.
    is_matrix = isinstance(chart.drawn, MatrixHeat)
    widths = (Width.FULL if is_long else Width.WIDE, Width.WIDE if is_matrix else Width.NARROW)
    wide, narrow = (page_svg(chart, language, width) for width in widths)
    return mark_safe(wide), mark_safe(narrow)  # noqa: S308 - drawn by us, texts escaped


def _head(column: Column, language: Language) -> Values:
    head, unit = column.lines(language)
    return {"text": head, "unit": unit, "is_number": column.side is Align.END}


def _row(row: Row, table: Table, language: Language) -> list[Values]:
    pairs = zip(row.cells, table.columns, strict=True)
    return [_cell(cell, language, column) for cell, column in pairs]


def _cell(cell: Cell, language: Language, column: Column) -> Values:
    return {
        "lines": _written(cell, language, under=column.unit).split("\n"),
        "href": cell.trace if cell.trace.startswith(("/", "#")) else "",
        "is_open": isinstance(cell.value, Open),
        "is_number": column.side is Align.END,
        "is_day": cell.unit.kind in {UnitKind.DAY, UnitKind.MOMENT},
    }


def _written(cell: Cell, language: Language, *, under: Unit | None = None) -> str:
    return written(cell, language, under=under)


def shown_gauge(gauge: Gauge, language: Language) -> Values:
    """Write a value, its benchmark and the difference, drawn on one scale."""
    wide, narrow = drawn(gauge.chart(), language)
    return {
        "name": said(gauge.name, language),
        "value_name": said(gauge.value_name, language),
        "value": written(gauge.value, language),
        "benchmark_name": said(gauge.benchmark_name, language),
        "benchmark": written(gauge.benchmark, language),
        "difference_name": phrase("difference").spoken(language),
        "difference": written(gauge.difference, language),
        "standing": _standing(gauge),
        "note": said(gauge.note, language),
        "wide": wide,
        "narrow": narrow,
    }


def _standing(gauge: Gauge) -> str:
    """Say as a class of marks whether a value is ahead of its benchmark; empty where unknown."""
    value = gauge.difference.value
    if not isinstance(value, Fraction):
        return ""
    return "met" if value >= 0 else "not-met"


def _pairs(part: KeyValues, language: Language) -> Values:
    return {
        "caption": said(part.caption, language),
        "lines": [
            {
                "name": said(line.name, language),
                "lines": written(line.cell, language).split("\n"),
                "href": line.cell.trace if line.cell.trace.startswith("/") else "",
            }
            for line in part.lines
        ],
    }


def _chart(chart: Chart, language: Language) -> Values:
    wide, narrow = drawn(chart, language)
    own = None if chart.beside else shown_table(chart.drawn.table(chart.title), language)
    return {
        "title": said(chart.title, language),
        "wide": wide,
        "narrow": narrow,
        "scrolls": isinstance(chart.drawn, MatrixHeat),
        "table": own,
    }


def _outline(part: Outline, language: Language) -> Values:
    """Nest the lines of an outline by their depth."""
    roots: list[dict[str, object]] = []
    open_at: list[list[dict[str, object]]] = [roots]
    for line in part.lines:
        children: list[dict[str, object]] = []
        del open_at[line.depth + 1 :]
        open_at[-1].append({**_line(line, language), "children": children})
        open_at.append(children)
    first = _line(part.lines[0], language) if part.lines else {}
    return {
        "caption": said(part.caption, language),
        "lines": roots,
        "mark": first.get("mark", ""),
        "sign": first.get("sign", ""),
        "meaning": first.get("meaning", ""),
        "is_met": first.get("mark") == CLASS_OF[Mark.MET],
    }


def _line(line: OutlineLine, language: Language) -> dict[str, object]:
    mark = line.mark
    return {
        "sign": "" if mark is None else mark.value,
        "mark": "" if mark is None else CLASS_OF[mark],
        "meaning": "" if mark is None else phrase(f"verdict-{CLASS_OF[mark]}").spoken(language),
        "text": said(line.text, language),
        "source": said(line.source, language),
        "helps": said(line.helps, language),
    }


def _notes(part: Notes, language: Language) -> Values:
    return {
        "caption": said(part.caption, language),
        "notes": [
            {
                "text": said(note.text, language),
                "source": said(note.source, language),
                "published_on": _day(note.published_on, language),
            }
            for note in part.notes
        ],
    }


def _day(value: date | None, language: Language) -> str:
    return "" if value is None else written(day(value), language)


def _signatures(part: Signatures, language: Language) -> Values:
    return {
        "lines": [
            {
                "act": said(line.act, language),
                "institution": said(line.institution, language),
                "role": said(line.role, language),
                "at": "" if line.at is None else written(moment(line.at), language),
                "number": line.number,
            }
            for line in part.lines
        ]
    }
