"""A ministry sends its lists; the same firm from several ministries is one firm."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

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
from majung.applications.decision import DocumentNumberMissingError
from majung.applications.firm import Firm, SizeClass, identity_key
from majung.applications.lists import COLUMNS
from majung.applications.recommendation import round_of
from majung.files import read_rows
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.approve_list import (
    OwnListError,
    RoundFullError,
    approve_recommendations,
    send_list_back,
)
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import approve_decision, propose_decision
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.reading_rounds import (
    list_findings,
    returned_rows,
    round_file,
    round_list,
)
from majung.operations.intake.recommend import (
    ListReasonMissingError,
    ListUnreadableError,
    RoundElsewhereError,
    open_round,
    recommended_firms,
    take_recommendations,
    withdraw_recommendation,
)
from majung.operations.intake.room import hold_room, release_room, room_of
from majung.operations.policy import NotPermittedError
from majung.programmes import shelf
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.intake import recommendations as kept
from majung.store.intake.limits import limit_of, limits_of
from majung.store.intake.proposals import ProposalEndedError
from majung.store.parties.firms import register
from majung.store.refusals import NotRecordedError
from majung.store.upkeep.digests import database_digest
from majung.supply.limits import LimitExceededError
from majung.values.identifiers import BusinessNumber, CorporateNumber
from majung.values.money import Money
from pages_world import signed_in

MINISTRY = Actor("p-motie", "motie", frozenset({Role.RECOMMENDER}))
DIRECTOR = Actor("p-director", "motie", frozenset({Role.RECOMMENDATION_APPROVER}))
BOTH = Actor("p-motie", "motie", MINISTRY.roles | DIRECTOR.roles)
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


def _round(key: str, *, quota=None):
    (rule, *_) = PROGRAMME.recommendations
    if quota is None:
        opens = {"opens_on": date(2024, 9, 24), "at": AT}
        return open_round(MINISTRY, PROGRAMME, rule.key, key=key, **opens)
    round_ = round_of(
        rule, key=key, programme=PROGRAMME.key, opens_on=date(2024, 9, 24), closes_on=None
    )
    with acting_for("motie"):
        kept.open_round(replace(round_, quota=quota), addressees=["ibk"], at=AT)
    return round_


def _take(key: str, rows):
    content = "\n".join([HEADER, *rows]).encode()
    return take_recommendations(
        MINISTRY, key, f"{key}.csv", content, programmes=PROGRAMMES, on=ON, at=AT
    )


def _approve(taken, actor=DIRECTOR, document="산업AI-2024-77") -> int:
    return approve_recommendations(actor, taken.proposal.key, document, on=ON, at=AT)


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
        _approve(_take(f"R{index}", [_row(number) for number in of_list]))

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

    assert _approve(taken) == 1
    assert [problem.message.kind for problem in taken.found.problems][-1] == (
        "recommended-firm-unregistered"
    )
    returned = read_rows("back.xlsx", taken.found.returned("ko"), COLUMNS)
    assert [row.values["firm"] for row in returned.rows] == ["예시기업002", "예시기업003"]


def test_the_same_list_again_takes_nothing_twice(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1, 2])
    _round("R1")
    first = _take("R1", [_row(1), _row(2)])
    waiting = database_digest()

    assert _take("R1", [_row(1), _row(2)]).proposal == first.proposal
    assert database_digest() == waiting
    assert _approve(first) == 2
    approved = database_digest()
    assert not _take("R1", [_row(1), _row(2)]).proposal.is_open
    assert database_digest() == approved


def test_a_file_that_is_no_list_leaves_nothing(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _round("R1")
    before = database_digest()

    with pytest.raises(ListUnreadableError):
        take_recommendations(
            MINISTRY, "R1", "x.csv", b"\x00\x01rubbish", programmes=PROGRAMMES, on=ON, at=AT
        )

    assert database_digest() == before


def test_only_the_body_a_programme_names_opens_a_round(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    (rule, *_) = PROGRAMME.recommendations
    other = Actor("p", "ksure", frozenset({Role.RECOMMENDER}))

    with pytest.raises(RoundElsewhereError):
        open_round(other, PROGRAMME, rule.key, key="R1", opens_on=ON, at=AT)


def test_a_list_recommends_nobody_until_a_second_person_approves_it(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1, 2])
    _round("R1")
    taken = _take("R1", [_row(1), _row(2)])
    before = database_digest()

    assert recommended_firms(MINISTRY, on=ON) == ()
    with pytest.raises(OwnListError):
        _approve(taken, actor=BOTH)
    with pytest.raises(NotPermittedError):
        _approve(taken, actor=MINISTRY)
    with pytest.raises(DocumentNumberMissingError):
        _approve(taken, document=" ")
    with pytest.raises(NotRecordedError):
        _approve(taken, actor=replace(DIRECTOR, institution="kdb"))
    assert database_digest() == before

    assert _approve(taken) == 2
    assert len(recommended_firms(MINISTRY, on=ON)) == 2
    with pytest.raises(ProposalEndedError):
        _approve(taken)


def test_a_list_that_is_sent_back_recommends_nobody_and_says_why(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1])
    _round("R1")
    taken = _take("R1", [_row(1)])

    with pytest.raises(ListReasonMissingError):
        send_list_back(DIRECTOR, taken.proposal.key, " ", on=ON, at=AT)
    send_list_back(DIRECTOR, taken.proposal.key, "과제번호 누락", on=ON, at=AT)

    assert recommended_firms(MINISTRY, on=ON) == ()
    (listed,) = round_file(MINISTRY, "R1").lists
    assert listed.state == "sent-back"


def test_a_round_takes_no_more_firms_than_its_quota_over_all_its_lists(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register(range(1, 6))
    _round("R1", quota=3)
    first, second = _take("R1", [_row(1), _row(2)]), _take("R1", [_row(3), _row(4)])
    _approve(first)
    before = database_digest()

    with pytest.raises(RoundFullError) as refused:
        _approve(second)

    assert dict(refused.value.message.values)["left"] == 1
    assert database_digest() == before
    third = _take("R1", [_row(2), _row(4), _row(5)])
    assert [problem.message.kind for problem in third.found.problems] == ["quota-filled"]
    assert [each.firm for each in third.found.taken] == [_firm(2).identity, _firm(4).identity]
    withdraw_recommendation(DIRECTOR, first.found.taken[0].key, "중단", on=ON, at=AT)
    assert _approve(second) == 2
    line = round_file(MINISTRY, "R1").line
    assert (line.recommended, line.withdrawn, line.left) == (3, 1, 0)


def test_who_a_round_is_addressed_to_reads_whom_it_recommends_and_no_list(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1])
    _round("R1")
    _approve(_take("R1", [_row(1)]))

    bank, stranger = round_file(OFFICER, "R1"), replace(OFFICER, institution="kdb")

    assert [each.firm_name for each, _ in bank.recommendations] == ["예시기업001"]
    assert bank.lists == ()
    assert round_list(stranger) == ()


def test_the_rows_that_went_back_are_handed_out_again_as_they_were_found(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _register([1])
    _round("R1")
    taken = _take("R1", [_row(1), _row(3)])
    _register([3])

    returned = returned_rows(MINISTRY, "R1", taken.file, language="ko")

    assert returned == taken.found.returned("ko")
    assert [each.row for each in list_findings(MINISTRY, "R1", taken.file)] == [3]


def _recommend_applicant():
    application = asked().application
    _round("R1")
    site = application.firm.sites[0].number.spoken("ko")
    row = f"{application.firm.name},{application.firm.identity.spoken('ko')},{site},,2024-10-01"
    taken = _take("R1", [row])
    _approve(taken)
    return taken.found.taken[0]


def test_a_recommendation_that_stands_is_a_fact_and_a_withdrawn_one_is_none(fresh_database):
    open_office()
    number = apply()
    taken = _recommend_applicant()
    rule_key = PROGRAMME.recommendations[0].fact

    before = _facts_missing(number)
    withdraw_recommendation(DIRECTOR, taken.key, "과제 중단", on=ON, at=AT)
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


def test_a_look_at_a_firms_room_opens_no_limit_and_tells_what_holding_finds(fresh_database):
    open_office()
    apply()
    firm = asked().application.firm.identity
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        opened = {limit.key for limit in limits_of()}

    looked = room_of(OFFICER, firm, on=ON, at=AT)
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        assert {limit.key for limit in limits_of()} == opened
    left = next(each.left for each in looked.products if each.product == PRODUCT)
    hold_room(OFFICER, firm, PRODUCT, left, key="H-1", on=ON, at=AT)

    with pytest.raises(LimitExceededError):
        hold_room(OFFICER, firm, PRODUCT, Money(1), key="H-2", on=ON, at=AT)
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        assert {limit.key for limit in limits_of()} > opened


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


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_ministry_recommends_on_pages(fresh_database, language):
    load_shelf(CLOCKWORK, at=AT)
    _register([1, 2])
    ministry = signed_in(MINISTRY, language=language, is_granted=False)
    director = signed_in(DIRECTOR, language=language, is_granted=False)
    rule = f"{PROGRAMME.key}/{PROGRAMME.recommendations[0].key}"
    at = "/recommendations/R-1"

    wrong = ministry.post("/recommendations/", {"rule": rule, "round-key": "a/b", "opens-on": "x"})
    assert (wrong.status_code, wrong.content.count(b'class="error"')) == (409, 2)
    opening = {"rule": rule, "round-key": "R-1", "opens-on": "2024-09-24"}
    assert ministry.post("/recommendations/", opening).headers["Location"] == at
    rubbish = SimpleUploadedFile("명단.xlsx", b"\x00rubbish")
    assert ministry.post(at, {"list-file": rubbish}).status_code == 409
    assert ministry.post(at, {}).status_code == 409
    content = "\n".join([HEADER, _row(1), _row(2), _row(3)]).encode()
    taken = ministry.post(at, {"list-file": SimpleUploadedFile("명단.csv", content)})
    assert taken.status_code == 302, taken.content.decode()
    listed = taken.headers["Location"]
    assert "예시기업003".encode() in ministry.get(listed).content
    assert ministry.get(f"{listed}/returned").content.startswith(b"PK")
    proposal = round_file(MINISTRY, "R-1").lists[0].proposal.key
    act = f"{at}/waiting/{proposal}/approve"
    assert ministry.post(act, {"document": "공문-1"}).status_code == 403
    assert director.post(act, {"document": ""}).status_code == 409
    assert director.post(act, {"document": "공문-1"}).status_code == 302
    page = director.get(at).content
    assert "예시기업001".encode() in page
    assert "예시기업003".encode() not in page
    firms = director.get("/recommended-firms").content
    assert "예시기업002".encode() in firms
    key = f"R-1/{identity_key(_firm(1).identity)}"
    withdrawn = director.post(f"{at}/withdraw", {"recommendation": key, "reason": "중단"})
    assert withdrawn.status_code == 302
    assert "중단".encode() in ministry.get(at).content


def test_rounds_lists_and_firms_are_worked_on_the_command_line(command, document, tmp_path):
    document("init")
    for person, role in (("p-1", "recommender"), ("p-2", "recommendation-approver")):
        document("account", "open", person, "--role", role, "--institution", "motie")
    _register([1, 2])
    rule = PROGRAMME.recommendations[0].key
    (tmp_path / "list.csv").write_bytes("\n".join([HEADER, _row(1), _row(2)]).encode())
    mine, theirs = ("--as", "p-1"), ("--as", "p-2")

    document("recommendation", "open", "R-1", "--rule", rule, "--from", "2024-09-24", *mine)
    taken = document("recommendation", "take", "list.csv", "--round", "R-1", *mine)
    status, _, err = command(
        "recommendation", "approve", taken["waiting"], "--document", "공문-1", *mine
    )
    assert (status, "—" in err) == (1, True)
    approved = document(
        "recommendation", "approve", taken["waiting"], "--document", "공문-1", *theirs
    )
    key = f"R-1/{identity_key(_firm(2).identity)}"
    assert command("recommendation", "withdraw", key, "--reason", "x", *theirs)[0] == 0

    assert (taken["good"], taken["bad"], approved["recommended"]) == (2, 0, 2)
    (line,) = document("recommendation", "rounds", *mine)
    assert (line["recommended"], line["withdrawn"]) == (1, 1)
    shown = document("recommendation", "show", "R-1", *mine)
    assert [each["state"] for each in shown["lists"]] == ["approved"]
    firms = document("recommendation", "firms", *mine)
    assert (firms["recommendations"], firms["firms"]) == (2, 2)
    for words in (("rounds",), ("show", "R-1"), ("firms",)):
        assert command("recommendation", *words, *mine)[0] == 0
    assert command("recommendation", "open", "R-2", "--rule", "none", *mine)[0] == 1
