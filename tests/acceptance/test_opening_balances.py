"""What an institution held before becomes contracts, and its books say what the file adds up to."""

from datetime import date, timedelta

import pytest

from floating_product import floating_files
from majung.contracts.events import EventKind
from majung.ledger import AsOf
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import load_programme, load_shelf
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.opening_template import opening_template
from majung.operations.servicing.reading import contract_file, trial_balance
from majung.operations.servicing.take_opening_balances import (
    check_opening_balances,
    opening_findings,
    take_opening_balances,
)
from majung.operations.servicing.take_servicer_file import take_servicer_file
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Series, Servicing
from majung.store.servicing.supplied import supplied_events
from majung.store.upkeep.digests import database_digest
from opening_world import FIRST, GOOD, LATE, a_list
from reported_world import NOW, ON, a_file
from reported_world import taken as reported
from servicing_world import AT, OFFICER, moment


@pytest.fixture
def office(fresh_database):
    load_shelf(CLOCKWORK, at=AT)


def taken(*rows, actor=OFFICER, at=NOW):
    return take_opening_balances(actor, "hana.xlsx", a_list(*rows), on=ON, at=at)


def balances():
    found = trial_balance(OFFICER, "hana.lender", as_of=AsOf(), at=NOW)
    assert not found.differences
    return {row.account: row.balance.minor for row in found.rows if row.balance.minor}


def test_the_trial_balance_says_what_the_file_adds_up_to(office):
    done = taken(GOOD, LATE)

    assert [each.spoken("en") for each in done.problems] == []
    (totals,) = done.totals
    assert balances() == {
        "loans": totals.outstanding.minor,
        "interest-receivable": totals.unpaid_interest.minor,
        "late-interest-receivable": totals.late_interest.minor,
        "capital": -sum(
            each.minor
            for each in (totals.outstanding, totals.unpaid_interest, totals.late_interest)
        ),
    }
    assert (totals.contracts, totals.outstanding.minor) == (2, 2_300_000_000)


def test_the_schedule_goes_on_from_where_it_stood(office):
    taken(GOOD)

    file = contract_file(OFFICER, FIRST, on=date(2024, 12, 31), at=NOW)

    assert file.contract.taken_over_on == date(2024, 12, 31)
    assert file.replay.state.outstanding == 1_100_000_000
    assert (file.schedule[0].due_on, file.schedule[0].principal) == (date(2025, 1, 31), 50_000_000)
    # 1.1 billion at 4.5 % from 26 December to 31 January (the 25th and the days of the new year
    # are no business days): 36 days.
    assert file.schedule[0].interest == 1_100_000_000 * 45 * 36 // 365_000
    assert len(file.schedule) == 22


def test_the_close_goes_on_with_a_contract_that_is_serviced_here(office):
    taken(GOOD)

    close_day(CLOCKWORK, on=date(2025, 1, 31), at=moment(date(2025, 1, 31)))

    events = contract_file(OFFICER, FIRST, on=date(2025, 1, 31), at=NOW).events
    fell_due = [each.event.amount for each in events if each.event.kind.value == "principal-due"]
    assert fell_due == [50_000_000]


def test_every_problem_of_a_list_is_told_at_once_and_nothing_is_taken(office):
    before = database_digest()
    rows = (
        {**GOOD, "outstanding": "1"},
        {**GOOD, "contract": "H-3", "programme": "없음", "repayment": "마음대로"},
        {**GOOD, "contract": "H-4", "as-of": "2025-02-01", "institution": "kdb"},
        {**GOOD, "contract": "H-5", "committed": "-5", "first-due-on": "2024-02-30"},
        {**GOOD, "contract": "H-5"},
    )

    done = taken(*rows)

    assert [(each.place.line, each.message.kind) for each in done.problems] == [
        (2, "opening-outstanding-differs"),
        (3, "opening-programme-unknown"),
        (4, "opening-of-another"), (4, "opening-not-provider"), (4, "opening-day-ahead"),
        (5, "servicer-amount-below-zero"), (5, "date-not-readable"),
        (6, "opening-contract-twice"),
    ]  # fmt: skip
    assert opening_findings(done) != b""
    assert database_digest() == before


