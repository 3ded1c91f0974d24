"""Reports that replace earlier ones, and the cells of the series they give.

A new report replaces, for each institution and month it reports, every row that was reported for
them before; other months stay.  Nothing is lost: what changed is told, and the caller keeps both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from majung.errors import Message, message
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Subject
from majung.rules.citations import Citation, Label, Source
from majung.supply.lines import Novelty
from majung.supply.monthly.report import MonthlyReport, ReportRow
from majung.supply.targets.series import SeriesSource, SupplyCell
from majung.values.money import Money
from majung.values.months import Month


@dataclass(frozen=True, slots=True)
class Change:
    """A row before and after a resubmission; None where it was not there.

    Attributes:
        before: as reported first.
        after: as reported now.
    """

    before: ReportRow | None
    after: ReportRow | None

    @property
    def message(self) -> Message:
        """The change in words."""
        row = self.after or self.before
        assert row is not None
        kind = "added" if self.before is None else "removed" if self.after is None else "changed"
        return message(
            f"report-row-{kind}",
            month=row.month,
            sector=row.sector,
            product=row.product or "-",
            before=_amount(self.before),
            after=_amount(self.after),
        )


def _amount(row: ReportRow | None) -> Money | Label:
    if row is None or row.amount is None:
        return Label("미집계", "not counted")
    return row.amount


def resubmit(
    previous: Iterable[ReportRow], new: MonthlyReport
) -> tuple[tuple[ReportRow, ...], tuple[Change, ...]]:
    """Put a new report in the place of what was reported for its institutions and months.

    Args:
        previous: rows in force so far.

    Returns:
        the rows in force afterwards, and every change, both in the order of months and places.

    Raises:
        ValueError: the new report is not taken: it has problems or no rows.
    """
    if not new.is_taken:
        raise ValueError(f"the report {new.name} has problems and replaces nothing")
    before = tuple(previous)
    replaced = [row for row in before if (row.institution, row.month) in new.months]
    kept = [row for row in before if (row.institution, row.month) not in new.months]
    in_force = sorted((*kept, *new.rows), key=lambda row: _by_place(row.place))
    return tuple(in_force), changes_between(replaced, new.rows)


def changes_between(before: Iterable[ReportRow], after: Iterable[ReportRow]) -> tuple[Change, ...]:
    """Return what came, went or says something else, in the order of months and places."""
    replaced = {row.place: row for row in before}
    arrived = {row.place: row for row in after}
    return tuple(
        Change(replaced.get(place), arrived.get(place))
        for place in sorted(replaced.keys() | arrived.keys(), key=_by_place)
        if _numbers(replaced.get(place)) != _numbers(arrived.get(place))
    )


def in_force(reports: Sequence[MonthlyReport]) -> tuple[ReportRow, ...]:
    """Return the rows that count, of reports in the order in which they were taken."""
    rows: tuple[ReportRow, ...] = ()
    for report in reports:
        rows, _ = resubmit(rows, report)
    return rows


def cells_of_rows(
    rows: Iterable[ReportRow], plan: SupplyPlan, *, has_themes: bool = False
) -> tuple[SupplyCell, ...]:
    """Add rows in force up to the cells of a reported series, a month a cell.

    An institution that reported a month has a figure for every sector, zero where it had no row;
    of a month it did not report nothing is known.  A row not counted yet leaves its cell OPEN.

    Args:
        has_themes: whether the reports have a column of themes; otherwise themes are OPEN.
    """
    all_rows = tuple(rows)
    sums: dict[tuple[Subject, Month], Money | None] = {}
    for institution, month in sorted({(row.institution, row.month) for row in all_rows}):
        for sector in plan.sectors:
            sums[Subject(sector.key, institution), month] = Money.zero("KRW")
        for theme in plan.themes if has_themes else ():
            sums[Subject("", institution, theme.key), month] = Money.zero("KRW")
    for row in all_rows:
        for subject in _subjects_of(row):
            before = sums.get((subject, row.month))
            if before is not None:
                sums[subject, row.month] = None if row.amount is None else before + row.amount
    return tuple(
        SupplyCell(
            subject,
            month.first_on,
            month.last_on,
            amount,
            SeriesSource.REPORTED,
            _citation(subject.institution, month),
        )
        for (subject, month), amount in sums.items()
    )


def novelty_of_rows(rows: Iterable[ReportRow]) -> Novelty | None:
    """Split reported supply into net-new and renewals; OPEN (None) where a row does not tell."""
    gross, renewals = Money.zero("KRW"), Money.zero("KRW")
    for row in rows:
        if row.amount is None or row.renewals is None:
            return None
        gross += row.amount
        renewals += row.renewals
    return Novelty(gross, renewals)


def _subjects_of(row: ReportRow) -> tuple[Subject, ...]:
    of_sector = Subject(row.sector, row.institution)
    return (of_sector, Subject("", row.institution, row.theme)) if row.theme else (of_sector,)


def _citation(institution: str, month: Month) -> Citation:
    title = Label(
        f"{institution} {month.spoken('ko')} 공급실적 보고", f"{institution} report {month}"
    )
    return Citation(Source(f"monthly-{institution}-{month}", title, institution))


def _numbers(row: ReportRow | None) -> object:
    return row.numbers if row is not None else None


def _by_place(place: tuple[object, ...]) -> tuple[str, ...]:
    """Order places; an unknown region comes first."""
    return tuple("" if part is None else str(part) for part in place)
