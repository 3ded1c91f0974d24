from datetime import date

import pytest

from example_programmes import edited
from majung.programmes import as_terms, entitled, load, shelf
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

KEXIM, MAKING = shelf()["kexim-ax"], shelf()["ai-autonomous-manufacturing"]
SBA = shelf()["us-sba-7a"]
ON = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("size", "region", "cut", "cuts"),
    [
        ("large", "busan", "1.2", ("large-firm-cut",)),
        ("medium", "seoul", "1.4", ("small-firm-cut",)),
        ("medium", "busan", "1.6", ("small-firm-cut", "regional-cut")),
        ("mid-cap", "jeju", "1.6", ("small-firm-cut", "regional-cut")),
    ],
)
def test_alternatives_count_once_and_groups_add_up(size, region, cut, cuts):
    given = entitled(KEXIM, "ax-loan", {"firm-size": size, "site-region": region}, on=ON)

    assert (given.cut, given.cuts) == (Rate.percent(cut), cuts)


def test_an_open_step_gives_nothing_yet():
    assert entitled(KEXIM, "ax-loan", {}, on=ON).cut == Rate.percent(0)


def test_a_cut_that_needs_a_recommendation_waits_for_it():
    def cut(facts):
        return entitled(MAKING, "ai-am-preferential-loan", facts, on=date(2024, 10, 1)).cut

    assert cut({}) == Rate.percent(0)
    assert cut({"recommended-by-motie": False}) == Rate.percent(0)
    assert cut({"recommended-by-motie": True}) == Rate.percent("0.7")


def test_before_its_first_day_a_cut_gives_nothing():
    facts = {"recommended-by-motie": True}

    given = entitled(MAKING, "ai-am-preferential-loan", facts, on=date(2024, 9, 23))

    assert given.cut == Rate.percent(0)


def test_a_cap_bounds_the_sum_of_discounts():
    facts = {"leading-project": True, "firm-size": "small", "recommended-by-motie": True}

    given = entitled(MAKING, "ai-plus-cover", facts, on=date(2024, 10, 1))

    assert (given.discount, given.cover_ratio) == (Ratio.percent(30), Ratio.percent(100))


@pytest.mark.parametrize(
    ("amount", "months", "on", "rate"),
    [
        (14_000_000, 84, date(2024, 3, 1), "0"),
        (14_000_000, 84, date(2025, 3, 27), "2"),
        (180_000_000, 240, date(2024, 9, 30), "1.45"),
        (180_000_000, 240, date(2024, 10, 1), "3.5"),
        (300_000_000, 240, date(2024, 3, 1), "3.5"),
        (300_000_000, 12, date(2024, 3, 1), "0.25"),
    ],
)
def test_the_first_cell_that_fits_gives_the_premium(amount, months, on, rate):
    facts = {"requested-amount": Money(amount, "USD"), "requested-months": months}

    assert entitled(SBA, "sba-7a-guarantee", facts, on=on).premium_rate == Rate.percent(rate)


def test_without_grade_or_term_no_premium_is_certain():
    given = entitled(MAKING, "ai-plus-cover", {"credit-grade": "A"}, on=date(2024, 10, 1))

    assert given.premium_rate is None


def test_a_fund_gives_the_fee_of_its_size():
    sub_fund = entitled(MAKING, "ai-am-sub-fund", {}, on=date(2024, 10, 1))
    korea_fund = entitled(shelf()["ai-policy-finance"], "ai-korea-fund", {}, on=date(2024, 10, 1))

    assert sub_fund.management_fee == Rate.percent("2.0")
    assert korea_fund.management_fee == Rate.percent("1.5")


def test_terms_are_named_as_cases_name_them():
    given = entitled(MAKING, "ai-am-sub-fund", {}, on=date(2024, 10, 1))

    assert as_terms(given)["mandate-share-min"] == Ratio.percent(60)
    assert "cut" not in as_terms(given)


def test_a_firm_of_one_currency_can_be_asked_of_a_programme_in_another():
    facts = {"requested-amount": Money(5_000_000_000), "requested-months": 60}

    given = entitled(SBA, "sba-7a-guarantee", facts, on=date(2024, 3, 1))

    assert given.cover_ratio == Ratio.percent(75)
    assert given.premium_rate is None


def test_a_cap_below_the_sum_of_cuts_binds():
    capped = load(edited("kexim-ax", [("pricing.yaml", "최대 1.6 %p", "최대 1.5 %p")]))
    facts = {"firm-size": "medium", "site-region": "busan"}

    given = entitled(capped, "ax-loan", facts, on=ON)

    assert (given.cut, given.cuts) == (Rate.percent("1.5"), ("small-firm-cut", "regional-cut"))
