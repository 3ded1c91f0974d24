"""The interface for other systems, as they meet it."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from api_world import ROOT, key_of, live_in_the_example, signed_in, system_of
from intake_world import (
    APPROVER,
    AT,
    BANK,
    INSURER_OFFICER,
    OFFICER,
    ON,
    PRODUCT,
    apply,
    asked,
    open_office,
    state_everything,
)
from majung.applications.firm import identity_key
from majung.operations.acting import Actor, Role
from majung.operations.intake.assess import assess
from majung.operations.intake.indicate import indicate
from majung.operations.servicing.sign import sign
from majung.operations.supply.reading import Wanted, pace_reading
from majung.programmes.price_terms import ComponentKind
from majung.store.parties.api_keys import revoke
from majung.supply.targets import pace_document

NOTHING = "nothing-of-the-kind"
WAY = f"{PRODUCT}@{BANK}"
BOTH = Actor("p-both", BANK, frozenset({Role.PROVIDER_OFFICER, Role.PROVIDER_APPROVER}))
OTHER = Actor("p-other", "kdb", frozenset({Role.PROVIDER_OFFICER}))
AUDITOR = Actor("p-auditor", "fsc", frozenset({Role.AUDITOR}))


def _quotes():
    """The banks' quotes of the example, as another system sends them."""
    return [_sent(quote) for quote in asked().quotes.values()]


def _sent(quote):
    base = next(line for line in quote.lines if line.kind is ComponentKind.BASE)
    return {
        "bank": quote.provider,
        "quoted_on": quote.quoted_on.isoformat(),
        "base": {"name": base.label.ko, "rate": _share(base.rate)},
        "add_ons": [_part(line) for line in quote.lines if line.kind is ComponentKind.ADD_ON],
        "adjustments": [
            _part(line) for line in quote.lines if line.kind is ComponentKind.ADJUSTMENT
        ],
        "cover_cut": None if quote.cover_cut is None else _share(quote.cover_cut),
        "cuts": {key: _share(rate) for key, rate in quote.cuts.items()},
    }


def _part(line):
    return {"name": line.label.ko, "rate": _share(line.rate)}


def _share(rate):
    return f"{abs(Decimal(rate.as_json())):f}"


def _proposed(number, **changes):
    wanted = asked().application.request.amount
    return {
        "key": "D-1",
        "application": number,
        "product": PRODUCT,
        "kind": "approve",
        "granted": wanted.as_json(),
        "document": "여신심사-2024-0017",
        "way": WAY,
        "quotes": _quotes(),
        **changes,
    }


def _firm():
    identity = identity_key(asked().application.firm.identity)
    return Actor("p-firm", "", frozenset({Role.FIRM}), identity)


def _office():
    live_in_the_example(OFFICER, APPROVER, INSURER_OFFICER, AUDITOR, BOTH, OTHER, _firm())
    open_office()
    number = apply()
    state_everything()
    return number


def _offered():
    """An office in which one offer was made, all of it over the interface."""
    number = _office()
    officer, approver = system_of(OFFICER), system_of(APPROVER)
    assert officer.post(f"/applications/{number}/assessments").status_code == 201
    assert officer.post("/proposals", _proposed(number)).status_code == 201
    assert approver.post("/proposals/D-1/approvals").status_code == 201
    return number


def test_a_decision_is_made_by_two_systems_and_the_offer_is_accepted(fresh_database):
    number = _offered()
    officer = system_of(OFFICER)

    answered = officer.post("/offers/D-1/answers", {"outcome": "accepted"})
    file = officer.get(f"/applications/{number}").json()

    assert answered.json()["outcome"] == "accepted"
    assert [each["stage"] for each in file["products"][PRODUCT]] == [
        "submitted",
        "assessment",
        "proposed",
        "offered",
        "accepted",
    ]
    assert file["decisions"][0]["granted"] == asked().application.request.amount.as_json()
    assert file["decisions"][0]["approved_by"] == APPROVER.person

    signature = {"servicing": "reported"}
    signed = officer.post("/offers/D-1/signatures", signature, once="request-0003").json()
    again = officer.post("/offers/D-1/signatures", signature, once="request-0003").json()
    assert (signed["key"], signed["servicing"], signed["offer"]) == ("C-D-1", "reported", "D-1")
    assert again == signed
    insurer = system_of(INSURER_OFFICER)
    elsewhere = insurer.post("/offers/D-1/signatures", signature, once="request-0004")
    assert (elsewhere.status_code, elsewhere.json()["type"]) == (
        403,
        "urn:majung:problem:offer-elsewhere",
    )
    late = {"key": "d-1", "kind": "drawdown", "effective_on": "2024-10-02"}
    drawn = {**late, "amount": {"amount": "1"}}
    by_hand = officer.post("/contracts/C-D-1/facts", drawn, once="request-0005")
    assert by_hand.json()["type"] == "urn:majung:problem:contract-reported"


