"""Each kind of chart as a Vega-Lite specification.

Every label is text from `written`; each mark differs from the others by shape, dash or lightness
besides its colour, and an open figure is a word or a gap, never a zero.
"""

import json
from collections.abc import Sequence
from typing import assert_never

from majung.errors import Language
from majung.reports.cells import Cell, UnitKind, written
from majung.reports.charts import (
    Bars,
    Bubbles,
    ChartKind,
    EnvelopeBars,
    Fan,
    GaugePair,
    Histogram,
    MatrixHeat,
    PaceLine,
    Scatter,
    Waterfall,
)
from majung.reports.renderers import look
from majung.reports.renderers.chart_marks import (
    BAR_HEIGHT,
    CONFIG,
    FIGURES_OFFSET,
    FONT_SIZE,
    FRAME,
    NAME_LINE,
    NAME_OFFSET,
    ROW_HEIGHT,
    Spec,
    Width,
    bar,
    drawn,
    keyed,
    placed,
    row_names,
    row_text,
    shares,
    tick,
    top,
    unit_line,
)
from majung.reports.renderers.scatter_spec import bubbles, scatter
from majung.reports.renderers.spread_specs import spread
from majung.reports.tables import column_of
from majung.reports.texts import said, word

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.21.json"
PACE_HEIGHT = 250
HEAT_ROW_HEIGHT = 34
HEAT_NAME_ROOM = 150
#: What a name that stands askew may take, along its own line.
ASKEW_NAME_ROOM = 170
#: Around every drawing.
EDGE = 4


def specification(chart: ChartKind, language: Language, width: Width = Width.WIDE) -> Spec:
    """Describe a chart to Vega-Lite."""
    match chart:
        case PaceLine():
            body = _pace(chart, language)
        case Bars():
            body = _bars(chart, language, width)
        case EnvelopeBars():
            body = _envelopes(chart, language, width)
        case GaugePair():
            body = _gauge(chart, language)
        case MatrixHeat():
            body = _heat(chart, language, width)
        case Scatter():
            body = scatter(chart, language)
        case Bubbles():
            body = bubbles(chart, language)
        case Waterfall():
            body = _waterfall(chart, language, width)
        case Fan() | Histogram():
            body = spread(chart, language)
        case _:
            assert_never(chart)
    return {"$schema": SCHEMA, "width": int(width), "config": CONFIG, **FRAME, **body}


def _pace(chart: PaceLine, language: Language) -> Spec:
    points = [said(point, language) for point in chart.points]
    values = [
        {
            "point": point,
            "series": key,
            "value": drawn(cell),
            "text": written(cell, language, under=cell.unit),
        }
        for key, series in (("a", chart.supplied), ("b", chart.curve))
        for point, cell in zip(points, series.cells, strict=True)
    ]
    names = [said(chart.supplied.name, language), said(chart.curve.name, language)]
    coloured = keyed(names, [look.PRIMARY, look.INK_FAINT], field="series")
    axis = {"labelAngle": 0, "labelOverlap": "parity", "labelSeparation": 6, "grid": False}
    x = {"field": "point", "type": "ordinal", "sort": points, "title": None, "axis": axis}
    y = {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 5}}
    lines = {
        "mark": {
            "type": "line",
            "point": {"size": 60, "filled": True},
            "strokeWidth": 2,
            "invalid": "break-paths-show-path-domains",
        },
        "encoding": {
            "x": x,
            "y": y,
            "color": coloured,
            "strokeDash": {**coloured, "scale": _scale([[1, 0], [5, 4]]), "legend": None},
            "shape": {**coloured, "scale": _scale(["circle", "square"])},
        },
    }
    known = [row for row in values if row["series"] == "a" and row["value"] is not None]
    mark = {"type": "text", "dy": -14, "color": look.PRIMARY, "fontSize": FONT_SIZE + 1}
    label = {
        "data": {"values": known[-1:]},
        "mark": mark,
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
    }
    return {
        "height": PACE_HEIGHT,
        "title": unit_line((chart.supplied, chart.curve), language),
        "data": {"values": values},
        "layer": [lines, label] if known else [lines],
    }


def _scale(marks: list[object]) -> Spec:
    return {"domain": ["a", "b"], "range": marks}


