"""The three kinds of product a programme offers: a loan, a cover, a stake through a fund.

Source: ACTUS for loans (PAM, ANN, LAM); K-SURE, import insurance, and the KODIT Act for covers;
calls of Korean policy funds for funds.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.contracts.terms import Portion, Repayment
from majung.programmes.figures import Figure
from majung.programmes.price_terms import CoverPricing, LoanPricing
from majung.rules.citations import Citation, Label, Status
from majung.rules.kinds import Rule
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding


class ContractType(StrEnum):
    """Which engine carries a product; it decides which events the product can yield."""

    LOAN = "loan"
    COVER = "cover"
    FUND = "fund"


class BookRole(StrEnum):
    """Whose book an event is posted in."""

    LENDER = "lender"
    INSURER = "insurer"
    FUND = "fund"
    FUND_OF_FUNDS = "fund-of-funds"
    STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionPrecedent:
    """What must be true before money is drawn.

    Attributes:
        fact: the fact of the vocabulary that shows it is met.
        waiver: the role that may waive it, with a reason and an approval; empty for nobody.
    """

    key: str
    label: Label
    fact: str
    evidence: Label
    waiver: str
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """What every product says.

    Attributes:
        key: names the product among all programmes.
        providers: parties that offer it, by key.
        eligibility: who may have it.
        uses: codes of the fact ``use-of-funds`` the money may be spent on.
        books: whose books its events are posted in.
        combines_with: products a firm may hold together with it for one need.
        open_from: first day it takes applications, where later than the programme.
        open_until: last day, where earlier than the programme.
    """

    key: str
    name: Label
    summary: Label
    providers: tuple[str, ...]
    eligibility: Rule
    uses: tuple[str, ...]
    conditions: tuple[ConditionPrecedent, ...]
    books: tuple[BookRole, ...]
    combines_with: tuple[str, ...]
    open_from: date | None
    open_until: date | None
    citation: Citation
    status: Status

    def is_open_on(self, day: date) -> bool:
        """Whether the product takes applications on a day, as far as it says itself."""
        return (self.open_from is None or self.open_from <= day) and (
            self.open_until is None or day <= self.open_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetRule:
    """How the rate of a loan is fixed anew over its life: the terms of `contracts` as figures.

    Attributes:
        component: the base line of the rate that the published rate stands for.
        index: what the published rate is called.
        cycle_months: from one reset day to the next, the first a cycle after the start.
        observed_days_before: business days before a reset day on which the index is observed.
        published_days_max: days before that it may have been published.
    """

    component: str
    index: str
    cycle_months: Figure[int]
    observed_days_before: Figure[int] | None
    published_days_max: Figure[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProduct(_Product):
    """A loan at a preferential rate.

    Attributes:
        repayments: permitted plans.
        amount_max: of one loan.
        cycle_months: months between two instalments.
        late_interest: what is added to the rate on what is overdue.
        late_interest_max: ceiling of the rate on what is overdue.
        late_interest_on_interest: unpaid interest earns late interest too.
        early_repayment_fee: share of what is repaid before it is due.
        early_repayment_fee_months: how long the fee is taken.
        early_repayment_fee_declines: the fee shrinks with the days left.
        allocation: the order in which a payment is divided.
        reset: reset days of a floating rate; None where the rate is agreed for good.
    """

    pricing: LoanPricing
    repayments: tuple[Repayment, ...]
    amount_max: Figure[Money] | None
    tenor_months_max: Figure[int] | None
    grace_months_max: Figure[int] | None
    cycle_months: Figure[int]
    late_interest: Figure[Rate] | None
    late_interest_max: Figure[Rate] | None
    late_interest_on_interest: bool
    early_repayment_fee: Figure[Ratio] | None
    early_repayment_fee_months: Figure[int] | None
    early_repayment_fee_declines: bool
    allocation: tuple[Portion, ...]
    day_count: DayCount
    interest_rounding: Rounding
    instalment_rounding: Rounding
    business_day: BusinessDayConvention
    reset: ResetRule | None

    @property
    def contract_type(self) -> ContractType:
        """Which engine carries it."""
        return ContractType.LOAN


class CoverForm(StrEnum):
    """The legal form of a cover: duties and words differ, the arithmetic is shared."""

    INSURANCE = "insurance"
    GUARANTEE = "guarantee"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRatioStep:
    """A cover ratio a firm's loan can reach; the highest step that applies counts."""

    key: str
    label: Label
    ratio: Figure[Ratio]
    when: Rule | None
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTerms:
    """How a cover pays.

    Attributes:
        waiting_months: from the default notice until a claim may be made.
        waits_not_for: events after which a claim may be made at once, as codes.
        payment_months: from a complete claim to its payment.
        payment_months_small_firm: the same for small and medium-sized firms.
        lapse_days: the cover ends if no loan is drawn within so many days of its issue.
        notices: what the insured must report, as codes.
        recourse_interest_max: ceiling of damages on the recourse claim, a year.
        covers_interest: the loss includes contract interest, not only principal.
    """

    waiting_months: Figure[int]
    waits_not_for: tuple[str, ...]
    payment_months: Figure[int]
    payment_months_small_firm: Figure[int] | None
    lapse_days: Figure[int] | None
    notices: tuple[str, ...]
    recourse_interest_max: Figure[Rate] | None
    covers_interest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverProduct(_Product):
    """Insurance or a guarantee of a bank's loan.

    Attributes:
        ratio_steps: cover ratios, lowest first.
        joint_guarantor: whether a corporate joint guarantor may be asked for.
        premium_rounding: how a premium is brought to whole minor units.
    """

    form: CoverForm
    ratio_steps: tuple[CoverRatioStep, ...]
    pricing: CoverPricing
    claims: ClaimTerms
    amount_max: Figure[Money] | None
    tenor_months_max: Figure[int] | None
    joint_guarantor: bool
    premium_rounding: Rounding

    @property
    def contract_type(self) -> ContractType:
        """Which engine carries it."""
        return ContractType.COVER


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPartner:
    """Who commits to a fund.

    Attributes:
        party: a party of the programme.
        is_policy: public money, with its own duty and first-loss rules.
    """

    party: str
    label: Label
    is_policy: bool
    commitment: Figure[Money] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTier:
    """A management fee for funds up to a size.

    Attributes:
        size_max: largest fund of the tier, inclusive; None for the rest.
    """

    size_max: Money | None
    rate: Figure[Rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRound:
    """A yearly call for general partners: how many funds of which size."""

    year: int
    label: Label
    size: Figure[Money]
    policy_commitment: Figure[Money] | None
    count: Figure[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundTerms:
    """The terms of the partnership.

    Attributes:
        mandate_share_min: share of commitments to be invested in the mandate (주목적투자).
        fee_on_commitments_months: how long the fee is taken on commitments, then on the invested.
        hurdle: return a year before carry; `policy_hurdle` the same for public money.
        policy_first_loss_max: share of the fund's size the policy partners lose first.
        excess_transfer_max: share of public profit above the hurdle left to private partners.
    """

    size: Figure[Money]
    policy_share_max: Figure[Ratio] | None
    partner_share_min: Figure[Ratio]
    mandate_share_min: Figure[Ratio]
    mandate: Label
    life_months: Figure[int]
    investment_months: Figure[int]
    extensions_months_max: Figure[int]
    formation_months_max: Figure[int]
    fees: tuple[FeeTier, ...]
    fee_on_commitments_months: Figure[int]
    hurdle: Figure[Rate]
    policy_hurdle: Figure[Rate] | None
    carry: Figure[Ratio]
    catch_up: Figure[Ratio]
    policy_first_loss_max: Figure[Ratio]
    excess_transfer_max: Figure[Ratio] | None
    companies_target: Figure[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundProduct(_Product):
    """A stake through a fund; `eligibility` decides which company is in the mandate."""

    partners: tuple[FundPartner, ...]
    rounds: tuple[FundRound, ...]
    terms: FundTerms

    @property
    def contract_type(self) -> ContractType:
        """Which engine carries it."""
        return ContractType.FUND


Product = LoanProduct | CoverProduct | FundProduct
