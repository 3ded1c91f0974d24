"""A problem: a bad row or line of a file, with its place, so that all can be shown at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from majung.errors.messages import Language, Message
from majung.errors.sentences import sentence


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something stands, counted from 1.

    Attributes:
        file: the name the user gave.
        line: line of a text, row of a sheet; 0 for the file as a whole.
        column: column of a text or a sheet; 0 for the whole line.
        sheet: name of the sheet in a workbook, else empty.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        name = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([name, *numbers])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a file: where, what, why and what helps."""

    place: Place
    message: Message = field(compare=False)

    def spoken(self, language: Language) -> str:
        """Write the problem as one line: ``file:line:col: what — why — what helps``."""
        return f"{self.place}: {sentence(self.message, language)}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems as a reader meets them: by file, line and column."""
    return tuple(sorted(problems))
