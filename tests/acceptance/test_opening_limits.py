"""What an institution held before uses the limits of its programme from the first day."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import system_of
from example_lists import business_number, corporate_number
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.room import hold_room, room_of
from majung.operations.servicing.take_opening_balances import (
    check_opening_balances,
    take_opening_balances,
)
from majung.operations.supply.envelope_use import envelope_use
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import limit_use
from majung.store.intake.limits import discrepancies, limit_of, movements, revise_cap
from majung.store.upkeep.digests import database_digest
from majung.supply.limits import LimitExceededError
from majung.values.money import Money
from opening_world import GOOD, SECOND, a_list
from reported_world import NOW, ON
from servicing_world import AT, OFFICER, PROGRAMME

PRODUCT = "ai-am-preferential-loan"
FIRM = corporate_number(1)
FIRM_LIMIT = f"{PROGRAMME}.preferential-loan-firm:corporate:{FIRM}"
BANK_LIMIT = f"{PROGRAMME}.preferential-loan-bank:hana"
TOTAL = f"{PROGRAMME}.preferential-loan-total"
#: 18 billion of the same firm, of whom one may have 10.
LARGE = {
    **GOOD, "contract": SECOND, "committed": "18,000,000,000", "drawn": "17,000,000,000",
    "repaid": "1,000,000,000", "outstanding": "16,000,000,000", "paid-to": "2024-12-26",
}  # fmt: skip


@pytest.fixture
def office(fresh_database):
    load_shelf(CLOCKWORK, at=AT)


def taken(*rows):
    done = take_opening_balances(OFFICER, "hana.xlsx", a_list(*rows), on=ON, at=NOW)
    assert [problem.spoken("en") for problem in done.problems] == []
    return done


def limit(key):
    with acting_for_state(Purpose.ENVELOPES, person="test", at=NOW):
        return limit_of(key)


def room():
    found = room_of(OFFICER, FIRM, on=ON, at=NOW)
    (product,) = [each for each in found.products if each.product == PRODUCT]
    return product


def test_a_loan_that_was_held_uses_what_was_approved_of_every_limit(office):
    taken(GOOD)

    assert {key: limit(key).used.minor for key in (TOTAL, BANK_LIMIT, FIRM_LIMIT)} == {
        TOTAL: 1_200_000_000, BANK_LIMIT: 1_200_000_000, FIRM_LIMIT: 1_200_000_000,
    }  # fmt: skip
    uses = {each.limit.key: each.room.minor for each in
            envelope_use(OFFICER, at=NOW, programme=PROGRAMME, with_borrowers=True)
            if each.limit.used.minor}  # fmt: skip
    assert uses == {
        TOTAL: 198_800_000_000, BANK_LIMIT: 98_800_000_000, FIRM_LIMIT: 8_800_000_000,
    }  # fmt: skip


def test_use_above_a_cap_is_taken_and_told_and_leaves_no_room(office):
    done = taken(GOOD, LARGE)

    assert [(each.kind, each.value("above").minor) for each in done.findings] == [
        ("opening-above-limit", 9_200_000_000)
    ]
    found = limit(FIRM_LIMIT)
    assert (found.used.minor, found.room.minor, found.excess.minor) == (
        19_200_000_000, 0, 9_200_000_000,
    )  # fmt: skip
    with pytest.raises(LimitExceededError) as refused:
        hold_room(OFFICER, FIRM, PRODUCT, Money(1), key="r", on=ON, at=NOW)
    assert refused.value.message.value("left") == Money(0)


def test_a_check_tells_what_would_stand_above_a_cap_and_writes_nothing(office):
    before = database_digest()

    found = check_opening_balances(OFFICER, "h.xlsx", a_list(GOOD, LARGE), on=ON, at=NOW)

    assert [each.value("above").minor for each in found.findings] == [9_200_000_000]
    assert database_digest() == before


def test_the_same_list_again_uses_nothing_more(office):
    taken(GOOD)

    again = taken(GOOD)

    assert (again.findings, limit(FIRM_LIMIT).used.minor) == ((), 1_200_000_000)


def test_the_room_of_a_firm_counts_what_was_held_before(office):
    assert (room().left.minor, room().tightest.en) == (
        10_000_000_000, "preferential loans of a firm",
    )  # fmt: skip

    taken(GOOD)
    assert (room().left.minor, room().tightest.en) == (
        8_800_000_000, "preferential loans of a firm",
    )  # fmt: skip

    taken(LARGE)
    assert (room().left.minor, room().tightest.en) == (0, "preferential loans of a firm")


def test_room_above_a_cap_is_not_given_again_once_use_falls(office):
    taken(GOOD, LARGE)

    with acting_for_state(Purpose.ENVELOPES, person="test", at=NOW):
        raised = revise_cap(FIRM_LIMIT, Money(15_000_000_000), at=NOW)
        assert (raised.room.minor, raised.excess.minor) == (0, 4_200_000_000)
        revise_cap(FIRM_LIMIT, Money(20_000_000_000), at=NOW)
        limit_use.take({FIRM_LIMIT: Money(800_000_000)}, subject="x", at=NOW)
        with pytest.raises(LimitExceededError):
            limit_use.take({FIRM_LIMIT: Money(1)}, subject="y", at=NOW)
        assert discrepancies() == ()
        assert [each.kind for each in movements(FIRM_LIMIT)] == [
            "cap", "opening", "opening", "cap", "cap", "use",
        ]  # fmt: skip


def test_a_firm_that_others_registered_stands_under_its_own_limit(office):
    other = {
        **GOOD, "contract": "S-1", "institution": "shinhan",
        "corporate-number": str(corporate_number(2)), "business-number": str(business_number(2)),
    }  # fmt: skip
    administrator = Actor("admin", "", frozenset({Role.ADMINISTRATOR}))

    take_opening_balances(administrator, "all.xlsx", a_list(GOOD, other), on=ON, at=NOW)

    assert limit(f"{PROGRAMME}.preferential-loan-bank:shinhan").used.minor == 1_200_000_000
    assert limit(BANK_LIMIT).used.minor == 1_200_000_000
    assert limit(TOTAL).used.minor == 2_400_000_000


def test_a_cut_that_the_product_does_not_have_is_told(office):
    done = take_opening_balances(
        OFFICER, "h.xlsx", a_list({**GOOD, "cuts": "motie-cut, moon-cut"}), on=ON, at=NOW
    )

    assert [each.message.kind for each in done.problems] == ["opening-cut-unknown"]


def test_doors_tell_what_stands_above_a_cap(office):
    system = system_of(OFFICER, is_granted=False)

    answer = system.client.post(
        "/api/v1/opening-balances", {"file": SimpleUploadedFile("h.xlsx", a_list(GOOD, LARGE))},
        headers={**system.headers, "Idempotency-Key": "request-0001"},
    )  # fmt: skip

    assert [each["kind"] for each in answer.json()["limits_exceeded"]] == ["opening-above-limit"]
