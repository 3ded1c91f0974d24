"""A loan is changed by every door: over REST, on its desk and by command."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from api_world import system_of
from cli_door import command, document
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor, Role
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.upkeep.digests import database_digest
from pages_world import live_on, signed_in
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, TERMS, moment, open_office

__all__ = ["command", "document"]

APPROVER = Actor("p-chief", "hana", frozenset({Role.PROVIDER_APPROVER}))
OLD, NEW = "C-OLD", "C-NEW"
DAY = date(2024, 9, 26)


@pytest.fixture
def loans(fresh_database):
    """Two loans of one lender, one of them drawn."""
    open_office(OLD, NEW, terms=replace(TERMS, committed=2 * PRINCIPAL))
    drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
    record_facts(OFFICER, {OLD: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON))


def _outstanding(key):
    file = contract_file(OFFICER, key, on=DAY, at=moment(DAY))
    return file.replay.state.outstanding


def test_a_loan_is_restructured_and_transferred_over_rest(loans):
    live_on(DAY, OFFICER, APPROVER)
    officer, approver = (system_of(who, is_granted=False) for who in (OFFICER, APPROVER))
    term = {
        "key": "r-1", "term": "instalments", "count": 24, "reason": "경영애로",
        "effective_on": DAY.isoformat(),
    }  # fmt: skip
    move = {"key": "t-1", "into": NEW, "effective_on": DAY.isoformat()}
    before = database_digest()
    refused = [
        officer.post(f"/contracts/{OLD}/restructurings", term, once="request-001").status_code,
        approver.post(f"/contracts/{OLD}/transfers", move, once="request-002").status_code,
        officer.post(f"/contracts/{OLD}/transfers", {**move, "into": OLD}, once="request-003"),
    ]

    same = database_digest()
    set_anew = approver.post(f"/contracts/{OLD}/restructurings", term, once="request-004")
    moved = officer.post(f"/contracts/{OLD}/transfers", move, once="request-005")

    assert (refused[:2], refused[2].json()["type"]) == (
        [403, 403],
        "urn:majung:problem:transfer-elsewhere",
    )
    assert same == before
    assert (set_anew.status_code, moved.status_code) == (201, 201)
    assert [fact["kind"] for fact in moved.json()["facts"]] == [
        "drawdown",
        "restructuring",
        "transfer",
    ]
    # Due days are counted, and are no won.
    drawn, anew, handed = moved.json()["facts"]
    assert (anew["about"], anew["count"], anew["amount"]) == ("instalments", 24, None)
    assert (drawn["count"], drawn["amount"]["currency"], handed["about"]) == (None, "KRW", NEW)
    assert (_outstanding(OLD), _outstanding(NEW) > PRINCIPAL) == (0, True)


def test_a_loan_is_restructured_and_transferred_on_its_desk(loans):
    live_on(DAY, OFFICER, APPROVER)
    officer, approver = (signed_in(who, is_granted=False) for who in (OFFICER, APPROVER))

    _do(
        approver, "restructure", restructured="grace", due_days="6", effective_on=DAY, reason="유예"
    )
    _do(officer, "transfer-loan", into_contract=NEW, amount="1억", effective_on=DAY)

    assert _outstanding(OLD) == PRINCIPAL - 100_000_000
    assert _outstanding(NEW) == 100_000_000
    offered = _deeds(officer.get(f"/contracts/{OLD}/desk"))
    assert sorted(offered) == ["reverse-fact", "transfer-loan"]
    # Six due days are no six won.
    for path in (f"/contracts/{OLD}", f"/contracts/{OLD}/desk"):
        page = officer.get(path).content.decode()
        assert ("앞으로의 거치 횟수" in page, "6회" in page, "6원" in page) == (True, True, False)


def test_a_loan_is_restructured_and_transferred_by_command(loans, command):
    for actor in (OFFICER, APPROVER):
        _give_roles(actor)
    on = ("--on", DAY.isoformat())
    words = ("contract", "restructure", OLD, "balloon", "--amount", "1억", "--key", "r-1")

    told = command(*words, "--reason", "조건 완화", "--as", APPROVER.person, *on)
    moved = command("contract", "transfer", OLD, NEW, "--key", "t-1", "--as", OFFICER.person, *on)
    again = command("contract", "transfer", OLD, OLD, "--key", "t-2", "--as", OFFICER.person, *on)

    assert (told[0], moved[0], again[0]) == (0, 0, 1)
    assert again[2].startswith("contract C-OLD is not transferred")
    assert (_outstanding(OLD), _outstanding(NEW) > PRINCIPAL) == (0, True)


def _deeds(page):
    found = re.findall(r'action="([^"]*/desk/([^/"]+)/\d+)"', page.content.decode())
    return {unescape(key): unescape(address) for address, key in found}


def _do(browser, deed, **given):
    address = _deeds(browser.get(f"/contracts/{OLD}/desk"))[deed]
    answer = browser.post(address, {name.replace("_", "-"): v for name, v in given.items()})
    assert answer.status_code == 302, re.sub(r"<[^>]+>", "", answer.content.decode())[:2000]


def _give_roles(actor):
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=moment(SIGNED_ON)):
        add_person(actor.person)
        for role in actor.roles:
            held = RoleHeld(
                person=actor.person,
                role=role.value,
                institution=actor.institution,
                from_on=date(2024, 1, 1),
            )
            grant_role(held)
