"""Assessing, proposing, approving, answering and signing, each by one form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.applications.decision import Decision, DecisionKind, Minutes, Override
from majung.applications.indications.assessment import weighing
from majung.errors import PolicyFinanceError
from majung.operations.council.decision_record import record_decision
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import (
    answer_offer,
    approve_decision,
    propose_decision,
)
from majung.operations.intake.send_back import send_back
from majung.operations.policy import Act, NotPermittedError, require
from majung.operations.servicing.sign import sign
from majung.reports.model import Heading, Part
from majung.rules.citations import Label
from majung.rules.findings import Finding
from majung.store.intake.decisions import OfferOutcome
from majung.store.servicing.contracts import Servicing
from majung.web.pages.applications import (
    SECTION,
    ApplicationFile,
    application_file,
    shown_application,
)
from majung.web.pages.comparing import quote_form, quotes_of, trail
from majung.web.pages.forms import (
    MoneyField,
    OfficeForm,
    choice_field,
    chosen,
    day_field,
    language_now,
    text_field,
)
from majung.web.pages.limits import room_table
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase


def _acted(visit: Visit, number: str, told: str, act: Callable[[], object]) -> HttpResponse:
    """Do an act on an application; where it is refused, show the page again with the reason."""
    try:
        act()
    except NotPermittedError:
        raise
    except PolicyFinanceError as refusal:
        return shown_application(visit, number, problems=(refusal,))
    return done(visit, told, reverse("application", args=[number]))


@require_POST
@visited
def assess_act(visit: Visit, number: str) -> HttpResponse:
    """Hold the application against every programme."""
    return _acted(
        visit, number, "assessed", lambda: assess(visit.actor, number, on=visit.on, at=visit.at)
    )


@require_POST
@visited
def approve_act(visit: Visit, number: str, key: str) -> HttpResponse:
    """Take the decision another person proposed."""
    return _acted(
        visit,
        number,
        "approved",
        lambda: approve_decision(visit.actor, key, on=visit.on, at=visit.at),
    )


@require_POST
@visited
def send_back_act(visit: Visit, number: str, key: str) -> HttpResponse:
    """Send a proposal back with the reason."""
    reason = visit.request.POST.get("reason", "").strip()
    return _acted(
        visit,
        number,
        "sent-back",
        lambda: send_back(visit.actor, key, reason, on=visit.on, at=visit.at),
    )


@require_POST
@visited
def accept_act(visit: Visit, number: str, key: str) -> HttpResponse:
    """Accept an offer for the firm."""
    return _answered(visit, number, key, OfferOutcome.ACCEPTED)


@require_POST
@visited
def decline_act(visit: Visit, number: str, key: str) -> HttpResponse:
    """Decline an offer for the firm."""
    return _answered(visit, number, key, OfferOutcome.DECLINED)


def _answered(visit: Visit, number: str, key: str, outcome: OfferOutcome) -> HttpResponse:
    return _acted(
        visit,
        number,
        outcome.value,
        lambda: answer_offer(visit.actor, key, outcome, on=visit.on, at=visit.at),
    )


@visited
def decision_record_page(visit: Visit, key: str) -> HttpResponse:
    """Hand out the record of a decision (결정기록): known, checked, waived, by whom."""
    file = record_decision(visit.actor, key, at=visit.at, language=visit.language)
    response = HttpResponse(file.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@require_POST
@visited
def sign_act(visit: Visit, number: str, key: str) -> HttpResponse:
    """Sign an accepted offer and go on to the contract."""
    loan = visit.request.POST.get("loan", "").strip()
    try:
        servicing = chosen(visit.request, "servicing", Servicing, Servicing.SERVICED)
        contract = sign(visit.actor, key, on=visit.on, at=visit.at, loan=loan, servicing=servicing)
    except PolicyFinanceError as refusal:
        return shown_application(visit, number, problems=(refusal,))
    return done(visit, "signed", reverse("contract", args=[contract.key]))


@visited
def propose_page(visit: Visit, number: str) -> HttpResponse:
    """Ask what is to be decided, or put it forward for a second person."""
    require(visit.actor, Act.PROPOSE_DECISION)
    file = application_file(visit, number)
    way = visit.request.GET.get("way", "")
    product = _product(way, file, visit)
    against = _against(file, product)
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = _proposal_form(file, against, sent)
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid():
        key = f"D-{number}-{product}-{len(file.proposals) + 1}"
        asked = visit.request.GET if visit.request.GET.get("bank") else None
        quotes = quotes_of(quote_form(file, visit, asked), visit)
        try:
            propose_decision(
                visit.actor,
                _decision(form, file, product, against, visit),
                way if form.cleaned_data["kind"] != DecisionKind.REFUSE else "",
                tuple(quotes.values()),
                key=key,
                on=visit.on,
                at=visit.at,
            )
            return done(visit, "proposed", reverse("application", args=[number]))
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    parts: tuple[Part, ...] = (Heading(phrase("room-left")), room_table(visit, product))
    shown = Shown(
        title=phrase("propose-title", product=file.product_name(product)),
        section=SECTION,
        lead=phrase("propose-lead"),
        trail=trail(number),
        parts=parts,
        problems=problems,
    )
    status = CONFLICT if sent is not None else 200
    send = phrase("propose").spoken(visit.language)
    return answer(visit, "majung/form.html", shown, status=status, form=form, send=send)


def _product(way: str, file: ApplicationFile, visit: Visit) -> str:
    """Return the product of a way that the visitor's institution decides on."""
    products = way.partition("@")[0].split("+")
    mine = {
        product.key
        for programme in file.programmes
        for product in programme.products
        if visit.actor.institution in product.providers
    }
    return next((each for each in products if each in mine), products[0])


