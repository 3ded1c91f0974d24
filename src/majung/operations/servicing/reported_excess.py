"""Payments in a servicer's file above all that is owed: a slip, or interest reckoned otherwise?

Another core system may reckon interest otherwise than we do; what differs so is kept and listed.
What interest cannot explain is a payment that is not this loan's, and goes back.
"""

from collections.abc import Sequence
from datetime import date

from majung.contracts.excess import excess_problems
from majung.contracts.facts import Fact
from majung.contracts.replay import LoanState, replay
from majung.contracts.reported.statements import Statement
from majung.contracts.terms import LoanTerms
from majung.errors import Message, message
from majung.operations.servicing.replaying import AnyReplay
from majung.store.servicing.contracts import Contract
from majung.values.money import Money


def paid_above(
    statement: Statement,
    contract: Contract,
    known: Sequence[Fact],
    told: Sequence[Fact],
    done: AnyReplay,
) -> tuple[Message, ...]:
    """Return the payments of a month above all that is owed by more than interest can explain.

    Args:
        contract: only a loan is paid back.
        known: facts recorded before, which are not asked about again.
        told: those the month makes.
        done: the replay with all of them.
    """
    terms = contract.terms
    if not isinstance(terms, LoanTerms) or not isinstance(done.state, LoanState):
        return ()
    if not done.state.overpaid:
        return ()
    stated = (statement.interest_paid or 0) + (statement.late_interest_paid or 0)
    found = excess_problems(terms, (*known, *told), kept={fact.key for fact in known})
    return tuple(
        message(
            "reported-paid-above-owed",
            contract=contract.key,
            **{name: each.value(name) for name in ("on", "amount", "owed")},
        )
        for each in found
        if _excess(each) > max(stated, _interest_on(terms, known, each))
    )


def _excess(problem: Message) -> int:
    amount, owed = problem.value("amount"), problem.value("owed")
    assert isinstance(amount, Money), "a payment is money"
    assert isinstance(owed, Money), "so is what is owed"
    return amount.minor - owed.minor


def _interest_on(terms: LoanTerms, known: Sequence[Fact], problem: Message) -> int:
    """Return the interest that we reckon was owed on the day of a payment."""
    on = problem.value("on")
    assert isinstance(on, date), "a payment has a day"
    state = replay(terms, known, until=on).state
    return state.due_interest + state.accrued_interest + state.late_interest
