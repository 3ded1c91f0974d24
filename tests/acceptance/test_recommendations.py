"""A ministry sends its lists; the same firm from several ministries is one firm."""

from datetime import date, timedelta

import pytest

from intake_world import (
    APPROVER,
    AT,
    OFFICER,
    ON,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.applications.firm import Firm, SizeClass
from majung.applications.lists import COLUMNS
from majung.files import read_rows
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import approve_decision, propose_decision
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.recommend import (
    ListUnreadableError,
    RoundElsewhereError,
    open_round,
    recommended_firms,
    take_recommendations,
    withdraw_recommendation,
)
from majung.operations.intake.room import hold_room, release_room, room_of
from majung.programmes import shelf
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.intake.limits import limit_of
from majung.store.parties.firms import register
from majung.store.upkeep.digests import database_digest
from majung.supply.limits import LimitExceededError
from majung.values.identifiers import BusinessNumber, CorporateNumber
from majung.values.money import Money

MINISTRY = Actor("p-motie", "motie", frozenset({Role.RECOMMENDER, Role.RECOMMENDATION_APPROVER}))
PROGRAMME = shelf()["ai-autonomous-manufacturing"]
PROGRAMMES = tuple(shelf().values())
HEADER = "기업명,법인등록번호,사업자등록번호,과제번호,추천일"
PRODUCT = "ai-am-preferential-loan"


def _firm(number: int) -> Firm:
    identity = CorporateNumber.with_check_digit(f"99999900{number:04d}")
    return Firm(identity, f"예시기업{number:03d}", SizeClass.MEDIUM, ())


def _row(number: int, day: str = "2024-10-01") -> str:
    firm = _firm(number)
    site = BusinessNumber.with_check_digit(f"9{number:03d}81{number % 1000:03d}")
    return f"{firm.name},{firm.identity.spoken('ko')},{site.spoken('ko')},,{day}"


def _register(numbers) -> None:
    with acting_for_state(Purpose.INTAKE, person="test", at=AT):
        for number in numbers:
            register(_firm(number), from_on=date(2024, 1, 1), at=AT)


def _round(key: str):
    (rule, *_) = PROGRAMME.recommendations
    return open_round(MINISTRY, PROGRAMME, rule.key, key=key, opens_on=date(2024, 9, 24), at=AT)


def _take(key: str, rows) -> object:
    content = "\n".join([HEADER, *rows]).encode()
    return take_recommendations(MINISTRY, key, f"{key}.csv", content, programmes=PROGRAMMES, at=AT)


def test_542_rows_over_13_lists_are_509_firms(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register(range(1, 510))
    # 509 firms once; 27 of them a second time and 3 a third time: 542 rows, 30 firms repeated.
    again = [*range(1, 31), *range(1, 4)]
    numbers = [*range(1, 510), *again]
    lists = [numbers[start::13] for start in range(13)]
    for index, of_list in enumerate(lists):
        _round(f"R{index}")
        once = list(dict.fromkeys(of_list))
        assert once == of_list
        _take(f"R{index}", [_row(number) for number in of_list])

    firms = recommended_firms(MINISTRY, on=ON)

    assert sum(len(firm.recommendations) for firm in firms) == 542
    assert len(firms) == 509
    assert sum(firm.is_chosen_more_than_once for firm in firms) == 30


def test_good_rows_are_taken_and_bad_rows_go_back_with_their_reasons(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1])
    _round("R1")
    broken = _row(2).replace("-", "", 1).replace("999999", "999998", 1)

    taken = _take("R1", [_row(1), broken, _row(3)])

    assert taken.recommended == 1
    assert [problem.message.kind for problem in taken.found.problems][-1] == (
        "recommended-firm-unregistered"
    )
    returned = read_rows("back.xlsx", taken.found.returned("ko"), COLUMNS)
    assert [row.values["firm"] for row in returned.rows] == ["예시기업002", "예시기업003"]


def test_the_same_list_again_takes_nothing_twice(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1, 2])
    _round("R1")
    _take("R1", [_row(1), _row(2)])
    before = database_digest()

    assert _take("R1", [_row(1), _row(2)]).recommended == 0
    assert database_digest() == before


def test_a_file_that_is_no_list_leaves_nothing(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _round("R1")
    before = database_digest()

    with pytest.raises(ListUnreadableError):
        take_recommendations(
            MINISTRY, "R1", "x.csv", b"\x00\x01rubbish", programmes=PROGRAMMES, at=AT
        )

    assert database_digest() == before


def test_only_the_body_a_programme_names_opens_a_round(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    (rule, *_) = PROGRAMME.recommendations
    other = Actor("p", "ksure", frozenset({Role.RECOMMENDER}))

    with pytest.raises(RoundElsewhereError):
        open_round(other, PROGRAMME, rule.key, key="R1", opens_on=ON, at=AT)


def _recommend_applicant():
    application = asked().application
    _round("R1")
    site = application.firm.sites[0].number.spoken("ko")
    row = f"{application.firm.name},{application.firm.identity.spoken('ko')},{site},,2024-10-01"
    (taken,) = _take("R1", [row]).found.taken
    return taken


def test_a_recommendation_that_stands_is_a_fact_and_a_withdrawn_one_is_none(fresh_database):
    open_office()
    number = apply()
    taken = _recommend_applicant()
    rule_key = PROGRAMME.recommendations[0].fact

    before = _facts_missing(number)
    withdraw_recommendation(MINISTRY, taken.key, "과제 중단", on=ON, at=AT)
    after = _facts_missing(number, AT + timedelta(hours=1))

    assert rule_key not in before
    assert rule_key in after


def _facts_missing(number, at=AT):
    found = {each.product: each for each in assess(OFFICER, number, on=ON, at=at)}
    assert found[PRODUCT].verdict is Verdict.OPEN
    return {fact.name for fact in found[PRODUCT].missing}


def test_room_is_answered_in_one_line_and_can_be_held_for_five_days(fresh_database):
    open_office()
    apply()
    firm = asked().application.firm.identity
    total = "ai-autonomous-manufacturing.preferential-loan-total"

    line = room_of(OFFICER, firm, on=ON, at=AT).spoken("ko")
    held = hold_room(OFFICER, firm, PRODUCT, Money(3 * 10**9), key="H-1", on=ON, at=AT)

    assert "\n" not in line
    assert "100억" in line
    assert (held.expires_at - AT).days == 5
    with acting_for("ibk"):
        assert limit_of(total).reserved == Money(3 * 10**9)
    release_room(OFFICER, "H-1", at=AT)
    with acting_for("ibk"):
        assert limit_of(total).reserved == Money(0)


def test_room_that_is_held_is_not_given_to_another(fresh_database):
    open_office()
    apply()
    firm = asked().application.firm.identity
    hold_room(OFFICER, firm, PRODUCT, Money(10 * 10**9), key="H-1", on=ON, at=AT)

    with pytest.raises(LimitExceededError):
        hold_room(OFFICER, firm, PRODUCT, Money(1), key="H-2", on=ON, at=AT)


def test_what_a_firm_holds_counts_against_its_room(fresh_database):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    quotes = tuple(asked().quotes.values())
    way = f"{PRODUCT}@ibk"
    propose_decision(OFFICER, grant(number), way, quotes, key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)

    room = room_of(OFFICER, asked().application.firm.identity, on=ON, at=AT)

    left = next(each.left for each in room.products if each.product == PRODUCT)
    assert left == Money(10 * 10**9) - asked().application.request.amount
