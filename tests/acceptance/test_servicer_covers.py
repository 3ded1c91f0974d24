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
    assert [each.message.kind for each in month.problems] == ["reported-cover-by-movements"]
    assert database_digest() == before


def test_nothing_is_done_by_hand_nor_by_the_close_to_a_cover_that_is_reported(office):
    with pytest.raises(ContractReportedError):
        pay_premium(INSURER, COVER, 5, key="p", on=ON, at=moment(ON))

    close_day(CLOCKWORK, on=date(2025, 10, 1), at=moment(date(2025, 10, 1)))

    assert "premiums-receivable" not in balances("ksure.insurer")
