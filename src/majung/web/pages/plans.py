"""Supply plans on pages: those in force, their targets, and admission of a plan from its files."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError
from majung.operations.policy import Act, require
from majung.operations.supply.admit_plan import CheckedPlan, TargetCompared, admit_plan, check_plan
from majung.operations.supply.plans import plan_file, plan_list
from majung.programmes.supply_plans import Execution, Revision, SupplyPlan
from majung.programmes.supply_subjects import TOTAL, Subject
from majung.reports.cells import Cell, amount, day, words
from majung.reports.model import Heading, KeyValue, KeyValues, Note, Notes, Paragraph, Part, Tone
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.values.money import Money
from majung.web.pages.carrying import CARRIED, carried, pieces_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.uploads import folder_field, folder_of, located_findings
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION, FIELD = "plans", "plan-file"
AMOUNTS = frozenset({"plan-target", "in-force", "in-file", "plan-supplied", "pace-printed"})


@visited
def plans_page(visit: Visit) -> HttpResponse:
    """List the plans in force; read the files of one, and admit them when they were shown."""
    require(visit.actor, Act.READ_OWN)
    if visit.request.method != "POST":
        return _page(visit)
    require(visit.actor, Act.LOAD_PLANS)
    if CARRIED in visit.request.POST:
        return _admitted(visit)
    form = OfficeForm({FIELD: folder_field()}, visit.request.POST, files=visit.request.FILES)
    if not form.is_valid():
        return _page(visit, form=form, status=CONFLICT)
    return _checked(visit, check_plan(visit.actor, folder_of(form, FIELD)))


@visited
def plan_page(visit: Visit, key: str) -> HttpResponse:
    """Show a plan: what it counts, its targets by revision, and what was published since."""
    plan = plan_file(visit.actor, key, at=visit.at)
    shown = Shown(
        title=plan.name,
        section=SECTION,
        trail=((phrase("menu-plans"), reverse(SECTION)),),
        parts=tuple(_plan(plan)),
    )
    return answer(visit, "majung/page.html", shown)


def _admitted(visit: Visit) -> HttpResponse:
    try:
        brought = carried(visit.request.POST, purpose=_purpose(visit))
        admitted = admit_plan(visit.actor, brought.sent, at=visit.at, shown=brought.shown)
    except PolicyFinanceError as refusal:
        return _page(visit, problems=(refusal,), status=CONFLICT)
    found = admitted.checked.plan
    if found is None:
        return _checked(visit, admitted.checked)
    told = "plan-admitted" if admitted.is_new else "plan-known"
    to = reverse("plan", args=[found.key])
    return done(visit, told, to, plan=found.name, version=found.version[:12])


def _checked(visit: Visit, found: CheckedPlan) -> HttpResponse:
    if found.plan is None:
        parts = (Paragraph(phrase("file-refused"), Tone.LEAD), located_findings(found.problems))
        return _page(visit, parts=parts, status=CONFLICT)
    pieces: tuple[str, ...] = ()
    if not found.is_known:
        pieces = pieces_of(found.files, shown=found.version_before, purpose=_purpose(visit))
    values = {"plan": found.plan.name, "version": found.plan.version[:12]}
    if found.is_known:
        lead = phrase("plan-known", **values)
    elif found.before is None:
        lead = phrase("plan-is-new", **values)
    else:
        changed = sum(each.is_changed for each in found.targets())
        lead = phrase("plan-changes", **values, before=found.version_before[:12], count=changed)
    shown = (Paragraph(lead, Tone.LEAD), *_compared(found.plan, found))
    rest = tuple(_plan(found.plan, with_targets=False))
    return _page(visit, parts=shown, rest=rest, pieces=pieces)


def _compared(plan: SupplyPlan, found: CheckedPlan) -> Iterator[Part]:
    """Put the targets of the files beside those in force, a table a revision."""
    targets = found.targets()
    for number in dict.fromkeys(each.revision for each in targets):
        rows = tuple(
            Row(
                (
                    words(_subject(plan, each.subject)),
                    _amount(each.before),
                    _amount(each.now),
                    words(_changed(each)),
                )
            )
            for each in targets
            if each.revision == number
        )
        title = phrase("targets-compared", revision=number)
        yield _table(
            f"compared-{number}", title, ("subject", "in-force", "in-file", "changed"), rows
        )


def _changed(target: TargetCompared) -> Text:
    return phrase("target-changed") if target.is_changed else ""


def _plan(plan: SupplyPlan, *, with_targets: bool = True) -> Iterator[Part]:
    yield KeyValues(
        (
            KeyValue(phrase("version"), words(plan.version)),
            KeyValue(phrase("year"), words(str(plan.year))),
            KeyValue(phrase("plan-institutions"), words(_names(plan))),
            KeyValue(phrase("plan-source"), words(phrase("cited", source=plan.citation))),
        )
    )
    for revision in sorted(plan.revisions, key=lambda each: -each.number):
        yield Heading(phrase("plan-revision", number=revision.number, day=revision.valid_from))
        if with_targets:
            yield _targets(plan, revision)
        note = () if revision.note is None else (Note(revision.note),)
        source = Note(phrase("cited", source=revision.citation))
        yield Notes("", (*note, source))
    if plan.executions:
        yield Heading(phrase("published-since"))
        yield _published(plan.executions)


def _names(plan: SupplyPlan) -> Text:
    return phrase("listed", items=tuple(each.name for each in plan.institutions))


def _targets(plan: SupplyPlan, revision: Revision) -> Table:
    of_year = (each for each in plan.targets(revision) if each.period == plan.year)
    rows = tuple(
        Row(
            (
                words(_subject(plan, each.subject)),
                _amount(each.amount),
                words("" if each.amount is None else each.status),
            )
        )
        for each in of_year
    )
    return _table(f"targets-{revision.number}", "", ("subject", "plan-target", "standing"), rows)


def _published(executions: Sequence[Execution]) -> Table:
    rows = []
    for each in executions:
        total = each.figures.get(TOTAL)
        rate = None if total is None else total.rate
        rows.append(
            Row(
                (
                    day(each.through_on),
                    words(str(each.revision)),
                    _amount(None if total is None else total.amount),
                    words(phrase("not-published") if rate is None else rate),
                    words(phrase("cited", source=each.citation)),
                )
            )
        )
    heads = ("through-on", "revision", "plan-supplied", "pace-printed", "source")
    return _table("published", "", heads, tuple(rows))


def _subject(plan: SupplyPlan, subject: Subject) -> Text:
    """Name what a target is about, and say of what kind it is."""
    kind = (
        "sector"
        if subject.sector
        else "institution"
        if subject.institution
        else "theme"
        if subject.theme
        else "total"
    )
    return phrase(f"subject-{kind}", name=plan.name_of(subject))


def _amount(value: Money | None) -> Cell:
    return words(phrase("not-published")) if value is None else amount(value)


def _table(key: str, caption: Text, heads: tuple[str, ...], rows: tuple[Row, ...]) -> Table:
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in AMOUNTS else Align.START)
        for head in heads
    )
    return Table(key, caption, columns, rows)


def _page(
    visit: Visit,
    *,
    form: OfficeForm | None = None,
    parts: Sequence[Part] = (),
    rest: Sequence[Part] = (),
    pieces: tuple[str, ...] = (),
    problems: tuple[PolicyFinanceError, ...] = (),
    status: int = 200,
) -> HttpResponse:
    may_admit = visit.may(Act.LOAD_PLANS)
    shown = Shown(
        title=phrase("menu-plans"),
        section=SECTION,
        lead=phrase("plans-lead"),
        parts=parts or (_in_force(visit),),
        problems=problems,
    )
    return answer(
        visit,
        "majung/handed_in.html",
        shown,
        status=status,
        form=(form or OfficeForm({FIELD: folder_field()})) if may_admit else None,
        action=reverse(SECTION),
        heading=visit.said(phrase("check-plan-files")),
        send=visit.said(phrase("read-files")),
        rest=rest,
        carried=pieces,
        admit=visit.said(phrase("admit-plan")),
    )


def _in_force(visit: Visit) -> Table:
    rows = []
    for each in sorted(plan_list(visit.actor), key=lambda plan: (-plan.year, plan.key)):
        latest = max(each.revisions, key=lambda revision: revision.number)
        rows.append(
            Row(
                (
                    Cell(each.name, trace=reverse("plan", args=[each.key])),
                    words(str(each.year)),
                    words(str(latest.number)),
                    _amount(latest.amount(TOTAL)),
                    words(each.version[:12]),
                )
            )
        )
    heads = ("plan", "year", "revision", "plan-target", "version")
    return _table("plans", "", heads, tuple(rows))


def _purpose(visit: Visit) -> str:
    return f"majung.{SECTION}.{visit.actor.person}"
