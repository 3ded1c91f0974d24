"""Recommending on pages: rounds with the room left, lists row by row, approval, withdrawal."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.errors import PolicyFinanceError
from majung.operations.intake.approve_list import approve_recommendations, send_list_back
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.reading_rounds import (
    RoundFile,
    list_findings,
    returned_rows,
    round_file,
    round_list,
    rules_of,
)
from majung.operations.intake.recommend import (
    open_round,
    recommended_firms,
    take_recommendations,
    withdraw_recommendation,
)
from majung.operations.policy import Act, require
from majung.operations.reading_names import names
from majung.reports.cells import count, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Row, Table
from majung.web.pages.desks import Ask, Desk, Link, Panel, Tried, desk_page, form_of, refusal_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.rounds_shown import (
    FIRMS,
    address_of,
    approval_form,
    columns,
    list_form,
    list_pairs,
    lists_table,
    recommended_table,
    return_form,
    round_form,
    round_row,
    terms_of,
    withdrawal_form,
)
from majung.web.pages.uploads import content_of, workbook
from majung.web.pages.visits import Shown, Visit, done, visited
from majung.web.pages.wording import phrase

SECTION = "rounds"
ROWS_A_PAGE = 50


@visited
def rounds_page(visit: Visit) -> HttpResponse:
    """List the rounds, and let a recommender open one."""
    tried = None
    if visit.request.method == "POST":
        require(visit.actor, Act.OPEN_ROUND)
        form = round_form(visit, visit.request.POST)
        problems: tuple[PolicyFinanceError, ...] = ()
        if form.is_valid():
            problems = refusal_of(lambda: _open(visit, form))
            if not problems:
                return done(visit, "round-opened", address_of(form.cleaned_data["round-key"]))
        tried = Tried("round", form, problems)
    called = names(on=visit.on, at=visit.at)
    rows = tuple(round_row(each, called) for each in round_list(visit.actor))
    heads = (
        "round",
        "programme",
        "opens-on",
        "closes-on",
        "quota",
        "round-firms",
        "left",
        "waiting-lists",
    )
    table = Table("rounds", "", columns(heads), rows, empty=phrase("no-rounds"))
    panels = []
    if visit.may(Act.OPEN_ROUND):
        opening = form_of(tried, "round", lambda: round_form(visit))
        panels = [Panel("open", phrase("open-round"), (Ask("", opening, phrase("open-round")),))]
    shown = Shown(
        title=phrase("menu-rounds"),
        section=SECTION,
        lead=phrase("rounds-lead"),
        parts=(table,),
        problems=tried.problems if tried else (),
    )
    links = (Link(reverse("recommended-firms"), phrase("recommended-firms")),)
    return desk_page(visit, Desk(shown=shown, panels=panels, links=links, tried=tried))


@visited
def recommended_firms_page(visit: Visit) -> HttpResponse:
    """Show all lists as one: a line a firm, whoever recommended it."""
    found = recommended_firms(visit.actor, on=visit.on)
    called = names(on=visit.on, at=visit.at)
    page = Paginator(found, ROWS_A_PAGE).get_page(visit.request.GET.get("page"))
    sums = KeyValues(
        (
            KeyValue(
                phrase("recommendations-made"),
                words(phrase("cases", count=sum(len(each.recommendations) for each in found))),
            ),
            KeyValue(phrase("recommended-firms"), count(len(found), FIRMS)),
            KeyValue(
                phrase("chosen-again"),
                count(sum(each.is_chosen_more_than_once for each in found), FIRMS),
            ),
        )
    )
    rows = tuple(
        Row(
            (
                words(each.name),
                words(each.firm.spoken(visit.language)),
                words(phrase("cases", count=len(each.recommendations))),
                words(phrase("listed", items=tuple(map(called.institution, each.recommenders)))),
            )
        )
        for each in page
    )
    heads = ("firm", "corporate-number", "list-times", "recommender")
    table = Table("recommended", "", columns(heads), rows, empty=phrase("no-recommendations"))
    shown = Shown(
        title=phrase("recommended-firms"),
        section=SECTION,
        lead=phrase("recommended-firms-lead"),
        trail=((phrase("menu-rounds"), reverse(SECTION)),),
        parts=(sums, table),
    )
    return desk_page(visit, Desk(shown=shown, more={"page": page}))


@visited
def round_page(visit: Visit, key: str) -> HttpResponse:
    """Show a round: its terms, its lists, whom it recommends; take a list of it."""
    if visit.request.method != "POST":
        return _shown_round(visit, key)
    require(visit.actor, Act.TAKE_RECOMMENDATIONS)
    form = list_form(visit.request.POST, visit.request.FILES)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        name, content = content_of(form, "list-file")
        taken: list[tuple[int, int, str]] = []
        problems = refusal_of(lambda: taken.append(_take(visit, key, name, content)))
        if taken:
            good, bad, digest = taken[0]
            told = "list-taken" if good else "list-all-back"
            return done(visit, told, reverse("round-list", args=[key, digest]), good=good, bad=bad)
    return _shown_round(visit, key, Tried("list", form, problems))


@visited
def list_page(visit: Visit, key: str, digest: str) -> HttpResponse:
    """Show the rows of a list that went back, each with its reasons."""
    file = round_file(visit.actor, key)
    listed = [each for each in file.lists if each.kept.digest == digest]
    rows = [
        Row(
            (
                words(phrase("row-number", row=each.row)),
                words(each.cells.get("firm", "")),
                words(said),
            )
        )
        for each in list_findings(visit.actor, key, digest)
        for said in (problem.message for problem in each.problems)
    ]
    page = Paginator(rows, ROWS_A_PAGE).get_page(visit.request.GET.get("page"))
    heads = ("list-row", "firm", "list-finding")
    table = Table("rows", "", columns(heads), tuple(page), empty=phrase("nothing-back"))
    parts: tuple[Part, ...] = tuple(list_pairs(each) for each in listed)
    links = []
    if rows:
        links = [Link(reverse("round-returned", args=[key, digest]), phrase("get-returned"))]
    shown = Shown(
        title=phrase("list-title", name=listed[0].kept.name if listed else digest[:12]),
        section=SECTION,
        trail=((phrase("menu-rounds"), reverse(SECTION)), (key, address_of(key))),
        parts=(*parts, Heading(phrase("rows-back")), table),
    )
    return desk_page(visit, Desk(shown=shown, links=links, more={"page": page}))


@visited
def returned_page(visit: Visit, key: str, digest: str) -> HttpResponse:
    """Hand out the rows that went back, as a workbook to be corrected in place."""
    content = returned_rows(visit.actor, key, digest, language=visit.language)
    return workbook(content, f"returned-{digest[:12]}.xlsx")


@require_POST
@visited
def approve_list_act(visit: Visit, key: str, proposal: str) -> HttpResponse:
    """Recommend the firms of a list that another person put forward."""
    form = approval_form(proposal, visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        counted: list[int] = []
        document = form.cleaned_data["document"]
        problems = refusal_of(
            lambda: counted.append(
                approve_recommendations(visit.actor, proposal, document, on=visit.on, at=visit.at)
            )
        )
        if counted:
            return done(visit, "list-recommends", address_of(key), count=counted[0])
    return _shown_round(visit, key, Tried(f"approve-{proposal}", form, problems))


@require_POST
@visited
def return_list_act(visit: Visit, key: str, proposal: str) -> HttpResponse:
    """Send a list back unapproved."""
    form = return_form(proposal, visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        problems = refusal_of(
            lambda: send_list_back(visit.actor, proposal, reason, on=visit.on, at=visit.at)
        )
        if not problems:
            return done(visit, "list-went-back", address_of(key))
    return _shown_round(visit, key, Tried(f"back-{proposal}", form, problems))


@require_POST
@visited
def withdraw_act(visit: Visit, key: str) -> HttpResponse:
    """Take a recommendation back from today on."""
    form = withdrawal_form(round_file(visit.actor, key), visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        problems = refusal_of(
            lambda: withdraw_recommendation(
                visit.actor, given["recommendation"], given["reason"], on=visit.on, at=visit.at
            )
        )
        if not problems:
            return done(visit, "recommendation-withdrawn", address_of(key))
    return _shown_round(visit, key, Tried("withdraw", form, problems))


def _open(visit: Visit, form: OfficeForm) -> None:
    given = form.cleaned_data
    rules = {f"{p.key}/{rule.key}": (p, rule) for p, rule in rules_of(visit.actor, at=visit.at)}
    programme, rule = rules[given["rule"]]
    open_round(
        visit.actor,
        programme,
        rule.key,
        key=given["round-key"],
        opens_on=given["opens-on"],
        closes_on=given["closes-on"],
        at=visit.at,
    )


def _take(visit: Visit, key: str, name: str, content: bytes) -> tuple[int, int, str]:
    taken = take_recommendations(
        visit.actor,
        key,
        name,
        content,
        programmes=programmes_in_force(at=visit.at),
        on=visit.on,
        at=visit.at,
    )
    good = len(taken.found.taken)
    return good, len(taken.found.findings) - good, taken.file


def _shown_round(visit: Visit, key: str, tried: Tried | None = None) -> HttpResponse:
    file = round_file(visit.actor, key)
    called = names(on=visit.on, at=visit.at)
    page = Paginator(file.recommendations, ROWS_A_PAGE).get_page(visit.request.GET.get("page"))
    parts: list[Part] = [terms_of(file.line, called)]
    if file.lists:
        parts += [Heading(phrase("lists")), lists_table(file, key)]
    parts += [Heading(phrase("recommended-in-round")), recommended_table(page, visit)]
    shown = Shown(
        title=phrase("round-title", round=key),
        section=SECTION,
        lead=called.programme(file.line.round.programme),
        trail=((phrase("menu-rounds"), reverse(SECTION)),),
        parts=parts,
        problems=tried.problems if tried else (),
    )
    panels = tuple(_panels(visit, file, key, tried))
    return desk_page(visit, Desk(shown=shown, panels=panels, tried=tried, more={"page": page}))


def _panels(visit: Visit, file: RoundFile, key: str, tried: Tried | None) -> list[Panel]:
    is_ours = file.line.round.recommender == visit.actor.institution
    panels: list[Panel] = []
    if not is_ours:
        return panels
    if visit.may(Act.TAKE_RECOMMENDATIONS):
        form = form_of(tried, "list", list_form)
        panels.append(
            Panel("take", phrase("hand-list-in"), (Ask("", form, phrase("hand-list-in")),))
        )
    for each in file.lists:
        if each.state != "waiting" or each.proposal is None:
            continue
        name, parts = each.proposal.key, (list_pairs(each),)
        if not visit.may(Act.APPROVE_RECOMMENDATIONS):
            continue
        approval = form_of(tried, f"approve-{name}", partial(approval_form, name))
        back = form_of(tried, f"back-{name}", partial(return_form, name))
        asks = (
            Ask(reverse("approve-list", args=[key, name]), approval, phrase("approve")),
            Ask(
                reverse("return-list", args=[key, name]), back, phrase("send-back"), is_second=True
            ),
        )
        panels.append(Panel(name, phrase("waiting-for-approval"), asks, parts))
    if visit.may(Act.WITHDRAW_RECOMMENDATION) and file.line.recommended:
        form = form_of(tried, "withdraw", lambda: withdrawal_form(file))
        ask = Ask(reverse("withdraw", args=[key]), form, phrase("withdraw"), is_second=True)
        panels.append(Panel("withdraw", phrase("withdraw-title"), (ask,)))
    return panels
