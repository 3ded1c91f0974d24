"""Projects (과제) on pages: who takes part, what it costs, what is missing, what comes of it."""

from collections.abc import Iterator, Mapping

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from majung.applications.firm import identity_key
from majung.applications.project import Outcome, Project
from majung.errors import PolicyFinanceError
from majung.operations.intake.reading_firms import project_file, project_history, project_list
from majung.operations.intake.register import register_project
from majung.operations.policy import Act, require
from majung.operations.reading_names import firm_names
from majung.reports.cells import Cell, amount, day, moment, percent, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.web.acting import is_example_office
from majung.web.pages.desks import Desk, Link, desk_page, refusal_of
from majung.web.pages.naming import firm_address
from majung.web.pages.project_form import project_form, project_of
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "projects"
ROWS_A_PAGE = 50
AMOUNTS = ("needed", "arranged", "gap", "arranged-amount")


@visited
def projects_page(visit: Visit) -> HttpResponse:
    """List projects, searched by a part of their number or name."""
    require(visit.actor, Act.READ_OWN)
    asked = visit.request.GET.get("q", "").strip()
    found = [
        each
        for each in project_list(visit.actor)
        if asked.casefold() in f"{each.number} {each.name}".casefold()
    ]
    page = Paginator(found, ROWS_A_PAGE).get_page(visit.request.GET.get("page"))
    called = _firms(visit, *page)
    rows = tuple(
        Row(
            (
                Cell(each.number, trace=_address(each.number)),
                words(each.name),
                words(_name(called, identity_key(each.lead))),
                amount(each.financing.needed),
                amount(each.financing.arranged),
                amount(each.financing.gap),
            )
        )
        for each in page
    )
    heads = ("project-number", "project-name", "lead", "needed", "arranged", "gap")
    table = Table("projects", "", _columns(heads), rows, empty=phrase("no-projects"))
    may_register = visit.may(Act.REGISTER_PROJECT)
    links = (Link(reverse("register-project"), phrase("register-project")),) if may_register else ()
    shown = Shown(
        title=phrase("menu-projects"),
        section=SECTION,
        lead=phrase("projects-lead"),
        parts=(table,),
    )
    more: dict[str, object] = {"page": page, "search": asked, "asks": phrase("find-project")}
    return desk_page(visit, Desk(shown=shown, links=links, more=more))


@visited
def project_page(visit: Visit, number: str) -> HttpResponse:
    """Show a project: consortium, financing, standard model, outcomes, earlier descriptions."""
    project = project_file(visit.actor, number)
    shown = Shown(
        title=project.name,
        section=SECTION,
        lead=project.number,
        trail=((phrase("menu-projects"), reverse(SECTION)),),
        parts=tuple(_parts(visit, project)),
    )
    address = reverse("describe-project", args=[number])
    may_describe = visit.may(Act.REGISTER_PROJECT)
    links = (Link(address, phrase("describe-project")),) if may_describe else ()
    return desk_page(visit, Desk(shown=shown, links=links))


@visited
def register_project_page(visit: Visit) -> HttpResponse:
    """Ask what a new project is, or register it."""
    require(visit.actor, Act.REGISTER_PROJECT)
    return _described(visit, None)


@visited
def describe_project_page(visit: Visit, number: str) -> HttpResponse:
    """Describe a project anew; the earlier descriptions are kept."""
    require(visit.actor, Act.REGISTER_PROJECT)
    return _described(visit, project_file(visit.actor, number))


def _described(visit: Visit, before: Project | None) -> HttpResponse:
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = project_form(sent, before)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_bound and form.is_valid():
        project = project_of(form, before)
        is_example = is_example_office(visit.request)
        problems = refusal_of(
            lambda: register_project(visit.actor, project, at=visit.at, is_example=is_example)
        )
        if not problems:
            return done(visit, "project-registered", _address(project.number))
    title = phrase("register-project" if before is None else "describe-project")
    trail: list[tuple[Text, str]] = [(phrase("menu-projects"), reverse(SECTION))]
    if before is not None:
        trail.append((before.number, _address(before.number)))
    shown = Shown(
        title=title,
        section=SECTION,
        lead=phrase("register-project-lead"),
        trail=trail,
        problems=problems,
    )
    status = CONFLICT if form.is_bound else 200
    return answer(
        visit, "majung/form.html", shown, status=status, form=form, send=visit.said(title)
    )


