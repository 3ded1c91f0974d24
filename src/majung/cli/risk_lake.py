"""A snapshot of the lake for ``majung risk run --lake``."""

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
