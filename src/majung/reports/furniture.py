"""What surrounds the parts of a document on every page: markings, watermark, legends, provenance.

Each output sets these lines where its pages have room; none composes them anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from majung.errors import Language
from majung.reports.cells import MINUS, Cell, day, moment, written
from majung.reports.model import Gauge, Marking, Report
from majung.reports.tables import Table
from majung.reports.texts import said, word

#: How many digits of a digest a page shows; the whole stands among the provenance.
DIGEST_DIGITS = 16
VERSION_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines around the parts, in words.

    Attributes:
        markings: short words every page bears, in order of weight: 예시, 비구속.
        explanation: what the markings mean, in a sentence each.
        watermark: day, moment and series of the figures, one line.
        identity: kind, number and issuer of the document, one line; parts may be missing.
        legend: how signs in the figures are read; empty where none is used.
        provenance: names and values that let the document be made again.
    """

    markings: tuple[str, ...]
    explanation: tuple[str, ...]
    kind: str
    identity: str
    watermark: str
    legend: tuple[str, ...]
    provenance_name: str
    provenance: tuple[tuple[str, str], ...]


def furniture(report: Report, digest: str, versions: tuple[tuple[str, str], ...] = ()) -> Furniture:
    """Compose the lines around a report's parts.

    Args:
        digest: of the report's canonical JSON.
        versions: of the renderers that make the output, name and version.
    """
    language = report.language
    kind = word(f"kind-{report.kind}").spoken(language)
    named = (kind, report.number, said(report.issuer, language))
    return Furniture(
        markings=tuple(word(f"marking-{mark}").spoken(language) for mark in report.markings),
        explanation=tuple(
            word(f"marking-{mark}-means").spoken(language) for mark in report.markings
        ),
        kind=kind,
        identity=" · ".join(name for name in named if name),
        watermark=_watermark(report),
        legend=_legend(report),
        provenance_name=word("provenance").spoken(language),
        provenance=tuple(_provenance(report, digest, versions)),
    )


def banner(marks: Furniture) -> str:
    """Write the markings as one line for the head of a page; empty where there are none."""
    return " · ".join(marks.markings)


def marking_word(marking: Marking, language: Language) -> str:
    """Write a marking as its short word."""
    return word(f"marking-{marking}").spoken(language)


def _watermark(report: Report) -> str:
    mark, language = report.watermark, report.language
    line = word(
        "watermark",
        as_of=written(day(mark.as_of), language),
        recorded_at=written(moment(mark.recorded_at), language),
        series=mark.series,
    )
    return line.spoken(language)


def _provenance(
    report: Report, digest: str, versions: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str]]:
    language = report.language
    yield word("digest").spoken(language), digest
    for programme in report.programmes:
        version = programme.version[:VERSION_DIGITS]
        yield word("programme-version").spoken(language), f"{programme.key} {version}"
    if versions:
        made = " · ".join(f"{name} {version}" for name, version in versions)
        yield word("made-with").spoken(language), made


def _legend(report: Report) -> tuple[str, ...]:
    language = report.language
    lines = []
    if language == "ko" and any(
        written(cell, "ko").startswith(MINUS["ko"]) for cell in _cells(report)
    ):
        lines.append(word("legend-minus").spoken(language))
    if any(isinstance(part, Table | Gauge) and part.has_gap_from_rounding for part in report.parts):
        lines.append(word("legend-rounding").spoken(language))
    return tuple(lines)


def _cells(value: object) -> Iterator[Cell]:
    """Walk every cell of a report."""
    if isinstance(value, Cell):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _cells(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _cells(getattr(value, field.name))
