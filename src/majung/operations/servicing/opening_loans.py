"""A row of opening balances: the loan it describes, as terms and as the facts it begins with.

What was drawn and repaid before is not replayed: the loan begins with the principal it has
outstanding, drawn on the day to which its interest was paid.  From there its schedule runs as it
always did, so what fell due since and is unpaid follows by itself and is held against the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from majung.applications.indications.loan_terms import on_conventions
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import LoanState, replay
from majung.contracts.reported.cells import StatementCells
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.errors import PolicyFinanceError
from majung.operations.servicing.opening_columns import REPAYMENTS
from majung.programmes import LoanProduct, Programme
from majung.programmes.programme import SupplyBasis
from majung.values.calendars import calendar_of
from majung.values.cycles import add_months, adjusted

T = TypeVar("T")

OPENING = "opening"
OWN_COMPONENT, DISCOUNT = "base", "preferential"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLoan:
    """A loan that was held before.

    Attributes:
        as_of: the day of its balances.
        state: how it stands at the end of that day, replayed.
        late_interest: charged by then and unpaid.
        agreed: committed at first.
        drawn: in all, by then.
        cuts: keys of the cuts that were granted.
    """

    terms: LoanTerms
    facts: tuple[Fact, ...]
    as_of: date
    signed_on: date
    state: LoanState
    late_interest: int
    agreed: int
    drawn: int
    cuts: tuple[str, ...] = ()

    @property
    def balances(self) -> tuple[tuple[EventKind, bool, int], ...]:
        """What must stand on the lender's books: by event, whether on its debit, how much."""
        return (
            (EventKind.DRAWDOWN, True, self.state.outstanding),
            (EventKind.INTEREST_DUE, True, self.state.due_interest),
            (EventKind.LATE_INTEREST_DUE, True, self.late_interest),
        )

    @property
    def uses(self) -> Mapping[SupplyBasis, int]:
        """What it takes of limits, by their basis; what can still be drawn counts as at signing."""
        return {
            SupplyBasis.RECOMMENDED: self.agreed,
            SupplyBasis.APPROVED: self.agreed,
            SupplyBasis.DRAWN: self.drawn + self.state.undrawn,
            SupplyBasis.OUTSTANDING: self.state.outstanding + self.state.undrawn,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Balances:
    as_of: date
    drawn_on: date
    committed: int
    outstanding: int
    undrawn: int
    unpaid_principal: int
    unpaid_interest: int
    unpaid_late: int | None
    paid_to: date | None
    defaulted_on: date | None


def opening_loan(
    cells: StatementCells, programme: Programme, product: LoanProduct, *, on: date
) -> OpeningLoan | None:
    """Read the loan of a row; None, with every problem noted, where it cannot be taken over.

    Args:
        on: the day it is taken over: balances of a later day are not known yet.
    """
    if product.reset is not None:
        # The list has no column for the published rate within the rate that is paid.
        cells.object("product", "opening-loan-floats", product=product.name)
    balances = _balances(cells, on=on)
    undrawn = balances.undrawn if balances else 0
    owed = balances.outstanding if balances else 0
    terms = _terms(cells, programme, product, committed=owed + undrawn)
    cuts = _cuts(cells, product)
    if balances is None or terms is None or cells.problems:
        return None
    try:
        facts = tuple(_facts(cells, terms, balances))
        done = replay(terms, facts, until=balances.as_of)
    except PolicyFinanceError as refusal:
        cells.refuse("contract", refusal.message)
        return None
    late = sum(event.amount for event in done.events if event.kind is EventKind.LATE_INTEREST_DUE)
    _compare(cells, "unpaid-principal", balances.unpaid_principal, done.state.due_principal)
    _compare(cells, "unpaid-interest", balances.unpaid_interest, done.state.due_interest)
    if balances.unpaid_late is not None:
        _compare(cells, "unpaid-late", balances.unpaid_late, late)
    return OpeningLoan(
        terms=terms,
        facts=facts,
        as_of=balances.as_of,
        signed_on=terms.start_on,
        state=done.state,
        late_interest=late,
        agreed=balances.committed,
        drawn=balances.committed - balances.undrawn,
        cuts=cuts,
    )


def last_due_day(terms: LoanTerms, *, on: date) -> date | None:
    """Return the last business day up to a day on which dues fell; None before the first."""
    calendar = calendar_of(terms.calendar)
    months = (on.year - terms.first_due_on.year) * 12 + on.month - terms.first_due_on.month
    number = min(months // terms.cycle_months + 1, terms.instalments - 1)
    while number >= 0:
        is_last = number == terms.instalments - 1
        unmoved = add_months(terms.first_due_on, number * terms.cycle_months)
        if is_last and terms.matures_on is not None:
            unmoved = terms.matures_on
        day = adjusted(unmoved, terms.business_day, calendar)
        if day <= on:
            return day
        number -= 1
    return None


def _balances(cells: StatementCells, *, on: date) -> _Balances | None:
    as_of, drawn_on = _needed_day(cells, "as-of"), _needed_day(cells, "drawn-on")
    committed = cells.money("committed", required=True)
    drawn = cells.money("drawn", required=True)
    repaid = cells.money("repaid", required=True)
    outstanding = cells.money("outstanding", required=True)
    stated = {key: cells.money(key) for key in ("unpaid-principal", "unpaid-interest")}
    unpaid = {key: amount or 0 for key, amount in stated.items()}
    paid_to, defaulted_on = cells.day("paid-to"), cells.day("defaulted-on")
    if committed is not None and drawn is not None and drawn > committed:
        cells.object("drawn", "opening-drawn-above-commitment", drawn=cells.spoken(drawn),
                     committed=cells.spoken(committed))  # fmt: skip
    if None not in (drawn, repaid, outstanding) and (drawn or 0) - (repaid or 0) != outstanding:
        cells.object("outstanding", "opening-outstanding-differs", drawn=cells.spoken(drawn or 0),
                     repaid=cells.spoken(repaid or 0),
                     outstanding=cells.spoken(outstanding or 0))  # fmt: skip
    if as_of is not None and as_of > on:
        cells.object("as-of", "opening-day-ahead", day=as_of, on=on)
    for key, day in (("drawn-on", drawn_on), ("paid-to", paid_to), ("defaulted-on", defaulted_on)):
        if day is not None and as_of is not None and day > as_of:
            cells.object(key, "opening-day-ahead", day=day, on=as_of)
    if drawn_on is not None and paid_to is not None and paid_to < drawn_on:
        cells.object("paid-to", "opening-paid-before-drawn", day=paid_to, drawn_on=drawn_on)
    if sum(unpaid.values()) and paid_to is None:
        cells.object("paid-to", "opening-paid-to-missing")
    elif paid_to is None and not all(map(cells.text, stated)):
        # A row that says nothing of arrears does not say that there are none.
        cells.object("paid-to", "opening-arrears-not-stated")
    if cells.problems or None in (as_of, drawn_on, committed, drawn, outstanding):
        return None
    assert as_of is not None
    assert drawn_on is not None
    return _Balances(
        as_of=as_of,
        drawn_on=drawn_on,
        committed=committed or 0,
        outstanding=outstanding or 0,
        undrawn=(committed or 0) - (drawn or 0),
        unpaid_principal=unpaid["unpaid-principal"],
        unpaid_interest=unpaid["unpaid-interest"],
        unpaid_late=cells.money("unpaid-late"),
        paid_to=paid_to,
        defaulted_on=defaulted_on,
    )


def _terms(
    cells: StatementCells, programme: Programme, product: LoanProduct, *, committed: int
) -> LoanTerms | None:
    signed_on, first = _needed_day(cells, "signed-on"), _needed_day(cells, "first-due-on")
    instalments = _needed(cells, "instalments", cells.count("instalments"))
    word = cells.text("repayment").replace(" ", "").casefold()
    repayment = REPAYMENTS.get(word)
    if repayment is None:
        known = tuple(each for each in REPAYMENTS if not each.isascii())
        cells.object("repayment", "opening-word-unknown", text=cells.text("repayment"), known=known)
    cycle, grace = cells.count("cycle-months"), cells.count("grace")
    matures_on = cells.day("matures-on")
    components = tuple(_components(cells))
    if cells.problems or signed_on is None or first is None or repayment is None:
        return None
    plain = LoanTerms(
        committed=max(committed, 1),
        start_on=signed_on,
        first_due_on=first,
        instalments=instalments or 0,
        components=components,
        currency=cells.currency,
        repayment=repayment,
        cycle_months=cycle or 1,
        grace_instalments=grace or 0,
        matures_on=matures_on,
        calendar=programme.calendar,
    )
    return on_conventions(plain, product, on=max(signed_on, programme.valid_from))


def _components(cells: StatementCells) -> Iterable[RateComponent]:
    """Return the borrower's rate, with the discount and who bears it beside it."""
    rate = _needed(cells, "rate", cells.share("rate"))
    discount, payer = cells.share("discount"), cells.text("payer")
    if payer and discount is None:
        cells.object("discount", "opening-discount-missing", payer=payer)
    if rate is None:
        return
    if not payer or discount is None:
        yield RateComponent(OWN_COMPONENT, BORROWER, rate)
    else:
        cut = abs(discount)
        yield RateComponent(OWN_COMPONENT, BORROWER, rate + cut)
        yield RateComponent(DISCOUNT, payer, -cut)


def _cuts(cells: StatementCells, product: LoanProduct) -> tuple[str, ...]:
    """Read which cuts of the product were granted, by key or name; they open sub-limits."""
    known = {
        word: cut.key
        for cut in product.pricing.cuts
        for word in (cut.key, cut.label.ko, cut.label.en)
    }
    words = [word.strip() for word in cells.text("cuts").split(",") if word.strip()]
    for word in words:
        if word not in known:
            names = tuple(cut.label for cut in product.pricing.cuts)
            cells.object("cuts", "opening-cut-unknown", text=word, known=names)
    return tuple(known[word] for word in words if word in known)


def _facts(cells: StatementCells, terms: LoanTerms, balances: _Balances) -> Iterable[Fact]:
    paid_to = balances.paid_to or last_due_day(terms, on=balances.as_of)
    begins_on = max(paid_to or balances.drawn_on, balances.drawn_on)
    note = f"{cells.rows.name}:{cells.row.place.line}"
    if balances.outstanding:
        yield Fact(
            begins_on, FactKind.DRAWDOWN, f"{OPENING}/drawdown", balances.outstanding, note=note
        )
    if balances.defaulted_on is not None:
        yield Fact(balances.defaulted_on, FactKind.DEFAULT, f"{OPENING}/default", note=note)


def _compare(cells: StatementCells, key: str, stated: int, computed: int) -> None:
    if stated != computed:
        cells.object(
            key,
            "opening-arrears-differ",
            stated=cells.spoken(stated),
            computed=cells.spoken(computed),
        )


def _needed(cells: StatementCells, key: str, value: T | None) -> T | None:
    if not cells.text(key):
        cells.object(key, "servicer-cell-missing")
    return value


def _needed_day(cells: StatementCells, key: str) -> date | None:
    if not cells.text(key):
        cells.object(key, "servicer-cell-missing")
    return cells.day(key)
