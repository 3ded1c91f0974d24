"""What another core system reports becomes facts; where our schedule disagrees, it is told."""

from datetime import date, timedelta

import pytest

from majung.contracts.facts import Fact, FactKind, standing
from majung.ledger import AsOf
from majung.operations.servicing.reading import contract_file, trial_balance
from majung.operations.servicing.record_facts import ContractReportedError, record_facts
from majung.operations.servicing.statements import Outcome
from majung.operations.servicing.take_servicer_file import (
    ServicerFileUnreadableError,
    check_servicer_file,
    servicer_findings,
    take_servicer_file,
)
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import sign
from majung.store.servicing.differences import differences_of
from majung.store.upkeep.digests import database_digest
from majung.values.money import Money
from majung.values.months import Month
from reported_world import (
    HEADINGS,
    NOVEMBER,
    NOW,
    OCTOBER,
    ON,
    SEPTEMBER,
    a_file,
    open_reported,
    rows_of,
    taken,
)
from servicing_world import AT, OFFICER, PRINCIPAL, loan

NOVEMBER_END = date(2024, 11, 30)
LOAN = "C-R1"
OTHER = "C-R2"


def balance(account):
    found = trial_balance(OFFICER, "hana.lender", as_of=AsOf(), at=NOW)
    return next((row.balance.minor for row in found.rows if row.account == account), 0)


def test_months_that_follow_the_schedule_are_taken_without_a_difference(database):
    open_reported(LOAN)

    done = taken(*rows_of(LOAN, SEPTEMBER, OCTOBER, NOVEMBER))

    assert [each.outcome for each in done.findings] == [Outcome.TAKEN] * 3
    assert (done.problems, done.differences) == ((), 0)
    assert balance("loans") == 1_003_736_210
    assert balance("interest-receivable") == 0
    assert balance("commitments-undrawn") == 0
    state = contract_file(OFFICER, LOAN, on=NOVEMBER_END, at=NOW).replay.state
    assert (state.drawn, state.outstanding) == (PRINCIPAL, 1_003_736_210)


def test_what_differs_is_listed_by_figure(database):
    open_reported(LOAN)
    october = ("2024-10", "", "", "98018558", "4400000", "1101981440")

    done = taken(*rows_of(LOAN, SEPTEMBER, october))

    assert {each.kind.value: (each.reported.minor, each.computed.minor)
            for each in done.findings[1].differences} == {
        "outstanding": (1_101_981_440, 1_102_019_798),
        "principal": (98_018_558, 97_980_202),
        "interest": (4_400_000, 4_438_356),
    }  # fmt: skip
    kept = contract_file(OFFICER, LOAN, on=ON, at=NOW).differences
    assert sorted(each.kind for each in kept) == ["interest", "outstanding", "principal"]


def test_arrears_that_are_not_stated_are_neither_nothing_nor_a_difference(database):
    open_reported(LOAN, OTHER)
    unpaid = ("2024-10", "", "", "0", "0", "1200000000")
    headings = (*HEADINGS, "연체금액")

    rows = ((LOAN, *SEPTEMBER, ""), (LOAN, *unpaid, ""), (OTHER, *SEPTEMBER, "0"),
            (OTHER, *unpaid, "0"))  # fmt: skip
    done = taken(*rows, headings=headings)

    blank, nothing = done.findings[1], done.findings[3]
    assert blank.differences == ()
    assert [(each.kind, each.value("computed").minor) for each in blank.not_stated] == [
        ("reported-arrears-not-stated", 102_456_914)
    ]
    assert nothing.not_stated == ()
    assert [(each.kind.value, each.reported.minor, each.computed.minor)
            for each in nothing.differences] == [("due-unpaid", 0, 102_456_914)]  # fmt: skip
    assert contract_file(OFFICER, LOAN, on=ON, at=NOW).differences == ()
    assert done.not_stated == 1


