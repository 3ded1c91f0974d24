"""Figures of risk commands as Parquet files, a row each, for whoever reads on with other tools.

Money is whole minor units; where a list does not say its currency, whole units of what the list
counts in.  Rates are floats of the engine, unrounded.  A cell is empty where there is no figure.
A file says in its metadata what it holds (``figures``), in which unit each column is (``units``),
and, of a run, on what it rests (``settings``), the latter two as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from majung.operations.risk.costing import CohortCost
from majung.risk.backtest.tuning import Calibrated
from majung.risk.fiscal.subsidy import SubsidyRate
from majung.risk.losses.figures import Interval
from majung.store.lake import Column, Kind, arrays_of, written

if TYPE_CHECKING:
    # Only named: whoever writes the figures of a kept run loads none of what finds the others.
    from majung.operations.risk.allocation_reading import AllocationReading
    from majung.operations.risk.backtests import BudgetTest, VintageTest
    from majung.operations.risk.credit_lists import CapitalLoan, ProvidedLoan
    from majung.operations.risk.design_reading import DesignReading

#: Units of columns.
MINOR, LISTED, WON = "minor units of the currency", "as the list counts", "KRW"
PERCENT, SHARE, POINTS = "percent", "share of 1", "points per 100 disbursed"
MONTHS, YEARS, PRICE = "months", "years", "drawn by one won more"
PARTS = ("rate", "defaults", "interest", "fees", "other")


class Figure(NamedTuple):
    """A column with its unit; the unit is empty where it has none."""

    name: str
    kind: Kind
    unit: str = ""


def text(*names: str) -> list[Figure]:
    """Return columns of words."""
    return [Figure(name, Kind.TEXT) for name in names]


def counted(*names: str, unit: str = "") -> list[Figure]:
    """Return columns of whole numbers: money is of them."""
    return [Figure(name, Kind.INTEGER, unit) for name in names]


def rated(*names: str, unit: str) -> list[Figure]:
    """Return columns of the engine's floats."""
    return [Figure(name, Kind.FLOAT, unit) for name in names]


_COHORTS = (
    *text("cohort", "support"), *counted("loans"), *text("currency"),
    *counted("disbursed", unit=MINOR), *rated(*PARTS, unit=PERCENT), *counted("cost", unit=MINOR),
)  # fmt: skip
_PROVIDED = (
    *counted("line"), *text("contract"), Figure("stage", Kind.SMALL),
    *rated("exposure", unit=LISTED), *rated("probability", unit=SHARE),
    *rated("twelve_months", "lifetime", "loss", unit=LISTED),
)  # fmt: skip
_CAPITAL = (
    *counted("line"), *text("contract", "asset_class"), *rated("exposure", unit=LISTED),
    *rated("probability", "risk_weight", unit=SHARE), *rated("capital", unit=LISTED),
)  # fmt: skip
_GROUPS = (
    *text("group"), *counted("loans", "defaults"),
    *rated("predicted", "realised", "least", "most", unit=SHARE), *text("tuning"),
)  # fmt: skip
_CELLS = (
    *text("programme", "sector", "region"), *counted("amount", "room", unit=WON),
    *rated("price", unit=PRICE),
)  # fmt: skip
_TAILS = ("expected_loss", "value_at_risk", "expected_shortfall", "expected_loss_against_first")
_DESIGNS = (
    *counted("number"), *rated("cover", "discount", "cut", unit=SHARE),
    *counted("firm_cap", unit=WON), *rated("loss_cap", unit=SHARE), *counted("firms", "loans"),
    *counted("lent", "covered", "private", unit=WON), *rated("saving", unit=SHARE),
    *counted("cost", unit=WON),
    *rated("subsidy_rate", *(f"subsidy_{part}" for part in PARTS[1:]), unit=PERCENT),
    *counted(*(f"{name}{end}" for name in _TAILS for end in ("", "_low", "_high")), unit=WON),
    Figure("is_beaten", Kind.FLAG),
)  # fmt: skip
_BUDGETS = (
    *text("test", "programme"), *counted("cohort", "line"), *rated("maturity", unit=YEARS),
    *rated("published", "engine", "naive", unit=POINTS),
)  # fmt: skip
_BACKCASTS = (
    *counted("cohort"), *rated("age", unit=MONTHS),
    *rated("known", "predicted", "realised", unit=PERCENT),
)  # fmt: skip
_COMPLETIONS = (
    *counted("cohort"), *rated("age", unit=MONTHS), *rated("developed", unit=SHARE),
    *rated("crude", "completed", "completed_by_factor", "completed_by_logarithm", unit=PERCENT),
)  # fmt: skip
_RECOSTED = (
    *counted("cohort"), *rated("charged_off", unit=PERCENT),
    *rated("published", "predicted", unit=POINTS), Figure("is_fitted", Kind.FLAG),
)  # fmt: skip


