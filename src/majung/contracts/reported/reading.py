"""A servicer's monthly file: rows to statements, with every problem found.

Rows of one contract and month are one statement, and it is taken whole: while one of its rows goes
back, the others go back with it, because a month with a missing movement is another month.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from majung.contracts.reported.cells import StatementCells
from majung.contracts.reported.columns import (
    ANY,
    CONTRACT,
    COVER_MONTH_FORM,
    INSTITUTION,
    MONTH,
    MONTH_FORM,
    MOVED_ON,
    MOVEMENT_FORM,
    form_of,
)
from majung.contracts.reported.cover_months import cover_month_statement
from majung.contracts.reported.months import month_statement
from majung.contracts.reported.movements import movement_statement
from majung.contracts.reported.statements import Statement
from majung.errors import Language, Message, Place, Problem, in_order, message
from majung.files import Column, Row, Rows, annotated_csv, annotated_rows, read_rows
from majung.values.dates import parse_date
from majung.values.months import Month, MonthNotReadableError, parse_month

Form: TypeAlias = tuple[Column, ...]
#: What makes a statement of the rows of a contract and month, by the form they are in.
MADE: Mapping[Form, Callable[[str, Month, Sequence[StatementCells]], Statement | None]] = {
    MONTH_FORM: month_statement,
    COVER_MONTH_FORM: cover_month_statement,
    MOVEMENT_FORM: movement_statement,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedMonth:
    """The rows of one contract and month: the statement they make, or everything wrong with them.

    Attributes:
        contract: as the file names it.
        institution: as the file names it; empty where it does not.
        currency: of its amounts.
        statement: None where a row cannot be used.
        problems: of its rows; while there is any, all of them go back.
    """

    contract: str
    month: Month | None
    institution: str
    currency: str
    rows: tuple[Row, ...]
    statement: Statement | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ServicerFile:
    """A file that was read.

    Attributes:
        rows: as they were sent, to be annotated.
        months: in the order of the file.
    """

    name: str
    rows: Rows
    months: tuple[ReportedMonth, ...]

    def place(self, of: ReportedMonth, key: str = CONTRACT) -> Place:
        """Return the place of a cell of a month's first row."""
        return self.rows.cell_place(of.rows[0], key)


def read_servicer_file(
    name: str, content: bytes, *, on: date
) -> ServicerFile | tuple[Problem, ...]:
    """Read a file of any form, CSV or XLSX, or say what makes it unreadable as a whole.

    Args:
        name: of the file, for places.
        on: the day it is taken: a month that is not over cannot be reported.

    Source: own convention, docs/importing.md, servicer files.
    """
    rows = read_rows(name, content, ANY)
    if not isinstance(rows, Rows):
        return rows
    form = form_of(rows.columns)
    if any(column.required and column.key not in rows.columns for column in form):
        # Read once more for the headings that the form of the file lacks.
        again = read_rows(name, content, form)
        return again if not isinstance(again, Rows) else _without_rows(rows)
    months = tuple(_months(rows, form, on=on))
    if not months and not rows.problems:
        return _without_rows(rows)
    return ServicerFile(name, rows, months)


def returned_rows(
    file: ServicerFile, notes: Mapping[int, Sequence[Message]], language: Language
) -> bytes:
    """Write the rows that go back as XLSX, each with its reasons.

    Args:
        notes: reasons by line of the row.

    Source: own convention, docs/importing.md, servicer files.
    """
    return annotated_rows(file.rows, notes, language=language)


def returned_csv(
    file: ServicerFile, notes: Mapping[int, Sequence[Message]], language: Language
) -> bytes:
    """Write the rows that go back as CSV, each with its reasons.

    Source: own convention, docs/importing.md, servicer files.
    """
    return annotated_csv(file.rows, notes, language=language)


def _without_rows(rows: Rows) -> tuple[Problem, ...]:
    return (Problem(rows.header.place, message("servicer-file-without-rows")),)


def _months(rows: Rows, form: Form, *, on: date) -> Iterator[ReportedMonth]:
    """Gather rows of one loan and month; what a row says of its month it says by itself."""
    gathered: dict[tuple[str, Month | None, int], list[StatementCells]] = {}
    for row in rows.rows:
        cells = StatementCells(rows, row)
        contract = cells.text(CONTRACT)
        if not contract:
            cells.object(CONTRACT, "servicer-cell-missing")
        month = _month(cells, is_movements=form is MOVEMENT_FORM, on=on)
        # A row that cannot be placed stands for itself.
        alone = 0 if contract and month else row.place.line
        gathered.setdefault((contract, month, alone), []).append(cells)
    for (contract, month, _), of_month in gathered.items():
        yield _reported(contract, month, of_month, form)


def _month(cells: StatementCells, *, is_movements: bool, on: date) -> Month | None:
    key = MOVED_ON if is_movements else MONTH
    if not cells.text(key):
        cells.object(key, "servicer-cell-missing")
        return None
    if is_movements:
        day = cells.read(key, parse_date)
        month = None if day is None else Month.of(day)
    else:
        month = cells.read(key, _month_or_day)
    if month is not None and month.last_on > on:
        cells.object(key, "servicer-month-not-over", month=month, on=on)
        return None
    return month


def _month_or_day(text: str) -> Month:
    """Read a month, or the day of its end as core systems print it."""
    try:
        return parse_month(text)
    except MonthNotReadableError:
        return Month.of(parse_date(text))


def _reported(
    contract: str, month: Month | None, of_month: Sequence[StatementCells], form: Form
) -> ReportedMonth:
    statement = None
    if contract and month is not None:
        statement = MADE[form](contract, month, of_month)
    problems = [problem for cells in of_month for problem in cells.problems]
    faulty = {problem.place.line for problem in problems}
    for cells in of_month:
        line = cells.row.place.line
        if problems and line not in faulty:
            together = message("servicer-month-together", lines=tuple(sorted(faulty)))
            problems.append(Problem(cells.row.place, together))
    first = of_month[0]
    return ReportedMonth(
        contract=contract,
        month=month,
        institution=first.text(INSTITUTION),
        currency=first.currency,
        rows=tuple(cells.row for cells in of_month),
        statement=None if problems else statement,
        problems=in_order(problems),
    )
