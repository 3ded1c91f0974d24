"""Re-estimates of the office's covers: budgeted at signing, known now, reconciled to the ledger.

What happened so far is the covers' own replay; what is still expected is the programme's default
and loss on those that live, and what is to come back of claims that were paid.  The replay's
claims, recoveries and premiums are held against what was posted, year by year: a difference is
shown and never smoothed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from majung.contracts.cover import CoverReplay
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import Event, EventKind
from majung.contracts.states import CoverStage
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.costing import CostedLoan, Support, cohort_flows
from majung.operations.risk.curve_list import flat_curve
from majung.operations.risk.gathering import Desk, Gathered, desk_of
from majung.operations.risk.reading_cost import USUAL_RATE
from majung.operations.servicing.replaying import Loan, cover_replayed, loans_in
from majung.operations.supply.looking import looking
from majung.pricing.discounting import moment_of
from majung.risk.checks import Floats
from majung.risk.fiscal.cohorts import joined
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.reestimates import (
    LedgerDifference,
    Reestimate,
    by_year,
    reestimate,
    unreconciled,
)
from majung.risk.fiscal.remaining import still_expected, still_recovered
from majung.risk.fiscal.schedules import dues_of
from majung.risk.fiscal.subsidy import CohortFlows
from majung.risk.fiscal.timing import MEASURED, DefaultAssumption
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.servicing.contracts import Contract, Series
from majung.store.servicing.events import PostedEvents, posted_events
from majung.values.money import Money
from majung.values.rates import Rate

#: The cash of a cover, by the line of a cohort's flows; the last kind of fees goes out again.
CASH: Mapping[EventKind, tuple[str, int]] = {
    EventKind.CLAIM_PAID: ("claims", 1),
    EventKind.RECOVERED: ("recovered", 1),
    EventKind.DAMAGES_RECOVERED: ("recovered", 1),
    EventKind.WRITTEN_OFF_RECOVERED: ("recovered", 1),
    EventKind.PREMIUM_PAID: ("fees", 1),
    EventKind.PREMIUM_REFUNDED: ("fees", -1),
}
LINES = ("claims", "recovered", "fees")


class Cash(NamedTuple):
    """What moved under a cover: its line, years after the loan's first day, minor units."""

    line: str
    years: float
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReestimateLine:
    """The re-estimate of one cohort of covers.

    Attributes:
        found: original, current, interest and technical, per 100 disbursed.
        claimed: paid on claims so far.
        differences: between the replay and the ledger; empty where all agree.
    """

    programme: str
    programme_name: Label
    product: str
    product_name: Label
    year: int
    contracts: int
    disbursed: Money
    found: Reestimate
    claimed: Money
    differences: tuple[LedgerDifference, ...]


