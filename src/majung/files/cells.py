"""The cells of one row, read one by one; what cannot be read is kept as a problem of its cell.

What a cell means is for whoever asked for the column; that a row with one bad cell still tells
every other bad cell is said once, here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from majung.errors import Message, PolicyFinanceError, Problem, message
from majung.files.rows import Row, Rows

T = TypeVar("T")


@dataclass(slots=True)
class Cells:
    """A row being read.

    Attributes:
        problems: what is wrong with it so far, in the order found.
    """

    rows: Rows
    row: Row
    problems: list[Problem] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return a cell as it was sent; empty where it is blank or the list lacks the column."""
        return self.row.values.get(key, "")

    def refuse(self, key: str, reason: Message) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(Problem(self.rows.cell_place(self.row, key), reason))

    def object(self, key: str, kind: str, **values: object) -> None:
        """Note what is wrong with a cell, by the kind of message and its values."""
        self.refuse(key, message(kind, **values))

    def read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell; None where it is blank or, with a problem noted, not readable."""
        text = self.text(key)
        if not text:
            return None
        try:
            return reader(text)
        except PolicyFinanceError as error:
            self.refuse(key, error.message)
            return None

    def is_faulty(self, key: str) -> bool:
        """Say whether something is wrong with a cell that was written."""
        place = self.rows.cell_place(self.row, key)
        return bool(self.text(key)) and any(each.place == place for each in self.problems)
