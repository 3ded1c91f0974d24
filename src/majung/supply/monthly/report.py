"""An institution's monthly report of what it supplied: rows to cells, with every problem found.

A report is taken whole or not at all: a month with a missing row is not a smaller month, it is
OPEN.  What an institution could not yet count it writes as 미집계, and that stays OPEN too.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from majung.applications.regions import Region, parse_region
from majung.errors import Message, PolicyFinanceError, Problem, in_order, message
from majung.files import Row, Rows, read_rows
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Named
from majung.supply.monthly import columns
from majung.supply.monthly.amounts import count_of, money_of
from majung.supply.monthly.columns import COLUMNS, unit_of
from majung.values.money import Money, Unit
from majung.values.months import Month, parse_month

T = TypeVar("T")
REQUIRED = (columns.MONTH,)
_ORDINAL = re.compile(r"^[0-9]{1,2}[.)]\s*(?=\S)")
#: What stands where an amount is not known yet.
NOT_COUNTED = ("미집계", "미공표", "미정", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """What one institution supplied in one month, sector, product and region.

    Attributes:
        amount: None where it was not counted yet.
        renewals: the part that extends or replaces earlier supply; None where nobody stated it.
        region: None where nobody stated it.
        line: of the file, counted from 1.
    """

    institution: str
    month: Month
    sector: str
    product: str
    region: Region | None
    theme: str
    amount: Money | None
    renewals: Money | None
    contracts: int | None
    firms: int | None
    line: int

    @property
    def place(self) -> tuple[str, Month, str, str, Region | None, str]:
        """What makes two rows the same thing: all but the numbers."""
        return (
            self.institution,
            self.month,
            self.sector,
            self.product,
            self.region,
            self.theme,
        )

    @property
    def numbers(self) -> tuple[Money | None, Money | None, int | None, int | None]:
        """What a row says about its place."""
        return (self.amount, self.renewals, self.contracts, self.firms)


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """A report as it was read.

    Attributes:
        name: of the file.
        rows: rows that can be used, in the order of the file.
        problems: everything wrong with it; while there is any, the report is not taken.
        has_themes: whether it has a column of themes.
        source: the rows as sent, to be annotated; None where the file could not be read as a list.
    """

    name: str
    rows: tuple[ReportRow, ...]
    problems: tuple[Problem, ...]
    has_themes: bool = False
    source: Rows | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the report can be taken: it has rows, and nothing is wrong with any."""
        return bool(self.rows) and not self.problems

    @property
    def months(self) -> frozenset[tuple[str, Month]]:
        """What it reports: pairs of institution and month."""
        return frozenset((row.institution, row.month) for row in self.rows)

    @property
    def notes(self) -> Mapping[int, tuple[Message, ...]]:
        """The reasons by line of the file, beyond those found in reading, for annotated files."""
        found = set(self.source.problems) if self.source else set()
        notes: dict[int, tuple[Message, ...]] = {}
        for problem in self.problems:
            if problem not in found:
                line = problem.place.line
                notes[line] = (*notes.get(line, ()), problem.message)
        return notes


@dataclass(frozen=True, slots=True)
class Desk:
    """Who takes a report, and what it may say.

    Attributes:
        on: the day it is taken: later months are not supplied yet.
        institution: key of the only institution it may report for, one of the plan's or `others`;
            empty for any.
        others: institutions outside the plan's perimeter that report too.
    """

    plan: SupplyPlan
    on: date
    institution: str = ""
    others: tuple[Named, ...] = ()


def read_report(name: str, content: bytes, desk: Desk) -> MonthlyReport:
    """Read a report, CSV or XLSX.

    Args:
        name: of the file, for places.
    """
    rows = read_rows(name, content, COLUMNS)
    if isinstance(rows, tuple):
        return MonthlyReport(name, (), rows)
    reading = _Reading(rows, desk)
    problems = [*rows.problems, *reading.problems]
    good: list[ReportRow] = []
    first_line: dict[object, int] = {}
    # An amount under a heading without a unit cannot be read: one problem, not one a row.
    for row in () if reading.problems else rows.rows:
        read = reading.row(row)
        if not isinstance(read, ReportRow):
            problems.extend(read)
            continue
        first = first_line.setdefault(read.place, row.place.line)
        if first != row.place.line:
            problems.append(Problem(row.place, message("report-row-twice", first=first)))
            continue
        good.append(read)
    if not good and not problems:
        problems.append(Problem(rows.header.place, message("report-without-rows")))
    return MonthlyReport(name, tuple(good), in_order(problems), columns.THEME in rows.columns, rows)


