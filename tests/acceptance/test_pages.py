"""The pages, as a browser without scripts meets them."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from intake_world import APPROVER, OFFICER, apply, asked, open_office, state_everything
from majung.applications.firm import identity_key
from majung.contracts.facts import FactKind
from majung.operations.acting import Actor, Role
from majung.operations.event_names import event_names
from majung.web.pages.wording import phrases
from pages_world import signed_in

SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_dashboard_shows_the_published_pace_beside_elapsed_time(fresh_database, language):
    open_office()

    page = signed_in(OFFICER, language=language).get("/?plan=five-sectors-2024&source=reported")

    assert page.status_code == 200
    assert page.content.count(b"<svg") >= 4
    assert b"<script" not in page.content
    assert b"style=" not in page.content


@pytest.mark.parametrize("language", ["ko", "en"])
def test_each_programme_of_the_shelf_has_a_page(fresh_database, language):
    open_office()
    browser = signed_in(APPROVER, language=language)

    shelf = browser.get("/programmes/")

    assert shelf.status_code == 200
    for key in ("ai-autonomous-manufacturing", "ai-policy-finance", "kexim-ax", "us-sba-7a"):
        assert f"/programmes/{key}".encode() in shelf.content
        assert browser.get(f"/programmes/{key}").status_code == 200
    assert browser.get("/programmes/nothing-of-the-kind").status_code == 404


def test_who_did_not_sign_in_is_asked_to(fresh_database):
    answer = Client().get("/programmes/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/programmes/"


def test_every_phrase_that_a_page_can_ask_for_is_there_in_both_languages():
    kinds = [f"fact-{kind.value}" for kind in FactKind]

    assert [key for key in kinds if key not in phrases()] == []
    assert [kind for kind, name in event_names().items() if not (name.ko and name.en)] == []
    assert [key for key, pair in phrases().items() if set(pair) != {"ko", "en"}] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_application_goes_from_assessment_to_a_contract_on_pages(fresh_database, language):
    open_office()
    number = apply()
    state_everything()
    officer = signed_in(OFFICER, language=language)
    approver = signed_in(APPROVER, language=language)
    at = f"/applications/{number}"

    assert number.encode() in officer.get("/applications/").content
    assert officer.post(f"{at}/assess").status_code == 302
    comparison = officer.get(f"{at}/comparison?bank=ibk&base=3.5&add-on=1.5")
    assert b"way=ai-am-preferential-loan%40ibk" in comparison.content
    propose = f"{at}/propose?way=ai-am-preferential-loan%40ibk&bank=ibk&base=3.5&add-on=1.5"
    # Years after the example's day some evidence is old: each such rule asks for its reason.
    overrides = re.findall(r'name="(override-\d+)"', officer.get(propose).content.decode())
    proposed = officer.post(
        propose,
        {
            "kind": "approve",
            "granted": asked().application.request.amount.spoken("ko"),
            "document": "여신-17",
            **dict.fromkeys(overrides, "원본을 다시 확인함"),
        },
    )
    assert proposed.status_code == 302, proposed.content.decode()
    key = f"D-{number}-ai-am-preferential-loan-1"
    assert officer.post(f"{at}/proposals/{key}/approve").status_code == 403
    approved = approver.post(f"{at}/proposals/{key}/approve")
    assert approved.status_code == 302, approved.content.decode()
    assert officer.post(f"{at}/offers/{key}/accept").status_code == 302
    signed = officer.post(f"{at}/offers/{key}/sign")
    assert unquote(signed.headers["Location"]) == f"/contracts/C-{key}"
    for page in (
        at,
        f"{at}/state",
        f"/contracts/C-{key}",
        f"/contracts/C-{key}/postings",
        "/contracts/",
        "/books/",
        "/books/ibk.lender",
    ):
        assert officer.get(page).status_code == 200, page


def test_a_pack_is_drafted_frozen_and_downloaded(fresh_database):
    open_office()
    secretary = signed_in(SECRETARY, is_granted=False)

    drafted = secretary.post(
        "/packs/",
        {
            "pack-number": "2024-07",
            "meeting": "제7차",
            "held-on": "2024-07-04",
            "plan": "five-sectors-2024",
            "supply-source": "reported",
            "as-of": "2024-05-31",
        },
    )
    address = drafted.headers["Location"]

    assert address == "/packs/council-pack-2024-05-31-2024-07"
    assert secretary.get(address).status_code == 200
    assert secretary.post(f"{address}/freeze").status_code == 302
    assert secretary.get("/packs/").status_code == 200
    document = secretary.get(f"{address}/files/council-pack-2024-05-31-2024-07.pdf")
    assert document.content.startswith(b"%PDF")


def test_an_auditor_verifies_the_books_on_a_page(fresh_database):
    open_office()
    auditor = signed_in(Actor("p-auditor", "fsc", frozenset({Role.AUDITOR})), is_granted=False)

    assert auditor.get("/audit").status_code == 200
    assert "이상이 없습니다".encode() in auditor.post("/audit").content
    assert signed_in(OFFICER).get("/audit").status_code == 403


def test_a_firm_applies_on_a_page_and_is_told_what_is_wrong_with_the_form(fresh_database):
    open_office()
    apply()
    identity = identity_key(asked().application.firm.identity)
    firm = Actor("p-firm", "", frozenset({Role.FIRM}), identity)
    browser = signed_in(firm, is_granted=False)
    filled = {
        "amount": "50억",
        "months": "60",
        "grace": "12",
        "repayment": "equal-instalments",
        "start": "2026-12-01",
        "uses": ["facility"],
        "desks": ["ibk", "ksure"],
    }

    wrong = browser.post("/apply", {**filled, "amount": "많이", "months": ""})
    assert wrong.status_code == 409
    assert b'href="#id_amount"' in wrong.content
    assert b'href="#id_months"' in wrong.content

    sent = browser.post("/apply", filled)
    assert sent.status_code == 302
    page = browser.get(sent.headers["Location"])
    assert "50억".encode() in page.content
    assert browser.get(sent.headers["Location"] + "/comparison").status_code == 200
    assert browser.get("/").headers["Location"] == "/applications/"
