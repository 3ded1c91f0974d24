"""Projects, groups, successions and the record of a firm, through pages, REST and commands."""

from datetime import date
from pathlib import Path

import pytest

import funds_world
from api_world import live_in_the_example, system_of
from cli_door import command, document
from example_lists import business_number, corporate_number
from intake_world import (
    APPROVER,
    AT,
    OFFICER,
    ON,
    PRODUCT,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.applications.decision import DecisionKind
from majung.applications.firm import Firm, Membership, SizeClass
from majung.applications.succession import SuccessionKind, SuccessionsConflictError
from majung.contracts.fund_terms import PartnerClass
from majung.operations.acting import Actor, Role
from majung.operations.claims.firm_record import firm_record
from majung.operations.funds.reading import fund_file
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import approve_decision, propose_decision
from majung.operations.intake.name_institution import name_institution
from majung.operations.intake.reading_firms import firm_file, group_list, project_file
from majung.operations.intake.register import join_group, register_firm
from majung.operations.intake.room import room_of
from majung.operations.intake.succeed import SuccessionSitesError, record_succession
from majung.operations.policy import NotPermittedError
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.parties.institutions import Institution
from majung.store.parties.people import roles_of
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from majung.values.money import Money
from pages_world import live_on, signed_in

__all__ = ["command", "document"]

UNCOUNTED = LEFT_OUT | {"django_session"}
ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
FIRST, SECOND, THIRD = (corporate_number(number) for number in (1, 2, 3))
DOES = ("--as", OFFICER.person, "--on", str(ON))
PROJECT = {
    "project-number": "AM-2024-예시-7",
    "project-name": "로봇 용접 자율화",
    "needed": "90억",
    "financed-site": "",
    "model-name": "용접 셀 표준",
    "model-process": "차체 용접",
    "model-on": "2024-09-02",
    "participant-1-firm": str(FIRST),
    "participant-1-part": "lead",
    "participant-2-firm": str(SECOND),
    "participant-2-part": "supplier",
    "participant-3-firm": "",
    "participant-3-part": "adopter",
    "arrangement-1-source": "국비",
    "arrangement-1-money": "public",
    "arrangement-1-amount": "30억",
    "arrangement-2-source": "자체 조달",
    "arrangement-2-money": "private",
    "arrangement-2-amount": "20억",
    "outcome-1-measure": "불량률",
    "outcome-1-unit": "%",
    "outcome-1-baseline": "3.2",
    "outcome-1-target": "1.0",
}


@pytest.fixture
def office(fresh_database):
    """An office with three firms."""
    live_in_the_example(OFFICER, APPROVER)
    open_office()
    _firms()


def _firms():
    for number in (1, 2, 3):
        firm = Firm(corporate_number(number), f"예시정밀 {number}", SizeClass.MEDIUM, ())
        register_firm(OFFICER, firm, from_on=date(2024, 1, 1), at=AT)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_project_is_registered_seen_and_described_anew_on_pages(office, language):
    officer = signed_in(OFFICER, language=language)
    made = officer.post("/register-project", PROJECT)
    assert made.status_code == 302, made.content.decode()

    known = project_file(OFFICER, PROJECT["project-number"])
    assert [str(each.firm) for each in known.participants] == [str(FIRST), str(SECOND)]
    money = known.financing
    assert (money.needed, money.arranged, money.public, money.gap) == tuple(
        Money(each * 10**9) for each in (9, 5, 3, 4)
    )
    assert known.standard_model.published_on == date(2024, 9, 2)
    assert str(known.outcomes[0].target) == "1.0"
    at = made.headers["Location"]
    page = officer.get(at).content.decode()
    assert [word in page for word in ("예시정밀 1", "용접 셀 표준", "불량률")] == [True] * 3
    assert PROJECT["project-number"] in officer.get("/projects/?q=용접").content.decode()
    assert PROJECT["project-number"] not in officer.get("/projects/?q=조선").content.decode()

    again = officer.get(f"{at}/describe").content.decode()
    assert 'value="로봇 용접 자율화"' in again
    anew = {**PROJECT, "outcome-1-actual": "2.1", "outcome-1-actual-on": "2024-10-01"}
    assert officer.post(f"{at}/describe", anew).status_code == 302
    measured = project_file(OFFICER, PROJECT["project-number"]).outcomes[0]
    assert (str(measured.actual), round(float(measured.share_achieved), 3)) == ("2.1", 0.5)
    assert "50.0" in officer.get(at).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"participant-2-part": "lead"}, "주관기업은 한 곳"),
        ({"participant-1-firm": ""}, "주관기업은 한 곳"),
        ({"participant-2-firm": str(FIRST), "participant-2-part": "lead"}, "주관기업은 한 곳"),
        ({"participant-3-firm": str(SECOND), "participant-3-part": "supplier"}, "두 번 적힘"),
        ({"outcome-1-target": "3.20"}, "목표값이 기준값과 같습니다"),
        ({"outcome-1-unit": ""}, "성과 지표 1 · 단위: 이 줄을 쓰려면 이 칸도 적어야"),
        ({"arrangement-2-amount": ""}, "이 칸도 적어야"),
        ({"model-process": ""}, "이 칸도 적어야"),
        ({"participant-2-firm": str(corporate_number(9))}, "찾을 수 없습니다"),
        ({"arrangement-1-amount": "USD 5"}, "—"),
    ],
)
def test_what_of_a_project_does_not_fit_is_told_and_nothing_is_recorded(office, changes, said):
    officer = signed_in(OFFICER)
    before = database_digest(without=UNCOUNTED)

    answer = officer.post("/register-project", {**PROJECT, **changes})

    assert answer.status_code in (404, 409), answer.status_code
    assert said in answer.content.decode()
    assert database_digest(without=UNCOUNTED) == before