def _against(file: ApplicationFile, product: str) -> tuple[Finding, ...]:
    """Return the rules of a product that stand against a grant, as last assessed."""
    return tuple(
        finding
        for each in file.assessments
        if each.product == product
        for finding in weighing(each.finding)
    )


def _proposal_form(file: ApplicationFile, against: tuple[Finding, ...], sent: Any) -> OfficeForm:
    asked = file.application.request.amount
    kinds = [(kind.value, phrase(f"decide-{kind.value}")) for kind in DecisionKind]
    fields: dict[str, forms.Field] = {
        "kind": choice_field([(value, _now(label)) for value, label in kinds]),
        "granted": MoneyField(max_length=60),
        "document": text_field(),
        "reason": text_field(required=False, lines=True),
    }
    labels = {}
    for place, finding in enumerate(against):
        fields[f"override-{place}"] = text_field(required=False)
        labels[f"override-{place}"] = _now(phrase("override-of", rule=finding.reason))
    fields["committee"] = text_field(required=False)
    fields["minutes"] = text_field(required=False)
    fields["held-on"] = day_field(required=False)
    fields["resolved"] = MoneyField(required=False, max_length=60)
    initial = {"granted": asked.spoken(language_now()), "kind": DecisionKind.APPROVE.value}
    return OfficeForm(fields, sent, initial=initial, labels=labels)


def _decision(
    form: OfficeForm,
    file: ApplicationFile,
    product: str,
    against: tuple[Finding, ...],
    visit: Visit,
) -> Decision:
    given = form.cleaned_data
    kind, asked = DecisionKind(given["kind"]), file.application.request.amount
    granted = form.money("granted")
    return Decision(
        application=file.kept.number,
        product=product,
        institution=visit.actor.institution,
        kind=kind,
        asked=asked,
        granted=asked - asked if kind is DecisionKind.REFUSE else granted,
        proposed_by=visit.actor.person,
        decided_on=visit.on,
        document=given["document"],
        programme_version="",
        reason=given["reason"],
        overrides=tuple(
            Override(
                finding.rule_key, finding.verdict, given[f"override-{place}"], visit.actor.person
            )
            for place, finding in enumerate(against)
            if given[f"override-{place}"]
        ),
        minutes=Minutes(
            given["committee"], given["minutes"], given["held-on"], form.money("resolved")
        )
        if given["minutes"] and given["held-on"] and given["resolved"]
        else None,
    )


def _now(label: Label) -> str:
    return label.spoken(language_now())
