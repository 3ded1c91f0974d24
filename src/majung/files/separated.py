"""Text with separated cells (CSV): commas, semicolons or tabs, cells quoted where needed."""

import csv
import io
from collections.abc import Iterator

from majung.errors import Message, message
from majung.files.grids import Grid, Line
from majung.files.texts import Text, normalised

DELIMITERS = (",", ";", "\t")
#: The most that one cell of a spreadsheet holds.
CELL_LENGTH_MAX = 32_767


def grids(text: Text) -> tuple[Grid, ...]:
    """Read a text once for each delimiter; whoever knows the header chooses."""
    return tuple(
        Grid("", text.encoding, tuple(_lines(text.text, delimiter)), is_rectangular=False)
        for delimiter in DELIMITERS
        if delimiter in text.text or delimiter == DELIMITERS[0]
    )


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
    flaws: dict[int, Message] = {}
    for column, cell in enumerate(cells):
        if cell.lstrip().startswith("="):
            flaws[column] = message("cell-formula")
        elif len(cell) > CELL_LENGTH_MAX:
            flaws[column] = message("cell-too-long", most=CELL_LENGTH_MAX)
    kept = (cell[:CELL_LENGTH_MAX] for cell in cells)
    return Line(number, tuple(normalised(cell) for cell in kept), flaws)
