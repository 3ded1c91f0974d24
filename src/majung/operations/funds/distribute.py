"""Distributing what a fund took in through its waterfall, and winding it up."""

from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor
from majung.operations.funds.funds import Change, recorded
from majung.operations.policy import Act


@dataclass(frozen=True, slots=True)
class DistributionShare:
    """What one partner gets of a distribution.

    Attributes:
        capital: of what it paid in.
        profit: its hurdle and its share beyond it.
        carry: the manager's reward.
        lost: of what it paid in and will not see again; only when the fund ends.
    """

    party: str
    capital: int
    profit: int
    carry: int
    lost: int = 0

    @property
    def amount(self) -> int:
        """All that is paid out to it."""
        return self.capital + self.profit + self.carry


def distribute(
    actor: Actor, fund: str, *, key: str, on: date, at: datetime, amount: int = 0
) -> tuple[DistributionShare, ...]:
    """Distribute cash: capital, hurdle, catch-up, then profit and carry by the terms.

    Args:
        amount: minor units; 0 for all cash.

    Returns:
        what each partner gets, in the order of the terms; the parts are the whole.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        NotRecordedError, NotAFundError: no such fund.
        FundContradictsError: more than there is cash.
    """
    fact = Fact(on, FactKind.DISTRIBUTION, key, amount)
    return shares_of(recorded(actor, Act.DISTRIBUTE, fund, fact, at=at))


def end_fund(
    actor: Actor, fund: str, *, key: str, on: date, at: datetime, note: str = ""
) -> tuple[DistributionShare, ...]:
    """Wind a fund up (청산): the last fee, all cash distributed, what was lost stated.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        NotRecordedError, NotAFundError: no such fund.
        FundContradictsError: it still holds companies.
    """
    fact = Fact(on, FactKind.END, key, note=note)
    return shares_of(recorded(actor, Act.DISTRIBUTE, fund, fact, at=at))


def shares_of(change: Change) -> tuple[DistributionShare, ...]:
    """Return what a change brought each partner; partners whom it brought nothing are left out."""
    pairs = zip(change.before.partners, change.after.partners, strict=True)
    parts = (
        DistributionShare(
            now.party,
            now.capital_returned - was.capital_returned,
            now.profit - was.profit,
            now.carry - was.carry,
            now.capital_lost - was.capital_lost,
        )
        for was, now in pairs
    )
    return tuple(part for part in parts if part.amount or part.lost)
