"""What can be done on a firm's page besides room: groups, successions, the record beyond us."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import reverse

from majung.applications.firm import FirmIdentity, Membership, identity_key
from majung.applications.succession import SuccessionKind
from majung.operations.claims.firm_record import FirmRecord
from majung.operations.intake.reading_firms import FirmFile
from majung.operations.policy import Act
from majung.operations.reading_names import firm_names
from majung.reports.cells import Cell, amount, day, words
from majung.reports.model import Heading, Paragraph, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.rules.citations import Label
from majung.values.identifiers import BusinessNumber, parse_corporate_number
from majung.web.pages.desks import Ask, Panel, Tried, form_of
from majung.web.pages.forms import (
    NumberField,
    OfficeForm,
    choice_field,
    choices_field,
    day_field,
    text_field,
)
from majung.web.pages.naming import firm_address
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase

GROUP_MAX = 120


def firm_panels(visit: Visit, file: FirmFile, tried: Tried | None) -> Iterator[Panel]:
    """Return the panels of a firm that the visitor's roles permit; a firm's own people have none.

    Args:
        tried: what came of a form that was sent.
    """
    number = str(file.firm.identity)
    if visit.may(Act.RECORD_GROUP):
        form = form_of(tried, "join", lambda: group_form(visit))
        ask = Ask(reverse("join-group", args=[number]), form, phrase("join-group"), is_second=True)
        yield Panel("join", phrase("join-group"), (ask,))
    if visit.may(Act.RECORD_SUCCESSION):
        form = form_of(tried, "succeed", lambda: succession_form(visit, file))
        ask = Ask(reverse("succeed", args=[number]), form, phrase("succeed"), is_second=True)
        yield Panel("succeed", phrase("succeed"), (ask,))
    if visit.may(Act.LOOK_UP_FIRM):
        form = form_of(tried, "record", record_form)
        address = reverse("firm-record", args=[number])
        ask = Ask(address, form, phrase("look-up-record"), is_second=True)
        yield Panel("record", phrase("firm-record"), (ask,))


def group_form(visit: Visit, sent: Any = None) -> OfficeForm:
    """Return the form by which a firm joins a group, or leaves one."""
    fields: dict[str, forms.Field] = {
        "group-name": forms.CharField(max_length=GROUP_MAX),
        "group-from-on": day_field(),
        "group-until-on": day_field(required=False),
    }
    return OfficeForm(fields, sent, initial={"group-from-on": visit.on}, key="join-")


def succession_form(visit: Visit, file: FirmFile, sent: Any = None) -> OfficeForm:
    """Return the form that says who followed a firm."""
    kinds = [(each.value, visit.said(phrase(f"succession-{each}"))) for each in SuccessionKind]
    sites = [(each.number.digits, _site(visit, each.number, each.name)) for each in file.firm.sites]
    fields: dict[str, forms.Field] = {
        "succession-kind": choice_field(kinds),
        "successor": NumberField(parse_corporate_number),
        "succeeded-on": day_field(),
        "succession-evidence": text_field(),
    }
    if sites:
        fields["sites-sold"] = choices_field(sites, required=False)
    return OfficeForm(fields, sent, initial={"succeeded-on": visit.on}, key="succeed-")


def record_form(sent: Any = None) -> OfficeForm:
    """Return the form that names on which basis a firm's record is looked up."""
    return OfficeForm({"legal-basis": text_field()}, sent, key="record-")


def membership_cell(each: Membership) -> Cell:
    """Write that a firm belongs to a group, led to its other members."""
    said = phrase("group-since", group=each.group, day=each.from_on)
    if each.until_on is not None:
        days = {"day": each.from_on, "last": each.until_on}
        said = phrase("group-from-until", group=each.group, **days)
    return Cell(said, trace=reverse("groups"))


def successions_table(visit: Visit, file: FirmFile) -> Table:
    """List whom the firm followed, and who followed it."""
    keys = {identity_key(x) for s in file.successions for x in (s.predecessor, s.successor)}
    called = firm_names(visit.actor, keys, on=visit.on)

    def firm(identity: FirmIdentity) -> Cell:
        key = identity_key(identity)
        address = "" if identity == file.firm.identity else firm_address(identity)
        return Cell(called.get(key, Label(key, key)), trace=address)

    rows = tuple(
        Row(
            (
                words(phrase(f"succession-{each.kind}")),
                firm(each.predecessor),
                firm(each.successor),
                day(each.effective_on),
                words(", ".join(site.spoken(visit.language) for site in sorted(each.sites))),
                words(each.evidence),
            )
        )
        for each in file.successions
    )
    heads = ("succession", "predecessor", "successor", "effective-on", "sites-sold", "evidence")
    return Table("successions", "", _columns(heads), rows)


def record_parts(visit: Visit, found: FirmRecord) -> tuple[Part, ...]:
    """Lay out what other institutions refused a firm, and what went wrong there."""
    parts: list[Part] = [Heading(phrase("firm-record")), Paragraph(phrase("firm-record-logged"))]
    if found.is_clean:
        return (*parts, Paragraph(phrase("firm-record-clean", day=visit.on)))
    refusals = tuple(
        Row(
            (
                day(each.decided_on),
                words(visit.names.institution(each.institution)),
                words(visit.names.product(each.product)),
                words(Label(each.kind.spoken("ko"), each.kind.spoken("en"))),
            )
        )
        for each in found.refusals
    )
    accidents = tuple(
        Row(
            (
                day(each.effective_on),
                words(visit.names.institution(each.institution)),
                words(visit.names.product(each.product)),
                words(phrase(f"fact-{each.kind.value}")),
                amount(each.amount) if each.amount.minor else words(""),
            )
        )
        for each in found.accidents
    )
    decided = ("decided-on", "institution", "product", "decision")
    happened = ("effective-on", "institution", "product", "fact", "amount")
    empty = phrase("nothing-on-record")
    return (
        *parts,
        Heading(phrase("refusals"), 2),
        Table("refusals", "", _columns(decided), refusals, empty=empty),
        Heading(phrase("accidents"), 2),
        Table("accidents", "", _columns(happened), accidents, empty=empty),
    )


def _site(visit: Visit, number: BusinessNumber, name: str) -> str:
    return " ".join(part for part in (number.spoken(visit.language), name) if part)


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "amount" else Align.START)
        for head in heads
    )
