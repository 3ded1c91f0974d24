"""Figures of lists as Parquet files, a row each; floats of the engine, unrounded.

Amounts are minor units of their currency.
"""

from collections.abc import Sequence
from pathlib import Path

from majung.operations.risk.allocations import AllocationReading
from majung.operations.risk.costing import CohortCost
from majung.operations.risk.credit_lists import CapitalLoan, ProvidedLoan
from majung.risk.backtest.calibration import Calibrated
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


_PROVIDED = (
    Column("line", Kind.INTEGER),
    Column("contract", Kind.TEXT),
    Column("stage", Kind.SMALL),
    *(Column(name, Kind.FLOAT) for name in
      ("exposure", "probability", "twelve_months", "lifetime", "loss")),
)  # fmt: skip
_CAPITAL = (
    Column("line", Kind.INTEGER),
    Column("contract", Kind.TEXT),
    Column("asset_class", Kind.TEXT),
    *(Column(name, Kind.FLOAT) for name in ("exposure", "probability", "risk_weight", "capital")),
)
_GROUPS = (
    Column("group", Kind.TEXT),
    Column("loans", Kind.INTEGER),
    Column("defaults", Kind.INTEGER),
    *(Column(name, Kind.FLOAT) for name in ("predicted", "realised", "least", "most")),
    Column("tuning", Kind.TEXT),
)
_CELLS = (
    *(Column(name, Kind.TEXT) for name in ("programme", "sector", "region")),
    Column("amount", Kind.INTEGER),
    Column("room", Kind.INTEGER),
    Column("price", Kind.FLOAT),
)


def write_provisions(file: Path, loans: Sequence[ProvidedLoan]) -> None:
    """Write loans with their stages and provisions."""
    _write(file, _PROVIDED, loans)


def write_capital(file: Path, loans: Sequence[CapitalLoan]) -> None:
    """Write loans with their risk weights and capital."""
    _write(file, _CAPITAL, loans)


def write_groups(file: Path, groups: Sequence[Calibrated]) -> None:
    """Write predicted and realised defaults by grade or year."""
    _write(file, _GROUPS, groups)


def write_cells(file: Path, reading: AllocationReading) -> None:
    """Write what each cell of an envelope gets; the price of its room a won more of it."""
    rows = [
        (*names, int(amount), int(room), float(price) + 0.0)
        for names, amount, room, price in zip(
            reading.cells.names,
            reading.found.amounts,
            reading.cells.rooms,
            reading.found.room_prices,
            strict=True,
        )
    ]
    written(file, _CELLS, arrays_of(_CELLS, rows))


def _write(file: Path, columns: Sequence[Column], found: Sequence[object]) -> None:
    rows = [tuple(getattr(each, column.name) for column in columns) for each in found]
    written(file, columns, arrays_of(columns, rows))


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
