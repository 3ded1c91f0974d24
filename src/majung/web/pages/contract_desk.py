"""A contract's desk: everything the visitor can do about it now, a form each."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.fund_terms import FundTerms
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.claims.reading import cover_file
from majung.operations.funds.reading import fund_file
from majung.operations.servicing.reading import ContractFile, contract_file
from majung.reports.model import KeyValues, Paragraph, Part
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series
from majung.web.pages.condition_deeds import condition_deeds
from majung.web.pages.contract_parts import contract_figures
from majung.web.pages.cover_deeds import cover_deeds
from majung.web.pages.deeds import Deed, panels_of
from majung.web.pages.desks import Desk, Link, Tried, desk_page, refusal_of
from majung.web.pages.fund_deeds import fund_deeds
from majung.web.pages.loan_deeds import loan_deeds
from majung.web.pages.taking_back import taking_back
from majung.web.pages.visits import Shown, Visit, done, visited
from majung.web.pages.wording import phrase

SECTION = "contracts"


class DeedNotOpenError(PolicyFinanceError):
    """What is done about a contract is something that can be done about it now."""

    kind = "deed-not-open"


@visited
def contract_desk_page(visit: Visit, key: str) -> HttpResponse:
    """Show what the visitor can do about a contract."""
    return _shown(visit, contract_file(visit.actor, key, on=visit.on, at=visit.at), None)


@require_POST
@visited
def deed_act(visit: Visit, key: str, deed: str, turn: int) -> HttpResponse:
    """Do what a form of the desk asks for, and go back to the desk."""
    file = contract_file(visit.actor, key, on=visit.on, at=visit.at)
    wanted = next((each for each in _deeds(visit, file) if each.key == deed), None)
    if wanted is None or not 0 < turn <= _turn(file):
        raise DeedNotOpenError(contract=key)
    chosen = wanted
    form = chosen.form(visit.request.POST)
    problems: tuple[PolicyFinanceError, ...] = ()
    if form.is_valid():
        problems = refusal_of(lambda: chosen.does(form, f"{chosen.key}-{turn}"))
        if not problems:
            return done(visit, "recorded", reverse("contract-desk", args=[key]))
    return _shown(visit, file, Tried(chosen.key, form, problems))


def _shown(visit: Visit, file: ContractFile, tried: Tried | None) -> HttpResponse:
    key = file.contract.key
    deeds = tuple(_deeds(visit, file))
    is_example = file.contract.series is Series.EXAMPLE
    parts: tuple[Part, ...] = (KeyValues(tuple(contract_figures(file))),)
    if file.contradiction is not None:
        refusal = file.contradiction
        parts += (Paragraph(Label(refusal.spoken("ko"), refusal.spoken("en"))),)
    if not deeds:
        parts += (Paragraph(phrase("nothing-to-do")),)
    shown = Shown(
        title=phrase("desk-title", key=key),
        section=SECTION,
        lead=phrase("example-contract") if is_example else "",
        trail=(
            (phrase("menu-contracts"), reverse(SECTION)),
            (key, reverse("contract", args=[key])),
        ),
        parts=parts,
        problems=tried.problems if tried else (),
    )
    panels = tuple(panels_of(deeds, key, _turn(file), tried))
    links = (Link(reverse("account-statement", args=[key]), phrase("account-statement")),)
    return desk_page(visit, Desk(shown=shown, panels=panels, links=links, tried=tried))


def _deeds(visit: Visit, file: ContractFile) -> Iterator[Deed]:
    yield from condition_deeds(visit, file)
    key, terms = file.contract.key, file.contract.terms
    if file.contradiction is None:
        match terms:
            case LoanTerms():
                yield from loan_deeds(visit, file)
            case CoverTerms():
                cover = cover_file(visit.actor, key, on=visit.on, at=visit.at)
                yield from cover_deeds(visit, cover)
            case FundTerms():
                yield from fund_deeds(visit, fund_file(visit.actor, key, on=visit.on, at=visit.at))
    yield from taking_back(visit, file)


def _turn(file: ContractFile) -> int:
    """Return the number of the next fact: what a form records is named by it."""
    return len(file.facts) + 1