def cost_reestimates(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    programme: str = "",
    budget_rate: Rate = USUAL_RATE,
    actual_rate: Rate = USUAL_RATE,
    series: Series = Series.REAL,
) -> tuple[ReestimateLine, ...]:
    """Re-estimate the cohorts of the covers the actor may read, by programme, product and year.

    Args:
        budget_rate: the government's rate at which the cohort was budgeted.
        actual_rate: the rate at which the money was really borrowed.

    Raises:
        NotPermittedError: the actor may not read internal prices.
        CurveNotUsableError: a rate is outside −50 … 100 %.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    curves = [flat_curve(float(rate.value) * 100.0) for rate in (budget_rate, actual_rate)]
    with looking(actor, Purpose.SUPPLY, at=at, subject=programme):
        desk = desk_of(programme, series=series, on=on, at=at)
        gathered = Gathered.of_desk(desk)
        cohorts = _covers_by_cohort(gathered)
        posted = posted_events([loan.key for loans in cohorts.values() for loan in loans])
        told = loans_in(desk.loans.values(), desk.facts)
    return tuple(
        _line(cohort, loans, gathered, posted, told, curves) for cohort, loans in cohorts.items()
    )


def _covers_by_cohort(gathered: Gathered) -> Mapping[str, list[CostedLoan]]:
    cohorts: dict[str, list[CostedLoan]] = {}
    for loan in gathered.loans:
        if loan.support is Support.GUARANTEE:
            cohorts.setdefault(loan.cohort, []).append(loan)
    return dict(sorted(cohorts.items()))


def _line(
    cohort: str,
    loans: Sequence[CostedLoan],
    gathered: Gathered,
    posted: Mapping[str, PostedEvents],
    told: Mapping[str, Loan],
    curves: Sequence[GovernmentCurve],
) -> ReestimateLine:
    desk = gathered.desk
    contract, _ = gathered.of[cohort]
    held = {each.key: each for each in desk.contracts}
    replayed = [_replayed(held[loan.key], desk, told) for loan in loans]
    cash = [_cash(each.events, loan, desk.on) for each, loan in zip(replayed, loans, strict=True)]
    past = _past(loans, cash)
    ledger = _by_year(loans, [_posted_cash(posted.get(loan.key), loan, desk.on) for loan in loans],
                      desk.on)  # fmt: skip
    alive = [each.state.stage is CoverStage.IN_FORCE for each in replayed]
    known = joined([past, _ahead(loans, alive, desk.on), *_back(loans, cash, desk.on)])
    budget, actual = curves
    return ReestimateLine(
        programme=contract.programme,
        programme_name=desk.programme_name(contract.programme),
        product=contract.product,
        product_name=desk.product_name(contract.programme, contract.product),
        year=contract.signed_on.year,
        contracts=len(loans),
        disbursed=Money(round(float(past.disbursed.sum())), contract.currency),
        found=reestimate(
            cohort_flows(loans, MEASURED), known, budget_curve=budget, actual_curve=actual
        ),
        claimed=Money(round(sum(ledger["claims"])), contract.currency),
        differences=unreconciled(past, ledger),
    )


def _replayed(contract: Contract, desk: Desk, told: Mapping[str, Loan]) -> CoverReplay:
    if not isinstance(contract.terms, CoverTerms):
        raise TypeError(f"{contract.key} is no cover")
    facts = tuple(desk.facts.get(contract.key, ()))
    return cover_replayed(contract.terms, facts, told.get(contract.loan), until=desk.on)


def _cash(events: Iterable[Event], loan: CostedLoan, on: date) -> list[Cash]:
    """Return what moved under a cover up to a day."""
    start = loan.terms.start_on
    return [
        Cash(line, float(moment_of(max(event.effective_on, start), start=start).years),
             sign * event.amount)
        for event in events
        if event.effective_on <= on and event.kind in CASH
        for line, sign in (CASH[event.kind],)
    ]  # fmt: skip


def _posted_cash(posted: PostedEvents | None, loan: CostedLoan, on: date) -> list[Cash]:
    amounts = posted.amounts if posted is not None else {}
    return _cash((Event(*key, amount) for key, amount in amounts.items()), loan, on)


def _past(loans: Sequence[CostedLoan], cash: Sequence[list[Cash]]) -> CohortFlows:
    """Lay out what was drawn and what moved so far."""
    drawn = [
        (float(moment_of(fact.effective_on, start=loan.terms.start_on).years), fact.amount)
        for loan in loans
        for fact in loan.facts
    ]
    moved = [each for several in cash for each in several]
    nothing = np.zeros(len(drawn))

    def line(name: str) -> Floats:
        amounts = [float(each.amount) if each.line == name else 0.0 for each in moved]
        return np.concatenate([nothing, amounts])

    return CohortFlows(
        years=np.array([years for years, _ in drawn] + [each.years for each in moved]),
        disbursed=np.array([float(amount) for _, amount in drawn] + [0.0] * len(moved)),
        claims=line("claims"),
        recovered=line("recovered"),
        fees=line("fees"),
    )


def _by_year(
    loans: Sequence[CostedLoan], cash: Sequence[list[Cash]], on: date
) -> dict[str, list[float]]:
    """Sum what was posted by line and year after each loan's first day."""
    flows = _past(loans, cash)
    first = min(loan.terms.start_on for loan in loans)
    years = on.year - first.year + 1
    return {line: by_year(flows, line, years).tolist() for line in LINES}


def _back(loans: Sequence[CostedLoan], cash: Sequence[list[Cash]], on: date) -> list[CohortFlows]:
    """Return what will still come back of the claims that were paid."""
    claimed = [(loan, moved) for loan, moved in zip(loans, cash, strict=True)
               if any(each.line == "claims" for each in moved)]  # fmt: skip
    if not claimed:
        return []
    dues = dues_of([loan.terms for loan, _ in claimed], [loan.facts for loan, _ in claimed])
    lives = np.zeros(len(claimed))
    lives[dues.contract] = dues.life_years
    sums = {
        line: np.array([float(sum(each.amount for each in moved if each.line == line))
                        for _, moved in claimed])
        for line in ("claims", "recovered")
    }  # fmt: skip
    first = [min(each.years for each in moved if each.line == "claims") for _, moved in claimed]
    back = still_recovered(
        first,
        sums["claims"],
        sums["recovered"],
        share=[loan.recovery_rate for loan, _ in claimed],
        after=MEASURED.recovery_years(lives),
        elapsed=[_elapsed(loan, on) for loan, _ in claimed],
    )
    return [back]


def _elapsed(loan: CostedLoan, on: date) -> float:
    start = loan.terms.start_on
    return float(moment_of(max(on, start), start=start).years)


def _ahead(loans: Sequence[CostedLoan], alive: Sequence[bool], on: date) -> CohortFlows:
    """Return what is still expected of the covers that live, those of like risk together."""
    parts = []
    groups: dict[tuple[float, float], list[int]] = {}
    for place, loan in enumerate(loans):
        groups.setdefault((loan.default_rate, loan.recovery_rate), []).append(place)
    for (default, recovery), places in groups.items():
        group = [loans[place] for place in places]
        dues = dues_of([loan.terms for loan in group], [loan.facts for loan in group])
        premiums = [(spot, each) for spot, loan in enumerate(group) for each in loan.premiums]
        parts.append(
            still_expected(
                dues,
                [loan.cover_ratio for loan in group],
                DefaultAssumption(default, recovery, MEASURED),
                elapsed=np.array([_elapsed(loan, on) for loan in group]),
                is_alive=[alive[place] for place in places],
                premiums=(
                    np.array([spot for spot, _ in premiums], np.int64),
                    np.array([each.years for _, each in premiums]),
                    np.array([float(each.amount) for _, each in premiums]),
                ),
            )
        )  # fmt: skip
    return joined(parts)
