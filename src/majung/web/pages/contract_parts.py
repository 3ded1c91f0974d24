"""A contract laid out: what was agreed, how it stands, what falls due, what happened."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.urls import reverse

from majung.contracts.instalments import Instalment
from majung.contracts.replay import LoanState
from majung.contracts.states import CoverState, FundState
from majung.operations.event_names import event_name
from majung.operations.reading_names import Names
from majung.operations.servicing.reading import ContractFile
from majung.reports.cells import Cell, amount, count, counter, day, in_full, moment, percent, words
from majung.reports.footnotes import footnote, marked_day
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.servicing.contracts import Contract
from majung.values.money import Money
from majung.web.pages.fact_cells import fact_name, fact_value
from majung.web.pages.fund_parts import cover_parts, fund_parts
from majung.web.pages.naming import NO_FIRMS, columns, party_name, recorder_name
from majung.web.pages.wording import phrase

DAYS = counter("일", "days", "day")
#: Of a long life only the last events and facts are read on a page.
ROWS_MAX = 500
#: Which events make up a figure of a loan.
BEHIND = {
    "drawn": ("drawdown",),
    "outstanding": ("drawdown", "principal-paid", "written-off"),
    "due_principal": ("principal-due", "principal-paid"),
    "due_interest": ("interest-due", "interest-paid"),
    "late_interest": ("late-interest-due", "late-interest-paid"),
}
#: The figures one looks at first, of a loan: the rest stands in the table below them.
FIRST_OF_LOAN = ("drawn", "outstanding")


def contract_figures(file: ContractFile) -> Iterator[KeyValue]:
    """Return the few figures a reader looks at first: what was agreed, and how it stands."""
    currency, state = file.contract.currency, file.replay and file.replay.state

    def money(name: str, minor: int, trace: str = "") -> KeyValue:
        return KeyValue(phrase(name), amount(Money(minor, currency), trace=trace))

    yield KeyValue(phrase(f"agreed-{file.contract.kind}"), amount(file.contract.agreed))
    match state:
        case LoanState():
            for name in FIRST_OF_LOAN:
                yield money(f"loan-{name}", getattr(state, name), _behind(file, name))
            yield KeyValue(phrase("loan-rate"), percent(state.rate, None))
            yield KeyValue(phrase("loan-days-past-due"), count(state.days_past_due, DAYS))
        case CoverState():
            yield money("cover-in-force-amount", state.in_force)
            yield money("cover-paid", state.paid)
            yield money("cover-recovered", state.recourse.recovered)
        case FundState():
            yield money("fund-paid-in", state.paid_in)
            yield money("fund-invested", state.invested)
            yield money("fund-net-asset-value", state.net_asset_value)


def contract_parts(
    file: ContractFile,
    names: Names,
    firms: Mapping[str, Label] = NO_FIRMS,
    *,
    opens_application: bool = True,
) -> Iterator[Part]:
    """Lay out what was agreed, how the contract stands, and what falls due.

    Of one that cannot be replayed only what was agreed.

    Args:
        firms: what companies are called that a fund invested in, by key.
        opens_application: whether the reader may read the application it comes from.
    """
    contract = file.contract
    yield Heading(phrase("agreed"))
    yield _agreed(contract, names, opens_application=opens_application)
    if file.replay is None:
        return
    state = file.replay.state
    yield Heading(phrase("stands", day=file.on))
    match state:
        case LoanState():
            yield _loan(file, state)
            yield Heading(phrase("schedule"))
            yield _schedule(file)
        case CoverState():
            yield from cover_parts(contract, state)
        case FundState():
            yield from fund_parts(contract, state, names, firms)


def folded_parts(
    file: ContractFile, names: Names, people: Mapping[str, str], firms: Mapping[str, Label]
) -> list[tuple[str, int, Table]]:
    """Return what is long and looked up, not read: each with how many.

    What was recorded about conditions is among it where there is something.

    Args:
        people: what people are called, by key, as far as the visitor may read it.
        firms: what the companies of a fund are called, by key.
    """
    events, facts = _events(file, names, firms), _facts(file, people)
    acts = _condition_acts(file, people)
    folded = [("events", len(file.events), events)]
    if file.contradiction is None:
        # Else they stand open on the page: among them is the one to take back.
        folded.append(("facts-recorded", len(file.facts), facts))
    return [*folded, ("conditions-recorded", len(acts.rows), acts)] if acts.rows else folded


def _agreed(contract: Contract, names: Names, *, opens_application: bool) -> KeyValues:
    lines = [
        KeyValue(phrase("head-kind-of"), words(phrase(f"kind-{contract.kind}"))),
        KeyValue(phrase("head-institution"), words(names.institution(contract.institution))),
        KeyValue(phrase("head-signed-on"), day(contract.signed_on)),
    ]
    if contract.product:
        lines.insert(0, KeyValue(phrase("head-product"), words(names.product(contract.product))))
    if contract.programme:
        address = reverse("programme", args=[contract.programme])
        name = Cell(names.programme(contract.programme), trace=address)
        lines.append(KeyValue(phrase("head-programme"), name))
        lines.append(KeyValue(phrase("version"), words(contract.version[:12])))
    for head, page, key in (
        ("head-number", "application", contract.application),
        ("loan-under-cover", "contract", contract.loan),
    ):
        if key:
            is_open = opens_application or page != "application"
            address = reverse(page, args=[key]) if is_open else ""
            lines.append(KeyValue(phrase(head), Cell(key, trace=address)))
    return KeyValues(tuple(lines))


def _loan(file: ContractFile, state: LoanState) -> KeyValues:
    currency = file.contract.currency
    names = ("undrawn", "due_principal", "due_interest", "late_interest")
    lines = [
        KeyValue(
            phrase(f"loan-{name.replace('_', '-')}"),
            amount(Money(getattr(state, name), currency), trace=_behind(file, name)),
        )
        for name in names
    ]
    if file.payoff is not None:
        lines.append(KeyValue(phrase("loan-payoff"), amount(Money(file.payoff.total, currency))))
    return KeyValues(tuple(lines))


def _schedule(file: ContractFile) -> Table:
    currency = file.contract.currency
    rows = tuple(
        Row(
            (
                _due_day(file, each),
                *(
                    in_full(Money(minor, currency))
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
    head = columns(heads, money=heads[1:], currency=currency)
    notes = tuple(map(footnote, file.remarks))
    return Table("schedule", "", head, rows, notes=notes, empty=phrase("not-drawn"))


def _due_day(file: ContractFile, row: Instalment) -> Cell:
    """Write a due day: one that has come leads to its postings, one at a held rate is marked."""
    has_come = row.due_on <= file.on
    trace = _postings(file.contract.key, on=row.due_on) if has_come else ""
    if row.is_rate_held:
        return marked_day(row.due_on, trace=trace)
    return Cell(row.due_on, day(row.due_on).unit, trace=trace)


def _events(file: ContractFile, names: Names, firms: Mapping[str, Label]) -> Table:
    currency, key = file.contract.currency, file.contract.key
    rows = tuple(
        Row(
            (
                day(each.event.effective_on),
                words(event_name(each.event.kind)),
                words(party_name(each.event.party, file.contract, names, firms)),
                in_full(
                    Money(each.event.amount, currency),
                    trace=_postings(
                        key, on=each.event.effective_on, kinds=(each.event.kind.value,)
                    ),
                ),
                day(each.posted_on),
            )
        )
        for each in file.events[-ROWS_MAX:]
    )
    heads = ("effective-on", "event", "party", "amount", "posted-on")
    head = columns(heads, money=("amount",), currency=currency)
    notes = _left_out(file, len(file.events))
    return Table("events", "", head, rows, notes=notes, empty=phrase("no-events"))


def _facts(file: ContractFile, people: Mapping[str, str]) -> Table:
    currency = file.contract.currency
    told = [each.fact for each in file.facts]
    rows = tuple(
        Row(
            (
                day(each.fact.effective_on),
                words(fact_name(each.fact, told)),
                fact_value(each.fact, currency),
                words(recorder_name(each.by, people)),
            )
        )
        for each in file.facts[-ROWS_MAX:]
    )
    heads = ("effective-on", "fact", "amount", "recorded-by")
    head = columns(heads, money=("amount",), currency=currency)
    notes = _left_out(file, len(file.facts))
    return Table("facts", "", head, rows, notes=notes, empty=phrase("no-facts"))


def _left_out(file: ContractFile, count: int) -> tuple[Text, ...]:
    """Say under a table that only its last rows are shown, and where all of them are."""
    if count <= ROWS_MAX:
        return ()
    key = file.contract.key
    return (phrase("last-rows", shown=f"{ROWS_MAX:,}", count=f"{count:,}", key=key),)


def _condition_acts(file: ContractFile, people: Mapping[str, str]) -> Table:
    rows = tuple(
        Row(
            (
                words(condition.label),
                words(phrase(f"condition-act-{act.kind.value}")),
                words(act.evidence or act.decision),
                day(act.effective_on),
                words(recorder_name(act.by, people)),
                words("") if act.recorded_at is None else moment(act.recorded_at),
            )
        )
        for condition in file.conditions
        for act in condition.acts
    )
    heads = ("condition", "condition-act", "shown-by", "effective-on", "recorded-by", "recorded-at")
    head = columns(heads, currency=file.contract.currency)
    return Table("condition-acts", "", head, rows)


def _behind(file: ContractFile, name: str) -> str:
    return _postings(file.contract.key, kinds=BEHIND[name]) if name in BEHIND else ""


def _postings(key: str, *, on: object = "", kinds: tuple[str, ...] = ()) -> str:
    asked = [("on", str(on))] if on else []
    asked += [("kind", kind) for kind in kinds]
    return f"{reverse('postings', args=[key])}?{urlencode(asked)}"
