"""Files come in by pages and by the interface: programmes, supply plans, books, requests.

A page of the officer's manual: choose the files, read what is wrong or what would change, and let
the person allowed admit exactly what was shown.
"""

import base64
import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import ROOT, system_of
from faults import csv_text
from file_doors import AT, DOORS, sba_rows
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import load_programme, load_shelf
from majung.operations.supply.load_plans import load_plans
from majung.programmes import shelf, shipped_files
from majung.programmes.supply_plan_files import shipped_plan_files
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.programmes import versions_in_force
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from pages_world import signed_in

ADMINISTRATOR = Actor("p-admin", "sba", frozenset({Role.ADMINISTRATOR}))
SECOND = Actor("p-second", "sba", frozenset({Role.ADMINISTRATOR}))
OFFICER = Actor("p-hana", "hana", frozenset({Role.PROVIDER_OFFICER}))
AGENCY = Actor("p-sba", "sba", frozenset({Role.PROVIDER_OFFICER}))
SECRETARY = Actor("p-council", "kdb", frozenset({Role.SECRETARIAT}))
UNCOUNTED = LEFT_OUT | {"django_session"}
KEY, PLAN = "kexim-ax", "five-sectors-2024"
REQUEST = Path(__file__).parents[2] / "examples/indication/mid-cap-robot-line.yaml"
README = "README.md"


@pytest.fixture
def office(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    load_plans(CLOCKWORK, at=AT)


def uploads(files):
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


def programme(**changes):
    """The files of a programme that ships, some words of programme.yaml put otherwise."""
    files = {name: content for name, content in shipped_files(KEY).items() if name != README}
    text = files["programme.yaml"].decode()
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new, 1)
    return {**files, "programme.yaml": text.encode()}


def raised(to="3조"):
    """The programme with the limit of its stacked cuts raised."""
    return programme(limit=("limit: {2026-01-22: 2조", f"limit: {{2026-01-22: {to}"))


def plan(old, new):
    files = {name: content for name, content in shipped_plan_files(PLAN).items() if name != README}
    assert old.encode() in files["plan.yaml"]
    return {**files, "plan.yaml": files["plan.yaml"].replace(old.encode(), new.encode(), 1)}


def carried_by(answer):
    """What the form on a page carries to the act that admits it."""
    return re.findall(r'name="carried" value="([^"]+)"', answer.content.decode())


def in_force():
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        latest = {each.key: each.version for each in versions_in_force(at=far())}
    return latest[KEY]


def far():
    return AT.replace(year=2100)


def test_an_administrator_reads_what_would_change_and_admits_what_was_shown(office):
    browser = signed_in(ADMINISTRATOR, is_granted=False)
    before, digest = in_force(), database_digest(without=UNCOUNTED)

    read = browser.post("/programme-files/", {"programme-file": uploads(raised())})

    page = read.content.decode()
    assert read.status_code == 200
    assert "시행 중인 판과 다른 곳" in page
    assert "2조 원" in page
    assert "3조 원" in page
    assert "1곳이 다릅니다" in page
    assert database_digest(without=UNCOUNTED) == digest

    admitted = browser.post("/programme-files/", {"carried": carried_by(read)}, follow=True)

    assert admitted.redirect_chain == [(f"/programmes/{KEY}", 302)]
    assert "판을 등재했습니다" in admitted.content.decode()
    assert in_force() != before
    again = browser.post("/programme-files/", {"programme-file": uploads(raised())})
    assert "이미 등재되어 있습니다" in again.content.decode()
    assert carried_by(again) == []


def test_every_problem_of_a_programme_is_told_with_its_place(office):
    browser = signed_in(ADMINISTRATOR, is_granted=False)
    files = programme(one=("currency: KRW", "currancy: KRW"))
    files["cases.yaml"] += b"\n- {name: x, prodct: y}\n"
    del files["postings.yaml"]

    answer = browser.post("/programme-files/", {"programme-file": uploads(files)})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"programme\.yaml:\d+:\d+: ", page)
    assert "postings.yaml" in page
    assert carried_by(answer) == []


def test_a_name_the_folder_does_not_know_or_sent_twice_is_told(office):
    browser = signed_in(ADMINISTRATOR, is_granted=False)
    files = [*uploads(programme()), *uploads({"programme.yaml": b"x: 1", "notes.txt": b"x"})]

    page = browser.post("/programme-files/", {"programme-file": files}).content.decode()

    assert "파일 ‘programme.yaml’: 2번 제출됨" in page
    assert "파일 ‘notes.txt’: 읽지 않음" in page


