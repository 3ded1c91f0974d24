"""Tables as columns: a blank is a gap, anything else a number or a problem with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from majung.errors import Message, Place, Problem, in_order, message
from majung.files import Column, Row, Rows, read_rows
from majung.risk.arrays import Floats

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,20})?(?:[eE]-?\d{1,2})?")


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """Columns of a published table.

    Attributes:
        file: it was read from.
        lines: of the file, one a row.
        texts: columns of words, by key.
        numbers: columns of numbers, by key; NaN where the cell is blank.
        columns: where each stands in the file, by key, counted from 1.
        headings: what each is called there, by key.
        sheet: of the workbook it was read from; else empty.
    """

    file: str
    lines: NDArray[np.int64]
    texts: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, Floats]
    columns: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def place(self, row: int, key: str = "") -> Place:
        """Return the place of a row, or of its cell in a column; the list may lack the column."""
        return Place(self.file, int(self.lines[row]), self.columns.get(key, 0), self.sheet)

    def only(self, chosen: NDArray[np.bool_]) -> "Published":
        """Return the rows that are chosen."""
        places = np.flatnonzero(chosen)
        return Published(
            self.file,
            self.lines[places],
            {key: tuple(column[place] for place in places) for key, column in self.texts.items()},
            {key: column[places] for key, column in self.numbers.items()},
            self.columns,
            self.headings,
            self.sheet,
        )


def read_published(
    name: str,
    content: bytes,
    *,
    texts: Sequence[Column] = (),
    numbers: Sequence[Column],
    needed: Sequence[str] = (),
    unique: str = "",
) -> Published | tuple[Problem, ...]:
    """Read a table, or say everything that is wrong with it.

    Args:
        name: of the file, for places.
        needed: keys of columns of numbers in which no cell may be blank.
        unique: key of the column of words that names a row: none is blank, none comes twice.
    """
    rows = read_rows(name, content, [*texts, *numbers])
    if not isinstance(rows, Rows):
        return rows
    lacking = [_lacking(rows, column) for column in numbers
               if column.key in needed and column.key not in rows.columns]  # fmt: skip
    if lacking:
        return in_order([*rows.problems, *lacking])
    problems = [*rows.problems, *_unnamed(rows, unique)]
    columns: dict[str, list[float]] = {column.key: [] for column in numbers}
    for row in rows.rows:
        for column in numbers:
            found = _number(rows, row, column.key, is_needed=column.key in needed)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                columns[column.key].append(found)
    if not rows.rows and not problems:
        problems.append(Problem(rows.header.place, message("import-without-rows")))
    if problems:
        return in_order(problems)
    return Published(
        name,
        np.array([row.place.line for row in rows.rows], np.int64),
        {column.key: tuple(row.values[column.key] for row in rows.rows) for column in texts},
        {key: np.array(column) for key, column in columns.items()},
        {key: index + 1 for key, index in rows.columns.items()},
        _headings(rows),
        rows.header.place.sheet,
    )


def _lacking(rows: Rows, column: Column) -> Problem:
    found = tuple(filter(None, rows.header.cells))
    header = rows.header.place
    place = Place(header.file, header.line, 1, header.sheet)
    return Problem(place, message("column-missing", names=column.names, found=found))


def _unnamed(rows: Rows, unique: str) -> Iterator[Problem]:
    """Return the rows that nothing names, or that an earlier one is named like."""
    if not unique:
        return
    first: dict[str, Place] = {}
    heading = _headings(rows)[unique]
    for row in rows.rows:
        name, place = row.values[unique], rows.cell_place(row, unique)
        if not name:
            yield Problem(place, message("import-cell-missing"))
        elif first.setdefault(name, place) != place:
            told = message("risk-row-repeated", column=heading, value=name, first=str(first[name]))
            yield Problem(place, told)


def _headings(rows: Rows) -> Mapping[str, str]:
    return {key: rows.header.cells[index] for key, index in rows.columns.items()}


def outside(table: Published, bounds: Mapping[str, tuple[float, float]]) -> list[Problem]:
    """Return what is wrong with numbers that are below or above what they may be.

    Args:
        bounds: the least and the most, by the key of a column; infinite where there is none.
    """
    return [
        Problem(table.place(place, key), _told(table, key, place, least, most))
        for key, (least, most) in bounds.items()
        if key in table.numbers
        for place in np.flatnonzero(
            (table.numbers[key] < least) | (table.numbers[key] > most)
        ).tolist()
    ]


def _told(table: Published, key: str, place: int, least: float, most: float) -> Message:
    column = table.headings.get(key, key)
    value = f"{table.numbers[key][place]:,.15g}"
    if np.isinf(most):
        return message("risk-number-below", column=column, value=value, least=f"{least:,g}")
    return message(
        "risk-number-outside", column=column, value=value, least=f"{least:,g}", most=f"{most:,g}"
    )


def _number(rows: Rows, row: Row, key: str, *, is_needed: bool) -> float | Problem:
    text = row.values[key]
    if not text:
        if is_needed:
            return Problem(rows.cell_place(row, key), message("import-cell-missing"))
        return float("nan")
    if not _NUMBER.fullmatch(text.replace(",", "")):
        reason = message("import-number-not-readable", text=text)
        return Problem(rows.cell_place(row, key), reason)
    return float(text.replace(",", ""))
