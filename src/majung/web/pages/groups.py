"""Groups of firms (기업집단), and what is recorded about a firm: groups, successions, accidents."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.applications.firm import FirmIdentity, Membership, identity_key
from majung.applications.succession import SuccessionKind
from majung.errors import PolicyFinanceError
from majung.operations.claims.firm_record import FirmRecord, firm_record
from majung.operations.intake.reading_firms import firm_file, group_list
from majung.operations.intake.register import join_group, register_group
from majung.operations.intake.succeed import record_succession
from majung.operations.policy import Act, require
from majung.operations.reading_names import firm_names
from majung.reports.cells import Cell, day, words
from majung.reports.model import Heading, Paragraph, Part
from majung.reports.tables import Column, Row, Table
from majung.rules.citations import Label
from majung.values.identifiers import BusinessNumber, parse_corporate_number
from majung.web.pages.desks import Ask, Desk, Panel, Tried, desk_page, refusal_of
from majung.web.pages.firm_panels import (
    GROUP_MAX,
    group_form,
    record_form,
    record_parts,
    succession_form,
)
from majung.web.pages.firms import shown_firm
from majung.web.pages.forms import NumberField, OfficeForm, day_field, language_now
from majung.web.pages.naming import firm_address
from majung.web.pages.row_forms import Rows, RowsForm
from majung.web.pages.visits import Shown, Visit, done, visited
from majung.web.pages.wording import phrase

SECTION = "firms"


@visited
def groups_page(visit: Visit) -> HttpResponse:
    """List groups with their members, and register one."""
    require(visit.actor, Act.READ_OWN)
    tried, form = None, _group_form(visit, None)
    if visit.request.method == "POST":
        require(visit.actor, Act.RECORD_GROUP)
        form = _group_form(visit, visit.request.POST)
        problems: tuple[PolicyFinanceError, ...] = ()
        if form.is_bound and form.is_valid():
            problems = refusal_of(lambda: _register(visit, form))
            if not problems:
                return done(visit, "group-registered", reverse("groups"))
        tried = Tried("group", form, problems) if form.is_bound else None
    shown = Shown(
        title=phrase("groups"),
        section=SECTION,
        lead=phrase("groups-lead"),
        trail=((phrase("menu-firms"), reverse(SECTION)),),
        parts=_groups(visit),
        problems=tried.problems if tried else (),
    )
    panels = []
    if visit.may(Act.RECORD_GROUP):
        ask = Ask("", form, phrase("register-group"))
        panels = [Panel("group", phrase("register-group"), (ask,))]
    return desk_page(visit, Desk(shown=shown, panels=panels, tried=tried))


@require_POST
@visited
def join_group_act(visit: Visit, number: str) -> HttpResponse:
    """Record that a firm belongs to a group, or until when."""
    require(visit.actor, Act.RECORD_GROUP)
    firm = parse_corporate_number(number)
    form = group_form(visit, visit.request.POST)

    def act() -> None:
        given = form.cleaned_data
        days = given["group-from-on"], given["group-until-on"]
        join_group(visit.actor, Membership(given["group-name"], firm, *days), at=visit.at)

    return _acted(visit, firm, "join", form, act)


@require_POST
@visited
def succeed_act(visit: Visit, number: str) -> HttpResponse:
    """Record that another firm followed this one."""
    require(visit.actor, Act.RECORD_SUCCESSION)
    firm = parse_corporate_number(number)
    file = firm_file(visit.actor, firm, on=visit.on)
    form = succession_form(visit, file, visit.request.POST)

    def act() -> None:
        given = form.cleaned_data
        record_succession(
            visit.actor,
            SuccessionKind(given["succession-kind"]),
            predecessor=firm,
            successor=parse_corporate_number(given["successor"]),
            effective_on=given["succeeded-on"],
            evidence=given["succession-evidence"],
            sites=map(BusinessNumber, given.get("sites-sold") or ()),
            at=visit.at,
        )

    return _acted(visit, firm, "succeed", form, act)


@require_POST
@visited
def firm_record_act(visit: Visit, number: str) -> HttpResponse:
    """Show what other institutions refused a firm and what went wrong; the look is logged."""
    require(visit.actor, Act.LOOK_UP_FIRM)
    firm = parse_corporate_number(number)
    form = record_form(visit.request.POST)
    found: list[FirmRecord] = []
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        basis = form.cleaned_data["legal-basis"]
        problems = refusal_of(
            lambda: found.append(
                firm_record(visit.actor, firm, legal_basis=basis, on=visit.on, at=visit.at)
            )
        )
        if found:
            return shown_firm(visit, firm, found=record_parts(visit, found[0]))
    return shown_firm(visit, firm, Tried("record", form, problems))


def _acted(
    visit: Visit, firm: FirmIdentity, key: str, form: OfficeForm, act: Callable[[], object]
) -> HttpResponse:
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        problems = refusal_of(act)
        if not problems:
            return done(visit, "recorded", reverse("firm", args=[str(firm)]))
    return shown_firm(visit, firm, Tried(key, form, problems))


class _GroupForm(RowsForm):
    """A group with its members."""

    def clean(self) -> dict[str, Any]:
        """Say that a group without members is none."""
        given = super().clean()
        if not self.given("member"):
            said = phrase("group-without-members").spoken(language_now())
            self.add_error("member-1-firm", said)
        return given


def _group_form(visit: Visit, sent: Any) -> RowsForm:
    fields: dict[str, forms.Field] = {
        "group-name": forms.CharField(max_length=GROUP_MAX),
        "group-from-on": day_field(),
        "group-until-on": day_field(required=False),
    }
    member = {"firm": lambda: NumberField(parse_corporate_number, required=False)}
    rows = (Rows("member", member, needed=("firm",), count=5),)
    return _GroupForm(fields, rows, sent, initial={"group-from-on": visit.on}, key="group-")


def _register(visit: Visit, form: RowsForm) -> None:
    given = form.cleaned_data
    members = [
        Membership(
            given["group-name"],
            parse_corporate_number(row["firm"]),
            given["group-from-on"],
            given["group-until-on"],
        )
        for row in form.given("member")
    ]
    register_group(visit.actor, members, at=visit.at)


def _groups(visit: Visit) -> tuple[Part, ...]:
    members = group_list(visit.actor)
    if not members:
        return (Paragraph(phrase("no-groups")),)
    called = firm_names(visit.actor, {identity_key(each.member) for each in members}, on=visit.on)
    heads = ("firm", "corporate-number", "group-from", "group-until")
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    parts: list[Part] = []
    for group in dict.fromkeys(each.group for each in members):
        rows = tuple(_row(visit, each, called) for each in members if each.group == group)
        parts += [Heading(Label(group, group)), Table(f"group-{len(parts)}", "", columns, rows)]
    return tuple(parts)


def _row(visit: Visit, each: Membership, called: Mapping[str, Label]) -> Row:
    key = identity_key(each.member)
    return Row(
        (
            Cell(called.get(key, Label(key, key)), trace=firm_address(each.member)),
            words(each.member.spoken(visit.language)),
            day(each.from_on),
            words(phrase("no-end")) if each.until_on is None else day(each.until_on),
        )
    )
