"""Capital calls (출자금 납입요청) and what partners pay on them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import PartnerState
from majung.operations.acting import Actor
from majung.operations.funds.funds import Change, recorded
from majung.operations.policy import Act


@dataclass(frozen=True, slots=True)
class CallShare:
    """What one partner is called for, or pays."""

    party: str
    amount: int


def call_capital(
    actor: Actor,
    fund: str,
    amount: int,
    *,
    key: str,
    on: date,
    at: datetime,
    party: str = "",
) -> tuple[CallShare, ...]:
    """Call capital of all partners by what of their commitments is uncalled, or of one.

    Returns:
        what each partner owes for this call, in the order of the terms; the parts are the whole.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        NotRecordedError, NotAFundError: no such fund.
        FundContradictsError: more than is uncalled, or the fund is not formed.
    """
    fact = Fact(on, FactKind.CALL, key, amount, party=party)
    change = recorded(actor, Act.CALL_CAPITAL, fund, fact, at=at)
    return _shares(change, lambda partner: partner.called)


def pay_call(
    actor: Actor,
    fund: str,
    amount: int,
    *,
    key: str,
    on: date,
    at: datetime,
    party: str = "",
) -> tuple[CallShare, ...]:
    """Take in called capital: of one partner, or of all who have not paid.

    Returns:
        what each partner paid, in the order of the terms.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        NotRecordedError, NotAFundError: no such fund.
        FundContradictsError: more than was called and not paid, or no such partner.
    """
    fact = Fact(on, FactKind.CALL_PAYMENT, key, amount, party=party)
    change = recorded(actor, Act.RECORD_FUND_FACTS, fund, fact, at=at)
    return _shares(change, lambda partner: partner.paid)


def _shares(change: Change, amount: Callable[[PartnerState], int]) -> tuple[CallShare, ...]:
    pairs = zip(change.before.partners, change.after.partners, strict=True)
    parts = (CallShare(now.party, amount(now) - amount(was)) for was, now in pairs)
    return tuple(part for part in parts if part.amount)
