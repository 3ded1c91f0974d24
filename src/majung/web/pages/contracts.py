"""A contract: every figure led back to the postings behind it."""

from collections.abc import Callable, Iterator, Mapping

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund_terms import FundTerms
from majung.contracts.states import FundState
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.event_names import event_name
from majung.operations.funds.reading import fund_file
from majung.operations.policy import Act, NotPermittedError
from majung.operations.reading_names import account_names, firm_name, firm_names, person_names
from majung.operations.servicing.conditions import fulfil_condition
from majung.operations.servicing.reading import ContractFile, contract_file, facts_recorded
from majung.operations.servicing.record_on_loan import ON_LOANS, record_on_loan
from majung.reports.cells import day, in_full, words, written
from majung.reports.model import Part
from majung.reports.tables import Row, Table
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series
from majung.web.pages.contract_parts import contract_figures, contract_parts, folded_parts
from majung.web.pages.forms import MoneyField, OfficeForm, choice_field, day_field
from majung.web.pages.fund_shown import fund_more_parts
from majung.web.pages.naming import account_name, columns, members_called
from majung.web.pages.unreckoned import recorded_parts, why_unreckoned
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "contracts"
#: What is done with a payment above all that is owed.
REFUSED, KEPT = "refused", "kept"


@visited
def contract_page(visit: Visit, key: str) -> HttpResponse:
    """Show one contract."""
    return _shown(visit, key)


@require_POST
@visited
def fulfil_act(visit: Visit, key: str, condition: str) -> HttpResponse:
    """Record that a condition is met, by the document that shows it."""
    evidence = visit.request.POST.get("evidence", "").strip()
    return _acted(
        visit,
        key,
        lambda: fulfil_condition(visit.actor, key, condition, evidence, on=visit.on, at=visit.at),
    )


@require_POST
@visited
def record_act(visit: Visit, key: str) -> HttpResponse:
    """Record a drawdown, a payment or a default."""
    form = _fact_form(visit.request.POST, visit)
    if not form.is_valid():
        return _shown(visit, key, form=form)
    given = form.cleaned_data
    kind = FactKind(given["what"])
    value = 0 if kind is FactKind.DEFAULT else form.money("amount").minor
    number = facts_recorded(visit.actor, key, at=visit.at) + 1
    fact = Fact(given["effective-on"], kind, f"{key}-{kind.value}-{number}", amount=value)
    return _acted(
        visit,
        key,
        lambda: record_on_loan(
            visit.actor, key, fact, on=visit.on, at=visit.at,
            keeps_excess=given["excess"] == KEPT,
        ),
        form,
    )  # fmt: skip


@visited
def postings_page(visit: Visit, key: str) -> HttpResponse:
    """Show the postings behind a figure: by day, by kinds of event, or all."""
    file = contract_file(visit.actor, key, on=visit.on, at=visit.at)
    books = {entry.key.book for entries in file.entries.values() for entry in entries}
    accounts = account_names(visit.actor, books, at=visit.at)
    members = members_called(
        visit,
        (
            posting.account
            for entries in file.entries.values()
            for entry in entries
            for posting in entry.postings
        ),
    )
    kinds = set(visit.request.GET.getlist("kind"))
    wanted_on = visit.request.GET.get("on", "")
    rows = []
    for event, entries in sorted(file.entries.items()):
        if kinds and event.kind.value not in kinds:
            continue
        if wanted_on and event.effective_on.isoformat() != wanted_on:
            continue
        for entry in entries:
            for posting in entry.postings:
                is_debit = posting.side.value == "debit"
                rows.append(
                    Row(
                        (
                            day(event.effective_on),
                            words(event_name(event.kind)),
                            words(visit.names.book(entry.key.book)),
                            words(account_name(entry.key.book, posting.account, accounts, members)),
                            in_full(posting.amount) if is_debit else words(""),
                            words("") if is_debit else in_full(posting.amount),
                            day(entry.posted_on),
                        )
                    )
                )
    heads = ("effective-on", "event", "book", "account", "debit", "credit", "posted-on")
    shown = Shown(
        title=phrase("postings"),
        section=SECTION,
        lead=phrase("postings-lead"),
        trail=(
            (phrase("menu-contracts"), reverse(SECTION)),
            (key, reverse("contract", args=[key])),
        ),
        parts=(
            Table(
                "postings",
                "",
                columns(heads, money=("debit", "credit"), currency=file.contract.currency),
                tuple(rows),
                empty=phrase("no-postings"),
            ),
        ),
    )
    return answer(visit, "majung/page.html", shown)


