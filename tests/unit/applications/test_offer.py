"""Offers: terms of the contract on what is certain, answered once, in time."""

from dataclasses import replace
from datetime import date

import pytest

from example_offerings import (
    FIRM,
    PROGRAMME,
    QUOTES,
    application,
    cover_product,
    loan_product,
    programme,
    ratio_step,
    recommendation_rule,
)
from example_prices import ON, cell, charge, cover_pricing, cut, loan_pricing
from majung.applications.decision import Decision, DecisionKind, Override
from majung.applications.firm import SizeClass
from majung.applications.indications.offering import (
    Letter,
    TermsNotPricedError,
    cover_offer,
    loan_offer,
)
from majung.applications.indications.ways import Market, Way
from majung.applications.offer import (
    OfferAnswer,
    OfferNotOpenError,
    OfferStanding,
    OfferWithoutGrantError,
    answered,
    standing_of,
)
from majung.contracts.cover_premiums import premium_schedule
from majung.contracts.cover_terms import (
    ClaimTerms,
    CoverForm,
    CoverTerms,
    RecourseTerms,
)
from majung.contracts.premium_terms import (
    PremiumCharge,
    PremiumTerms,
    PremiumTiming,
)
from majung.programmes.price_terms import Payer
from majung.programmes.price_terms import PremiumTiming as Timing
from majung.rules import Verdict
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

GRANTED = Money(1_000_000_000)
DECISION = Decision(
    application="A-1",
    product="loan",
    institution="shinhan",
    kind=DecisionKind.REDUCE,
    asked=Money(1_200_000_000),
    granted=GRANTED,
    proposed_by="kim",
    decided_on=ON,
    document="S-1",
    programme_version="version-of-programme",
    reason="cash flow",
)
LETTER = Letter("O-1", date(2024, 10, 4), date(2024, 10, 18))


def market(offered=PROGRAMME):
    return Market(programmes=(offered,), quotes=QUOTES, on=ON, room={})


def way(offered=PROGRAMME, loan="loan", cover=""):
    return Way(
        QUOTES["shinhan"],
        (offered, offered.product(loan)) if loan else None,
        (offered, offered.product(cover)) if cover else None,
    )


def offer_of_loan(offered=PROGRAMME, decision=DECISION, **facts):
    return loan_offer(application(**facts), way(offered), decision, market(offered), LETTER)


def offer_of_cover(offered=PROGRAMME, asked=None):
    found = way(offered, loan="", cover="cover")
    return cover_offer(asked or application(), found, DECISION, market(offered), LETTER)


def test_an_offer_has_the_terms_of_the_contract_at_the_amount_granted():
    offer = offer_of_loan()

    assert offer.terms.committed == GRANTED.minor
    assert offer.terms == offer.figures.terms
    assert sum(row.principal for row in offer.figures.instalments) == GRANTED.minor
    assert [condition.key for condition in offer.conditions] == ["plan"]


def test_an_offer_supposes_nothing():
    unlocked = loan_product(
        pricing=loan_pricing(replace(cut("c", "0.7"), recommendation="motie-recommendation"))
    )
    offered = programme(unlocked, recommendations=(recommendation_rule(is_required=True),))

    assert offer_of_loan(offered).figures.rate.rate == Rate.percent("4.5")
    assert offer_of_loan(offered, recommended_by_motie=True).figures.rate.rate == Rate.percent(
        "3.8"
    )


def test_what_was_granted_by_an_override_is_offered():
    overridden = replace(
        DECISION,
        against=(("no-wage-arrears", Verdict.NOT_MET),),
        overrides=(Override("no-wage-arrears", Verdict.NOT_MET, "paid today", "kim"),),
    )

    offer = offer_of_loan(decision=overridden, wage_arrears=True)

    assert offer.figures.verdict is Verdict.NOT_MET
    assert offer.decision.overrides == overridden.overrides


def test_a_refusal_has_no_offer():
    refused = replace(DECISION, kind=DecisionKind.REFUSE)

    with pytest.raises(OfferWithoutGrantError):
        offer_of_loan(decision=refused)


def test_a_cover_is_offered_with_the_terms_it_is_serviced_on():
    offer = offer_of_cover()

    assert offer.terms == CoverTerms(
        form=CoverForm.INSURANCE,
        principal=GRANTED.minor,
        cover_ratio=Ratio.percent(90),
        ends_on=date(2026, 11, 1),
        premium=PremiumTerms((PremiumCharge.of("", Rate.percent("0.9"), PremiumTiming.YEARLY),)),
        claims=ClaimTerms(60, 3, frozenset({"bankruptcy"}), 2),
        recourse=RecourseTerms(damages_rate_max=Rate.percent(20)),
    )
    assert [condition.key for condition in offer.conditions] == ["recourse"]


