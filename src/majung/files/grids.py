"""Lines of cells, before anybody knows which line is the header."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from majung.errors import Message

#: Titles, dates and units stand above the header; more than this is no list.
HEADER_LINES_MAX = 20
#: Rows read at once; a spreadsheet of this size takes minutes to open.
ROWS_MAX = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of cells.

    Attributes:
        number: line of a text or row of a sheet, from 1.
        cells: normalised text.
        flaws: what is wrong with single cells, by column from 0.
        fault: what is wrong with the line as a whole.
    """

    number: int
    cells: tuple[str, ...]
    flaws: Mapping[int, Message] = field(default_factory=dict)
    fault: Message | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells) and self.fault is None


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a text or a sheet.

    Attributes:
        sheet: its name in a workbook, else empty.
        encoding: that the text was read as, or `XLSX`.
        is_rectangular: whether every line has the same number of cells by its format.
    """

    sheet: str
    encoding: str
    lines: tuple[Line, ...]
    is_rectangular: bool
