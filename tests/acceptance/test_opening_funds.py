"""Funds that were held before: calls, companies, fees and distributions go on to the won."""

import random
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import system_of
from example_lists import corporate_number
from funds_world import MANAGER, POLICY, PROGRAMME, balances
from majung.applications.firm import identity_key
from majung.ledger import AsOf
from majung.operations.acting import CLOCKWORK
from majung.operations.funds.call_capital import call_capital, pay_call
from majung.operations.funds.distribute import distribute
from majung.operations.funds.funds import fund_on
from majung.operations.funds.invest import exit_investment, is_mandate
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.opening_template import opening_template
from majung.operations.servicing.openings.forms import OpeningForm
from majung.operations.servicing.reading import trial_balance
from majung.operations.servicing.take_opening_balances import (
    opening_findings,
    take_opening_balances,
)
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limits import limit_of
from majung.store.servicing.facts import facts_of
from majung.store.upkeep.digests import database_digest
from opening_funds_world import (
    COMMON,
    DISTRIBUTED,
    FUND,
    HEAD,
    INVESTED,
    PARTNERS,
    PROCEEDS,
    SPENT,
    a_list,
    taken,
)
from pages_world import signed_in
from reported_world import NOW, ON
from servicing_world import AT, moment

#: 9 billion paid in, 2 invested, 300 million back, 200 million distributed, 10 million spent, and
#: three quarters of 2 % on 45 billion.
FEES = 45_000_000_000 * 2 * 275 // 36_500
CASH = 9_000_000_000 - 2_000_000_000 + 300_000_000 - 200_000_000 - 10_000_000 - FEES
ROWS = ({**HEAD, "cash": str(CASH)}, *PARTNERS, INVESTED, PROCEEDS, DISTRIBUTED, SPENT)
BOOK, STAKES = f"{FUND}.fund", f"{POLICY}.fund-of-funds"


@pytest.fixture
def office(fresh_database):
    load_shelf(CLOCKWORK, at=AT)


def good(*rows, **how):
    done = taken(*rows, **how)
    assert [problem.spoken("en") for problem in done.problems] == []
    return done


def fund(on=ON):
    with acting_for_state(Purpose.SERVICING, person="test", at=NOW):
        return fund_on(FUND, on=on)


def test_the_books_say_what_the_file_adds_up_to(office):
    done = good(*ROWS)

    (totals,) = done.totals
    book = balances(BOOK)
    assert book["cash"] == totals.cash.minor == CASH
    company = INVESTED["corporate-number"]
    assert book[f"investments:corporate:{company}"] == totals.value.minor == 2_600_000_000
    assert not trial_balance(MANAGER, BOOK, as_of=AsOf(), at=NOW).differences
    assert (totals.committed.minor, totals.called.minor, totals.paid_in.minor) == (
        45_000_000_000, 9_000_000_000, 9_000_000_000,
    )  # fmt: skip
    assert totals.distributed.minor == 200_000_000
    returned = 200_000_000 * 40 // 90
    assert balances(STAKES) == {
        "stakes": 4_000_000_000 - returned, "commitments": 16_000_000_000,
        "commitments-uncalled": -16_000_000_000, "capital": returned - 4_000_000_000,
    }  # fmt: skip


def test_it_is_called_invested_and_distributed_from_there_on(office):
    good(*ROWS)

    day = date(2025, 1, 20)
    called = call_capital(MANAGER, FUND, 4_500_000_000, key="c2", on=day, at=moment(day))
    pay_call(MANAGER, FUND, 4_500_000_000, key="p2", on=day, at=moment(day))
    assert {each.party: each.amount for each in called}[POLICY] == 2_000_000_000

    close_day(CLOCKWORK, on=date(2025, 3, 4), at=moment(date(2025, 3, 4)))
    day = date(2025, 3, 5)
    company = fund(day).state.holdings[0].company
    assert company == identity_key(corporate_number(7))
    exit_investment(
        MANAGER, FUND, corporate_number(7), 4_000_000_000, key="x1", on=day, at=moment(day)
    )
    shares = distribute(MANAGER, FUND, key="d2", on=day, at=moment(day), amount=1_000_000_000)

    assert sum(each.amount for each in shares) == 1_000_000_000
    # The fee of the first year: 2 % of all commitments.
    assert fund(day).state.fees_charged == 900_000_000
    assert balances(BOOK)["cash"] == fund(day).state.cash


