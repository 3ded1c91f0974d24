"""How covers and funds stand at the end of a day: what a replay returns beside its events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.contracts.fund_terms import PartnerClass


class CoverStage(StrEnum):
    """Where a cover stands in its life."""

    AGREED = "agreed"
    IN_FORCE = "in-force"
    LAPSED = "lapsed"
    DEFAULTED = "defaulted"
    CLAIMED = "claimed"
    RECOURSE = "recourse"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ClaimState:
    """A claim on a day.

    Attributes:
        loss: what the bank lost, as it claims.
        payable: the loss times the cover ratio, within what was left of the insured amount.
        payment_due_on: the day by which it must be decided and paid.
        decided_on: None while it is undecided.
        refused: of what was payable.
    """

    key: str
    filed_on: date
    loss: int
    payable: int
    payment_due_on: date
    decided_on: date | None = None
    accepted: int = 0
    refused: int = 0
    paid: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision or a payment."""
        return self.decided_on is None or self.paid < self.accepted


@dataclass(frozen=True, slots=True)
class PremiumState:
    """What a payer owes and paid.

    Attributes:
        unearned: given up because the cover ended early.
    """

    payer: str
    due: int = 0
    unearned: int = 0
    paid: int = 0
    refunded: int = 0

    @property
    def unpaid(self) -> int:
        """Still owed; below zero what was paid in advance or is to be refunded."""
        return self.due - self.unearned - self.paid + self.refunded


@dataclass(frozen=True, slots=True)
class RecourseState:
    """A recourse claim on a day.

    Attributes:
        paid: claims paid, and so the recourse claim that arose.
        outstanding: of the recourse claim.
        damages: accrued and neither recovered nor written off.
        written_off: recourse and damages given up in the books and not recovered since.
        recovered: what the payer regained in all.
        shared: what the insured bank regained in all.
    """

    paid: int = 0
    outstanding: int = 0
    damages: int = 0
    written_off: int = 0
    recovered: int = 0
    shared: int = 0


@dataclass(frozen=True, slots=True)
class CoverState:
    """A cover at the end of a day.

    Attributes:
        in_force: the insured amount of what is owed or may still be drawn, less claims paid.
        ended_on: the first day it no longer covers, by time, by an end before its time, or as
            claims used it up and all of them was regained or given up; None while it does.
        claimable_on: the first day on which a claim may be filed; None before a default.
        next_due_on: the next day that brings events without a fact; None once there is none.
    """

    stage: CoverStage
    insured_amount: int
    in_force: int
    issued_on: date | None
    ended_on: date | None
    default_on: date | None
    claimable_on: date | None
    premiums: tuple[PremiumState, ...]
    claims: tuple[ClaimState, ...]
    recourse: RecourseState
    next_due_on: date | None

    @property
    def paid(self) -> int:
        """Claims paid in all."""
        return self.recourse.paid

    @property
    def premium_unpaid(self) -> int:
        """Premiums owed by all payers together."""
        return sum(premium.unpaid for premium in self.premiums)


class FundStage(StrEnum):
    """Where a fund stands in its life."""

    AGREED = "agreed"
    FORMED = "formed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PartnerState:
    """A partner of a fund on a day.

    Attributes:
        hurdle_due: preferred return accrued and not paid, in whole minor units.
        profit: distributed beyond capital, carry not counted.
        capital_lost: paid in and not returned when the fund ended.
    """

    party: str
    partner_class: PartnerClass
    committed: int
    called: int = 0
    paid: int = 0
    capital_returned: int = 0
    hurdle_due: int = 0
    profit: int = 0
    carry: int = 0
    capital_lost: int = 0

    @property
    def uncalled(self) -> int:
        """Committed and not called."""
        return self.committed - self.called

    @property
    def unreturned(self) -> int:
        """Paid in, and neither returned nor lost."""
        return self.paid - self.capital_returned - self.capital_lost

    @property
    def distributed(self) -> int:
        """All that came back on money paid in; carry is a reward and not counted."""
        return self.capital_returned + self.profit


@dataclass(frozen=True, slots=True)
class HoldingState:
    """What a fund holds of a company.

    Attributes:
        invested: all that was paid for it.
        cost: of what is still held.
        value: fair value of what is still held.
        proceeds: all that came back from it.
        realised: gains less losses realised so far.
        exited_on: None while it is held.
    """

    company: str
    invested_on: date
    invested: int = 0
    cost: int = 0
    value: int = 0
    proceeds: int = 0
    realised: int = 0
    exited_on: date | None = None


@dataclass(frozen=True, slots=True)
class FundState:
    """A fund at the end of a day.

    Attributes:
        cash: paid in or regained, and neither invested, spent nor distributed.
        fees_charged: management fees of all quarters that ended.
        fees_unpaid: of them, what waits for cash.
        expenses: other costs paid.
        next_due_on: the next day that brings events without a fact; None once there is none.
    """

    stage: FundStage
    formed_on: date | None
    ended_on: date | None
    cash: int
    fees_charged: int
    fees_unpaid: int
    expenses: int
    partners: tuple[PartnerState, ...]
    holdings: tuple[HoldingState, ...]
    next_due_on: date | None

    @property
    def size(self) -> int:
        """All commitments together."""
        return sum(partner.committed for partner in self.partners)

    @property
    def called(self) -> int:
        """Called of all partners."""
        return sum(partner.called for partner in self.partners)

    @property
    def paid_in(self) -> int:
        """Paid in by all partners."""
        return sum(partner.paid for partner in self.partners)

    @property
    def invested(self) -> int:
        """Paid for all companies, exits included."""
        return sum(holding.invested for holding in self.holdings)

    @property
    def distributed(self) -> int:
        """Capital and profit distributed to all partners, carry not counted."""
        return sum(partner.distributed for partner in self.partners)

    @property
    def carry(self) -> int:
        """Carried interest paid to the managers."""
        return sum(partner.carry for partner in self.partners)

    @property
    def net_asset_value(self) -> int:
        """What is left: companies at fair value and cash, less fees unpaid."""
        return sum(holding.value for holding in self.holdings) + self.cash - self.fees_unpaid
