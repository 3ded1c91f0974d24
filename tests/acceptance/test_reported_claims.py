"""A claim paid on a loan that the bank's own core system keeps, and told by the bank's file too."""

from datetime import date

import pytest

from claims_world import (
    APPROVER,
    BANK_OFFICER,
    COVER,
    LOAN,
    OFFICER,
    PRINCIPAL,
    START,
    balances,
    moment,
    open_office,
)
from faults import csv_text
from majung.contracts.states import CoverStage
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.file_claim import LossAboveOwedError, file_claim
from majung.operations.claims.issue_cover import issue_cover
from majung.operations.claims.notify_default import notify_default
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.reading import cover_file
from majung.operations.claims.record_recovery import record_recovery, reverse_recovery
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.take_servicer_file import take_servicer_file
from majung.store.servicing.contracts import Servicing

MOVEMENTS = ("계약번호", "거래일", "거래구분", "거래금액")
MONTHS = ("계약번호", "기준월", "당월 실행액", "실행일", "원금상환", "이자수납", "월말 잔액")
DEFAULTED = date(2024, 11, 4)
CLAIMED, DECIDED, PAID = date(2025, 2, 10), date(2025, 2, 20), date(2025, 2, 25)
RECOVERED = date(2025, 2, 27)
LOSS, CLAIM = 600_000_000, 570_000_000
LEFT = PRINCIPAL - CLAIM


def told(*rows, headings=MOVEMENTS, on):
    """Take a file of the bank, in which nothing may be wrong."""
    content = csv_text(headings, rows).encode("cp949")
    done = take_servicer_file(BANK_OFFICER, "hana.csv", content, on=on, at=moment(on))
    assert [problem.spoken("en") for problem in done.problems] == []
    return done


@pytest.fixture
def called(fresh_database):
    """A reported loan that was drawn in October and called in a month later, and its cover."""
    open_office(servicing=Servicing.REPORTED)
    issue_cover(OFFICER, COVER, on=START, at=moment(START))
    told(
        (LOAN, START.isoformat(), "실행", str(PRINCIPAL)),
        (LOAN, DEFAULTED.isoformat(), "기한이익상실", ""),
        on=date(2024, 12, 2),
    )
    notify_default(BANK_OFFICER, COVER, key="n1", cause="arrears", defaulted_on=DEFAULTED,
                   on=date(2024, 12, 2), at=moment(date(2024, 12, 2)))  # fmt: skip


def claimed(key="k1", loss=LOSS, claim=CLAIM):
    """File a claim, decide it and pay it."""
    file_claim(BANK_OFFICER, COVER, key=key, loss=loss, on=CLAIMED, at=moment(CLAIMED))
    propose_claim_decision(OFFICER, COVER, key, key=f"{key}-d", accepted=claim, document="D",
                           on=DECIDED, at=moment(DECIDED))  # fmt: skip
    approve_claim_decision(APPROVER, f"{key}-d", on=DECIDED, at=moment(DECIDED))
    return pay_claim(OFFICER, COVER, key, key=f"{key}-p", on=PAID, at=moment(PAID))


def loan_state(on):
    return contract_file(BANK_OFFICER, LOAN, on=on, at=moment(on)).replay.state


def cover_state(on):
    return cover_file(OFFICER, COVER, on=on, at=moment(on)).state


@pytest.mark.parametrize("is_told_first", [False, True])
def test_money_of_a_claim_that_the_banks_file_tells_too_lowers_the_loan_once(called, is_told_first):
    month_end = date(2025, 3, 4)
    if is_told_first:
        told((LOAN, PAID.isoformat(), "회수", str(CLAIM)), on=month_end)
    claimed()
    if not is_told_first:
        told((LOAN, PAID.isoformat(), "회수", str(CLAIM)), on=month_end)

    assert loan_state(month_end).outstanding == LEFT
    assert loan_state(month_end).overpaid == 0
    assert balances("hana.lender")["loans"] == LEFT
    # What the bank bears of the loss it claimed is covered no more; the rest still is.
    assert cover_state(month_end).in_force == (PRINCIPAL - LOSS) * 95 // 100


def test_a_month_of_the_bank_counts_it_once_too(called):
    claimed()

    done = told(
        (LOAN, "2025-02", "", "", str(CLAIM), "0", str(LEFT)), headings=MONTHS,
        on=date(2025, 3, 4),
    )  # fmt: skip

    assert [each.kind.value for each in done.findings[0].differences] == []
    assert loan_state(date(2025, 3, 4)).outstanding == LEFT


def test_until_the_bank_tells_it_the_cover_knows_what_it_paid_and_the_loan_is_as_last_told(called):
    claimed()

    assert loan_state(PAID).outstanding == PRINCIPAL
    assert cover_state(PAID).in_force == (PRINCIPAL - LOSS) * 95 // 100
    assert cover_state(PAID).stage is CoverStage.RECOURSE


def test_a_shared_recovery_is_told_by_the_bank_and_by_nobody_else(called):
    claimed()
    record_recovery(OFFICER, COVER, 100_000_000, key="r1", on=RECOVERED, at=moment(RECOVERED))
    before = cover_state(RECOVERED).in_force

    told(
        (LOAN, PAID.isoformat(), "회수", str(CLAIM)),
        (LOAN, RECOVERED.isoformat(), "회수", "5,000,000"), on=date(2025, 3, 4),
    )  # fmt: skip

    assert cover_state(RECOVERED).recourse.shared == 5_000_000
    assert loan_state(date(2025, 3, 4)).outstanding == LEFT - 5_000_000
    assert cover_state(date(2025, 3, 4)).in_force == before

    reverse_recovery(OFFICER, COVER, "r1", key="x1", reason="misdirected", on=date(2025, 3, 5),
                     at=moment(date(2025, 3, 5)))  # fmt: skip
    assert loan_state(date(2025, 3, 5)).outstanding == LEFT - 5_000_000


@pytest.mark.parametrize("is_told", [False, True])
def test_the_rest_of_a_loss_can_be_claimed_whether_the_bank_has_told_the_first_payment(
    called, is_told
):
    claimed()
    on = date(2025, 3, 4)
    if is_told:
        told((LOAN, PAID.isoformat(), "회수", str(CLAIM)), on=on)

    with pytest.raises(LossAboveOwedError):
        file_claim(BANK_OFFICER, COVER, key="k2", loss=PRINCIPAL - LOSS + 1, on=on, at=moment(on))
    second = file_claim(BANK_OFFICER, COVER, key="k2", on=on, at=moment(on))

    assert second.loss == PRINCIPAL - LOSS
