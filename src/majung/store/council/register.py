"""The number register (숫자대장): every figure that was let out, and whether it contradicts.

The same figure of the same day, released with another value, is kept beside the first and points
to it: the contradiction is on record, and whoever releases it is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from majung.store import models
from majung.store.numbers import kept_or_made, number_or_none
from majung.store.written import read, written
from majung.supply.figures import Figure


@dataclass(frozen=True, slots=True)
class Release:
    """A figure as it was let out.

    Attributes:
        document: where it stands: the key of a pack and the name of a document, a page, a letter.
        contradicts: the document that released another value before; empty for none.
    """

    figure: Figure
    document: str
    released_on: date
    recorded_at: datetime
    contradicts: str = ""


def release(
    figures: Iterable[Figure], *, document: str, on: date, at: datetime, pack: str = ""
) -> tuple[Release, ...]:
    """Enter figures in the register; return those that contradict an earlier release.

    Entering the figures of a document again does nothing.

    Raises:
        NotRecordedError: the pack is not known.
    """
    pack_number = number_or_none(models.Pack, key=pack)
    entered = []
    for figure in figures:
        before = _first_other_value(figure)
        row, _ = kept_or_made(
            models.ReleasedFigure,
            figure=figure.key,
            as_of=figure.as_of,
            document=document,
            defaults={
                "definition": figure.definition.value,
                "value": _kept_value(figure),
                "series": figure.series,
                "watermark": figure.watermark,
                "content": written(figure),
                "pack_id": pack_number,
                "contradicts": before,
                "released_on": on,
                "recorded_at": at,
            },
        )
        entered.append(_release(row))
    return tuple(each for each in entered if each.contradicts)


def releases_of(figure: str, *, as_of: date | None = None) -> tuple[Release, ...]:
    """Return every release of a figure, of one day or of all, in the order released."""
    rows = models.ReleasedFigure.objects.filter(figure=figure)
    if as_of is not None:
        rows = rows.filter(as_of=as_of)
    return tuple(_release(row) for row in rows.order_by("recorded_at", "pk"))


def last_released(figures: Iterable[Figure], *, but_in: str = "") -> Mapping[str, Release]:
    """Return what was last released of each figure for its day and series, by key of the figure.

    Args:
        but_in: a document whose releases are left out.
    """
    wanted = {(figure.key, figure.as_of, figure.series) for figure in figures}
    rows = models.ReleasedFigure.objects.filter(
        figure__in={key for key, _, _ in wanted}, as_of__in={day for _, day, _ in wanted}
    ).exclude(document=but_in)
    return {
        row.figure: _release(row)
        for row in rows.select_related("contradicts").order_by("recorded_at", "pk")
        if (row.figure, row.as_of, row.series) in wanted
    }


def released_figures(
    *,
    first_on: date | None = None,
    after: int = 0,
    count_max: int = 200,
    sought: str = "",
    definitions: Iterable[str] = (),
    is_contradicting: bool = False,
) -> tuple[Release, ...]:
    """Return the register, latest release first.

    Args:
        first_on: releases since this day only.
        after: how many of the latest are passed over, to go through all in pages.
        sought: what stands in the key of the figure or in the name of the document.
        definitions: figures of these definitions are found as well.
        is_contradicting: only what contradicts an earlier release.
    """
    rows = models.ReleasedFigure.objects.select_related("contradicts")
    if first_on is not None:
        rows = rows.filter(released_on__gte=first_on)
    if sought:
        rows = rows.filter(
            Q(figure__icontains=sought)
            | Q(document__icontains=sought)
            | Q(definition__in=list(definitions))
        )
    if is_contradicting:
        rows = rows.filter(contradicts__isnull=False)
    page = rows.order_by("-recorded_at", "-pk")[after : after + count_max]
    return tuple(_release(row) for row in page)


def released_in(document: str) -> tuple[Release, ...]:
    """Return the figures that a document let out, by key."""
    rows = models.ReleasedFigure.objects.filter(document=document).order_by("figure", "as_of")
    return tuple(_release(row) for row in rows)


def contradictions() -> tuple[Release, ...]:
    """Return every release that contradicts an earlier one, latest first."""
    rows = models.ReleasedFigure.objects.filter(contradicts__isnull=False)
    return tuple(_release(row) for row in rows.order_by("-recorded_at", "-pk"))


def _first_other_value(figure: Figure) -> models.ReleasedFigure | None:
    rows = models.ReleasedFigure.objects.filter(
        figure=figure.key, as_of=figure.as_of, series=figure.series
    )
    value = _kept_value(figure)
    for row in rows.order_by("recorded_at", "pk"):
        if row.value != value:
            return row
    return None


def _kept_value(figure: Figure) -> list[Any]:
    # In a list, because an OPEN value is nothing, and a column that holds nothing is empty.
    return [written(figure.value)]


def _release(row: models.ReleasedFigure) -> Release:
    return Release(
        figure=read(Figure, row.content),
        document=row.document,
        released_on=row.released_on,
        recorded_at=row.recorded_at,
        contradicts=row.contradicts.document if row.contradicts else "",
    )
