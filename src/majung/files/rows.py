"""Lists that people send, CSV or XLSX, as located rows of text.

A bad row never hides a good one: rows that can be read and rows that cannot come apart, each
problem with its cell.  What a cell means (an amount, a day) is for whoever asked for the column.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from majung.errors import Message, Place, Problem, in_order, message
from majung.files import separated, workbooks
from majung.files.grids import HEADER_LINES_MAX, ROWS_MAX, Grid, Line
from majung.files.headers import (
    ADDED,
    Column,
    Header,
    best_header,
    header_problems,
)
from majung.files.kinds import Content, content_of
from majung.files.texts import Text, decoded


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list.

    Attributes:
        place: of the row; `cell_place` of the list gives that of a cell.
        values: the cell of every column asked for, by key; empty where it is blank or the list
            has no such column.
        cells: all cells as they were sent.
    """

    place: Place
    values: Mapping[str, str]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that was read.

    Attributes:
        name: of the file.
        encoding: it was read as: `UTF-8`, `UTF-8 BOM`, `UTF-16`, `CP949` or `XLSX`.
        header: headings as they were sent.
        columns: index from 0 of each column found, by key.
        rows: rows that can be used.
        refused: rows that cannot, each with a problem at least.
        problems: of the refused rows.
        notes: what the sender should know and need not change.
    """

    name: str
    encoding: str
    header: Row
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    refused: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Message, ...]

    def cell_place(self, row: Row, key: str) -> Place:
        """Return the place of a row's cell; of the row, where the list lacks the column."""
        if key not in self.columns:
            return row.place
        place = row.place
        return Place(place.file, place.line, self.columns[key] + 1, place.sheet)


def read_rows(
    name: str,
    content: bytes,
    columns: Sequence[Column],
    *,
    sheet: str | None = None,
    unique_by: tuple[str, ...] = (),
) -> Rows | tuple[Problem, ...]:
    """Read a list, or say everything that makes it unreadable as a whole.

    The header is the line, among the first twenty, that names the most of `columns`; titles above
    it are skipped, columns nobody asked for are left out and noted.  In a workbook the first
    visible sheet with such a line is read.

    Args:
        name: of the file, for places; what it ends with does not matter.
        sheet: to be read, where the sender is told which.
        unique_by: keys of columns whose values may come once only; a row that repeats them all is
            refused.
    """
    grids = _grids(content, columns, sheet)
    if isinstance(grids, Message):
        return (Problem(Place(name), grids),)
    if any(len(grid.lines) > ROWS_MAX for grid in grids):
        return (Problem(Place(name), message("rows-too-many", most=ROWS_MAX)),)
    header = best_header(grids, columns)
    if header is None:
        return (_header_not_found(name, grids[0], columns),)
    problems = header_problems(name, header, columns)
    if problems:
        return in_order(problems)
    return _rows(_List(name, header, columns), grids, unique_by)


class _List:
    """What rows are read from; what does not change from row to row is worked out once."""

    def __init__(self, name: str, header: Header, columns: Sequence[Column]) -> None:
        self.name = name
        self.header = header
        self.sheet = header.grid.sheet
        self.width = header.width
        self.may_be_ragged = not header.grid.is_rectangular
        self.at = tuple(header.at.items())
        self.blank_values = dict.fromkeys((column.key for column in columns), "")

    def row(self, line: Line) -> Row:
        """Pick the columns asked for out of a line."""
        values = self.blank_values.copy()
        cells = line.cells
        for key, index in self.at:
            if index < len(cells):
                values[key] = cells[index]
        return Row(self._place(line), values, cells)

    def problems(self, line: Line) -> list[Problem]:
        """Say what is wrong with a line."""
        if line.fault is not None:
            return [Problem(self._place(line), line.fault)]
        problems = []
        if self.may_be_ragged and self._is_ragged(line):
            ragged = message("row-ragged", found=len(line.cells), wanted=self.width)
            problems.append(Problem(self._place(line), ragged))
        if line.flaws:
            problems.extend(
                Problem(self._place(line, index + 1), line.flaws[index])
                for _, index in self.at
                if index in line.flaws
            )
        return problems

    def _is_ragged(self, line: Line) -> bool:
        count = len(line.cells)
        return count != self.width and (count < self.width or any(line.cells[self.width :]))

    def _place(self, line: Line, column: int = 0) -> Place:
        return Place(self.name, line.number, column, self.sheet)


def _rows(source: _List, grids: Sequence[Grid], unique_by: tuple[str, ...]) -> Rows:
    good: list[Row] = []
    refused: list[Row] = []
    problems: list[Problem] = []
    first_lines: dict[tuple[str, ...], int] = {}
    header = source.header
    grid = header.grid
    for line in grid.lines[grid.lines.index(header.line) + 1 :]:
        if header.is_blank(line):
            continue
        row = source.row(line)
        found = source.problems(line)
        if unique_by and not found:
            found = _repetition(row, unique_by, first_lines)
        if found:
            problems.extend(found)
            refused.append(row)
        else:
            good.append(row)
    return Rows(
        source.name,
        grid.encoding,
        source.row(header.line),
        header.at,
        tuple(good),
        tuple(refused),
        in_order(problems),
        tuple(_notes(header, grids)),
    )


def _repetition(
    row: Row, unique_by: tuple[str, ...], first_lines: dict[tuple[str, ...], int]
) -> list[Problem]:
    """Say that a row repeats an earlier one."""
    identity = tuple(row.values[key] for key in unique_by)
    first = first_lines.setdefault(identity, row.place.line)
    if first == row.place.line:
        return []
    return [Problem(row.place, message("row-repeated", first=first, values=identity))]


def _notes(header: Header, grids: Sequence[Grid]) -> Iterator[Message]:
    grid = header.grid
    if grid.encoding in ("CP949", "UTF-16"):
        yield message("encoding-read", encoding=grid.encoding)
    unread = tuple(
        cell
        for index, cell in enumerate(header.line.cells)
        if cell and cell not in ADDED and index not in header.at.values()
    )
    if unread:
        yield message("columns-not-read", headings=unread)
    others = tuple(other.sheet for other in grids if other.sheet != grid.sheet and other.lines)
    if others:
        yield message("sheets-not-read", sheet=grid.sheet, others=others)


def _grids(
    content: bytes, columns: Sequence[Column], sheet: str | None
) -> tuple[Grid, ...] | Message:
    kind = content_of(content)
    if isinstance(kind, Message):
        return kind
    if kind is Content.WORKBOOK:
        return workbooks.grids(content, sheet)
    text = decoded(content)
    return text if isinstance(text, Message) else (_separated(text, columns),)


def _separated(text: Text, columns: Sequence[Column]) -> Grid:
    """Read a text by the delimiter under which its header names the most columns."""
    heads = separated.heads(text)
    header = best_header(tuple(heads.values()), columns)
    chosen = [key for key, head in heads.items() if header and head is header.grid]
    return separated.grid(text, chosen[0] if chosen else separated.DELIMITERS[0])


def _header_not_found(name: str, grid: Grid, columns: Sequence[Column]) -> Problem:
    first = next((line for line in grid.lines if not line.is_blank), None)
    return Problem(
        Place(name, first.number if first else 0, 1 if first else 0, grid.sheet),
        message(
            "header-not-found",
            lines=HEADER_LINES_MAX,
            wanted=tuple(column.names[0] for column in columns if column.required),
            found=tuple(cell for cell in first.cells if cell) if first else (),
        ),
    )
