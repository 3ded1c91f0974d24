"""The terms of a loan: what was agreed once, from which every day and every won follows.

Nothing in here happens; what happens are facts.  A loan's rate is a sum of components, and each
component names who bears it, so the borrower's interest and the share of whoever pays a discount
stay apart in every event.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from majung.contracts.plan_terms import PlanStep
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

#: The borrower bears a component that names no payer.
BORROWER = ""

NO_RATE = Rate(Decimal(0))
NO_FEE = Ratio(Decimal(0))


class Repayment(StrEnum):
    """How principal comes back (ACTUS: PAM, ANN, LAM)."""

    BULLET = "bullet"
    EQUAL_INSTALMENTS = "equal-instalments"
    EQUAL_PRINCIPAL = "equal-principal"


class InterestBase(StrEnum):
    """What interest is reckoned on: what is outstanding, or all that was drawn (flat interest)."""

    OUTSTANDING = "outstanding"
    DRAWN = "drawn"


class Portion(StrEnum):
    """The parts of what a borrower owes, among which a payment is divided."""

    LATE_INTEREST = "late-interest"
    FEE = "fee"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class PrepaymentEffect(StrEnum):
    """What an early repayment changes: the size of the instalments left, or their number."""

    LOWERS_INSTALMENTS = "lowers-instalments"
    SHORTENS_TERM = "shortens-term"


CUSTOMARY_ALLOCATION = (
    Portion.LATE_INTEREST,
    Portion.FEE,
    Portion.INTEREST,
    Portion.PRINCIPAL,
)


@dataclass(frozen=True, slots=True)
class RateComponent:
    """One line of a loan's rate: base, add-on or discount.

    The borrower's rate is the sum of all components in force.  A discount is negative; it names
    its payer when somebody bears it for the borrower (the bank itself, a ministry), and that
    payer's share of the interest is then an event of its own.  A discount without a payer simply
    makes the loan cheaper.

    Attributes:
        name: unique in the loan; rate fixings and ends name it.
        payer: who bears it; empty for the borrower.
        rate: per year, negative for a discount.
        from_on: the first day it counts; None from the start.
        until_on: the first day it no longer counts, as of the fact that ends a component;
            None to the end.
    """

    name: str
    payer: str
    rate: Rate
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class LateInterest:
    """What being late costs.

    Principal that fell due and was not paid earns late interest in place of interest: the rate
    in force plus the addition, for each day from its due day to the day it is paid.

    Attributes:
        addition: added to the rate in force (연체가산금리).
        rate_max: the late rate never exceeds it (법정 최고 연체이율); None for no bound.
        on_interest: unpaid interest earns late interest too.
        without_discounts: the rate in force is taken before discounts: whoever pays a discount
            does not bear it on what is late, and the borrower loses it there.
        after_default: late interest goes on after the loan was called in.
    """

    addition: Rate = NO_RATE
    rate_max: Rate | None = None
    on_interest: bool = False
    without_discounts: bool = False
    after_default: bool = True


@dataclass(frozen=True, slots=True)
class EarlyRepayment:
    """What repaying early costs (중도상환수수료), and what it changes.

    Attributes:
        fee: share of the principal repaid early.
        fee_until_on: the first day without a fee; None for as long as the loan runs.
        fee_declines: the fee shrinks with the days left, of all days from the start to the end
            of the fee (or to the last due day).
        effect: what the instalments left do.
    """

    fee: Ratio = NO_FEE
    fee_until_on: date | None = None
    fee_declines: bool = False
    effect: PrepaymentEffect = PrepaymentEffect.LOWERS_INSTALMENTS


@dataclass(frozen=True, slots=True)
class RateReset:
    """On which days a line of the rate is fixed anew, and from which published rate (변동금리).

    Between two reset days the rate holds.  What is added to the published rate (가산금리) is a
    component of its own; floor and cap are those of the loan.  A reset day moves as a due day does.

    Attributes:
        component: which line of the rate the published rate stands for.
        index: what the published rate is called: CD91, KORIBOR 3M, COFIX.
        cycle_months: from one reset day to the next.
        first_on: the first reset day, before business days are regarded; None for a cycle after
            the start.
        observed_days_before: how many business days before a reset day the index is observed.
        published_days_max: how many days before that it may have been published, where it is not
            published every day; 0 for on the day itself.

    Source: ACTUS Technical Specification v1.1, 4 (RRCL, RRANX, RRMO, RRFIX); docs/contracts.md,
    reset days.
    """

    component: str
    index: str
    cycle_months: int
    first_on: date | None = None
    observed_days_before: int = 0
    published_days_max: int = 0


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What lender and borrower agreed.

    Due days are ``first_due_on`` and every `cycle_months` after it, counted from the first and
    never chained, so the 31st stays the month's end.  Interest and principal fall due together;
    the first `grace_instalments` due days bear interest alone.  What is drawn later spreads over
    the due days left.  The last due day takes all that is left, so roundings never remain.

    Attributes:
        committed: the most that can be drawn, minor units of `currency`.
        start_on: the first day money can be drawn; interest runs from each drawdown.
        first_due_on: before business days are regarded.
        instalments: number of due days, grace included; with a fixed `instalment` 0 means as
            many as it takes.
        matures_on: the last due day where it is not on the cycle (a short or long last period).
        end_of_month: due days keep to the month's end if the first one is a month's end.
        balloon: principal left to the last due day, beside the last instalment.
        instalment: a fixed instalment of equal instalments; 0 to reckon the level one.
        instalment_rounding: how a level instalment, or the equal part of principal, is rounded,
            to a whole `instalment_multiple`.
        interest_rounding: how every amount of interest and fee is rounded (won: DOWN by custom).
        calendar: key of the business days, ``KR``, ``US`` or ``NONE``.
        interest_follows_shift: interest runs to the shifted due day; else to the unshifted one.
        draws_until_on: the first day on which nothing more can be drawn; None to the last due day.
        allocation: the order in which a payment is divided.
        allocation_after_default: the same once the loan was called in.
        rate_min: the rate before discounts never falls below it (하한).
        rate_max: nor rises above it (상한); None for no bound.
        fee_rate: a fee that runs like interest on what is outstanding and falls due on the fee
            steps of a plan.
        plan: what falls due day by day, where no cycle says it; empty for a loan on a cycle.  With
            a plan, `first_due_on` and `cycle_months` only say when late interest is charged after
            its end, and `repayment` how a plan's instalments are fixed.
        reset: on which days the rate is fixed anew; None for a rate that is agreed for good.

    Source: ACTUS Technical Specification v1.1, 7.1 (PAM), 7.2 (LAM), 7.5 (ANN) for cycles,
    conventions and day counts; payers, drawdowns, grace and allocation are own convention,
    docs/contracts.md.
    """

    committed: int
    start_on: date
    first_due_on: date
    instalments: int
    components: tuple[RateComponent, ...]
    currency: str = "KRW"
    repayment: Repayment = Repayment.EQUAL_INSTALMENTS
    cycle_months: int = 1
    matures_on: date | None = None
    end_of_month: bool = False
    grace_instalments: int = 0
    balloon: int = 0
    instalment: int = 0
    instalment_rounding: Rounding = Rounding.HALF_UP
    instalment_multiple: int = 1
    interest_base: InterestBase = InterestBase.OUTSTANDING
    interest_rounding: Rounding = Rounding.DOWN
    day_count: DayCount = DayCount.A365
    calendar: str = "KR"
    business_day: BusinessDayConvention = BusinessDayConvention.FOLLOWING
    interest_follows_shift: bool = True
    draws_until_on: date | None = None
    allocation: tuple[Portion, ...] = CUSTOMARY_ALLOCATION
    allocation_after_default: tuple[Portion, ...] = CUSTOMARY_ALLOCATION
    late: LateInterest = LateInterest()
    early: EarlyRepayment = EarlyRepayment()
    rate_min: Rate = NO_RATE
    rate_max: Rate | None = None
    fee_rate: Rate = NO_RATE
    plan: tuple[PlanStep, ...] = ()
    reset: RateReset | None = None

    @property
    def payers(self) -> tuple[str, ...]:
        """Return who bears discounts of this loan, sorted."""
        return tuple(sorted({part.payer for part in self.components} - {BORROWER}))
