"""What follows from terms and facts: events, each with its day, kind, party and amount.

An event is computed, never recorded by hand.  Its key is (day, kind, party): the amounts of one
key are added, so that what was posted can be compared with what a replay wants, and only the
difference is posted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class EventKind(StrEnum):
    """What a contract yields.  The values are the words that a programme's posting rules use."""

    # Loan (ACTUS: IED, IP, PR, PP, FP, CE, MD)
    COMMITTED = "committed"
    DRAWDOWN = "drawdown"
    INTEREST_DUE = "interest-due"
    INTEREST_SHARE_DUE = "interest-share-due"
    PRINCIPAL_DUE = "principal-due"
    LATE_INTEREST_DUE = "late-interest-due"
    FEE_DUE = "fee-due"
    EARLY_REPAYMENT_FEE_DUE = "early-repayment-fee-due"
    PRINCIPAL_PAID = "principal-paid"
    INTEREST_PAID = "interest-paid"
    LATE_INTEREST_PAID = "late-interest-paid"
    FEE_PAID = "fee-paid"
    EARLY_REPAYMENT_FEE_PAID = "early-repayment-fee-paid"
    INTEREST_SHARE_PAID = "interest-share-paid"
    OVERPAID = "overpaid"
    OVERPAYMENT_USED = "overpayment-used"
    OVERPAYMENT_REFUNDED = "overpayment-refunded"
    DEFAULTED = "defaulted"
    WRITTEN_OFF = "written-off"
    INTEREST_WRITTEN_OFF = "interest-written-off"
    LATE_INTEREST_WRITTEN_OFF = "late-interest-written-off"
    FEE_WRITTEN_OFF = "fee-written-off"
    COMMITMENT_ENDED = "commitment-ended"
    # Cover (ACTUS CEG: FP, CE, XD, STD)
    COVER_ISSUED = "cover-issued"
    COVER_REDUCED = "cover-reduced"
    COVER_RESTORED = "cover-restored"
    PREMIUM_DUE = "premium-due"
    PREMIUM_PAID = "premium-paid"
    PREMIUM_UNEARNED = "premium-unearned"
    PREMIUM_REFUNDED = "premium-refunded"
    CLAIM_FILED = "claim-filed"
    CLAIM_ACCEPTED = "claim-accepted"
    CLAIM_REFUSED = "claim-refused"
    CLAIM_PAID = "claim-paid"
    SUBROGATED = "subrogated"
    DAMAGES_ACCRUED = "damages-accrued"
    RECOVERED = "recovered"
    DAMAGES_RECOVERED = "damages-recovered"
    WRITTEN_OFF_RECOVERED = "written-off-recovered"
    RECOVERY_SHARED = "recovery-shared"
    RECOURSE_WRITTEN_OFF = "recourse-written-off"
    DAMAGES_WRITTEN_OFF = "damages-written-off"
    COVER_ENDED = "cover-ended"
    # Fund
    FUND_COMMITTED = "fund-committed"
    CAPITAL_CALLED = "capital-called"
    CAPITAL_PAID = "capital-paid"
    INVESTED = "invested"
    REVALUED_UP = "revalued-up"
    REVALUED_DOWN = "revalued-down"
    COST_RETURNED = "cost-returned"
    GAIN_REALISED = "gain-realised"
    LOSS_REALISED = "loss-realised"
    MANAGEMENT_FEE = "management-fee"
    MANAGEMENT_FEE_PAID = "management-fee-paid"
    FUND_EXPENSE = "fund-expense"
    CAPITAL_RETURNED = "capital-returned"
    DISTRIBUTED = "distributed"
    CARRIED_INTEREST = "carried-interest"
    CAPITAL_LOST = "capital-lost"


KIND_ORDER = {kind: order for order, kind in enumerate(EventKind)}


class EventKey(NamedTuple):
    """What makes two events the same thing: their day, kind and party."""

    effective_on: date
    kind: EventKind
    party: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a contract yields on a day.

    Attributes:
        effective_on: the day it belongs to.
        kind: what it is; the kind carries the direction of the money.
        party: whose share it is (payer of a discount, fund partner, company), else empty.
        amount: minor units; negative only in a difference, where it takes back what was posted.
    """

    effective_on: date
    kind: EventKind
    party: str
    amount: int

    @property
    def key(self) -> EventKey:
        """Return what identifies the event within its contract."""
        return EventKey(self.effective_on, self.kind, self.party)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by day, then order of kind, then party."""
    return tuple(
        sorted(events, key=lambda event: (event.effective_on, KIND_ORDER[event.kind], event.party))
    )


def difference(wanted: Iterable[Event], posted: Mapping[EventKey, int]) -> tuple[Event, ...]:
    """Return what is still to be posted so that what is posted equals what is wanted.

    A backdated or reversed fact changes the replay; the ledger then receives the difference
    only, for the original day, and never a second time: the difference of a posted difference
    is empty.

    Args:
        wanted: events of the replay, any order; amounts of one key are added.
        posted: the sum of amounts posted so far, by key.

    Source: own convention, decision 0002.
    """
    sums: dict[EventKey, int] = {}
    for event in wanted:
        sums[event.key] = sums.get(event.key, 0) + event.amount
    deltas = ((key, sums.get(key, 0) - posted.get(key, 0)) for key in sums.keys() | posted.keys())
    return in_order(Event(*key, amount) for key, amount in deltas if amount)
