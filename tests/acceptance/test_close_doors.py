"""How closes went, letters to be sent and arrears, on pages and over REST."""

from datetime import date

import pytest

from api_world import system_of
from crawling_worlds import of_closes
from majung.operations.acting import Actor, Role
from pages_world import signed_in
from servicing_world import LOAN, OFFICER

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

    first = bank.get("/closes").json()[0]

    assert (first["on"], first["set_aside"]) == ("2024-12-02", [])
    assert bank.get(f"/closes/{LETTERS}/letters").json() == []
    assert bank.get(f"/month-ends/{MONTH_END}/arrears").json() == []
