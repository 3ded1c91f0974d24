"""What changes a loan itself: terms set anew (조건변경), and a transfer to another contract (대환).

Neither changes what was agreed: both are facts, from which the kernel reckons on.  A restructuring
is an approver's act; what takes a loan over was decided and signed as any other, so its transfer
is an officer's.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from majung.contracts.changes import COUNTED
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import RESTRUCTURED, Fact, FactKind
from majung.contracts.replay import replay
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.servicing.posting import Posting
from majung.operations.servicing.record_facts import record_facts
from majung.operations.servicing.record_on_loan import NotALoanError
from majung.store.servicing.contracts import Contract, contract_of
from majung.store.servicing.facts import facts_of

#: Terms whose new value is money; the others count due days.
OF_MONEY = frozenset(RESTRUCTURED) - frozenset(COUNTED)
#: What the contract that takes over pays, and what was paid from money that lay there.
_PAID = {
    EventKind.PRINCIPAL_PAID: 1,
    EventKind.INTEREST_PAID: 1,
    EventKind.LATE_INTEREST_PAID: 1,
    EventKind.FEE_PAID: 1,
    EventKind.EARLY_REPAYMENT_FEE_PAID: 1,
    EventKind.OVERPAYMENT_USED: -1,
}


class RestructuringUnreasonedError(PolicyFinanceError):
    """Terms are set anew for a reason that is kept."""

    kind = "restructuring-unreasoned"


class LoanOverError(PolicyFinanceError):
    """Terms are set anew of a loan on which something is owed or can be drawn."""

    kind = "loan-over"


class TransferElsewhereError(PolicyFinanceError):
    """A loan is taken over by another loan of the same lender, firm and currency."""

    kind = "transfer-elsewhere"


class NothingToTransferError(PolicyFinanceError):
    """What is owed on a loan can be taken over."""

    kind = "nothing-to-transfer"


def restructure(
    actor: Actor,
    contract: str,
    term: str,
    value: int,
    *,
    key: str,
    reason: str,
    effective_on: date,
    on: date,
    at: datetime,
) -> Posting:
    """Set a term of a loan anew for what is not yet due; the same again does nothing.

    Args:
        term: one of `RESTRUCTURED`.
        value: due days, or minor units.
        key: of the fact.

    Raises:
        NotPermittedError, ContractElsewhereError: the actor may not.
        NotRecordedError: no such contract on the actor's desk.
        NotALoanError: it is a cover or a fund.
        RestructuringUnreasonedError: no reason is given.
        LoanOverError: all of it was repaid or given up before.
        The refusals of `record_facts`: the terms exclude it.
    """
    require(actor, Act.RESTRUCTURE)
    if not reason.strip():
        raise RestructuringUnreasonedError(contract=contract)
    if term not in RESTRUCTURED:
        raise ValueError(f"{term} is not a term that is set anew")
    fact = Fact(effective_on, FactKind.RESTRUCTURING, key, value, party=term, note=reason.strip())
    with at_desk(actor):
        ended = _loan(contract).ended_on
        is_known = fact in facts_of(contract)
    if ended is not None and ended <= effective_on and not is_known:
        raise LoanOverError(contract=contract, ended=ended)
    return record_facts(actor, {contract: [fact]}, on=on, at=at, act=Act.RESTRUCTURE)


def transfer(
    actor: Actor,
    contract: str,
    into: str,
    *,
    key: str,
    effective_on: date,
    on: date,
    at: datetime,
    amount: int = 0,
    note: str = "",
) -> Posting:
    """Hand what is owed on a loan to another, which is drawn by what it pays.

    Both facts are recorded together, under one key; the same again does nothing.

    Args:
        into: contract of the loan that takes over.
        amount: so much of the principal that is not due yet, in minor units; 0 for all that is
            owed, interest to the day included.

    Raises:
        NotPermittedError, ContractElsewhereError: the actor may not.
        NotRecordedError: no such contract on the actor's desk.
        NotALoanError: one of the two is a cover or a fund.
        TransferElsewhereError: the two are not of one lender, firm and currency.
        NothingToTransferError: nothing is owed on the day.
        The refusals of `record_facts`: the terms exclude it, or a condition of the loan that
            takes over is open.
    """
    require(actor, Act.TRANSFER)
    fact = Fact(effective_on, FactKind.TRANSFER, key, amount, party=into, note=note)
    with at_desk(actor):
        held, other = _loan(contract), _loan(into)
        known = facts_of(contract)
    if into == contract or _of_one(held) != _of_one(other):
        raise TransferElsewhereError(contract=contract, into=into)
    if fact in known:
        return Posting(contracts=2)
    paid = _paid(held, known, fact)
    if not paid:
        raise NothingToTransferError(contract=contract, day=effective_on)
    drawn = Fact(effective_on, FactKind.DRAWDOWN, key, paid, note=note)
    facts = {contract: [fact], into: [drawn]}
    return record_facts(actor, facts, on=on, at=at, act=Act.TRANSFER)


def _loan(contract: str) -> Contract:
    held = contract_of(contract)
    if not isinstance(held.terms, LoanTerms):
        raise NotALoanError(contract=contract)
    return held


def _of_one(contract: Contract) -> tuple[object, ...]:
    return contract.institution, contract.firm, contract.currency


def _paid(contract: Contract, known: Sequence[Fact], fact: Fact) -> int:
    """Return what the contract that takes over pays for a loan on the day."""
    terms, day = contract.terms, fact.effective_on
    assert isinstance(terms, LoanTerms), "only loans are taken over"
    before = _sum(replay(terms, known, until=day).events)
    return _sum(replay(terms, (*known, fact), until=day).events) - before


def _sum(events: Iterable[Event]) -> int:
    return sum(_PAID.get(event.kind, 0) * event.amount for event in events)
