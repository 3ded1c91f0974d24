"""Facts of covers and funds that exclude each other, taken back on pages, over REST, by command."""

from datetime import date

import pytest

import claims_world
import funds_world
from api_world import system_of
from claims_world import BANK_OFFICER, COVER, LOAN, OFFICER, PRINCIPAL, START
from cli_door import command
from crawling import crawl
from desk_forms import deeds, do
from funds_world import FORMED, FUND, MANAGER
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverStage
from majung.operations.acting import Actor
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.notify_default import notify_default
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.reading import cover_file
from majung.operations.claims.record_recovery import record_recovery
from majung.operations.servicing.reading import contract_file
from majung.operations.taking_back import FactNotStandingError, take_back
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.servicing.facts import record_facts as keep
from majung.store.upkeep.digests import database_digest
from majung.web.api.problems import TYPE
from pages_world import live_on, signed_in

__all__ = ["command"]

LATER = date(2025, 9, 2)


def _brought(contract: str, *facts: Fact) -> None:
    """Facts that came by no act of the office: nobody tried them first."""
    on = facts[0].effective_on
    with acting_for_state(Purpose.SERVICING, person="test", at=claims_world.moment(on)):
        keep({contract: facts}, by="import", at=claims_world.moment(on))


def _office(actor: Actor):
    """A cover in force, or a fund formed, with two facts that exclude each other."""
    if actor is OFFICER:
        live_on(START, OFFICER, BANK_OFFICER)
        claims_world.open_office()
        claims_world.lend()
        twice = (Fact(START, FactKind.ISSUE, "issue-2"), Fact(START, FactKind.ISSUE, "issue-3"))
        _brought(COVER, *twice)
        return COVER, ("issue-2", "issue-3"), START
    live_on(FORMED, MANAGER)
    funds_world.open_office()
    funds_world.form()
    paid = [Fact(FORMED, FactKind.EXPENSE, f"spent-{place}", 10**12, note="?") for place in (1, 2)]
    _brought(FUND, *paid)
    return FUND, ("spent-1", "spent-2"), FORMED


WHO = pytest.mark.parametrize("actor", [OFFICER, MANAGER], ids=["cover", "fund"])


@WHO
def test_facts_that_exclude_each_other_are_taken_back_on_the_desk(fresh_database, actor):
    contract, wrong, _ = _office(actor)
    browser = signed_in(actor, is_granted=False)
    desk = f"/contracts/{contract}/desk"
    assert "업무 처리 화면에서" in browser.get(f"/contracts/{contract}").content.decode()
    assert list(deeds(browser.get(desk))) == ["reverse-fact"]
    assert crawl(browser, f"/contracts/{contract}").failures == []

    for fact in wrong:
        do(browser, "reverse-fact", desk, wrong_fact=fact, reason="두 번 들어옴")

    assert "왜 그런가" not in browser.get(f"/contracts/{contract}").content.decode()
    assert len(deeds(browser.get(desk))) > 1


@WHO
def test_facts_that_exclude_each_other_are_taken_back_over_rest(fresh_database, actor):
    contract, wrong, _ = _office(actor)
    system = system_of(actor, is_granted=False)

    def take(fact, key):
        body = {"key": key, "reason": "두 번 들어옴"}
        return system.post(f"/contracts/{contract}/facts/{fact}/reversals", body, once=key)

    assert system.get(f"/contracts/{contract}").json()["contradiction"] is not None
    answers = [take(fact, f"undo-{fact}") for fact in wrong]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[-1].json()["contradiction"] is None
    again = take(wrong[0], "undo-again")
    assert (again.status_code, again.json()["type"]) == (404, TYPE + "fact-not-standing")


@WHO
def test_facts_that_exclude_each_other_are_taken_back_by_command(fresh_database, actor, command):
    contract, wrong, on = _office(actor)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=claims_world.AT):
        add_person(actor.person)
        for role in actor.roles:
            held = RoleHeld(person=actor.person, role=role.value, institution=actor.institution,
                            from_on=date(2024, 1, 1))  # fmt: skip
            grant_role(held)

    who = ("--as", actor.person, "--on", on.isoformat())
    ended = [
        command("contract", "reverse", contract, fact, "--key", f"x-{fact}", "--reason", "?", *who)
        for fact in wrong
    ]

    assert [status for status, _, _ in ended] == [0, 0]
    file = contract_file(actor, contract, on=on, at=claims_world.moment(on))
    assert file.contradiction is None


@WHO
def test_what_a_sound_contract_has_acts_for_is_not_taken_back_here(fresh_database, actor):
    contract, wrong, on = _office(actor)
    at = claims_world.moment(on)
    for fact in wrong:
        take_back(actor, contract, fact, key=f"x-{fact}", reason="?", on=on, at=at)
    facts = contract_file(actor, contract, on=on, at=at).facts
    standing = {each.fact.key for each in facts} - {*wrong, *(f"x-{each}" for each in wrong)}
    before = database_digest()

    assert standing
    for fact in standing:
        with pytest.raises(FactNotStandingError):
            take_back(actor, contract, fact, key="x-more", reason="?", on=on, at=at)
    assert database_digest() == before


def test_what_a_cover_brought_its_loan_goes_with_what_is_taken_back(fresh_database):
    contract, wrong, _ = _office(OFFICER)
    undo_all(contract, wrong)
    claims_world.tell_loan(START, Fact(START, FactKind.DEFAULT, "called"))
    when = {"on": LATER, "at": claims_world.moment(LATER)}
    notify_default(
        BANK_OFFICER, COVER, key="n", cause="bankruptcy", defaulted_on=START, reason="?", **when
    )
    file_claim(BANK_OFFICER, COVER, key="k", loss=PRINCIPAL, **when)
    _brought(COVER, Fact(LATER, FactKind.CLAIM_DECISION, "d", 950_000_000))
    pay_claim(OFFICER, COVER, "k", key="p", **when)
    record_recovery(OFFICER, COVER, 100_000_000, key="v-1", **when)
    record_recovery(OFFICER, COVER, 100_000_000, key="v-2", **when)
    assert _owed() == PRINCIPAL - 950_000_000 - 2 * 5_000_000
    _brought(COVER, Fact(LATER, FactKind.ISSUE, "issue-4"))

    undo_all(COVER, ("v-1", "issue-4"))
    assert _owed() == PRINCIPAL - 950_000_000 - 5_000_000
    _brought(COVER, Fact(LATER, FactKind.ISSUE, "issue-5"))
    undo_all(COVER, ("v-2", "p", "issue-5"))

    state = cover_file(OFFICER, COVER, **when).state
    assert (state.stage, state.paid, state.recourse.shared) == (CoverStage.CLAIMED, 0, 0)
    assert _owed() == PRINCIPAL


def undo_all(contract, wrong):
    """Take facts of a cover back, one after the other."""
    at = claims_world.moment(LATER)
    for fact in wrong:
        take_back(OFFICER, contract, fact, key=f"x-{fact}", reason="?", on=LATER, at=at)


def _owed():
    file = contract_file(BANK_OFFICER, LOAN, on=LATER, at=claims_world.moment(LATER))
    return file.replay.state.outstanding
