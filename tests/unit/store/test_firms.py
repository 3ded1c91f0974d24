"""Firms are one row for ever; what is known about them is added with its day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from majung.applications.firm import (
    Firm,
    Industry,
    Membership,
    ProprietorKey,
    Site,
    SizeClass,
    identity_key,
)
from majung.applications.regions import Region
from majung.applications.succession import Succession, SuccessionKind
from majung.store.access import acting_for
from majung.store.parties import firms
from majung.store.parties.firms import SiteTakenError
from majung.store.refusals import NotRecordedError
from store_world import (
    AT,
    ON,
    a_firm,
    business,
    corporate,
    found_firm,
    found_institutions,
    signed,
)

EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)


@pytest.fixture
def bank(database):
    found_institutions()
    with acting_for("bank-a"):
        yield


def test_a_firm_comes_back_as_it_was_registered(bank):
    firm = replace(a_firm(), industries=(Industry("62010", 10),), established_on=date(2011, 5, 1))

    firms.register(firm, from_on=EARLY, at=AT)

    assert firms.firm(firm.identity, on=ON) == firm


def test_a_proprietor_is_known_by_an_internal_key(bank):
    firm = Firm(ProprietorKey("SP-1"), "예시상사", SizeClass.MICRO, ())

    key = firms.register(firm, from_on=EARLY, at=AT)

    assert key == "proprietor:SP-1"
    assert firms.firm(firm.identity, on=ON) == firm


def test_a_firm_is_what_it_was_on_the_day_asked_for(bank):
    small = a_firm()
    large = replace(small, name="새 이름", size=SizeClass.LARGE)
    firms.register(small, from_on=EARLY, at=AT)
    firms.register(large, from_on=LATE, at=AT + timedelta(1))

    before = firms.firm(small.identity, on=date(2023, 12, 31))

    assert (before.name, before.size) == (small.name, small.size)
    assert firms.firm(small.identity, on=LATE) == large
    assert firms.firm(small.identity, on=date(2000, 1, 1)).size is small.size


def test_a_profile_recorded_later_for_the_same_day_counts(bank):
    firms.register(a_firm(), from_on=EARLY, at=AT)
    corrected = replace(a_firm(), size=SizeClass.SMALL)

    firms.register(corrected, from_on=EARLY, at=AT + timedelta(1))

    assert firms.firm(corrected.identity, on=ON) == corrected


def test_registering_again_adds_sites_and_nothing_twice(bank):
    firm = a_firm()
    more = replace(firm, sites=(*firm.sites, Site(business(99), Region.BUSAN)))
    for each in (firm, more, more):
        firms.register(each, from_on=EARLY, at=AT)

    assert firms.firm(firm.identity, on=ON).sites == more.sites
    assert set(firms.sites()) == {site.number for site in more.sites}


def test_a_business_number_belongs_to_one_firm(bank):
    firms.register(a_firm(1), from_on=EARLY, at=AT)
    thief = replace(a_firm(2), sites=a_firm(1).sites)

    with pytest.raises(SiteTakenError):
        firms.register(thief, from_on=EARLY, at=AT)


def test_the_owner_of_a_site_is_found(bank):
    firms.register(a_firm(1), from_on=EARLY, at=AT)

    assert firms.owner_of_site(business(1)) == corporate(1)
    assert firms.owner_of_site(business(2)) is None


def test_firms_are_found_by_a_part_of_name_or_number(bank):
    for number, name in ((1, "한빛로봇"), (2, "한빛소프트"), (3, "다른기업")):
        firms.register(a_firm(number, name), from_on=EARLY, at=AT)

    def found(words):
        return [firm.name for firm in firms.firms_named(words, on=ON)]

    assert found("한빛") == ["한빛로봇", "한빛소프트"]
    assert found(str(corporate(3))) == ["다른기업"]
    assert found(business(2).digits) == ["한빛소프트"]
    assert found("없음") == []


def test_a_group_is_what_was_recorded_last(bank):
    firms.register(a_firm(1), from_on=EARLY, at=AT)
    open_ended = Membership("g", corporate(1), EARLY)
    ended = replace(open_ended, until_on=LATE)

    firms.join_group(open_ended, at=AT)
    firms.join_group(ended, at=AT + timedelta(1))

    assert firms.memberships(group="g") == (ended,)
    assert firms.memberships(group="other") == ()


def test_successions_come_back_earliest_first_and_once(bank):
    for number in (1, 2, 3):
        firms.register(a_firm(number), from_on=EARLY, at=AT)
    sale = Succession(
        SuccessionKind.SALE, corporate(2), corporate(3), LATE, frozenset({business(2)}), "doc"
    )
    merger = Succession(SuccessionKind.MERGER, corporate(1), corporate(2), EARLY)

    for succession in (sale, merger, merger):
        firms.record_succession(succession, at=AT)

    assert firms.successions() == (merger, sale)


def test_a_closed_site_says_until_when(bank):
    firms.register(a_firm(1), from_on=EARLY, at=AT)

    firms.close_site(business(1), until_on=LATE)

    assert firms.firm(corporate(1), on=ON).sites[0].until_on == LATE


def test_a_firm_nobody_registered_is_refused(bank):
    with pytest.raises(NotRecordedError):
        firms.firm(corporate(5), on=ON)


def test_an_ended_benefit_is_not_held_any_more(database):
    found_institutions()
    firm = found_firm()
    signed("L-1", firm=firm, programme="p", product="q", ended_on=date(2024, 5, 1))

    with acting_for("bank-b"):
        held = [
            firms.holds_benefit(firm, programme="p", on=day)
            for day in (ON, date(2024, 4, 30), date(2024, 5, 1))
        ]

    assert held == [True, True, False]
    assert firms.identity_of(identity_key(firm)) == firm
