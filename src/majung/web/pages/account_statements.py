"""The statement of a contract's account (거래내역): on a page, and as a workbook."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError
from majung.operations.event_names import event_names
from majung.operations.servicing.account_statement import (
    AccountStatement,
    account_statement,
    statement_file,
    statement_pairs,
    statement_table,
)
from majung.reports.model import Part
from majung.web.pages.forms import OfficeForm, day_field
from majung.web.pages.uploads import workbook
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "contracts"


@visited
def account_statement_page(visit: Visit, key: str) -> HttpResponse:
    """Show what moved on a contract over a period; without a period, this year so far."""
    asked = visit.request.GET
    form = OfficeForm(
        {"first-on": day_field(), "last-on": day_field()},
        asked if {"first-on", "last-on"} & asked.keys() else None,
        initial={"first-on": date(visit.on.year, 1, 1), "last-on": visit.on},
    )
    problems: tuple[PolicyFinanceError, ...] = ()
    parts: tuple[Part, ...] = ()
    found = None
    if not form.is_bound or form.is_valid():
        given = form.cleaned_data if form.is_bound else form.initial
        try:
            found = _found(visit, key, given["first-on"], given["last-on"])
        except PolicyFinanceError as refusal:
            if found is None and refusal.kind != "period-not-fitting":
                raise
            problems = (refusal,)
    if found is not None:
        if asked.get("form") == "xlsx":
            file = statement_file(found, event_names(), language=visit.language, at=visit.at)
            return workbook(file.content, file.name)
        names = event_names()
        parts = (statement_pairs(found, names), statement_table(found, names))
    shown = Shown(
        title=phrase("account-statement-of", key=key),
        section=SECTION,
        trail=(
            (phrase("menu-contracts"), reverse(SECTION)),
            (key, reverse("contract", args=[key])),
        ),
        parts=parts,
        problems=problems,
    )
    is_told = bool(problems) or (form.is_bound and not form.is_valid())
    return answer(
        visit,
        "majung/account_statement.html",
        shown,
        status=CONFLICT if is_told else 200,
        form=form,
        found=found,
    )


def _found(visit: Visit, key: str, first_on: date, last_on: date) -> AccountStatement:
    return account_statement(visit.actor, key, first_on=first_on, last_on=last_on, at=visit.at)
