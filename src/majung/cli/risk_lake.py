"""Parquet files for ``majung risk run``: a snapshot in, the office's portfolio out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from majung.cli.given import require_place
from majung.cli.risk_held import Held
from majung.operations.risk.office import parquet
from majung.operations.risk.office.portfolio import OfficePortfolio


def portfolio(held: Held) -> OfficePortfolio:
    """Return the portfolio of a snapshot."""
    assert held.lake is not None
    return parquet.snapshot(held.lake)


def hand_out(
    office: OfficePortfolio, file: Path, lines: Mapping[str, Sequence[float]]
) -> tuple[Path, ...]:
    """Write a portfolio, its stakes and its lines; return the files."""
    require_place(file)
    return parquet.hand_out(office, file, lines)
