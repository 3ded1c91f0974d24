"""Replay: terms and facts in, events and state out, for one loan or for a portfolio.

One loan is a portfolio of one: `replay`, `schedule` and `payoff` run the same kernel as
`replay_portfolio`.  A replay is a function of terms, standing facts and the day asked for, so what
happened is never stored twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from majung.contracts.day_numbers import date_of, day_number
from majung.contracts.drawing import LAST_ON
from majung.contracts.event_columns import Events
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import (
    FACT_KINDS,
    KIND_ORDER,
    Fact,
    FactKind,
    Facts,
    in_order,
    joined,
    standing,
)
from majung.contracts.instalments import Instalment, instalments_of, marked, regular_instalments
from majung.contracts.kernel.layout import (
    NEVER,
    RESULT,
    RESULT_FIELDS,
)
from majung.contracts.kernel.run import Run, RunSpace, run
from majung.contracts.portfolio import Portfolio, laid_out
from majung.contracts.problems import require_replayable
from majung.contracts.resets import ResetDay, next_reset, unfixed_days
from majung.contracts.schedules import lay_out
from majung.contracts.settling import require_settled
from majung.contracts.terms import LoanTerms
from majung.values.rates import RATE_SCALE, Rate

#: What a projection leaves out: there every due is paid when due.
PAYING = frozenset({FactKind.PAYMENT, FactKind.RECOVERY, FactKind.REFUND})
_DRAWDOWN = KIND_ORDER[FactKind.DRAWDOWN]
_IS_PAYING = np.array([kind in PAYING for kind in FACT_KINDS], np.bool_)

#: What settles a loan: nothing that is owed is left.
ENDING = frozenset(
    {
        EventKind.PRINCIPAL_PAID,
        EventKind.INTEREST_PAID,
        EventKind.LATE_INTEREST_PAID,
        EventKind.WRITTEN_OFF,
        EventKind.COMMITMENT_ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class LoanState:
    """How a loan stands at the end of a day.

    Attributes:
        on: the day.
        drawn: all that was paid out.
        undrawn: what can still be drawn.
        outstanding: principal owed, due or not.
        due_principal: principal that fell due and is unpaid.
        due_interest: interest that fell due and is unpaid.
        late_interest: charged and unpaid, and accrued to the day.
        due_fee: fees charged and unpaid.
        accrued_interest: the borrower's interest since the last due day, not yet due.
        accrued_shares: the same of each payer of a discount.
        unpaid_shares: shares that fell due and their payers have not paid.
        early_fee: what repaying all that is not due would cost today.
        overpaid: money kept for what falls due next, or for a refund.
        written_off: principal, interest and fees given up.
        recovered: of what was written off.
        days_past_due: since the oldest unpaid amount fell due; 0 if nothing is unpaid.
        next_due_on: the next day that brings events without a fact; None once all is settled.
        instalment: the last level instalment or equal part of principal; 0 before the first.
        rate: the borrower's rate in force.
        full_rate: the rate before the discounts that somebody bears.
        is_called: the loan was called in by a default.
        unfixed: reset days up to the day of which nobody has told the rate, earliest first; since
            the first of them the rate before it is held, and every figure rests on that.
    """

    on: date
    drawn: int
    undrawn: int
    outstanding: int
    due_principal: int
    due_interest: int
    late_interest: int
    due_fee: int
    accrued_interest: int
    accrued_shares: Mapping[str, int]
    unpaid_shares: Mapping[str, int]
    early_fee: int
    overpaid: int
    written_off: int
    recovered: int
    days_past_due: int
    next_due_on: date | None
    instalment: int
    rate: Rate
    full_rate: Rate
    is_called: bool
    unfixed: tuple[ResetDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """The events of a loan, earliest first, and how it stands."""

    events: Sequence[Event]
    state: LoanState


@dataclass(frozen=True, slots=True)
class Payoff:
    """What ends a loan on a day.

    Attributes:
        principal: all that is outstanding.
        interest: due and accrued.
        late_interest: charged and accrued.
        fee: fees owed, and that of repaying early.
        overpaid: money already there.
        total: an early repayment of this amount leaves nothing owed and nothing over.
    """

    principal: int
    interest: int
    late_interest: int
    fee: int
    overpaid: int
    total: int


@dataclass(frozen=True, slots=True)
class PortfolioReplay:
    """The events of many loans as columns, and how each stands.

    Attributes:
        rows: contract of each event, as its place in the portfolio.
        days: day number of each event.
        kinds: code of each event, an index of `EVENT_KINDS`.
        parties: code of each party, an index of the portfolio's parties.
        amounts: minor units.
        states: one record a contract, fields as of `RESULT_FIELDS`; `problem` is not 0 where the
            facts contradict, and the contract has no events then.
    """

    rows: NDArray[np.int32]
    days: NDArray[np.int32]
    kinds: NDArray[np.int32]
    parties: NDArray[np.int32]
    amounts: NDArray[np.int64]
    states: NDArray[np.void]


def replay(terms: LoanTerms, facts: Iterable[Fact], *, until: date) -> Replay:
    """Return what a loan yields up to a day, included, and how it stands at that day's end.

    Nothing is reckoned beyond 2199: a later day is taken as the last day of it.

    Args:
        facts: in any order; a reversal takes out what it reverses, facts after `until` wait.

    Raises:
        TermsContradictError: the terms cannot be replayed.
        FactsContradictError: the terms, or other facts, exclude some of the facts.

    Source: own convention, docs/contracts.md.
    """
    recorded = Facts.of(facts)
    stand = standing(recorded)
    require_replayable(terms, recorded, stand)
    portfolio = laid_out([terms], [stand])
    done = run(portfolio, until=day_number(min(until, LAST_ON)))
    require_settled(done.results[0].tolist(), stand, terms.currency)
    events, state = _events(portfolio, done), _state(portfolio, done, until)
    if terms.reset is not None:
        state = _with_resets(terms, stand, events, state)
    return Replay(events, state)


def replay_portfolio(
    portfolio: Portfolio,
    *,
    until: date,
    paid_from: date | None = None,
    room: RunSpace | None = None,
) -> PortfolioReplay:
    """Return what many loans yield up to a day, included, as columns.

    Args:
        portfolio: terms and facts free of problems (`problems_by_row`).
        paid_from: dues of this day and later are taken as paid when due: a projection.
        room: of `room_for` this portfolio or a longer one, to write into; new where there is
            none.  What is returned lies in it until it is given again.

    Source: own convention, docs/contracts.md, columns and kernel.
    """
    last = day_number(min(until, LAST_ON))
    done = run(portfolio, until=last, paid_from=_first_paid(paid_from, NEVER), room=room)
    events = done.events
    return PortfolioReplay(
        events["row"],
        events["day"],
        events["kind"],
        events["party"],
        events["amount"],
        done.results.view(RESULT)[:, 0],
    )


def schedule(
    terms: LoanTerms, facts: Iterable[Fact] = (), *, paid_from: date | None = None
) -> tuple[Instalment, ...]:
    """Lay out what falls due over a loan's life if every due is paid when due.

    Without a drawdown among the facts, all that was agreed is drawn on the first day.

    Args:
        facts: what happened so far.  Payments count before `paid_from` only.
        paid_from: the first day whose dues are taken as paid; arrears before it are paid with
            the next due.  None takes every due as paid.

    Raises:
        TermsContradictError: the terms cannot be replayed.
        FactsContradictError: the terms, or other facts, exclude some of the facts.

    Source: own convention, docs/contracts.md, projection.
    """
    recorded = Facts.of(facts)
    stand = standing(recorded)
    require_replayable(terms, recorded, stand)
    known = _projected(terms, stand, _first_paid(paid_from, -NEVER))
    portfolio = laid_out([terms], [known])
    if paid_from is None and not terms.payers:
        laid = lay_out(portfolio)
        if laid.is_regular[0]:
            return marked(terms, known, regular_instalments(laid.dues))
    paid = _first_paid(paid_from, -NEVER)
    done = run(portfolio, until=day_number(LAST_ON), paid_from=paid)
    require_settled(done.results[0].tolist(), known, terms.currency)
    drawn_on: Counter[date] = Counter()
    for place in np.flatnonzero(known.columns.kinds == _DRAWDOWN).tolist():
        drawn_on[known[place].effective_on] += known[place].amount
    events = _events(portfolio, done)
    return marked(terms, known, instalments_of(events, drawn_on, has_fees=bool(terms.plan)))


def _projected(terms: LoanTerms, stand: Facts, paid_from: int) -> Facts:
    """Return the facts of a projection: without payments from a day on, drawn if nothing was."""
    columns = stand.columns
    known = stand and stand.where(~_IS_PAYING[columns.kinds] | (columns.days < paid_from))
    if (known.columns.kinds == _DRAWDOWN).any():
        return known
    drawn = Fact(terms.start_on, FactKind.DRAWDOWN, "", terms.committed)
    first = Facts.of([drawn])
    return in_order(joined([first, known])) if known else first


def payoff(terms: LoanTerms, facts: Iterable[Fact], *, on: date) -> Payoff:
    """Return what ends a loan on a day, paid as an early repayment on that day.

    Facts of the day that are taken after an early repayment, such as a default, are not looked
    at: who pays the quote ends the loan before them.

    Raises:
        TermsContradictError: the terms cannot be replayed.
        FactsContradictError: the terms, or other facts, exclude some of the facts.

    Source: own convention, docs/contracts.md, early repayment.
    """
    stand = standing(facts)
    days, kinds = stand.columns.days - day_number(on), stand.columns.kinds
    told = (days < 0) | ((days == 0) & (kinds <= KIND_ORDER[FactKind.PREPAYMENT]))
    state = replay(terms, stand[: int(told.sum())], until=on).state
    interest = state.due_interest + state.accrued_interest
    fee = state.due_fee + state.early_fee
    total = state.outstanding + interest + state.late_interest + fee - state.overpaid
    return Payoff(
        state.outstanding, interest, state.late_interest, fee, state.overpaid, max(total, 0)
    )


def next_due_on(terms: LoanTerms, facts: Iterable[Fact], *, after: date) -> date | None:
    """Return the next day that brings events without any fact; None once all is settled.

    A close looks at a contract on this day, or when a fact is recorded, and at no other time.

    Source: own convention, docs/contracts.md.
    """
    return replay(terms, facts, until=after).state.next_due_on


def _first_paid(paid_from: date | None, otherwise: int) -> int:
    return otherwise if paid_from is None else day_number(paid_from)


def _events(portfolio: Portfolio, done: Run) -> Events:
    """Return the events of a portfolio of one."""
    found = done.events
    columns = (found[name] for name in ("day", "kind", "party", "amount"))
    return Events(*columns, names=portfolio.parties)


def _state(portfolio: Portfolio, done: Run, until: date) -> LoanState:
    """Return how the loan of a portfolio of one stands."""
    result = dict(zip(RESULT_FIELDS, done.results[0].tolist(), strict=True))
    contract = portfolio.columns.contracts[0]
    unit = RATE_SCALE // int(contract["rate_scale"])
    work = done.work[0]
    oldest = result["oldest_unpaid"]
    return LoanState(
        on=until,
        drawn=result["drawn"],
        undrawn=result["undrawn"],
        outstanding=result["performing"] + result["due_principal"],
        due_principal=result["due_principal"],
        due_interest=result["due_interest"],
        late_interest=result["due_late"] + result["late_accrued"],
        due_fee=result["due_fee"],
        accrued_interest=result["accrued"],
        accrued_shares=_by_payer(portfolio, np.diff(work["mark_closed"])),
        unpaid_shares=_by_payer(portfolio, work["shares_unpaid"][1:]),
        early_fee=result["early_fee"],
        overpaid=result["overpaid"],
        written_off=result["written_off"],
        recovered=result["recovered"],
        days_past_due=0 if oldest == NEVER else day_number(until) - oldest,
        next_due_on=None if result["next_day"] == NEVER else date_of(result["next_day"]),
        instalment=result["level"],
        rate=Rate.from_scaled(result["rate"] * unit),
        full_rate=Rate.from_scaled(result["full_rate"] * unit),
        is_called=bool(result["is_called"]),
    )


def _with_resets(
    terms: LoanTerms, stand: Sequence[Fact], events: Sequence[Event], state: LoanState
) -> LoanState:
    """Add what reset days bring: which of them want a rate, and when the next one comes.

    A loan that is settled wants none: what it owed last is the last that a rate counted for.
    """
    unfixed = unfixed_days(terms, stand, until=state.on)
    if state.next_due_on is None:
        last = max((event.effective_on for event in events if event.kind in ENDING), default=None)
        unfixed = tuple(day for day in unfixed if last is not None and day.on < last)
        return replace(state, unfixed=unfixed)
    days = (state.next_due_on, next_reset(terms, after=state.on, facts=stand))
    return replace(state, unfixed=unfixed, next_due_on=min(day for day in days if day))


def _by_payer(portfolio: Portfolio, amounts: NDArray[np.int64]) -> Mapping[str, int]:
    """Return the amounts of a portfolio of one by payer, without noughts."""
    payers = [portfolio.parties[code] for code in portfolio.columns.payers]
    shares = zip(payers, amounts.tolist(), strict=False)
    return MappingProxyType({payer: share for payer, share in shares if share})
