"""A report as PDF: A4, tagged for screen readers, fit for archives, the same bytes every time.

The layout is one Typst template; the report reaches it as JSON, so no text of a firm or an
officer can become markup.  The creation time written into the file is the watermark's.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from majung.errors import Language
from majung.reports.furniture import marking_word
from majung.reports.model import Chart, Marking, Report
from majung.reports.renderers import look
from majung.reports.renderers.chart_images import svg
from majung.reports.renderers.glyphs import drawable
from majung.reports.renderers.laying_out import laid_out

#: Archive file, level 2 accessible by tags, and universal accessibility.
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")
#: The documents' font lacks ✗; the compiler's own monospaced font draws it.
FONTS = (look.DOCUMENT_FONT, "DejaVu Sans Mono")


def pdf(report: Report, versions: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Render a report as PDF.

    Args:
        versions: of the renderers, to be printed among the provenance.
    """
    values = laid_out(report, _for_paper, versions)
    values |= {"ground_word": _ground_word(report), "look": _LOOK}
    made = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": json.dumps(_drawable(values), ensure_ascii=False, sort_keys=True)},
        pdf_standards=list(STANDARDS),
        timestamp=int(report.watermark.recorded_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _for_paper(chart: Chart, language: Language) -> Mapping[str, str]:
    return {"svg": svg(chart, language)}


def _ground_word(report: Report) -> str:
    """Return the word that lies under every page: an example is never taken for the real."""
    is_example = Marking.EXAMPLE in report.markings
    return marking_word(Marking.EXAMPLE, report.language) if is_example else ""


_LOOK: Mapping[str, object] = {
    "fonts": list(FONTS),
    "ink": look.INK,
    "ink_soft": look.INK_SOFT,
    "ink_faint": look.INK_FAINT,
    "line": look.LINE,
    "ground": look.GROUND,
    "primary": look.PRIMARY,
    "warning": look.WARNING,
}


def _drawable(value: Any) -> Any:
    """Replace, in all texts, the characters without a glyph: an archive file may hold none."""
    match value:
        case str():
            return drawable(value)
        case list() | tuple():
            return [_drawable(item) for item in value]
        case dict():
            return {key: _drawable(item) for key, item in value.items()}
        case _:
            return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[look.font_folder()]
    )


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("report.typ").read_bytes()
