"""Institutions with the names they bear: the administrator's page."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError
from majung.operations.intake.name_institution import institution_list, name_institution
from majung.operations.policy import Act, require
from majung.programmes import PartyRole
from majung.programmes.parties import DatedName
from majung.reports.cells import day, words
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.parties.institutions import Institution
from majung.web.pages.desks import Ask, Desk, Panel, Tried, desk_page, form_of, refusal_of
from majung.web.pages.forms import OfficeForm, choice_field, day_field
from majung.web.pages.people import KEY, SECTION
from majung.web.pages.visits import Shown, Visit, done, visited
from majung.web.pages.wording import phrase, phrases

OPERATOR = "operator"


@visited
def institutions_page(visit: Visit) -> HttpResponse:
    """List institutions with what they were called since when, and name one."""
    require(visit.actor, Act.REGISTER_INSTITUTION)
    tried = None
    if visit.request.method == "POST":
        form = _institution_form(visit, visit.request.POST)
        problems: tuple[PolicyFinanceError, ...] = ()
        if form.is_valid():
            problems = refusal_of(lambda: _name(visit, form))
            if not problems:
                return done(visit, "institution-named", reverse("institutions"))
        tried = Tried("institution", form, problems)
    rows = tuple(
        Row(
            (
                words(each.name.ko),
                words(each.name.en),
                words(found.key),
                words(_kind(found.kind)),
                day(each.valid_from),
                words(visit.said(phrase("example")) if found.is_example else ""),
            )
        )
        for found in institution_list(visit.actor)
        for each in found.names
    )
    heads = ("name-ko", "name-en", "institution-key", "institution-kind", "called-from", "remark")
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    naming = form_of(tried, "institution", lambda: _institution_form(visit))
    shown = Shown(
        title=phrase("institutions"),
        section=SECTION,
        lead=phrase("institutions-lead"),
        trail=((phrase("menu-people"), reverse(SECTION)),),
        parts=(Table("institutions", "", columns, rows),),
        problems=tried.problems if tried else (),
    )
    ask = Ask("", naming, phrase("name-institution"))
    panels = (Panel("name", phrase("name-institution"), (ask,)),)
    return desk_page(visit, Desk(shown=shown, panels=panels, tried=tried))


def _name(visit: Visit, form: OfficeForm) -> None:
    given = form.cleaned_data
    known = {each.key: each for each in institution_list(visit.actor)}
    before = known.get(given["institution-key"])
    called = DatedName(given["called-from"], Label(given["name-ko"], given["name-en"]))
    institution = Institution(
        given["institution-key"],
        before.kind if before else given["institution-kind"],
        (called,),
        before.is_example if before else False,
    )
    name_institution(visit.actor, institution, at=visit.at)


def _institution_form(visit: Visit, sent: Any = None) -> OfficeForm:
    kinds = [(each.value, visit.said(phrase(f"role-{each.value}"))) for each in PartyRole]
    kinds.append((OPERATOR, visit.said(phrase("kind-operator"))))
    shape = {"invalid": visit.said(phrase("person-key-shape"))}
    fields: dict[str, forms.Field] = {
        "institution-key": forms.RegexField(KEY, max_length=60, error_messages=shape),
        "institution-kind": choice_field(kinds),
        "name-ko": forms.CharField(max_length=100),
        "name-en": forms.CharField(max_length=100),
        "called-from": day_field(),
    }
    return OfficeForm(fields, sent, initial={"called-from": visit.on}, key="institution-")


def _kind(kind: str) -> Text:
    if kind == OPERATOR:
        return phrase("kind-operator")
    # Another office's system may name a kind that no programme knows: then that word stands.
    return phrase(f"role-{kind}") if f"role-{kind}" in phrases() else kind
