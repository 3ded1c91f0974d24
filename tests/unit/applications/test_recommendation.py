"""Recommendations: validity, withdrawal, rounds."""

from dataclasses import replace
from datetime import date

from example_lists import corporate_number, round_
from example_prices import SOURCE, figure, label
from majung.applications.recommendation import (
    Recommendation,
    Withdrawal,
    round_of,
    standing_on,
)
from majung.programmes.programme import RecommendationRule
from majung.rules import Status
from majung.values.money import Money

GIVEN = Recommendation(
    round="motie-2025-1",
    programme="premier-1000",
    rule="ministry-selection",
    recommender="motie",
    firm=corporate_number(1),
    firm_name="예시001",
    site=None,
    from_on=date(2025, 5, 1),
    until_on=date(2025, 12, 31),
)


def test_a_recommendation_holds_from_its_first_day_to_its_last():
    days = [date(2025, 4, 30), date(2025, 5, 1), date(2025, 12, 31), date(2026, 1, 1)]

    assert [bool(standing_on([GIVEN], [], on=day)) for day in days] == [False, True, True, False]


def test_a_recommendation_without_an_end_goes_on():
    assert standing_on([replace(GIVEN, until_on=None)], [], on=date(2099, 1, 1))


def test_a_withdrawal_ends_a_recommendation_on_its_day():
    withdrawal = Withdrawal(GIVEN.key, date(2025, 9, 1), "project stopped", "officer")

    assert standing_on([GIVEN], [withdrawal], on=date(2025, 8, 31)) == (GIVEN,)
    assert standing_on([GIVEN], [withdrawal], on=date(2025, 9, 1)) == ()


def test_a_withdrawal_touches_its_own_recommendation_alone():
    other = replace(GIVEN, round="mss-2025-1")
    withdrawal = Withdrawal(GIVEN.key, date(2025, 9, 1), "project stopped", "officer")

    assert standing_on([GIVEN, other], [withdrawal], on=date(2025, 9, 1)) == (other,)


def rule(**terms):
    fields = {
        "key": "ministry-selection",
        "label": label("selection"),
        "recommender": "motie",
        "products": ("loan",),
        "fact": "recommended-by-motie",
        "is_required": True,
        "quota": figure(50, "firms"),
        "amount_max": figure(Money(10**10), "KRW"),
        "validity_months": figure(6, "months"),
        "unlocks": (),
        "needs_project": True,
        "citation": SOURCE,
        "status": Status.REPORTED,
    }
    return RecommendationRule(**{**fields, **terms})


def test_a_round_takes_quota_and_validity_from_its_rule():
    opened = round_of(rule(), key="r", programme="p", opens_on=date(2024, 10, 1), closes_on=None)

    assert (opened.quota, opened.amount_max, opened.needs_project) == (50, Money(10**10), True)
    assert opened.last_day(date(2024, 10, 31)) == date(2025, 4, 30)


def test_a_round_under_a_rule_without_figures_has_no_bounds():
    bare = rule(quota=None, amount_max=None, validity_months=None)

    opened = round_of(bare, key="r", programme="p", opens_on=date(2024, 10, 1), closes_on=None)

    assert (opened.quota, opened.amount_max) == (None, None)
    assert opened.last_day(date(2024, 10, 31)) is None
    assert opened.is_open_on(date(2099, 1, 1))


def test_the_earlier_of_two_ends_counts():
    bounded = round_(validity_months=6)

    assert bounded.last_day(date(2025, 5, 1)) == date(2025, 11, 1)
    assert bounded.last_day(date(2026, 10, 1)) == date(2026, 12, 31)
