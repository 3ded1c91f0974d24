"""ACTUS terms from a file: every attribute under its official key, everything wrong at once.

Source: ACTUS Data Dictionary.
"""

from collections.abc import Iterator

from majung.contracts.actus.conventions import Conventions
from majung.contracts.actus.fields import LAST_SECOND, Fields
from majung.contracts.actus.terms import (
    NOTHING,
    ONE,
    ActusTerms,
    Arrays,
    Enhancement,
    Fee,
    RateReset,
    Recurring,
    Related,
    Scaling,
    Stretch,
)
from majung.contracts.actus.words import (
    CALENDARS,
    DAY_COUNTS,
    SHIFTS,
    SIDES,
    ContractType,
    Exposure,
    FeeBasis,
    InterestCalculationBase,
)
from majung.values.day_counts import DayCount

TYPES = {kind.value: kind for kind in ContractType}
BASES = {base.value: base for base in InterestCalculationBase}
FEE_BASES = {basis.value: basis for basis in FeeBasis}
EXPOSURES = {exposure.value: exposure for exposure in Exposure}
MONTH_ENDS = {"EOM": True, "SD": False}
INCREASES = {"INC": True, "DEC": False}
FIXED = {"FIX": True, "F": True, "VAR": False, "V": False}
EFFECTS = {
    first + second + third: first + second + third
    for first in "IO"
    for second in "NO"
    for third in "MO"
}


def terms_from(fields: Fields) -> ActusTerms:
    """Read the terms of one contract; what cannot be read becomes a problem of the fields."""
    kind = fields.word("contractType", TYPES, ContractType.CASH)
    if not fields.text("contractType"):
        fields.refuse("", "actus-term-missing", term="contractType")
    return ActusTerms(
        kind=kind,
        identifier=fields.text("contractID"),
        side=fields.word("contractRole", SIDES, 1),
        currency=fields.text("currency"),
        status_on=fields.required_day("statusDate"),
        conventions=_conventions(fields),
        exchange_on=fields.day("initialExchangeDate"),
        matures_on=fields.day("maturityDate"),
        matures_before_midnight=fields.text("maturityDate").endswith(LAST_SECOND),
        amortises_until=fields.day("amortizationDate"),
        purchased_on=fields.day("purchaseDate"),
        purchase_price=fields.number("priceAtPurchaseDate") or NOTHING,
        terminates_on=fields.day("terminationDate"),
        termination_price=fields.number("priceAtTerminationDate") or NOTHING,
        notional=fields.number("notionalPrincipal") or NOTHING,
        rate=fields.number("nominalInterestRate"),
        accrued=fields.number("accruedInterest"),
        premium=fields.number("premiumDiscountAtIED") or NOTHING,
        interest=fields.recurring("cycleAnchorDateOfInterestPayment", "cycleOfInterestPayment"),
        capitalises_until=fields.day("capitalizationEndDate"),
        principal=fields.recurring(
            "cycleAnchorDateOfPrincipalRedemption", "cycleOfPrincipalRedemption"
        ),
        payment=fields.number("nextPrincipalRedemptionPayment"),
        base=fields.word("interestCalculationBase", BASES, InterestCalculationBase.NOTIONAL),
        base_amount=fields.number("interestCalculationBaseAmount"),
        base_reset=fields.recurring(
            "cycleAnchorDateOfInterestCalculationBase", "cycleOfInterestCalculationBase"
        ),
        reset=_reset(fields),
        scaling=_scaling(fields),
        fee=_fee(fields),
        arrays=_arrays(fields),
        notice=fields.period("xDayNotice"),
        dividends=fields.recurring("cycleAnchorDateOfDividendPayment", "cycleOfDividendPayment"),
        dividend_market=fields.text("marketObjectCodeOfDividends"),
        enhancement=_enhancement(fields),
    )


def _conventions(fields: Fields) -> Conventions:
    shifts_first, shift = fields.word("businessDayConvention", SHIFTS, SHIFTS["NOS"])
    return Conventions(
        calendar=fields.word("calendar", CALENDARS, "NONE"),
        shift=shift,
        shifts_first=shifts_first,
        end_of_month=fields.word("endOfMonthConvention", MONTH_ENDS, otherwise=False),
        day_count=fields.word("dayCountConvention", DAY_COUNTS, DayCount.A365),
    )