def test_rows_are_added_without_losing_what_was_written_and_without_doing_anything(office):
    officer = signed_in(OFFICER)
    before = database_digest(without=UNCOUNTED)

    answer = officer.post("/register-project", {**PROJECT, "needed": "많이", "more": "participant"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert ("participant-6-firm" in page, "participant-7-firm" in page) == (True, False)
    assert ('value="많이"' in page, f'value="{SECOND}"' in page) == (True, True)
    assert 'class="error"' not in page
    assert database_digest(without=UNCOUNTED) == before
    filled = {**PROJECT, "participant-6-firm": str(THIRD), "participant-6-part": "researcher"}
    filled |= {f"participant-{number}-firm": "" for number in (3, 4, 5)}
    assert officer.post("/register-project", filled).status_code == 302
    assert len(project_file(OFFICER, PROJECT["project-number"]).participants) == 3


def test_a_group_is_registered_whole_or_not_at_all_on_pages(office):
    officer = signed_in(OFFICER)
    group = {"group-name": "예시그룹", "group-from-on": "2024-03-01"}
    members = {"member-1-firm": str(FIRST), "member-3-firm": str(SECOND)}
    before = database_digest(without=UNCOUNTED)
    for wrong in (
        {},
        {**members, "group-until-on": "2024-02-01"},
        {**members, "member-2-firm": str(corporate_number(9))},
        {**members, "member-2-firm": "1"},
    ):
        answer = officer.post("/groups/", {**group, **wrong})
        assert answer.status_code in (404, 409)
    assert database_digest(without=UNCOUNTED) == before

    assert officer.post("/groups/", {**group, **members}).status_code == 302
    left = {**group, "group-until-on": "2024-09-30"}
    assert officer.post(f"/firms/{SECOND}/groups", left).status_code == 302

    assert [(str(each.member), each.until_on) for each in group_list(OFFICER)] == [
        (str(FIRST), None),
        (str(SECOND), date(2024, 9, 30)),
    ]
    page = officer.get("/groups/").content.decode()
    assert [word in page for word in ("예시그룹", "예시정밀 2", "2024. 9. 30.")] == [True] * 3
    assert "예시그룹" in officer.get(f"/firms/{SECOND}").content.decode()


def test_a_succession_is_recorded_on_pages_and_who_followed_answers_for_it(office):
    officer = signed_in(OFFICER)
    sent = {
        "succession-kind": "merger",
        "successor": str(SECOND),
        "succeeded-on": "2024-06-01",
        "succession-evidence": "등기 2024-77",
    }
    officer.get(f"/firms/{FIRST}")
    before = database_digest(without=UNCOUNTED)
    for wrong in (
        {"successor": str(FIRST)},
        {"succession-kind": "sale"},
        {"succession-evidence": ""},
        {"successor": str(corporate_number(9))},
    ):
        assert officer.post(f"/firms/{FIRST}/successions", {**sent, **wrong}).status_code in (
            404,
            409,
        )
    assert database_digest(without=UNCOUNTED) == before

    assert officer.post(f"/firms/{FIRST}/successions", sent).status_code == 302

    (told,) = firm_file(OFFICER, SECOND, on=ON).successions
    assert (told.predecessor, told.kind) == (FIRST, SuccessionKind.MERGER)
    page = officer.get(f"/firms/{SECOND}").content.decode()
    assert [word in page for word in ("예시정밀 1", "합병", "등기 2024-77")] == [True] * 3
    known = firm_record(OFFICER, SECOND, legal_basis="동의서-1", on=ON, at=AT).known_as
    assert known == (SECOND, FIRST)


def _succeeds(kind=SuccessionKind.MERGER, *, first=FIRST, second=SECOND, on=ON, **more):
    given = {"evidence": "등기-1", **more}
    return record_succession(
        OFFICER, kind, predecessor=first, successor=second, effective_on=on, at=AT, **given
    )


def test_a_firm_is_followed_once_and_sells_what_is_its_own(office):
    _succeeds()
    _succeeds()
    before = database_digest()

    for refusal, act in (
        (SuccessionsConflictError, lambda: _succeeds(second=THIRD)),
        (RecordedDifferentlyError, lambda: _succeeds(evidence="다른 문서")),
        (
            SuccessionSitesError,
            lambda: _succeeds(SuccessionKind.SALE, first=THIRD, sites=[business_number(3)]),
        ),
        (SuccessionSitesError, lambda: _succeeds(second=THIRD, sites=[business_number(3)])),
        (NotRecordedError, lambda: _succeeds(first=THIRD, second=corporate_number(9))),
    ):
        with pytest.raises(refusal):
            act()
    assert database_digest() == before
    firm = Actor("p-firm", "", frozenset({Role.FIRM}), f"corporate:{FIRST}")
    with pytest.raises(NotPermittedError):
        record_succession(
            firm,
            SuccessionKind.MERGER,
            predecessor=THIRD,
            successor=FIRST,
            effective_on=ON,
            evidence="등기",
            at=AT,
        )


def _refused():
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    refused = {"kind": DecisionKind.REFUSE, "granted": Money(0), "reason": "매출 근거 부족"}
    propose_decision(OFFICER, grant(number, **refused), "", (), key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    return asked().application.firm.identity


def test_the_record_of_a_firm_is_looked_up_on_a_basis_by_every_door(office):
    firm = _refused()
    officer, system = signed_in(OFFICER), system_of(APPROVER)
    at = f"/firms/{firm}/record"

    blank = officer.post(at, {"legal-basis": " "})
    page = officer.post(at, {"legal-basis": "신용정보법 제32조"})
    clean = officer.post(f"/firms/{THIRD}/record", {"legal-basis": "동의서-1"})
    path = f"/firms/{firm}/record-look-ups"
    found = system.post(path, {"legal_basis": "신용정보법 제32조"}, once="request-0001")
    unfounded = system.post(path, {"legal_basis": ""}, once="request-0002")

    assert (blank.status_code, page.status_code) == (409, 200)
    assert "거절" in page.content.decode().split("거절·감액")[1]
    # The reason is the institution's own: it is not shown.
    assert "매출 근거 부족" not in page.content.decode()
    assert "거절이나 사고 기록이 없습니다" in clean.content.decode()
    assert found.status_code == 201
    assert [(each["kind"], each["product"]) for each in found.json()["refusals"]] == [
        ("refuse", PRODUCT)
    ]
    assert unfounded.status_code == 422


def test_the_record_of_a_decision_is_printed_by_every_door(office, command):
    firm = _refused()
    person = Actor("p-firm", "", frozenset({Role.FIRM}), f"corporate:{firm}")

    page = signed_in(OFFICER).get("/decisions/D-1/record")
    rest = system_of(APPROVER).get("/decisions/D-1/record.pdf")
    written = command("council", "decision", "D-1", "결정.pdf", "--as", OFFICER.person)
    theirs = signed_in(person, is_granted=False).get("/decisions/D-1/record")
    none = signed_in(OFFICER).get("/decisions/D-9/record")

    assert (written[0], theirs.status_code, none.status_code) == (0, 403, 404)
    files = (page.content, rest.content, Path("결정.pdf").read_bytes())
    assert [each[:5] for each in files] == [b"%PDF-"] * 3
    assert "D-1/record" in signed_in(OFFICER).get(f"/applications/{_number()}").content.decode()


def _number():
    return asked().application.number


def test_an_offer_nobody_answered_ends_with_the_close_and_its_room_is_free(command, document):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, grant(number), f"{PRODUCT}@ibk", quotes, key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    firm = asked().application.firm.identity
    day = date(2025, 9, 1)

    closed = document("close", "--first", day, "--until", day)
    again = document("close", "--until", day)

    assert (closed["ended"] >= 1, again["ended"]) == (True, 0)
    shown = document("application", "show", number, "--as", OFFICER.person)
    assert [each["stage"] for each in shown["products"][PRODUCT]][-1] == "lapsed"
    left = {each.product: each.left for each in room_of(OFFICER, firm, on=day, at=AT).products}
    assert left[PRODUCT] == Money(10**10)


def test_groups_and_successions_are_recorded_over_rest(office):
    system = system_of(OFFICER)
    group = {"group": "예시그룹", "from_on": "2024-03-01", "members": [str(FIRST), str(SECOND)]}
    late = {**group, "until_on": "2024-02-01"}
    assert system.post("/groups", late, once="request-0001").status_code == 422
    assert system.post("/groups", {**group, "members": []}, once="request-0002").status_code == 422
    made = system.post("/groups", group, once="request-0003").json()
    assert [each["firm"] for each in made["members"]] == [f"corporate:{n}" for n in (FIRST, SECOND)]
    assert system.get("/groups").json()["items"] == [made]
    told = {
        "kind": "incorporation",
        "successor": str(SECOND),
        "effective_on": "2024-06-01",
        "evidence": "등기-1",
    }
    path = f"/firms/{FIRST}/successions"
    sale = system.post(path, {**told, "kind": "sale"}, once="request-0004")
    assert sale.json()["type"] == "urn:majung:problem:succession-sites"
    assert system.post(path, told, once="request-0005").status_code == 201
    other = system.post(path, {**told, "successor": str(THIRD)}, once="request-0006")
    assert other.json()["type"] == "urn:majung:problem:successions-conflict"
    shown = system.get(f"/firms/{SECOND}").json()["successions"]
    assert [(each["kind"], each["predecessor"]) for each in shown] == [
        ("incorporation", f"corporate:{FIRST}")
    ]


def test_who_belongs_to_a_group_is_not_its_members_to_say(office):
    own = Actor("p-own", "", frozenset({Role.FIRM}), f"corporate:{FIRST}")

    with pytest.raises(NotPermittedError):
        join_group(own, Membership("예시그룹", FIRST, ON), at=AT)
    assert group_list(OFFICER) == ()


def test_firms_groups_successions_and_projects_by_commands(command, document):
    open_office()
    for number in (1, 2):
        site = f"{business_number(number)}=gyeongnam:창원공장"
        words = (corporate_number(number), f"예시정밀 {number}", "--size", "medium")
        made = document("firm", "register", *words, "--site", site, "--industry", "29280", *DOES)
        assert made["sites"][0]["region"] == "gyeongnam"
    (found,) = document("firm", "find", "정밀 2", *DOES)
    assert found["firm"] == f"corporate:{SECOND}"
    who = ("--as", OFFICER.person)
    members = document("firm", "join-group", "예시그룹", FIRST, SECOND, "--from", ON, *who)
    assert members == document("firm", "groups", *who)
    assert len(members) == 2

    part = ("--participant", f"{FIRST}=lead", "--participant", f"{SECOND}=supplier")
    project = ("project", "register", "AM-7", "용접 자율화", "--needed", "90억", *part)
    rest = ("--arranged", "국비=public:30억", "--outcome", "불량률=%:3.2:1.0", *who)
    made = document(*project, *rest, "--model", "표준", "--process", "용접")
    assert (made["gap"], made["public"]) == (Money(6 * 10**9).as_json(), Money(3 * 10**9).as_json())
    assert document("project", "show", "AM-7", *who) == made
    assert document("project", "list", *who) == [made]
    for words in (("firm", "show", FIRST), ("project", "show", "AM-7"), ("project", "list")):
        status, out, _ = command(*words, *who)
        assert (status, "AM-7" in out) == (0, True)

    told = ("--kind", "merger", "--evidence", "등기-1", "--effective-on", ON, *who)
    merged = document("firm", "succeed", FIRST, SECOND, *told)
    shown = document("firm", "show", SECOND, *DOES)
    assert (shown["successions"], shown["projects"]) == ([merged], ["AM-7"])
    assert document("firm", "record", SECOND, "--legal-basis", "동의서-1", *DOES) == []
    before = database_digest()
    bad = (*project, *who)
    refused = [
        command(*bad, "--outcome", "불량률=%:1:1.0"),
        command(*bad, "--outcome", "불량률"),
        command(*bad, "--arranged", "국비=30억"),
        command(*bad, "--participant", f"{SECOND}=lead"),
        command(*bad, "--participant", f"{SECOND}=supplier"),
        command(*bad, "--model", "표준"),
        command("firm", "succeed", SECOND, FIRST, *told),
        command("firm", "join-group", "그룹", FIRST, "--from", ON, "--until", "2024-01-01", *who),
        command("firm", "register", FIRST, "이름", "--size", "medium", "--site", "x", *DOES),
    ]
    assert [(status, "—" in err) for status, _, err in refused] == [(1, True)] * len(refused)
    assert database_digest() == before


def test_an_authority_is_for_certain_products_by_every_door(office, command):
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    name_institution(ADMINISTRATOR, Institution("office", "operator", called), at=AT)
    admin = signed_in(ADMINISTRATOR, is_granted=False)
    role = {
        "role": "provider-approver",
        "institution": "ibk",
        "from-on": "2024-10-02",
        "authority": "50억",
        "authority-products": [PRODUCT],
    }
    at = f"/people/{OFFICER.person}"
    for wrong in ({"authority-products": ["moon"]}, {"institution": "kdb"}):
        assert admin.post(at, {**role, **wrong}).status_code == 409

    assert admin.post(at, role).status_code == 302

    (held,) = (each for each in roles_of(OFFICER.person, on=ON) if each.authority)
    assert held.products == {PRODUCT}
    name = shelf_name()
    assert name in admin.get(at).content.decode().split("<form")[0] + admin.get(at).content.decode()
    words = ("account", "role", APPROVER.person, "provider-approver", "--institution", "ibk")
    more = ("--from", "2024-11-01", "--authority", "50억", "--product")
    assert command(*words, *more, "moon")[0] == 1
    assert command(*words, *more, PRODUCT)[0] == 0
    given = roles_of(APPROVER.person, on=date(2024, 11, 1))
    assert sorted(len(each.products) for each in given) == [0, 1]


def shelf_name():
    """The Korean name of the product, as the page writes it."""
    return "AI 자율제조"


def test_personal_data_is_destroyed_on_a_page_by_who_writes_the_key_out(office):
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    name_institution(ADMINISTRATOR, Institution("office", "operator", called), at=AT)
    admin = signed_in(ADMINISTRATOR, is_granted=False)
    at = f"/people/{OFFICER.person}/erase"

    wrong = admin.post(at, {"erase-key": "p-else"})
    erased = admin.post(at, {"erase-key": OFFICER.person})

    assert (wrong.status_code, erased.status_code) == (409, 302)
    page = admin.get(f"/people/{OFFICER.person}").content.decode()
    assert f'action="{at}"' not in page


def test_a_fund_of_many_partners_is_formed_on_a_page(fresh_database):
    live_on(funds_world.FORMED, funds_world.MANAGER)
    funds_world.open_office(1)
    manager = signed_in(funds_world.MANAGER, is_granted=False)
    sent = {
        "fund-key": "F-9",
        "fund-product": f"{funds_world.PROGRAMME}/{funds_world.PRODUCT}",
        "policy-1-partner": funds_world.POLICY,
        "policy-1-amount": "200억",
        "manager-amount": "20억",
        "servicing": "serviced",
        **{f"private-{n}-name": f"민간 {n}" for n in (1, 2, 3)},
        **{f"private-{n}-amount": "50억" for n in (1, 2, 3)},
    }
    more = manager.post("/funds/form", {**sent, "more": "private"}).content.decode()
    assert ("private-6-amount" in more, 'value="민간 3"' in more) == (True, True)
    sent |= {"private-5-institution": "hana", "private-5-amount": "60억"}
    before = database_digest(without=UNCOUNTED)
    for wrong in (
        {"private-5-name": "민간 5"},
        {"private-4-amount": "1억"},
        {"private-1-amount": ""},
        {"policy-2-amount": "1억", "policy-2-partner": ""},
        {"private-2-name": "민간 1"},
        {"policy-2-amount": "1억", "policy-2-partner": funds_world.POLICY},
    ):
        answer = manager.post("/funds/form", {**sent, **wrong})
        assert answer.status_code == 409, wrong
        assert "error" in answer.content.decode()
    assert database_digest(without=UNCOUNTED) == before

    made = manager.post("/funds/form", sent)

    assert made.status_code == 302, made.content.decode()
    contract = fund_file(
        funds_world.MANAGER, "F-9", on=funds_world.FORMED, at=funds_world.AT
    ).contract
    private = contract.terms.of_class(PartnerClass.PRIVATE)
    assert [each.party for each in private] == ["민간 1", "민간 2", "민간 3", "hana"]
    assert contract.terms.size == 430 * 10**8
