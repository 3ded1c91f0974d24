"""A report: one value from which every file and page of a document is made.

Parts hold exact values; nothing in a report is formatted.  Its language, markings and watermark
belong to the whole, so that no page of any output can leave them out.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from majung.errors import Language
from majung.reports.cells import Cell, shown_number, written
from majung.reports.charts import ChartKind, GaugePair, Series
from majung.reports.tables import Table
from majung.reports.texts import Text, word
from majung.rules import Label


class DocumentKind(StrEnum):
    """What sort of document a report is."""

    COUNCIL_PACK = "council-pack"
    DECISION_RECORD = "decision-record"
    INDICATION = "indication"
    STATEMENT = "statement"


class Marking(StrEnum):
    """What every page of a document must bear."""

    EXAMPLE = "example"
    INDICATION = "indication"
    DRAFT = "draft"
    CORRECTION = "correction"
    INTERNAL = "internal"


class Tone(StrEnum):
    """How loud a paragraph is."""

    LEAD = "lead"
    BODY = "body"
    FINE = "fine"


class Mark(StrEnum):
    """How a rule came out, in an outline: a sign and a word, never a colour alone."""

    MET = "✓"
    NOT_MET = "✗"
    OPEN = "?"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a section, level 2 a part of it."""

    text: Text
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in {1, 2}:
            raise ValueError(f"a heading has level 1 or 2, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text
    tone: Tone = Tone.BODY


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure against its benchmark: the headline of a page.

    Attributes:
        difference: value less benchmark, with its sign.
        note: what the two rest on, in a line.
    """

    key: str
    name: Text
    value_name: Text
    value: Cell
    benchmark_name: Text
    benchmark: Cell
    difference: Cell
    note: Text = ""

    @property
    def has_gap_from_rounding(self) -> bool:
        """Whether the shown difference is not that of the two shown figures."""
        if not all(cell.is_figure for cell in (self.value, self.benchmark, self.difference)):
            return False
        shown = shown_number(self.value) - shown_number(self.benchmark)
        return shown != shown_number(self.difference)

    def chart(self) -> "Chart":
        """Return the two figures as a chart of one bar, described in words."""
        drawn = GaugePair(
            self.name,
            Series(self.value_name, (self.value,)),
            Series(self.benchmark_name, (self.benchmark,)),
        )
        return Chart(self.key, self.name, Label(self._about("ko"), self._about("en")), drawn)

    def _about(self, language: Language) -> str:
        about = word(
            "gauge-description",
            value_name=self.value_name,
            value=written(self.value, language),
            benchmark_name=self.benchmark_name,
            benchmark=written(self.benchmark, language),
            difference=written(self.difference, language),
        )
        return about.spoken(language)


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A name and its value."""

    name: Text
    cell: Cell


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Names and values, a line each: the head of a record."""

    lines: tuple[KeyValue, ...]
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the table of its figures.

    Attributes:
        description: what it shows, for those who cannot see it.
        beside: key of a table of the same report that holds these figures; empty where the
            chart's own table is to be printed.
    """

    key: str
    title: Text
    description: Text
    drawn: ChartKind
    beside: str = ""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A finding in an outline.

    Attributes:
        depth: 0 for the whole, one more for each level below.
        mark: None for a line that only groups.
        source: who says so.
        helps: what to supply, under an open line.
    """

    depth: int
    mark: Mark | None
    text: Text
    source: Text = ""
    helps: Text = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A tree of findings, a line each."""

    caption: Text
    lines: tuple[OutlineLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note: what a figure rests on and where it can be read."""

    text: Text
    source: Text = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes and sources, numbered in their order."""

    caption: Text
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands for a document: a role at an institution, never a person's name.

    Names are personal data and live under their own keys; a frozen document outlives them.

    Attributes:
        act: proposed, approved, noted.
        at: None where the act is still to come.
        number: of the document by which it was done; empty for none.
    """

    act: Text
    institution: Text
    role: Text
    at: datetime | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who proposed, approved and noted a document."""

    lines: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Part: TypeAlias = (
    Heading
    | Paragraph
    | Gauge
    | KeyValues
    | Table
    | Chart
    | Outline
    | Notes
    | Signatures
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Watermark:
    """Up to which day and moment facts are in the figures, and whose facts.

    Attributes:
        as_of: the last day that is true in the world.
        recorded_at: the last moment at which something was learnt, aware.
        series: the declared source of the figures.
    """

    as_of: date
    recorded_at: datetime
    series: Text

    def __post_init__(self) -> None:
        if self.recorded_at.tzinfo is None:
            raise ValueError("a watermark's moment knows its time zone")


@dataclass(frozen=True, slots=True)
class ProgrammeVersion:
    """A programme and the version of its files under which figures or a decision stand."""

    key: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document before it is rendered.

    Attributes:
        key: names its files: ``council-pack-2024-05``.
        number: number of the document in the register; empty before it has one.
        markings: what every page bears, in order of weight.
    """

    key: str
    kind: DocumentKind
    language: Language
    title: Text
    watermark: Watermark
    parts: tuple[Part, ...]
    subtitle: Text = ""
    number: str = ""
    issuer: Text = ""
    markings: tuple[Marking, ...] = ()
    programmes: tuple[ProgrammeVersion, ...] = field(default=())

    def __post_init__(self) -> None:
        keyed = [part.key for part in self.parts if isinstance(part, Table | Chart | Gauge)]
        if len(set(keyed)) != len(keyed) or "" in keyed:
            raise ValueError(
                f"tables, charts and gauges of a report have keys of their own: {keyed}"
            )
        levels = [part.level for part in self.parts if isinstance(part, Heading)]
        if levels[:1] == [2]:
            raise ValueError("a heading of level 2 stands under one of level 1")
        tables = {part.key for part in self.parts if isinstance(part, Table)}
        for chart in self.charts:
            if chart.beside and chart.beside not in tables:
                raise ValueError(f"chart {chart.key} names table {chart.beside}, not there")

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Return its charts in order, the gauges among them."""
        found: list[Chart] = []
        for part in self.parts:
            if isinstance(part, Chart):
                found.append(part)
            elif isinstance(part, Gauge):
                found.append(part.chart())
        return tuple(found)