def _parts(visit: Visit, project: Project) -> Iterator[Part]:
    financing, model = project.financing, project.standard_model
    lines = [
        KeyValue(phrase("head-needed"), amount(financing.needed)),
        KeyValue(phrase("head-arranged"), amount(financing.arranged)),
        KeyValue(phrase("head-of-it-public"), amount(financing.public)),
        KeyValue(phrase("head-gap"), amount(financing.gap)),
    ]
    if project.site is not None:
        site = words(project.site.spoken(visit.language))
        lines.append(KeyValue(phrase("head-financed-site"), site))
    yield KeyValues(tuple(lines))
    yield Heading(phrase("consortium"))
    yield _participants(visit, project)
    yield Heading(phrase("arrangements"))
    yield _arrangements(project)
    yield Heading(phrase("standard-model"))
    if model is None:
        yield KeyValues((KeyValue(phrase("standard-model"), words(phrase("no-standard-model"))),))
    else:
        on = model.published_on
        published = words(phrase("model-not-published")) if on is None else day(on)
        yield KeyValues(
            (
                KeyValue(phrase("head-model-name"), words(model.name)),
                KeyValue(phrase("head-model-process"), words(model.process)),
                KeyValue(phrase("head-published-on"), published),
            )
        )
    yield Heading(phrase("outcomes"))
    yield _outcomes(project)
    yield Heading(phrase("project-history"))
    yield _history(visit, project)


def _participants(visit: Visit, project: Project) -> Table:
    called = _firms(visit, project)
    rows = tuple(
        Row(
            (
                Cell(
                    _name(called, identity_key(each.firm)),
                    # A firm reads its own page and nobody else's.
                    trace=firm_address(each.firm)
                    if visit.actor.firm in ("", identity_key(each.firm))
                    else "",
                ),
                words(each.firm.spoken(visit.language)),
                words(phrase(f"part-{each.role.value}")),
            )
        )
        for each in project.participants
    )
    return Table("consortium", "", _columns(("firm", "corporate-number", "part")), rows)


def _arrangements(project: Project) -> Table:
    rows = tuple(
        Row(
            (
                words(each.source),
                words(phrase("public-money" if each.is_public else "private-money")),
                amount(each.amount),
            )
        )
        for each in project.financing.arrangements
    )
    heads = ("arranged-by", "money-kind", "arranged-amount")
    return Table("arrangements", "", _columns(heads), rows, empty=phrase("no-arrangements"))


def _outcomes(project: Project) -> Table:
    rows = tuple(
        Row(
            (
                words(each.measure),
                words(f"{each.baseline} {each.unit}"),
                words(f"{each.target} {each.unit}"),
                words(
                    phrase("not-measured") if each.actual is None else f"{each.actual} {each.unit}"
                ),
                words("") if each.actual_on is None else day(each.actual_on),
                _achieved(each),
            )
        )
        for each in project.outcomes
    )
    heads = ("measure", "baseline", "target", "actual", "actual-on", "achieved")
    return Table("outcomes", "", _columns(heads), rows, empty=phrase("no-outcomes"))


def _achieved(outcome: Outcome) -> Cell:
    share = outcome.share_achieved
    return words("") if share is None else percent(share, 1)


def _history(visit: Visit, project: Project) -> Table:
    rows = tuple(
        Row(
            (
                moment(at),
                words(each.name),
                amount(each.financing.needed),
                amount(each.financing.arranged),
                amount(each.financing.gap),
            )
        )
        for at, each in reversed(project_history(visit.actor, project.number))
    )
    heads = ("described-at", "project-name", "needed", "arranged", "gap")
    return Table("history", "", _columns(heads), rows)


def _firms(visit: Visit, *projects: Project) -> Mapping[str, Label]:
    """Name the firms that take part in projects, by key."""
    keys = {identity_key(each.firm) for one in projects for each in one.participants}
    return firm_names(visit.actor, keys, on=visit.on)


def _name(called: Mapping[str, Label], key: str) -> Label:
    return called.get(key, Label(key, key))


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    ends = {*AMOUNTS, "baseline", "target", "actual", "achieved"}
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in ends else Align.START)
        for head in heads
    )


def _address(number: str) -> str:
    return reverse("project", args=[number])
