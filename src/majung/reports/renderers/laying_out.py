"""A report laid out for pages, of paper and of the web: plain values, every text ready to print.

A page template reads these values and adds nothing but its own marks.  Beside what the canonical
JSON holds, parts carry what a page needs: images of charts, the table of a chart, widths, and the
words of findings and notes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from majung.errors import Language
from majung.reports.canonical import Plain, as_json, digest, plain, plain_table
from majung.reports.furniture import DIGEST_DIGITS, banner, furniture
from majung.reports.model import Chart, Gauge, Notes, Outline, Part, Report, Signatures
from majung.reports.renderers.chart_images import page_svg
from majung.reports.renderers.chart_marks import Width
from majung.reports.renderers.signing import signature_table
from majung.reports.renderers.widths import column_widths
from majung.reports.renderers.wording import finding_words, source_words
from majung.reports.tables import Table
from majung.reports.texts import said, word

#: Draws a chart: the images of a part by the names a template knows.
Drawing = Callable[[Chart, Language], Mapping[str, str]]


def page_fragment(report: Report, versions: tuple[tuple[str, str], ...] = ()) -> Plain:
    """Return a report as values for a page of the web.

    Charts come as SVG texts, ``svg`` and ``svg_narrow``, safe to be set into the page as they are;
    every other text is to be escaped by the template as usual.
    """
    return laid_out(report, _for_page, versions)


def laid_out(report: Report, draw: Drawing, versions: tuple[tuple[str, str], ...] = ()) -> Plain:
    """Bring together what a page template reads.

    Args:
        versions: of the renderers, to be shown among the provenance.
    """
    language = report.language
    whole = digest(as_json(report))
    around = furniture(report, whole, versions)
    encoded = plain(report)
    for part, shown in zip(report.parts, encoded["parts"], strict=True):
        shown.update(_for_template(part, shown, language, draw))
    return {
        "report": encoded,
        "around": {**asdict(around), "banner": banner(around)},
        "digest": whole,
        "digest_short": whole[:DIGEST_DIGITS],
        "names": {
            "difference": said(word("difference"), language),
            "digest_short": said(word("digest-short"), language),
        },
    }


def _for_page(chart: Chart, language: Language) -> Mapping[str, str]:
    narrow = page_svg(chart, language, Width.NARROW)
    return {"svg": page_svg(chart, language), "svg_narrow": narrow}


def _for_template(part: Part, shown: Plain, language: Language, draw: Drawing) -> Plain:
    """Return what only a page needs of a part."""
    match part:
        case Table():
            return {"widths": list(column_widths(part, language))}
        case Gauge():
            return _drawn(part.chart(), language, draw)
        case Chart():
            table = None if part.beside else _table(part.drawn.table(""), language)
            return {**_drawn(part, language, draw), "table": table}
        case Signatures():
            return {"table": _table(signature_table(part), language)}
        case Outline():
            words = [asdict(finding_words(line, language)) for line in part.lines]
            return {"lines": _with(shown["lines"], "words", words)}
        case Notes():
            sources = [source_words(note, language) for note in part.notes]
            return {"notes": _with(shown["notes"], "source_words", sources)}
        case _:
            return {}


def _drawn(chart: Chart, language: Language, draw: Drawing) -> Plain:
    return {**draw(chart, language), "description": said(chart.description, language)}


def _table(table: Table, language: Language) -> Plain:
    return {**plain_table(table, language), "widths": list(column_widths(table, language))}


def _with(lines: list[Plain], name: str, values: Sequence[object]) -> list[Plain]:
    return [{**line, name: value} for line, value in zip(lines, values, strict=True)]
