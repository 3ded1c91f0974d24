"""Re-estimates of covers and lent loans: budgeted, known now, reconciled to what was posted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import pytest

from api_world import system_of
from claims_world import (
    APPROVER,
    BANK_OFFICER,
    COVER,
    LOAN,
    OFFICER,
    PROGRAMME,
    START,
    a_cover,
    a_loan,
    cover_terms,
    lend,
    moment,
    open_office,
    tell_loan,
)
from claims_world import AT as CLAIMS_AT
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent, Repayment
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.issue_cover import pay_premium
from majung.operations.claims.notify_default import notify_default
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.intake.load_programmes import book_of
from majung.operations.policy import NotPermittedError
from majung.operations.risk.costing import Support
from majung.operations.risk.reading_cost import fiscal_cost
from majung.operations.risk.reading_reestimates import cost_reestimates
from majung.operations.servicing.record_facts import record_facts
from majung.programmes import BookRole, shelf
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.servicing.contracts import ContractParty, sign
from majung.store.servicing.events import append_events
from majung.values.day_counts import DayCount
from majung.values.rates import Rate
from pages_world import signed_in

SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
MINISTRY = Actor("p-ministry", "motie", frozenset({Role.RECOMMENDER}))
AT = datetime(2026, 1, 2, tzinfo=UTC)
DEFAULTED, CLAIMED, DECIDED, PAID = (
    date(2025, 6, 2), date(2025, 9, 2), date(2025, 9, 20), date(2025, 10, 20),
)  # fmt: skip


@pytest.fixture
def office(fresh_database):
    """A drawn loan under a cover, its premium paid."""
    open_office()
    lend()
    pay_premium(OFFICER, COVER, 6_650_000, key="R-1", on=START, at=moment(START))


def reestimated(on, **rates):
    (line,) = cost_reestimates(SECRETARY, on=on, at=AT, **rates)
    return line


def claim():
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    notify_default(BANK_OFFICER, COVER, key="N-1", cause="arrears", defaulted_on=DEFAULTED,
                   on=DEFAULTED, at=moment(DEFAULTED))  # fmt: skip
    filed = file_claim(BANK_OFFICER, COVER, key="K-1", on=CLAIMED, at=moment(CLAIMED))
    propose_claim_decision(OFFICER, COVER, "K-1", key="D-1", accepted=filed.payable,
                           document="보상-1", on=DECIDED, at=moment(DECIDED))  # fmt: skip
    approve_claim_decision(APPROVER, "D-1", on=DECIDED, at=moment(DECIDED))
    pay_claim(OFFICER, COVER, "K-1", key="P-1", on=PAID, at=moment(PAID))
    return filed.payable


def test_on_the_first_day_nothing_has_changed(office):
    line = reestimated(START)

    assert float(line.found.original.rate) == pytest.approx(
        float(next(each for each in fiscal_cost(SECRETARY, on=START, at=AT).lines).rate.rate)
    )
    assert line.found.change == pytest.approx(0.0, abs=1e-9)
    assert line.differences == ()


def test_a_year_without_default_lowers_what_is_still_expected(office):
    line = reestimated(date(2025, 10, 1))

    assert line.found.technical < 0.0
    assert line.found.interest == 0.0
    assert line.found.by_part["fees"] == pytest.approx(0.0, abs=1e-9)
    assert line.differences == ()


def test_a_claim_that_was_paid_raises_the_cost_by_what_will_not_come_back(office):
    payable = claim()

    line = reestimated(date(2025, 12, 31))

    # Paid a year and nineteen days after the loan's first day, on a thousand million; of it 55 %
    # should have come back by now, fourteen months and thirty days after that day.
    worth = payable / 10**7 * 1.03 ** -(1 + 19 / 365)
    back = 0.55 * payable / 10**7 * 1.03 ** -(14 / 12 + 30 / 365)
    assert float(line.found.current.defaults) == pytest.approx(worth - back)
    assert line.claimed.minor == payable
    assert line.found.technical > 30.0
    assert line.differences == ()


def test_other_rates_are_an_interest_reestimate(office):
    line = reestimated(START, actual_rate=Rate.percent(6))

    assert line.found.interest == pytest.approx(line.found.change)
    assert line.found.interest < 0.0


def test_what_the_ledger_does_not_know_is_shown(office):
    extra = Event(START, EventKind.PREMIUM_PAID, "", 1_000)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        append_events({COVER: [extra]}, posted_on=START, at=AT)

    (difference,) = reestimated(date(2024, 12, 31)).differences

    assert (difference.line, difference.year) == ("fees", 0)
    assert (difference.reckoned, difference.posted) == (6_650_000.0, 6_651_000.0)


def test_re_estimates_are_for_internal_roles(office):
    with pytest.raises(NotPermittedError):
        cost_reestimates(MINISTRY, on=START, at=AT)


def test_over_rest_interest_and_technical_are_the_change(office):
    found = (
        system_of(SECRETARY, is_granted=False)
        .get("/fiscal-cost/reestimates", budget_rate="0.03", actual_rate="0.05")
        .json()
    )

    (line,) = found["cohorts"]
    assert (line["product"], line["contracts"], line["differences"]) == ("ai-plus-cover", 1, [])
    assert float(line["interest"]) + float(line["technical"]) == pytest.approx(
        float(line["current"]) - float(line["original"]), abs=5e-6
    )
    assert LOAN not in str(found)


YEARLY = LoanTerms(
    committed=1_000_000_000,
    start_on=START,
    first_due_on=date(2025, 10, 1),
    instalments=5,
    cycle_months=12,
    repayment=Repayment.EQUAL_PRINCIPAL,
    components=(RateComponent("base", BORROWER, Rate.percent(2)),),
    day_count=DayCount.THIRTY_E_360,
    calendar="NONE",
)
LENT = "C-P1"


@pytest.fixture
def lent(fresh_database):
    """A loan of a bank whose losses are public money: five yearly parts at 2 %."""
    open_office()
    party = ContractParty("lender", "ibk", book_of("ibk", BookRole.LENDER))
    loan = replace(a_loan(LENT, YEARLY), institution="ibk", parties=(party,))
    with acting_for_state(Purpose.SERVICING, person="test", at=CLAIMS_AT):
        sign([loan], at=CLAIMS_AT)
    _tell(START, Fact(START, FactKind.DRAWDOWN, "drawn", YEARLY.committed))


def _tell(day, *facts):
    record_facts(CLOCKWORK, {LENT: facts}, on=day, at=moment(day))


def _reestimated_loan(on, **rates):
    (line,) = (
        each
        for each in cost_reestimates(SECRETARY, on=on, at=datetime(2031, 1, 2, tzinfo=UTC), **rates)
        if each.support is Support.DIRECT_LOAN
    )
    return line


def _of_parts(rate):
    return float(rate.defaults + rate.interest + rate.fees + rate.other)


def _sums_hold(found):
    assert found.interest + found.technical == pytest.approx(found.change)
    assert sum(found.by_part.values()) == pytest.approx(found.technical)
    for rate in (found.original, found.current):
        assert _of_parts(rate) == pytest.approx(float(rate.rate))


def test_a_loan_that_the_state_lends_has_not_changed_on_its_first_day(lent):
    line = _reestimated_loan(START)

    assert (line.contracts, line.disbursed.minor, line.product) == (
        1, 1_000_000_000, "ai-am-preferential-loan"
    )  # fmt: skip
    assert line.found.change == pytest.approx(0.0, abs=1e-9)
    assert line.differences == ()
    _sums_hold(line.found)


def test_a_loan_repaid_as_agreed_costs_what_its_cheap_rate_costs(lent):
    """100 lent, five yearly parts, 2 % against 4 %: 5.481777 in the end, whatever was expected."""
    for year in range(1, 6):
        day = date(2024 + year, 10, 1)
        interest = 20_000_000 * (6 - year) // 5
        _tell(day, Fact(day, FactKind.PAYMENT, f"paid-{year}", 200_000_000 + interest))

    line = _reestimated_loan(
        date(2029, 12, 31), budget_rate=Rate.percent(3), actual_rate=Rate.percent(4)
    )

    assert float(line.found.current.rate) == pytest.approx(5.481777, abs=5e-7)
    assert float(line.found.current.defaults) == pytest.approx(0.0, abs=1e-9)
    assert line.found.interest > 0.0 > line.found.technical
    assert line.differences == ()
    _sums_hold(line.found)


def test_a_year_without_default_lowers_what_a_loan_is_still_expected_to_lose(lent):
    line = _reestimated_loan(date(2025, 9, 1))

    assert line.found.technical < 0.0
    assert line.found.interest == 0.0
    _sums_hold(line.found)


def test_a_loan_in_default_costs_all_that_was_lent_less_what_is_to_come_back(lent):
    _tell(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))

    line = _reestimated_loan(date(2025, 12, 31))

    # In default eight months and a day after the first; of the thousand million 55 % should have
    # come back by now, fourteen months and thirty days after that day.
    owed = 100 * 1.03 ** -(8 / 12 + 1 / 365)
    back = 55 * 1.03 ** -(14 / 12 + 30 / 365)
    assert float(line.found.current.defaults) == pytest.approx(owed - back)
    assert float(line.found.current.interest) == pytest.approx(100 - owed)
    assert float(line.found.current.rate) == pytest.approx(100 - back)
    assert line.differences == ()
    _sums_hold(line.found)


def test_what_is_regained_of_a_loan_counts_towards_what_was_to_come_back(lent):
    paid_on = date(2025, 9, 1)
    _tell(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    _tell(paid_on, Fact(paid_on, FactKind.PAYMENT, "regained", 300_000_000))

    line = _reestimated_loan(date(2025, 12, 31))

    regained = 30 * 1.03 ** -(11 / 12)
    to_come = 25 * 1.03 ** -(14 / 12 + 30 / 365)
    assert line.recovered.minor == 300_000_000
    assert float(line.found.current.rate) == pytest.approx(100 - regained - to_come)
    assert line.differences == ()
    _sums_hold(line.found)


def test_a_payment_that_the_ledger_does_not_know_of_a_loan_is_shown(lent):
    extra = Event(START, EventKind.PRINCIPAL_PAID, "", 1_000)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        append_events({LENT: [extra]}, posted_on=START, at=AT)

    (difference,) = _reestimated_loan(date(2024, 12, 31)).differences

    assert (difference.line, difference.year) == ("repaid", 0)
    assert (difference.reckoned, difference.posted) == (0.0, 1_000.0)


def test_a_loan_under_a_cover_is_its_insurers_cost_and_not_lent_by_the_state(office):
    lines = cost_reestimates(SECRETARY, on=START, at=AT)

    assert [line.support for line in lines] == [Support.GUARANTEE]


def test_a_lent_loan_stands_in_the_list_of_costs_at_what_its_re_estimate_budgets(lent):
    found = fiscal_cost(SECRETARY, on=START, at=AT)

    (line,) = found.lines
    assert (line.support, line.payer, line.contracts) == (Support.DIRECT_LOAN, "", 1)
    assert float(line.rate.rate) == pytest.approx(
        float(_reestimated_loan(START).found.original.rate)
    )
    # Nobody stated the grade; nobody bears a part of the rate.
    assert (found.lent_without_grade, found.without_grade, found.cut_and_lent) == (1, 0, 0)


def test_a_loan_covered_under_another_programme_is_not_lent_by_the_state_in_either_list(lent):
    other = shelf()["kexim-ax"]
    cover = a_cover("C-V7", LENT, cover_terms())
    cover = replace(cover, programme=other.key, version=other.version)
    with acting_for_state(Purpose.SERVICING, person="test", at=CLAIMS_AT):
        sign([cover], at=CLAIMS_AT)

    for programme in ("", PROGRAMME):
        found = fiscal_cost(SECRETARY, on=START, at=AT, programme=programme)
        assert [each.support for each in found.lines if each.support is Support.DIRECT_LOAN] == []


LENT_ON = ("risk", "cost", "--office", "--day", "2025-12-31", "--as", SECRETARY.person)


@pytest.fixture
def secretary(lent):
    """The secretary, who reads internal prices, is a person of the office."""
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=CLAIMS_AT):
        add_person(SECRETARY.person)
        grant_role(RoleHeld(person=SECRETARY.person, role=Role.SECRETARIAT.value,
                            institution="fsc", from_on=START))  # fmt: skip


def test_the_command_tells_what_lent_loans_cost_and_writes_it(secretary, document, tmp_path):
    found = document(*LENT_ON, "--flat", "4", "--out", "costs.parquet")

    (line,) = found["cohorts"]
    assert (found["internal"], found["curve_rate"], found["lent_without_grade"]) == (
        True,
        "0.04",
        1,
    )
    assert (line["support"], line["contracts"], line["disbursed"]) == (
        "direct-loan", 1, {"amount": "1000000000", "currency": "KRW"}
    )  # fmt: skip
    kept = duckdb.sql(f"SELECT support, disbursed, round(rate, 6) FROM '{tmp_path}/costs.parquet'")
    assert kept.fetchall() == [("direct-loan", 1_000_000_000, float(line["rate"]))]


def test_the_command_tells_how_the_cost_moved_and_writes_it(secretary, document, tmp_path):
    _tell(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))

    found = document(*LENT_ON, "--reestimate", "--actual", "4", "--out", "moved.parquet")

    (line,) = found["cohorts"]
    assert float(line["interest"]) + float(line["technical"]) == pytest.approx(
        float(line["current"]) - float(line["original"]), abs=2e-6
    )
    kept = duckdb.sql(
        "SELECT original, interest, technical, current, technical_defaults, differences"
        f" FROM '{tmp_path}/moved.parquet'"
    ).fetchall()
    written = [float(line[name]) for name in ("original", "interest", "technical", "current")]
    assert kept == [
        pytest.approx((*written, float(line["technical_by_part"]["defaults"]), 0), abs=1e-6)
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", ("예산 금리 연 3 %", "직접대출", "장부와 모두 같습니다", "내부용")),
        ("en", ("budgeted at 3 %", "direct loan", "is that of the ledger", "Internal")),
    ],
)
def test_people_read_how_the_cost_moved_in_their_language(
    secretary, command, monkeypatch, language, said
):
    monkeypatch.setenv("MAJUNG_LANGUAGE", language)

    status, out, err = command(*LENT_ON, "--reestimate")

    assert (status, err) == (0, "")
    assert [each for each in said if each not in out] == []


def test_people_read_where_the_ledger_says_otherwise(secretary, command):
    extra = Event(START, EventKind.PRINCIPAL_PAID, "", 1_000)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        append_events({LENT: [extra]}, posted_on=START, at=AT)

    _, out, _ = command(*LENT_ON, "--reestimate")

    assert "2024 · repaid · year 1: reckoned 0, posted 1,000\n" in out
    assert "is that of the ledger" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "it is not settled whose cost is wanted"),
        (("list.csv", "--office"), "it is not settled whose cost is wanted"),
        (("list.csv", "--flat", "3", "--reestimate", "--day", "2025-01-01"), "--day, --reestimate"),
        (("--office", "--curve", "yields.csv", "--lag", "0.1"), "--curve, --lag would do nothing"),
        (("--office", "--actual", "3"), "--actual would do nothing"),
        (("--office",), "let a person with such a role do it"),
        (("--office", "--out", "nowhere/costs.parquet"), "nothing is there"),
    ],
)
def test_what_a_cost_does_not_take_is_not_passed_over(command, words, said):
    status, out, err = command("risk", "cost", *words)

    assert (status, out) == (1, "")
    assert said in err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", ("비용이 달라진 까닭", "직접대출", "%p", "해마다 장부와 같습니다")),
        ("en", ("Why the cost moved", "Lent by the State", "pp", "year by year")),
    ],
)
def test_the_page_shows_why_the_cost_moved(lent, language, said):
    browser = signed_in(SECRETARY, is_granted=False, language=language)

    page = browser.get("/fiscal-cost/reestimates/", {"budget": "3", "actual": "4"})

    # What other rates change rests on what was budgeted, and not on the day of the page.
    found = _reestimated_loan(START, budget_rate=Rate.percent(3), actual_rate=Rate.percent(4)).found
    assert page.status_code == 200
    assert f"+{found.interest:.2f} {said[2]}" in page.content.decode()
    assert [each for each in said if each not in page.content.decode()] == []


def test_the_page_names_the_year_in_which_the_ledger_says_otherwise(lent):
    extra = Event(START, EventKind.PRINCIPAL_PAID, "", 1_000)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        append_events({LENT: [extra]}, posted_on=START, at=AT)

    page = signed_in(SECRETARY, is_granted=False, language="en").get("/fiscal-cost/reestimates/")

    assert "Where the ledger says otherwise" in page.content.decode()
    assert "Principal repaid" in page.content.decode()


def test_the_page_of_re_estimates_says_what_is_wrong_and_whom_it_is_for(office):
    refused = signed_in(SECRETARY, is_granted=False, language="en").get(
        "/fiscal-cost/reestimates/", {"actual": "lots"}
    )
    hidden = signed_in(MINISTRY, is_granted=False).get("/fiscal-cost/reestimates/")

    assert (refused.status_code, hidden.status_code) == (409, 403)
    assert "is no rate" in refused.content.decode()
