"""The three series of a plan: what was reported, what the ledger says, what was invented.

A published execution and an institution's monthly report are both *reported*: they stand side by
side in one series, and where they differ, the pace tells both readings.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import TOTAL, Subject
from majung.rules.citations import Citation, Label, Source
from majung.store.council.monthly import Submission, rows_in_force, submissions_in_force
from majung.store.servicing.contracts import Series
from majung.supply.lines import Origin, SupplyLine, cells_of_lines
from majung.supply.monthly import cells_of_rows
from majung.supply.targets import SeriesSource, SupplyCell, SupplySeries, published_series
from majung.values.money import Money
from majung.values.months import Month

#: Under which word monthly reports are kept, by what they may be compared with.
REPORTED_SERIES = SeriesSource.REPORTED.value
EXAMPLE_SERIES = SeriesSource.EXAMPLE.value


def reported_series(
    plan: SupplyPlan, *, as_of: date, known_at: datetime | None = None
) -> SupplySeries:
    """Return what was published and what institutions reported, as one reported series.

    Runs inside a transaction of whoever reads: an institution finds its own reports only, the
    secretariat all of them.

    Args:
        as_of: months that end later are left out.
        known_at: only reports recorded by then; None for all.
    """
    published = published_series(plan)
    submitted = _submitted(plan, REPORTED_SERIES, as_of=as_of, known_at=known_at)
    if not submitted:
        return published
    reported = _monthly_cells(plan, submitted)
    stated = {(cell.subject, cell.first_on, cell.last_on) for cell in published.cells}
    monthly = [
        cell
        for cell in (*reported, *month_sums(plan, reported))
        # A publication that states the very cell was checked by the council: it counts.
        if (cell.subject, cell.first_on, cell.last_on) not in stated
    ]
    watermark = f"{published.watermark} + {_watermark(submitted)}"
    return SupplySeries(SeriesSource.REPORTED, (*published.cells, *monthly), watermark)


def ledger_series(
    plan: SupplyPlan,
    lines: Iterable[SupplyLine],
    *,
    through_on: date,
    known_at: datetime,
    complete: frozenset[str] = frozenset(),
) -> SupplySeries:
    """Return what the own real contracts supplied, as a series.

    Args:
        lines: of real contracts.
        complete: institutions whose every contract is kept here; of the others the ledger knows
            a part only, so their figures are OPEN.
    """
    origin = Origin(SeriesSource.LEDGER, _ledger_citation(plan, known_at), complete)
    cells = cells_of_lines(lines, plan, origin, through_on=through_on)
    return SupplySeries(SeriesSource.LEDGER, cells, f"ledger {through_on} @ {known_at:%FT%TZ}")


def example_series(
    plan: SupplyPlan,
    lines: Iterable[SupplyLine],
    *,
    through_on: date,
    known_at: datetime,
) -> SupplySeries:
    """Return what was invented: the invented monthly reports, else the invented contracts.

    Every institution of an invented world keeps all its contracts here, so none is OPEN.

    Args:
        lines: of contracts of the example world.
    """
    submitted = _submitted(plan, EXAMPLE_SERIES, as_of=through_on, known_at=known_at)
    if submitted:
        reported = _monthly_cells(plan, submitted)
        cells = tuple(replace(cell, source=SeriesSource.EXAMPLE) for cell in reported)
        return SupplySeries(SeriesSource.EXAMPLE, cells, f"example {_watermark(submitted)}")
    origin = Origin(
        SeriesSource.EXAMPLE, _ledger_citation(plan, known_at), frozenset(plan.perimeter)
    )
    cells = cells_of_lines(lines, plan, origin, through_on=through_on)
    return SupplySeries(SeriesSource.EXAMPLE, cells, f"example {through_on} @ {known_at:%FT%TZ}")


def world_of(source: SeriesSource) -> Series:
    """Return the contracts a series may look at: an example series at invented ones only."""
    return Series.EXAMPLE if source is SeriesSource.EXAMPLE else Series.REAL


def _submitted(
    plan: SupplyPlan, series: str, *, as_of: date, known_at: datetime | None
) -> tuple[Submission, ...]:
    """Return the submissions in force whose month has ended by a day."""
    submitted = submissions_in_force(
        plan=plan.key, series=series, until=Month.of(as_of), known_at=known_at
    )
    return tuple(each for each in submitted if each.month.last_on <= as_of)


def _monthly_cells(plan: SupplyPlan, submitted: tuple[Submission, ...]) -> tuple[SupplyCell, ...]:
    """Make cells, those of reports with a column of themes apart: in the others themes are OPEN."""
    with_themes = [each for each in submitted if each.has_themes]
    without = [each for each in submitted if not each.has_themes]
    return (
        *cells_of_rows(rows_in_force(with_themes), plan, has_themes=True),
        *cells_of_rows(rows_in_force(without), plan),
    )


def month_sums(plan: SupplyPlan, cells: Iterable[SupplyCell]) -> Iterator[SupplyCell]:
    """Add the cells of single institutions and sectors up, month by month, where all are known.

    So a month that every institution of the perimeter reported can follow a publication that
    ends the month before.  A month in which one cell is OPEN has no sum.
    """
    of_month: dict[tuple[date, date], dict[Subject, SupplyCell]] = {}
    for cell in cells:
        of_month.setdefault((cell.first_on, cell.last_on), {})[cell.subject] = cell
    sectors = [sector.key for sector in plan.sectors]
    for span in sorted(of_month):
        found = of_month[span]
        for sector in sectors:
            yield from _sum(
                found, Subject(sector), [Subject(sector, key) for key in plan.perimeter]
            )
        for institution in plan.perimeter:
            parts = [Subject(sector, institution) for sector in sectors]
            yield from _sum(found, Subject(institution=institution), parts)
        every = [Subject(sector, key) for sector in sectors for key in plan.perimeter]
        yield from _sum(found, TOTAL, every)


def _sum(
    found: Mapping[Subject, SupplyCell], whole: Subject, parts: Iterable[Subject]
) -> Iterator[SupplyCell]:
    cells = [found.get(part) for part in parts]
    known = [cell for cell in cells if cell is not None and cell.amount is not None]
    if not known or len(known) < len(cells):
        return
    amounts = [cell.amount for cell in known if cell.amount is not None]
    yield replace(known[0], subject=whole, amount=sum(amounts, Money.zero(amounts[0].currency)))


def _watermark(submitted: tuple[Submission, ...]) -> str:
    last = max(each.recorded_at for each in submitted)
    month = max(each.month for each in submitted)
    return f"monthly {month} ({len(submitted)}) @ {last:%FT%TZ}"


def _ledger_citation(plan: SupplyPlan, known_at: datetime) -> Citation:
    title = Label(f"{plan.name.ko} 원장 집계", f"{plan.name.en}, from the ledger")
    return Citation(Source(f"ledger-{plan.key}", title, "Majung"), f"{known_at:%FT%TZ}")
