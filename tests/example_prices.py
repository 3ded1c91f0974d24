"""Small programme terms from which tests of prices are built."""

from datetime import date

from majung.errors import message
from majung.pricing.ladders import Found
from majung.pricing.quotes import BankQuote, RateLine
from majung.programmes.figures import Figure, Stated
from majung.programmes.price_terms import (
    ComponentKind,
    CoverPricing,
    DefaultProbability,
    LoanPricing,
    Payer,
    PremiumBasis,
    PremiumCell,
    PremiumCharge,
    PremiumDiscount,
    PremiumSlice,
    PremiumTiming,
    RateCut,
    TechnicalPremium,
)
from majung.rules import Citation, Finding, Label, Source, Status, Verdict
from majung.values.rates import Rate, Ratio

ON = date(2024, 10, 2)
SINCE = date(2024, 1, 1)
SOURCE = Citation(Source("notice", Label("고시", "notice")), "§1")


def label(words):
    return Label(words, words)


def figure(value, unit="%", since=SINCE, status=Status.REPORTED):
    return Figure((Stated(value, unit, since, SOURCE, status),))


def finding(verdict, missing=frozenset(), key="rule"):
    return Finding(
        rule_key=key,
        label=label(key),
        verdict=verdict,
        reason=message("all-met", rule=key),
        citation=SOURCE,
        status=Status.REPORTED,
        missing=frozenset(missing) if verdict is Verdict.OPEN else frozenset(),
    )


def cut(key, percent, group=None, payer=Payer.LENDER, envelope="", is_maximum=True):
    return RateCut(
        key=key,
        label=label(key),
        group=group or key,
        payer=payer,
        rate=figure(Rate.percent(percent)),
        is_maximum=is_maximum,
        when=None,
        recommendation="",
        envelope=envelope,
        citation=SOURCE,
        status=Status.REPORTED,
    )


def found(step, verdict=Verdict.MET, missing=()):
    return Found(step, (finding(verdict, missing),))


def loan_pricing(*cuts, cut_max=None):
    most = None if cut_max is None else figure(Rate.percent(cut_max))
    return LoanPricing(components=(), cuts=cuts, cut_max=most)


def line(key, percent, kind=ComponentKind.ADD_ON, payer=Payer.BORROWER):
    return RateLine(
        key=key,
        label=label(key),
        kind=kind,
        payer=payer,
        rate=Rate.percent(percent),
        citation=SOURCE,
        status=Status.REPORTED,
    )


def quote(*lines, base="3.5", provider="shinhan", **terms):
    first = line("base", base, ComponentKind.BASE)
    return BankQuote(provider=provider, quoted_on=ON, lines=(first, *lines), **terms)


def cell(percent, grade="", tenor=None, amount_max=None):
    rates = (PremiumSlice(up_to=None, rate=figure(Rate.percent(percent))),)
    return PremiumCell(grade=grade, tenor_months_max=tenor, amount_max=amount_max, slices=rates)


def charge(
    *cells,
    key="premium",
    payer=Payer.BORROWER,
    basis=PremiumBasis.INSURED_AMOUNT,
    timing=PremiumTiming.YEARLY,
):
    return PremiumCharge(
        key=key,
        label=label(key),
        payer=payer,
        basis=basis,
        timing=timing,
        cells=cells,
        citation=SOURCE,
        status=Status.REPORTED,
    )


def discount(key, percent, group=None):
    return PremiumDiscount(
        key=key,
        label=label(key),
        group=group or key,
        share=figure(Ratio.percent(percent)),
        is_maximum=True,
        when=None,
        recommendation="",
        citation=SOURCE,
        status=Status.REPORTED,
    )


def technical(lgd="45", cost="0.1", **probabilities):
    return TechnicalPremium(
        default_probabilities=tuple(
            DefaultProbability(grade=grade, probability=figure(Ratio.percent(percent)))
            for grade, percent in probabilities.items()
        ),
        loss_given_default=figure(Ratio.percent(lgd)),
        cost=figure(Rate.percent(cost)),
    )


def cover_pricing(*charges, discounts=(), discount_max=None, risk=None):
    most = None if discount_max is None else figure(Ratio.percent(discount_max))
    return CoverPricing(
        charges=charges,
        discounts=tuple(discounts),
        discount_max=most,
        technical=risk or technical(BBB="0.60"),
    )
