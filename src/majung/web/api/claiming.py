"""What is sent about covers: premiums, notices, claims, decisions on them, write-offs."""

from typing import Literal

from majung.web.api.acting import Happened, Moved, Named, NamedReason, Proposed
from majung.web.api.shapes import Amount, Name, Words


class PremiumPaid(Moved):
    """A premium that came in; the payer may be left out where there is only one."""

    payer: Name | Literal[""] = ""


class DefaultSent(Named):
    """A default: since when, and by which of the codes on which the waiting depends."""

    cause: Name
    defaulted_on: Happened
    reason: Words = ""


class LoanReported(Named):
    """What was lent or repaid on a loan that lives in the bank's own core system."""

    kind: Literal["drawdown", "payment", "prepayment"]
    effective_on: Happened
    amount: Amount


class ClaimSent(Named):
    """A claim."""

    loss: Amount | None = None
    note: Words = ""


class ClaimDecisionSent(Proposed):
    """How a claim shall be decided: all that is payable, less with a reason, or nothing."""

    accepted: Amount


class WrittenOff(NamedReason):
    """What is given up, and why; all of it where no amount is said."""

    amount: Amount | None = None
