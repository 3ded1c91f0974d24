"""How closes went, letters to be sent and arrears, on pages and over REST."""

import re
from datetime import date

import pytest

import claims_world
from api_world import system_of
from crawling import crawl
from crawling_worlds import of_closes, of_cover
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor, Role
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.facts import record_facts as keep_facts
from majung.web.api.problems import TYPE
from pages_world import signed_in
from servicing_world import LOAN, OFFICER, PRINCIPAL, SIGNED_ON, moment

LETTERS, MONTH_END = date(2024, 10, 28), date(2024, 11, 30)


@pytest.fixture
def closed(fresh_database):
    """A loan nobody pays, and one that cannot be replayed, closed past a month's end."""
    of_closes("C-BAD")


def test_closes_letters_arrears_and_accruals_are_read_over_rest(closed):
    bank = system_of(OFFICER, is_granted=False)

    first = bank.get("/closes").json()[0]
    (letter,) = bank.get(f"/closes/{LETTERS}/letters").json()
    (arrears,) = bank.get(f"/month-ends/{MONTH_END}/arrears").json()
    accruals = bank.get(f"/month-ends/{MONTH_END}/accruals").json()

    assert (first["on"], first["state"], first["accruals"]) == ("2024-12-02", "done", 2)
    assert [each["contract"] for each in first["set_aside"]] == ["C-BAD"]
    assert (letter["kind"], letter["contract"], letter["days_past_due"]) == ("arrears", LOAN, 3)
    assert (arrears["class"], arrears["before"]) == ("precautionary", "normal")
    assert [each["party"] for each in accruals] == [None, "bank"]
    assert bank.get("/closes/2024-13-01/letters").status_code == 422


def test_closes_letters_and_arrears_are_shown_on_pages_in_both_languages(closed):
    for language, words in (
        ("ko", ("일 마감", "연체안내", "요주의")),
        ("en", ("Daily closes", "payment is overdue", "precautionary")),
    ):
        browser = signed_in(OFFICER, language=language, is_granted=language == "en")
        pages = [
            browser.get(path).content.decode()
            for path in (
                "/closes/",
                f"/closes/{LETTERS}/letters",
                f"/closes/{MONTH_END}/arrears",
            )
        ]
        assert [word in page for word, page in zip(words, pages, strict=True)] == [True] * 3
        assert "C-BAD" in pages[0]

    file = browser.get(f"/closes/{LETTERS}/letters", {"form": "xlsx"})
    assert file.content[:2] == b"PK"
    assert browser.get("/closes/2024-13-01/letters").status_code == 404


def test_another_bank_reads_how_closes_went_and_nothing_of_others(closed):
    other = Actor("p-ibk", "ibk", frozenset({Role.PROVIDER_OFFICER}))
    bank = system_of(other, is_granted=False)

    first, *before = bank.get("/closes").json()
    told = next(each for each in before if each["on"] == LETTERS.isoformat())
    page = signed_in(other, language="en").get("/closes/").content.decode()

    assert (first["on"], first["set_aside"]) == ("2024-12-02", [])
    # How many letters the close wrote is the office's; whose they are is not told, nor linked.
    assert (told["letters"], told["letters_readable"]) == (1, 0)
    assert "Letters open to you" in page
    assert "/letters" not in page
    assert bank.get(f"/closes/{LETTERS}/letters").json() == []
    assert bank.get(f"/month-ends/{MONTH_END}/arrears").json() == []


BAD = "C-BAD"
FOUR_PARTS = {
    "ko": ("무엇이 문제인가", "왜 그런가", "그래서", "무엇을 하면 되는가"),
    "en": ("What is wrong", "Why", "What follows", "What helps"),
}
AS_RECORDED = {
    "ko": ("약정 조건(기록 그대로)", "사실(기록 그대로)", "d2", "원장 잔액("),
    "en": ("Terms as recorded", "Facts as recorded", "d2", "Balance in the ledger on"),
}
RECKONED = {
    "ko": ("연체일수", "상환 예정", "완제"),
    "en": ("Days past due", "What falls due", "ends"),
}


