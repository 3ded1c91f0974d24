"""How covers and funds stand at the end of a day: what a replay returns beside its events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
        ended_on: the first day it no longer covers; None while it does.
        claimable_on: the first day on which a claim may be filed; None before a default.
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

    @property
    def paid(self) -> int:
        """Claims paid in all."""
        return self.recourse.paid

    @property
    def premium_unpaid(self) -> int:
        """Premiums owed by all payers together."""
        return sum(premium.unpaid for premium in self.premiums)
