"""Contracts' own schedules as columns: the cash of a cohort before anything goes wrong.

Nothing is amortised here: the contract engine replays every contract with each due paid when due,
and its events are laid side by side, the days counted from each contract's first one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import EPOCH
from majung.contracts.drawing import LAST_ON
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.portfolio import portfolio_of
from majung.contracts.replay import replay_portfolio
from majung.contracts.terms import LoanTerms
from majung.risk.arrays import Floats, Integers
from majung.values.months import MONTHS_A_YEAR

DAYS_A_YEAR = 365.0
_DAY_BITS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Dues:
    """What falls due under contracts, a row for each contract and day, contracts in order.

    Attributes:
        contract: place of the contract.
        years: after the contract's first day: whole months as twelfths, days over 365.
        life: the same as a share of the contract's whole life.
        life_years: of the contract.
        drawn: paid out to the borrower.
        principal: due.
        interest: due from the borrower.
        supplements: due from those whose shares were asked for.
        fee: due from the borrower.
        owed: outstanding before the day's dues, and the interest due on it.
    """

    contract: Integers
    years: Floats
    life: Floats
    life_years: Floats
    drawn: Floats
    principal: Floats
    interest: Floats
    supplements: Floats
    fee: Floats
    owed: Floats


def dues_of(
    terms: Sequence[LoanTerms],
    facts: Sequence[Sequence[Fact]] = (),
    *,
    payers: Collection[str] = (),
) -> Dues:
    """Replay contracts as if every due were paid, and lay out what falls due.

    Where no drawdown is among a contract's facts, all that was agreed is drawn on the first day.

    Args:
        facts: of each contract; payments are left out by the caller.
        payers: parties whose shares of the interest are wanted, such as the State's budget.

    Source: the contract engine, docs/contracts.md (projection).
    """
    known = [_drawn(term, given) for term, given in zip(terms, facts or [()] * len(terms),
                                                        strict=True)]  # fmt: skip
    portfolio = portfolio_of(terms, known)
    first_on = min((term.start_on for term in terms), default=LAST_ON)
    played = replay_portfolio(portfolio, until=LAST_ON, paid_from=first_on)
    wanted = np.isin(played.kinds, [EVENT_KINDS.index(kind) for kind in _LINES])
    keys = (played.rows[wanted].astype(np.int64) << _DAY_BITS) + played.days[wanted]
    spots, place = np.unique(keys, return_inverse=True)
    contract, days = spots >> _DAY_BITS, spots & ((1 << _DAY_BITS) - 1)
    starts = np.array([term.start_on.toordinal() - EPOCH for term in terms], np.int64)
    years = years_between(starts[contract], days)
    kinds, parties = played.kinds[wanted], played.parties[wanted]
    amounts = played.amounts[wanted].astype(np.float64)
    shared = np.isin(parties, [portfolio.parties.index(each) for each in payers
                               if each in portfolio.parties])  # fmt: skip

    def line(kind: EventKind, among: NDArray[np.bool_] | None = None) -> Floats:
        chosen = kinds == EVENT_KINDS.index(kind)
        if among is not None:
            chosen &= among
        return np.asarray(np.bincount(place[chosen], amounts[chosen], len(spots)), np.float64)

    drawn, principal = line(EventKind.DRAWDOWN), line(EventKind.PRINCIPAL_DUE)
    interest = line(EventKind.INTEREST_DUE)
    life_years = np.zeros(len(terms))
    np.maximum.at(life_years, contract, years)
    return Dues(
        contract=contract,
        years=years,
        life=years / np.maximum(life_years[contract], 1 / DAYS_A_YEAR),
        life_years=life_years[contract],
        drawn=drawn,
        principal=principal,
        interest=interest,
        supplements=line(EventKind.INTEREST_SHARE_DUE, shared),
        fee=line(EventKind.FEE_DUE),
        owed=_outstanding_before(contract, drawn - principal) + interest,
    )


_LINES = (
    EventKind.DRAWDOWN,
    EventKind.PRINCIPAL_DUE,
    EventKind.INTEREST_DUE,
    EventKind.INTEREST_SHARE_DUE,
    EventKind.FEE_DUE,
)


def years_between(starts: Integers, days: Integers) -> Floats:
    """Return the years from day numbers to later ones: months as twelfths, days over 365.

    The same day of a later month is whole months away, and a month too short counts as whole on
    its last day, as prices count it.

    Source: as `majung.pricing.discounting.moment_of`.
    """
    begun, ended = (each.astype("datetime64[D]") for each in (starts, days))
    month, until = (each.astype("datetime64[M]") for each in (begun, ended))
    wanted = (begun - month).astype(np.int64)

    def reached(count: Integers) -> NDArray[np.datetime64]:
        at = month + count
        length = ((at + 1).astype("datetime64[D]") - at.astype("datetime64[D]")).astype(np.int64)
        return np.asarray(at.astype("datetime64[D]") + np.minimum(wanted, length - 1))

    whole = (until - month).astype(np.int64)
    whole -= reached(whole) > ended
    over = (ended - reached(whole)).astype(np.int64)
    return np.asarray(whole / MONTHS_A_YEAR + over / DAYS_A_YEAR)


def _drawn(terms: LoanTerms, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    if any(fact.kind is FactKind.DRAWDOWN for fact in facts):
        return tuple(facts)
    return (Fact(terms.start_on, FactKind.DRAWDOWN, "", terms.committed), *facts)


def _outstanding_before(contract: Integers, change: Floats) -> Floats:
    """Return what each contract owes before each of its days."""
    after = np.cumsum(change)
    begins = np.searchsorted(contract, contract)
    return np.asarray(after - change - (after - change)[begins])