def test_a_programme_whose_own_cases_do_not_hold_is_not_admitted(office):
    files = programme()
    files["cases.yaml"] = files["cases.yaml"].replace(b"verdict: met", b"verdict: not-met", 1)
    browser = signed_in(ADMINISTRATOR, is_granted=False)
    before = database_digest(without=UNCOUNTED)

    answer = browser.post("/programme-files/", {"programme-file": uploads(files)})

    assert (answer.status_code, carried_by(answer)) == (409, [])
    assert "cases.yaml: " in answer.content.decode()
    assert database_digest(without=UNCOUNTED) == before


def test_an_officer_may_check_programme_files_and_admits_none(office):
    administrator = signed_in(ADMINISTRATOR, is_granted=False)
    officer = signed_in(OFFICER, is_granted=False)
    pieces = carried_by(
        administrator.post("/programme-files/", {"programme-file": uploads(raised())})
    )

    checked = officer.post("/programme-files/", {"programme-file": uploads(raised())})
    refused = officer.post("/programme-files/", {"carried": pieces})

    assert (checked.status_code, carried_by(checked)) == (200, [])
    assert refused.status_code == 403


def test_what_is_admitted_is_what_was_shown_to_the_same_person(office):
    first = signed_in(ADMINISTRATOR, is_granted=False)
    second = signed_in(SECOND, is_granted=False)
    pieces = carried_by(first.post("/programme-files/", {"programme-file": uploads(raised())}))
    before = database_digest(without=UNCOUNTED)
    spoilt = [pieces[0][:-3] + "abc", *pieces[1:]]

    for browser, sent in ((first, spoilt), (first, pieces[:-1]), (first, ["x"]), (second, pieces)):
        refused = browser.post("/programme-files/", {"carried": sent})

        assert refused.status_code == 409
        assert "보여 준 그대로만" in refused.content.decode()
    assert database_digest(without=UNCOUNTED) == before


def test_a_difference_from_a_version_no_longer_in_force_admits_nothing(office):
    browser = signed_in(ADMINISTRATOR, is_granted=False)
    pieces = carried_by(browser.post("/programme-files/", {"programme-file": uploads(raised())}))
    load_programme(
        CLOCKWORK,
        programme(limit=("limit: {2026-01-22: 2조", "limit: {2026-01-22: 4조")),
        at=AT.replace(hour=9),
    )
    before = in_force()

    refused = browser.post("/programme-files/", {"carried": pieces})

    assert refused.status_code == 409
    assert "그 사이 다른 판이 등재됨" in refused.content.decode()
    assert in_force() == before


def test_the_interface_checks_and_admits_a_programme_once(office):
    system = system_of(ADMINISTRATOR, is_granted=False)

    def sent(path, once="request-0001"):
        return system.client.post(
            f"{ROOT}{path}",
            {"files": uploads(raised())},
            headers={**system.headers, "Idempotency-Key": once},
        )

    checked = sent("/programme-checks").json()
    first, again = sent("/programme-versions"), sent("/programme-versions")
    later = sent("/programme-versions", once="request-0002").json()

    assert checked["findings"] == []
    assert checked["version_in_force"] == shelf()[KEY].version
    assert {each["kind"] for each in checked["changes"]} <= {
        "change-made", "change-added", "change-removed",
    }  # fmt: skip
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["is_admitted"], later["is_admitted"]) == (True, False)
    assert in_force() == first.json()["programme"]["version"]


def test_an_officers_key_admits_no_programme(office):
    system = system_of(OFFICER, is_granted=False)
    before = in_force()

    answer = system.client.post(
        f"{ROOT}/programme-versions",
        {"files": uploads(raised())},
        headers={**system.headers, "Idempotency-Key": "request-0001"},
    )

    assert (answer.status_code, in_force()) == (403, before)


def test_the_secretariat_sees_the_targets_of_a_plan_and_admits_it(office):
    browser = signed_in(SECRETARY, is_granted=False)
    changed = uploads(plan("102.4조", "103조"))
    digest = database_digest(without=UNCOUNTED)

    read = browser.post("/plans/", {"plan-file": changed})

    page = read.content.decode()
    assert read.status_code == 200
    assert "목표 1건이 다릅니다" in page
    assert "102조 4,000억 원" in page
    assert "103조 원" in page
    assert database_digest(without=UNCOUNTED) == digest

    admitted = browser.post("/plans/", {"carried": carried_by(read)}, follow=True)

    assert admitted.redirect_chain == [(f"/plans/{PLAN}", 302)]
    assert "103조 원" in admitted.content.decode()
    assert "103조 원" in browser.get("/plans/").content.decode()


