"""Figures of lists as Parquet files, a row each; floats of the engine, unrounded.

Amounts are minor units of their currency.
"""

from collections.abc import Sequence
from pathlib import Path

from majung.operations.risk.costing import CohortCost
from majung.risk.fiscal.subsidy import SubsidyRate
from majung.store.lake import Column, Kind, arrays_of, written

PARTS = ("rate", "defaults", "interest", "fees", "other")
RATE_COLUMNS = tuple(Column(part, Kind.FLOAT) for part in PARTS)
_COHORTS = (
    Column("cohort", Kind.TEXT),
    Column("support", Kind.TEXT),
    Column("loans", Kind.INTEGER),
    Column("currency", Kind.TEXT),
    Column("disbursed", Kind.INTEGER),
    *RATE_COLUMNS,
    Column("cost", Kind.INTEGER),
)


def write_cohorts(file: Path, costs: Sequence[CohortCost]) -> None:
    """Write the cohorts of a list."""
    rows = [
        (each.cohort, each.support.value, each.loans, each.disbursed.currency,
         each.disbursed.minor, *rate_row(each.rate), each.cost.minor)
        for each in costs
    ]  # fmt: skip
    written(file, _COHORTS, arrays_of(_COHORTS, rows))


def rate_row(rate: SubsidyRate) -> tuple[float, ...]:
    """Return a subsidy rate and its parts, in the order of their columns."""
    return tuple(float(getattr(rate, part)) for part in PARTS)
