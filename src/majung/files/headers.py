"""Finding the line that names the columns, under whatever titles stand above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from majung.errors import Language, Place, Problem, message
from majung.files.grids import HEADER_LINES_MAX, Grid, Line
from majung.files.texts import normalised

#: Headings of the columns that are added to rows on their way back: reason, and row as sent.
ADDED_HEADINGS: Mapping[Language, tuple[str, str]] = {
    "ko": ("반려 사유", "원본 행"),
    "en": ("Reason returned", "Original row"),
}
ADDED = frozenset(heading for pair in ADDED_HEADINGS.values() for heading in pair)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a list may have.

    Attributes:
        key: what the program calls it.
        names: headings that are accepted; blanks, case and asterisks do not matter.
        required: whether a list without it is refused.
    """

    key: str
    names: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """The line that names the columns.

    Attributes:
        at: for each column's key, its index from 0.
        repeated: indexes of headings that name a column a second time, with the column's key.
    """

    grid: Grid
    line: Line
    at: Mapping[str, int]
    repeated: tuple[tuple[int, str], ...]

    def is_blank(self, line: Line) -> bool:
        """Whether a line says nothing: what was added to a returned row is not the sender's."""
        if line.fault is not None:
            return False
        headings = self.line.cells
        return not any(
            cell and (index >= len(headings) or headings[index] not in ADDED)
            for index, cell in enumerate(line.cells)
        )

    @property
    def width(self) -> int:
        """How many cells belong to it; blank cells at its end do not."""
        return max(index for index, cell in enumerate(self.line.cells) if cell) + 1


def best_header(grids: Sequence[Grid], columns: Sequence[Column]) -> Header | None:
    """Return the line that names the most columns, first one first; None where no line names any.

    A line that names all required columns comes before a longer one that does not.
    """
    required = {column.key for column in columns if column.required}
    found = [
        header
        for grid in grids
        for line in grid.lines[:HEADER_LINES_MAX]
        if (header := _header(grid, line, columns)).at
    ]
    return max(
        found,
        key=lambda header: (required <= header.at.keys(), len(header.at)),
        default=None,
    )


def header_problems(name: str, header: Header, columns: Sequence[Column]) -> tuple[Problem, ...]:
    """Say which required columns are missing and which stand twice."""
    sheet, number = header.grid.sheet, header.line.number
    found = tuple(cell for cell in header.line.cells if cell)
    missing = [
        Problem(
            Place(name, number, 1, sheet),
            message("column-missing", names=column.names, found=found),
        )
        for column in columns
        if column.required and column.key not in header.at
    ]
    repeated = [
        Problem(
            Place(name, number, index + 1, sheet),
            message(
                "column-repeated",
                heading=header.line.cells[index],
                first=header.at[key] + 1,
            ),
        )
        for index, key in header.repeated
    ]
    return (*missing, *repeated)


def _header(grid: Grid, line: Line, columns: Sequence[Column]) -> Header:
    keys = {_label(heading): column.key for column in columns for heading in column.names}
    at: dict[str, int] = {}
    repeated = []
    for index, cell in enumerate(line.cells):
        key = keys.get(_label(cell))
        if key is None:
            continue
        if key in at:
            repeated.append((index, key))
        else:
            at[key] = index
    return Header(grid, line, at, tuple(repeated))


def _label(heading: str) -> str:
    """Reduce a heading to what tells it from others."""
    return normalised(heading).casefold().replace(" ", "").replace("*", "")
