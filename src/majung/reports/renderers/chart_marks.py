"""Marks, axes and legends that the kinds of charts share, as pieces of Vega-Lite.

Lengths are the only floats of this package, and `drawn` is the one place where they are made.
"""

import json
from collections.abc import Iterable, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import Any, TypeAlias

from majung.errors import Language
from majung.reports.cells import Cell, Open, UnitKind
from majung.reports.charts import Series
from majung.reports.renderers import look
from majung.reports.renderers.widths import text_width
from majung.reports.tables import column_of
from majung.reports.texts import said, word
from majung.values.money import SCALE_OF, UNITS, Money
from majung.values.rates import Rate, Ratio

Spec: TypeAlias = dict[str, Any]

FONT_SIZE = 12
BAR_HEIGHT = 14
#: A row of bars: the name, the bar, the figures under it.
ROW_HEIGHT = 68
NAME_OFFSET = -19
NAME_LINE = 15
FIGURES_OFFSET = 20


class Width(IntEnum):
    """How wide a chart is drawn, in pixels: over a whole page, beside something, on a telephone."""

    FULL = 1160
    WIDE = 640
    NARROW = 328


#: Of a text of `FONT_SIZE`, on a telephone.
_HALF_WIDTHS = 50

FRAME: Spec = {
    # Nothing behind the drawing: a page with a ground word shows it through.
    "background": None,
    "padding": 4,
    # The outer width is fixed, so that the charts of one document stand flush.
    "autosize": {"type": "fit-x", "contains": "padding"},
}
CONFIG: Spec = {
    "font": look.DOCUMENT_FONT,
    # The image has a title and a description of its own; marks read out one by one only disturb.
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": FONT_SIZE,
        "labelColor": look.INK_SOFT,
        "gridColor": look.LINE_SOFT,
        "domainColor": look.LINE,
        "tickColor": look.LINE,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": FONT_SIZE,
        "labelColor": look.INK,
        "labelLimit": 280,
        "symbolSize": 120,
        "symbolType": "square",
        "symbolStrokeWidth": 0,
        "padding": 0,
        "offset": 8,
    },
    "text": {"fontSize": FONT_SIZE, "color": look.INK},
    "title": {
        "anchor": "start",
        "frame": "group",
        "fontSize": FONT_SIZE,
        "fontWeight": "normal",
        "color": look.INK_FAINT,
        "offset": 6,
    },
}

#: The place of a row of bars, in the order of the values.
ROW: Spec = {"field": "row", "type": "ordinal", "axis": None}


def drawn(cell: Cell) -> float | None:
    """Return the length of a cell in its shown unit, below zero as zero; None where it is open."""
    place = placed(cell)
    return None if place is None else max(0.0, place)


def placed(cell: Cell) -> float | None:
    """Return where a cell lies on an axis of its shown unit; None where it is open."""
    match cell.value:
        case Money() as value:
            worth = UNITS[cell.unit.scale][0] * 10 ** SCALE_OF[value.currency]
            exact = Fraction(value.minor, worth)
        case Rate() | Ratio() as value:
            exact = value.fraction * _percent(cell)
        case Fraction() | int() as value:
            exact = Fraction(value) * _percent(cell)
        case Open():
            return None
        case value:
            raise TypeError(f"{value!r} has no length")
    return float(exact)


def top(cells: Iterable[Cell]) -> float:
    """Return the greatest length among cells, never nothing, for the end of an axis."""
    return max([length for cell in cells if (length := drawn(cell))], default=1.0)


def shares(cells: Sequence[Cell]) -> tuple[float, ...]:
    """Return the lengths of parts in percent of their sum; all nothing where one is open."""
    lengths = [drawn(cell) for cell in cells]
    known = [length for length in lengths if length is not None]
    whole = sum(known)
    if len(known) < len(lengths) or not whole:
        return tuple(0.0 for _ in cells)
    return tuple(100 * length / whole for length in known)


def unit_line(series: Iterable[Series], language: Language) -> str:
    """Write the unit that all cells share, for the corner of a chart; empty where they do not."""
    cells = [cell for one in series for cell in one.cells]
    column = column_of("", cells)
    unit = column.unit.head(language, column.currency)
    return f"({said(word('unit'), language)}: {unit})" if unit else ""


def bar(x: Spec, colour: Spec) -> Spec:
    """Draw the bar of a row."""
    return {
        "mark": {"type": "bar", "height": BAR_HEIGHT},
        "encoding": {"y": ROW, "x": x, "color": colour},
    }


def tick(x: Spec, colour: Spec) -> Spec:
    """Draw the mark a bar is held against: an upright stroke through it."""
    return {
        "mark": {"type": "tick", "thickness": 3, "size": BAR_HEIGHT + 10, "opacity": 1},
        "encoding": {"y": ROW, "x": x, "color": colour},
    }


def row_names(names: Iterable[str], width: Width) -> list[list[str]]:
    """Return the names of rows in lines, as many lines for each: one, but on a telephone."""
    lines = [_lines(name) if width is Width.NARROW else [name] for name in names]
    most = max(map(len, lines), default=1)
    return [[""] * (most - len(each)) + each for each in lines]


def _lines(name: str) -> list[str]:
    lines = [""]
    for each in name.split(" "):
        longer = f"{lines[-1]} {each}".strip()
        if lines[-1] and text_width(longer) > _HALF_WIDTHS:
            lines.append(each)
        else:
            lines[-1] = longer
    return lines


def row_text(field: str, offset: int, ink: str, *, lines: int = 1) -> Spec:
    """Write a text of a row at its left end, above or under the bar."""
    mark = {"type": "text", "align": "left", "dy": offset, "color": ink, "limit": int(Width.WIDE)}
    if lines > 1:
        mark |= {"dy": offset - NAME_LINE * (lines - 1), "lineHeight": NAME_LINE}
    return {
        "mark": mark,
        "encoding": {"y": ROW, "x": {"value": 0}, "text": {"field": field, "type": "nominal"}},
    }


def keyed(names: Sequence[str], colours: Sequence[str], **where: str) -> Spec:
    """Colour marks by key, with a legend that shows names for the keys a, b, c.

    Keys keep two series apart that bear the same name, and keep the order given.

    Args:
        where: ``field="part"`` or ``datum="a"``.
    """
    keys = [chr(ord("a") + place) for place in range(len(names))]
    by_key = json.dumps(dict(zip(keys, names, strict=True)), ensure_ascii=False)
    return {
        **where,
        "type": "nominal",
        "scale": {"domain": keys, "range": list(colours)},
        "legend": {"labelExpr": f"({by_key})[datum.label]"},
    }


def _percent(cell: Cell) -> int:
    return 100 if cell.unit.kind in {UnitKind.PERCENT, UnitKind.POINTS} else 1
