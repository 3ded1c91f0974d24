"""Payments above all that is owed: said when they are told, for a replay takes any money.

What a replay yields may not depend on the order in which facts are recorded, so it keeps what
nothing due can take.  Whoever records a payment is asked before, on the day it came in: an amount
above the payoff is mostly a slip of the pen, and is kept only where that is said.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from majung.contracts.drawing import LAST_ON
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind, Facts, joined, standing
from majung.contracts.replay import payoff, replay
from majung.contracts.terms import LoanTerms
from majung.errors import Message, message
from majung.values.money import Money

#: Money from a borrower, by hand.
PAID = frozenset({FactKind.PAYMENT, FactKind.PREPAYMENT})

#: What raises what is owed beyond what was paid too much, and what lowers it.
_NET = {
    EventKind.DRAWDOWN: 1,
    EventKind.PRINCIPAL_PAID: -1,
    EventKind.WRITTEN_OFF: -1,
    EventKind.OVERPAID: -1,
    EventKind.OVERPAYMENT_USED: 1,
    EventKind.OVERPAYMENT_REFUNDED: 1,
}


def owed_on(terms: LoanTerms, facts: Iterable[Fact], *, on: date) -> int:
    """Return the most that a borrower can pay on a day: the payoff, and losses not recovered.

    Raises:
        TermsContradictError, FactsContradictError: as of `payoff`.

    Source: own convention, docs/contracts.md, allocation.
    """
    known = standing(facts)
    state = replay(terms, known, until=on).state
    return payoff(terms, known, on=on).total + max(state.written_off - state.recovered, 0)


def owed_below(
    terms: LoanTerms, known: Sequence[Fact], payment: Fact, *, until: date
) -> int | None:
    """Return all that was owed where a payment is more than it; None where it is not.

    A payment of an earlier day may leave one after it without anything to pay: that counts too.

    Args:
        known: what is recorded besides.
        until: the day on which it is recorded.

    Source: own convention, docs/contracts.md, allocation.
    """
    owed = owed_on(terms, known, on=payment.effective_on)
    if payment.amount > owed:
        return owed
    if payment.effective_on >= until:
        return None
    before = replay(terms, known, until=until).state
    after = replay(terms, joined([Facts.of(known), Facts.of([payment])]), until=until).state
    excess = after.overpaid - before.overpaid
    return max(payment.amount - excess, 0) if excess > 0 and not after.outstanding else None


def excess_problems(
    terms: LoanTerms, facts: Iterable[Fact], *, kept: Collection[str] = ()
) -> tuple[Message, ...]:
    """Return what is wrong with payments above all that is owed on their day, earliest first.

    Args:
        terms: free of problems, and facts so too.
        kept: keys of the payments whose excess is to be kept.

    Source: own convention, docs/contracts.md, allocation.
    """
    stand = standing(facts)
    doubtful = _days_overpaid(terms, stand)
    found = []
    for place, fact in enumerate(stand):
        if fact.kind in PAID and fact.effective_on in doubtful and fact.key not in kept:
            owed = owed_on(terms, stand[:place], on=fact.effective_on)
            if fact.amount > owed:
                amount, most = Money(fact.amount, terms.currency), Money(owed, terms.currency)
                found.append(
                    message("payment-above-owed", key=fact.key, on=fact.effective_on,
                            amount=amount, owed=most)
                )  # fmt: skip
    return tuple(found)


def _days_overpaid(terms: LoanTerms, stand: Sequence[Fact]) -> frozenset[date]:
    """Return the days at whose end more was paid than is outstanding; few are."""
    return frozenset(_overpaid(terms, stand)) if stand else frozenset()


def _overpaid(terms: LoanTerms, stand: Sequence[Fact]) -> Iterator[date]:
    days: Counter[date] = Counter()
    for event in replay(terms, stand, until=min(stand[-1].effective_on, LAST_ON)).events:
        days[event.effective_on] += _NET.get(event.kind, 0) * event.amount
    net = 0
    for on in sorted(days):
        net += days[on]
        if net < 0:
            yield on