def test_arrears_stated_at_last_are_held_against_the_schedule_and_blanked_again_are_open(database):
    open_reported(LOAN)
    unpaid = ("2024-10", "", "", "0", "0", "1200000000")
    headings = (*HEADINGS, "연체금액")
    listed = []

    for minute, arrears in enumerate(("0", "", "102456914")):
        rows = ((LOAN, *SEPTEMBER, "0"), (LOAN, *unpaid, arrears))
        done = taken(*rows, headings=headings, at=NOW + timedelta(minutes=minute))
        kept = contract_file(OFFICER, LOAN, on=ON, at=NOW + timedelta(minutes=minute)).differences
        listed.append(([each.kind for each in kept], done.not_stated))

    assert listed == [(["due-unpaid"], 0), ([], 1), ([], 0)]


def test_a_month_reported_again_replaces_with_history_and_settles_its_differences(database):
    open_reported(LOAN)
    wrong = ("2024-10", "", "", "98018558", "4400000", "1101981440")
    taken(*rows_of(LOAN, SEPTEMBER, wrong, NOVEMBER))
    assert contract_file(OFFICER, LOAN, on=ON, at=NOW).differences != ()

    done = taken(*rows_of(LOAN, OCTOBER), at=NOW + timedelta(hours=1))

    assert [each.outcome for each in done.findings] == [Outcome.REPLACED]
    file = contract_file(OFFICER, LOAN, on=ON, at=NOW)
    assert file.differences == ()
    facts = [each.fact for each in file.facts]
    assert [fact.kind for fact in facts].count(FactKind.REVERSAL) == 1
    assert [(fact.kind.value, fact.amount) for fact in standing(facts)] == [
        ("drawdown", PRINCIPAL), ("payment", 102_456_914), ("payment", 102_456_914),
    ]  # fmt: skip
    assert balance("loans") == 1_003_736_210


def test_the_same_file_again_changes_nothing(fresh_database):
    open_reported(LOAN)
    taken(*rows_of(LOAN, SEPTEMBER, OCTOBER))
    before = database_digest()

    done = taken(*rows_of(LOAN, SEPTEMBER, OCTOBER), at=NOW + timedelta(hours=1))

    assert [each.outcome for each in done.findings] == [Outcome.UNCHANGED] * 2
    assert database_digest() == before


def test_good_rows_are_taken_while_bad_ones_go_back_with_their_reasons(database):
    open_reported(LOAN)
    rows = [
        *rows_of(LOAN, SEPTEMBER),
        ("C-NONE", *SEPTEMBER),
        ("C-R1", "2025-01", "", "", "0", "0", "0"),
        ("C-R1", "2024-10", "", "", "-1", "0", "0"),
        ("C-R1", "2024-11", "5", "", "0", "0", "0"),
    ]

    done = taken(*rows)

    assert [each.outcome.value for each in done.findings] == ["taken"] + ["returned"] * 4
    assert [problem.message.kind for problem in done.problems] == [
        "reported-contract-unknown", "servicer-month-not-over", "servicer-amount-below-zero",
        "servicer-day-missing",
    ]  # fmt: skip
    again = take_servicer_file(
        OFFICER, "back.xlsx", servicer_findings(done), on=ON, at=NOW + timedelta(hours=1)
    )
    assert [each.outcome.value for each in again.findings] == ["returned"] * 4
    assert balance("loans") == PRINCIPAL


def test_a_contract_that_is_serviced_here_or_by_another_bank_goes_back(database):
    open_reported(LOAN)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        sign([loan("C-HERE")], at=AT)

    done = taken(*rows_of("C-HERE", SEPTEMBER))

    assert [problem.message.kind for problem in done.problems] == [
        "reported-contract-serviced-here"
    ]