def test_who_proposed_cannot_approve_also_over_the_interface(fresh_database):
    number = _office()
    alone = system_of(BOTH, is_granted=False)
    alone.post(f"/applications/{number}/assessments")
    alone.post("/proposals", _proposed(number))

    refused = alone.post("/proposals/D-1/approvals")

    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:majung:problem:four-eyes"
    assert alone.get(f"/applications/{number}").json()["offers"] == []


def test_indications_over_the_interface_are_those_of_the_office(fresh_database):
    number = _office()
    answer = system_of(OFFICER).post(
        f"/applications/{number}/indications", {"quotes": _quotes(), "order": "rate"}
    )

    rates = {each["key"]: each["rate"]["rate"] for each in answer.json()["indications"]}
    here = indicate(OFFICER, number, asked().quotes, on=ON, at=AT)

    assert answer.status_code == 201
    assert rates == {each.key: each.rate.rate.as_json() for each in here.indications}


def test_a_quote_that_cannot_be_read_is_refused_with_its_places(fresh_database):
    number = _office()
    quotes = _quotes()
    quotes[0]["bank"] = NOTHING

    refused = system_of(OFFICER).post(f"/applications/{number}/indications", {"quotes": quotes})

    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:majung:problem:request-unreadable"
    assert NOTHING in refused.json()["errors"][0]["detail"]


def test_the_same_key_gives_the_same_answer_and_does_nothing_again(fresh_database):
    open_office()
    number = apply()
    officer = system_of(OFFICER)
    path = f"/applications/{number}/assessments"

    first = officer.post(path, once="assess-0001")
    state_everything()
    again = officer.post(path, once="assess-0001")
    anew = officer.post(path, once="assess-0002")

    assert again.json() == first.json()
    assert anew.json() != first.json()


def test_the_same_key_with_another_body_is_refused(fresh_database):
    number = _office()
    officer = system_of(OFFICER)
    path = f"/applications/{number}/indications"
    officer.post(path, {"order": "rate"}, once="indicate-0001")

    refused = officer.post(path, {"order": "name"}, once="indicate-0001")

    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:majung:problem:answered-otherwise"


def test_a_write_without_a_key_of_its_own_is_refused(fresh_database):
    number = _office()
    officer = system_of(OFFICER)

    refused = officer.client.post(
        f"{ROOT}/applications/{number}/assessments", headers=officer.headers
    )

    assert refused.status_code == 422
    assert [each["place"] for each in refused.json()["errors"]] == ["header.Idempotency-Key"]


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "거절"), ("en", "refused"), ("en-GB,en;q=0.9", "refused")]
)
def test_nobody_is_told_so_in_their_language(fresh_database, language, words):
    answer = Client().get(f"{ROOT}/programmes", headers={"Accept-Language": language})

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == language[:2]
    assert words in answer.json()["detail"]


def test_a_key_opens_only_the_acts_it_was_given_for(fresh_database):
    number = _office()
    reader = system_of(OFFICER, scopes={"read-own"})

    refused = reader.post(f"/applications/{number}/assessments")

    assert reader.get("/applications").status_code == 200
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:majung:problem:scope-missing"


def test_keys_that_expired_or_were_revoked_open_nothing(fresh_database):
    open_office()
    key = key_of(OFFICER)
    revoke(key.split("_")[1], at=AT)

    for worn in (key, key_of(OFFICER, days=-1), key_of(OFFICER)[:-1], "mj", "", "mj_\0_x"):
        system = system_of(OFFICER)
        system.headers["Authorization"] = f"Bearer {worn}"
        assert system.get("/programmes").status_code == 401


def test_a_session_writes_only_with_the_token_of_its_page(fresh_database):
    number = _office()
    browser = signed_in(OFFICER)
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = browser.cookies
    path = f"{ROOT}/applications/{number}/assessments"
    token = "x" * 32
    guarded.cookies["csrftoken"] = token

    refused = guarded.post(path, headers={"Idempotency-Key": "session-1"})
    taken = guarded.post(path, headers={"Idempotency-Key": "session-1", "X-CSRFToken": token})

    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:majung:problem:form-token-missing"
    assert taken.status_code == 201


def test_another_institution_and_another_firm_find_nothing(fresh_database):
    number = _offered()
    system = system_of(OTHER, is_granted=False)

    assert system.get(f"/applications/{number}").status_code == 404
    assert system.get("/offers/D-1").status_code == 404
    assert system.post("/offers/D-1/answers", {"outcome": "accepted"}).status_code == 404
    assert system.get("/applications").json() == {"items": [], "next": None}
    assert system_of(OFFICER).get("/offers/D-1").json()["outcome"] is None


