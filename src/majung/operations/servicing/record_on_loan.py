"""What an officer records on a loan by hand, one fact at a time."""

from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.servicing.posting import Posting
from majung.operations.servicing.record_facts import record_facts
from majung.store.servicing.contracts import contract_of

#: What an officer may record; the rest comes by files or by acts of their own.
ON_LOANS = (FactKind.DRAWDOWN, FactKind.PAYMENT, FactKind.PREPAYMENT, FactKind.DEFAULT)


class NotALoanError(PolicyFinanceError):
    """Covers and funds have acts of their own for what happens to them."""

    kind = "not-a-loan"


class FactAmountMissingError(PolicyFinanceError):
    """Money that moved is recorded with its amount."""

    kind = "fact-amount-missing"


def record_on_loan(
    actor: Actor,
    contract: str,
    fact: Fact,
    *,
    on: date,
    at: datetime,
    keeps_excess: bool = False,
) -> Posting:
    """Record a drawdown, a payment or a default of a loan; the same again does nothing.

    Args:
        keeps_excess: what a payment brings above all that is owed stays as paid before due;
            otherwise such a payment is refused.

    Raises:
        NotPermittedError, ContractElsewhereError: the actor may not.
        NotRecordedError: no such contract on the actor's desk.
        NotALoanError: it is a cover or a fund.
        FactAmountMissingError: money moved, and nobody said how much.
        The refusals of `record_facts`.
    """
    if fact.kind not in ON_LOANS:
        raise ValueError(f"{fact.kind} is not recorded by hand")
    act = Act.DRAW if fact.kind is FactKind.DRAWDOWN else Act.RECORD_FACTS
    require(actor, act)
    if not fact.amount and fact.kind is not FactKind.DEFAULT:
        raise FactAmountMissingError(contract=contract, fact=fact.key)
    with at_desk(actor):
        _require_loan(contract)
    return record_facts(actor, {contract: [fact]}, on=on, at=at, act=act, keeps_excess=keeps_excess)


def _require_loan(contract: str) -> None:
    held = contract_of(contract)
    if not isinstance(held.terms, LoanTerms):
        raise NotALoanError(contract=contract)
