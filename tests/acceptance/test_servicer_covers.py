"""What another core system reports of covers becomes facts; where our replay differs is told."""

import random
from datetime import date, timedelta

import pytest

from claims_world import balances
from faults import csv_text
from majung.contracts.facts import FactKind, standing
from majung.operations.acting import CLOCKWORK
from majung.operations.claims.issue_cover import pay_premium
from majung.operations.claims.reading import cover_file
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import ContractReportedError
from majung.operations.servicing.statements import Outcome
from majung.operations.servicing.take_servicer_file import take_servicer_file
from majung.store.upkeep.digests import database_digest
from opening_covers_world import COVER, GOOD, INSURER
from opening_covers_world import taken as opened
from servicing_world import AT, moment

HEADINGS = ("보험증권번호", "거래일", "거래구분", "거래금액", "거래후 잔액", "사유", "미납보험료",
            "구상채권 잔액")  # fmt: skip
ON = date(2026, 6, 30)
IN_FORCE = 1_045_000_000
PREMIUM = 7_980_000
OCTOBER = (
    ("2025-10-01", "보험료수납", str(PREMIUM), "", "", "", ""),
    ("2025-10-31", "월말", "", str(IN_FORCE), "", "0", "0"),
)
NOVEMBER = (("2025-11-28", "월말", "", str(IN_FORCE), "", "0", "0"),)
DEFAULT = (("2025-12-01", "사고통지", "", "", "arrears: 연체", "", ""),)
CLAIM = (("2026-03-03", "청구", "600000000", "", "", "", ""),)
PAID = (
    ("2026-04-01", "결정", "570000000", "", "", "", ""),
    ("2026-04-10", "보험금지급", "570000000", "", "", "", ""),
    ("2026-04-20", "회수", "100000000", "", "", "", ""),
    ("2026-04-30", "월말", "", "475000000", "", "0", "475000000"),
)
MONTHS = (OCTOBER, NOVEMBER, DEFAULT, CLAIM, PAID)


@pytest.fixture
def office(fresh_database):
    """A cover of the insurer that its own core system keeps, taken over at the end of 2024."""
    load_shelf(CLOCKWORK, at=AT)
    done = opened({**GOOD, "servicing": "보고"})
    assert [problem.spoken("en") for problem in done.problems] == []


def told(*months, minute=0, headings=HEADINGS):
    rows = [(COVER, *row) for month in months for row in month]
    content = csv_text(headings, [row[: len(headings)] for row in rows]).encode("cp949")
    at = moment(ON) + timedelta(minutes=minute)
    return take_servicer_file(INSURER, "ksure.csv", content, on=ON, at=at)


def state(on=ON):
    return cover_file(INSURER, COVER, on=on, at=moment(ON)).state


def listed():
    file = contract_file(INSURER, COVER, on=ON, at=moment(ON))
    return [(str(each.month), each.kind) for each in file.differences]


def test_months_that_follow_the_terms_are_taken_without_a_difference(office):
    done = told(*MONTHS)

    assert [problem.spoken("en") for problem in done.problems] == []
    assert [(each.outcome, each.differences) for each in done.findings] == [(Outcome.TAKEN, ())] * 5
    after = state(date(2026, 4, 30))
    assert (after.recourse.outstanding, after.recourse.shared) == (475_000_000, 5_000_000)
    book = balances("ksure.insurer")
    assert book["recourse-claims"] == 475_000_000
    assert book["covers-in-force"] == 475_000_000
    assert "premiums-receivable" not in book


def test_months_in_any_order_and_one_by_one_give_the_same_cover_and_books(office):
    for minute, month in enumerate((OCTOBER, DEFAULT, CLAIM, NOVEMBER, PAID)):
        rows = list(month)
        random.Random(minute).shuffle(rows)
        assert told(tuple(rows), minute=minute).problems == ()

    assert listed() == []
    assert balances("ksure.insurer")["recourse-claims"] == 475_000_000
    assert state(date(2026, 4, 30)).recourse.shared == 5_000_000


