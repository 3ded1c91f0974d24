"""Plans: what terms foresee day by day, where no cycle says it.

A loan taken over from another system repays as its own list says; a contract in ACTUS terms has
six cycles that cross.  Both are a plan: steps in order, each on its day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.values.rates import Rate


class StepKind(StrEnum):
    """What a step of a plan does, with its ACTUS event.

    Source: ACTUS Technical Specification v1.1, 2.9 (events), 7.1 to 7.9.
    """

    DRAWDOWN = "drawdown"
    """Principal is paid out, with a premium or less a discount (IED, PI)."""
    OPENING = "opening"
    """Interest accrued before the plan begins is taken over (IPAC)."""
    PRINCIPAL = "principal"
    """An amount of principal falls due, without one the equal part in force (PR of LAM)."""
    INSTALMENT = "instalment"
    """Principal falls due: the instalment less the interest accrued (PR of ANN and NAM)."""
    CAPITALISATION = "capitalisation"
    """Interest accrued is added to principal (IPCI)."""
    INTEREST = "interest"
    """Interest accrued falls due (IP)."""
    FEE = "fee"
    """A fee falls due: an amount, or what accrued at the loan's fee rate (FP)."""
    RATE = "rate"
    """The rate changes (RR, RRF)."""
    FIXING = "fixing"
    """The level instalment, or equal part of principal, is reckoned for the days to come (PRF)."""
    SCALING = "scaling"
    """An index scales interest and principal (SC)."""
    BASE = "base"
    """What interest is reckoned on is set to what is outstanding, or to an amount (IPCB)."""
    PURCHASE = "purchase"
    """The loan is bought for a price and the interest accrued (PRD)."""
    EXERCISE = "exercise"
    """The lender calls the money back (XD)."""
    MATURITY = "maturity"
    """All that is left falls due (MD, STD)."""
    TERMINATION = "termination"
    """The loan is sold for a price and the interest accrued (TD)."""
    RECKONED = "reckoned"
    """A due day that a fixing counts with and that brings nothing else."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan.

    Attributes:
        on: its day; steps stand in their order, those of one day too.
        amount: minor units: of principal, fee, price; of an index, its part of interest in
            parts of `SHARE_SCALE`.
        rate: of a rate step.
        share: of an opening, the fee accrued; of a drawdown, the premium (negative: a discount);
            of an index, its part of principal; of an exercise, 1 where settlement comes later.
        accrues_to: the day number that interest runs to, the day itself where None; under B252
            a number of business days.
    """

    on: date
    kind: StepKind
    amount: int = 0
    rate: Rate | None = None
    share: int = 0
    accrues_to: int | None = None
