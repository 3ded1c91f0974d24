"""People and their roles: the administrator's pages."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.errors import PolicyFinanceError
from majung.operations.acting import Role
from majung.operations.intake.accounts import erase_person, give_role, open_account, take_role
from majung.operations.intake.accounts_reading import PersonFile, people_list, person_file
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.operations.reading_names import Names, names
from majung.reports.cells import Cell, amount, day, words
from majung.reports.model import Heading, KeyValue, KeyValues
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.store.parties.firms import identity_of
from majung.store.parties.people import RoleHeld
from majung.web.pages.desks import Ask, Desk, Link, Panel, Tried, desk_page, form_of, refusal_of
from majung.web.pages.forms import (
    MoneyField,
    OfficeForm,
    choice_field,
    choices_field,
    day_field,
    language_now,
)
from majung.web.pages.visits import Shown, Visit, done, visited
from majung.web.pages.wording import phrase

SECTION = "people"
ROWS_A_PAGE = 50
KEY = r"\A[0-9A-Za-z가-힣][0-9A-Za-z가-힣._-]{0,59}\Z"
PASSWORD_MAX = 200


@visited
def people_page(visit: Visit) -> HttpResponse:
    """List everybody with an account, and open one."""
    require(visit.actor, Act.OPEN_ACCOUNT)
    tried = None
    if visit.request.method == "POST":
        form = _account_form(visit, visit.request.POST)
        problems: tuple[PolicyFinanceError, ...] = ()
        if form.is_valid():
            problems = refusal_of(lambda: _open(visit, form))
            if not problems:
                return done(visit, "account-opened", _person(form.cleaned_data["person"]))
        tried = Tried("account", form, problems)
    called = names(on=visit.on, at=visit.at)
    found = people_list(visit.actor, at=visit.at)
    page = Paginator(found, ROWS_A_PAGE).get_page(visit.request.GET.get("page"))
    rows = tuple(_person_row(each, called, visit) for each in page)
    heads = ("person", "sign-in-name", "held-roles", "person-state")
    table = Table("people", "", _columns(heads), rows)
    opening = form_of(tried, "account", lambda: _account_form(visit))
    ask = Ask("", opening, phrase("open-account"))
    shown = Shown(
        title=phrase("menu-people"),
        section=SECTION,
        lead=phrase("people-lead"),
        parts=(table,),
        problems=tried.problems if tried else (),
    )
    panels = (Panel("open", phrase("open-account"), (ask,)),)
    links = (Link(reverse("institutions"), phrase("institutions")),)
    return desk_page(
        visit, Desk(shown=shown, panels=panels, links=links, tried=tried, more={"page": page})
    )


@visited
def person_page(visit: Visit, person: str) -> HttpResponse:
    """Show an account with every role it held, holds or will hold; give it another."""
    require(visit.actor, Act.OPEN_ACCOUNT)
    if visit.request.method != "POST":
        return _shown_person(visit, person)
    form = _role_form(visit, visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        problems = refusal_of(
            lambda: give_role(visit.actor, _role(form, person, visit), at=visit.at)
        )
        if not problems:
            return done(visit, "role-given", _person(person))
    return _shown_person(visit, person, Tried("give", form, problems))


@require_POST
@visited
def end_role_act(visit: Visit, person: str) -> HttpResponse:
    """End a role with the last day it is held."""
    file = person_file(visit.actor, person, at=visit.at)
    form = _ending_form(file, visit, visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        role, _, place = form.cleaned_data["held-role"].partition("@")
        until_on = form.cleaned_data["until-on"]
        problems = refusal_of(
            lambda: take_role(
                visit.actor, person, Role(role), place=place, until_on=until_on, at=visit.at
            )
        )
        if not problems:
            return done(visit, "role-ended", _person(person))
    return _shown_person(visit, person, Tried("end", form, problems))


@require_POST
@visited
def erase_act(visit: Visit, person: str) -> HttpResponse:
    """Destroy the key of a person's data, once their key was written out."""
    require(visit.actor, Act.ERASE_PERSON)
    form = _erasing_form(person, visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        problems = refusal_of(lambda: erase_person(visit.actor, person, at=visit.at))
        if not problems:
            return done(visit, "person-was-erased", _person(person))
    return _shown_person(visit, person, Tried("erase", form, problems))


def _shown_person(visit: Visit, person: str, tried: Tried | None = None) -> HttpResponse:
    file = person_file(visit.actor, person, at=visit.at)
    called = names(on=visit.on, at=visit.at)
    known = file.known
    pairs = KeyValues(
        (
            KeyValue(phrase("head-sign-in-name"), words(known.sign_in or "—")),
            KeyValue(phrase("head-person-state"), words(_state(file))),
        )
    )
    giving = form_of(tried, "give", lambda: _role_form(visit))
    panels = [Panel("give", phrase("give-role"), (Ask("", giving, phrase("give-role")),))]
    if _going_on(file, visit):
        ending = form_of(tried, "end", lambda: _ending_form(file, visit))
        ask = Ask(reverse("end-role", args=[person]), ending, phrase("end-role"), is_second=True)
        panels.append(Panel("end", phrase("end-role"), (ask,)))
    if visit.may(Act.ERASE_PERSON) and not known.is_erased:
        erasing = form_of(tried, "erase", lambda: _erasing_form(person))
        ask = Ask(reverse("erase", args=[person]), erasing, phrase("erase-person"), is_second=True)
        panels.append(Panel("erase", phrase("erase-person"), (ask,)))
    shown = Shown(
        title=phrase("person-title", person=person),
        section=SECTION,
        trail=((phrase("menu-people"), reverse(SECTION)),),
        parts=(pairs, Heading(phrase("roles")), _roles_table(file, called, visit)),
        problems=tried.problems if tried else (),
    )
    return desk_page(visit, Desk(shown=shown, panels=panels, tried=tried))


def _roles_table(file: PersonFile, called: Names, visit: Visit) -> Table:
    rows = tuple(
        Row(
            (
                words(Role(each.role)),
                words(_place(each, called)),
                day(each.from_on),
                words(phrase("no-end")) if each.until_on is None else day(each.until_on),
                words("") if each.authority is None else amount(each.authority),
                words(_for_products(each, called)),
                words(phrase("yes" if each.is_held_on(visit.on) else "no")),
            )
        )
        for each in file.roles
    )
    heads = (
        "role",
        "role-place",
        "role-from",
        "role-until",
        "authority",
        "for-products",
        "held-today",
    )
    return Table("roles", "", _columns(heads), rows)


def _for_products(role: RoleHeld, called: Names) -> Text:
    """Name the products that an authority is for; without any, it is for all of them."""
    if not role.products:
        return "" if role.authority is None else phrase("all-products")
    return phrase("listed", items=tuple(called.product(key) for key in sorted(role.products)))


def _person_row(file: PersonFile, called: Names, visit: Visit) -> Row:
    held = tuple(
        phrase("role-at", role=Role(each.role), place=_place(each, called))
        for each in file.held_on(visit.on)
    )
    return Row(
        (
            Cell(file.known.person, trace=_person(file.known.person)),
            words(file.known.sign_in),
            words(phrase("listed", items=held) if held else phrase("no-role")),
            words(_state(file)),
        )
    )


def _state(file: PersonFile) -> Text:
    if file.known.is_erased:
        return phrase("person-erased")
    return phrase("may-sign-in" if file.known.may_sign_in else "may-not-sign-in")


def _open(visit: Visit, form: OfficeForm) -> None:
    given = form.cleaned_data
    details = {
        name: given[name] for name in ("person-name", "position", "telephone") if given[name]
    }
    open_account(
        visit.actor,
        given["person"],
        name=given["sign-in-name"] or given["person"],
        password=given["password"],
        details=details,
        role=_role(form, given["person"], visit),
        at=visit.at,
    )


def _role(form: OfficeForm, person: str, visit: Visit) -> RoleHeld:
    given = form.cleaned_data
    return RoleHeld(
        person=person,
        role=given["role"],
        from_on=given["from-on"] or visit.on,
        until_on=given["until-on"],
        institution=given["institution"],
        firm=f"corporate:{given['firm-number']}" if given["firm-number"] else "",
        authority=given["authority"],
        products=frozenset(given["authority-products"]),
    )


def _role_fields(visit: Visit) -> dict[str, forms.Field]:
    called = names(on=visit.on, at=visit.at)
    roles = [(each.value, each.spoken(visit.language)) for each in Role if each != Role.CLOCKWORK]
    places = sorted(
        ((key, visit.said(name)) for key, name in called.institutions.items()),
        key=lambda pair: pair[1],
    )
    return {
        "role": choice_field(roles),
        "institution": choice_field(places, required=False),
        "firm-number": forms.RegexField(
            r"\A[0-9]{6}-[0-9]{7}\Z",
            required=False,
            error_messages={"invalid": visit.said(phrase("firm-number-shape"))},
        ),
        "from-on": day_field(required=False),
        "until-on": day_field(required=False),
        "authority": MoneyField(required=False, max_length=60),
        "authority-products": choices_field(_products(visit), required=False),
    }


def _products(visit: Visit) -> list[tuple[str, str]]:
    """Return the products in force, each with its programme: an authority may be for some."""
    return [
        (product.key, f"{visit.said(programme.name)} · {visit.said(product.name)}")
        for programme in programmes_in_force(at=visit.at)
        for product in programme.products
    ]


def _account_form(visit: Visit, sent: Any = None) -> OfficeForm:
    shape = {"invalid": visit.said(phrase("person-key-shape"))}
    fields: dict[str, forms.Field] = {
        "person": forms.RegexField(KEY, max_length=60, error_messages=shape),
        "sign-in-name": forms.RegexField(KEY, max_length=60, required=False, error_messages=shape),
        "password": forms.CharField(max_length=PASSWORD_MAX, widget=forms.PasswordInput),
        "person-name": forms.CharField(max_length=100, required=False),
        "position": forms.CharField(max_length=100, required=False),
        "telephone": forms.CharField(max_length=40, required=False),
        **_role_fields(visit),
    }
    return OfficeForm(fields, sent, key="account-")


def _role_form(visit: Visit, sent: Any = None) -> OfficeForm:
    return OfficeForm(_role_fields(visit), sent, key="role-")


def _ending_form(file: PersonFile, visit: Visit, sent: Any = None) -> OfficeForm:
    called = names(on=visit.on, at=visit.at)
    choices = [
        (
            f"{each.role}@{each.institution or each.firm}",
            visit.said(
                phrase(
                    "role-at",
                    role=Role(each.role),
                    place=_place(each, called),
                )
            ),
        )
        for each in _going_on(file, visit)
    ]
    fields: dict[str, forms.Field] = {
        "held-role": choice_field(choices),
        "until-on": day_field(),
    }
    return OfficeForm(fields, sent, initial={"until-on": visit.on}, key="end-")


def _erasing_form(person: str, sent: Any = None) -> OfficeForm:
    """Return the form that destroys a person's data; who sends it writes out whose they are."""

    def same(written: str) -> None:
        if written != person:
            raise forms.ValidationError(phrase("erase-key-other").spoken(language_now()))

    field = forms.CharField(max_length=60, validators=[same])
    return OfficeForm({"erase-key": field}, sent, key="erase-")


def _going_on(file: PersonFile, visit: Visit) -> list[RoleHeld]:
    return [each for each in file.roles if each.until_on is None or visit.on < each.until_on]


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "authority" else Align.START)
        for head in heads
    )


def _place(role: RoleHeld, called: Names) -> Text:
    """Return what the place of a role is called: an institution by its name, a firm by number."""
    return called.institution(role.institution) if role.institution else identity_of(role.firm)


def _person(person: str) -> str:
    return reverse("person", args=[person])
