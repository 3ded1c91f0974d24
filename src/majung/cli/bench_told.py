"""Telling measurements: one by one while they are made, then as a page, a table or JSON."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.bench.measuring import Measurement, machine
from majung.bench.page import as_block, as_document, marks_in, write_block
from majung.cli.given import content_of, require_place
from majung.cli.output import refuse, say, say_json

PagePlace = Annotated[
    Path | None, Parameter(help="Write the figures into this page, between its marks.")
]


def require_page(page: Path | None, mark: str) -> None:
    """Refuse a page into which nothing could be written, before anything is measured.

    Raises:
        FileNotOpenedError: it is not there, or may not be written.
        PageWithoutMarksError: it has no place for the figures.
    """
    if page is not None:
        marks_in(content_of(page).decode("utf-8", "replace"), file=str(page), name=mark)
        require_place(page)


def tell(
    measurements: Iterable[Measurement],
    *,
    page: Path | None,
    mark: str,
    as_json: bool,
    more: Mapping[str, object] | None = None,
) -> None:
    """Measure and tell.

    Args:
        page: where the table is written too.
        mark: of the table in the page.
        more: what else is told, by name.
    """
    require_page(page, mark)
    found: list[Measurement] = []
    for measurement in measurements:
        refuse(f"{measurement.name}: {measurement.median * 1000:,.3f} ms")
        found.append(measurement)
    here, beside = machine(), more or {}
    if page is not None:
        write_block(page, as_block(here, found), name=mark)
    if as_json:
        say_json({**as_document(here, found), **beside})
        return
    say(as_block(here, found))
    for name, value in beside.items():
        say(f"{name}: {value}")
