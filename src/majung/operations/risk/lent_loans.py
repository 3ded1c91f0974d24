"""Loans that the State itself lends: gathered by cohort, and what is known of them on a day.

The lender is one whose losses are public money, and no cover known here stands on the loan: what
an insurer of the State pays its own lender is no cost.  Nobody publishes what such loans default
by, so it is the curve of the firm's grade over the loan's life, and the loss given default of risk
runs: both assumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import EPOCH
from majung.contracts.drawing import LAST_ON
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.portfolio import portfolio_of
from majung.contracts.problems import problems_by_row
from majung.contracts.replay import PortfolioReplay, replay_portfolio, schedule
from majung.contracts.terms import LoanTerms
from majung.operations.risk.costing import CostedLoan, Support
from majung.operations.risk.gathering import Desk, drawings
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.gathering import public_lenders
from majung.operations.risk.reestimate_cash import Cash, Known, cash_of, posted_cash, years_after
from majung.risk.arrays import Floats
from majung.risk.fiscal.remaining import still_recovered, still_repaid
from majung.risk.fiscal.schedules import DAYS_A_YEAR, Dues, years_between
from majung.risk.fiscal.subsidy import CohortFlows
from majung.risk.fiscal.timing import MEASURED, DefaultAssumption
from majung.risk.futures.transitions import default_probabilities, nice_transitions
from majung.store.servicing.contracts import Contract
from majung.store.servicing.events import PostedEvents

ASSUMED = LossSettings()
MONTHS_A_YEAR, MONTHS_MAX = 12, 480
_OWED: Mapping[str, Mapping[EventKind, float]] = {
    "principal": {EventKind.DRAWDOWN: 1.0, EventKind.PRINCIPAL_PAID: -1.0,
                  EventKind.WRITTEN_OFF: -1.0},
    "interest": {EventKind.INTEREST_DUE: 1.0, EventKind.INTEREST_PAID: -1.0,
                 EventKind.INTEREST_WRITTEN_OFF: -1.0},
}  # fmt: skip
#: How each event, by the kernel's code, moves what is owed.
SIGNS: Mapping[str, Floats] = {
    name: np.array([signs.get(kind, 0.0) for kind in EVENT_KINDS]) for name, signs in _OWED.items()
}


@dataclass(frozen=True, slots=True)
class Lent:
    """The loans that the State lends without a cover.

    Attributes:
        by_cohort: those that are drawn; cohorts in order.
        of: a contract of each cohort.
        undrawn: keys of those that are not drawn yet.
        without_grade: of the drawn, how many count at the lowest grade, as nobody stated theirs.
    """

    by_cohort: Mapping[str, Sequence[CostedLoan]]
    of: Mapping[str, Contract]
    undrawn: frozenset[str]
    without_grade: int


def lent_of_desk(desk: Desk) -> Lent:
    """Gather the loans of a desk that the State lends without a cover, by cohort."""
    curves = default_probabilities(
        nice_transitions(), withdrawal=ASSUMED.withdrawal, months=MONTHS_MAX
    )
    cohorts: dict[str, list[CostedLoan]] = {}
    of: dict[str, Contract] = {}
    undrawn, without_grade = set(), 0
    for contract in desk.contracts:
        is_own = contract.institution in public_lenders() and contract.key not in desk.covered
        if not is_own or not isinstance(contract.terms, LoanTerms):
            continue
        drawn = drawings(desk, contract.key)
        if not drawn:
            undrawn.add(contract.key)
            continue
        grade = _grade(contract, desk)
        without_grade += not grade
        loan = _costed(contract, contract.terms, drawn, grade, curves)
        cohorts.setdefault(loan.cohort, []).append(loan)
        of.setdefault(loan.cohort, contract)
    return Lent(dict(sorted(cohorts.items())), of, frozenset(undrawn), without_grade)


def known_of_loans(
    loans: Sequence[CostedLoan], desk: Desk, posted: Mapping[str, PostedEvents]
) -> tuple[Sequence[CostedLoan], Known]:
    """Return the loans that can be replayed, with what is known of them on the day of a desk."""
    told = [
        [each for each in desk.facts.get(loan.key, ()) if each.effective_on <= desk.on]
        for loan in loans
    ]
    wrong = problems_by_row([loan.terms for loan in loans], told)
    usable = [place for place in range(len(loans)) if place not in wrong]
    chosen = [loans[place] for place in usable]
    facts = [standing(told[place]) for place in usable]
    played = _Played.of(chosen, facts, desk.on)
    defaults = [_defaulted_on(each) for each in facts]
    cash = [
        cash_of(events, loan, on=desk.on, defaulted_on=day)
        for events, loan, day in zip(played.past, chosen, defaults, strict=True)
    ]
    ledger = [
        posted_cash(posted.get(loan.key), loan, on=desk.on, defaulted_on=day)
        for loan, day in zip(chosen, defaults, strict=True)
    ]
    expected = [day or late for day, late in zip(defaults, played.overdue_on(), strict=True)]
    ahead = [*played.ahead(expected), *played.given_up(cash, expected)]
    return chosen, Known(cash, ledger, ahead, left_out=len(wrong))


def _grade(contract: Contract, desk: Desk) -> str:
    """Return the grade stated in the application; empty where it is none of the scale's."""
    stated = str(desk.grades.get(contract.application, ""))
    return stated if stated in nice_transitions().grades else ""


