"""The number register (숫자대장) as doors show it: searched, named, with what contradicts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.errors import Language
from majung.operations.acting import Actor
from majung.operations.council.figures import definition_head, figure_cell
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.operations.supply.plans import plans_in_force
from majung.operations.supply.watermarks import watermark_shown
from majung.programmes import Programme, shelf
from majung.programmes.supply_plans import SupplyPlan
from majung.reports.cells import Cell, day, words
from majung.reports.freezing import Format, RenderedFile, render
from majung.reports.model import DocumentKind, Marking, Report, Watermark
from majung.reports.tables import Align, Column, Row, Table
from majung.rules.citations import Label
from majung.store.council.register import Release, released_figures, releases_of
from majung.store.refusals import NotRecordedError
from majung.supply.figures import Definition
from majung.supply.targets import SeriesSource

TOTAL = Label("전체", "total")
OWN = Label("자체 계약", "own contracts")
NAME = Label("숫자대장", "Number register")
RELEASED = Label("공표된 수치", "released figures")
EXPORTED_MAX = 100_000
HEADS = (
    Label("수치", "Figure"),
    Label("정의", "Definition"),
    Label("값", "Value"),
    Label("기준일", "As of"),
    Label("자료", "Series"),
    Label("자료 판", "State of data"),
    Label("출처", "Source"),
    Label("문서", "Document"),
    Label("공표일", "Released"),
    Label("어긋나는 앞선 문서", "Contradicts"),
)
VALUE = 2


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in the register.

    Attributes:
        text: in a figure, its definition or the document; empty for everything.
        is_contradicting: only what contradicts an earlier release.
        after: how many of the latest are passed over.
    """

    text: str = ""
    is_contradicting: bool = False
    after: int = 0
    count_max: int = 50


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A released figure with the words for what it is about and what it counts."""

    release: Release
    subject: Label
    definition: Label

    @property
    def series(self) -> SeriesSource:
        """Where its series comes from."""
        return SeriesSource(self.release.figure.series)


def register_lines(actor: Actor, sought: Sought) -> tuple[RegisterLine, ...]:
    """Return released figures, latest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        found = released_figures(
            after=sought.after,
            count_max=sought.count_max,
            sought=sought.text,
            definitions=_defined(sought.text),
            is_contradicting=sought.is_contradicting,
        )
        return _lines(found)


def figure_releases(actor: Actor, figure: str) -> tuple[RegisterLine, ...]:
    """Return every release of a figure, in the order released.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: the figure was never released.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        found = _lines(releases_of(figure))
    if not found:
        raise NotRecordedError(what={"ko": "수치", "en": "figure"}, key=figure)
    return found


def register_workbook(
    actor: Actor, sought: Sought, *, on: date, at: datetime, language: Language = "ko"
) -> RenderedFile:
    """Write the register as XLSX: what is looked for, all of it.

    Args:
        on: the day it is written for.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    every = Sought(sought.text, sought.is_contradicting, count_max=EXPORTED_MAX)
    lines = register_lines(actor, every)
    columns = tuple(
        Column(head, align=Align.END if place == VALUE else None)
        for place, head in enumerate(HEADS)
    )
    rows = tuple(Row(_cells(line)) for line in lines)
    is_example = any(line.series is SeriesSource.EXAMPLE for line in lines)
    report = Report(
        key=f"number-register-{on}",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=NAME,
        watermark=Watermark(on, at, RELEASED),
        parts=(Table("register", NAME, columns, rows),),
        markings=(Marking.EXAMPLE,) if is_example else (),
    )
    return render(report, Format.XLSX)[0]


def _cells(line: RegisterLine) -> tuple[Cell, ...]:
    figure = line.release.figure
    sources = figure.citations
    return (
        words(line.subject),
        words(line.definition),
        value_cell(line.release),
        day(figure.as_of),
        words(line.series),
        words(watermark_shown(figure.watermark)),
        words(sources[-1] if sources else ""),
        words(line.release.document),
        day(line.release.released_on),
        words(line.release.contradicts),
    )


def value_cell(release: Release) -> Cell:
    """Show a released value as the document it stands in did."""
    cell = figure_cell(release.figure)
    return Cell(cell.value, cell.unit, cell.places, cell.is_signed)


def _defined(text: str) -> tuple[str, ...]:
    """Return the definitions whose words contain a text."""
    wanted = text.casefold()
    return tuple(
        each.value
        for each in Definition
        if wanted and any(wanted in word.casefold() for word in _words(definition_head(each)))
    )


def _words(label: Label) -> tuple[str, str]:
    return label.ko, label.en


def _lines(releases: Iterable[Release]) -> tuple[RegisterLine, ...]:
    listed, plans = tuple(releases), plans_in_force()
    if not listed:
        return ()
    # A figure of a limit was released while its programme was in force.
    known = programmes_in_force(at=max(each.recorded_at for each in listed))
    programmes = {**shelf(), **{each.key: each for each in known}}
    return tuple(
        RegisterLine(
            each,
            subject_name(each.figure.key, plans, programmes),
            definition_head(each.figure.definition),
        )
        for each in listed
    )


def subject_name(
    figure: str, plans: Mapping[str, SupplyPlan], programmes: Mapping[str, Programme]
) -> Label:
    """Say what a figure is about, by its key without the definition."""
    subject = figure.rpartition(".")[0] or figure
    is_own = subject.startswith("own.")
    head, _, rest = subject.removeprefix("own.").partition(".")
    if head in plans:
        plan = plans[head]
        parts = [plan.name, *([OWN] if is_own else []), *_of_plan(plan, rest)]
    else:
        parts = _of_envelope(programmes.get(head), rest)
    if not parts:
        return Label(subject, subject)
    return Label(" · ".join(each.ko for each in parts), " · ".join(each.en for each in parts))


def _of_plan(plan: SupplyPlan, path: str) -> list[Label]:
    if not path:
        return []
    named = (*plan.sectors, *plan.institutions, *plan.themes)
    names = {"total": TOTAL} | {each.key: each.name for each in named}
    return [names.get(key, Label(key, key)) for key in path.split(".")]


def _of_envelope(found: Programme | None, path: str) -> list[Label]:
    if found is None:
        return []
    key, _, member = path.partition(":")
    labels = [each.label for each in found.envelopes if each.key == key]
    names = {party.key: party.names[-1].name for party in found.parties}
    return [found.name, *labels, *([names.get(member, Label(member, member))] if member else [])]
