"""Tables: columns that say their unit once, rows of cells, totals and notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from majung.errors import Language
from majung.reports.cells import WORDS, Cell, Unit, UnitKind, shown_number, written
from majung.reports.texts import Text, said, word
from majung.values.money import Money

#: Stands in place of rows where there are none.
NOTHING = word("empty-table")


class Align(StrEnum):
    """On which side of its column a cell stands."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the unit of its numbers and its side.

    Attributes:
        unit: said in the head and not repeated in the cells; `WORDS` for text.
        align: None for the custom: numbers end, words start.
        currency: of the money it holds, for the name of the unit.
        says_unit: False where the caption of the table says the unit of every column.
    """

    head: Text
    unit: Unit = WORDS
    align: Align | None = None
    currency: str = "KRW"
    says_unit: bool = True

    @property
    def side(self) -> Align:
        """Where its cells stand."""
        if self.align is not None:
            return self.align
        return Align.START if self.unit.kind is UnitKind.WORDS else Align.END

    def titled(self, language: Language) -> str:
        """Write the head with the unit: ``공급계획(조 원)``."""
        head, unit = self.lines(language)
        return f"{head}{unit}" if language == "ko" else f"{head} {unit}".strip()

    def lines(self, language: Language) -> tuple[str, str]:
        """Write the head and, for a line of its own, the unit: ``공급계획``, ``(조 원)``.

        A narrow head that breaks inside the unit is not read as one.
        """
        unit = self.unit.head(language, self.currency) if self.says_unit else ""
        return said(self.head, language), f"({unit})" if unit else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, a cell a column."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption and, under it, its notes.

    Attributes:
        key: names the table inside its report; a chart's own table has none.
        totals: lines set apart at the foot.
        notes: sentences under the table.
        empty: what stands in place of rows where there are none.
    """

    key: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    notes: tuple[Text, ...] = ()
    empty: Text = NOTHING

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"table {self.key} has no columns")
        for row in (*self.rows, *self.totals):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"table {self.key}: a row of {len(row.cells)} cells under"
                    f" {len(self.columns)} columns"
                )

    def written(self, row: Row, language: Language) -> tuple[str, ...]:
        """Write the cells of a row, units left to the heads of the columns."""
        return tuple(
            written(cell, language, under=column.unit)
            for cell, column in zip(row.cells, self.columns, strict=True)
        )

    @property
    def has_gap_from_rounding(self) -> bool:
        """Whether shown lines add up to something else than the shown total, though the exact do.

        Such a table says so in a note; a reader with a pocket calculator is right to ask.
        """
        return any(
            _gap(tuple(row.cells[place] for row in self.rows), total.cells[place])
            for total in self.totals
            for place in range(len(self.columns))
        )


def column_of(head: Text, cells: Sequence[Cell]) -> Column:
    """Make a column that says the unit of its cells once, where all of them share it."""
    units = {cell.unit for cell in cells}
    currencies = {cell.value.currency for cell in cells if isinstance(cell.value, Money)}
    if len(units) != 1 or len(currencies) > 1:
        return Column(head, align=Align.END)
    return Column(head, units.pop(), currency=(currencies or {"KRW"}).pop())


def lined_up(
    key: str, caption: Text, *columns: tuple[Text, Sequence[Cell]], unit_is_said: bool = False
) -> Table:
    """Make a table of columns with their cells; each says its unit once, in its head.

    Args:
        unit_is_said: whether the caption says the unit of amounts, so that heads stay short.
    """
    heads = [column_of(head, cells) for head, cells in columns]
    return Table(
        key,
        caption,
        tuple(
            replace(head, says_unit=not (unit_is_said and head.unit.kind is UnitKind.SCALED))
            for head in heads
        ),
        tuple(Row(cells) for cells in zip(*(cells for _, cells in columns), strict=True)),
    )


def _gap(cells: tuple[Cell, ...], total: Cell) -> bool:
    """Tell whether amounts add up exactly, but not as they are shown."""
    amounts = [cell.value for cell in cells]
    whole = total.value
    if total.unit.kind is not UnitKind.SCALED or not isinstance(whole, Money):
        return False
    if any(cell.unit != total.unit or cell.places != total.places for cell in cells):
        return False
    known = [amount for amount in amounts if isinstance(amount, Money)]
    if len(known) < len(amounts) or {amount.currency for amount in known} != {whole.currency}:
        return False
    if Money.total(known, whole.currency) != whole:
        return False
    return sum((shown_number(cell) for cell in cells), Fraction()) != shown_number(total)
