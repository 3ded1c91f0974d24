"""Parquet files for ``majung risk run``: a snapshot in, the office's portfolio out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from majung.cli.risk_held import Held
from majung.operations.lake.manifest import read_manifest
from majung.operations.risk.office import parquet
from majung.operations.risk.office.portfolio import OfficePortfolio


def portfolio(held: Held) -> OfficePortfolio:
    """Return the portfolio of a snapshot, or of the last one of a lake."""
    assert held.lake is not None
    manifest = read_manifest(held.lake)
    kept = manifest.snapshot if manifest else None
    return parquet.snapshot(held.lake / kept.folder if kept else held.lake)


def hand_out(
    office: OfficePortfolio, file: Path, lines: Mapping[str, Sequence[float]]
) -> tuple[Path, ...]:
    """Write a portfolio, its stakes and its lines; return the files."""
    return parquet.hand_out(office, file, lines)