def _bars(chart: Bars, language: Language, width: Width) -> Spec:
    called = row_names((said(name, language) for name in chart.names), width)
    values = [
        {
            "row": place,
            "name": _name(name),
            "value": drawn(cell),
            "mark": drawn(mark),
            "text": written(cell, language),
        }
        for place, (name, cell, mark) in enumerate(
            zip(called, chart.values.cells, chart.marks.cells, strict=True)
        )
    ]
    names = [said(chart.values.name, language), said(chart.marks.name, language)]
    colours = [look.PRIMARY, look.INK]
    x = _length({"domain": [0, _end((*chart.values.cells, *chart.marks.cells))], "nice": True})
    layers = [
        bar({"field": "value", **x}, keyed(names, colours, datum="a")),
        tick({"field": "mark", **x}, keyed(names, colours, datum="b")),
        row_text("name", NAME_OFFSET, look.INK, lines=len(called[0])),
        row_text("text", FIGURES_OFFSET, look.INK_SOFT),
    ]
    return _rows(values, layers, unit_line((chart.values, chart.marks), language), called)


def _envelopes(chart: EnvelopeBars, language: Language, width: Width) -> Spec:
    series = (chart.used, chart.reserved, chart.left)
    called = row_names((said(name, language) for name in chart.names), width)
    names = [said(one.name, language) for one in series]
    values = []
    for place, name in enumerate(called):
        cells = [one.cells[place] for one in series]
        figures = " · ".join(
            f"{part} {written(cell, language, under=cell.unit)}"
            for part, cell in zip(names, cells, strict=True)
        )
        start = 0.0
        for key, share in zip("abc", shares(cells), strict=True):
            values.append(
                {
                    "row": place,
                    "part": key,
                    "start": start,
                    "end": start + share,
                    "name": _name(name) if key == "a" else "",
                    "text": figures if key == "a" else "",
                }
            )
            start += share
    x = {"field": "start", **_length({"domain": [0, 100]})}
    coloured = keyed(names, [look.PRIMARY, look.PRIMARY_SOFT, look.LINE_SOFT], field="part")
    stacked = bar(x, coloured)
    stacked["encoding"]["x2"] = {"field": "end"}
    layers = [
        stacked,
        row_text("name", NAME_OFFSET, look.INK, lines=len(called[0])),
        row_text("text", FIGURES_OFFSET, look.INK_SOFT),
    ]
    title = f"{unit_line(series, language)} {said(word('share-of-envelope'), language)}"
    return _rows(values, layers, title.strip(), called)


def _waterfall(chart: Waterfall, language: Language, width: Width) -> Spec:
    called = row_names((said(name, language) for name in chart.names), width)
    values: list[Spec] = []
    reached = 0.0
    for place, (name, cell) in enumerate(zip(called, chart.values.cells, strict=True)):
        size = placed(cell) or 0.0
        is_whole = place == len(called) - 1
        start = 0.0 if is_whole else reached
        reached = start + size
        ink = look.INK if is_whole else look.PRIMARY if size >= 0.0 else look.PRIMARY_SOFT
        text = written(cell, language)
        values.append({"row": place, "name": _name(name), "start": start, "end": reached,
                       "ink": ink, "text": text})  # fmt: skip
    x = {"field": "start", "type": "quantitative", "title": None, "axis": {"tickCount": 5}}
    part = bar(x, {"field": "ink", "type": "nominal", "scale": None})
    part["encoding"]["x2"] = {"field": "end"}
    layers = [
        part,
        row_text("name", NAME_OFFSET, look.INK, lines=len(called[0]) if called else 1),
        row_text("text", FIGURES_OFFSET, look.INK_SOFT),
    ]
    return _rows(values, layers, unit_line((chart.values,), language), called or [[""]])


def _length(scale: Spec) -> Spec:
    return {"type": "quantitative", "title": None, "scale": scale, "axis": {"tickCount": 5}}


def _name(lines: list[str]) -> str | list[str]:
    return lines if len(lines) > 1 else lines[0]


def _rows(values: list[Spec], layers: list[Spec], title: str, called: Sequence[list[str]]) -> Spec:
    return {
        "height": {"step": ROW_HEIGHT + NAME_LINE * (len(called[0]) - 1)},
        "title": title,
        "data": {"values": values},
        "layer": layers,
    }


