"""From the forms of a plan's files to the plan, checking what one form alone cannot show.

Sectors that do not exist, revisions out of order, days outside the year, sources nobody lists:
all of them are found in one pass, each with its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from majung.errors import Message, Problem, message
from majung.files import Path, Tree
from majung.programmes.supply_plan_schema import (
    CurveForm,
    ExecutionForm,
    Form,
    MarkForm,
    NamedForm,
    PlanForm,
    PlannedForm,
    PublishedFigureForm,
    PublishedForm,
    RegionalTargetForm,
    RevisionForm,
    SourceForm,
)
from majung.programmes.supply_plans import (
    Bound,
    Curve,
    Execution,
    Mark,
    PublishedFigure,
    RegionalTarget,
    Revision,
    SupplyPlan,
)
from majung.programmes.supply_subjects import TOTAL, Counting, Named, Subject
from majung.rules.citations import Citation, Label, Source, Status
from majung.values.money import Money
from majung.values.months import Month, MonthNotReadableError, parse_month
from majung.values.rates import Ratio

F = TypeVar("F", bound=Form)
#: What stands in for a source nobody listed; the problem is reported beside it.
NO_SOURCE = Source("", Label("", ""))
#: What stands in for a mark that states nothing, or too much; reported likewise.
NO_SHARE = Ratio.percent(0)


@dataclass(frozen=True, slots=True)
class Read(Generic[F]):
    """A file that has its form: where things stand, and what they say."""

    tree: Tree
    form: F


def plan_of(read: Read[PlanForm], *, version: str) -> tuple[SupplyPlan, tuple[Problem, ...]]:
    """Build a plan, with everything that is wrong with it; it may be used only without problems."""
    form = read.form
    check = _Check(read.tree, form.year, _keys_of(form), _sources(form.sources))
    check.distinct(("perimeter",), (named.key for named in form.perimeter))
    check.distinct(("sectors",), (named.key for named in form.sectors))
    check.distinct(("themes",), (named.key for named in form.themes))
    check.distinct(("revisions",), (str(revision.number) for revision in form.revisions))
    check.distinct(("curves",), (curve.key for curve in form.curves))
    if not form.revisions:
        check.add(("revisions",), message("plan-without-revision"))
    plan = SupplyPlan(
        key=form.key,
        name=form.name.label,
        year=form.year,
        scheme=form.scheme,
        scheme_version=form.scheme_version,
        institutions=_named(form.perimeter),
        sectors=_named(form.sectors),
        themes=_named(form.themes),
        counting=Counting(form.counting.basis, form.counting.renewals, form.counting.revolving),
        revisions=_revisions(form.revisions, check),
        citation=check.cite(("source",), form.source),
        curves=tuple(_curve(curve, at, check) for at, curve in enumerate(form.curves)),
        regional_targets=tuple(
            _regional(target, at, check) for at, target in enumerate(form.regional_targets)
        ),
        sub_sectors=form.sub_sectors,
        version=version,
    )
    return plan, tuple(check.problems)


def executions_of(
    read: Read[PublishedForm], plan_read: Read[PlanForm], plan: SupplyPlan
) -> tuple[tuple[Execution, ...], tuple[Problem, ...]]:
    """Build what was published for a plan, with everything that is wrong with it."""
    form = read.form
    sources = _sources({**plan_read.form.sources, **form.sources})
    check = _Check(read.tree, plan.year, _keys_of(plan_read.form), sources)
    if form.plan != plan.key:
        check.add(("plan",), message("plan-published-for-another", found=form.plan, plan=plan.key))
    check.distinct(
        ("executions",), (execution.through.isoformat() for execution in form.executions)
    )
    numbers = tuple(revision.number for revision in plan.revisions)
    executions = []
    for at, execution in enumerate(form.executions):
        if execution.revision not in numbers:
            reason = message("plan-revision-unknown", plan=plan.key,
                             revision=execution.revision, known=numbers)  # fmt: skip
            check.add(("executions", at, "revision"), reason)
        executions.append(_execution(execution, at, check, plan))
    return tuple(executions), tuple(check.problems)


@dataclass(slots=True)
class _Check:
    """What is checked while a file is read: its places, its year, the keys and sources it may name.

    Attributes:
        keys: keys that may be named, by the list they stand in.
    """

    tree: Tree
    year: int
    keys: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, Source]
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, reason: Message) -> None:
        self.problems.append(Problem(self.tree.place(path), reason))

    def cite(self, path: Path, key: str) -> Citation:
        if key not in self.sources:
            known = tuple(self.sources)
            self.add(path, message("plan-source-unknown", source=key, known=known))
        return Citation(self.sources.get(key, NO_SOURCE))

    def day(self, path: Path, day: date) -> date:
        if day.year != self.year:
            self.add(path, message("plan-day-outside-year", day=day, year=str(self.year)))
        return day

    def distinct(self, path: Path, keys: Iterable[str]) -> None:
        seen: set[str] = set()
        for at, key in enumerate(keys):
            if key in seen:
                self.add((*path, at), message("plan-key-twice", key=key))
            seen.add(key)

    def subject(self, path: Path, kind: str, key: str) -> Subject:
        known = self.keys[kind]
        if key not in known:
            reason = message("plan-subject-unknown", list=LIST_NAMES[kind], key=key, known=known)
            self.problems.append(Problem(self.tree.key_place((*path, key)), reason))
        return {
            "sectors": Subject(sector=key),
            "institutions": Subject(institution=key),
            "themes": Subject(theme=key),
        }[kind]


#: The lists of a file that name a subject, and what officials call what stands in them.
LIST_NAMES = {
    "sectors": Label("분야", "sector"),
    "institutions": Label("기관", "institution"),
    "themes": Label("주제", "theme"),
}


def _keys_of(form: PlanForm) -> Mapping[str, tuple[str, ...]]:
    return {
        "sectors": tuple(named.key for named in form.sectors),
        "institutions": tuple(named.key for named in form.perimeter),
        "themes": tuple(named.key for named in form.themes),
    }


def _sources(forms: Mapping[str, SourceForm]) -> dict[str, Source]:
    return {
        key: Source(key, form.title.label, form.publisher, form.published_on, form.address)
        for key, form in forms.items()
    }


def _named(forms: Iterable[NamedForm]) -> tuple[Named, ...]:
    return tuple(Named(form.key, form.name.label, tuple(form.aliases)) for form in forms)


def _revisions(forms: Sequence[RevisionForm], check: _Check) -> tuple[Revision, ...]:
    for at, (before, after) in enumerate(pairwise(forms), start=1):
        if (after.valid_from, after.number) <= (before.valid_from, before.number):
            check.add(
                ("revisions", at, "valid_from"),
                message("plan-revisions-out-of-order", before=before.valid_from),
            )
    return tuple(_revision(form, at, check) for at, form in enumerate(forms))


def _revision(form: RevisionForm, at: int, check: _Check) -> Revision:
    path: Path = ("revisions", at)
    planned: dict[Subject, PlannedForm] = {TOTAL: form.total} if form.total else {}
    lists = {"sectors": form.sectors, "institutions": form.institutions, "themes": form.themes}
    for kind, amounts in lists.items():
        for key, amount in amounts.items():
            planned[check.subject((*path, kind), kind, key)] = amount
    return Revision(
        number=form.number,
        valid_from=form.valid_from,
        amounts={subject: amount.amount for subject, amount in planned.items()},
        citation=check.cite((*path, "source"), form.source),
        months=_months(form.months, (*path, "months"), check),
        assumed=frozenset(
            subject for subject, amount in planned.items() if amount.status is Status.ASSUMED
        ),
        note=form.note.label if form.note else None,
    )


def _months(written: Mapping[str, Money], path: Path, check: _Check) -> dict[Month, Money]:
    months: dict[Month, Money] = {}
    for text, amount in written.items():
        try:
            month = parse_month(text)
        except MonthNotReadableError as error:
            check.add((*path, text), error.message)
            continue
        check.day((*path, text), month.first_on)
        months[month] = amount
    return months


def _curve(form: CurveForm, at: int, check: _Check) -> Curve:
    path: Path = ("curves", at)
    marks = [_mark(mark, (*path, "marks", number), check) for number, mark in enumerate(form.marks)]
    for number, (before, after) in enumerate(pairwise(marks), start=1):
        if after.on < before.on:
            check.add(
                (*path, "marks", number, "on"),
                message("plan-marks-out-of-order", before=before.on),
            )
    return Curve(
        key=form.key,
        name=form.name.label,
        shape=form.shape,
        marks=tuple(marks),
        citation=check.cite((*path, "source"), form.source),
        status=form.status,
        perimeter=_named(form.perimeter),
        note=form.note.label if form.note else None,
    )


def _mark(form: MarkForm, path: Path, check: _Check) -> Mark:
    bounds = (
        (Bound.EXACTLY, form.exactly),
        (Bound.AT_LEAST, form.at_least),
        (Bound.AT_MOST, form.at_most),
    )
    stated = [(bound, value) for bound, value in bounds if value is not None]
    if len(stated) != 1:
        check.add(path, message("plan-mark-without-one-bound", bounds=len(stated)))
        return Mark(form.on, Bound.EXACTLY, None, NO_SHARE)
    bound, value = stated[0]
    on = check.day((*path, "on"), form.on)
    return Mark(on, bound, value) if isinstance(value, Money) else Mark(on, bound, None, value)


def _regional(form: RegionalTargetForm, at: int, check: _Check) -> RegionalTarget:
    return RegionalTarget(
        year=form.year,
        share=form.share,
        citation=check.cite(("regional_targets", at, "source"), form.source),
        status=form.status,
        note=form.note.label if form.note else None,
    )


def _execution(form: ExecutionForm, at: int, check: _Check, plan: SupplyPlan) -> Execution:
    path: Path = ("executions", at)
    published: dict[Subject, PublishedFigureForm] = {TOTAL: form.total} if form.total else {}
    lists = {"sectors": form.sectors, "institutions": form.institutions, "themes": form.themes}
    for kind, figures in lists.items():
        for key, figure in figures.items():
            published[check.subject((*path, kind), kind, key)] = figure
    first_on = form.first or plan.first_on
    check.day((*path, "first"), first_on)
    check.day((*path, "through"), form.through)
    if form.through < first_on:
        check.add((*path, "through"), message("plan-execution-ends-before", first=first_on))
    return Execution(
        first_on=first_on,
        through_on=form.through,
        revision=form.revision,
        figures={
            subject: PublishedFigure(figure.amount, figure.rate)
            for subject, figure in published.items()
        },
        citation=check.cite((*path, "source"), form.source),
        elapsed=form.elapsed,
    )