def _acted(
    visit: Visit, key: str, act: Callable[[], object], form: OfficeForm | None = None
) -> HttpResponse:
    try:
        act()
    except NotPermittedError:
        raise
    except PolicyFinanceError as refusal:
        return _shown(visit, key, problems=(refusal,), form=form)
    return done(visit, "recorded", reverse("contract", args=[key]))


def _shown(
    visit: Visit,
    key: str,
    *,
    problems: tuple[PolicyFinanceError, ...] = (),
    form: OfficeForm | None = None,
) -> HttpResponse:
    file = contract_file(visit.actor, key, on=visit.on, at=visit.at)
    contract = file.contract
    people = person_names(visit.actor, _recorders(file))
    shown = Shown(
        title=phrase("contract-title", key=key),
        section=SECTION,
        lead=firm_name(visit.actor, contract.firm, on=visit.on),
        trail=((phrase("menu-contracts"), reverse(SECTION)),),
        parts=(*_parts(visit, file, people), *_of_fund(visit, file)),
        problems=problems,
    )
    is_ours = contract.institution == visit.actor.institution
    can_record = (
        is_ours
        and visit.may(Act.RECORD_FACTS)
        and isinstance(contract.terms, LoanTerms)
        and file.contradiction is None
    )
    return answer(
        visit,
        "majung/contract.html",
        shown,
        status=CONFLICT if problems or form is not None else 200,
        key=key,
        is_example=contract.series is Series.EXAMPLE,
        form=form or (_fact_form(None, visit) if can_record else None),
        conditions=[
            {"key": each.key, "label": each.label, "is_settled": each.is_settled_on(visit.on)}
            for each in file.conditions
        ],
        may_fulfil=is_ours and visit.may(Act.FULFIL_CONDITION),
        tiles=[
            (visit.said(line.name), written(line.cell, visit.language), line.cell.trace)
            for line in contract_figures(file)
        ],
        folded=folded_parts(
            file,
            visit.names,
            people,
            _companies(file, visit),
        ),
    )


def _parts(visit: Visit, file: ContractFile, people: Mapping[str, str]) -> Iterator[Part]:
    if file.contradiction is not None:
        yield from why_unreckoned(file, visit.names)
    # Its application lies with the firm and with the institution it was handed in at.
    is_desk = bool(visit.actor.firm) or visit.actor.institution == file.contract.institution
    is_theirs = is_desk and not visit.may(Act.READ_ALL)
    yield from contract_parts(
        file, visit.names, _companies(file, visit), opens_application=is_theirs
    )
    if file.contradiction is not None:
        yield from recorded_parts(visit, file, people)


def _recorders(file: ContractFile) -> Iterator[str]:
    yield from (each.by for each in file.facts)
    yield from (act.by for condition in file.conditions for act in condition.acts)


def _companies(file: ContractFile, visit: Visit) -> dict[str, Label]:
    """Name the companies that a fund invested in."""
    state = file.replay.state if file.replay else None
    keys = [each.company for each in state.holdings] if isinstance(state, FundState) else []
    return firm_names(visit.actor, keys, on=visit.on)


def _of_fund(visit: Visit, file: ContractFile) -> Iterator[Part]:
    """Show of a fund what its state alone does not say: duty, measures, distributions."""
    if isinstance(file.contract.terms, FundTerms) and file.replay is not None:
        key = file.contract.key
        yield from fund_more_parts(visit, fund_file(visit.actor, key, on=visit.on, at=visit.at))


def _fact_form(sent: object, visit: Visit) -> OfficeForm:
    kinds = [(kind.value, phrase(f"fact-{kind.value}").spoken(visit.language)) for kind in ON_LOANS]
    fields: dict[str, forms.Field] = {
        "what": choice_field(kinds),
        "amount": MoneyField(max_length=60),
        "effective-on": day_field(),
        "excess": choice_field(
            [(each, phrase(f"excess-{each}").spoken(visit.language)) for each in (REFUSED, KEPT)]
        ),
    }
    return OfficeForm(fields, sent, initial={"effective-on": visit.on, "excess": REFUSED})
