"""A contract in ACTUS terms, each attribute under its spelled-out name.

Days are days: a time of 23:59:59 is the next day's beginning.  Amounts and rates are decimals as
they were written; they become integers when a plan is drafted.

Source: ACTUS Data Dictionary; ACTUS Technical Specification v1.1, 7.1 to 7.9 and 7.17.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from majung.contracts.actus.conventions import Conventions
from majung.contracts.actus.words import (
    ContractType,
    Exposure,
    FeeBasis,
    InterestCalculationBase,
)
from majung.values.cycles import Cycle

NOTHING = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Days that come again.

    Attributes:
        anchor: the first of them (cycleAnchorDateOf…); None to begin one cycle after the exchange.
        cycle: None for the anchor alone (cycleOf…).
    """

    anchor: date | None = None
    cycle: Cycle | None = None

    @property
    def is_stated(self) -> bool:
        """Whether the terms say anything of such days."""
        return self.anchor is not None or self.cycle is not None


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: ``P1M``, ``P31D`` (xDayNotice XDN, settlementPeriod STPD)."""

    count: int = 0
    unit: str = "D"


@dataclass(frozen=True, slots=True)
class RateReset:
    """How the rate follows the market.

    Attributes:
        recurring: cycleAnchorDateOfRateReset RRANX, cycleOfRateReset RRCL.
        market: marketObjectCodeOfRateReset RRMO.
        multiplier: rateMultiplier RRMLT.
        spread: rateSpread RRSP.
        next_rate: nextResetRate RRNXT, known beforehand for the first reset.
        life_cap: lifeCap RRLC.
        life_floor: lifeFloor RRLF.
        period_cap: periodCap RRPC, the most that one reset adds.
        period_floor: periodFloor RRPF, the most that one reset takes off, below nought.
    """

    recurring: Recurring = Recurring()
    market: str = ""
    multiplier: Decimal = ONE
    spread: Decimal = NOTHING
    next_rate: Decimal | None = None
    life_cap: Decimal | None = None
    life_floor: Decimal | None = None
    period_cap: Decimal | None = None
    period_floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Scaling:
    """How an index scales interest and principal.

    Attributes:
        effect: scalingEffect SCEF: ``I`` in the first place scales interest, ``N`` in the second
            principal.
        market: marketObjectCodeOfScalingIndex SCMO.
        index: scalingIndexAtContractDealDate SCIXCDD.
        interest: interestScalingMultiplier SCIP at first.
        principal: notionalScalingMultiplier SCNT at first.
    """

    recurring: Recurring = Recurring()
    effect: str = "OOO"
    market: str = ""
    index: Decimal = ONE
    interest: Decimal = ONE
    principal: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee: feeRate FER on feeBasis FEB, on the days of FEANX and FECL, feeAccrued FEAC."""

    recurring: Recurring = Recurring()
    basis: FeeBasis = FeeBasis.ABSOLUTE
    rate: Decimal = NOTHING
    accrued: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Stretch:
    """One entry of the arrays of an exotic amortiser: days, and an amount or a rate.

    Attributes:
        value: of principal: arrayNextPrincipalRedemptionPayment; of rates: arrayRate.
        is_increase: arrayIncreaseDecrease ARINCDEC is INC.
        is_fixed: arrayFixedVariable ARFIXVAR is F: the rate itself, not a spread.
    """

    recurring: Recurring
    value: Decimal = NOTHING
    is_increase: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Arrays:
    """The arrays of an exotic amortiser (LAX)."""

    interest: tuple[Stretch, ...] = ()
    principal: tuple[Stretch, ...] = ()
    rates: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A contract that another one refers to (contractStructure CTST).

    Attributes:
        identifier: by which a credit event names it.
        is_covered: COVE; else it covers (COVI).
        terms: of a contract; None where only its identifier is told.
        market: marketObjectCode of a commodity that covers.
        quantity: of it.
    """

    identifier: str
    is_covered: bool
    terms: "ActusTerms | None" = None
    market: str = ""
    quantity: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Enhancement:
    """What a guarantee or collateral covers.

    Attributes:
        coverage: coverageOfCreditEnhancement CECV.
        exposure: guaranteedExposure CEGE.
        credit_event: creditEventTypeCovered CETC.
        settlement: settlementPeriod STPD.
        related: contracts covered and covering.
    """

    coverage: Decimal = ONE
    exposure: Exposure = Exposure.NOTIONAL
    credit_event: str = "DF"
    settlement: Period = Period()
    related: tuple[Related, ...] = ()

    @property
    def covered(self) -> tuple[Related, ...]:
        """The contracts covered."""
        return tuple(each for each in self.related if each.is_covered)

    @property
    def covering(self) -> tuple[Related, ...]:
        """What covers them."""
        return tuple(each for each in self.related if not each.is_covered)


@dataclass(frozen=True, kw_only=True)
class ActusTerms:
    """A contract as ACTUS describes it.

    Attributes:
        kind: contractType CT.
        identifier: contractID CID.
        side: +1 for the lender or buyer, -1 for the other (contractRole CNTRL).
        status_on: statusDate SD; what happened until then is in the terms.
        exchange_on: initialExchangeDate IED.
        matures_on: maturityDate MD.
        matures_before_midnight: it was written as 23:59:59 of the day before.
        amortises_until: amortizationDate AMD.
        purchased_on: purchaseDate PRD, for purchase_price PPRD.
        terminates_on: terminationDate TD, for termination_price PTD.
        notional: notionalPrincipal NT.
        rate: nominalInterestRate IPNR; None where the contract bears no interest.
        accrued: accruedInterest IPAC; None to be reckoned since the last day of interest.
        premium: premiumDiscountAtIED PDIED.
        interest: cycleAnchorDateOfInterestPayment IPANX, cycleOfInterestPayment IPCL.
        capitalises_until: capitalizationEndDate IPCED.
        principal: cycleAnchorDateOfPrincipalRedemption PRANX, cycleOfPrincipalRedemption PRCL.
        payment: nextPrincipalRedemptionPayment PRNXT.
        base: interestCalculationBase IPCB.
        base_amount: interestCalculationBaseAmount IPCBA.
        base_reset: IPCBANX, IPCBCL.
        notice: xDayNotice XDN.
        dividends: cycleAnchorDateOfDividendPayment DVANX, cycleOfDividendPayment DVCL.
        dividend_market: marketObjectCodeOfDividends DVMO.
    """

    kind: ContractType
    identifier: str
    side: int
    currency: str
    status_on: date
    conventions: Conventions
    exchange_on: date | None = None
    matures_on: date | None = None
    matures_before_midnight: bool = False
    amortises_until: date | None = None
    purchased_on: date | None = None
    purchase_price: Decimal = NOTHING
    terminates_on: date | None = None
    termination_price: Decimal = NOTHING
    notional: Decimal = NOTHING
    rate: Decimal | None = None
    accrued: Decimal | None = None
    premium: Decimal = NOTHING
    interest: Recurring = Recurring()
    capitalises_until: date | None = None
    principal: Recurring = Recurring()
    payment: Decimal | None = None
    base: InterestCalculationBase = InterestCalculationBase.NOTIONAL
    base_amount: Decimal | None = None
    base_reset: Recurring = Recurring()
    reset: RateReset = RateReset()
    scaling: Scaling = Scaling()
    fee: Fee = Fee()
    arrays: Arrays = Arrays()
    notice: Period = Period()
    dividends: Recurring = Recurring()
    dividend_market: str = ""
    enhancement: Enhancement = field(default_factory=Enhancement)

    @cached_property
    def begins_on(self) -> date:
        """The day from which the contract is reckoned: the exchange, or the status day after it."""
        return max(self.exchange_on or self.status_on, self.status_on)

    @cached_property
    def is_running(self) -> bool:
        """Whether the money was exchanged by the status day."""
        return self.exchange_on is None or self.exchange_on <= self.status_on
