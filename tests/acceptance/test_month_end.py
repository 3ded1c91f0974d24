"""What a close does beside posting what fell due: accruals, classes of arrears, letters."""

from dataclasses import replace
from datetime import date

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import schedule
from majung.contracts.terms import Repayment
from majung.ledger import AsOf
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.servicing.close_day import (
    ContractStillContradictsError,
    close_day,
    close_until,
    take_up,
)
from majung.operations.servicing.notices import NoticeKind
from majung.operations.servicing.reading_closes import (
    accruals_at,
    arrears_at,
    closes,
    letters_on,
)
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.facts import record_facts as keep
from majung.store.servicing.ledger import balances_of
from majung.store.upkeep.digests import database_digest
from majung.values.calendars import calendar_of
from majung.values.money import Money
from servicing_world import LOAN, OFFICER, PRINCIPAL, SIGNED_ON, TERMS, moment, open_office

BOOK = "hana.lender"
BULLET = replace(TERMS, repayment=Repayment.BULLET, instalments=1, first_due_on=date(2025, 9, 25))
OTHER = Actor("p-ibk", "ibk", frozenset({Role.PROVIDER_OFFICER}))


def _open(*keys, terms=TERMS):
    open_office(*keys, terms=terms)
    for key in keys:
        drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
        record_facts(OFFICER, {key: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)


def _close(until, first=SIGNED_ON):
    return close_until(
        CLOCKWORK, until=until, first=first, calendar=calendar_of("KR"), moment=moment
    )


def _balances(on):
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(SIGNED_ON)):
        found = balances_of(BOOK, as_of=AsOf(effective_on_max=on))
        return {key.account: money.minor for key, money in found.items() if money.minor}


def test_interest_accrues_at_the_months_end_and_is_taken_back_on_the_first(fresh_database):
    _open("C-A", "C-B", terms=BULLET)

    _close(date(2024, 10, 4))

    # Five days at 4.5 % and at 5.2 %, actual/365, cut to the won, on each of two loans.
    interest, whole = PRINCIPAL * 45 * 5 // 365_000, PRINCIPAL * 52 * 5 // 365_000
    drawn = {"loans": 2 * PRINCIPAL, "cash": -2 * PRINCIPAL}
    assert _balances(date(2024, 9, 29)) == drawn
    assert _balances(date(2024, 9, 30)) == drawn | {
        "interest-receivable": 2 * interest,
        "interest-forgone": 2 * (whole - interest),
        "interest-income": -2 * whole,
    }
    assert _balances(date(2024, 10, 1)) == drawn
    assert [
        (line.contract, line.party, line.amount.minor)
        for line in accruals_at(OFFICER, date(2024, 9, 30), at=moment(SIGNED_ON))
    ] == [
        ("C-A", "", interest),
        ("C-A", "bank", whole - interest),
        ("C-B", "", interest),
        ("C-B", "bank", whole - interest),
    ]


def test_a_months_end_on_a_holiday_belongs_to_the_next_business_day(fresh_database):
    _open("C-A", terms=BULLET)
    _close(date(2024, 11, 29))

    (monday,) = _close(date(2024, 12, 2), first=date(2024, 12, 2))

    # 30 November 2024 is a Saturday.
    assert monday.run.accruals == 2
    accrued = PRINCIPAL * 45 * 66 // 365_000
    assert _balances(date(2024, 11, 29)).get("interest-receivable") is None
    assert _balances(date(2024, 11, 30))["interest-receivable"] == accrued
    assert _balances(date(2024, 12, 1)).get("interest-receivable") is None


def test_arrears_are_classed_by_days_at_each_months_end_until_nothing_is_late(fresh_database):
    _open(LOAN)
    _close(date(2025, 2, 3))
    owed = sum(row.instalment for row in schedule(TERMS, ()) if row.due_on <= date(2025, 2, 3))
    paid = Fact(date(2025, 2, 3), FactKind.PAYMENT, "p1", owed + 300_000_000)
    record_facts(OFFICER, {LOAN: [paid]}, on=date(2025, 2, 3), at=moment(date(2025, 2, 4)))
    _close(date(2025, 3, 4), first=date(2025, 2, 4))

    found = {
        day: [
            (line.before.key, line.bucket.key, line.days_past_due)
            for line in arrears_at(OFFICER, day, at=moment(SIGNED_ON))
        ]
        for day in (date(2024, 10, 31), date(2024, 11, 30), date(2025, 1, 31), date(2025, 2, 28))
    }

    # The first instalment fell due on 25 October 2024.
    assert found == {
        date(2024, 10, 31): [],
        date(2024, 11, 30): [("normal", "precautionary", 36)],
        date(2025, 1, 31): [("precautionary", "substandard", 98)],
        date(2025, 2, 28): [("substandard", "normal", 0)],
    }
    # What is past due for three months earns nothing before it is paid.
    assert accruals_at(OFFICER, date(2025, 1, 31), at=moment(SIGNED_ON)) == ()
    assert arrears_at(OTHER, date(2025, 1, 31), at=moment(SIGNED_ON)) == ()