def test_movements_of_a_month_are_one_statement_whatever_their_order(database):
    open_reported(LOAN, OTHER)
    headings = ("대출번호", "거래일자", "거래구분", "거래금액", "거래후 잔액")
    rows = [
        (LOAN, "2024.9.25", "실행", "12억", "12억"),
        (LOAN, "2024.10.25", "원금상환", "98,018,558", ""),
        (LOAN, "2024.10.25", "이자수납", "4,438,356", ""),
        (LOAN, "2024.10.31", "월말", "1,101,981,442", ""),
    ]

    done = taken(*rows, headings=headings)
    turned = taken(
        *((OTHER, *row[1:]) for row in reversed(rows)), headings=headings,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip

    assert done.problems == turned.problems == ()
    assert done.differences == turned.differences == 0
    assert (
        contract_file(OFFICER, LOAN, on=ON, at=NOW).replay
        == contract_file(OFFICER, OTHER, on=ON, at=NOW).replay
    )


def test_a_movement_that_cannot_be_read_sends_its_whole_month_back(fresh_database):
    open_reported(LOAN)
    headings = ("계약번호", "거래일", "거래구분", "금액")
    before = database_digest()

    done = taken(
        (LOAN, "2024-09-25", "실행", "12억"), (LOAN, "2024-09-26", "이체", "1"),
        headings=headings,
    )  # fmt: skip

    assert [problem.message.kind for problem in done.problems] == [
        "servicer-month-together", "servicer-movement-unknown",
    ]  # fmt: skip
    assert database_digest() == before


def test_a_check_writes_nothing_and_finds_what_taking_finds(fresh_database):
    open_reported(LOAN)
    content = a_file(rows_of(LOAN, SEPTEMBER, NOVEMBER))
    before = database_digest()

    checked = check_servicer_file(OFFICER, "hana.csv", content, on=ON, at=NOW)

    assert database_digest() == before
    assert checked.findings == taken(*rows_of(LOAN, SEPTEMBER, NOVEMBER)).findings


def test_a_file_without_its_columns_is_refused_whole(fresh_database):
    open_reported(LOAN)
    before = database_digest()

    with pytest.raises(ServicerFileUnreadableError) as refused:
        taken((LOAN, "2024-09"), headings=HEADINGS[:2])

    assert [each.message.kind for each in refused.value.problems] == ["column-missing"] * 3
    assert database_digest() == before


def test_nothing_is_posted_behind_the_last_month_reported(database):
    open_reported(LOAN)

    taken(*rows_of(LOAN, SEPTEMBER, OCTOBER))

    events = contract_file(OFFICER, LOAN, on=ON, at=NOW).events
    assert max(each.event.effective_on for each in events) == date(2024, 10, 25)


def test_what_a_core_system_reports_is_not_recorded_by_hand_too(database):
    open_reported(LOAN)
    drawn = Fact(date(2024, 9, 25), FactKind.DRAWDOWN, "by-hand", PRINCIPAL)

    with pytest.raises(ContractReportedError):
        record_facts(OFFICER, {LOAN: [drawn]}, on=ON, at=NOW)


def _listed(*keys):
    """Return what is listed of contracts: figure, as reported and as computed."""
    with acting_for_state(Purpose.AUDIT, person="test", at=NOW):
        found = differences_of(contracts=keys)
    return {(each.month, each.kind): (each.reported, each.computed) for each in found}


def test_a_payment_above_all_that_is_owed_is_kept_and_listed_whichever_file_comes_first(database):
    open_reported("C-R1", "C-R2")
    ten_times = ("2024-10", "", "", "12000000000", "4438356", "0")
    listed = (Month(2024, 10), "excess")

    taken(*rows_of("C-R1", SEPTEMBER, ten_times))
    early = taken(*rows_of("C-R2", ten_times))
    before = _listed("C-R2")[listed]
    taken(*rows_of("C-R2", SEPTEMBER), at=NOW + timedelta(minutes=1))

    assert early.problems == ()
    paid = Money(12_004_438_356, "KRW")
    assert before == (paid, Money(0, "KRW"))
    assert _listed("C-R2")[listed] == (paid, Money(PRINCIPAL + 4_438_356, "KRW"))
    assert _listed("C-R1") == _listed("C-R2")
    taken(*rows_of("C-R2", OCTOBER), at=NOW + timedelta(minutes=2))
    assert listed not in _listed("C-R2")
