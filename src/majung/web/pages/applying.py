"""Applying and stating facts: one form for every programme, and what its rules still want."""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from majung.applications.application import USE_OF_FUNDS, Request
from majung.applications.indications.assessment import weighing
from majung.applications.statements import Standing, Statement
from majung.contracts.terms import Repayment
from majung.errors import PolicyFinanceError
from majung.operations.desks import at_desk
from majung.operations.intake.apply import state_facts, submit_application
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, NotPermittedError, require
from majung.programmes import PartyRole, Programme, shelf
from majung.rules.vocabulary import FactDefinition, FactType, FactValue, StatedBy
from majung.store.parties.firms import firm, identity_of
from majung.store.parties.people import is_example
from majung.values.identifiers import parse_business_number
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.web.pages.applications import SECTION, ApplicationFile, application_file
from majung.web.pages.forms import (
    MoneyField,
    OfficeForm,
    RateField,
    choice_field,
    choices_field,
    day_field,
    language_now,
    text_field,
)
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

RECEIVING = frozenset({PartyRole.LENDER, PartyRole.INSURER})
#: Who of the two sides may state what on a page.
OFFICIAL = frozenset({StatedBy.FIRM, StatedBy.PROVIDER, StatedBy.MINISTRY, StatedBy.REGISTER})


@visited
def apply_page(visit: Visit) -> HttpResponse:
    """Ask a firm what it wants, or take the application."""
    require(visit.actor, Act.SUBMIT_APPLICATION)
    if not visit.actor.firm:
        raise NotPermittedError(
            act=Act.SUBMIT_APPLICATION, person=visit.actor.person, roles=("firm",)
        )
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = _request_form(visit, sent)
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid() and _is_sensible(form):
        number = f"A-{visit.on:%Y%m%d}-{secrets.token_hex(3).upper()}"
        try:
            submit_application(
                visit.actor,
                number,
                identity_of(visit.actor.firm),
                _request(form),
                desks=form.cleaned_data["desks"],
                on=visit.on,
                at=visit.at,
                is_example=is_example(visit.actor.person),
            )
            return done(visit, "applied", reverse("application", args=[number]), number=number)
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    shown = Shown(
        title=phrase("menu-apply"), section="apply", lead=phrase("apply-lead"), problems=problems
    )
    status = CONFLICT if sent is not None else 200
    return answer(visit, "majung/form.html", shown, status=status, form=form, send=_said("hand-in"))


@visited
def state_page(visit: Visit, number: str) -> HttpResponse:
    """Ask for the facts that findings wait for, or take what is stated."""
    require(visit.actor, Act.STATE_FACTS)
    file = application_file(visit, number)
    wanted = _wanted(file, visit)
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = _facts_form(wanted, sent)
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid():
        try:
            stated = _statements(form, wanted, visit)
            state_facts(visit.actor, file.kept.firm, stated, at=visit.at, application=number)
            to = reverse("application", args=[number])
            return done(visit, "stated", to, count=len(stated))
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    shown = Shown(
        title=phrase("state-facts"),
        section=SECTION,
        lead=phrase("state-lead"),
        trail=(
            (phrase("menu-applications"), reverse(SECTION)),
            (number, reverse("application", args=[number])),
        ),
        problems=problems,
    )
    status = CONFLICT if sent is not None else 200
    return answer(visit, "majung/form.html", shown, status=status, form=form, send=_said("state"))


def _said(key: str) -> str:
    return phrase(key).spoken(language_now())


def _request_form(visit: Visit, sent: Any) -> OfficeForm:
    language = visit.language
    with at_desk(visit.actor):
        programmes = programmes_in_force(at=visit.at) or tuple(shelf().values())
        own = firm(identity_of(visit.actor.firm), on=visit.on)
    uses = programmes[0].vocabulary[USE_OF_FUNDS].options
    sites = [
        (site.number.digits, f"{site.number.spoken(language)} {site.region.spoken(language)}")
        for site in own.sites
    ]
    fields: dict[str, forms.Field] = {
        "amount": MoneyField(max_length=60),
        "months": forms.IntegerField(min_value=1, max_value=600),
        "grace": forms.IntegerField(min_value=0, max_value=600, required=False),
        "repayment": choice_field(
            [(each.value, _said(f"repayment-{each.value}")) for each in Repayment]
        ),
        "start": day_field(),
        "uses": choices_field([(code, label.spoken(language)) for code, label in uses]),
        "site": choice_field(sites, required=False),
        "desks": choices_field(_desks(programmes, visit)),
    }
    return OfficeForm(fields, sent, initial={"start": visit.on, "repayment": "equal-instalments"})


