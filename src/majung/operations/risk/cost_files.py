"""What the office's cohorts cost, and how that moved, as Parquet files: a row a cohort.

Amounts are minor units of their currency, rates percent as the engine reckons them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from majung.operations.risk.figure_files import (
    MINOR,
    PARTS,
    PERCENT,
    SHARE,
    Figure,
    counted,
    rate_row,
    rated,
    text,
    write_figures,
)
from majung.operations.risk.reading_cost import CostLine, CostReading
from majung.operations.risk.reading_reestimates import ReestimateLine
from majung.store.lake import Kind

_OFFICE = (
    *text("programme", "product"), Figure("year", Kind.SMALL), *text("support"),
    *counted("contracts"), *text("currency"), *counted("disbursed", unit=MINOR),
)  # fmt: skip
_COSTS = (
    *_OFFICE, *text("payer"), *rated("default_rate", unit=SHARE), *rated(*PARTS, unit=PERCENT),
    *counted("cost", unit=MINOR),
)  # fmt: skip
_MOVED = ("original", "interest", "technical", "current")
_REESTIMATES = (
    *_OFFICE, *rated(*_MOVED, *(f"technical_{part}" for part in PARTS[1:]), unit=PERCENT),
    *counted("claimed", "recovered", unit=MINOR), *counted("left_out", "differences"),
)  # fmt: skip


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
    write_figures(file, "cost", _COSTS, rows)


def write_reestimates(file: Path, found: Sequence[ReestimateLine]) -> None:
    """Write how the cohorts of the office moved; of differences from the ledger, how many."""
    rows = [
        (*_office(line), float(line.found.original.rate), line.found.interest,
         line.found.technical, float(line.found.current.rate),
         *(line.found.by_part[part] for part in PARTS[1:]),
         line.claimed.minor, line.recovered.minor, line.left_out, len(line.differences))
        for line in found
    ]  # fmt: skip
    write_figures(file, "re-estimates", _REESTIMATES, rows)


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
