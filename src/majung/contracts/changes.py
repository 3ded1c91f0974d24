"""What may be wrong with a fact that changes a loan itself: a transfer or a restructuring."""

from collections.abc import Iterator

from majung.contracts.facts import RESTRUCTURED, Fact, FactKind
from majung.contracts.kernel.layout import INSTALMENTS_MAX
from majung.contracts.terms import LoanTerms, PrepaymentEffect, Repayment
from majung.errors import Message, message

CHANGING = frozenset({FactKind.TRANSFER, FactKind.RESTRUCTURING})
#: Terms whose value is a number of due days.
COUNTED = ("instalments", "grace")


def is_counted(fact: Fact) -> bool:
    """Say whether what a fact says is a number of due days, and no money."""
    return fact.kind is FactKind.RESTRUCTURING and fact.party in COUNTED


def change_problems(terms: LoanTerms, fact: Fact) -> Iterator[Message]:
    """Yield what is wrong with a transfer or a restructuring, as far as the terms tell.

    Source: own convention, docs/contracts.md, transfer and restructuring.
    """
    key, on, term = fact.key, fact.effective_on, fact.party
    if fact.kind is FactKind.TRANSFER:
        if not term:
            yield message("transfer-to-nobody", key=key, on=on)
        return
    if terms.plan:
        yield message("restructuring-of-plan", key=key, on=on)
    if term not in RESTRUCTURED:
        yield message("restructuring-unknown", key=key, on=on, term=term, known=RESTRUCTURED)
        return
    if term in COUNTED and not (term == "instalments") <= fact.amount <= INSTALMENTS_MAX:
        yield message(
            "restructuring-out-of-range", key=key, on=on, count=fact.amount, largest=INSTALMENTS_MAX
        )
    if terms.repayment is Repayment.BULLET and term != "instalments":
        yield message("restructuring-of-bullet", key=key, on=on, term=term)
    if term == "balloon" and terms.early.effect is PrepaymentEffect.SHORTENS_TERM:
        yield message("balloon-keeps-term")
