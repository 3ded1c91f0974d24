"""The supply table: sector by institution by month, and what stands behind each of its figures.

A reported figure leads to the rows of the report that counts; a figure of the ledger leads to the
contracts and from there to their postings.  What nobody reported is OPEN.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from majung.operations.acting import Actor
from majung.operations.reading_names import institution_names
from majung.operations.supply.ledger_supply import supply_of_contracts
from majung.operations.supply.looking import looking
from majung.operations.supply.plans import plan_in_force
from majung.operations.supply.reading import Wanted
from majung.operations.supply.series import EXAMPLE_SERIES, REPORTED_SERIES
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Subject
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.council.monthly import Submission, rows_in_force, submissions_in_force
from majung.supply.lines import SupplyLine
from majung.supply.monthly import ReportRow, cells_of_rows
from majung.supply.targets import SeriesSource, SupplyCell, published_series
from majung.values.money import Money
from majung.values.months import Month


@dataclass(frozen=True, slots=True, order=True)
class TablePlace:
    """A cell of the table; of a line that belongs to no sector of the plan, without one."""

    sector: str
    institution: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyTable:
    """Supply of a plan's year by sector, institution and month, from one source.

    Attributes:
        months: those that the day asked for has reached, in order.
        institutions: keys: the perimeter first, then others that supplied or reported.
        amounts: a place that is absent is OPEN, one with None was reported as not counted yet.
        published: spans that were published as a whole and lead to no month.
        is_whole: whether all institutions were looked at, or the reader's own only.
    """

    plan: SupplyPlan
    source: SeriesSource
    months: tuple[Month, ...]
    institutions: tuple[str, ...]
    institution_names: Mapping[str, Label]
    amounts: Mapping[TablePlace, Money | None]
    published: tuple[SupplyCell, ...]
    is_whole: bool

    def name(self, institution: str) -> Label:
        """Return what an institution is called."""
        of_plan = {named.key: named.name for named in self.plan.institutions}
        own = of_plan.get(institution) or self.institution_names.get(institution)
        return own or Label(institution, institution)

    def total(self, sector: str, institution: str) -> Money | None:
        """Add an institution's months up; OPEN while one of them is."""
        return _sum(
            self.amounts.get(TablePlace(sector, institution, month)) for month in self.months
        )

    def of_month(self, month: Month) -> Money | None:
        """Add a month up over the perimeter; OPEN while a cell of it is."""
        return _sum(
            self.amounts.get(TablePlace(sector.key, institution, month))
            for sector in self.plan.sectors
            for institution in self.plan.perimeter
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What a figure of the table was made from.

    Attributes:
        amount: None where it is OPEN.
        submission: the report that counts; None where there is none.
        rows: of the report.
        lines: of contracts, each with the contract it leads to.
    """

    place: TablePlace
    amount: Money | None
    submission: Submission | None = None
    rows: tuple[ReportRow, ...] = ()
    lines: tuple[SupplyLine, ...] = ()


def supply_table(actor: Actor, wanted: Wanted, *, at: datetime) -> SupplyTable:
    """Return the table of a plan's year through the month of the day asked for.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError: there is no such plan.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=wanted.plan) as is_whole:
        plan = plan_in_force(wanted.plan)
        submitted = _submitted(plan, wanted, at=at)
        lines = () if submitted is not None else _lines(plan, wanted, at=at)
        names = institution_names(on=wanted.as_of)
    months = tuple(
        month
        for month in (Month(plan.year, number) for number in range(1, 13))
        if month.first_on <= wanted.as_of
    )
    if submitted is not None:
        amounts = _of_reports(plan, submitted)
    else:
        nothing = _nothing(plan, months) if wanted.source is SeriesSource.EXAMPLE else {}
        amounts = {**nothing, **_of_lines(lines)}
    is_reported = wanted.source is SeriesSource.REPORTED
    return SupplyTable(
        plan=plan,
        source=wanted.source,
        months=months,
        institutions=tuple(
            dict.fromkeys((*plan.perimeter, *sorted({place.institution for place in amounts})))
        ),
        institution_names=names,
        amounts=amounts,
        published=published_series(plan).cells if is_reported else (),
        is_whole=is_whole,
    )


def supply_behind(actor: Actor, wanted: Wanted, place: TablePlace, *, at: datetime) -> Behind:
    """Return what a figure of the table was made from.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError: there is no such plan.
    """
    subject = f"{wanted.plan} {place.sector} {place.institution} {place.month}"
    with looking(actor, Purpose.SUPPLY, at=at, subject=subject):
        plan = plan_in_force(wanted.plan)
        submitted = _submitted(plan, wanted, at=at)
        lines = () if submitted is not None else _lines(plan, wanted, at=at)
    if submitted is None:
        of_place = tuple(line for line in lines if _place(line) == place)
        return Behind(place=place, amount=_of_lines(of_place).get(place), lines=of_place)
    amount = _of_reports(plan, submitted).get(place)
    report = next(
        (each for each in submitted if (each.institution, each.month) == _report(place)), None
    )
    rows = () if report is None else tuple(row for row in report.rows if row.sector == place.sector)
    return Behind(place=place, amount=amount, submission=report, rows=rows)


def _report(place: TablePlace) -> tuple[str, Month]:
    return place.institution, place.month


def _submitted(plan: SupplyPlan, wanted: Wanted, *, at: datetime) -> tuple[Submission, ...] | None:
    """Return the reports that count; None where the figures come from contracts.

    Of the example world its invented reports count, else its invented contracts.
    """
    if wanted.source is SeriesSource.LEDGER:
        return None
    is_example = wanted.source is SeriesSource.EXAMPLE
    submitted = submissions_in_force(
        plan=plan.key,
        series=EXAMPLE_SERIES if is_example else REPORTED_SERIES,
        until=Month.of(wanted.as_of),
        known_at=at,
    )
    return None if is_example and not submitted else submitted


def _lines(plan: SupplyPlan, wanted: Wanted, *, at: datetime) -> tuple[SupplyLine, ...]:
    return supply_of_contracts(plan, as_of=wanted.as_of, known_at=at, source=wanted.source).lines


def _of_reports(
    plan: SupplyPlan, submitted: Iterable[Submission]
) -> dict[TablePlace, Money | None]:
    return {
        _subject_place(cell.subject, Month.of(cell.first_on)): cell.amount
        for cell in cells_of_rows(rows_in_force(submitted), plan)
        if cell.subject.sector
    }


def _subject_place(subject: Subject, month: Month) -> TablePlace:
    return TablePlace(subject.sector, subject.institution, month)


def _nothing(plan: SupplyPlan, months: Iterable[Month]) -> dict[TablePlace, Money | None]:
    """Start at zero: an invented world keeps all its contracts here, so none is OPEN."""
    return {
        TablePlace(sector.key, institution, month): Money.zero("KRW")
        for sector in plan.sectors
        for institution in plan.perimeter
        for month in months
    }


def _of_lines(lines: Iterable[SupplyLine]) -> dict[TablePlace, Money | None]:
    sums: dict[TablePlace, Money] = {}
    for line in lines:
        place = _place(line)
        sums[place] = sums[place] + line.amount if place in sums else line.amount
    return dict(sums)


def _place(line: SupplyLine) -> TablePlace:
    return TablePlace(line.sector, line.institution, Month.of(line.on))


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    total = Money.zero("KRW")
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
