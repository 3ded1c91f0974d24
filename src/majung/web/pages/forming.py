"""Forming a fund on a page: a manager writes down what partners agreed."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from majung.contracts.fund_terms import PartnerClass
from majung.errors import PolicyFinanceError
from majung.operations.funds.form_fund import Formation, Partner, form_fund
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.programmes import FundProduct, PartyRole
from majung.web.acting import is_example_office
from majung.web.pages.desk_fields import AmountField, RatioField, minor, ratio
from majung.web.pages.forms import OfficeForm, choice_field, text_field
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "form-fund"
CURRENCY = "KRW"
NAME_MAX = 60


@visited
def form_fund_page(visit: Visit) -> HttpResponse:
    """Ask what partners agreed, or form the fund."""
    require(visit.actor, Act.FORM_FUND)
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = _form(visit, sent)
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid():
        key = form.cleaned_data["fund-key"]
        try:
            form_fund(visit.actor, key, _formation(visit, form), on=visit.on, at=visit.at)
            return done(visit, "recorded", reverse("contract", args=[key]))
        except PolicyFinanceError as refusal:
            problems = (refusal,)
    shown = Shown(
        title=phrase("form-fund"),
        section=SECTION,
        lead=phrase("form-fund-lead"),
        trail=((phrase("menu-contracts"), reverse("contracts")),),
        problems=problems,
    )
    return answer(
        visit,
        "majung/form.html",
        shown,
        status=CONFLICT if sent is not None else 200,
        form=form,
        send=visit.said(phrase("form-fund")),
    )


def _form(visit: Visit, sent: Any) -> OfficeForm:
    products, policies = [], {}
    for programme in programmes_in_force(at=visit.at):
        for product in programme.products:
            if isinstance(product, FundProduct):
                name = f"{visit.said(programme.name)} · {visit.said(product.name)}"
                products.append((f"{programme.key}/{product.key}", name))
                for party in programme.parties:
                    if PartyRole.FUND_OF_FUNDS in party.roles:
                        policies[party.key] = visit.said(visit.names.institution(party.key))
    fields: dict[str, forms.Field] = {
        "fund-key": forms.RegexField(r"^[0-9A-Za-z가-힣._-]{1,60}\Z", max_length=NAME_MAX),
        "fund-product": choice_field(products),
        "policy-partner": choice_field(sorted(policies.items()), required=False),
        "policy-amount": AmountField(CURRENCY, required=False),
        "private-partner": text_field(required=False),
        "private-amount": AmountField(CURRENCY, required=False),
        "manager-amount": AmountField(CURRENCY),
        "first-loss": RatioField(required=False, max_length=NAME_MAX),
        "excess-transfer": RatioField(required=False, max_length=NAME_MAX),
    }
    return OfficeForm(fields, sent)


def _formation(visit: Visit, form: OfficeForm) -> Formation:
    given = form.cleaned_data
    programme, _, product = given["fund-product"].partition("/")
    partners = [
        Partner(given["policy-partner"], PartnerClass.POLICY, minor(form, "policy-amount")),
        Partner(
            given["private-partner"].strip(),
            PartnerClass.PRIVATE,
            minor(form, "private-amount"),
            is_institution=False,
        ),
        Partner(visit.actor.institution, PartnerClass.GENERAL, minor(form, "manager-amount")),
    ]
    return Formation(
        programme=programme,
        product=product,
        partners=tuple(each for each in partners if each.party and each.amount),
        first_loss=ratio(form, "first-loss"),
        excess_transfer=ratio(form, "excess-transfer"),
        is_example=is_example_office(visit.request),
    )
