"""Text with separated cells (CSV): commas, semicolons or tabs, cells quoted where needed."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice

from majung.errors import Message, message
from majung.files.grids import HEADER_LINES_MAX, ROWS_MAX, Grid, Line
from majung.files.texts import Text, normalised

DELIMITERS = (",", ";", "\t")
#: The most that one cell of a spreadsheet holds.
CELL_LENGTH_MAX = 32_767


def heads(text: Text) -> Mapping[str, Grid]:
    """Read the first lines once for each delimiter; whoever knows the header chooses."""
    return {
        delimiter: _grid(text, delimiter, HEADER_LINES_MAX)
        for delimiter in DELIMITERS
        if delimiter in text.text or delimiter == DELIMITERS[0]
    }


def grid(text: Text, delimiter: str) -> Grid:
    """Read a whole text, or one row more than a list may have."""
    return _grid(text, delimiter, HEADER_LINES_MAX + ROWS_MAX + 1)


def _grid(text: Text, delimiter: str, lines_max: int) -> Grid:
    lines = tuple(islice(_lines(text.text, delimiter), lines_max))
    return Grid("", text.encoding, lines, is_rectangular=False)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    """Read line by line; a line that cannot be read does not hide the next."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, (), fault=message("row-quotes"))
            continue
        yield _line(number, cells)


def _line(number: int, cells: list[str]) -> Line:
    flaws = {index: flaw for index, cell in enumerate(cells) if (flaw := _flaw(cell))}
    if flaws:
        cells = [cell[:CELL_LENGTH_MAX] for cell in cells]
    return Line(number, tuple(map(normalised, cells)), flaws)


def _flaw(cell: str) -> Message | None:
    if len(cell) > CELL_LENGTH_MAX:
        return message("cell-too-long", most=CELL_LENGTH_MAX)
    return message("cell-formula") if "=" in cell and cell.lstrip().startswith("=") else None