def test_what_differs_is_listed_and_settled_by_a_month_sent_again(office):
    wrong = (("2025-10-31", "월말", "", "900000000", "", "5", ""),)

    first = told(wrong)
    assert {each.kind.value: (each.reported.minor, each.computed.minor)
            for each in first.findings[0].differences} == {
        "in-force": (900_000_000, IN_FORCE), "unpaid-premium": (5, PREMIUM),
    }  # fmt: skip
    assert listed() == [("2025-10", "in-force"), ("2025-10", "unpaid-premium")]

    again = told(OCTOBER, minute=1)

    assert [each.outcome for each in again.findings] == [Outcome.REPLACED]
    assert listed() == []
    facts = [each.fact for each in cover_file(INSURER, COVER, on=ON, at=moment(ON)).facts]
    paid = [fact.amount for fact in standing(facts) if fact.kind is FactKind.PREMIUM_PAYMENT]
    assert paid == [PREMIUM, PREMIUM]


def test_figures_that_are_not_stated_are_no_differences(office):
    done = told((("2025-10-31", "월말", "", str(IN_FORCE), "", "", ""),))

    assert done.findings[0].differences == ()


def test_what_no_cover_has_goes_back_and_changes_nothing(office):
    before = database_digest()

    done = told(
        (("2025-10-01", "금리변경", "", "", "", "", ""),),
        (("2025-11-03", "보험금지급", "5", "", "", "", ""),),
    )
    month = take_servicer_file(
        INSURER, "m.csv",
        csv_text(("계약번호", "기준월", "원금상환", "이자수납", "잔액"),
                 [(COVER, "2025-10", "0", "0", "0")]).encode("cp949"),
        on=ON, at=moment(ON),
    )  # fmt: skip

    rate = take_servicer_file(
        INSURER, "r.csv",
        csv_text(("계약번호", "거래일", "거래구분", "거래금액", "적용금리"),
                 [(COVER, "2025-10-01", "금리변경", "", "5%")]).encode("cp949"),
        on=ON, at=moment(ON),
    )  # fmt: skip

    assert [each.message.kind for each in rate.problems] == ["reported-not-of-a-cover"]
    assert {each.outcome for each in done.findings} == {Outcome.RETURNED}
    assert [each.message.kind for each in month.problems] == ["reported-cover-in-loan-form"]
    assert database_digest() == before


def test_nothing_is_done_by_hand_nor_by_the_close_to_a_cover_that_is_reported(office):
    with pytest.raises(ContractReportedError):
        pay_premium(INSURER, COVER, 5, key="p", on=ON, at=moment(ON))

    close_day(CLOCKWORK, on=date(2025, 10, 1), at=moment(date(2025, 10, 1)))

    assert "premiums-receivable" not in balances("ksure.insurer")


MANY = (*HEADINGS, "청구번호")
TWO_CLAIMS = (
    (("2025-12-01", "사고통지", "", "", "arrears: 연체", "", "", ""),),
    (
        ("2026-03-03", "청구", "300000000", "", "", "", "", "K-1"),
        ("2026-03-03", "청구", "200000000", "", "", "", "", "K-2"),
    ),
    (
        ("2026-04-01", "결정", "285000000", "", "", "", "", "K-1"),
        ("2026-04-01", "결정", "100000000", "", "증빙 부족", "", "", "K-2"),
        ("2026-04-10", "보험금지급", "285000000", "", "", "", "", "K-1"),
        ("2026-04-10", "보험금지급", "100000000", "", "", "", "", "K-2"),
    ),
)


def test_more_than_one_claim_is_told_by_number(office):
    done = told(*TWO_CLAIMS, headings=MANY)

    assert [problem.spoken("en") for problem in done.problems] == []
    claims = {each.key: (each.loss, each.accepted, each.paid) for each in state().claims}
    assert claims == {
        "K-1": (300_000_000, 285_000_000, 285_000_000),
        "K-2": (200_000_000, 100_000_000, 100_000_000),
    }
    assert balances("ksure.insurer")["recourse-claims"] == 385_000_000


def test_a_claim_sent_again_is_the_same_claim_to_decisions_of_other_months(office):
    told(*TWO_CLAIMS, headings=MANY)
    larger = (("2026-03-03", "청구", "400000000", "", "", "", "", "K-1"), TWO_CLAIMS[1][1])

    done = told(larger, minute=1, headings=MANY)

    # What was accepted of it is less than what is payable now, and nobody said why.
    assert [each.message.kind for each in done.problems] == ["cover-contradicts"]
    again = told(TWO_CLAIMS[1], minute=2, headings=MANY)
    assert [each.outcome for each in again.findings] == [Outcome.UNCHANGED]


