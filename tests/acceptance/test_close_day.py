"""The close of a business day, as the night shift knows it."""

from datetime import date

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import payoff
from majung.ledger import AsOf
from majung.operations.acting import CLOCKWORK
from majung.operations.servicing.close_day import close_day, close_until
from majung.operations.servicing.record_facts import (
    ContractElsewhereError,
    FactAheadError,
    record_facts,
)
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import contracts_by_keys
from majung.store.servicing.facts import record_facts as keep
from majung.store.servicing.ledger import balances_of, trial_balance_of
from majung.store.upkeep.closes import things_set_aside
from majung.store.upkeep.digests import database_digest
from majung.values.calendars import calendar_of
from majung.values.money import Money
from servicing_world import LOAN, OFFICER, PRINCIPAL, SIGNED_ON, TERMS, moment, open_office

BOOK = "hana.lender"


def _drawn(key="d1", amount=PRINCIPAL, on=SIGNED_ON):
    return Fact(on, FactKind.DRAWDOWN, key, amount)


def _paid(key, amount, on):
    return Fact(on, FactKind.PAYMENT, key, amount)


def _close(until, first=SIGNED_ON):
    return close_until(
        CLOCKWORK, until=until, first=first, calendar=calendar_of("KR"), moment=moment
    )


def _balances(as_of=None):
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(SIGNED_ON)):
        found = balances_of(BOOK, as_of=as_of) if as_of else balances_of(BOOK)
        return {key.account: money.minor for key, money in found.items() if money.minor}