def test_a_plan_for_a_new_year_can_be_chosen_once_it_is_admitted(office):
    browser = signed_in(SECRETARY, is_granted=False)
    files = {
        name: content.replace(b"2026", b"2027")
        for name, content in shipped_plan_files("five-sectors-2026").items()
        if name == "plan.yaml"
    }
    read = browser.post("/plans/", {"plan-file": uploads(files)})

    browser.post("/plans/", {"carried": carried_by(read)})

    assert read.status_code == 200, read.content.decode()
    for address in ("/supply/", "/reports/", "/packs/"):
        assert "five-sectors-2027" in browser.get(address).content.decode(), address
    address = "/supply/?plan=five-sectors-2027&as-of=2027-05-31"
    assert browser.get(address).status_code == 200
    assert browser.get("/?plan=five-sectors-2027").status_code == 200


def test_officers_read_plans_and_admit_none(office):
    browser = signed_in(OFFICER, is_granted=False)

    page = browser.get("/plans/").content.decode()
    shown = browser.get(f"/plans/{PLAN}").content.decode()
    refused = browser.post("/plans/", {"plan-file": uploads(plan("102.4조", "103조"))})

    assert "102조 4,000억 원" in page
    assert "102조 4,000억 원" in shown
    assert 'type="file"' not in page
    assert refused.status_code == 403
    assert browser.get("/plans/five-sectors-1999").status_code == 409


def test_the_interface_checks_and_admits_a_plan(office):
    system = system_of(SECRETARY, is_granted=False)

    def sent(path):
        return system.client.post(
            f"{ROOT}{path}",
            {"files": uploads(plan("102.4조", "103조"))},
            headers={**system.headers, "Idempotency-Key": "request-0001"},
        )

    checked, admitted = sent("/plan-checks").json(), sent("/plan-versions")

    total = checked["targets"][0]
    assert (total["target"]["amount"], total["target_in_force"]["amount"]) == (
        "103000000000000", "102400000000000",
    )  # fmt: skip
    assert (admitted.status_code, admitted.json()["is_admitted"]) == (201, True)


def case():
    headings = DOORS["sba-case"].headings
    return csv_text(headings, sba_rows(headings)).encode()


def test_the_agencys_officer_checks_a_book_takes_it_in_and_saves_the_report(office):
    browser = signed_in(AGENCY, is_granted=False)
    before = database_digest(without=UNCOUNTED)

    def handed_in(**more):
        file = SimpleUploadedFile("case.csv", case())
        return browser.post("/imports/", {"book": "sba-case", "book-file": file, **more})

    checked = handed_in(only="check")
    untouched = database_digest(without=UNCOUNTED)
    taken, again = handed_in(), handed_in()

    assert untouched == before
    assert (
        "3행을 읽었고 반입할 수 있습니다. 반입에는 약 1초가 걸립니다." in checked.content.decode()
    )
    assert "계약 3건, 새 사실" in taken.content.decode()
    assert "이미 반입한 장부입니다(3행)" in again.content.decode()
    assert browser.get("/contracts/sba-1001").status_code == 200
    saved = re.findall(r'href="data:[^;]+;base64,([^"]+)" download', checked.content.decode())
    assert base64.b64decode(saved[0])[:2] == b"PK"
    assert json.loads(base64.b64decode(saved[1]))


def test_another_banks_officer_takes_no_book_of_the_agency(office):
    browser = signed_in(OFFICER, is_granted=False)
    before = database_digest(without=UNCOUNTED)

    answer = browser.post(
        "/imports/", {"book": "sba-case", "book-file": SimpleUploadedFile("case.csv", case())}
    )

    assert answer.status_code == 409
    assert "이 장부를 관리하는 기관이 아님" in answer.content.decode()
    assert database_digest(without=UNCOUNTED) == before