def _gauge(chart: GaugePair, language: Language) -> Spec:
    value, benchmark = chart.value.cells[0], chart.benchmark.cells[0]
    end = _end((value, benchmark))
    row = {"row": 0, "start": 0, "end": end, "value": drawn(value), "mark": drawn(benchmark)}
    x = _length({"domain": [0, end], "nice": False})
    x["axis"] = {"tickCount": 5, "grid": False, "labelExpr": _with_unit(value, language)}
    layers = [
        bar({"field": "end", **x}, {"value": look.LINE_SOFT}),
        bar({"field": "value", **x}, {"value": look.PRIMARY}),
        tick({"field": "mark", **x}, {"value": look.INK}),
    ]
    return {"height": BAR_HEIGHT + 14, "data": {"values": [row]}, "layer": layers}


def _end(cells: tuple[Cell, ...]) -> float:
    """Return the end of an axis: shares are seen against the whole, even while they are small."""
    is_share = any(cell.unit.kind is UnitKind.PERCENT for cell in cells)
    return max(100.0 if is_share else 0.0, top(cells))


def _with_unit(cell: Cell, language: Language) -> str:
    unit = cell.unit.head(language) if cell.unit.kind is UnitKind.PERCENT else ""
    return f"datum.label + {json.dumps(' ' + unit if unit else '')}"


def _heat(chart: MatrixHeat, language: Language, width: Width) -> Spec:
    heads = [said(head, language) for head in chart.heads]
    names = [said(line.name, language) for line in chart.lines]
    cells = [cell for line in chart.lines for cell in line.cells]
    unit = column_of("", cells).unit
    end = top(cells)
    # Places, not names, are the fields: two lines may bear one name.
    values = [
        {
            "line": place,
            "head": across,
            "text": written(cell, language, under=unit),
            **_heat_colours(cell, end),
        }
        for place, line in enumerate(chart.lines)
        for across, cell in enumerate(line.cells)
    ]
    bare = {"labelLimit": HEAT_NAME_ROOM, "domain": False, "ticks": False}
    # Names wider than their column stand askew instead of running into each other.
    room = int(width) // (len(heads) + 1)
    is_crowded = max(map(len, heads), default=0) * FONT_SIZE > room
    askew = (
        {"labelAngle": -60, "labelAlign": "left", "labelLimit": ASKEW_NAME_ROOM}
        if is_crowded
        else {"labelAngle": 0}
    )
    x = {
        "field": "head",
        "type": "ordinal",
        "title": None,
        "axis": {**bare, **askew, "orient": "top", "labelExpr": _named(heads)},
    }
    y = {
        "field": "line",
        "type": "ordinal",
        "title": None,
        "axis": {**bare, "labelAngle": 0, "labelExpr": _named(names)},
    }
    rect = {
        "mark": {"type": "rect", "stroke": look.PAPER, "strokeWidth": 2},
        "encoding": {"x": x, "y": y, "color": {"field": "fill", "type": "nominal", "scale": None}},
    }
    ink = {"field": "ink", "type": "nominal", "scale": None}
    text = {
        "mark": {"type": "text", "limit": room},
        "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}, "color": ink},
    }
    # The last name leans out over the edge of the matrix by half its length.
    beyond = max(EDGE, (ASKEW_NAME_ROOM - room) // 2) if is_crowded else EDGE
    return {
        "padding": {"left": EDGE, "right": beyond, "top": EDGE, "bottom": EDGE},
        "height": {"step": HEAT_ROW_HEIGHT},
        "title": unit_line(chart.lines, language),
        "data": {"values": values},
        "layer": [rect, text],
    }


def _heat_colours(cell: Cell, end: float) -> Spec:
    length = drawn(cell)
    if length is None:
        return {"fill": look.GROUND, "ink": look.INK_FAINT}
    step = min(len(look.STEPS) - 1, int(length / end * len(look.STEPS)))
    is_dark = step >= look.STEP_OF_WHITE_TEXT
    return {"fill": look.STEPS[step], "ink": look.PAPER if is_dark else look.INK}


def _named(names: list[str]) -> str:
    """Return the expression that shows a name for its place."""
    return f"({json.dumps(names, ensure_ascii=False)})[datum.value]"
