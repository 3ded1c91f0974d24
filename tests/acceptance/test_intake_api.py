"""Intake over the interface: firms, projects, applications, appeals, lists, room, people."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from api_world import ROOT, key_of, live_in_the_example, system_of
from example_lists import business_number, corporate_number
from faults import FAULTS, HARMLESS, WHOLE
from intake_world import APPROVER, AT, BANK, OFFICER, PRODUCT, open_office
from majung.applications.firm import Firm, SizeClass, identity_key
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.name_institution import name_institution
from majung.operations.intake.recommend import open_round
from majung.programmes import shelf
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.firms import register
from majung.store.parties.institutions import Institution
from majung.store.upkeep.digests import database_digest

PROGRAMME = shelf()["ai-autonomous-manufacturing"]
RULE = PROGRAMME.recommendations[0].key
MINISTRY = Actor("p-motie", "motie", frozenset({Role.RECOMMENDER}))
DIRECTOR = Actor("p-director", "motie", frozenset({Role.RECOMMENDATION_APPROVER}))
ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
SECOND = Actor("p-second", BANK, frozenset({Role.PROVIDER_APPROVER}))
FIRM = {
    "corporate_number": str(corporate_number(1)),
    "name": "예시정밀",
    "size": "medium",
    "from_on": "2024-01-01",
    "established_on": "2015-03-02",
    "sites": [{"number": str(business_number(1)), "region": "gyeongnam", "name": "창원공장"}],
    "industries": ["29280"],
}
HEADINGS = ("기업명", "법인등록번호", "사업자등록번호", "추천일")


def _office():
    live_in_the_example(OFFICER, APPROVER, SECOND, MINISTRY, DIRECTOR, _firm_actor())
    open_office()


def _firm_actor():
    return Actor("p-firm", "", frozenset({Role.FIRM}), f"corporate:{corporate_number(1)}")


def _project(**changes):
    return {
        "number": "AM-2024-예시-99",
        "name": "로봇 용접 자율화",
        "participants": [{"corporate_number": FIRM["corporate_number"], "role": "lead"}],
        "needed": {"amount": "9000000000"},
        "arrangements": [{"source": "국비", "amount": {"amount": "3000000000"}, "is_public": True}],
        "outcomes": [{"measure": "불량률", "unit": "%", "baseline": "3.2", "target": "1.0"}],
        **changes,
    }


def _application(**changes):
    return {
        "number": "A-API-1",
        "corporate_number": FIRM["corporate_number"],
        "amount": {"amount": "2000000000"},
        "months": 60,
        "grace_months": 12,
        "start_on": "2024-12-01",
        "uses": ["facility"],
        "site": str(business_number(1)),
        "desks": [BANK],
        **changes,
    }


def test_a_firm_its_project_and_its_application_are_handed_in(fresh_database):
    _office()
    officer = system_of(OFFICER)

    firm = officer.post("/firms", FIRM)
    assert firm.status_code == 201, firm.content.decode()
    number = FIRM["corporate_number"]
    group = officer.post(f"/firms/{number}/groups", {"group": "예시그룹", "from_on": "2024-02-01"})
    again = officer.post(
        f"/firms/{number}/groups", {"group": "예시그룹", "from_on": "2024-02-01"}, once="again-01"
    )
    assert group.json()["groups"] == again.json()["groups"]
    project = officer.post("/projects", _project())
    assert project.json()["gap"] == {"amount": "6000000000", "currency": "KRW"}
    made = officer.post("/applications", _application(project="AM-2024-예시-99"))
    assert made.status_code == 201, made.content.decode()
    stated = officer.post(
        "/applications/A-API-1/statements",
        {
            "facts": [
                {"fact": "wage-arrears", "as_of": "2024-10-01", "claim": False,
                 "standing": "checked", "evidence": "고용노동부-1"},
                {"fact": "annual-revenue", "as_of": "2023-12-31", "money": {"amount": "1200"}},
            ]
        },
    )  # fmt: skip
    assert stated.status_code == 201, stated.content.decode()
    found = officer.get("/firms", q="예시정").json()["items"]
    assert [each["name"] for each in found] == ["예시정밀"]
    assert officer.get(f"/firms/{number}").json()["projects"] == ["AM-2024-예시-99"]
    assert officer.get("/projects/AM-2024-예시-99").json()["outcomes"][0]["target"] == "1.0"
    assert officer.get("/applications/A-API-1").json()["request"]["months"] == 60


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/firms", {**FIRM, "corporate_number": "110111-0000001"}),
        ("/firms", {**FIRM, "size": "huge"}),
        ("/firms", {**FIRM, "from_on": "2024-02-30"}),
        ("/projects", _project(participants=[])),
        ("/projects", _project(outcomes=[{"measure": "a", "unit": "b", "baseline": "1.0",
                                          "target": "1"}])),
        ("/applications", _application(amount={"amount": "0"})),
        ("/applications", _application(amount={"amount": "-5"})),
        ("/applications", _application(amount={"amount": "99999999999999999999"})),
        ("/applications", _application(grace_months=60)),
        ("/applications", _application(desks=[])),
        ("/applications", _application(number="A/1")),
        ("/applications/A-1/statements", {"facts": []}),
        ("/applications/A-1/statements", {"facts": [{"fact": "a", "as_of": "2024-01-01"}]}),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_and_leaves_nothing(fresh_database, path, body):
    _office()
    officer = system_of(OFFICER)
    before = database_digest()

    answer = officer.post(path, body)

    assert answer.status_code in (409, 422), answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    assert database_digest() == before


def test_a_firm_states_nothing_as_checked_and_hands_in_for_itself(fresh_database):
    _office()
    system_of(OFFICER).post("/firms", FIRM)
    firm = system_of(_firm_actor(), is_granted=False)
    fact = {"fact": "wage-arrears", "as_of": "2024-10-01", "claim": False, "evidence": "x"}

    assert firm.post("/applications", _application(corporate_number=None)).status_code == 201
    at = "/applications/A-API-1/statements"
    refused = firm.post(at, {"facts": [{**fact, "standing": "checked"}]})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:majung:problem:own-check")
    told = firm.post(at, {"facts": [fact], "internal": True}, once="request-0002")
    assert told.status_code == 422
    assert firm.post(at, {"facts": [fact]}, once="request-0003").status_code == 201


def test_a_number_that_belongs_to_another_firm_is_refused_in_words(fresh_database):
    _office()
    other = {**FIRM, "corporate_number": str(corporate_number(2)), "sites": []}
    officer = system_of(OFFICER)
    officer.post("/firms", FIRM)
    officer.post("/firms", other, once="request-0002")
    officer.post(
        "/applications", _application(site=None, corporate_number=str(corporate_number(2)))
    )
    firm = system_of(_firm_actor(), is_granted=False)

    answer = firm.post("/applications", _application(corporate_number=None))

    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:majung:problem:recorded-differently",
    )


def test_room_is_answered_held_and_given_back_by_who_holds_it(fresh_database):
    _office()
    officer = system_of(OFFICER)
    officer.post("/firms", FIRM)
    at = f"/firms/{FIRM['corporate_number']}"

    before = officer.get(f"{at}/room").json()
    held = officer.post(f"{at}/rooms", {"product": PRODUCT, "amount": {"amount": "3000000000"}})
    assert held.status_code == 201, held.content.decode()
    after = officer.get(f"{at}/room").json()
    left = {each["product"]: each["left"] for each in after["products"]}
    assert left[PRODUCT] == {"amount": "7000000000", "currency": "KRW"}
    other = system_of(
        Actor("p-kdb", "shinhan", frozenset({Role.PROVIDER_OFFICER})), is_granted=False
    )
    key = held.json()["key"]
    assert other.post(f"/rooms/{key}/releases").status_code == 403
    assert officer.post(f"/rooms/{key}/releases").status_code == 201
    assert officer.get(f"{at}/room").json()["products"] == before["products"]
    nothing = officer.post(
        f"{at}/rooms", {"product": PRODUCT, "amount": {"amount": "0"}}, once="nothing1"
    )
    assert nothing.json()["type"] == "urn:majung:problem:room-amount"
    elsewhere = officer.post(
        f"{at}/rooms", {"product": "ai-plus-cover", "amount": {"amount": "5"}}, once="elsewhere"
    )
    assert elsewhere.status_code == 403


def test_lists_go_from_the_file_to_recommended_firms(fresh_database):
    _lists_office()
    ministry, director = (
        system_of(MINISTRY, is_granted=False),
        system_of(DIRECTOR, is_granted=False),
    )
    opened = ministry.post(
        "/recommendation-rounds",
        {"key": "R-1", "programme": PROGRAMME.key, "rule": RULE, "opens_on": "2024-09-24"},
    )
    assert opened.status_code == 201, opened.content.decode()

    taken = _send(MINISTRY, "list.csv", _csv(1, 2, 9)).json()
    assert (taken["good"], taken["bad"]) == (2, 1)
    assert taken["problems"][0]["kind"] == "recommended-firm-unregistered"
    again = _send(MINISTRY, "list.csv", _csv(1, 2, 9))
    assert again.json() == taken
    back = ministry.get(f"/recommendation-rounds/R-1/lists/{taken['file']}/returned")
    assert back.content.startswith(b"PK")
    at = f"/recommendation-lists/{taken['waiting']}/approvals"
    assert ministry.post(at, {"document": "공문-1"}).status_code == 403
    assert director.post(at, {"document": "공문-1"}).json()["recommended"] == 2
    firm = identity_key(corporate_number(1))
    withdrawn = director.post(
        "/recommendation-withdrawals", {"recommendation": f"R-1/{firm}", "reason": "중단"}
    )
    assert withdrawn.status_code == 201, withdrawn.content.decode()
    shown = ministry.get("/recommendation-rounds/R-1").json()
    assert (shown["recommended"], shown["withdrawn"]) == (1, 1)
    assert [each["state"] for each in shown["lists"]] == ["approved"]
    assert len(ministry.get("/recommended-firms").json()["items"]) == 2
    missing = ministry.post(
        "/recommendation-rounds",
        {"key": "R-2", "programme": PROGRAMME.key, "rule": "none", "opens_on": "2024-09-24"},
        once="round-02",
    )
    assert missing.status_code == 404


def test_a_list_with_a_fault_is_told_and_nothing_half_written(fresh_database):
    _lists_office()
    open_round(MINISTRY, PROGRAMME, RULE, key="R-1", opens_on=date(2024, 9, 24), at=AT)
    rows = tuple(_row(number) for number in (1, 2, 3))
    key = key_of(MINISTRY, is_granted=False)
    for fault, make in FAULTS.items():
        before = database_digest()
        name, content = make(HEADINGS, rows)

        answer = _send(MINISTRY, name, content, key=key, once=f"fault-{fault}"[:90])

        assert answer.status_code in (201, 413, 422), (fault, answer.content.decode())
        if fault in WHOLE:
            assert answer.status_code == 422, fault
            assert "—" in answer.json()["detail"], fault
            assert database_digest() == before, fault
        if fault in HARMLESS:
            assert answer.json()["good"] == 3, fault


def test_an_appeal_is_filed_and_answered(fresh_database):
    _office()
    officer, approver = system_of(OFFICER), system_of(APPROVER)
    second = system_of(SECOND, is_granted=False)
    officer.post("/firms", FIRM)
    firm = system_of(_firm_actor(), is_granted=False)
    officer.post("/applications", _application())
    officer.post("/applications/A-API-1/assessments")
    refusal = {"key": "D-1", "application": "A-API-1", "product": PRODUCT, "kind": "refuse",
               "granted": {"amount": "0"}, "document": "여신-1", "reason": "매출 근거"}  # fmt: skip
    assert officer.post("/proposals", refusal).status_code == 201
    assert approver.post("/proposals/D-1/returns", {"reason": ""}).status_code == 422
    assert approver.post("/proposals/D-1/returns", {"reason": "보완"}).status_code == 201
    officer.post("/proposals", {**refusal, "key": "D-2"}, once="request-0002")
    assert approver.post("/proposals/D-2/approvals", once="request-0002").status_code == 201

    filed = firm.post("/decisions/D-2/appeals", {"reason": "새 등급"})
    assert filed.json()["due_on"] == "2024-11-02"
    answer = {"outcome": "upheld", "reason": "등급 반영", "document": "이의-1"}
    assert approver.post("/appeals/AP-D-2/answers", answer).status_code == 403
    assert officer.post("/appeals/AP-D-2/answers", answer).status_code == 403
    # Without an authority for the amount, not even somebody else may uphold it.
    assert second.post("/appeals/AP-D-2/answers", answer).status_code == 403
    dismissed = {**answer, "outcome": "dismissed"}
    answered = second.post("/appeals/AP-D-2/answers", dismissed, once="request-0002")
    assert answered.json()["outcome"] == "dismissed"
    (listed,) = firm.get("/appeals").json()["items"]
    assert (listed["outcome"], listed["days"]) == ("dismissed", 0)


def test_accounts_and_institutions_are_looked_after(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    _name_the_office()
    admin = system_of(ADMINISTRATOR, is_granted=False)
    role = {"role": "provider-approver", "institution": BANK, "from_on": "2024-01-01",
            "authority": {"amount": "5000000000"}}  # fmt: skip
    account = {"person": "p-7", "name": "bank-7", "password": "a long pass phrase 7",
               "role": role}  # fmt: skip

    opened = admin.post("/people", account)
    assert opened.status_code == 201, opened.content.decode()
    assert "password" not in opened.content.decode()
    assert opened.json()["roles"][0]["authority"]["amount"] == "5000000000"
    more = {"role": "provider-officer", "institution": BANK, "from_on": "2024-06-01",
            "until_on": "2025-05-31"}  # fmt: skip
    assert len(admin.post("/people/p-7/roles", more).json()["roles"]) == 2
    ending = {"role": "provider-approver", "place": BANK, "until_on": "2024-12-31"}
    ended = admin.post("/people/p-7/endings", ending).json()
    assert {each["until_on"] for each in ended["roles"]} == {"2024-12-31", "2025-05-31"}
    wrong = {
        "role-not-held": ("endings", {**ending, "place": "kdb"}),
        "role-ends-first": ("roles", {**more, "until_on": "2024-05-31"}),
        "role-place": ("roles", {**more, "institution": ""}),
        "authority-misplaced": ("roles", {**more, "authority": {"amount": "1"}}),
    }
    for kind, (where, body) in wrong.items():
        answer = admin.post(f"/people/p-7/{where}", body, once=f"wrong-{kind}")
        assert answer.json()["type"] == f"urn:majung:problem:{kind}"
    last = {"role": "administrator", "place": "office", "until_on": "2027-01-01"}
    kept = admin.post("/people/p-admin/endings", last)
    assert kept.json()["type"] == "urn:majung:problem:last-administrator"
    # Who administers a year later does not do so on the day after.
    later = {"role": "administrator", "institution": "office", "from_on": "2028-01-01"}
    given = admin.post("/people/p-7/roles", later, once="later-administrator").json()
    assert len(given["roles"]) == 3
    kept = admin.post("/people/p-admin/endings", last, once="last-administrator-again")
    assert kept.json()["type"] == "urn:majung:problem:last-administrator"
    named = {"key": "motie", "kind": "recommender",
             "names": [{"from_on": "2025-10-01", "ko": "산업통상부", "en": "MOTIR"}]}  # fmt: skip
    before = {each["key"]: each for each in admin.get("/institutions", limit=200).json()["items"]}
    named["kind"] = before["motie"]["kind"]
    if "2025-10-01" in {each["from_on"] for each in before["motie"]["names"]}:
        named["names"][0]["from_on"] = "2026-01-01"
    renamed = admin.post("/institutions", named)
    assert renamed.json()["names"][-1]["ko"] == "산업통상부"
    assert admin.post("/people/p-7/erasures").status_code == 201
    assert admin.get("/people/p-7").json()["is_erased"]
    assert system_of(OFFICER, is_granted=False).get("/people").status_code == 403


def _name_the_office():
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    name_institution(ADMINISTRATOR, Institution("office", "operator", called), at=AT)


def _lists_office():
    load_shelf(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.INTAKE, person="test", at=AT):
        for number in (1, 2, 3):
            firm = Firm(corporate_number(number), f"예시{number:03}", SizeClass.MEDIUM, ())
            register(firm, from_on=date(2024, 1, 1), at=AT)


def _row(number):
    return (f"예시{number:03}", str(corporate_number(number)), str(business_number(number)),
            "2024-10-01")  # fmt: skip


def _csv(*numbers):
    lines = [",".join(HEADINGS), *(",".join(_row(number)) for number in numbers)]
    return "\n".join(lines).encode()


def _send(actor, name, content, *, key="", once="list-0001"):
    key = key or key_of(actor, is_granted=False)
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": once}
    file = SimpleUploadedFile(name, content)
    return Client().post(f"{ROOT}/recommendation-rounds/R-1/lists", {"file": file}, headers=headers)
