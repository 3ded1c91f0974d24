"""Contracts: the list, and one contract with every figure led back to the postings behind it."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund_terms import FundTerms
from majung.contracts.replay import LoanState
from majung.contracts.states import CoverState, FundState
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.policy import Act, NotPermittedError
from majung.operations.servicing.conditions import fulfil_condition
from majung.operations.servicing.reading import ContractFile, contract_file, contract_list
from majung.operations.servicing.record_facts import record_facts
from majung.operations.versions import pinned
from majung.reports.cells import Cell, amount, count, counter, day, percent, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.store.servicing.contracts import Contract, Series
from majung.values.money import Money
from majung.web.pages.forms import MoneyField, OfficeForm, choice_field, day_field
from majung.web.pages.fund_parts import cover_parts, fund_parts
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "contracts"
ROWS_A_PAGE = 50
DAYS = counter("일", "days", "day")
#: Which events make up a figure of a loan.
BEHIND = {
    "drawn": ("drawdown",),
    "outstanding": ("drawdown", "principal-paid", "written-off"),
    "due_principal": ("principal-due", "principal-paid"),
    "due_interest": ("interest-due", "interest-paid"),
    "late_interest": ("late-interest-due", "late-interest-paid"),
}
#: What an officer may record on a page; the rest comes by files or by acts of their own.
RECORDED = (FactKind.DRAWDOWN, FactKind.PAYMENT, FactKind.PREPAYMENT, FactKind.DEFAULT)


@visited
def contracts_page(visit: Visit) -> HttpResponse:
    """List the contracts the visitor may read."""
    page = Paginator(contract_list(visit.actor, at=visit.at), ROWS_A_PAGE).get_page(
        visit.request.GET.get("page")
    )
    rows = tuple(_row(each) for each in page)
    heads = ("contract", "kind-of", "product", "institution", "committed", "signed-on", "series")
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "committed" else None)
        for head in heads
    )
    shown = Shown(
        title=phrase("menu-contracts"),
        section=SECTION,
        parts=(Table(SECTION, "", columns, rows),),
    )
    return answer(visit, "majung/listed.html", shown, page=page)


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
    number = len(contract_file(visit.actor, key, on=visit.on, at=visit.at).facts) + 1
    fact = Fact(given["effective-on"], kind, f"{key}-{kind.value}-{number}", amount=value)
    return _acted(
        visit,
        key,
        lambda: record_facts(visit.actor, {key: [fact]}, on=visit.on, at=visit.at),
    )


@visited
def postings_page(visit: Visit, key: str) -> HttpResponse:
    """Show the postings behind a figure: by day, by kinds of event, or all."""
    file = contract_file(visit.actor, key, on=visit.on, at=visit.at)
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
                            words(phrase(f"event-{event.kind.value}")),
                            words(entry.key.book),
                            words(posting.account),
                            amount(posting.amount) if is_debit else words(""),
                            words("") if is_debit else amount(posting.amount),
                            day(entry.posted_on),
                        )
                    )
                )
    heads = ("effective-on", "event", "book", "account", "debit", "credit", "posted-on")
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in {"debit", "credit"} else None)
        for head in heads
    )
    shown = Shown(
        title=phrase("postings"),
        section=SECTION,
        lead=phrase("postings-lead"),
        trail=(
            (phrase("menu-contracts"), reverse(SECTION)),
            (key, reverse("contract", args=[key])),
        ),
        parts=(Table("postings", "", columns, tuple(rows)),),
    )
    return answer(visit, "majung/page.html", shown)


def _acted(visit: Visit, key: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPermittedError:
        raise
    except PolicyFinanceError as refusal:
        return _shown(visit, key, problems=(refusal,))
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
    shown = Shown(
        title=phrase("contract-title", key=key),
        section=SECTION,
        trail=((phrase("menu-contracts"), reverse(SECTION)),),
        parts=tuple(_parts(file)),
        problems=problems,
    )
    is_ours = contract.institution == visit.actor.institution
    can_record = is_ours and visit.may(Act.RECORD_FACTS) and isinstance(contract.terms, LoanTerms)
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
    )


def _fact_form(sent: object, visit: Visit) -> OfficeForm:
    kinds = [(kind.value, phrase(f"fact-{kind.value}").spoken(visit.language)) for kind in RECORDED]
    fields: dict[str, forms.Field] = {
        "what": choice_field(kinds),
        "amount": MoneyField(max_length=60),
        "effective-on": day_field(),
    }
    return OfficeForm(fields, sent, initial={"effective-on": visit.on})


def _row(contract: Contract) -> Row:
    return Row(
        (
            Cell(contract.key, trace=reverse("contract", args=[contract.key])),
            words(phrase(f"kind-{contract.kind}")),
            words(contract.product),
            words(contract.institution),
            amount(Money(_size(contract.terms), contract.currency)),
            day(contract.signed_on),
            words(phrase(f"series-{contract.series.value}")),
        )
    )


def _size(terms: object) -> int:
    match terms:
        case LoanTerms():
            return terms.committed
        case CoverTerms():
            return terms.insured_amount
        case FundTerms():
            return terms.size
        case _:
            return 0


def _parts(file: ContractFile) -> Iterator[Part]:
    contract, state = file.contract, file.replay.state
    yield _head(contract)
    yield Heading(phrase("stands", day=file.on))
    match state:
        case LoanState():
            yield _loan(file, state)
            yield from _rest_of_loan(file)
        case CoverState():
            yield from cover_parts(contract, state)
        case FundState():
            yield from fund_parts(contract, state)
    yield Heading(phrase("events"))
    yield _events(file)
    yield Heading(phrase("facts-recorded"))
    rows = tuple(
        Row(
            (
                day(each.fact.effective_on),
                words(phrase(f"fact-{each.fact.kind.value}")),
                amount(Money(each.fact.amount, contract.currency)),
                words(each.by),
            )
        )
        for each in file.facts
    )
    heads = ("effective-on", "fact", "amount", "recorded-by")
    yield Table("facts", "", _columns(heads, ends=("amount",)), rows)


def _head(contract: Contract) -> KeyValues:
    name: Text = contract.product
    if contract.programme and contract.product:
        name = pinned(contract.programme, contract.version).product(contract.product).name
    lines = [
        KeyValue(phrase("head-kind-of"), words(phrase(f"kind-{contract.kind}"))),
        KeyValue(phrase("head-product"), words(name)),
        KeyValue(phrase("head-institution"), words(contract.institution)),
        KeyValue(phrase("head-signed-on"), day(contract.signed_on)),
        KeyValue(phrase("head-committed"), amount(Money(_size(contract.terms), contract.currency))),
    ]
    if contract.programme:
        address = reverse("programme", args=[contract.programme])
        lines.append(KeyValue(phrase("head-programme"), Cell(contract.programme, trace=address)))
        lines.append(KeyValue(phrase("version"), words(contract.version[:12])))
    if contract.application:
        address = reverse("application", args=[contract.application])
        lines.append(KeyValue(phrase("head-number"), Cell(contract.application, trace=address)))
    return KeyValues(tuple(lines))


def _loan(file: ContractFile, state: LoanState) -> KeyValues:
    currency, key = file.contract.currency, file.contract.key
    names = ("drawn", "undrawn", "outstanding", "due_principal", "due_interest", "late_interest")
    lines = [
        KeyValue(
            phrase(f"loan-{name.replace('_', '-')}"),
            amount(
                Money(getattr(state, name), currency),
                trace=_postings(key, kinds=BEHIND[name]) if name in BEHIND else "",
            ),
        )
        for name in names
    ]
    lines.append(KeyValue(phrase("loan-rate"), percent(state.rate, None)))
    lines.append(KeyValue(phrase("loan-days-past-due"), count(state.days_past_due, DAYS)))
    if file.payoff is not None:
        lines.append(KeyValue(phrase("loan-payoff"), amount(Money(file.payoff.total, currency))))
    return KeyValues(tuple(lines))


def _rest_of_loan(file: ContractFile) -> Iterator[Part]:
    currency, key = file.contract.currency, file.contract.key
    rows = tuple(
        Row(
            (
                Cell(each.due_on, day(each.due_on).unit, trace=_postings(key, on=each.due_on))
                if each.due_on <= file.on
                else day(each.due_on),
                *(
                    amount(Money(minor, currency))
                    for minor in (
                        each.principal,
                        each.interest,
                        sum(each.shares.values()),
                        each.instalment,
                        each.outstanding,
                    )
                ),
            )
        )
        for each in file.schedule
    )
    heads = ("due-on", "principal", "interest", "borne", "instalment", "outstanding")
    yield Heading(phrase("schedule"))
    yield Table("schedule", "", _columns(heads, ends=heads[1:]), rows, empty=phrase("not-drawn"))


def _events(file: ContractFile) -> Table:
    currency, key = file.contract.currency, file.contract.key
    rows = tuple(
        Row(
            (
                day(each.event.effective_on),
                words(phrase(f"event-{each.event.kind.value}")),
                words(each.event.party),
                amount(
                    Money(each.event.amount, currency),
                    trace=_postings(
                        key, on=each.event.effective_on, kinds=(each.event.kind.value,)
                    ),
                ),
                day(each.posted_on),
            )
        )
        for each in file.events
    )
    heads = ("effective-on", "event", "party", "amount", "posted-on")
    return Table("events", "", _columns(heads, ends=("amount",)), rows, empty=phrase("no-events"))


def _postings(key: str, *, on: object = "", kinds: tuple[str, ...] = ()) -> str:
    asked = [("on", str(on))] if on else []
    asked += [("kind", kind) for kind in kinds]
    return f"{reverse('postings', args=[key])}?{urlencode(asked)}"


def _columns(heads: tuple[str, ...], *, ends: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in ends else Align.START)
        for head in heads
    )
