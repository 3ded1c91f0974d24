from datetime import date

import pytest

from majung.ledger.rules import problems_of
from majung.programmes import BookRole, shelf, shipped_files
from majung.programmes.programme import ANY_PREFERENTIAL_RATE
from majung.programmes.reading.postings import EVENTS_OF
from majung.programmes.reading.programme import CALENDARS
from majung.programmes.shelf import SHIPPED
from majung.rules import Status, every_rule, facts_read
from majung.values.calendars import calendar_of
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

PRODUCTS = {product.key for programme in shelf().values() for product in programme.products}


def test_the_shelf_holds_what_ships_and_nothing_else():
    assert list(shelf()) == list(SHIPPED)
    assert len(shelf()) == len(SHIPPED)
    assert "postings" not in shelf()
    with pytest.raises(KeyError):
        shelf()["nothing"]
    with pytest.raises(KeyError):
        shipped_files("nothing")


def test_a_programme_is_read_once():
    assert shelf()["kexim-ax"] is shelf()["kexim-ax"]


@pytest.mark.parametrize("key", SHIPPED)
def test_the_key_of_a_programme_is_its_folder(key):
    assert shelf()[key].key == key
    assert len(shelf()[key].version) == 64


def test_products_have_names_of_their_own_among_all_programmes():
    assert len(PRODUCTS) == sum(len(programme.products) for programme in shelf().values())


@pytest.mark.parametrize("key", SHIPPED)
def test_what_an_exclusion_names_is_on_the_shelf(key):
    named = {other for rule in shelf()[key].exclusions for other in rule.others}

    assert named <= PRODUCTS | {ANY_PREFERENTIAL_RATE}


@pytest.mark.parametrize("key", SHIPPED)
def test_every_event_of_every_product_is_bound_in_every_book(key):
    programme = shelf()[key]
    for product in programme.products:
        for role in product.books:
            bound = {rule.event_kind for rule in programme.postings.rules if rule.book_role == role}
            assert bound >= set(EVENTS_OF[product.contract_type])


@pytest.mark.parametrize("key", SHIPPED)
def test_the_ledger_finds_nothing_wrong_with_the_postings(key):
    programme = shelf()[key]
    kinds = {kind for each in programme.products for kind in EVENTS_OF[each.contract_type]}

    assert problems_of(programme.postings, dict(programme.charts), kinds) == ()


@pytest.mark.parametrize("key", SHIPPED)
def test_every_rule_reads_facts_of_the_vocabulary(key):
    programme = shelf()[key]
    for product in programme.products:
        assert all(name in programme.vocabulary for name in facts_read(product.eligibility))


@pytest.mark.parametrize("key", SHIPPED)
def test_what_cites_the_assumption_is_marked_assumed(key):
    for product in shelf()[key].products:
        for rule in every_rule(product.eligibility):
            if rule.citation.source.key == "assumption":
                assert rule.status is Status.ASSUMED, rule.key


def test_every_restriction_check_of_a_korean_loan_needs_evidence():
    for key in ("ai-autonomous-manufacturing", "ai-policy-finance", "kexim-ax"):
        for product in shelf()[key].products:
            rules = {rule.key: type(rule).__name__ for rule in every_rule(product.eligibility)}
            for check in ("no-tax-arrears", "no-wage-arrears", "business-is-open"):
                assert rules[check] == "Evidenced"


def test_the_published_figures_of_the_agreement_of_2024():
    programme, on = shelf()["ai-autonomous-manufacturing"], date(2024, 9, 24)
    limits = {each.key: each.limit.stated_on(on) for each in programme.envelopes}
    cover, loan = programme.product("ai-plus-cover"), programme.product("ai-am-preferential-loan")

    assert programme.agreements[0].party_count.value_on(on) == 20
    assert limits["ai-plus-total"].value == Money(10 * 10**12)
    assert limits["preferential-loan-total"].value == Money(2_000 * 10**8)
    assert limits["sub-fund-total"].value == Money(450 * 10**8)
    assert {limits[key].status for key in ("ai-plus-total", "preferential-loan-total")} == {
        Status.REPORTED
    }
    assert cover.pricing.discount_max.value_on(on) == Ratio.percent(30)
    assert cover.ratio_steps[-1].ratio.value_on(on) == Ratio.percent(100)
    assert loan.pricing.cuts[0].rate.value_on(on) == Rate.percent("0.7")
    assert programme.product("ai-am-sub-fund").terms.companies_target.value_on(on) == 20


def test_the_published_figures_of_the_council_of_2024():
    programme, on = shelf()["ai-policy-finance"], date(2024, 7, 4)
    fund = programme.product("ai-korea-fund")
    commitments = [partner.commitment.value_on(on) for partner in fund.partners]

    assert programme.envelopes[0].limit.value_on(on) == Money(3 * 10**12)
    assert commitments == [Money(1_500 * 10**8), Money(3_500 * 10**8)]
    assert fund.terms.size.value_on(on) == Money(5_000 * 10**8)
    assert fund.terms.mandate_share_min.value_on(on) == Ratio.percent(60)
    rounds = [each for each in fund.rounds if each.year == 2025]
    day = date(2025, 9, 1)
    assert sum(each.size.value_on(day).minor * each.count.value_on(day) for each in rounds) == (
        5_250 * 10**8
    )
    assert sum(
        each.policy_commitment.value_on(day).minor * each.count.value_on(day) for each in rounds
    ) == (1_575 * 10**8)


def test_the_foreign_programme_counts_in_cents_and_needs_no_korean_fact():
    programme = shelf()["us-sba-7a"]
    product = programme.product("sba-7a-guarantee")

    assert programme.currency == "USD"
    assert product.amount_max.value_on(date(2024, 1, 1)) == Money(375_000_000, "USD")
    assert programme.vocabulary["requested-amount"].currency == "USD"


def test_every_key_of_a_calendar_makes_one():
    assert [calendar_of(key).key for key in CALENDARS] == list(CALENDARS)


def test_books_of_every_role_ship():
    assert {role for programme in shelf().values() for role in programme.charts} == set(BookRole)


@pytest.mark.parametrize("key", SHIPPED)
def test_somebody_keeps_every_book(key):
    programme = shelf()[key]
    kept = {role.value for party in programme.parties for role in party.roles}

    assert {role.value for role in programme.charts} <= kept