def test_a_statement_of_the_world_bank_is_added_up_and_not_kept(office):
    door = DOORS["ibrd"]
    browser = signed_in(OFFICER, is_granted=False)
    before = database_digest(without=UNCOUNTED)
    content = csv_text(door.headings, door.rows).encode()

    answer = browser.post(
        "/imports/", {"book": "ibrd", "book-file": SimpleUploadedFile("ibrd.csv", content)}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "3행을 읽었습니다. 이 장부는 보관하지 않습니다." in page
    assert "통제 합계" in page
    assert database_digest(without=UNCOUNTED) == before


def test_the_interface_takes_a_book_once_with_its_report(office):
    system = system_of(AGENCY, is_granted=False)

    def sent(path, once="request-0001"):
        return system.client.post(
            f"{ROOT}{path}",
            {"file": SimpleUploadedFile("case.csv", case())},
            headers={**system.headers, "Idempotency-Key": once},
        )

    checked = sent("/import-checks/sba-case").json()
    first, again = sent("/imports/sba-case"), sent("/imports/sba-case")
    later = sent("/imports/sba-case", once="request-0002").json()

    assert (checked["taken"], checked["rows"]) == (None, 3)
    assert base64.b64decode(checked["report_xlsx"])[:2] == b"PK"
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["taken"]["contracts"], later["taken"]["is_new"]) == (3, False)
    assert sent("/imports/none-such").status_code == 422


def test_a_request_file_is_compared_as_the_command_line_compares_it(office, command):
    system = system_of(OFFICER, is_granted=False)
    browser = signed_in(OFFICER)
    before = database_digest(without=UNCOUNTED)
    file = SimpleUploadedFile(REQUEST.name, REQUEST.read_bytes())

    shown = browser.post("/comparisons/", {"request-file": file})
    page = shown.content.decode()
    assert shown.status_code == 200
    file.seek(0)
    told = system.client.post(f"{ROOT}/comparisons", {"file": file}, headers=system.headers)
    status, out, _ = command("indication", "compare", str(REQUEST), "--json")

    assert (status, told.status_code) == (0, 200)
    assert told.json() == json.loads(out)
    for each in told.json()["indications"]:
        assert each["provider_name"]["ko"] in page
    assert "아무도 구속하지" in page
    assert database_digest(without=UNCOUNTED) == before


def test_the_command_line_admits_a_programme_and_a_plan_from_folders(office, command, tmp_path):
    for name, files in {"programme": raised(), "plan": plan("102.4조", "103조")}.items():
        (tmp_path / name).mkdir()
        for file, content in files.items():
            (tmp_path / name / file).write_bytes(content)
    before = in_force()

    admitted = command("programme", "admit", "programme")
    again = command("programme", "admit", "programme")
    checked = command("supply", "plan", "check", "plan")
    planned = command("supply", "plan", "admit", "plan")

    assert [each[2] for each in (admitted, again, checked, planned)] == [""] * 4
    assert admitted[1].startswith("envelopes › ax-preferential-limit › limit › 2026-01-22")
    assert "was admitted before: nothing changed" in again[1]
    assert "revision 1, Total: KRW 102,400,000,000,000 → KRW 103,000,000,000,000" in checked[1]
    assert "can be admitted" in checked[1]
    assert "is admitted" in planned[1]
    assert in_force() != before


def test_a_plan_that_was_taken_in_by_file_is_read_by_every_command(office, command, tmp_path):
    (tmp_path / "plan").mkdir()
    for file, content in plan("102.4조", "109조").items():
        (tmp_path / "plan" / file).write_bytes(content)
    asked = ("supply", "pace", PLAN, "--as-of", "2024-05-31", "--json")
    assert command(*asked)[2] == ""
    shipped = json.loads(command(*asked)[1])["headline"]

    assert command("supply", "plan", "admit", "plan")[0] == 0
    admitted = json.loads(command(*asked)[1])["headline"]
    status, out, _ = command("supply", "template", PLAN, "kdb", "--out", "blank.xlsx")

    assert shipped["target"]["amount"] == str(1024 * 10**11)
    assert admitted["target"]["amount"] == str(1090 * 10**11)
    assert admitted["supplied"] == shipped["supplied"]
    assert (status, out.strip(), (tmp_path / "blank.xlsx").read_bytes()[:2]) == (
        0, "blank.xlsx", b"PK",
    )  # fmt: skip


def test_a_folder_with_problems_is_admitted_by_no_command(office, command, tmp_path):
    (tmp_path / "programme").mkdir()
    (tmp_path / "programme" / "programme.yaml").write_bytes(b"key: [")
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yaml").write_bytes(b"key: [")
    before = database_digest()

    programme_ = command("programme", "admit", "programme")
    plan_ = command("supply", "plan", "admit", "plan")

    assert (programme_[0], plan_[0]) == (1, 1)
    assert "programme.yaml:1:" in programme_[2]
    assert "plan.yaml:1:" in plan_[2]
    assert database_digest() == before
