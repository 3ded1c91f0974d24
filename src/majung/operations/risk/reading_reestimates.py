"""Re-estimates of the office's cohorts: budgeted at signing, known now, reconciled to the ledger.

A cohort is covers, or loans that the State itself lends.  What happened so far is the contracts'
own replay; what is still expected is the default and loss of those that live, and what is to come
back of claims and of loans in default.  The replay's cash is held against what was posted, year by
year: a difference is shown and never smoothed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from majung.contracts.cover import CoverReplay
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.states import CoverStage
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.costing import CostedLoan, Support, cohort_flows
from majung.operations.risk.curve_list import flat_curve
from majung.operations.risk.gathering import Desk, Gathered, desk_of
from majung.operations.risk.lent_loans import known_of_loans, lent_of_desk
from majung.operations.risk.reading_cost import USUAL_RATE
from majung.operations.risk.reestimate_cash import (
    Cash,
    Known,
    cash_of,
    past_flows,
    posted_cash,
    sums_by_year,
    years_after,
)
from majung.operations.servicing.replaying import Loan, cover_replayed, loans_in
from majung.operations.supply.looking import looking
from majung.risk.fiscal.cohorts import joined
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.reestimates import (
    LedgerDifference,
    Reestimate,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReestimateLine:
    """The re-estimate of one cohort of covers, or of loans that the State lends.

    Attributes:
        found: original, current, interest and technical, per 100 disbursed.
        claimed: paid on claims so far; nought of loans.
        recovered: come back so far of claims, or of loans after their default.
        left_out: loans whose terms and facts contradict each other.
        differences: between the replay and the ledger; empty where all agree.
    """

    programme: str
    programme_name: Label
    product: str
    product_name: Label
    year: int
    support: Support
    contracts: int
    disbursed: Money
    found: Reestimate
    claimed: Money
    recovered: Money
    left_out: int
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
    """Re-estimate the cohorts the actor may read: covers, then loans, by programme, product, year.

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
        covers = _covers_by_cohort(Gathered.of_desk(desk))
        lent = lent_of_desk(desk).by_cohort
        posted = posted_events(
            [loan.key for cohorts in (covers, lent) for loans in cohorts.values() for loan in loans]
        )
        told = loans_in(desk.loans.values(), desk.facts)
    held = {each.key: each for each in desk.contracts}
    known: list[tuple[Sequence[CostedLoan], Known]] = [
        (loans, _known_of_covers(loans, held, desk, posted, told)) for loans in covers.values()
    ]
    known += [known_of_loans(loans, desk, posted) for loans in lent.values()]
    return tuple(
        _line(held[loans[0].key], loans, each, desk, curves) for loans, each in known if loans
    )


def _covers_by_cohort(gathered: Gathered) -> Mapping[str, list[CostedLoan]]:
    cohorts: dict[str, list[CostedLoan]] = {}
    for loan in gathered.loans:
        if loan.support is Support.GUARANTEE:
            cohorts.setdefault(loan.cohort, []).append(loan)
    return dict(sorted(cohorts.items()))


def _line(
    contract: Contract,
    loans: Sequence[CostedLoan],
    known: Known,
    desk: Desk,
    curves: Sequence[GovernmentCurve],
) -> ReestimateLine:
    past, ledger = past_flows(loans, known.cash), sums_by_year(loans, known.posted, desk.on)
    budget, actual = curves
    return ReestimateLine(
        programme=contract.programme,
        programme_name=desk.programme_name(contract.programme),
        product=contract.product,
        product_name=desk.product_name(contract.programme, contract.product),
        year=contract.signed_on.year,
        support=loans[0].support,
        contracts=len(loans),
        disbursed=Money(round(float(past.disbursed.sum())), contract.currency),
        found=reestimate(
            cohort_flows(loans, MEASURED),
            joined([past, *known.ahead]),
            budget_curve=budget,
            actual_curve=actual,
        ),
        claimed=Money(round(sum(ledger.get("claims", []))), contract.currency),
        recovered=Money(round(sum(ledger["recovered"])), contract.currency),
        left_out=known.left_out,
        differences=unreconciled(past, ledger),
    )


def _known_of_covers(
    loans: Sequence[CostedLoan],
    held: Mapping[str, Contract],
    desk: Desk,
    posted: Mapping[str, PostedEvents],
    told: Mapping[str, Loan],
) -> Known:
    replayed = [_replayed(held[loan.key], desk, told) for loan in loans]
    cash = [
        cash_of(each.events, loan, on=desk.on) for each, loan in zip(replayed, loans, strict=True)
    ]
    alive = [each.state.stage is CoverStage.IN_FORCE for each in replayed]
    return Known(
        cash,
        [posted_cash(posted.get(loan.key), loan, on=desk.on) for loan in loans],
        [_ahead(loans, alive, desk.on), *_back(loans, cash, desk.on)],
    )


def _replayed(contract: Contract, desk: Desk, told: Mapping[str, Loan]) -> CoverReplay:
    if not isinstance(contract.terms, CoverTerms):
        raise TypeError(f"{contract.key} is no cover")
    facts = tuple(desk.facts.get(contract.key, ()))
    return cover_replayed(contract.terms, facts, told.get(contract.loan), until=desk.on)


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
        elapsed=[years_after(loan, on) for loan, _ in claimed],
    )
    return [back]


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
                elapsed=np.array([years_after(loan, on) for loan in group]),
                is_alive=[alive[place] for place in places],
                premiums=(
                    np.array([spot for spot, _ in premiums], np.int64),
                    np.array([each.years for _, each in premiums]),
                    np.array([float(each.amount) for _, each in premiums]),
                ),
            )
        )  # fmt: skip
    return joined(parts)
