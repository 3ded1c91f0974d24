"""What runs found as Parquet files: figures, a fan by year, lines by month.

Runs over a list and over the office's contracts are handed out by the same code; under named
stresses rows of each future follow those of the usual one, and say which it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

from majung.operations.risk.figure_files import (
    LISTED,
    Figure,
    counted,
    interval_row,
    text,
    write_figures,
)
from majung.operations.risk.loss_readings import FAN, LossReading, Stressed, yearly_costs
from majung.store.lake import Kind

USUAL, ALL = "usual", "all"
_FIGURES = ("expected_loss", "value_at_risk", "expected_shortfall")

Lines = Mapping[str, Sequence[float]]


def hand_out_losses(
    file: Path, usual: LossReading, stressed: Sequence[Stressed] = ()
) -> tuple[Path, ...]:
    """Write what a run over a list found; return the files.

    Args:
        file: of the figures; years and lines stand beside it.
    """
    futures = futures_of(usual, stressed)
    lines = {name: {**each.lines, **each.borne} for name, each in futures.items()}
    return (
        write_losses(file, futures, unit=LISTED),
        write_years(file.with_suffix(".years.parquet"), futures, unit=LISTED),
        write_lines(file.with_suffix(".lines.parquet"), lines, unit=LISTED),
    )


def futures_of(usual: LossReading, stressed: Sequence[Stressed]) -> dict[str, LossReading]:
    """Return what was found under each future, by what the future is called."""
    return {USUAL: usual} | {
        each.stress.key or each.stress.name.en: each.losses for each in stressed
    }


def write_losses(file: Path, futures: Mapping[str, LossReading], *, unit: str) -> Path:
    """Write the figures of each future, then what programmes, sectors, regions and firms add.

    Bounds of 95 % and the present value are those of all together.
    """
    bounds = [f"{name}_{end}" for name in _FIGURES for end in ("low", "high")]
    columns = (
        *text("future", "dimension", "name"),
        *counted(*_FIGURES, *bounds, "present_value", unit=unit),
    )
    rows = [row for name, each in futures.items() for row in _rows(name, each)]
    return write_figures(file, "losses", columns, rows, _settings(futures))


def _rows(future: str, found: LossReading) -> Iterator[tuple[Any, ...]]:
    whole = [interval_row(each) for each in (found.expected, found.value_at_risk, found.shortfall)]
    values, bounds = ([each[0] for each in whole], [bound for each in whole for bound in each[1:]])
    yield (future, ALL, "", *values, *bounds, round(found.present_value))
    nothing = (None,) * (len(bounds) + 1)
    for dimension, parts in found.parts.items():
        for part in parts:
            added = (part.expected, part.at_risk, part.shortfall)
            yield (future, dimension, part.name, *map(round, added), *nothing)


def write_years(file: Path, futures: Mapping[str, LossReading], *, unit: str) -> Path:
    """Write claims less recoveries of each year: what is expected, and the fan over scenarios."""
    levels = [f"{level:g}" for level in FAN]
    named = [f"percentile_{100 * level:g}" for level in FAN]
    columns = (
        *text("future"), Figure("year", Kind.SMALL), *counted("expected", *named, unit=unit)
    )  # fmt: skip
    rows = [
        (name, year, *map(round, row))
        for name, each in futures.items()
        for year, row in enumerate(
            zip_longest(
                yearly_costs(each), *(each.fan[level] for level in levels), fillvalue=0.0
            ),
            start=1,
        )
    ]  # fmt: skip
    return write_figures(file, "net claims by year", columns, rows, _settings(futures))


def write_lines(file: Path, futures: Mapping[str, Lines], *, unit: str) -> Path:
    """Write everything that is paid on average, a row a future and month."""
    names = list(dict.fromkeys(name for lines in futures.values() for name in lines))
    columns = (*text("future"), Figure("month", Kind.SMALL), *counted(*names, unit=unit))
    rows = [
        (future, month, *map(round, row))
        for future, lines in futures.items()
        for month, row in enumerate(
            zip_longest(*(lines.get(name, ()) for name in names), fillvalue=0.0), start=1
        )
    ]
    return write_figures(file, "lines by month", columns, rows)


def _settings(futures: Mapping[str, LossReading]) -> Mapping[str, Any]:
    usual = futures[USUAL]
    return {
        **asdict(usual.settings),
        "method_taken": usual.method,
        "contracts": usual.contracts,
        "outstanding": round(usual.outstanding),
        "sources": list(usual.sources),
    }
