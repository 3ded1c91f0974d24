"""Dots against the line on which two figures are equal, as Vega-Lite."""

from majung.errors import Language
from majung.reports.charts import Scatter
from majung.reports.renderers import look
from majung.reports.renderers.chart_marks import FONT_SIZE, Spec, placed, unit_line
from majung.reports.texts import Text, said

HEIGHT = 360
DOT_SIZE = 22


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


def _axis(field: str, name: Text, language: Language) -> Spec:
    title = {"titleFontSize": FONT_SIZE, "titleFontWeight": "normal", "titleColor": look.INK_SOFT}
    return {
        "field": field,
        "type": "quantitative",
        "title": said(name, language),
        "axis": {"tickCount": 6, **title},
        "scale": {"nice": True, "zero": False},
    }
