"""Dots and discs by two figures, across and up, as Vega-Lite."""

from majung.errors import Language
from majung.reports.charts import Bubbles, Scatter
from majung.reports.renderers import look
from majung.reports.renderers.chart_marks import FONT_SIZE, Spec, placed, unit_line
from majung.reports.texts import Text, said

HEIGHT = 360
DOT_SIZE = 22
#: Areas of discs, in square pixels: of nothing, and of the largest.
AREAS = (30, 1100)


def scatter(chart: Scatter, language: Language) -> Spec:
    """Describe a scatter: hollow dots, so that a crowd of them is seen to be one."""
    dots = [
        (across, up, said(name, language))
        for name, across, up in zip(
            chart.names, map(placed, chart.across.cells), map(placed, chart.up.cells), strict=True
        )
        if across is not None and up is not None
    ]
    values = [{"across": across, "up": up, "name": name} for across, up, name in dots]
    places = [place for across, up, _ in dots for place in (across, up)]
    ends = [min(places, default=0.0), max(places, default=1.0)]
    x, y = _axis("across", chart.across.name, language), _axis("up", chart.up.name, language)
    equal = {
        "data": {"values": [{"across": end, "up": end} for end in ends]},
        "mark": {"type": "line", "strokeDash": [5, 4], "strokeWidth": 1, "color": look.INK_SOFT},
        "encoding": {"x": x, "y": y},
    }
    marks = {
        "mark": {
            "type": "point",
            "size": DOT_SIZE,
            "filled": False,
            "color": look.PRIMARY,
            "opacity": 0.6,
        },
        "encoding": {"x": x, "y": y},
    }
    return {
        "height": HEIGHT,
        "title": unit_line((chart.across, chart.up), language),
        "data": {"values": values},
        "layer": [equal, marks],
    }


def bubbles(chart: Bubbles, language: Language) -> Spec:
    """Describe discs: filled where no other beats them, hollow and faint else, each with its name.

    The largest are drawn first, so that none hides a smaller one.
    """
    series = (chart.across, chart.up, chart.area)
    rows = zip(
        chart.names, chart.is_strong, *(map(placed, each.cells) for each in series), strict=True
    )
    values = [
        {
            "name": said(name, language),
            "across": across,
            "up": up,
            "area": area,
            "fill": look.PRIMARY_SOFT if is_strong else look.PAPER,
            "stroke": look.PRIMARY if is_strong else look.LINE,
            "ink": look.INK if is_strong else look.INK_FAINT,
        }
        for name, is_strong, across, up, area in rows
        if across is not None and up is not None and area is not None
    ]
    values.sort(key=lambda each: -float(str(each["area"])))
    most = max((float(str(each["area"])) for each in values), default=1.0) or 1.0
    x, y = _axis("across", chart.across.name, language), _axis("up", chart.up.name, language)
    bare: Spec = {"type": "nominal", "scale": None}
    area = {
        "field": "area",
        "type": "quantitative",
        "legend": None,
        "scale": {"domain": [0, most], "range": list(AREAS)},
    }
    discs = {
        "mark": {"type": "point", "shape": "circle", "strokeWidth": 1.5, "fillOpacity": 0.55},
        "encoding": {
            "x": x,
            "y": y,
            "size": area,
            "fill": {"field": "fill", **bare},
            "stroke": {"field": "stroke", **bare},
        },
    }
    names = {
        "mark": {"type": "text", "fontSize": FONT_SIZE - 1},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "name", "type": "nominal"},
            "color": {"field": "ink", **bare},
        },
    }
    return {
        "height": HEIGHT,
        "title": unit_line((chart.across, chart.up), language),
        "data": {"values": values},
        "layer": [discs, names],
    }


def _axis(field: str, name: Text, language: Language) -> Spec:
    title = {"titleFontSize": FONT_SIZE, "titleFontWeight": "normal", "titleColor": look.INK_SOFT}
    return {
        "field": field,
        "type": "quantitative",
        "title": said(name, language),
        "axis": {"tickCount": 6, **title},
        "scale": {"nice": True, "zero": False},
    }
