"""Comparing: every way to finance a request side by side, in the order the firm chose."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from majung.applications.indications.combining import NotIndicated
from majung.applications.indications.indication import NOT_BINDING, Order
from majung.operations.intake.indicate import compared, indicate
from majung.operations.policy import Act
from majung.operations.reading_names import Names
from majung.pricing.quotes import BankQuote, RateLine
from majung.programmes import PartyRole, Programme
from majung.programmes.price_terms import ComponentKind, Payer
from majung.reports.cells import words
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Citation, Source, Status
from majung.values.rates import Rate
from majung.web.pages.applications import SECTION, ApplicationFile, application_file
from majung.web.pages.forms import OfficeForm, RateField, choice_field
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.ways import way_shown, ways_table
from majung.web.pages.wording import phrase

QUOTED = ("bank", "base", "add-on", "adjustment", "cover-cut")
NO_RATE = Rate.percent(0)


@visited
def comparison_page(visit: Visit, number: str) -> HttpResponse:
    """Show all ways with their lines; a quote a bank gave may be put in to be exact.

    Looking keeps nothing; what is shown is kept with the application where somebody says so.
    """
    file = application_file(visit, number)
    if visit.request.method == "POST":
        return _keep(visit, file)
    asked = visit.request.GET
    form = quote_form(file, visit, asked if asked.get("bank") else None)
    order = Order(asked["order"]) if asked.get("order") in set(Order) else Order.ALL_IN_COST
    return _compared(visit, file, form, order)


def _keep(visit: Visit, file: ApplicationFile) -> HttpResponse:
    """Keep the ways as they were shown, in their order and with the quote that was put in."""
    sent = visit.request.POST
    fields = _quote_fields(file, visit) if sent.get("bank") else {}
    orders = [(each.value, visit.said(each)) for each in Order]
    labels = {"order": visit.said(phrase("order-by"))}
    form = OfficeForm({"order": choice_field(orders), **fields}, sent, key="q-", labels=labels)
    if not form.is_valid():
        return _compared(visit, file, form, Order.ALL_IN_COST, status=CONFLICT)
    number, order = file.kept.number, Order(form.cleaned_data["order"])
    quotes = quotes_of(form, visit) if fields else {}
    indicate(visit.actor, number, quotes, on=visit.on, at=visit.at, order=order)
    return done(visit, "indications-kept", reverse("application", args=[number]))


def _compared(
    visit: Visit, file: ApplicationFile, form: OfficeForm, order: Order, *, status: int = 200
) -> HttpResponse:
    number, asked = file.kept.number, visit.request.GET
    quotes = quotes_of(form, visit)
    shown = compared(visit.actor, number, quotes, on=visit.on, at=visit.at, order=order)
    given = {name: asked[name] for name in QUOTED if asked.get(name)}
    return answer(
        visit,
        "majung/comparison.html",
        Shown(
            title=phrase("comparison"),
            section=SECTION,
            lead=NOT_BINDING,
            trail=trail(number),
        ),
        status=status,
        number=number,
        form=form,
        orders=[(each.value, visit.said(each), each is order) for each in Order],
        ways=[way_shown(each, visit.language) for each in shown.indications],
        beside=ways_table(shown.indications, visit.language),
        left_out=_left_out(shown.left_out, file, visit.names),
        quoted=urlencode(given),
        keeps={"order": order.value, **(given if quotes else {})},
        may_propose=visit.may(Act.PROPOSE_DECISION),
    )


def trail(number: str) -> tuple[tuple[Text, str], ...]:
    """Return the pages above one of an application."""
    return (
        (phrase("menu-applications"), reverse(SECTION)),
        (number, reverse("application", args=[number])),
    )


def quote_form(file: ApplicationFile, visit: Visit, sent: Any) -> OfficeForm:
    """Ask which rate a bank named before any programme; an officer quotes for the own bank."""
    return OfficeForm(_quote_fields(file, visit), sent, key="q-")


def _quote_fields(file: ApplicationFile, visit: Visit) -> dict[str, forms.Field]:
    banks = _banks(file.programmes, visit)
    if visit.actor.institution in banks:
        banks = {visit.actor.institution: banks[visit.actor.institution]}
    fields: dict[str, forms.Field] = {"bank": choice_field(list(banks.items()))}
    for name in QUOTED[1:]:
        fields[name] = RateField(required=name == "base", max_length=30)
    return fields


def quotes_of(form: OfficeForm, visit: Visit) -> Mapping[str, BankQuote]:
    """Return the quote that was put in; none where nothing was, or it cannot be read."""
    if not form.is_bound or not form.is_valid() or "bank" not in form.fields:
        return {}
    bank = form.cleaned_data["bank"]
    title = phrase("quote-of", bank=visit.names.institution(bank), day=visit.on)
    cited = Citation(Source(f"quote-{bank}", title))
    kinds = (
        ("base", ComponentKind.BASE, 1),
        ("add-on", ComponentKind.ADD_ON, 1),
        ("adjustment", ComponentKind.ADJUSTMENT, -1),
    )
    lines = []
    for name, kind, sign in kinds:
        rate = form.rate(name)
        if rate is None or (kind is not ComponentKind.BASE and rate == NO_RATE):
            continue
        lines.append(
            RateLine(
                key=name,
                label=phrase(f"field-{name}"),
                kind=kind,
                payer=Payer.BORROWER,
                rate=rate if sign > 0 else -abs(rate),
                citation=cited,
                status=Status.REPORTED,
                as_of=visit.on,
            )
        )
    quote = BankQuote(
        provider=bank, quoted_on=visit.on, lines=tuple(lines), cover_cut=form.rate("cover-cut")
    )
    return {bank: quote}


def _banks(programmes: tuple[Programme, ...], visit: Visit) -> dict[str, str]:
    return {
        party.key: party.name_on(visit.on).spoken(visit.language)
        for programme in programmes
        if programme.country == "KR"
        for party in programme.parties
        if PartyRole.LENDER in party.roles
    }


def _left_out(left_out: tuple[NotIndicated, ...], file: ApplicationFile, names: Names) -> Table:
    rows = tuple(
        Row(
            (
                words(phrase("listed", items=tuple(map(file.product_name, each.products)))),
                words(phrase("listed", items=tuple(map(names.institution, each.providers)))),
                words(each.reason),
            )
        )
        for each in left_out
    )
    heads = tuple(Column(phrase(f"head-{head}")) for head in ("products", "institution", "reason"))
    return Table("left-out", "", heads, rows, empty=phrase("nothing-left-out"))
