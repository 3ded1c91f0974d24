"""The number register (숫자대장): every released figure with what it means and rests on.

A figure that was released is quoted for years, so it is kept with its definition, source,
watermark and document; a later release that says otherwise can be flagged against it.
"""

from dataclasses import dataclass
from datetime import date

from majung.reports.cells import DAY, Cell, day, words
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text, word


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A released figure.

    Attributes:
        number: its number in the register.
        definition: what exactly is counted, over what, by whom.
        released_before: the same figure as last released, where it was.
    """

    number: str
    definition: Text
    figure: Cell
    source: Text
    as_of: date
    released_before: Cell | None = None

    @property
    def contradicts(self) -> bool:
        """Whether a release of the same figure for the same day said otherwise."""
        return self.released_before is not None and self.released_before.value != self.figure.value


def register_table(entries: tuple[RegisterEntry, ...]) -> Table:
    """Lay out the figures a document releases, a line each, in the order of their numbers."""
    columns = (
        Column(word("register-number")),
        Column(word("definition")),
        Column(word("figure"), align=Align.END),
        Column(word("source")),
        Column(word("as-of"), DAY, Align.START),
        Column(word("released-before"), align=Align.END),
    )
    rows = tuple(
        Row(
            (
                words(entry.number),
                words(entry.definition),
                entry.figure,
                words(entry.source),
                day(entry.as_of),
                _before(entry),
            )
        )
        for entry in entries
    )
    flagged = any(entry.contradicts for entry in entries)
    notes = (word("register-contradiction"),) if flagged else ()
    return Table("register", word("register-caption"), columns, rows, notes=notes)


def _before(entry: RegisterEntry) -> Cell:
    return words("") if entry.released_before is None else entry.released_before