def test_letters_go_out_before_a_due_day_and_after_it_was_missed(fresh_database):
    _open(LOAN)
    _close(date(2024, 10, 28))
    first, *_ = schedule(TERMS, ())

    told = {
        day: letters_on(OFFICER, day, at=moment(SIGNED_ON))
        for day in calendar_of("KR").business_days(SIGNED_ON, date(2024, 10, 28))
    }

    (before,), (after,) = (letters for letters in told.values() if letters)
    assert (before.noticed_on, before.kind) == (date(2024, 10, 18), NoticeKind.PAYMENT)
    assert (before.due_on, before.principal.minor, before.interest.minor) == (
        first.due_on,
        first.principal,
        first.interest,
    )
    # A day after Friday the 25th is Saturday: the letter goes out on Monday.
    assert (after.noticed_on, after.kind) == (date(2024, 10, 28), NoticeKind.ARREARS)
    assert (after.due_on, after.days_past_due, after.principal.minor) == (
        first.due_on,
        3,
        first.principal,
    )
    assert after.late_interest > Money(0)
    assert letters_on(OTHER, date(2024, 10, 28), at=moment(SIGNED_ON)) == ()


def test_a_second_close_of_a_months_end_does_nothing(fresh_database):
    _open(LOAN)
    _close(date(2024, 10, 31))
    before = database_digest()

    again = close_day(CLOCKWORK, on=date(2024, 10, 31), at=moment(date(2024, 11, 1)))

    assert (again.run.accruals, again.run.letters) == (2, 0)
    assert database_digest() == before


def test_what_was_set_aside_is_tried_by_the_next_close_and_taken_up_on_demand(fresh_database):
    _open("C-A", "C-B")
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        twice = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d2", PRINCIPAL)
        keep({"C-B": [twice]}, by="import", at=moment(SIGNED_ON))
    next_day, day_after = date(2024, 9, 26), date(2024, 9, 27)
    close_day(CLOCKWORK, on=SIGNED_ON, at=moment(SIGNED_ON))
    again = close_day(CLOCKWORK, on=next_day, at=moment(next_day))
    with pytest.raises(ContractStillContradictsError):
        take_up(CLOCKWORK, "C-B", on=next_day, at=moment(next_day))
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(next_day)):
        mended = Fact(SIGNED_ON, FactKind.REVERSAL, "r1", reverses="d2")
        keep({"C-B": [mended]}, by="import", at=moment(next_day))

    posting = take_up(CLOCKWORK, "C-B", on=next_day, at=moment(day_after))

    assert [each.contract for each in again.set_aside] == ["C-B"]
    assert posting.events == 2
    assert _balances(SIGNED_ON)["loans"] == 2 * PRINCIPAL
    shown = closes(OFFICER, at=moment(day_after))
    assert [(each.run.on, len(each.set_aside)) for each in shown] == [(next_day, 1), (SIGNED_ON, 1)]
    assert {one.settled_at for each in shown for one in each.set_aside} == {moment(day_after)}


def test_what_was_set_aside_settles_when_a_later_close_posts_it(fresh_database):
    _open("C-A")
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        keep(
            {"C-A": [Fact(SIGNED_ON, FactKind.DRAWDOWN, "d2", 1)]},
            by="import",
            at=moment(SIGNED_ON),
        )
    close_day(CLOCKWORK, on=SIGNED_ON, at=moment(SIGNED_ON))
    next_day = date(2024, 9, 26)
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(next_day)):
        mended = Fact(SIGNED_ON, FactKind.REVERSAL, "r1", reverses="d2")
        keep({"C-A": [mended]}, by="import", at=moment(next_day))

    close_day(CLOCKWORK, on=next_day, at=moment(next_day))

    (_, first) = closes(OFFICER, at=moment(next_day))
    assert [each.settled_at for each in first.set_aside] == [moment(next_day)]
