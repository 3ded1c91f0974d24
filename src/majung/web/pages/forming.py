"""Forming a fund on a page: a manager writes down what partners agreed, as many as there are."""

from collections.abc import Iterator
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
from majung.store.servicing.contracts import Servicing
from majung.web.acting import is_example_office
from majung.web.pages.desk_fields import AmountField, RatioField, minor, ratio
from majung.web.pages.desks import refusal_of
from majung.web.pages.forms import choice_field, language_now
from majung.web.pages.row_forms import Rows, RowsForm
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "form-fund"
CURRENCY = "KRW"
NAME_MAX = 60
PARTNER_MAX = 100


class _FundForm(RowsForm):
    """What partners agreed: each private partner is an institution here, or named."""

    def clean(self) -> dict[str, Any]:
        """Say which private partner is named twice over, or not at all."""
        given = super().clean()
        for number in range(1, self.counts["private"] + 1):
            at, name = f"private-{number}-institution", f"private-{number}-name"
            is_begun = given.get(name) or given.get(f"private-{number}-amount")
            if is_begun and bool(given.get(at)) is bool(given.get(name)):
                said = phrase("partner-named-once").spoken(language_now())
                self.add_error(name, said)
        return given


@visited
def form_fund_page(visit: Visit) -> HttpResponse:
    """Ask what partners agreed, or form the fund."""
    require(visit.actor, Act.FORM_FUND)
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = _form(visit, sent)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["fund-key"]
        problems = refusal_of(
            lambda: form_fund(
                visit.actor,
                key,
                _formation(visit, form),
                on=visit.on,
                at=visit.at,
                servicing=Servicing(form.cleaned_data["servicing"]),
            )
        )
        if not problems:
            return done(visit, "recorded", reverse("contract", args=[key]))
    shown = Shown(
        title=phrase("form-fund"),
        section=SECTION,
        lead=phrase("form-fund-lead"),
        trail=((phrase("menu-contracts"), reverse("contracts")),),
        problems=problems,
    )
    status = CONFLICT if form.is_bound else 200
    send = visit.said(phrase("form-fund"))
    return answer(visit, "majung/form.html", shown, status=status, form=form, send=send)


def _form(visit: Visit, sent: Any) -> RowsForm:
    products, policies = [], {}
    for programme in programmes_in_force(at=visit.at):
        for product in programme.products:
            if isinstance(product, FundProduct):
                name = f"{visit.said(programme.name)} · {visit.said(product.name)}"
                products.append((f"{programme.key}/{product.key}", name))
                for party in programme.parties:
                    if PartyRole.FUND_OF_FUNDS in party.roles:
                        policies[party.key] = visit.said(visit.names.institution(party.key))
    others = sorted(
        (key, visit.said(name))
        for key, name in visit.names.institutions.items()
        if key not in policies and key != visit.actor.institution
    )
    fields: dict[str, forms.Field] = {
        "fund-key": forms.RegexField(r"^[0-9A-Za-z가-힣._-]{1,60}\Z", max_length=NAME_MAX),
        "fund-product": choice_field(products),
        "manager-amount": AmountField(CURRENCY),
        "first-loss": RatioField(required=False, max_length=NAME_MAX),
        "excess-transfer": RatioField(required=False, max_length=NAME_MAX),
        "servicing": choice_field(
            [(each.value, visit.said(phrase(f"servicing-{each.value}"))) for each in Servicing]
        ),
    }
    return _FundForm(fields, _rows(sorted(policies.items()), others), sent)


def _rows(policies: list[tuple[str, str]], others: list[tuple[str, str]]) -> tuple[Rows, ...]:
    policy = {
        "partner": lambda: choice_field(policies, required=False),
        "amount": lambda: AmountField(CURRENCY, required=False),
    }
    private = {
        "institution": lambda: choice_field(others, required=False),
        "name": lambda: forms.CharField(max_length=PARTNER_MAX, required=False),
        "amount": lambda: AmountField(CURRENCY, required=False),
    }
    return (
        Rows("policy", policy, needed=("partner", "amount"), count=2),
        Rows("private", private, needed=("amount",), count=3),
    )


def _formation(visit: Visit, form: RowsForm) -> Formation:
    given = form.cleaned_data
    programme, _, product = given["fund-product"].partition("/")
    manager = Partner(visit.actor.institution, PartnerClass.GENERAL, minor(form, "manager-amount"))
    return Formation(
        programme=programme,
        product=product,
        partners=tuple(each for each in (*_partners(form), manager) if each.amount),
        first_loss=ratio(form, "first-loss"),
        excess_transfer=ratio(form, "excess-transfer"),
        is_example=is_example_office(visit.request),
    )


def _partners(form: RowsForm) -> Iterator[Partner]:
    for row in form.given("policy"):
        yield Partner(row["partner"], PartnerClass.POLICY, row["amount"].minor)
    for row in form.given("private"):
        yield Partner(
            row["institution"] or row["name"].strip(),
            PartnerClass.PRIVATE,
            row["amount"].minor,
            is_institution=bool(row["institution"]),
        )
