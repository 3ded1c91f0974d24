"""Kinds of charts as values: what is drawn, never how.

Each kind gives the table of its own figures, so a chart never stands without one and the two
cannot differ.  A cell that is `Open` leaves a gap in a line and a word in place of a bar.
"""

from dataclasses import dataclass
from typing import TypeAlias

from majung.reports.cells import Cell
from majung.reports.tables import Column, Row, Table, column_of
from majung.reports.texts import Text


@dataclass(frozen=True, slots=True)
class Series:
    """Named values along the points of an axis."""

    name: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PaceLine:
    """What was supplied so far in the year, against the curve it is held to.

    Attributes:
        points: months or days, in order.
        supplied: cumulative; Open where nothing was published.
        curve: cumulative, the benchmark.
    """

    points_name: Text
    points: tuple[Text, ...]
    supplied: Series
    curve: Series

    def __post_init__(self) -> None:
        _require_lengths(self.points, self.supplied.cells, self.curve.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a point."""
        return _table(
            caption,
            (self.points_name, self.points),
            (self.supplied.name, self.supplied.cells),
            (self.curve.name, self.curve.cells),
        )


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each name, and the mark it is held against.

    Attributes:
        marks: one a bar, such as the elapsed target; Open for none.
    """

    names_name: Text
    names: tuple[Text, ...]
    values: Series
    marks: Series

    def __post_init__(self) -> None:
        _require_lengths(self.names, self.values.cells, self.marks.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a bar."""
        return _table(
            caption,
            (self.names_name, self.names),
            (self.values.name, self.values.cells),
            (self.marks.name, self.marks.cells),
        )


@dataclass(frozen=True, slots=True)
class EnvelopeBars:
    """How much of each envelope is used, reserved and left.

    The three parts of an envelope are money of one currency; a negative part is drawn as nothing
    and stands in the table.
    """

    names_name: Text
    names: tuple[Text, ...]
    used: Series
    reserved: Series
    left: Series

    def __post_init__(self) -> None:
        _require_lengths(self.names, self.used.cells, self.reserved.cells, self.left.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line an envelope."""
        parts = (self.used, self.reserved, self.left)
        return _table(
            caption, (self.names_name, self.names), *((part.name, part.cells) for part in parts)
        )


@dataclass(frozen=True, slots=True)
class GaugePair:
    """A value against its benchmark, on one scale from nothing to the whole."""

    name: Text
    value: Series
    benchmark: Series

    def __post_init__(self) -> None:
        _require_lengths((self.name,), self.value.cells, self.benchmark.cells)

    def table(self, caption: Text) -> Table:
        """Return the two figures of the gauge."""
        return _table(
            caption,
            ("", (self.name,)),
            (self.value.name, self.value.cells),
            (self.benchmark.name, self.benchmark.cells),
        )


@dataclass(frozen=True, slots=True)
class MatrixHeat:
    """A matrix of figures, darker where there is more: region by sector, sector by institution.

    Attributes:
        lines: one series a line of the matrix, its cells in the order of `heads`.
    """

    lines_name: Text
    heads: tuple[Text, ...]
    lines: tuple[Series, ...]

    def __post_init__(self) -> None:
        _require_lengths(self.heads, *(line.cells for line in self.lines))

    def table(self, caption: Text) -> Table:
        """Return the matrix as a table."""
        columns = tuple(
            (head, tuple(line.cells[place] for line in self.lines))
            for place, head in enumerate(self.heads)
        )
        return _table(caption, (self.lines_name, tuple(line.name for line in self.lines)), *columns)


@dataclass(frozen=True, slots=True)
class Scatter:
    """A dot for each name: one figure across, another up, and the line on which the two are equal.

    Both figures are in one unit; a dot of which one is open is not drawn and stands in the table.
    """

    names_name: Text
    names: tuple[Text, ...]
    across: Series
    up: Series

    def __post_init__(self) -> None:
        _require_lengths(self.names, self.across.cells, self.up.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a dot."""
        return _table(
            caption,
            (self.names_name, self.names),
            (self.across.name, self.across.cells),
            (self.up.name, self.up.cells),
        )


@dataclass(frozen=True, slots=True)
class Bubbles:
    """A disc for each name: one figure across, another up, a third as the area of the disc.

    Attributes:
        is_strong: whether each disc is one that no other beats; the rest are drawn faintly.
    """

    names_name: Text
    names: tuple[Text, ...]
    across: Series
    up: Series
    area: Series
    is_strong: tuple[bool, ...]

    def __post_init__(self) -> None:
        _require_lengths(self.names, self.across.cells, self.up.cells, self.area.cells)
        if len(self.is_strong) != len(self.names):
            raise ValueError("a chart says of every name whether it is strong")

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a disc."""
        parts = (self.across, self.up, self.area)
        return _table(
            caption, (self.names_name, self.names), *((part.name, part.cells) for part in parts)
        )


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How parts add up to a whole: each bar begins where the one before ended, the last at nought.

    Attributes:
        values: the parts in order, and as the last what they come to.
    """

    names_name: Text
    names: tuple[Text, ...]
    values: Series

    def __post_init__(self) -> None:
        _require_lengths(self.names, self.values.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a part."""
        return _table(caption, (self.names_name, self.names), (self.values.name, self.values.cells))


@dataclass(frozen=True, slots=True)
class Fan:
    """What may come at each point: the middle, and a band that holds most of it."""

    points_name: Text
    points: tuple[Text, ...]
    low: Series
    middle: Series
    high: Series

    def __post_init__(self) -> None:
        _require_lengths(self.points, self.low.cells, self.middle.cells, self.high.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a point."""
        parts = (self.low, self.middle, self.high)
        return _table(
            caption, (self.points_name, self.points), *((part.name, part.cells) for part in parts)
        )


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often a figure falls between two bounds, and where some figures stand.

    Attributes:
        bounds: one more than there are bars, rising; all known.
        shares: how often, a share a bar; the last bar holds what lies beyond too.
        marks: figures that are marked by an upright line, each with its name.
    """

    bounds: Series
    shares: Series
    marks: tuple[Series, ...]

    def __post_init__(self) -> None:
        _require_lengths(("", *map(str, self.shares.cells)), self.bounds.cells)
        for mark in self.marks:
            _require_lengths((mark.name,), mark.cells)

    def table(self, caption: Text) -> Table:
        """Return the figures of the chart, a line a bar."""
        bounds, shares = self.bounds, self.shares
        columns = (column_of(bounds.name, bounds.cells), column_of(shares.name, shares.cells))
        rows = tuple(Row(pair) for pair in zip(bounds.cells[:-1], shares.cells, strict=True))
        return Table("", caption, columns, rows)


ChartKind: TypeAlias = (
    PaceLine
    | Bars
    | EnvelopeBars
    | GaugePair
    | MatrixHeat
    | Scatter
    | Bubbles
    | Waterfall
    | Fan
    | Histogram
)


def _table(
    caption: Text, names: tuple[Text, tuple[Text, ...]], *columns: tuple[Text, tuple[Cell, ...]]
) -> Table:
    heads = [Column(names[0]), *(column_of(head, cells) for head, cells in columns)]
    rows = [
        Row((Cell(name), *(cells[place] for _, cells in columns)))
        for place, name in enumerate(names[1])
    ]
    return Table("", caption, tuple(heads), tuple(rows))


def _require_lengths(names: tuple[Text, ...], *others: tuple[Cell, ...]) -> None:
    lengths = {len(names), *(len(other) for other in others)}
    if len(lengths) > 1:
        raise ValueError(f"a chart needs as many values as names, not {sorted(lengths)}")
