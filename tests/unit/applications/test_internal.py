"""What an indication costs the State and the insurer, and that no firm can be shown it."""

import dataclasses
import typing
from fractions import Fraction

import pytest

from example_offerings import PROGRAMME, QUOTES, application
from example_prices import ON
from majung.applications.indications.comparison import Comparison, compare
from majung.applications.indications.internal import (
    InternalIndication,
    References,
    internal_indications,
)
from majung.applications.offer import Offer
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.terms import LoanTerms
from majung.pricing.grants import InternalAid
from majung.pricing.premiums import Premium
from majung.pricing.technical import InternalPremium
from majung.programmes.price_terms import CoverPricing, TechnicalPremium
from majung.programmes.programme import Programme
from majung.values.money import Money
from majung.values.rates import Rate

REFERENCES = References(Rate.percent("5.0"), Rate.percent("3.8"))
INTERNAL = {
    InternalAid,
    InternalIndication,
    InternalPremium,
    TechnicalPremium,
    # A programme or a product's price would carry the technical premium along.
    CoverPricing,
    Programme,
}


def internal(references=REFERENCES, **facts):
    found = internal_indications(application(**facts), [PROGRAMME], QUOTES, references, on=ON)
    return {each.shown.key: each for each in found}


def reachable(kind, passed=None):
    """Walk every type that a field of a type can hold."""
    passed = set() if passed is None else passed
    for argument in typing.get_args(kind):
        reachable(argument, passed)
    if not dataclasses.is_dataclass(kind):
        origin = typing.get_origin(kind)
        if origin is None or not dataclasses.is_dataclass(origin):
            return passed
        kind = origin
    if kind in passed:
        return passed
    passed.add(kind)
    for hint in typing.get_type_hints(kind).values():
        reachable(hint, passed)
    return passed


@pytest.mark.parametrize("shown", [Comparison, Offer, Premium])
def test_nothing_a_firm_is_shown_can_hold_what_is_internal(shown):
    types = reachable(shown)

    assert types & INTERNAL == set()
    assert not [kind for kind in types if kind.__name__.startswith("Internal")]


def test_the_walk_finds_what_an_internal_indication_holds():
    assert {InternalAid, InternalPremium} <= reachable(InternalIndication)
    assert {LoanTerms, CoverTerms, Premium} <= reachable(Offer)


def test_every_indication_of_a_firm_has_its_internal_side():
    shown = compare(application(), [PROGRAMME], QUOTES, on=ON)

    assert {key: each.for_firm() for key, each in internal().items()} == {
        each.key: each for each in shown.indications
    }


def test_technical_and_charged_premium_stand_side_by_side():
    premium = internal()["loan+cover@shinhan"].premium

    # 0.60 % x 45 % + 0.1 % of what is insured in each year, half of it repaid after the first;
    # charged are 0.9 % a year of the whole insured amount.
    assert premium.technical == Money((1_080_000_000 + 540_000_000) * 37 // 10_000)
    assert premium.shown.charged == Money(19_440_000)
    assert premium.subsidy == premium.technical - premium.shown.charged


def test_a_premium_without_figures_for_the_grade_has_no_technical_side():
    assert internal(credit_grade="A")["loan+cover@shinhan"].premium is None
    assert internal()["loan@shinhan"].premium is None


def test_a_cheap_loan_is_worth_the_interest_saved():
    aid = internal()["loan@shinhan"].loan_aid

    # 1.2 % of what is owed in each quarter, discounted at 5 %.
    saved = [Fraction(1_200_000_000 * (8 - k), 8) * 12 / 1000 / 4 for k in range(8)]
    discounted = [float(each) / 1.05 ** ((k + 1) / 4) for k, each in enumerate(saved)]
    assert abs(aid.amount.minor - sum(discounted)) < 1


def test_a_cheap_cover_is_worth_the_premium_not_charged():
    aid = internal()["loan+cover@shinhan"].cover_aid

    market = 1_080_000_000 * 0.038
    worth = market / 1.05 + market / 2 / 1.05**2 - 9_720_000 - 9_720_000 / 1.05
    assert abs(aid.amount.minor - worth) < 1


def test_a_cover_is_left_out_without_a_market_premium():
    loan_only = internal(References(Rate.percent("5.0")))

    assert {each.cover_aid for each in loan_only.values()} == {None}


def test_a_loan_dearer_than_the_reference_is_no_aid():
    cheap = internal(References(Rate.percent("3.0")))

    assert cheap["own-loan@shinhan"].loan_aid.amount < Money(0)
