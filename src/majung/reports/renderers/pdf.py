"""A report as PDF: A4, tagged for screen readers, fit for archives, the same bytes every time.

The layout is one Typst template; the report reaches it as JSON, so no text of a firm or an
officer can become markup.  The creation time written into the file is the watermark's.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from majung.errors import Language
from majung.reports.canonical import Plain, as_json, digest, plain, plain_table
from majung.reports.furniture import DIGEST_DIGITS, banner, furniture
from majung.reports.model import Chart, Gauge, Marking, Notes, Outline, Report, Signatures
from majung.reports.renderers import look
from majung.reports.renderers.chart_images import svg
from majung.reports.renderers.glyphs import drawable
from majung.reports.renderers.signing import signature_table
from majung.reports.renderers.widths import column_widths
from majung.reports.renderers.wording import finding_words, source_words
from majung.reports.tables import Table
from majung.reports.texts import said, word

#: Archive file, level 2 accessible-by-tags, and universal accessibility.
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
#: The documents' font lacks ✗; the compiler's own monospaced font draws it.
FONTS = (look.DOCUMENT_FONT, "DejaVu Sans Mono")


def pdf(report: Report, versions: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Render a report as PDF.

    Args:
        versions: of the renderers, to be printed among the provenance.
    """
    laid_out = json.dumps(_laid_out(report, versions), ensure_ascii=False, sort_keys=True)
    made = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": laid_out},
        pdf_standards=[*STANDARDS],
        timestamp=int(report.watermark.recorded_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _laid_out(report: Report, versions: tuple[tuple[str, str], ...]) -> Plain:
    """Bring together what the template reads, every text drawable."""
    language = report.language
    whole = digest(as_json(report))
    encoded = plain(report)
    encoded["parts"] = [
        _part(part, shown, language)
        for part, shown in zip(report.parts, encoded["parts"], strict=True)
    ]
    around = furniture(report, whole, versions)
    data = {
        "report": encoded,
        "around": {
            "banner": banner(around),
            "explanation": list(around.explanation),
            "identity": around.identity,
            "kind": around.kind,
            "legend": list(around.legend),
            "provenance": [list(line) for line in around.provenance],
            "watermark": around.watermark,
        },
        "digest": whole,
        "digest-short": whole[:DIGEST_DIGITS],
        "ground-word": _ground_word(report),
        "names": _names(language),
        "look": _LOOK,
    }
    drawn: Plain = _drawable(data)
    return drawn


def _part(part: object, shown: Plain, language: Language) -> Plain:
    """Add to a part what only a page on paper needs: widths, images, days in words."""
    match part:
        case Table():
            shown["widths"] = list(column_widths(part, language))
        case Gauge():
            chart = part.chart()
            shown["svg"] = svg(chart, language)
            shown["description"] = said(chart.description, language)
        case Chart():
            shown["svg"] = svg(part, language)
            shown["table"] = None if part.beside else _table(part.drawn.table(""), language)
        case Signatures():
            shown["table"] = _table(signature_table(part), language)
        case Notes():
            for note, line in zip(part.notes, shown["notes"], strict=True):
                line["source_words"] = source_words(note, language)
        case Outline():
            for finding, line in zip(part.lines, shown["lines"], strict=True):
                line["words"] = asdict(finding_words(finding, language))
        case _:
            pass
    return shown


def _table(table: Table, language: Language) -> Plain:
    return {**plain_table(table, language), "widths": list(column_widths(table, language))}


def _ground_word(report: Report) -> str:
    is_example = Marking.EXAMPLE in report.markings
    return word("marking-example").spoken(report.language) if is_example else ""


def _names(language: Language) -> Mapping[str, object]:
    return {
        "difference": word("difference").spoken(language),
        "digest-short": word("digest-short").spoken(language),
    }


_LOOK: Mapping[str, object] = {
    "fonts": list(FONTS),
    "ink": look.INK,
    "ink-soft": look.INK_SOFT,
    "ink-faint": look.INK_FAINT,
    "line": look.LINE,
    "ground": look.GROUND,
    "primary": look.PRIMARY,
    "warning": look.WARNING,
}


def _drawable(value: Any) -> Any:
    match value:
        case str():
            return drawable(value)
        case list():
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
