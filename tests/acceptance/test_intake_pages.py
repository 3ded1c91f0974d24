"""Pages of intake that deal with firms, room, people and institutions, and what forms refuse."""

from datetime import date

import pytest

from api_world import live_in_the_example
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
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.name_institution import name_institution
from majung.operations.intake.room import room_of
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.sign import sign
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.intake.decisions import OfferOutcome
from majung.store.parties.institutions import Institution
from majung.store.parties.people import roles_of
from majung.store.upkeep.digests import database_digest
from pages_world import signed_in

ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
DIGITS_20 = "99999999999999999999"
LONG = "가" * (10 * 1024 * 1024)
#: What people put into a field: each is told, or read for what it means.
FIELD_FAULTS = {
    "empty": "",
    "twenty digits": DIGITS_20,
    "negative": "-5",
    "impossible day": "2024-02-30",
    "words": "아무 말",
    "null byte": "a\x00b",
    "markup": "<script>alert(1)</script>",
    "full width": "１２３４５",
    "Korean numerals": "오십억",
}

CANNOT_BE_WRITTEN = {
    "ko": "적을 수 없는 글자가 있거나 너무 긺",
    "en": "holds letters that cannot be written",
}


def _firm_form(**changes):
    return {
        "corporate-number": str(corporate_number(7)),
        "firm-name": "예시정밀",
        "firm-size": "medium",
        "established-on": "2015-03-02",
        "industry": "29280",
        "site-number": str(business_number(7)),
        "site-region": "gyeongnam",
        "site-name": "창원공장",
        **changes,
    }


def _account_form(**changes):
    return {
        "person": "p-7",
        "password": "a long pass phrase 7",
        "role": "provider-approver",
        "institution": "ibk",
        "from-on": "2024-01-01",
        "authority": "50억",
        **changes,
    }


def _office():
    load_shelf(CLOCKWORK, at=AT)
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    name_institution(ADMINISTRATOR, Institution("office", "operator", called), at=AT)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_firm_is_registered_found_and_room_is_held_for_it(fresh_database, language):
    live_in_the_example(OFFICER)
    open_office()
    officer = signed_in(OFFICER, language=language)
    at = f"/firms/{corporate_number(7)}"

    made = officer.post("/firms/", _firm_form())
    assert made.headers["Location"] == at
    assert "예시정밀".encode() in officer.get("/firms/?q=예시정").content
    held = officer.post(at, {"product": PRODUCT, "amount": "30억"})
    assert held.status_code == 302, held.content.decode()
    page = officer.get(at).content.decode()
    assert {"ko": "30억", "en": "3,000,000,000"}[language] in page
    release = page.split('/release"')[0].rsplit('"', 1)[1] + "/release"
    assert officer.post(release).status_code == 302
    too_much = officer.post(at, {"product": PRODUCT, "amount": "1조"})
    assert too_much.status_code == 409
    assert "—" in too_much.content.decode()
    assert officer.post(at, {"product": PRODUCT, "amount": "0"}).status_code == 409


def test_of_what_others_granted_an_institution_learns_that_it_is_held_not_how_much(
    fresh_database,
):
    _signed_loan()
    firm = asked().application.firm.identity
    other = Actor("p-kdb", "kdb", frozenset({Role.PROVIDER_OFFICER}))
    auditor = Actor("p-auditor", "fsc", frozenset({Role.AUDITOR}))

    (own,) = room_of(OFFICER, firm, on=ON, at=AT).held
    (seen,) = room_of(other, firm, on=ON, at=AT).held
    (audited,) = room_of(auditor, firm, on=ON, at=AT).held

    assert own.amount == audited.amount == asked().application.request.amount
    assert (seen.product, seen.amount) == (PRODUCT, None)