def test_a_firm_reads_its_own_and_never_a_price_of_the_house(fresh_database):
    number = _offered()
    firm = system_of(_firm(), is_granted=False)
    answers = [
        firm.get("/applications"),
        firm.get(f"/applications/{number}"),
        firm.post(f"/applications/{number}/indications", {"quotes": _quotes()}),
        firm.get("/offers/D-1"),
        firm.post("/offers/D-1/answers", {"outcome": "accepted"}),
    ]
    sign(APPROVER, "D-1", on=ON, at=AT)
    answers += [firm.get("/contracts"), firm.get("/contracts/C-D-1")]

    assert [answer.status_code for answer in answers] == [200, 200, 201, 200, 201, 200, 200]
    for answer in answers:
        assert set(_names(answer.json())) & INTERNAL == set()
    assert "approved_by" not in json.dumps(answers[1].json())


INTERNAL = {
    "technical",
    "technical_premium",
    "expected_loss",
    "aid",
    "aid_equivalent",
    "loan_aid",
    "cover_aid",
    "grade",
    "internal",
    "approved_by",
    "proposed_by",
    "overrides",
}


def _names(tree):
    """Every name that stands anywhere in an answer."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield name
            yield from _names(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _names(value)


def test_the_pace_is_the_document_of_the_office(fresh_database):
    open_office()
    wanted = Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31))
    reading, forecasts = pace_reading(OFFICER, wanted, at=AT)

    answer = system_of(OFFICER).get("/plans/five-sectors-2024/pace", as_of="2024-05-31")

    assert answer.json() == json.loads(json.dumps(pace_document(reading, forecasts)))
    assert system_of(OFFICER).get(f"/plans/{NOTHING}/pace").status_code == 404


def test_lists_are_read_page_by_page(fresh_database):
    open_office()
    officer = system_of(OFFICER)
    found, after = [], ""

    while after is not None:
        page = officer.get("/programmes", after=after, limit=3).json()
        found += [each["key"] for each in page["items"]]
        after = page["next"]

    whole = officer.get("/programmes").json()
    assert found == [each["key"] for each in whole["items"]]
    assert len(found) > 3
    assert officer.get(f"/programmes/{found[0]}").json()["key"] == found[0]
    assert officer.get(f"/programmes/{NOTHING}").status_code == 404


def test_a_contract_shows_the_entries_behind_each_event(fresh_database):
    _offered()
    officer = system_of(OFFICER)
    officer.post("/offers/D-1/answers", {"outcome": "accepted"})
    sign(APPROVER, "D-1", on=ON, at=AT)

    contract = officer.get("/contracts/C-D-1").json()
    payoff = officer.get("/contracts/C-D-1/payoff").json()
    balance = officer.get(f"/books/{BANK}.lender/trial-balance").json()

    assert contract["terms"]["type"] == "loan"
    assert contract["on"] == payoff["on"]
    assert payoff["payoff"] == contract["payoff"]
    assert balance["is_balanced"] is True
    assert officer.get(f"/contracts/{NOTHING}").status_code == 404


def test_the_audit_is_the_auditors(fresh_database):
    _offered()
    auditor = system_of(AUDITOR, is_granted=False)

    assert auditor.get("/audit/verification").json()["is_whole"] is True
    assert system_of(OFFICER).get("/audit/verification").status_code == 403


def test_the_dashboard_and_packs_answer(fresh_database):
    open_office()
    officer = system_of(OFFICER)

    page = officer.get("/dashboard", plan="five-sectors-2024", as_of="2024-05-31")

    assert page.json()["pace"]["plan"] == "five-sectors-2024"
    assert len(page.json()["months"]) == 12
    assert officer.get("/packs").json() == {"items": [], "next": None}
    assert officer.get(f"/packs/{NOTHING}").status_code == 404


def test_what_nobody_foresaw_is_not_told(fresh_database, monkeypatch, settings):
    open_office()
    officer = system_of(OFFICER, **{"Accept-Language": "en"})
    settings.KEYRING = "a secret that must not be told"

    answer = system_of(AUDITOR, is_granted=False).get("/audit/verification")

    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:majung:problem:unexpected"
    assert "secret" not in answer.content.decode()
    assert officer.get("/programmes").status_code == 200


def test_an_address_that_is_none_is_answered_with_a_problem(fresh_database):
    answer = Client().get(f"{ROOT}/{NOTHING}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_findings_over_the_interface_are_those_of_the_office(fresh_database):
    number = _office()
    found = assess(INSURER_OFFICER, number, on=ON, at=AT)

    sent = system_of(OFFICER).post(f"/applications/{number}/assessments").json()["items"]

    assert {each["product"]: each["verdict"] for each in sent} == {
        each.product: each.verdict.name.lower().replace("_", "-") for each in found
    }