def _reset(fields: Fields) -> RateReset:
    multiplier = fields.number("rateMultiplier")
    return RateReset(
        recurring=fields.recurring("cycleAnchorDateOfRateReset", "cycleOfRateReset"),
        market=fields.text("marketObjectCodeOfRateReset"),
        multiplier=ONE if multiplier is None else multiplier,
        spread=fields.number("rateSpread") or NOTHING,
        next_rate=fields.number("nextResetRate"),
        life_cap=fields.number("lifeCap"),
        life_floor=fields.number("lifeFloor"),
        period_cap=fields.number("periodCap"),
        period_floor=fields.number("periodFloor"),
    )


def _scaling(fields: Fields) -> Scaling:
    index = fields.number("scalingIndexAtContractDealDate")
    interest = fields.number("interestScalingMultiplier")
    principal = fields.number("notionalScalingMultiplier")
    return Scaling(
        recurring=fields.recurring("cycleAnchorDateOfScalingIndex", "cycleOfScalingIndex"),
        effect=fields.word("scalingEffect", EFFECTS, "OOO"),
        market=fields.text("marketObjectCodeOfScalingIndex"),
        index=index or ONE,
        interest=ONE if interest is None else interest,
        principal=ONE if principal is None else principal,
    )


def _fee(fields: Fields) -> Fee:
    return Fee(
        recurring=fields.recurring("cycleAnchorDateOfFee", "cycleOfFee"),
        basis=fields.word("feeBasis", FEE_BASES, FeeBasis.ABSOLUTE),
        rate=fields.number("feeRate") or NOTHING,
        accrued=fields.number("feeAccrued") or NOTHING,
    )


def _arrays(fields: Fields) -> Arrays:
    interest = fields.recurrings(
        "arrayCycleAnchorDateOfInterestPayment", "arrayCycleOfInterestPayment"
    )
    return Arrays(
        interest=tuple(Stretch(each) for each in interest),
        principal=tuple(
            _stretches(
                fields,
                "arrayNextPrincipalRedemptionPayment",
                "arrayIncreaseDecrease",
                fields.recurrings(
                    "arrayCycleAnchorDateOfPrincipalRedemption", "arrayCycleOfPrincipalRedemption"
                ),
            )
        ),
        rates=tuple(
            _stretches(
                fields,
                "arrayRate",
                "arrayFixedVariable",
                fields.recurrings("arrayCycleAnchorDateOfRateReset", "arrayCycleOfRateReset"),
            )
        ),
    )


def _stretches(fields: Fields, values: str, flags: str, days: list[Recurring]) -> Iterator[Stretch]:
    """Yield stretches of days with their amounts or rates, and what the flags say of each."""
    numbers, words = fields.numbers(values), fields.entries(flags)
    for key, entries in ((values, numbers), (flags, words)):
        if len(entries) != len(days):
            fields.refuse(key, "actus-arrays-differ", first=values, second=key)
            return
    known = {**INCREASES, **FIXED}
    for number, word, recurring in zip(numbers, words, days, strict=True):
        if word not in known:
            fields.refuse(
                flags, "actus-word-unknown", term=flags, word=str(word), known=tuple(known)
            )
            return
        is_set = known[str(word)]
        yield Stretch(recurring, number or NOTHING, is_increase=is_set, is_fixed=is_set)


def _enhancement(fields: Fields) -> Enhancement:
    coverage = fields.number("coverageOfCreditEnhancement")
    return Enhancement(
        coverage=ONE if coverage is None else coverage,
        exposure=fields.word("guaranteedExposure", EXPOSURES, Exposure.NOTIONAL),
        credit_event=fields.text("creditEventTypeCovered", "DF"),
        settlement=fields.period("settlementPeriod"),
        related=tuple(_related(fields)),
    )


def _related(fields: Fields) -> Iterator[Related]:
    """Yield the contracts of the structure; a commodity is a market value, not terms."""
    for place, entry in enumerate(fields.entries("contractStructure")):
        referred = fields.of("contractStructure", place)
        told = referred.of("object")
        is_covered = referred.text("referenceRole") == "COVE"
        if not isinstance(entry, dict) or not told.written:
            referred.refuse("", "actus-term-missing", term="object")
            continue
        identifier = told.text("contractIdentifier") or told.text("contractID")
        is_contract = told.text("contractType") in TYPES
        quantity = told.number("quantity")
        yield Related(
            identifier,
            is_covered,
            terms_from(told) if is_contract else None,
            told.text("marketObjectCode"),
            ONE if quantity is None else quantity,
        )
