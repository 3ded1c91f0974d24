"""What the office's cohorts cost, and how that moved, as Parquet files: a row a cohort.

Amounts are minor units of their currency, rates percent as the engine reckons them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from majung.operations.risk.figure_files import PARTS, RATE_COLUMNS, rate_row
from majung.operations.risk.reading_cost import CostLine, CostReading
from majung.operations.risk.reading_reestimates import ReestimateLine
from majung.store.lake import Column, Kind, arrays_of, written

_OFFICE = (
    Column("programme", Kind.TEXT),
    Column("product", Kind.TEXT),
    Column("year", Kind.SMALL),
    Column("support", Kind.TEXT),
    Column("contracts", Kind.INTEGER),
    Column("currency", Kind.TEXT),
    Column("disbursed", Kind.INTEGER),
)
_COSTS = (
    *_OFFICE,
    Column("payer", Kind.TEXT),
    Column("default_rate", Kind.FLOAT),
    *RATE_COLUMNS,
    Column("cost", Kind.INTEGER),
)
_MOVED = ("original", "interest", "technical", "current")
_REESTIMATES = (
    *_OFFICE,
    *(Column(name, Kind.FLOAT) for name in _MOVED),
    *(Column(f"technical_{part}", Kind.FLOAT) for part in PARTS[1:]),
    *(Column(name, Kind.INTEGER) for name in ("claimed", "recovered", "left_out", "differences")),
)


def write_costs(file: Path, found: CostReading) -> None:
    """Write the cohorts of the office."""
    rows = [
        (
            *_office(line),
            line.payer,
            float(line.default_rate),
            *rate_row(line.rate),
            line.cost.minor,
        )
        for line in found.lines
    ]  # fmt: skip
    written(file, _COSTS, arrays_of(_COSTS, rows))


def write_reestimates(file: Path, found: Sequence[ReestimateLine]) -> None:
    """Write how the cohorts of the office moved; of differences from the ledger, how many."""
    rows = [
        (*_office(line), float(line.found.original.rate), line.found.interest,
         line.found.technical, float(line.found.current.rate),
         *(line.found.by_part[part] for part in PARTS[1:]),
         line.claimed.minor, line.recovered.minor, line.left_out, len(line.differences))
        for line in found
    ]  # fmt: skip
    written(file, _REESTIMATES, arrays_of(_REESTIMATES, rows))


def _office(line: CostLine | ReestimateLine) -> tuple[Any, ...]:
    return (
        line.programme,
        line.product,
        line.year,
        line.support.value,
        line.contracts,
        line.disbursed.currency,
        line.disbursed.minor,
    )
