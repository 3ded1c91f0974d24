"""The supply table, and the rows or contracts behind each of its figures."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from majung.operations.supply.reading import Wanted
from majung.operations.supply.supply_table import (
    Behind,
    SupplyTable,
    TablePlace,
    supply_behind,
    supply_table,
)
from majung.programmes.supply_subjects import Named
from majung.reports.cells import HUNDRED_MILLIONS, Cell, Open, day, scaled, words
from majung.reports.model import Heading, Part
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.supply.lines import SupplyLine
from majung.supply.targets import SeriesSource, SupplyCell
from majung.values.money import Money
from majung.values.months import parse_month
from majung.web.pages.choosing import (
    AS_OF,
    PLAN,
    SOURCE,
    day_asked,
    day_asked_field,
    plan_asked,
    plan_field,
    series_of,
    source_asked,
    source_field,
)
from majung.web.pages.reports import columns_of, known, month_head, report_rows
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "supply-table"
#: Stands in an address where a line belongs to no sector of the plan.
NO_SECTOR = "-"


@visited
def supply_table_page(visit: Visit) -> HttpResponse:
    """Show supply by sector, institution and month."""
    wanted = _wanted(visit)
    table = supply_table(visit.actor, wanted, at=visit.at)
    shown = Shown(
        title=phrase("menu-supply-table"),
        section=SECTION,
        lead=phrase("supply-table-lead"),
        parts=tuple(_parts(table, wanted)),
    )
    choose = [
        plan_field(visit, wanted.plan),
        source_field(visit, wanted.source),
        day_asked_field(visit, wanted.as_of),
    ]
    return answer(visit, "majung/upload.html", shown, choose=choose)


@visited
def supply_behind_page(visit: Visit, sector: str, institution: str, month: str) -> HttpResponse:
    """Show the rows or contracts behind a figure of the table."""
    wanted = _wanted(visit)
    place = TablePlace("" if sector == NO_SECTOR else sector, institution, parse_month(month))
    table = supply_table(visit.actor, wanted, at=visit.at)
    found = supply_behind(visit.actor, wanted, place, at=visit.at)
    sectors = {each.key: each.name for each in table.plan.sectors}
    is_of_contracts = found.submission is None and (
        place in table.amounts or wanted.source is SeriesSource.LEDGER
    )
    shown = Shown(
        title=phrase(
            "behind-title",
            institution=table.name(institution),
            sector=sectors.get(place.sector, phrase("no-sector")),
            month=place.month,
        ),
        section=SECTION,
        lead=_lead(found, is_of_contracts=is_of_contracts),
        trail=((phrase("menu-supply-table"), f"{reverse(SECTION)}?{_query(wanted)}"),),
        parts=(
            *((_lines(found.lines),) if is_of_contracts else ()),
            *((report_rows(found.rows, sectors),) if found.submission is not None else ()),
        ),
    )
    return answer(visit, "majung/page.html", shown)


def _wanted(visit: Visit) -> Wanted:
    plan = plan_asked(visit)
    return Wanted(
        plan=plan,
        as_of=day_asked(visit, plan),
        source=source_asked(visit),
        series=series_of(visit),
    )


def _query(wanted: Wanted) -> str:
    return urlencode(
        {PLAN: wanted.plan, SOURCE: wanted.source.value, AS_OF: wanted.as_of.isoformat()}
    )


def _parts(table: SupplyTable, wanted: Wanted) -> Iterator[Part]:
    for sector in table.plan.sectors:
        yield _of_sector(table, wanted, sector.key, sector)
    if any(not place.sector for place in table.amounts):
        yield _of_sector(table, wanted, "", None)
    if table.published:
        yield Heading(phrase("published-spans"))
        yield _published(table)


def _of_sector(table: SupplyTable, wanted: Wanted, sector: str, named: Named | None) -> Table:
    heads = (*map(month_head, table.months), phrase("head-sum"))
    counted = (Column(head, HUNDRED_MILLIONS, says_unit=False) for head in heads)
    columns = (Column(phrase("head-institution")), *counted)
    rows = []
    for institution in table.institutions:
        places = [TablePlace(sector, institution, month) for month in table.months]
        cells = (_cell(table, wanted, place) for place in places)
        total = _counted(table.total(sector, institution))
        rows.append(Row((words(table.name(institution)), *cells, total)))
    sector_name = phrase("no-sector") if named is None else named.name
    caption = phrase("in-hundred-millions", of=sector_name)
    return Table(f"sector-{sector}", caption, columns, tuple(rows))


def _cell(table: SupplyTable, wanted: Wanted, place: TablePlace) -> Cell:
    if place not in table.amounts:
        return _counted(None)
    address = reverse(
        "supply-behind", args=[place.sector or NO_SECTOR, place.institution, str(place.month)]
    )
    return _counted(table.amounts.get(place), trace=f"{address}?{_query(wanted)}")


def _counted(value: Money | None, trace: str = "") -> Cell:
    """Show an amount in 억, as the caption says; what nobody counted is open."""
    return scaled(Open(phrase("not-counted")) if value is None else value, "억", 1, trace=trace)


def _published(table: SupplyTable) -> Table:
    sectors = {each.key: each.name for each in (*table.plan.sectors, *table.plan.themes)}
    rows = tuple(
        Row(
            (
                words(_subject(cell, table, sectors)),
                words(phrase("span", first=cell.first_on, last=cell.last_on)),
                known(cell.amount),
                words(phrase("listed", items=(cell.document,))),
            )
        )
        for cell in table.published
    )
    heads = ("subject", "span", "supplied", "source")
    return Table("published", "", columns_of(heads, frozenset({"supplied"})), rows)


def _subject(cell: SupplyCell, table: SupplyTable, sectors: dict[str, Label]) -> Text:
    subject = cell.subject
    names = [sectors[key] for key in (subject.sector, subject.theme) if key in sectors]
    if subject.institution:
        names.insert(0, table.name(subject.institution))
    if not names:
        return phrase("whole-perimeter")
    return Label(" · ".join(name.ko for name in names), " · ".join(name.en for name in names))


def _lead(found: Behind, *, is_of_contracts: bool) -> Text:
    if found.submission is not None:
        return phrase("behind-report", number=found.submission.number, file=found.submission.file)
    return phrase("behind-contracts" if is_of_contracts else "behind-nothing")


def _lines(lines: tuple[SupplyLine, ...]) -> Table:
    rows = tuple(
        Row(
            (
                day(line.on),
                Cell(line.contract, trace=reverse("contract", args=[line.contract])),
                words(phrase(f"instrument-{line.instrument.value}")),
                words(line.region) if line.region else words(""),
                known(line.amount, trace=_postings(line)),
            )
        )
        for line in lines
    )
    heads = ("effective-on", "contract", "instrument", "region", "supplied")
    head = columns_of(heads, frozenset({"supplied"}))
    return Table("lines", "", head, rows, empty=phrase("behind-no-lines"))


def _postings(line: SupplyLine) -> str:
    return f"{reverse('postings', args=[line.contract])}?{urlencode({'on': line.on.isoformat()})}"
