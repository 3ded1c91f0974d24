"""Firms on pages: who they are, what they hold, how much room is left, and holding it."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.applications.firm import Firm, FirmIdentity, Industry, Site, SizeClass
from majung.applications.holdings.room import FirmRoom
from majung.applications.regions import Region
from majung.errors import PolicyFinanceError
from majung.operations.intake.reading_firms import FirmFile, firm_file, firms_found
from majung.operations.intake.register import register_firm
from majung.operations.intake.room import RoomHeld, hold_room, release_room, room_of, rooms_held
from majung.operations.policy import Act, require
from majung.reports.cells import OPEN, Cell, amount, day, moment, words, written
from majung.reports.model import Heading, KeyValue, KeyValues, Paragraph, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.web.acting import is_example_office
from majung.web.pages.desks import Ask, Desk, Link, Panel, Tried, desk_page, form_of, refusal_of
from majung.web.pages.firm_panels import firm_panels, membership_cell, successions_table
from majung.web.pages.forms import (
    MoneyField,
    NumberField,
    OfficeForm,
    choice_field,
    day_field,
    text_field,
)
from majung.web.pages.visits import Shown, Visit, done, visited
from majung.web.pages.wording import phrase

SECTION = "firms"
INDUSTRY = r"\A[0-9]{2,5}\Z"
REVISION = 10
BRIEF = 60


@visited
def firms_page(visit: Visit) -> HttpResponse:
    """Find firms by name or number, and let those who may register one."""
    require(visit.actor, Act.READ_OWN)
    tried = None
    if visit.request.method == "POST":
        require(visit.actor, Act.REGISTER_FIRM)
        form = _firm_form(visit, visit.request.POST)
        problems: tuple[PolicyFinanceError, ...] = ()
        if form.is_valid():
            made: list[Firm] = []
            problems = refusal_of(lambda: made.append(_register(visit, form)))
            if made:
                return done(visit, "firm-registered", _address(made[0].identity))
        tried = Tried("firm", form, problems)
    asked = visit.request.GET.get("q", "").strip()
    found = firms_found(visit.actor, asked, on=visit.on) if asked else ()
    rows = tuple(
        Row(
            (
                Cell(each.name, trace=_address(each.identity)),
                words(each.identity.spoken(visit.language)),
                words(each.size),
                words(phrase("listed", items=tuple(dict.fromkeys(s.region for s in each.sites)))),
            )
        )
        for each in found
    )
    empty = phrase("no-firm-found" if asked else "ask-for-a-firm")
    heads = ("firm", "corporate-number", "firm-size", "firm-regions")
    table = Table("firms", "", _columns(heads), rows, empty=empty)
    panels = []
    if visit.may(Act.REGISTER_FIRM) and not visit.actor.firm:
        registering = form_of(tried, "firm", lambda: _firm_form(visit))
        ask = Ask("", registering, phrase("register-firm"))
        panels = [Panel("register", phrase("register-firm"), (ask,))]
    shown = Shown(
        title=phrase("menu-firms"),
        section=SECTION,
        lead=phrase("firms-lead"),
        parts=(table,),
        problems=tried.problems if tried else (),
    )
    return desk_page(
        visit,
        Desk(
            shown=shown,
            panels=panels,
            links=(Link(reverse("groups"), phrase("groups")),),
            tried=tried,
            more={"search": asked, "asks": phrase("find-firm")},
        ),
    )


@visited
def firm_page(visit: Visit, number: str) -> HttpResponse:
    """Show a firm with its room; hold room for it."""
    firm = parse_corporate_number(number)
    if visit.request.method != "POST":
        return shown_firm(visit, firm)
    require(visit.actor, Act.HOLD_ROOM)
    room = room_of(visit.actor, firm, on=visit.on, at=visit.at)
    form = _hold_form(visit, room, visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        held: list[RoomHeld] = []
        given, key = form.cleaned_data, f"room-{visit.actor.institution}-{secrets.token_hex(6)}"
        problems = refusal_of(
            lambda: held.append(
                hold_room(
                    visit.actor,
                    firm,
                    given["product"],
                    form.money("amount"),
                    key=key,
                    on=visit.on,
                    at=visit.at,
                )
            )
        )
        if held:
            until = written(moment(held[0].expires_at), visit.language)
            return done(visit, "room-held", _address(firm), until=until)
    return shown_firm(visit, firm, Tried("hold", form, problems))


@require_POST
@visited
def release_act(visit: Visit, number: str, key: str) -> HttpResponse:
    """Give held room back."""
    firm = parse_corporate_number(number)
    problems = refusal_of(lambda: release_room(visit.actor, key, at=visit.at))
    if problems:
        return shown_firm(visit, firm, Tried(key, OfficeForm({}, {}), problems))
    return done(visit, "room-released", _address(firm))


def _register(visit: Visit, form: OfficeForm) -> Firm:
    given = form.cleaned_data
    site = None
    if given["site-number"]:
        site = Site(
            parse_business_number(given["site-number"]),
            Region(given["site-region"] or Region.SEOUL),
            given["site-name"],
        )
    firm = Firm(
        identity=parse_corporate_number(given["corporate-number"]),
        name=given["firm-name"],
        size=SizeClass(given["firm-size"]),
        sites=(site,) if site else (),
        industries=(Industry(given["industry"], REVISION),) if given["industry"] else (),
        established_on=given["established-on"],
    )
    is_example = is_example_office(visit.request)
    register_firm(visit.actor, firm, from_on=visit.on, at=visit.at, is_example=is_example)
    return firm


def shown_firm(
    visit: Visit, firm: FirmIdentity, tried: Tried | None = None, found: Sequence[Part] = ()
) -> HttpResponse:
    """Show a firm with what can be done about it; what was looked up of it stands first."""
    file = firm_file(visit.actor, firm, on=visit.on)
    room = room_of(visit.actor, firm, on=visit.on, at=visit.at)
    held = rooms_held(visit.actor, firm, at=visit.at) if visit.may(Act.HOLD_ROOM) else ()
    shown = Shown(
        title=file.firm.name,
        section=SECTION,
        lead=firm.spoken(visit.language),
        trail=((phrase("menu-firms"), reverse(SECTION)),),
        parts=(*found, *_parts(file, room, visit)),
        problems=tried.problems if tried else (),
    )
    panels = []
    for each in held:
        release = Ask(
            reverse("release-room", args=[str(firm), each.key]),
            OfficeForm({}),
            phrase("release-room"),
            is_second=True,
        )
        panels.append(Panel(each.key, phrase("room-you-hold"), (release,), (_held(each, room),)))
    if visit.may(Act.HOLD_ROOM):
        form = form_of(tried, "hold", lambda: _hold_form(visit, room))
        ask = Ask(reverse("firm", args=[str(firm)]), form, phrase("hold-room"))
        panels.append(Panel("hold", phrase("hold-room"), (ask,)))
    panels += firm_panels(visit, file, tried)
    return desk_page(visit, Desk(shown=shown, panels=panels, tried=tried))


def _parts(file: FirmFile, room: FirmRoom, visit: Visit) -> Iterator[Part]:
    firm = file.firm
    industries = tuple(f"{each.code} (KSIC {each.revision})" for each in firm.industries)
    lines = [KeyValue(phrase("head-firm-size"), words(firm.size))]
    if firm.established_on is not None:
        lines.append(KeyValue(phrase("head-established-on"), day(firm.established_on)))
    if industries:
        lines.append(KeyValue(phrase("head-industry"), words(phrase("listed", items=industries))))
    lines += [KeyValue(phrase("head-group"), membership_cell(each)) for each in file.memberships]
    yield KeyValues(tuple(lines))
    yield Heading(phrase("room-title"))
    yield Paragraph(room.message)
    yield _room_table(room)
    yield Heading(phrase("sites"))
    yield _sites_table(firm, visit)
    if file.successions:
        yield Heading(phrase("successions"))
        yield successions_table(visit, file)
    if file.projects:
        yield Heading(phrase("firm-projects"))
        yield _projects_table(file)


def _room_table(room: FirmRoom) -> Table:
    held = {each.product for each in room.held}
    rows = tuple(
        Row(
            (
                words(each.name),
                words(phrase("yes" if each.product in held else "no")),
                words(OPEN.reason) if each.left is None else amount(each.left),
                words("" if each.tightest is None else each.tightest),
                words(
                    phrase(
                        "listed",
                        items=tuple(room.names.get(x.other.product, x.other.product)
                                    for x in each.excluded),
                    )
                    if each.excluded
                    else ""
                ),
            )
        )
        for each in room.products
    )  # fmt: skip
    heads = ("product", "is-held", "left", "tightest-limit", "kept-out-by")
    return Table("room", "", _columns(heads), rows, empty=phrase("no-open-product"))


def _sites_table(firm: Firm, visit: Visit) -> Table:
    rows = tuple(
        Row(
            (
                words(each.number.spoken(visit.language)),
                words(each.region),
                words(each.name),
                words(phrase("no-end")) if each.until_on is None else day(each.until_on),
            )
        )
        for each in firm.sites
    )
    heads = ("business-number", "region", "site-name", "site-until")
    return Table("sites", "", _columns(heads), rows, empty=phrase("no-sites"))


def _projects_table(file: FirmFile) -> Table:
    rows = tuple(
        Row(
            (
                Cell(each.number, trace=reverse("project", args=[each.number])),
                words(each.name),
                amount(each.financing.needed),
                amount(each.financing.arranged),
                amount(each.financing.gap),
            )
        )
        for each in file.projects
    )
    heads = ("project-number", "project-name", "needed", "arranged", "gap")
    return Table("projects", "", _columns(heads), rows)


def _held(held: RoomHeld, room: FirmRoom) -> KeyValues:
    return KeyValues(
        (
            KeyValue(phrase("head-product"), words(room.names.get(held.product, held.product))),
            KeyValue(phrase("head-room-amount"), amount(held.amount)),
            KeyValue(phrase("head-held-until"), moment(held.expires_at)),
        )
    )


def _firm_form(visit: Visit, sent: Any = None) -> OfficeForm:
    sizes = [(each.value, each.spoken(visit.language)) for each in SizeClass]
    regions = [(each.value, each.spoken(visit.language)) for each in Region]
    industry = forms.RegexField(
        INDUSTRY,
        required=False,
        max_length=5,
        error_messages={"invalid": visit.said(phrase("industry-shape"))},
    )
    fields: dict[str, forms.Field] = {
        "corporate-number": NumberField(parse_corporate_number),
        "firm-name": forms.CharField(max_length=200),
        "firm-size": choice_field(sizes),
        "established-on": day_field(required=False),
        "industry": industry,
        "site-number": NumberField(parse_business_number, required=False),
        "site-region": choice_field(regions, required=False),
        "site-name": text_field(required=False),
    }
    return OfficeForm(fields, sent, key="firm-")


def _hold_form(visit: Visit, room: FirmRoom, sent: Any = None) -> OfficeForm:
    products = [(each.product, visit.said(each.name)) for each in room.products]
    fields: dict[str, forms.Field] = {
        "product": choice_field(products),
        "amount": MoneyField(max_length=BRIEF),
    }
    labels = {"product": visit.said(phrase("head-product"))}
    return OfficeForm(fields, sent, labels=labels, key="hold-")


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    numbers = {"left", "needed", "arranged", "gap"}
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in numbers else Align.START)
        for head in heads
    )


def _address(identity: FirmIdentity) -> str:
    return reverse("firm", args=[str(identity)])