def test_a_contract_that_cannot_be_replayed_has_a_page_of_what_was_recorded(closed):
    for language in ("ko", "en"):
        browser = signed_in(OFFICER, language=language, is_granted=language == "en")

        answer = browser.get(f"/contracts/{BAD}")

        page = answer.content.decode()
        assert answer.status_code == 200
        assert [part in page for part in FOUR_PARTS[language]] == [True] * 4
        assert [part in page for part in AS_RECORDED[language]] == [True] * 4
        assert [part in page for part in RECKONED[language]] == [False] * 3


def test_no_page_of_a_bank_falls_over_a_contract_that_cannot_be_replayed(closed):
    browser = signed_in(OFFICER, is_granted=False)

    seen = crawl(browser, "/closes/")

    assert seen.failures == []
    assert {"contract", "postings", "account-statement", "contract-desk"} <= seen.routes


def test_rest_gives_what_was_recorded_of_it_and_reckons_nothing(closed):
    bank = system_of(OFFICER, is_granted=False)

    found = bank.get(f"/contracts/{BAD}").json()
    payoff = bank.get(f"/contracts/{BAD}/payoff")
    sound = bank.get(f"/contracts/{LOAN}").json()

    assert found["contradiction"]["kind"] == "facts-contradict"
    assert [each["key"] for each in found["facts"]] == ["d1", "d2"]
    assert (found["schedule"], found["payoff"], found["balances"]) == (None, None, [])
    assert (payoff.status_code, payoff.json()["type"]) == (409, TYPE + "facts-contradict")
    assert sound["contradiction"] is None
    assert {each["account"]: int(each["balance"]["amount"]) for each in sound["balances"]}[
        "loans"
    ] == PRINCIPAL


def test_facts_recorded_wrong_several_times_are_taken_back_one_after_the_other(closed):
    on, at = date(2024, 12, 2), moment(date(2024, 12, 2))
    with acting_for_state(Purpose.SERVICING, person="test", at=at):
        thrice = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d3", 5)
        keep_facts({BAD: [thrice]}, by="import", at=at)
    bank = system_of(OFFICER, is_granted=False)

    def take_back(wrong):
        body = {"key": f"reverse-{wrong}", "reason": "두 번 들어옴"}
        return bank.post(f"/contracts/{BAD}/facts/{wrong}/reversals", body, once=f"reverse-{wrong}")

    def is_open():
        (aside,) = bank.get("/closes").json()[0]["set_aside"]
        return aside["contract"] == BAD and aside["settled_at"] is None

    found = [(take_back(wrong).status_code, is_open()) for wrong in ("d2", "d3")]

    # What posts it takes it off the list, and no close has to come first.
    assert found == [(201, True), (201, False)]
    shown = signed_in(OFFICER, language="en").get("/closes/").content.decode()
    assert re.findall(rf">{BAD}<.*?<td class=\"\">(settled|open)</td>", shown)[:1] == ["settled"]
    found = bank.get(f"/contracts/{BAD}", on=on).json()
    assert (found["contradiction"], len(found["schedule"]) > 0) == (None, True)
    assert next(e for e in found["balances"] if e["account"] == "loans")["balance"] == {
        "amount": str(PRINCIPAL),
        "currency": "KRW",
    }


def test_no_page_falls_over_a_cover_whose_loan_cannot_be_replayed(fresh_database):
    visitors = of_cover()
    at = claims_world.moment(claims_world.START)
    with acting_for_state(Purpose.SERVICING, person="test", at=at):
        twice = Fact(claims_world.START, FactKind.DRAWDOWN, "d9", 10**12)
        keep_facts({claims_world.LOAN: [twice]}, by="import", at=at)

    for visitor in visitors:
        browser = signed_in(visitor.actor, is_granted=visitor.is_granted)

        seen = crawl(browser)

        assert seen.failures == [], visitor.actor
        assert browser.get(f"/contracts/{claims_world.COVER}").status_code == 200