def write_figures(
    file: Path,
    holds: str,
    columns: Sequence[Figure],
    rows: Sequence[Sequence[Any]],
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Write rows under their columns; return the file.

    Args:
        holds: what the file holds, in a word.
        settings: what the figures rest on; None for lists, which say it themselves.
    """
    laid = tuple(Column(each.name, each.kind) for each in columns)
    about = metadata_of(holds, {each.name: each.unit for each in columns if each.unit}, settings)
    written(file, laid, arrays_of(laid, rows), about=about)
    return file


def metadata_of(
    holds: str, units: Mapping[str, str], settings: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Return what a file says of itself.

    Args:
        holds: what it holds, in a word.
        units: of columns, by name.
        settings: what its figures rest on.
    """
    about = {"figures": holds, "units": json.dumps(units, ensure_ascii=False)}
    if settings is not None:
        about["settings"] = json.dumps(settings, ensure_ascii=False)
    return about


def write_provisions(file: Path, loans: Sequence[ProvidedLoan]) -> tuple[Path, ...]:
    """Write loans with their stages and provisions."""
    return (write_figures(file, "provisions", _PROVIDED, _rows(_PROVIDED, loans)),)


def write_capital(file: Path, loans: Sequence[CapitalLoan]) -> tuple[Path, ...]:
    """Write loans with their risk weights and capital."""
    return (write_figures(file, "capital", _CAPITAL, _rows(_CAPITAL, loans)),)


def write_groups(file: Path, groups: Sequence[Calibrated]) -> tuple[Path, ...]:
    """Write predicted and realised defaults by grade or year."""
    return (write_figures(file, "calibration", _GROUPS, _rows(_GROUPS, groups)),)


def _rows(columns: Sequence[Figure], found: Sequence[object]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(each, column.name) for column in columns) for each in found]


def write_cells(file: Path, reading: AllocationReading) -> tuple[Path, ...]:
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
    return (write_figures(file, "allocation", _CELLS, rows),)


def write_cohorts(file: Path, costs: Sequence[CohortCost]) -> tuple[Path, ...]:
    """Write the cohorts of a list."""
    rows = [
        (each.cohort, each.support.value, each.loans, each.disbursed.currency,
         each.disbursed.minor, *rate_row(each.rate), each.cost.minor)
        for each in costs
    ]  # fmt: skip
    return (write_figures(file, "cost", _COHORTS, rows),)


def rate_row(rate: SubsidyRate) -> tuple[float, ...]:
    """Return a subsidy rate and its parts, in the order of their columns."""
    return tuple(float(getattr(rate, part)) for part in PARTS)


def write_designs(file: Path, reading: DesignReading) -> tuple[Path, ...]:
    """Write a row a design: what it sets, reaches, draws and costs."""
    rows = [
        (
            number,
            *(float(each.value) for each in (found.design.cover, found.design.discount)),
            float(found.design.cut.value),
            found.design.firm_cap,
            None if found.design.loss_cap is None else float(found.design.loss_cap.value),
            found.firms, found.loans, found.drawn, found.covered, found.private, found.saving,
            round(found.cost),
            *((None,) * len(PARTS) if found.rate is None else rate_row(found.rate)),
            *chain(*map(interval_row, (found.expected, found.value_at_risk, found.shortfall,
                                       found.more))),
            not is_best,
        )
        for number, (found, is_best) in enumerate(
            zip(reading.found, reading.best, strict=True), start=1
        )
    ]  # fmt: skip
    return (write_figures(file, "design", _DESIGNS, rows, asdict(reading.settings)),)


def interval_row(figure: Interval) -> tuple[int, int, int]:
    """Return a figure with its bounds, whole."""
    return round(figure.value), round(figure.low), round(figure.high)


def write_budgets(file: Path, found: BudgetTest) -> tuple[Path, ...]:
    """Write a row a programme and cohort that was judged: published, computed and naive."""
    rows = [
        (name, programme, int(cohort), *judged)
        for name, test in (("guarantees", found.guarantees), ("direct-loans", found.loans))
        for programme, cohort, *judged in zip(
            test.judged.texts["program"],
            test.judged.numbers["cohort"].tolist(),
            *(getattr(test.comparison, key).tolist()
              for key in ("lines", "maturity", "published", "engine", "naive")),
            strict=True,
        )
    ]  # fmt: skip
    return (write_figures(file, "backtest-budgets", _BUDGETS, rows),)


def write_vintages(file: Path, found: VintageTest) -> tuple[Path, ...]:
    """Write predictions, a row a cohort and age; beside them completions and re-estimates."""
    backcasts = [
        (each.cohort, each.age_months, each.known, each.predicted, each.realised)
        for each in chain(*found.backcasts)
    ]
    files = [write_figures(file, "backtest-vintages", _BACKCASTS, backcasts)]
    if found.completions:
        completions = [
            (each.cohort, each.age_months, each.developed, each.crude, each.completed, *each.others)
            for each in found.completions
        ]
        beside = file.with_suffix(".completions.parquet")
        files.append(write_figures(beside, "completions", _COMPLETIONS, completions))
    if found.recosted is not None:
        beside = file.with_suffix(".reestimates.parquet")
        rows = _rows(_RECOSTED, found.recosted.cohorts)
        files.append(write_figures(beside, "reestimates", _RECOSTED, rows))
    return tuple(files)
