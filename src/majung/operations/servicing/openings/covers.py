"""A row of covers that are taken over: terms, the facts they begin with, and how they stand.

A cover is replayed from its day of issue: which premiums fell due, when a claim may be filed and
what damages run to follow from days, not from balances.  What the file says of balances is held
against the replay, to the won.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from majung.applications.firm import SizeClass
from majung.applications.indications.offering import claim_terms
from majung.contracts.cover import replay_cover
from majung.contracts.cover_premiums import premium_periods
from majung.contracts.cover_terms import CoverForm, CoverTerms, RecourseTerms
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import (
    PremiumBasis,
    PremiumCharge,
    PremiumTerms,
    PremiumTiming,
)
from majung.contracts.replay import replay
from majung.contracts.reported.cells import StatementCells
from majung.contracts.states import CoverState
from majung.contracts.steps import Steps
from majung.errors import PolicyFinanceError
from majung.operations.servicing.openings.cells import matched, needed_day
from majung.operations.servicing.openings.cover_claims import OPENING, claim_facts, further_claims
from majung.operations.servicing.openings.cover_columns import BASES, TIMINGS
from majung.operations.servicing.replaying import Loan, cover_replayed, outstanding_of
from majung.programmes import CoverProduct, Programme
from majung.programmes.programme import SupplyBasis
from majung.values.rates import Ratio, parse_ratio

ONE_DAY = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCover:
    """A cover that was held before.

    Attributes:
        as_of: the day of its balances.
        state: how it stands at the end of that day, replayed.
    """

    terms: CoverTerms
    facts: tuple[Fact, ...]
    as_of: date
    signed_on: date
    state: CoverState
    cuts: tuple[str, ...] = ()

    @property
    def claims_payable(self) -> int:
        """Accepted and not paid."""
        return sum(claim.accepted - claim.paid for claim in self.state.claims)

    @property
    def uses(self) -> Mapping[SupplyBasis, int]:
        """What it takes of limits, by their basis: what was insured, or what is in force."""
        whole = self.state.insured_amount
        return {
            SupplyBasis.RECOMMENDED: whole,
            SupplyBasis.APPROVED: whole,
            SupplyBasis.INSURED: whole,
            SupplyBasis.DRAWN: whole,
            SupplyBasis.OUTSTANDING: self.state.in_force,
        }

    @property
    def balances(self) -> tuple[tuple[EventKind, bool, int], ...]:
        """What must stand on the insurer's books: by event, whether on its debit, how much."""
        state = self.state
        return (
            (EventKind.COVER_ISSUED, True, state.in_force),
            (EventKind.PREMIUM_DUE, True, state.premium_unpaid),
            (EventKind.CLAIM_ACCEPTED, False, -self.claims_payable),
            (EventKind.SUBROGATED, True, state.recourse.outstanding),
            (EventKind.DAMAGES_ACCRUED, True, state.recourse.damages),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Balances:
    as_of: date
    issued_on: date
    drawn_on: date
    drawn: int
    outstanding: int
    premium_to: date | None


def opening_cover(
    cells: StatementCells,
    programme: Programme,
    product: CoverProduct,
    *,
    size: SizeClass,
    loan: Loan | None,
    on: date,
    further: Sequence[StatementCells] = (),
) -> OpeningCover | None:
    """Read the cover of a row; None, with every problem noted, where it cannot be taken over.

    Args:
        size: of the firm; small ones are paid sooner.
        loan: which it stands on, where that is held here.
        on: the day it is taken over: balances of a later day are not known yet.
        further: rows of claims beyond the first.
    """
    balances, terms = _balances(cells, on=on), _terms(cells, programme, product, size)
    note = f"{cells.rows.name}:{cells.row.place.line}"
    own = claim_facts(cells, note=note)
    others = tuple(further_claims(cells, further))
    claimed = (*own, *(fact for _, fact in others))
    stated = {key: cells.money(key) for key in ("unpaid-premium", "recourse", "damages")}
    if balances is not None:
        _require_happened(cells, own, balances)
        for row, fact in others:
            _require_happened(row, (fact,), balances)
    if balances is None or terms is None or any(each.problems for each in (cells, *further)):
        return None
    try:
        told = (*_lent(cells, terms, balances, claimed, loan, note=note), *claimed)
        paid = tuple(_premiums(terms, told, balances, loan, note=note))
        facts = (*told, *paid)
        done = cover_replayed(terms, facts, loan, until=balances.as_of)
    except PolicyFinanceError as refusal:
        cells.refuse("contract", refusal.message)
        return None
    state = done.state
    matched(cells, "unpaid-premium", stated["unpaid-premium"], state.premium_unpaid)
    matched(cells, "recourse", stated["recourse"], state.recourse.outstanding)
    matched(cells, "damages", stated["damages"], state.recourse.damages)
    if loan is not None:
        owed = outstanding_of(loan, until=balances.as_of).on(balances.as_of)
        matched(cells, "outstanding", balances.outstanding, owed)
    pending = any(claim.is_open for claim in state.claims)
    recourse = state.recourse.outstanding + state.recourse.damages
    if not (state.in_force or pending or recourse or state.premium_unpaid):
        cells.object("ends-on", "opening-cover-over", day=balances.as_of)
    return OpeningCover(
        terms=terms,
        facts=facts,
        as_of=balances.as_of,
        signed_on=balances.issued_on,
        state=state,
    )


def _balances(cells: StatementCells, *, on: date) -> _Balances | None:
    as_of, issued_on = needed_day(cells, "as-of"), needed_day(cells, "issued-on")
    drawn = cells.money("drawn", required=True)
    outstanding = cells.money("outstanding", required=True)
    drawn_on = needed_day(cells, "drawn-on") if drawn else cells.day("drawn-on")
    premium_to = cells.day("premium-to")
    if as_of is not None and as_of > on:
        cells.object("as-of", "opening-day-ahead", day=as_of, on=on)
    for key, day in (("issued-on", issued_on), ("drawn-on", drawn_on)):
        if day is not None and as_of is not None and day > as_of:
            cells.object(key, "opening-day-ahead", day=day, on=as_of)
    if drawn is not None and outstanding is not None and outstanding > drawn:
        cells.object("outstanding", "opening-outstanding-above-drawn", drawn=cells.spoken(drawn),
                     outstanding=cells.spoken(outstanding))  # fmt: skip
    if premium_to is None and not cells.text("premium-to") and not cells.text("unpaid-premium"):
        # A row that says nothing of premiums does not say that they are paid.
        cells.object("premium-to", "opening-premium-not-stated")
    if cells.problems or as_of is None or issued_on is None:
        return None
    return _Balances(
        as_of=as_of,
        issued_on=issued_on,
        drawn_on=max(drawn_on or issued_on, issued_on),
        drawn=drawn or 0,
        outstanding=outstanding or 0,
        premium_to=premium_to,
    )


def _terms(
    cells: StatementCells, programme: Programme, product: CoverProduct, size: SizeClass
) -> CoverTerms | None:
    issued_on, ends_on = cells.day("issued-on"), needed_day(cells, "ends-on")
    principal = cells.money("principal", required=True)
    ratio = _ratio(cells)
    stated = cells.money("insured-amount", required=True)
    interest = cells.money("insured-interest")
    charges = tuple(_charges(cells))
    damages = cells.share("damages-rate")
    if issued_on is None or ends_on is None or principal is None or ratio is None:
        return None
    figures_on = max(issued_on, programme.valid_from)
    recourse = RecourseTerms()
    if product.claims.recourse_interest_max is not None:
        most = product.claims.recourse_interest_max.value_on(figures_on)
        recourse = RecourseTerms(damages_rate_max=most) if most is not None else recourse
    terms = CoverTerms(
        form=CoverForm(product.form.value),
        principal=principal,
        cover_ratio=ratio,
        ends_on=ends_on,
        insured_interest=interest or 0,
        currency=cells.currency,
        premium=PremiumTerms(charges=charges, rounding=product.premium_rounding),
        claims=claim_terms(product, size, on=figures_on),
        recourse=recourse if damages is None else replace(recourse, damages_rate=damages),
    )
    matched(cells, "insured-amount", stated, terms.insured_amount)
    return terms


def _ratio(cells: StatementCells) -> Ratio | None:
    if not cells.text("cover-ratio"):
        cells.object("cover-ratio", "servicer-cell-missing")
    return cells.read("cover-ratio", parse_ratio)


def _charges(cells: StatementCells) -> Iterator[PremiumCharge]:
    """Return what is charged: of one payer, and where another bears a part, of that one too."""
    rate, other = cells.share("premium-rate"), cells.share("other-rate")
    if not cells.text("premium-rate"):
        cells.object("premium-rate", "servicer-cell-missing")
    if cells.text("other-rate") and not cells.text("other-payer"):
        cells.object("other-payer", "servicer-cell-missing")
    timing = _word(cells, "premium-timing", TIMINGS, PremiumTiming.ONCE)
    basis = _word(cells, "premium-basis", BASES, PremiumBasis.INSURED_AMOUNT)
    if rate is not None:
        yield PremiumCharge.of(cells.text("premium-payer"), rate, timing, basis)
    if other is not None:
        yield PremiumCharge.of(cells.text("other-payer"), other, timing, basis)


def _word(cells: StatementCells, key: str, known: Mapping[str, T], otherwise: T) -> T:
    text = cells.text(key).replace(" ", "").replace("-", "").casefold()
    if not text:
        return otherwise
    if text not in known:
        words = tuple(word for word in known if not word.isascii())
        cells.object(key, "opening-word-unknown", text=cells.text(key), known=words)
    return known.get(text, otherwise)


def _require_happened(
    cells: StatementCells, claimed: tuple[Fact, ...], balances: _Balances
) -> None:
    columns = {
        FactKind.DEFAULT: "defaulted-on",
        FactKind.DEFAULT_NOTICE: "noticed-on",
        FactKind.CLAIM: "claimed-on",
        FactKind.CLAIM_DECISION: "decided-on",
        FactKind.CLAIM_PAYMENT: "paid-on",
        FactKind.RECOVERY: "recoveries",
        FactKind.WRITE_OFF: "written-off-on",
    }
    for fact in claimed:
        if fact.effective_on > balances.as_of:
            cells.object(columns[fact.kind], "opening-day-ahead", day=fact.effective_on,
                         on=balances.as_of)  # fmt: skip


def _lent(
    cells: StatementCells,
    terms: CoverTerms,
    balances: _Balances,
    claimed: tuple[Fact, ...],
    loan: Loan | None,
    *,
    note: str,
) -> Iterator[Fact]:
    """Return the issue and what the bank told of the loan: drawn, and repaid in two steps.

    What was repaid before the last premium fell due lowered that premium, what was repaid since
    did not; which is which the balance that the premium was reckoned on tells.
    """
    yield Fact(balances.issued_on, FactKind.ISSUE, f"{OPENING}/issue", note=note)
    if not balances.drawn:
        return
    drawn_on = balances.drawn_on
    yield Fact(drawn_on, FactKind.DRAWDOWN, f"{OPENING}/drawdown", balances.drawn, note=note)
    repaid = _repaid(terms, balances, claimed, loan)
    reckoned = cells.money("premium-balance")
    before = 0 if reckoned is None else min(max(balances.drawn - reckoned, 0), repaid)
    if before:
        begins_on = _last_premium_on(terms, balances)
        day = max(begins_on - ONE_DAY, drawn_on)
        yield Fact(day, FactKind.PAYMENT, f"{OPENING}/repaid/1", before, note=note)
    if repaid - before:
        key = f"{OPENING}/repaid/2"
        yield Fact(balances.as_of, FactKind.PAYMENT, key, repaid - before, note=note)


def _repaid(
    terms: CoverTerms, balances: _Balances, claimed: tuple[Fact, ...], loan: Loan | None
) -> int:
    """Return what the debtor repaid: not what the cover paid, nor what the loan itself tells."""
    if loan is not None:
        drawn = replay(loan.terms, loan.facts, until=balances.as_of).state.drawn
        return max(balances.drawn - drawn, 0)
    paid = sum(fact.amount for fact in claimed if fact.kind is FactKind.CLAIM_PAYMENT)
    recovered = sum(fact.amount for fact in claimed if fact.kind is FactKind.RECOVERY)
    return max(balances.drawn - balances.outstanding - paid - _shared(terms, claimed, recovered), 0)


def _shared(terms: CoverTerms, claimed: tuple[Fact, ...], recovered: int) -> int:
    """Return the bank's part of what was recovered on a claim."""
    if not recovered:
        return 0
    first = min(fact.effective_on for fact in claimed)
    last = max(fact.effective_on for fact in claimed)
    whole = Steps.of([(first, terms.principal)])
    issued = Fact(first, FactKind.ISSUE, f"{OPENING}/issue")
    done = replay_cover(terms, (issued, *claimed), until=last, outstanding=whole)
    return done.state.recourse.shared


def _last_premium_on(terms: CoverTerms, balances: _Balances) -> date:
    periods = premium_periods(terms, balances.issued_on)
    return max(
        (each.from_on for each in periods if each.from_on <= balances.as_of),
        default=balances.issued_on,
    )


def _premiums(
    terms: CoverTerms,
    told: tuple[Fact, ...],
    balances: _Balances,
    loan: Loan | None,
    *,
    note: str,
) -> Iterator[Fact]:
    """Return the premiums that were paid: each that fell due before the day to which they are."""
    done = cover_replayed(terms, told, loan, until=balances.as_of)
    for event in done.events:
        is_due = event.kind is EventKind.PREMIUM_DUE
        if is_due and (balances.premium_to is None or event.effective_on < balances.premium_to):
            key = f"{OPENING}/premium/{event.effective_on}/{event.party or '-'}"
            yield Fact(
                event.effective_on,
                FactKind.PREMIUM_PAYMENT,
                key,
                event.amount,
                party=event.party,
                note=note,
            )
