"""Where core systems and our schedules disagree: the open differences, as a list and as files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from majung.contracts.reported.checking import DifferenceKind
from majung.errors import Language, sentence
from majung.files.annotations import csv_of
from majung.operations.acting import Actor
from majung.operations.reading_names import institution_names
from majung.operations.supply.looking import looking
from majung.reports.cells import Cell, counter, day, in_full, percent, words, written
from majung.reports.cells import count as counted
from majung.reports.freezing import MEDIA_TYPES, Format, render
from majung.reports.model import DocumentKind, Report, Watermark
from majung.reports.tables import Align, Column, Row, Table
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.servicing.differences import Figure, ReportedDifference, differences_of
from majung.values.money import Money
from majung.values.months import Month
from majung.values.rates import Rate

TITLE = Label("월보 대조 차이", "Differences with servicers' files")
SERIES = Label("취급기관 월보와 자체 계산", "servicers' files and own schedules")
NOTHING = Label("열린 차이가 없음", "No difference is open")
HEADS = (
    Label("취급기관", "Institution"),
    Label("계약", "Contract"),
    Label("기준월", "Month"),
    Label("항목", "Figure"),
    Label("보고", "Reported"),
    Label("계산", "Computed"),
    Label("내용", "What differs, and what helps"),
)
NUMBERS = frozenset({4, 5})
PLAIN = counter()


class DifferencesFormat(StrEnum):
    """What a list of differences is written to."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class DifferencesFile:
    """A list of differences as a file."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DifferencesRead:
    """The open differences that the actor may see.

    Attributes:
        names: of the institutions concerned, by key.
    """

    on: date
    at: datetime
    lines: tuple[ReportedDifference, ...]
    names: dict[str, Label]

    @property
    def by_kind(self) -> tuple[tuple[DifferenceKind, int], ...]:
        """How many there are of each kind, in the order of the kinds."""
        found = Counter(each.kind for each in self.lines)
        return tuple((kind, found[kind.value]) for kind in DifferenceKind if found[kind.value])

    @property
    def months(self) -> tuple[Month, ...]:
        """The months concerned, earliest first."""
        return tuple(sorted({each.month for each in self.lines}))


def reported_differences(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    month: Month | None = None,
    institution: str = "",
    contract: str = "",
) -> DifferencesRead:
    """Return the open differences, by contract and month: the own ones, or all for the State.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SERVICING, at=at, subject=contract or str(month or "")):
        lines = differences_of(contract=contract, institution=institution, month=month)
    known = institution_names(on=on)
    holders = sorted({each.institution for each in lines})
    return DifferencesRead(on, at, lines, {key: known[key] for key in holders})


def differences_table(found: DifferencesRead, lines: Sequence[ReportedDifference]) -> Table:
    """Lay differences out, a row each."""
    columns = tuple(
        Column(head, align=Align.END if index in NUMBERS else None)
        for index, head in enumerate(HEADS)
    )
    rows = tuple(Row(_cells(found, each)) for each in lines)
    return Table("differences", TITLE, columns, rows, empty=NOTHING)


def differences_file(
    found: DifferencesRead, wanted: DifferencesFormat, *, language: Language = "ko"
) -> DifferencesFile:
    """Write all differences as XLSX, CSV or JSON."""
    name = f"differences-{found.on}.{wanted.value}"
    if wanted is DifferencesFormat.CSV:
        heads = [head.spoken(language) for head in HEADS]
        lines = [[written(cell, language) for cell in _cells(found, each)] for each in found.lines]
        return DifferencesFile(name, "text/csv; charset=utf-8", csv_of([heads, *lines]))
    report = Report(
        key=f"differences-{found.on}",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=TITLE,
        watermark=Watermark(found.on, found.at, SERIES),
        parts=(differences_table(found, found.lines),),
    )
    (file,) = render(report, Format(wanted.value))
    return DifferencesFile(name, MEDIA_TYPES[Format(wanted.value)], file.content)


def figure_cell(figure: Figure) -> Cell:
    """Show a figure of either side; what was not stated is a dash."""
    match figure:
        case None:
            return words("—")
        case Money():
            return in_full(figure)
        case Rate():
            return percent(figure, None)
        case date():
            return day(figure)
        case _:
            return counted(figure, PLAIN)


def spoken_reason(found: ReportedDifference, language: Language) -> str:
    """Say what differs, why that may be and what helps."""
    return sentence(found.reason, language)


def _cells(found: DifferencesRead, each: ReportedDifference) -> tuple[Cell, ...]:
    return (
        words(found.names.get(each.institution, Label(each.institution, each.institution))),
        words(each.contract),
        words(each.month),
        words(DifferenceKind(each.kind)),
        figure_cell(each.reported),
        figure_cell(each.computed),
        words(each.reason),
    )