class _Reading:
    """A list being read as a report."""

    def __init__(self, rows: Rows, desk: Desk) -> None:
        self.rows = rows
        self.desk = desk
        reporting = (*desk.plan.institutions, *desk.others)
        self.institutions = _by_writing(reporting)
        self.names = {named.key: named.name for named in reporting}
        self.sectors = _by_writing(desk.plan.sectors)
        self.themes = _by_writing(desk.plan.themes)
        self.units: dict[str, Unit] = {}
        self.problems: list[Problem] = []
        for key in (columns.AMOUNT, columns.RENEWALS):
            if key in rows.columns:
                self._read_unit(key, rows.header.cells[rows.columns[key]])

    def _read_unit(self, key: str, heading: str) -> None:
        unit = unit_of(heading)
        if unit is None:
            place = self.rows.cell_place(self.rows.header, key)
            self.problems.append(Problem(place, message("report-unit-missing", heading=heading)))
        else:
            self.units[key] = unit

    def row(self, row: Row) -> ReportRow | tuple[Problem, ...]:
        cells = _Cells(self.rows, row)
        institution = cells.named(columns.INSTITUTION, self.institutions)
        own = self.desk.institution
        if institution and own and institution != own:
            cells.refuse(
                columns.INSTITUTION, message("report-of-another", institution=self.names[own])
            )
        month = cells.read(columns.MONTH, parse_month)
        if month is not None:
            self._check_month(month, cells)
        amount = self._amount(columns.AMOUNT, cells)
        renewals = self._amount(columns.RENEWALS, cells)
        if amount is not None and renewals is not None and renewals > amount:
            cells.refuse(columns.RENEWALS, message("report-renewals-above-supply", supply=amount))
        contracts = cells.read(columns.CONTRACTS, count_of)
        firms = cells.read(columns.FIRMS, count_of)
        if contracts is not None and firms is not None and firms > contracts:
            cells.refuse(columns.FIRMS, message("report-firms-above-contracts", most=contracts))
        sector = cells.named(columns.SECTOR, self.sectors)
        theme = cells.named(columns.THEME, self.themes) if cells.text(columns.THEME) else ""
        region = cells.read(columns.REGION, parse_region)
        if cells.problems or month is None:
            return tuple(cells.problems)
        return ReportRow(
            institution=institution,
            month=month,
            sector=sector,
            product=cells.text(columns.PRODUCT),
            region=region,
            theme=theme,
            amount=amount,
            renewals=renewals,
            contracts=contracts,
            firms=firms,
            line=row.place.line,
        )

    def _check_month(self, month: Month, cells: "_Cells") -> None:
        plan = self.desk.plan
        if month.year != plan.year:
            cells.refuse(columns.MONTH, message("report-month-outside-plan", year=str(plan.year)))
        elif month > Month.of(self.desk.on):
            cells.refuse(columns.MONTH, message("report-month-to-come", on=self.desk.on))

    def _amount(self, key: str, cells: "_Cells") -> Money | None:
        text = cells.text(key)
        if key not in self.units or text.casefold() in NOT_COUNTED:
            return None
        if not text and key == columns.AMOUNT:
            cells.refuse(key, message("report-amount-missing", word=NOT_COUNTED[0]))
        unit = self.units[key]
        return cells.read(key, lambda written: money_of(written, unit))


class _Cells:
    """The cells of a row, read one by one; what cannot be read is kept as a problem."""

    def __init__(self, rows: Rows, row: Row) -> None:
        self.rows = rows
        self.line = row
        self.problems: list[Problem] = []

    def text(self, key: str) -> str:
        return self.line.values.get(key, "")

    def refuse(self, key: str, reason: Message) -> None:
        self.problems.append(Problem(self.rows.cell_place(self.line, key), reason))

    def read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell; a blank one is None."""
        text = self.text(key)
        if not text:
            if key in REQUIRED:
                self.refuse(key, message("report-cell-missing"))
            return None
        try:
            return reader(text)
        except PolicyFinanceError as error:
            self.refuse(key, error.message)
            return None

    def named(self, key: str, names: Mapping[str, Named]) -> str:
        """Read a cell that names something the plan lists; empty where it does not."""
        text = self.text(key)
        if not text:
            self.refuse(key, message("report-cell-missing"))
            return ""
        found = names.get(_writing(text))
        if found is None:
            known = tuple(dict.fromkeys(named.name for named in names.values()))
            self.refuse(key, message("report-name-unknown", name=text, known=known))
            return ""
        return found.key


def _by_writing(several: Iterable[Named]) -> dict[str, Named]:
    """Index by every way of writing a name."""
    return {_writing(text): named for named in several for text in named.written()}


def _writing(text: str) -> str:
    """Reduce a name to what tells it from others; a number before it is left out (1. 초격차)."""
    reduced = _ORDINAL.sub("", text).casefold()
    return "".join(letter for letter in reduced if letter.isalnum())