def _costed(
    contract: Contract, terms: LoanTerms, drawn: tuple[Fact, ...], grade: str, curves: Floats
) -> CostedLoan:
    loan = CostedLoan(
        key=contract.key,
        cohort="/".join((contract.programme, contract.product, str(contract.signed_on.year))),
        support=Support.DIRECT_LOAN,
        terms=terms,
        facts=drawn,
        default_rate=0.0,
        recovery_rate=1.0 - ASSUMED.severity,
    )
    scale = nice_transitions().grades
    place = scale.index(grade) if grade else len(scale) - 1
    months = round(years_after(loan, schedule(terms, drawn)[-1].due_on) * MONTHS_A_YEAR)
    return replace(loan, default_rate=float(curves[place, min(months, MONTHS_MAX)]))


def _defaulted_on(facts: Sequence[Fact]) -> date | None:
    return min((each.effective_on for each in facts if each.kind is FactKind.DEFAULT), default=None)


class _Played:
    """Loans replayed to the day, and on as if every due after it were paid.

    What fell due and is late comes with the next due.
    """

    def __init__(self, loans: Sequence[CostedLoan], played: PortfolioReplay, on: date) -> None:
        self.loans, self.on = loans, on
        order = np.argsort(played.rows, kind="stable")
        self.rows = played.rows[order].astype(np.int64)
        self.days = played.days[order].astype(np.int64)
        self.kinds, self.amounts = played.kinds[order], played.amounts[order].astype(np.float64)
        self.is_past = self.days <= on.toordinal() - EPOCH
        self.elapsed = np.array([years_after(loan, on) for loan in loans])
        starts = np.array([loan.terms.start_on.toordinal() - EPOCH for loan in loans], np.int64)
        self.years = years_between(starts[self.rows], self.days)
        lives = [years_after(loan, schedule(loan.terms, loan.facts)[-1].due_on) for loan in loans]
        self.lives = np.maximum(np.array(lives), 1.0 / DAYS_A_YEAR)
        moved = SIGNS["principal"][self.kinds] * self.amounts * self.is_past
        self.standing = np.bincount(self.rows, moved, len(loans))

    @classmethod
    def of(
        cls, loans: Sequence[CostedLoan], facts: Sequence[Sequence[Fact]], on: date
    ) -> "_Played":
        """Replay loans."""
        portfolio = portfolio_of([loan.terms for loan in loans], facts)
        played = replay_portfolio(portfolio, until=LAST_ON, paid_from=on + timedelta(days=1))
        return cls(loans, played, on)

    @property
    def past(self) -> list[list[Event]]:
        """What happened to each loan up to the day."""
        found: list[list[Event]] = [[] for _ in self.loans]
        for place in np.flatnonzero(self.is_past).tolist():
            day = date.fromordinal(int(self.days[place]) + EPOCH)
            kind = EVENT_KINDS[int(self.kinds[place])]
            found[int(self.rows[place])].append(Event(day, kind, "", int(self.amounts[place])))
        return found

    def overdue_on(self) -> list[date | None]:
        """The day from which a loan counts as in default that owes and has no due ahead."""
        still = np.bincount(self.rows, ~self.is_past, len(self.loans))
        tomorrow = self.on + timedelta(days=1)
        return [
            tomorrow if owed > 0.0 and not left else None
            for owed, left in zip(self.standing.tolist(), still.tolist(), strict=True)
        ]

    def ahead(self, defaults: Sequence[date | None]) -> list[CohortFlows]:
        """What living loans still bring, those of like risk together."""
        groups: dict[tuple[float, float], list[int]] = {}
        for place, loan in enumerate(self.loans):
            groups.setdefault((loan.default_rate, loan.recovery_rate), []).append(place)
        return [
            still_repaid(
                self._dues(places),
                DefaultAssumption(default, recovery, MEASURED),
                elapsed=self.elapsed[places],
                is_alive=[defaults[place] is None for place in places],
            )
            for (default, recovery), places in groups.items()
        ]

    def given_up(
        self, cash: Sequence[Sequence[Cash]], defaults: Sequence[date | None]
    ) -> list[CohortFlows]:
        """What defaulted loans owed: foreseen and lost on that day, and what will come back."""
        found = []
        for place, day in enumerate(defaults):
            if day is None:
                continue
            loan, at = self.loans[place], day.toordinal() - EPOCH
            principal, interest = self._owed(place, until=at - 1)
            regained = float(sum(each.amount for each in cash[place] if each.line == "recovered"))
            years = np.array([years_after(loan, day)])
            found.append(
                CohortFlows(
                    years=years,
                    disbursed=np.zeros(1),
                    repaid=np.array([principal]),
                    interest=np.array([interest]),
                    lost=np.array([principal + interest]),
                )
            )
            left = sum(self._owed(place, until=self.on.toordinal() - EPOCH))
            found.append(
                still_recovered(
                    years,
                    [principal + interest],
                    # No more comes back than is still owed: what was written off is gone.
                    [max(regained, loan.recovery_rate * (principal + interest) - left)],
                    share=[loan.recovery_rate],
                    after=MEASURED.recovery_years(self.lives[place : place + 1]),
                    elapsed=self.elapsed[place : place + 1],
                )
            )
        return found

    def _owed(self, place: int, *, until: int) -> tuple[float, float]:
        """Return principal and interest that a loan owes at the end of a day."""
        of = slice(*np.searchsorted(self.rows, [place, place + 1]).tolist())
        amounts = np.where(self.days[of] <= until, self.amounts[of], 0.0)
        principal, interest = (float((SIGNS[kind][self.kinds[of]] * amounts).sum())
                               for kind in ("principal", "interest"))  # fmt: skip
        return principal, interest

    def _dues(self, places: Sequence[int]) -> Dues:
        """Lay out what some loans bring after the day, a row for each loan and day."""
        at = np.full(len(self.loans), -1)
        at[list(places)] = np.arange(len(places))
        kinds = {
            "principal": EventKind.PRINCIPAL_PAID,
            "interest": EventKind.INTEREST_PAID,
            "late": EventKind.LATE_INTEREST_PAID,
            "fee": EventKind.FEE_PAID,
        }
        codes = {name: EVENT_KINDS.index(kind) for name, kind in kinds.items()}
        wanted = ~self.is_past & (at[self.rows] >= 0) & np.isin(self.kinds, list(codes.values()))
        keys = np.stack([at[self.rows[wanted]], self.days[wanted]])
        spots, where = np.unique(keys, axis=1, return_inverse=True)
        years = np.zeros(spots.shape[1])
        years[where] = self.years[wanted]
        lines: dict[str, Floats] = {
            name: np.bincount(where, self.amounts[wanted] * (self.kinds[wanted] == code),
                              spots.shape[1]).astype(np.float64)
            for name, code in codes.items()
        }  # fmt: skip
        contract = spots[0]
        lives = self.lives[list(places)][contract]
        interest = lines["interest"] + lines["late"]
        before = np.cumsum(lines["principal"]) - lines["principal"]
        first = np.searchsorted(contract, contract)
        nothing = np.zeros(len(contract))
        return Dues(
            contract=contract,
            years=years,
            life=years / lives,
            life_years=lives,
            drawn=nothing,
            principal=lines["principal"],
            interest=interest,
            supplements=nothing,
            fee=lines["fee"],
            owed=self.standing[list(places)][contract] - (before - before[first]) + interest,
        )
