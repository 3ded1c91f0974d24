"""What cells of opening balances have in common: what must be said, and what must agree."""

from datetime import date
from typing import TypeVar

from majung.contracts.reported.cells import StatementCells

T = TypeVar("T")


def needed(cells: StatementCells, key: str, value: T | None) -> T | None:
    """Return a value that was read; a blank cell is noted as a problem."""
    if not cells.text(key):
        cells.object(key, "servicer-cell-missing")
    return value


def needed_day(cells: StatementCells, key: str) -> date | None:
    """Read a day that a row must say."""
    return needed(cells, key, cells.day(key))


def matched(cells: StatementCells, key: str, stated: int | None, computed: int) -> None:
    """Note where a figure that was stated is not the one that follows from the terms."""
    if stated is not None and stated != computed:
        cells.object(
            key,
            "opening-figure-differs",
            stated=cells.spoken(stated),
            computed=cells.spoken(computed),
        )
