"""What statements of designs and allocations share: their head, what was drawn, sources."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from majung.errors import Language
from majung.reports.model import DocumentKind, Marking, Note, Part, Report, Watermark
from majung.rules.citations import Label


def internal_statement(
    key: str,
    title: Label,
    series: Label,
    parts: Sequence[Part],
    *,
    at: datetime,
    language: Language,
) -> Report:
    """Lay parts out as a document for internal roles.

    Args:
        series: whose figures they are.
        at: the moment it was made.
    """
    return Report(
        key=key,
        kind=DocumentKind.STATEMENT,
        language=language,
        title=title,
        watermark=Watermark(at.date(), at, series),
        parts=tuple(parts),
        markings=(Marking.INTERNAL,),
    )


def draws_told(scenarios: int, seed: int, *, severity: float) -> Label:
    """Say on how many scenarios figures rest, from which seed, and what a default loses.

    Args:
        severity: mean loss given default, 0 to 1.
    """
    lost = f"{100 * severity:g} %"
    return Label(
        f"시나리오 {scenarios:,}개, 시드 {seed}, 부도 시 손실률 평균 {lost}(가정)",
        f"{scenarios:,} scenarios, seed {seed}, loss given default {lost} on average (assumed)",
    )


def source_notes(sources: Sequence[str]) -> Iterator[Note]:
    """Say where the curves of default come from."""
    for each in sources:
        yield Note(Label("부도율 곡선", "Curves of default"), each)


def basis_document(
    *, scenarios: int, seed: int, level: float, sources: Sequence[str]
) -> dict[str, object]:
    """Write for JSON what figures rest on."""
    return {
        "internal": True,
        "scenarios": scenarios,
        "seed": seed,
        "level": f"{level:g}",
        "sources": list(sources),
    }
