"""Lists that people send, CSV or XLSX, as located rows of text.

A bad row never hides a good one: rows that can be read and rows that cannot come apart, each
problem with its cell.  What a cell means (an amount, a day) is for whoever asked for the column.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from majung.errors import Message, Place, Problem, in_order, message
from majung.files import separated, workbooks
from majung.files.grids import Grid, Line
from majung.files.headers import (
    ADDED,
    HEADER_LINES_MAX,
    Column,
    Header,
    best_header,
    header_problems,
)
from majung.files.kinds import Content, content_of
from majung.files.texts import decoded

ROWS_MAX = 500_000


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
    grids = _grids(content, sheet)
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
    return _rows(_List(name, header, columns, unique_by), grids)


@dataclass(frozen=True, slots=True)
class _List:
    """What rows are read from, and how."""

    name: str
    header: Header
    columns: Sequence[Column]
    unique_by: tuple[str, ...]

    def row(self, line: Line) -> Row:
        """Pick the columns asked for out of a line."""
        at = self.header.at
        values = {column.key: "" for column in self.columns}
        for key, index in at.items():
            values[key] = line.cells[index] if index < len(line.cells) else ""
        return Row(Place(self.name, line.number, 0, self.header.grid.sheet), values, line.cells)

    def problems(self, line: Line) -> Iterator[Problem]:
        """Say what is wrong with a line."""
        sheet, width = self.header.grid.sheet, self.header.width
        if line.fault is not None:
            yield Problem(Place(self.name, line.number, 0, sheet), line.fault)
            return
        if not self.header.grid.is_rectangular and self._is_ragged(line):
            ragged = message("row-ragged", found=len(line.cells), wanted=width)
            yield Problem(Place(self.name, line.number, 0, sheet), ragged)
        read = set(self.header.at.values())
        for index, flaw in sorted(line.flaws.items()):
            if index in read:
                yield Problem(Place(self.name, line.number, index + 1, sheet), flaw)

    def _is_ragged(self, line: Line) -> bool:
        width = self.header.width
        return len(line.cells) < width or any(line.cells[width:])


def _rows(source: _List, grids: Sequence[Grid]) -> Rows:
    good: list[Row] = []
    refused: list[Row] = []
    problems: list[Problem] = []
    first_lines: dict[tuple[str, ...], int] = {}
    grid, header = source.header.grid, source.header
    for line in grid.lines[grid.lines.index(header.line) + 1 :]:
        if line.is_blank:
            continue
        row = source.row(line)
        found = list(source.problems(line)) or list(_repetition(row, source.unique_by, first_lines))
        problems.extend(found)
        (refused if found else good).append(row)
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
) -> Iterator[Problem]:
    """Say that a row repeats an earlier one."""
    if not unique_by:
        return
    identity = tuple(row.values[key] for key in unique_by)
    first = first_lines.setdefault(identity, row.place.line)
    if first != row.place.line:
        yield Problem(row.place, message("row-repeated", first=first, values=identity))


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


def _grids(content: bytes, sheet: str | None) -> tuple[Grid, ...] | Message:
    kind = content_of(content)
    if isinstance(kind, Message):
        return kind
    if kind is Content.WORKBOOK:
        return workbooks.grids(content, sheet)
    text = decoded(content)
    return text if isinstance(text, Message) else separated.grids(text)


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