def _desks(programmes: tuple[Programme, ...], visit: Visit) -> list[tuple[str, str]]:
    """Return the banks and insurers a firm can ask, by name."""
    found = {
        party.key: party.name_on(visit.on).spoken(visit.language)
        for programme in programmes
        for product in programme.products
        for party in programme.parties
        if party.key in product.providers and RECEIVING & set(party.roles)
        if programme.country == "KR"
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def _is_sensible(form: OfficeForm) -> bool:
    """Find what only several fields together get wrong."""
    if form.money("amount").minor <= 0:
        form.add_error("amount", _said("amount-above-zero"))
    if (form.cleaned_data["grace"] or 0) >= form.cleaned_data["months"]:
        form.add_error("grace", _said("grace-below-months"))
    return not form.errors


def _request(form: OfficeForm) -> Request:
    cleaned = form.cleaned_data
    return Request(
        amount=form.money("amount"),
        months=cleaned["months"],
        start_on=cleaned["start"],
        uses=frozenset(cleaned["uses"]),
        repayment=Repayment(cleaned["repayment"]),
        grace_months=cleaned["grace"] or 0,
        site=parse_business_number(cleaned["site"]) if cleaned["site"] else None,
    )


def _wanted(file: ApplicationFile, visit: Visit) -> dict[str, FactDefinition]:
    """Return the facts that findings wait for and that the visitor's side can state."""
    names = {n for each in file.assessments for f in weighing(each.finding) for n in f.missing}
    if not file.assessments:
        names = {name for name, each in file.vocabulary.items() if each.is_gate}
    sides = frozenset({StatedBy.FIRM}) if visit.actor.firm else OFFICIAL
    vocabulary = file.vocabulary
    return {
        name: vocabulary[name]
        for name in sorted(names)
        if name in vocabulary and vocabulary[name].stated_by in sides
    }


def _facts_form(wanted: Mapping[str, FactDefinition], sent: Any) -> OfficeForm:
    language = language_now()
    fields: dict[str, forms.Field] = {}
    labels, hints = {}, {}
    for name, definition in wanted.items():
        field = _fact_field(definition)
        if field is not None:
            fields[name] = field
            labels[name] = definition.label.spoken(language)
            hints[name] = phrase("shown-by", evidence=definition.evidence).spoken(language)
    fields["evidence"] = text_field(required=False)
    fields["as-of"] = day_field(required=False)
    return OfficeForm(fields, sent, labels=labels, hints=hints)


def _fact_field(definition: FactDefinition) -> forms.Field | None:
    language = language_now()
    options = [(code, label.spoken(language)) for code, label in definition.options]
    match definition.type:
        case FactType.CLAIM:
            answers = [("yes", _said("yes")), ("no", _said("no"))]
            return choice_field(answers, required=False)
        case FactType.COUNT:
            return forms.IntegerField(required=False)
        case FactType.NUMBER:
            return forms.DecimalField(required=False)
        case FactType.MONEY if definition.currency == "KRW":
            return MoneyField(required=False, max_length=60)
        case FactType.RATE | FactType.RATIO:
            return RateField(required=False, max_length=30)
        case FactType.DAY:
            return day_field(required=False)
        case FactType.CODE:
            return choice_field(options, required=False) if options else text_field(required=False)
        case FactType.CODES if options:
            return choices_field(options, required=False)
        case _:
            return None


def _statements(
    form: OfficeForm, wanted: Mapping[str, FactDefinition], visit: Visit
) -> list[Statement]:
    evidence = form.cleaned_data["evidence"]
    return [
        Statement(
            fact=name,
            value=_value(form.cleaned_data[name], definition),
            as_of=form.cleaned_data["as-of"] or visit.on,
            stated_by=visit.actor.institution or visit.actor.firm,
            evidence=evidence,
            standing=Standing.EVIDENCED if evidence else Standing.DECLARED,
        )
        for name, definition in wanted.items()
        if form.cleaned_data.get(name) not in (None, "", [])
    ]


def _value(given: Any, definition: FactDefinition) -> FactValue:
    match definition.type:
        case FactType.CLAIM:
            return bool(given == "yes")
        case FactType.CODES:
            return frozenset(map(str, given))
        case FactType.RATIO if isinstance(given, Rate):
            return Ratio(given.value)
        case FactType.NUMBER:
            return Decimal(given)
        case FactType.COUNT:
            return int(given)
        case _:
            value: FactValue = given
            assert isinstance(value, str | Money | Rate) or definition.type is FactType.DAY
            return value