def test_loans_of_a_floating_product_are_refused_because_the_list_has_no_published_rate(office):
    load_programme(CLOCKWORK, floating_files(), at=AT + timedelta(minutes=1))
    before = database_digest()

    done = taken(GOOD)

    assert [each.message.kind for each in done.problems] == ["opening-loan-floats"]
    assert database_digest() == before


def test_a_row_that_says_nothing_of_arrears_does_not_say_that_there_are_none(office):
    silent = {"paid-to": "", "unpaid-principal": "", "unpaid-interest": ""}
    before = database_digest()

    refused = [taken({**GOOD, **silent}), taken({**GOOD, **silent, "unpaid-principal": "0"})]

    assert [each.message.kind for done in refused for each in done.problems] == [
        "opening-arrears-not-stated", "opening-arrears-not-stated",
    ]  # fmt: skip
    assert database_digest() == before
    # Said to be nothing, it is held against the schedule like any other figure.
    assert taken({**GOOD, "paid-to": ""}).problems == ()


def test_the_same_list_again_changes_nothing_and_another_for_the_same_contract_is_refused(office):
    taken(GOOD, LATE)
    before = database_digest()

    again = taken(GOOD, LATE, at=NOW + timedelta(hours=1))
    other = taken({**GOOD, "outstanding": "1,000,000,000", "repaid": "200,000,000"})

    assert (again.problems, again.contracts) == ((), 0)
    assert [each.message.kind for each in other.problems] == ["opening-contract-known"]
    assert database_digest() == before


def test_a_check_says_the_totals_and_writes_nothing(office):
    before = database_digest()

    checked = check_opening_balances(OFFICER, "hana.xlsx", a_list(GOOD, LATE), on=ON, at=NOW)

    assert [each.contracts for each in checked.totals] == [2]
    assert database_digest() == before


def test_the_template_is_read_back_without_its_example(office):
    for language in ("ko", "en"):
        done = take_opening_balances(
            OFFICER, "template.xlsx", opening_template(language), on=ON, at=NOW
        )

        assert [each.message.kind for each in done.problems] == ["opening-without-rows"]


def test_an_administrator_brings_loans_of_every_institution(office):
    administrator = Actor("admin", "", frozenset({Role.ADMINISTRATOR}))

    done = taken(
        GOOD, {**GOOD, "contract": "S-1", "institution": "신한은행"}, actor=administrator
    )  # fmt: skip

    assert [each.contract.institution for each in done.found] == ["hana", "shinhan"]
    assert balances()["loans"] == 1_100_000_000


def test_a_contract_kept_elsewhere_is_reported_after_its_opening(office):
    taken({**GOOD, "servicing": "보고"})

    early = reported((FIRST, "2024-11", "", "", "0", "0", "1100000000"))
    due = contract_file(OFFICER, FIRST, on=date(2024, 12, 31), at=NOW).schedule[0]
    later = take_servicer_file(
        OFFICER,
        "hana.csv",
        a_file([(FIRST, "2025-01", "", "", str(due.principal), str(due.interest), "1050000000")]),
        on=date(2025, 2, 3),
        at=NOW + timedelta(hours=1),
    )

    assert contract_file(OFFICER, FIRST, on=ON, at=NOW).contract.servicing is Servicing.REPORTED
    assert [each.message.kind for each in early.problems] == ["reported-before-opening"]
    assert (later.problems, later.differences) == ((), 0)
    assert balances()["loans"] == 1_050_000_000


def test_what_was_held_before_is_owed_but_was_not_supplied(office):
    taken(GOOD)

    with acting_for_state(Purpose.SUPPLY, person="test", at=NOW):
        span = {"first_on": date(2024, 1, 1), "last_on": ON, "series": Series.REAL}
        drawn = frozenset({EventKind.DRAWDOWN})

        assert supplied_events(drawn, **span) == ()
        (held,) = supplied_events(drawn, **span, with_opening=True)
        assert held.amount == 1_100_000_000
