"""The form, and the facts rules may read of it."""

from dataclasses import replace
from datetime import date

import pytest

from example_lists import business_number
from example_offerings import FIRM, PROGRAMME, REQUEST, application, stated
from example_prices import ON
from majung.applications.application import facts_of, programmes_for
from majung.applications.firm import SiteUnknownError
from majung.applications.holdings.exclusions import Benefit
from majung.values.money import Money


def test_the_form_the_register_and_the_statements_are_facts():
    facts = facts_of(application(), on=ON)

    assert facts == {
        "assessed-on": ON,
        "benefits-held": frozenset(),
        "credit-grade": "BBB",
        "firm-size": "mid-cap",
        "industry-code": "29280",
        "leading-project": False,
        "requested-amount": Money(1_200_000_000),
        "requested-months": 24,
        "site-region": "gyeongnam",
        "use-of-funds": frozenset({"facility"}),
        "wage-arrears": False,
        "years-in-business": 14,
    }


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2024, 10, 2), 14), (date(2024, 10, 3), 15), (date(2010, 10, 2), 0)],
)
def test_years_in_business_are_whole_years(on, years):
    assert facts_of(application(), on=on)["years-in-business"] == years


def test_a_firm_that_is_not_founded_yet_has_no_years():
    assert "years-in-business" not in facts_of(application(), on=date(2009, 10, 2))


def test_what_nobody_looked_up_is_no_fact():
    assert "benefits-held" not in facts_of(application(held=None), on=ON)


def test_benefits_held_on_the_day_are_a_fact():
    held = (
        Benefit(product="loan", until_on=date(2024, 10, 2)),
        Benefit(product="cover", until_on=date(2024, 10, 1)),
        Benefit(product="later", from_on=date(2024, 10, 3)),
    )

    assert facts_of(application(held=held), on=ON)["benefits-held"] == frozenset({"loan"})


def test_what_is_stated_goes_before_the_register_and_the_form_before_both():
    changed = replace(application(), statements=stated(firm_size="large", requested_months=60))

    facts = facts_of(changed, on=ON)

    assert (facts["firm-size"], facts["requested-months"]) == ("large", 24)


def test_a_site_is_one_of_the_firm_s():
    elsewhere = application(replace(REQUEST, site=business_number(9)))

    with pytest.raises(SiteUnknownError):
        facts_of(elsewhere, on=ON)


def test_a_request_without_a_site_or_a_use_leaves_them_open():
    bare = application(replace(REQUEST, site=None, uses=frozenset()), replace(FIRM, industries=()))

    facts = facts_of(bare, on=ON)

    assert not {"site-region", "use-of-funds", "industry-code"} & facts.keys()


@pytest.mark.parametrize(
    "terms", [{"amount": Money(0)}, {"grace_months": 24}, {"grace_months": -1}, {"months": 0}]
)
def test_a_request_asks_for_something_and_leaves_time_to_repay(terms):
    with pytest.raises(ValueError, match=r"months|nothing"):
        replace(REQUEST, **terms)


def test_programmes_of_the_country_are_asked():
    foreign = replace(PROGRAMME, key="sba", country="US")

    assert programmes_for(application(), [PROGRAMME, foreign]) == (PROGRAMME,)