def test_a_drawdown_and_the_first_due_day_are_posted_to_the_won(fresh_database):
    open_office()
    record_facts(OFFICER, {LOAN: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)

    _close(date(2024, 10, 25))

    # 30 days at 4.5 % and at 0.7 %, actual/365, cut to the won; the two sum to 5.2 %.
    interest, share = 4_438_356, 690_411
    assert interest + share == PRINCIPAL * 52 * 30 // (1000 * 365)
    assert _balances() == {
        "loans": PRINCIPAL,
        "cash": -PRINCIPAL,
        "interest-receivable": interest,
        "interest-forgone": share,
        "interest-income": -(interest + share),
    }


def test_a_second_close_of_a_day_does_nothing(fresh_database):
    open_office()
    record_facts(OFFICER, {LOAN: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)
    _close(date(2024, 10, 25))
    before = database_digest()

    again = close_day(CLOCKWORK, on=date(2024, 10, 25), at=moment(date(2024, 10, 26)))

    assert again.run.at == moment(date(2024, 10, 25))
    assert database_digest() == before


def test_days_that_were_missed_are_caught_up_in_order(fresh_database):
    open_office()

    closed = _close(date(2024, 10, 4))

    # 1 October (armed forces day, a one-off holiday) and 3 October are no business days.
    assert [each.run.on.isoformat() for each in closed] == [
        "2024-09-25",
        "2024-09-26",
        "2024-09-27",
        "2024-09-30",
        "2024-10-02",
        "2024-10-04",
    ]


def test_a_payment_learnt_late_posts_only_the_difference_for_its_day(fresh_database):
    open_office()
    record_facts(OFFICER, {LOAN: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)
    _close(date(2024, 11, 4))
    before = _balances(AsOf(recorded_at_max=moment(date(2024, 11, 4))))
    told_on = date(2024, 11, 5)

    posting = record_facts(
        OFFICER,
        {LOAN: [_paid("p1", 4_438_356, date(2024, 10, 25))]},
        on=told_on,
        at=moment(told_on),
    )

    assert posting.refused == ()
    assert _balances(AsOf(effective_on_max=date(2024, 10, 25)))["cash"] == -PRINCIPAL + 4_438_356
    assert _balances(AsOf(recorded_at_max=moment(date(2024, 11, 4)))) == before


def test_a_contract_that_cannot_be_replayed_is_set_aside_and_the_rest_closes(fresh_database):
    open_office("C-A", "C-B", "C-C")
    for key in ("C-A", "C-B", "C-C"):
        record_facts(OFFICER, {key: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)
    # A row that only a mistake of an import could leave: drawn more than was promised.
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        from_import = {"C-B": [_drawn("d2", PRINCIPAL)]}
        keep(from_import, by="import", at=moment(SIGNED_ON))

    closed = close_day(CLOCKWORK, on=SIGNED_ON, at=moment(SIGNED_ON))

    assert [each.contract for each in closed.set_aside] == ["C-B"]
    assert closed.run.contracts == 3
    assert _balances()["loans"] == 2 * PRINCIPAL
    with acting_for_state(Purpose.CLOSE, person="test", at=moment(SIGNED_ON)):
        assert [each.contract for each in things_set_aside(on=SIGNED_ON)] == ["C-B"]


def test_a_loan_paid_off_is_over_by_act_and_by_close_and_lives_again_when_that_is_taken_back(
    fresh_database,
):
    open_office("C-A", "C-B")
    paid_on, next_day = date(2024, 12, 5), date(2024, 12, 6)
    total = payoff(TERMS, [_drawn()], on=paid_on).total
    for key in ("C-A", "C-B"):
        record_facts(OFFICER, {key: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)
    _close(date(2024, 12, 4))
    paid = Fact(paid_on, FactKind.PREPAYMENT, "p1", total)

    record_facts(OFFICER, {"C-A": [paid]}, on=paid_on, at=moment(paid_on))
    record_facts(OFFICER, {"C-B": [paid]}, on=paid_on, at=moment(paid_on), posts=False)
    told = _ended()
    _close(paid_on, first=paid_on)
    closed = _ended()
    wrong = Fact(next_day, FactKind.REVERSAL, "r1", reverses="p1")
    record_facts(OFFICER, {"C-A": [wrong]}, on=next_day, at=moment(next_day))
    record_facts(OFFICER, {"C-B": [wrong]}, on=next_day, at=moment(next_day), posts=False)
    _close(next_day, first=next_day)

    assert told == {"C-A": paid_on, "C-B": None}
    assert closed == {"C-A": paid_on, "C-B": paid_on}
    assert _ended() == {"C-A": None, "C-B": None}


def _ended():
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(SIGNED_ON)):
        return {each.key: each.ended_on for each in contracts_by_keys(["C-A", "C-B"])}


def test_a_fact_that_contradicts_others_is_refused_and_nothing_is_kept(fresh_database):
    open_office()
    record_facts(OFFICER, {LOAN: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON))
    before = database_digest()

    with pytest.raises(Exception, match="drawn") as refused:
        record_facts(OFFICER, {LOAN: [_drawn("d2", 1)]}, on=SIGNED_ON, at=moment(SIGNED_ON))

    assert refused.type.__name__ == "FactsContradictError"
    assert database_digest() == before


def test_what_has_not_happened_yet_is_no_fact(fresh_database):
    open_office()

    with pytest.raises(FactAheadError):
        record_facts(
            OFFICER,
            {LOAN: [_drawn(on=date(2024, 9, 26))]},
            on=SIGNED_ON,
            at=moment(SIGNED_ON),
        )


def test_an_officer_records_nothing_of_another_bank(fresh_database):
    open_office()
    officer = type(OFFICER)("p-ibk", "ibk", OFFICER.roles)

    with pytest.raises(ContractElsewhereError):
        record_facts(officer, {LOAN: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON))


def test_the_books_balance_after_every_close(fresh_database):
    open_office("C-A", "C-B")
    for key in ("C-A", "C-B"):
        record_facts(OFFICER, {key: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)

    _close(date(2024, 12, 31))

    with acting_for_state(Purpose.AUDIT, person="test", at=moment(SIGNED_ON)):
        trial = trial_balance_of(BOOK)
    debit, credit = trial.totals["KRW"]
    assert debit == credit
    assert debit > Money(2 * PRINCIPAL)
    assert trial.differences == {}


def test_a_fact_told_on_an_earlier_business_day_takes_nothing_back(fresh_database):
    open_office()
    record_facts(OFFICER, {LOAN: [_drawn()]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)
    _close(date(2024, 11, 25))
    before = _balances()
    earlier = date(2024, 10, 25)

    record_facts(
        OFFICER,
        {LOAN: [_paid("p1", 4_438_356, earlier)]},
        on=earlier,
        at=moment(date(2024, 11, 26)),
    )

    assert _balances()["interest-income"] == before["interest-income"]
    _close(date(2024, 11, 26), first=date(2024, 11, 26))
    after = _balances()
    assert after["interest-receivable"] == before["interest-receivable"] - 4_438_356
    assert after["cash"] == before["cash"] + 4_438_356
