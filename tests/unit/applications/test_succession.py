"""Who a firm is after a merger, an incorporation or a sale."""

from datetime import date

import pytest

from example_lists import business_number, corporate_number
from majung.applications.firm import ProprietorKey
from majung.applications.succession import (
    Succession,
    SuccessionKind,
    SuccessionLoopError,
    SuccessionsConflictError,
    identity_on,
    owner_on,
)

PERSON = ProprietorKey("P-1")
COMPANY, PARENT, BUYER = (corporate_number(number) for number in (1, 2, 3))
INCORPORATED = Succession(SuccessionKind.INCORPORATION, PERSON, COMPANY, date(2024, 6, 1))
MERGED = Succession(SuccessionKind.MERGER, COMPANY, PARENT, date(2025, 1, 1))
PLANT, OFFICE = business_number(1), business_number(2)
SOLD = Succession(SuccessionKind.SALE, COMPANY, BUYER, date(2024, 9, 1), sites=frozenset({PLANT}))


@pytest.mark.parametrize(
    ("on", "firm"),
    [
        (date(2024, 5, 31), PERSON),
        (date(2024, 6, 1), COMPANY),
        (date(2024, 12, 31), COMPANY),
        (date(2025, 1, 1), PARENT),
    ],
)
def test_a_firm_is_its_successor_from_the_day_of_the_succession(on, firm):
    assert identity_on(PERSON, [MERGED, INCORPORATED], on=on) == firm


def test_a_sale_of_sites_changes_nobody_s_identity():
    assert identity_on(COMPANY, [SOLD], on=date(2025, 1, 1)) == COMPANY


def test_a_sold_site_belongs_to_the_buyer_and_the_others_stay():
    facts = [SOLD, INCORPORATED, MERGED]

    assert owner_on(PLANT, PERSON, facts, on=date(2024, 8, 31)) == COMPANY
    assert owner_on(PLANT, PERSON, facts, on=date(2024, 9, 1)) == BUYER
    assert owner_on(OFFICE, PERSON, facts, on=date(2025, 1, 1)) == PARENT


def test_a_site_sold_twice_belongs_to_the_last_buyer():
    back = Succession(SuccessionKind.SALE, BUYER, COMPANY, date(2024, 11, 1), frozenset({PLANT}))

    assert owner_on(PLANT, COMPANY, [back, SOLD], on=date(2024, 12, 1)) == COMPANY


def test_a_sale_by_somebody_who_does_not_own_the_site_moves_nothing():
    assert owner_on(PLANT, PARENT, [SOLD], on=date(2024, 12, 1)) == PARENT


def test_a_sale_recorded_under_the_seller_s_former_name_counts():
    late = Succession(SuccessionKind.SALE, PERSON, BUYER, date(2024, 9, 1), frozenset({PLANT}))

    assert owner_on(PLANT, PERSON, [late, INCORPORATED], on=date(2024, 9, 1)) == BUYER


def test_a_firm_cannot_succeed_itself():
    back = Succession(SuccessionKind.MERGER, PARENT, COMPANY, date(2025, 2, 1))

    with pytest.raises(SuccessionLoopError):
        identity_on(COMPANY, [MERGED, back], on=date(2025, 2, 1))
    assert identity_on(COMPANY, [MERGED, back], on=date(2025, 1, 31)) == PARENT


def test_a_firm_that_ended_has_one_successor():
    other = Succession(SuccessionKind.MERGER, COMPANY, BUYER, date(2025, 1, 1))

    with pytest.raises(SuccessionsConflictError):
        identity_on(COMPANY, [MERGED, other], on=date(2025, 1, 1))


def test_a_succession_recorded_twice_is_one():
    assert identity_on(COMPANY, [MERGED, MERGED], on=date(2025, 1, 1)) == PARENT


def test_a_sale_names_what_was_sold():
    with pytest.raises(ValueError, match="names the sites"):
        Succession(SuccessionKind.SALE, COMPANY, BUYER, date(2024, 9, 1))