def test_two_claims_without_numbers_go_back(office):
    twice = (
        ("2026-03-03", "청구", "300000000", "", "", "", ""),
        ("2026-03-03", "청구", "200000000", "", "", "", ""),
    )
    nameless = (("2026-04-01", "결정", "285000000", "", "", "", "", ""),)

    first = told(twice)
    told(*TWO_CLAIMS[:2], minute=1, headings=MANY)
    second = told(nameless, minute=2, headings=MANY)

    assert "servicer-movement-twice" in [each.message.kind for each in first.problems]
    (problem,) = second.problems
    assert "which claim" in problem.spoken("en")


MONTHLY = (
    *("보험증권번호", "기준월", "유효 보험금액", "미납보험료", "구상채권 잔액", "보험료 수납액"),
    *("보험료 수납일", "사고통지일", "사유", "청구번호", "청구일", "손해액", "결정일", "인정액"),
    *("보험금지급일", "지급보험금", "회수일", "회수액"),
)


def monthly(*rows, minute=0):
    table = [[COVER, *(row.get(name, "") for name in MONTHLY[1:])] for row in rows]
    at = moment(ON) + timedelta(minutes=minute)
    content = csv_text(MONTHLY, table).encode("cp949")
    return take_servicer_file(INSURER, "ksure-months.csv", content, on=ON, at=at)


def _row(month, in_force, more=None, recourse="0"):
    return {"기준월": month, "유효 보험금액": str(in_force), "미납보험료": "0",
            "구상채권 잔액": recourse, **(more or {})}  # fmt: skip


WHOLE = (
    _row("2025-10", IN_FORCE, {"보험료 수납액": str(PREMIUM), "보험료 수납일": "2025-10-01"}),
    _row("2025-11", IN_FORCE),
    _row("2025-12", IN_FORCE, {"사고통지일": "2025-12-01", "사유": "arrears: 연체"}),
    _row("2026-03", IN_FORCE, {"청구일": "2026-03-03", "손해액": "600000000"}),
    _row("2026-04", 475_000_000, {
        "결정일": "2026-04-01", "인정액": "570000000", "보험금지급일": "2026-04-10",
        "지급보험금": "570000000", "회수일": "2026-04-20", "회수액": "100000000"}, "475000000"),
)  # fmt: skip


def test_a_row_a_month_tells_the_same_as_its_movements(office):
    done = monthly(*WHOLE)

    assert [problem.spoken("en") for problem in done.problems] == []
    assert {(each.outcome, each.differences) for each in done.findings} == {(Outcome.TAKEN, ())}
    after = state(date(2026, 4, 30))
    assert (after.recourse.outstanding, after.recourse.shared) == (475_000_000, 5_000_000)
    assert balances("ksure.insurer")["recourse-claims"] == 475_000_000


def test_a_further_claim_of_a_month_has_a_row_of_its_own(office):
    first = _row("2026-03", IN_FORCE, {"청구번호": "K-1", "청구일": "2026-03-03",
                                         "손해액": "300000000"})  # fmt: skip
    second = {"기준월": "2026-03", "청구번호": "K-2", "청구일": "2026-03-05", "손해액": "200000000"}

    done = monthly(*WHOLE[:3], second, first)
    twice = monthly(first, {**second, "청구번호": "K-1"}, minute=1)
    whole_again = monthly(first, {**second, "유효 보험금액": "1"}, minute=2)

    assert [problem.spoken("en") for problem in done.problems] == []
    assert {each.key: each.loss for each in state().claims} == {
        "K-1": 300_000_000, "K-2": 200_000_000,
    }  # fmt: skip
    assert "servicer-claim-twice" in [each.message.kind for each in twice.problems]
    assert "servicer-month-twice" in [each.message.kind for each in whole_again.problems]


def test_an_amount_of_a_month_needs_its_day(office):
    done = monthly(_row("2025-10", IN_FORCE, {"보험료 수납액": "5"}))

    assert [each.message.kind for each in done.problems] == ["servicer-day-missing"]