def test_another_firm_asks_nothing_about_a_firm(fresh_database):
    open_office()
    apply()
    stranger = Actor("p-x", "", frozenset({Role.FIRM}), f"corporate:{corporate_number(8)}")

    with pytest.raises(NotPermittedError):
        room_of(stranger, asked().application.firm.identity, on=ON, at=AT)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_administrator_looks_after_accounts_and_institutions(fresh_database, language):
    _office()
    admin = signed_in(ADMINISTRATOR, language=language, is_granted=False)

    opened = admin.post("/people/", _account_form())
    assert opened.headers["Location"] == "/people/p-7"
    assert b"p-7" in admin.get("/people/").content
    given = admin.post(
        "/people/p-7", {"role": "provider-officer", "institution": "ibk", "from-on": "2024-06-01"}
    )
    assert given.status_code == 302, given.content.decode()
    ended = admin.post(
        "/people/p-7/end", {"held-role": "provider-approver@ibk", "until-on": "2030-12-31"}
    )
    assert ended.status_code == 302, ended.content.decode()
    held = {each.role: each.until_on for each in roles_of("p-7", on=date(2024, 7, 1))}
    assert held == {"provider-approver": date(2030, 12, 31), "provider-officer": None}
    assert admin.get("/people/p-7").status_code == 200
    last = {"held-role": "administrator@office", "until-on": "2030-12-31"}
    kept = admin.post("/people/p-admin/end", last)
    assert (kept.status_code, "—" in kept.content.decode()) == (409, True)
    naming = {
        "institution-key": "motie",
        "institution-kind": "recommender",
        "name-ko": "예시산업부",
        "name-en": "Example ministry",
        "called-from": "2031-01-01",
    }
    assert admin.post("/institutions/", naming).status_code == 302
    assert "예시산업부".encode() in admin.get("/institutions/").content
    renamed = admin.post("/institutions/", {**naming, "name-ko": "다른 이름"})
    assert renamed.status_code == 409
    officer = signed_in(OFFICER, is_granted=False)
    for page in ("/people/", "/people/p-7", "/institutions/"):
        assert officer.get(page).status_code == 403


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("page", ["/firms/", "/people/"])
def test_a_form_with_a_fault_in_a_field_is_told_and_leaves_nothing(fresh_database, page, language):
    _office()
    admin = signed_in(ADMINISTRATOR, language=language, is_granted=False)
    forms = {"/firms/": _firm_form, "/people/": _account_form}
    for field in forms[page]():
        for turn, (fault, written) in enumerate(FIELD_FAULTS.items()):
            whole = forms[page](**({"person": f"p-{field}-{turn}"} if page == "/people/" else {}))
            before = database_digest()

            answer = admin.post(page, {**whole, field: written})

            assert answer.status_code in (302, 409), (field, fault)
            if answer.status_code == 302:
                # What could be read was taken: the next one begins on an empty page again.
                assert _is_harmless(field, fault), (field, fault)
                continue
            # What cannot be written down at all is told on a page of its own.
            told = CANNOT_BE_WRITTEN[language] if fault == "null byte" else 'class="error-summary"'
            assert told in answer.content.decode(), (field, fault)
            assert b"<script>alert" not in answer.content
            assert database_digest() == before, (field, fault)


def test_ten_megabytes_of_words_are_refused(fresh_database):
    _office()
    admin = signed_in(ADMINISTRATOR, is_granted=False)

    answer = admin.post("/firms/", _firm_form(**{"firm-name": LONG}))

    assert answer.status_code in (400, 409, 413)


def _is_harmless(field, fault):
    """Say whether a form may be taken although a field holds something strange."""
    free = {"firm-name", "site-name", "person", "password"}
    optional = {"established-on", "industry", "site-number", "site-region", "site-name",
                "from-on", "authority"}  # fmt: skip
    return (
        (fault == "empty" and field in optional)
        or field in free
        or (field == "authority" and fault in {"full width", "Korean numerals"})
        or (field == "industry" and fault == "full width")
    )


def _signed_loan():
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, grant(number), f"{PRODUCT}@ibk", quotes, key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    answer_offer(OFFICER, "D-1", OfferOutcome.ACCEPTED, on=ON, at=AT)
    sign(OFFICER, "D-1", on=ON, at=AT)
