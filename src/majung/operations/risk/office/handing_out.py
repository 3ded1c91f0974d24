"""A run over the office's contracts as Parquet files: the contracts, and what it found."""

from pathlib import Path

from majung.operations.risk.loss_files import futures_of, write_lines, write_losses, write_years
from majung.operations.risk.office.office_run import OfficeRun
from majung.operations.risk.office.parquet import write_contracts, write_stakes
from majung.operations.risk.office.portfolio import OfficePortfolio


def hand_out(file: Path, office: OfficePortfolio, found: OfficeRun) -> tuple[Path, ...]:
    """Write contracts, stakes, figures, years and lines by month; return the files.

    Of a snapshot, whose contracts stand in files already, the figures take the place of contracts.

    Args:
        file: the first of them; the others stand beside it.
    """
    unit = unit_of(office.currency)
    if office.files:
        return _found(found, file, file, unit=unit)
    return (
        write_contracts(file, office.rows, unit=unit),
        write_stakes(file.with_suffix(".stakes.parquet"), office.stakes, unit=unit),
        *_found(found, file, file.with_suffix(".figures.parquet"), unit=unit),
    )


def unit_of(currency: str) -> str:
    """Return the unit of amounts of one currency."""
    return f"{currency}, minor units"


def write_office_lines(file: Path, found: OfficeRun, *, unit: str) -> Path:
    """Write everything that is paid by month, as usual and under each stress."""
    futures = futures_of(found.losses, found.stressed)
    return write_lines(file, {name: found.lines(each) for name, each in futures.items()}, unit=unit)


def _found(found: OfficeRun, file: Path, figures: Path, *, unit: str) -> tuple[Path, ...]:
    futures = futures_of(found.losses, found.stressed)
    return (
        write_losses(figures, futures, unit=unit),
        write_years(file.with_suffix(".years.parquet"), futures, unit=unit),
        write_office_lines(file.with_suffix(".lines.parquet"), found, unit=unit),
    )
