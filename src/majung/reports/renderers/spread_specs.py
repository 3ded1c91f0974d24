"""What may come, as Vega-Lite: a fan over years, and how often a figure falls between bounds."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from majung.errors import Language
from majung.reports.cells import written
from majung.reports.charts import Fan, Histogram, Series
from majung.reports.renderers import look
from majung.reports.renderers.chart_marks import FONT_SIZE, Spec, keyed, placed, unit_line
from majung.reports.texts import said

HEIGHT = 250
#: The text of a mark stands so far below that of the mark before it.
MARK_LINE = 16
#: Above the highest bar, as a part of it, stand the texts of the marks.
HEAD_ROOM = 1.35
#: Marks differ by their dashes too.
DASHES = ([1, 0], [5, 4], [2, 2])


def spread(chart: Fan | Histogram, language: Language) -> Spec:
    """Describe a chart of what may come."""
    return _fan(chart, language) if isinstance(chart, Fan) else _histogram(chart, language)


def _fan(chart: Fan, language: Language) -> Spec:
    """Describe a fan: a band from low to high, and the middle as a line with a dot a point."""
    parts = (chart.low, chart.middle, chart.high)
    points = [said(point, language) for point in chart.points]
    columns = [[placed(cell) for cell in part.cells] for part in parts]
    values = [
        {"point": point, "low": low, "middle": middle, "high": high}
        for point, low, middle, high in zip(points, *columns, strict=True)
    ]
    low, middle, high = (said(part.name, language) for part in parts)
    axis = {"labelAngle": 0, "labelOverlap": "parity", "labelSeparation": 6, "grid": False}
    x = {"field": "point", "type": "ordinal", "sort": points, "title": None, "axis": axis}
    y = {"type": "quantitative", "title": None, "axis": {"tickCount": 5}}
    ink = keyed((f"{low} – {high}", middle), [look.PRIMARY_SOFT, look.PRIMARY], datum="a")
    band = {
        "mark": {"type": "area", "opacity": 0.6},
        "encoding": {
            "x": x,
            "y": {"field": "low", **y},
            "y2": {"field": "high"},
            "color": ink,
        },
    }
    line = {
        "mark": {"type": "line", "point": {"size": 50, "filled": True}, "strokeWidth": 2},
        "encoding": {"x": x, "y": {"field": "middle", **y}, "color": {**ink, "datum": "b"}},
    }
    return {
        "height": HEIGHT,
        "title": unit_line(parts, language),
        "data": {"values": values},
        "layer": [band, line],
    }


def _histogram(chart: Histogram, language: Language) -> Spec:
    """Describe bars between bounds, and an upright line with its text for each marked figure."""
    edges = [placed(cell) or 0.0 for cell in chart.bounds.cells]
    shares = [placed(cell) or 0.0 for cell in chart.shares.cells]
    values = [
        {"start": start, "end": end, "share": share, "ground": 0.0}
        for (start, end), share in zip(pairwise(edges), shares, strict=True)
    ]
    room = ceil(max(shares, default=1.0) * HEAD_ROOM * 10) / 10 or 1.0
    x = {
        "type": "quantitative",
        "title": _with_unit(chart.bounds, language),
        "axis": {"tickCount": 6, "grid": False, **_TITLE},
        "scale": {"domain": [edges[0], edges[-1]], "nice": False},
    }
    y = {
        "type": "quantitative",
        "title": _with_unit(chart.shares, language),
        "axis": {"tickCount": 5, **_TITLE},
        "scale": {"domain": [0, room], "nice": False},
    }
    bars = {
        "data": {"values": values},
        "mark": {"type": "rect", "color": look.PRIMARY_SOFT, "stroke": look.PRIMARY},
        "encoding": {
            "x": {"field": "start", **x},
            "x2": {"field": "end"},
            "y": {"field": "ground", **y},
            "y2": {"field": "share"},
        },
    }
    layers = [
        layer
        for line, mark in enumerate(_from_the_top(chart, (edges[0] + edges[-1]) / 2))
        for layer in _mark(mark, line, x, language)
    ]
    return {
        "height": HEIGHT,
        "layer": [bars, *layers],
    }


_TITLE: Spec = {
    "titleFontSize": FONT_SIZE,
    "titleFontWeight": "normal",
    "titleColor": look.INK_SOFT,
}


@dataclass(frozen=True)
class _Marked:
    """A marked figure: where it stands, and on which side of its line the text does."""

    mark: Series
    at: float
    is_right: bool


def _from_the_top(chart: Histogram, middle: float) -> list[_Marked]:
    """Order marks so that no text is crossed by the line of another: each begins at its text."""
    marked = [_Marked(mark, at, at > middle) for mark in chart.marks
              if (at := placed(mark.cells[0])) is not None]  # fmt: skip
    return sorted(marked, key=lambda each: (each.is_right, -each.at if each.is_right else each.at))


def _mark(marked: _Marked, line: int, x: Spec, language: Language) -> tuple[Spec, Spec]:
    """Draw a marked figure; its text stands on the side where there is room."""
    mark = marked.mark
    text = f"{said(mark.name, language)} {written(mark.cells[0], language)}"
    data = {"values": [{"at": marked.at, "text": text}]}
    across, begins = {"field": "at", **x}, 2 + MARK_LINE * line
    rule = {
        "data": data,
        "mark": {
            "type": "rule",
            "color": look.INK,
            "strokeWidth": 1.5,
            "strokeDash": DASHES[line % len(DASHES)],
        },
        "encoding": {"x": across, "y": {"value": begins}, "y2": {"value": HEIGHT}},
    }
    label = {
        "data": data,
        "mark": {
            "type": "text",
            "align": "right" if marked.is_right else "left",
            "baseline": "top",
            "dx": -5 if marked.is_right else 5,
            "color": look.INK,
        },
        "encoding": {
            "x": across,
            "y": {"value": begins},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return rule, label


def _with_unit(series: Series, language: Language) -> str:
    name, unit = said(series.name, language), unit_line((series,), language)
    return f"{name} {unit}".strip()