def test_the_premium_shown_is_the_premium_serviced():
    offer = offer_of_cover()

    shown = [(due.due_on, due.amount.minor) for due in offer.figures.cover.premium.dues]
    serviced = premium_schedule(offer.terms, offer.figures.terms.start_on)
    assert shown == [(due.period.from_on, due.amount) for due in serviced]


def test_a_small_firm_s_bank_is_paid_sooner():
    small = application(firm=replace(FIRM, size=SizeClass.SMALL))

    assert offer_of_cover(asked=small).terms.claims.payment_months == 1


def test_who_pays_a_premium_stays_apart():
    shared = cover_product(
        pricing=cover_pricing(
            charge(cell("1.0")), charge(cell("0.5"), key="bank", payer=Payer.LENDER)
        )
    )

    terms = offer_of_cover(programme(shared)).terms

    assert terms.premium.charges == (
        PremiumCharge.of("", Rate.percent("1.0"), PremiumTiming.YEARLY),
        PremiumCharge.of("lender", Rate.percent("0.5"), PremiumTiming.YEARLY),
    )


def test_a_premium_taken_once_is_offered_beside_a_yearly_one():
    both = cover_product(
        pricing=cover_pricing(
            charge(cell("1.0"), timing=Timing.ONCE),
            charge(cell("0.5"), key="bank", payer=Payer.LENDER),
        )
    )

    offer = offer_of_cover(programme(both))

    shown = [(due.due_on, due.amount.minor) for due in offer.figures.cover.premium.dues]
    serviced = premium_schedule(offer.terms, offer.figures.terms.start_on)
    assert sorted(shown) == sorted((due.period.from_on, due.amount) for due in serviced)
    assert [due.amount for due in serviced if due.payer == ""] == [9_000_000]


def test_a_loan_in_won_has_no_cover_of_a_programme_in_dollars():
    """A difference of currencies is a reason that is told, not a fault."""
    dollars = replace(programme(cover_product()), currency="USD")

    with pytest.raises(TermsNotPricedError) as refusal:
        offer_of_cover(dollars)

    assert refusal.value.message.value("reason").kind == "cover-in-other-currency"


def test_an_offer_without_a_price_is_refused_with_the_reason():
    without_ratio = cover_product(ratio_steps=(ratio_step("none", "100", _never()),))

    with pytest.raises(TermsNotPricedError) as refusal:
        offer_of_cover(programme(without_ratio))
    assert refusal.value.message.value("reason").kind == "cover-ratio-none"


def _never():
    return replace(loan_product().eligibility.parts[0], expected=True)


def test_a_loan_without_a_cover_has_no_cover_to_offer():
    with pytest.raises(TermsNotPricedError):
        cover_offer(application(), way(), DECISION, market(), LETTER)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2024, 10, 3), OfferStanding.COMING),
        (date(2024, 10, 4), OfferStanding.OPEN),
        (date(2024, 10, 18), OfferStanding.OPEN),
        (date(2024, 10, 19), OfferStanding.LAPSED),
    ],
)
def test_an_offer_is_open_from_its_first_day_to_its_last(on, standing):
    assert standing_of(offer_of_loan(), None, on=on) is standing


def test_an_answer_stands_from_its_day():
    offer = offer_of_loan()
    accepted = answered(offer, OfferAnswer(OfferStanding.ACCEPTED, date(2024, 10, 10), "firm"))

    assert standing_of(offer, accepted, on=date(2024, 10, 9)) is OfferStanding.OPEN
    assert standing_of(offer, accepted, on=date(2025, 1, 1)) is OfferStanding.ACCEPTED


@pytest.mark.parametrize("day", [date(2024, 10, 3), date(2024, 10, 19)])
def test_an_offer_is_answered_while_it_is_open(day):
    with pytest.raises(OfferNotOpenError):
        answered(offer_of_loan(), OfferAnswer(OfferStanding.ACCEPTED, day, "firm"))


def test_an_offer_is_answered_once():
    declined = OfferAnswer(OfferStanding.DECLINED, date(2024, 10, 10), "firm", "too dear")

    with pytest.raises(OfferNotOpenError):
        answered(
            offer_of_loan(),
            OfferAnswer(OfferStanding.ACCEPTED, date(2024, 10, 11), "firm"),
            declined,
        )


def test_lapsing_is_no_answer():
    with pytest.raises(ValueError, match="not answered"):
        OfferAnswer(OfferStanding.LAPSED, date(2024, 10, 19), "clock")


def test_an_offer_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        replace(offer_of_loan(), until_on=date(2024, 10, 3))
