"""Servicers' files and opening balances through pages, interface and command line."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import ROOT, system_of
from majung.operations.acting import Actor, Role
from majung.operations.servicing.take_servicer_file import check_servicer_file
from majung.store.upkeep.digests import database_digest
from opening_world import FIRST, GOOD, a_list
from pages_world import signed_in
from reported_world import NOW, OCTOBER, SEPTEMBER, a_file, open_reported, rows_of
from servicing_world import OFFICER

LOAN = "C-R1"
WRONG = ("2024-10", "", "", "98018558", "4400000", "1101981440")
AUDITOR = Actor("p-audit", "kdb", frozenset({Role.AUDITOR}))
FIRM_SIDE = Actor("p-approver", "hana", frozenset({Role.PROVIDER_APPROVER}))


@pytest.fixture
def office(fresh_database):
    open_reported(LOAN)


def sent(content, name="hana.csv"):
    return SimpleUploadedFile(name, content)


def posted(system, path, content, *, once="request-0001"):
    headers = {**system.headers, "Idempotency-Key": once}
    return system.client.post(f"{ROOT}{path}", {"file": sent(content)}, headers=headers)


def test_an_officer_hands_a_file_in_and_sees_what_differs(office):
    browser = signed_in(OFFICER, is_granted=False)

    answer = browser.post(
        "/servicer-files/", {"servicer-file": sent(a_file(rows_of(LOAN, SEPTEMBER, WRONG)))}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "접수 2건, 대체 0건, 변동 없음 0건, 반려 0건." in page
    assert "열린 차이 3건" in page
    assert "연체금액이 적혀 있지 않음" in page
    assert "하나은행" in page
    export = browser.get("/servicer-files/differences.csv").content.decode("utf-8-sig")
    assert len(export.splitlines()) == 4
    assert len(browser.get("/servicer-files/differences.json").content) > 100
    assert browser.get("/servicer-files/differences.xlsx").content[:2] == b"PK"


def test_a_file_without_a_difference_is_told_on_the_next_page(office):
    browser = signed_in(OFFICER, is_granted=False)

    answer = browser.post(
        "/servicer-files/",
        {"servicer-file": sent(a_file(rows_of(LOAN, SEPTEMBER, OCTOBER)))},
        follow=True,
    )

    assert answer.redirect_chain == [("/servicer-files/", 302)]
    assert "접수 2건" in answer.content.decode()


def test_bad_rows_come_back_inside_the_page_and_a_check_takes_nothing(office):
    browser = signed_in(OFFICER, is_granted=False)
    before = database_digest()
    file = a_file([*rows_of(LOAN, SEPTEMBER), ("C-NONE", *SEPTEMBER)])

    answer = browser.post("/servicer-files/", {"servicer-file": sent(file), "only": "check"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "아직 접수하지 않았습니다" in page
    assert "rows-to-mend.xlsx" in page
    assert database_digest() == before


def test_only_officers_hand_files_in_and_auditors_read_the_differences(office):
    officer = signed_in(OFFICER, is_granted=False)
    officer.post(
        "/servicer-files/", {"servicer-file": sent(a_file(rows_of(LOAN, SEPTEMBER, WRONG)))}
    )
    auditor = signed_in(AUDITOR, is_granted=False)

    read = auditor.get("/servicer-files/").content.decode()
    refused = auditor.post("/servicer-files/", {"servicer-file": sent(b"x")})

    assert "열린 차이 3건" in read
    assert 'type="file"' not in read
    assert refused.status_code == 403


def test_the_interface_takes_a_file_once_and_lists_the_differences(office):
    system = system_of(OFFICER, is_granted=False)
    file = a_file([*rows_of(LOAN, SEPTEMBER, WRONG), ("C-NONE", *SEPTEMBER)])

    first = posted(system, "/servicer-files", file)
    again = posted(system, "/servicer-files", file)

    assert (first.status_code, first.json()) == (201, again.json())
    body = first.json()
    assert body["counts"] == {"taken": 2, "replaced": 0, "unchanged": 0, "returned": 1}
    assert body["months"][2]["problems"][0]["kind"] == "reported-contract-unknown"
    back = check_servicer_file(OFFICER, "b", base64.b64decode(body["rows_to_mend"]), on=NOW.date(),
                               at=NOW)  # fmt: skip
    assert [each.contract for each in back.findings] == ["C-NONE"]
    found = system.get("/differences", month="2024-10").json()
    assert (found["count"], system.get("/differences", month="2024-09").json()["count"]) == (3, 0)
    assert [each["kind"] for each in body["months"][1]["not_stated"]] == [
        "reported-arrears-not-stated"
    ]
    assert {each["figure"]: each["computed"]["amount"] for each in found["differences"]} == {
        "outstanding": "1102019798", "principal": "97980202", "interest": "4438356",
    }  # fmt: skip


def test_an_unreadable_file_is_a_problem_with_every_place(office):
    system = system_of(OFFICER, is_granted=False)

    answer = posted(system, "/servicer-files", "이름,금액\n가,1\n".encode())

    assert answer.status_code == 422
    assert answer.json()["errors"] != []


def test_opening_balances_are_taken_on_a_page(office):
    browser = signed_in(OFFICER, is_granted=False)
    file = {"opening-file": sent(a_list(GOOD), "hana.xlsx")}

    checked = browser.post("/opening-balances/", {**file, "only": "check"})
    taken = browser.post("/opening-balances/", {"opening-file": sent(a_list(GOOD), "hana.xlsx")})
    again = browser.post("/opening-balances/", {"opening-file": sent(a_list(GOOD), "hana.xlsx")})
    bad = browser.post(
        "/opening-balances/", {"opening-file": sent(a_list({**GOOD, "repaid": "1"}), "h.xlsx")}
    )

    assert "아직 반입하지 않았습니다" in checked.content.decode()
    assert "계약 1건을 반입하고" in taken.content.decode()
    assert again.status_code == 302
    assert (bad.status_code, "rows-to-mend.xlsx" in bad.content.decode()) == (409, True)
    assert browser.get(f"/contracts/{FIRST}").status_code == 200
    assert browser.get("/opening-balances/blank").content[:2] == b"PK"


def test_opening_balances_are_taken_by_the_interface(office):
    system = system_of(OFFICER, is_granted=False)

    checked = posted(system, "/opening-balance-checks", a_list({**GOOD, "repaid": "1"}))
    refused = posted(system, "/opening-balances", a_list({**GOOD, "repaid": "1"}), once="request-2")
    taken = posted(system, "/opening-balances", a_list(GOOD), once="request-3")

    assert checked.json()["findings"][0]["kind"] == "opening-outstanding-differs"
    assert refused.status_code == 422
    assert taken.json()["totals"][0]["outstanding"] == {"amount": "1100000000", "currency": "KRW"}


def test_the_command_line_takes_files_and_lists_differences(command, tmp_path):
    open_reported(LOAN)
    signed_in(OFFICER, is_granted=False)
    file = tmp_path / "hana.csv"
    file.write_bytes(a_file([*rows_of(LOAN, SEPTEMBER, WRONG), ("C-NONE", *SEPTEMBER)]))
    opening = tmp_path / "opening.xlsx"
    opening.write_bytes(a_list(GOOD))
    acting = ("--as", OFFICER.person, "--on", "2025-01-10")

    status, out, err = command(
        "contract", "servicer-file", str(file), "--returned", "back.xlsx", *acting
    )
    _, listed, _ = command("contract", "differences", "--json", *acting)
    exported, _, _ = command("contract", "differences", "--out", "d.xlsx", *acting)
    opened, told, _ = command("contract", "opening-balances", str(opening), *acting)

    assert (status, "C-NONE" in err, "1 go back" in out) == (1, True, True)
    assert f"{LOAN} 2024-10: arrears are not stated" in out
    assert json.loads(listed)["by_kind"] == {
        "outstanding": 1, "principal": 1, "interest": 1,
    }  # fmt: skip
    assert (exported, opened) == (0, 0)
    assert "1 new contract taken over" in told
