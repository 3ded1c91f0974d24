"""Charts as SVG and PNG images, the same bytes for the same chart.

The image carries its own title and description.  It holds presentation attributes only, no
style and no script, so the strictest page policy shows it.
"""

import json
import re
from functools import cache, lru_cache
from xml.sax.saxutils import escape

import vl_convert

from majung.errors import Language
from majung.reports.model import Chart
from majung.reports.renderers import look
from majung.reports.renderers.chart_marks import Width
from majung.reports.renderers.chart_specs import specification
from majung.reports.texts import said

VEGA_LITE = "5.21"
#: Pixels of a PNG for each pixel of the drawing: 640 drawn pixels on 160 mm are 200 dots an inch.
PNG_SCALE = 2
#: Drawings are a few thousand characters each.
DRAWINGS_KEPT = 256
#: As dots they are a hundred times that.
DOTTED_KEPT = 16

_ROOT = re.compile(r'^<svg ([^>]*?)class="marks" ([^>]*)>')


def svg(chart: Chart, language: Language, width: Width = Width.WIDE) -> str:
    """Draw a chart for documents, set in the documents' font."""
    spec = specification(chart.drawn, language, width)
    return _described(_drawn(json.dumps(spec)), chart, language, width)


def page_svg(chart: Chart, language: Language, width: Width = Width.WIDE) -> str:
    """Draw a chart for pages, set in the fonts of the reader's machine."""
    font = f'font-family="{look.DOCUMENT_FONT}"'
    # The whole drawing has a name and a description: its parts need none of their own.
    drawn = _PART_ROLES.sub("", svg(chart, language, width))
    return drawn.replace(font, f'font-family="{look.PAGE_FONTS}"')


def png(chart: Chart, language: Language) -> bytes:
    """Draw a chart as dots, for files that take no vectors."""
    return _dotted(svg(chart, language))


def start_drawing() -> None:
    """Start what draws, which takes a second the first time: for whoever has one to spare."""
    _drawn(json.dumps({"data": {"values": []}, "mark": "bar"}))


_PART_ROLES = re.compile(r' role="graphics-(?:symbol|object)"| aria-roledescription="[^"]*"')


@lru_cache(maxsize=DRAWINGS_KEPT)
def _drawn(spec: str) -> str:
    """Draw a specification.  One document needs a drawing in several files; it is made once."""
    _register_fonts()
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    return drawn


@lru_cache(maxsize=DOTTED_KEPT)
def _dotted(drawn: str) -> bytes:
    """Make dots of a drawing.  The workbook and the document of one pack show the same ones."""
    dots: bytes = vl_convert.svg_to_png(drawn, scale=PNG_SCALE)
    return dots


def _described(drawn: str, chart: Chart, language: Language, width: Width) -> str:
    """Give the image its name and description, for those who cannot see it."""
    name = f"{chart.key}-{int(width)}"
    title, about = (escape(said(text, language)) for text in (chart.title, chart.description))
    head = (
        rf'<svg \1\2 role="img" lang="{language}" aria-labelledby="{name}-title {name}-about">'
        f'<title id="{name}-title">'
    )
    described, found = _ROOT.subn(lambda match: match.expand(head), drawn, count=1)
    if not found:
        raise ValueError("the drawing does not begin as expected: look at the renderer's version")
    opening = f'<title id="{name}-title">'
    words = f'{title}</title><desc id="{name}-about">{about}</desc>'
    return described.replace(opening, opening + words, 1)


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(look.font_folder())