def test_rows_in_any_order_give_the_same_fund_and_the_same_books(office):
    rows = list(ROWS)
    random.Random(7).shuffle(rows)

    good(*rows)

    state, book = fund().state, balances(BOOK)
    assert (state.cash, book["cash"]) == (CASH, CASH)
    assert [each.paid for each in sorted(state.partners, key=lambda each: each.party)] == [
        4_000_000_000, 4_600_000_000, 400_000_000,
    ]  # fmt: skip


def test_calls_may_have_rows_of_their_own_and_totals_are_held_against_them(office):
    calls = (
        {**COMMON, "entry": "납입요청", "day": "2024-03-25", "amount": "90억"},
        {**COMMON, "entry": "납입", "day": "2024-03-29", "amount": "90억"},
    )

    good(ROWS[0], *PARTNERS, *calls, *ROWS[4:])

    with acting_for_state(Purpose.SERVICING, person="test", at=NOW):
        kinds = [fact.kind.value for fact in facts_of(FUND)]
    assert kinds.count("call") == kinds.count("call-payment") == 1
    wrong = taken(ROWS[0], {**PARTNERS[0], "called": "41억"}, *PARTNERS[1:], *calls, *ROWS[4:])
    assert [each.message.kind for each in wrong.problems] == ["opening-figure-differs"]


def test_companies_use_their_limits_and_keep_whether_they_serve_the_funds_purpose(office):
    good(*ROWS)

    with acting_for_state(Purpose.ENVELOPES, person="test", at=NOW):
        total = limit_of(f"{PROGRAMME}.sub-fund-total")
        company = limit_of(f"{PROGRAMME}.sub-fund-company:corporate:{INVESTED['corporate-number']}")
    assert (total.used.minor, company.used.minor) == (2_000_000_000, 2_000_000_000)
    (investment,) = [fact for fact in fund().facts if fact.kind.value == "investment"]
    assert is_mandate(investment)


def test_what_does_not_follow_is_told_cell_by_cell_and_nothing_is_taken(office):
    before = database_digest()

    done = taken(
        {**HEAD, "cash": "1"}, *PARTNERS, INVESTED,
        {**COMMON, "contract": "F-2", "entry": "투자", "day": "2024-05-02", "amount": "1"},
        {**HEAD, "contract": "F-3", "cash": "0", "institution": "kdb"},
        {**HEAD, "contract": "F-4", "cash": "0", "product": "ai-plus-cover"},
        {**HEAD, "contract": "F-5", "cash": "0"},
        {**HEAD, "contract": "F-6", "cash": "0"}, {**COMMON, "contract": "F-6", "entry": "이체"},
    )  # fmt: skip

    assert [(each.place.line, each.message.kind) for each in done.problems] == [
        (2, "opening-figure-differs"),
        (7, "opening-fund-head"),
        (8, "opening-fund-without-partners"),
        (8, "opening-of-another"),
        (9, "opening-product-unknown"),
        (10, "opening-fund-without-partners"),
        (11, "opening-fund-without-partners"),
        (12, "opening-word-unknown"),
    ]
    assert opening_findings(done)[:2] == b"PK"
    assert database_digest() == before


def test_the_same_list_again_changes_nothing(office):
    good(*ROWS)
    before = database_digest()

    again = taken(*ROWS)

    assert (again.problems, again.contracts) == ((), 0)
    assert database_digest() == before


def test_a_manager_takes_its_fund_on_the_page(office):
    browser = signed_in(MANAGER, is_granted=False)
    file = SimpleUploadedFile("fund.xlsx", a_list(*ROWS))

    page = browser.post("/opening-balances/", {"opening-file": file})

    assert (page.status_code, "미지급 관리보수" in page.content.decode()) == (200, True)
    assert browser.get("/opening-balances/blank/funds").content[:2] == b"PK"


def test_the_interface_takes_it_too(office):
    system = system_of(MANAGER, is_granted=False)

    answer = system.client.post(
        "/api/v1/opening-balances", {"file": SimpleUploadedFile("fund.xlsx", a_list(*ROWS))},
        headers={**system.headers, "Idempotency-Key": "request-0001"},
    )  # fmt: skip

    assert answer.json()["totals"][0]["cash"] == {"amount": str(CASH), "currency": "KRW"}


def test_the_blank_list_of_funds_is_read_back_without_its_examples(office):
    blank = opening_template("en", OpeningForm.FUNDS)

    done = take_opening_balances(MANAGER, "t.xlsx", blank, on=ON, at=NOW)

    assert [each.message.kind for each in done.problems] == ["opening-without-rows"]
