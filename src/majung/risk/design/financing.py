"""What a firm pays under a design: its rate and its premium, built up by the code that prices them.

The bank's own rate less the cut the State bears and less what the bank gives on for the cover;
the premium in full, on what is outstanding at the beginning of each year.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np

from majung.contracts.replay import schedule
from majung.contracts.terms import LoanTerms, Repayment
from majung.pricing.build_up import RateBuildUp, build_up, cover_cut_line, with_cover_cut
from majung.pricing.discounting import moment_of
from majung.pricing.ladders import Found
from majung.pricing.premiums import CoverRequest, PremiumDue, charged_premium
from majung.pricing.quotes import BankQuote, RateLine
from majung.programmes.figures import Figure, Stated
from majung.programmes.price_terms import (
    ComponentKind,
    CoverPricing,
    LoanPricing,
    Payer,
    PremiumBasis,
    PremiumCell,
    PremiumCharge,
    PremiumSlice,
    PremiumTiming,
    RateCut,
    TechnicalPremium,
)
from majung.risk.arrays import Floats, Integers
from majung.risk.design.designs import NO_CUT
from majung.rules.citations import Citation, Label, Source, Status
from majung.values.cycles import add_months
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

T = TypeVar("T")
#: The day on which a loan begins that nobody signed; figures rest on distances between days.
FIRST_DAY = date(2024, 1, 1)
WHOLE = Ratio.percent(100)
DESIGN = Citation(Source("design", Label("설계안", "the design")))
STATE, BANK = Payer.STATE.value, "bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A loan that a firm would ask for.

    Attributes:
        amount: at the bank's own rate, minor units.
        rate: the bank's own, without a programme.
        premium: a year, in full, on what is covered and outstanding.
    """

    amount: int
    months: int
    repayment: Repayment
    rate: Rate
    premium: Rate
    currency: str = "KRW"


@dataclass(frozen=True, slots=True, eq=False)
class PremiumColumns:
    """Premiums of loans, one after the other.

    Attributes:
        contract: place of the loan.
        years: after its first day.
        amounts: minor units, for a whole cover without a discount.
    """

    contract: Integers
    years: Floats
    amounts: Floats


def usual_terms(each: Candidate) -> LoanTerms:
    """Return the loan as the bank would make it without a programme."""
    return _terms(each, RateBuildUp((_base(each),)))


def terms_under(each: Candidate, *, cut: Rate, cover_cut: Rate) -> LoanTerms:
    """Return the loan under a programme.

    Args:
        cut: how far the State lowers the rate; never below nought.
        cover_cut: how far the bank lowers it because the loan is covered.
    """
    quote = BankQuote(provider=BANK, quoted_on=FIRST_DAY, lines=(_base(each),))
    steps = [Found(_cut(cut))] if cut > NO_CUT else []
    built = build_up(quote, LoanPricing(components=(), cuts=(), cut_max=None), steps, on=FIRST_DAY)
    line = cover_cut_line(cover_cut, citation=DESIGN, status=Status.ASSUMED)
    return _terms(each, with_cover_cut(built, line))


def full_premiums(loans: Sequence[Candidate]) -> PremiumColumns:
    """Return what whole covers of loans would charge, without a discount.

    They stand on the schedule at the bank's own rate; a lower rate moves a level instalment's
    principal by so little that the premium is the same to its fourth digit.
    """
    rows = [
        (place, float(moment_of(due.due_on, start=FIRST_DAY).years), float(due.amount.minor))
        for place, each in enumerate(loans)
        for due in _premium_dues(each)
    ]
    return PremiumColumns(
        np.array([place for place, _, _ in rows], np.int64),
        np.array([years for _, years, _ in rows], np.float64),
        np.array([amount for _, _, amount in rows], np.float64),
    )


def _premium_dues(each: Candidate) -> Iterable[PremiumDue]:
    terms = usual_terms(each)
    rows = schedule(terms)
    days = [row.due_on for row in rows]

    def insured_on(day: date) -> Money:
        paid = bisect_right(days, day)
        left = rows[paid - 1].outstanding if paid else each.amount
        return Money(left, each.currency)

    request = CoverRequest(
        grade="",
        loan=Money(each.amount, each.currency),
        ratio=WHOLE,
        start_on=FIRST_DAY,
        until_on=days[-1],
        insured_on=insured_on,
        rounding=Rounding.DOWN,
    )
    found = charged_premium(_cover(each.premium), request, (), on=FIRST_DAY)
    return found.dues if found is not None else ()


def _terms(each: Candidate, built: RateBuildUp) -> LoanTerms:
    return LoanTerms(
        committed=each.amount,
        start_on=FIRST_DAY,
        first_due_on=add_months(FIRST_DAY, 1),
        instalments=each.months,
        components=built.components(),
        currency=each.currency,
        repayment=each.repayment,
        calendar="NONE",
        day_count=DayCount.THIRTY_E_360,
    )


def _base(each: Candidate) -> RateLine:
    return RateLine(
        key="base",
        label=Label("은행 금리", "bank's own rate"),
        kind=ComponentKind.BASE,
        payer=Payer.BORROWER,
        rate=each.rate,
        citation=DESIGN,
        status=Status.REPORTED,
    )


def _cut(cut: Rate) -> RateCut:
    return RateCut(
        key="cut",
        label=Label("금리 인하", "rate cut"),
        group="cut",
        payer=Payer.STATE,
        rate=_figure(cut),
        is_maximum=False,
        when=None,
        recommendation="",
        envelope="",
        citation=DESIGN,
        status=Status.REPORTED,
    )


def _cover(premium: Rate) -> CoverPricing:
    cell = PremiumCell(
        grade="",
        tenor_months_max=None,
        amount_max=None,
        slices=(PremiumSlice(up_to=None, rate=_figure(premium)),),
    )
    charge = PremiumCharge(
        key="premium",
        label=Label("보증료", "premium"),
        payer=Payer.BORROWER,
        basis=PremiumBasis.INSURED_OUTSTANDING,
        timing=PremiumTiming.YEARLY,
        cells=(cell,),
        citation=DESIGN,
        status=Status.REPORTED,
    )
    # What the cover would have to cost is not asked here: the loss engine says what it may cost.
    technical = TechnicalPremium(
        default_probabilities=(),
        loss_given_default=_figure(Ratio.percent(0)),
        cost=_figure(NO_CUT),
    )
    return CoverPricing(charges=(charge,), discounts=(), discount_max=None, technical=technical)


def _figure(value: T) -> Figure[T]:
    return Figure((Stated(value, "%", FIRST_DAY, DESIGN, Status.REPORTED),))
