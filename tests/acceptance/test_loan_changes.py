"""A loan is changed: terms set anew by an approver, what is owed handed to another loan."""

from dataclasses import replace
from datetime import date

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.contracts.problems import FactsContradictError
from majung.contracts.replay import payoff, schedule
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.change_loan import (
    LoanOverError,
    NothingToTransferError,
    RestructuringUnreasonedError,
    TransferElsewhereError,
    restructure,
    transfer,
)
from majung.operations.servicing.close_day import close_until
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import ContractElsewhereError, record_facts
from majung.operations.taking_back import take_back
from majung.store.access import Purpose, acting_for_state
from majung.store.refusals import NotRecordedError
from majung.store.servicing.contracts import sign
from majung.store.servicing.ledger import balances_of
from majung.store.upkeep.digests import database_digest
from majung.values.calendars import calendar_of
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, TERMS, loan, moment, open_office

APPROVER = Actor("p-chief", "hana", frozenset({Role.PROVIDER_APPROVER}))
DAY = date(2024, 11, 1)
DRAWN = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)


def _drawn():
    """An old loan, drawn and paid once, and a new one that nothing was drawn of."""
    open_office("C-OLD", "C-NEW")
    first, *_ = schedule(TERMS, ())
    paid = Fact(first.due_on, FactKind.PAYMENT, "p1", first.instalment)
    record_facts(OFFICER, {"C-OLD": [DRAWN]}, on=SIGNED_ON, at=moment(SIGNED_ON))
    record_facts(OFFICER, {"C-OLD": [paid]}, on=first.due_on, at=moment(first.due_on))
    close_until(
        CLOCKWORK,
        until=date(2024, 10, 31),
        first=SIGNED_ON,
        calendar=calendar_of("KR"),
        moment=moment,
    )
    return (DRAWN, paid)


def _transfer(into="C-NEW", actor=OFFICER, amount=0):
    return transfer(
        actor, "C-OLD", into, key="t1", effective_on=DAY, on=DAY, at=moment(DAY), amount=amount
    )


def _restructure(term, value, actor=APPROVER, reason="경영애로"):
    return restructure(
        actor,
        "C-OLD",
        term,
        value,
        key="r1",
        reason=reason,
        effective_on=DAY,
        on=DAY,
        at=moment(DAY),
    )


def _state(key):
    return contract_file(OFFICER, key, on=DAY, at=moment(DAY)).replay.state


def _balances():
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(DAY)):
        return {key.account: money.minor for key, money in balances_of("hana.lender").items()}


def test_what_is_owed_goes_over_whole_and_no_money_moves(fresh_database):
    facts = _drawn()
    before = _balances()
    owed = payoff(TERMS, facts, on=DAY)

    _transfer()

    old, new, after = _state("C-OLD"), _state("C-NEW"), _balances()
    assert (old.outstanding, old.due_interest, old.undrawn) == (0, 0, 0)
    assert new.drawn == new.outstanding == owed.principal + owed.interest
    # The cash is the same, but for nothing: the new loan is larger by the interest it paid.
    assert after["cash"] == before["cash"]
    assert after["loans"] == before["loans"] + owed.interest


def test_a_part_of_what_is_not_due_goes_over(fresh_database):
    _drawn()
    outstanding = _state("C-OLD").outstanding

    _transfer(amount=100_000_000)

    assert _state("C-OLD").outstanding == outstanding - 100_000_000
    assert _state("C-NEW").outstanding == 100_000_000


def test_a_transfer_told_twice_is_recorded_once_and_can_be_taken_back(fresh_database):
    facts = _drawn()
    _transfer()
    told = database_digest()
    again = _transfer()
    same = database_digest()

    for contract, fact in (("C-NEW", "t1"), ("C-OLD", "t1")):
        take_back(
            OFFICER, contract, fact, key=f"x-{contract}", reason="착오", on=DAY, at=moment(DAY)
        )

    assert (again.events, same) == (0, told)
    assert _state("C-NEW").drawn == 0
    assert _state("C-OLD").outstanding == payoff(TERMS, facts, on=DAY).principal


def test_a_transfer_stays_within_one_lender_firm_and_currency(fresh_database):
    _drawn()
    other = replace(loan("C-FIRM"), firm=None, institution="ibk", parties=())
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        sign([other], at=moment(SIGNED_ON))
    before = database_digest()

    with pytest.raises(TransferElsewhereError):
        _transfer(into="C-OLD")
    with pytest.raises(NotRecordedError):
        _transfer(into="C-FIRM")
    with pytest.raises(NotPermittedError):
        _transfer(actor=APPROVER)
    with pytest.raises(NothingToTransferError):
        transfer(OFFICER, "C-NEW", "C-OLD", key="t", effective_on=DAY, on=DAY, at=moment(DAY))
    with pytest.raises(FactsContradictError):
        _transfer(amount=2 * PRINCIPAL)
    assert database_digest() == before


def test_the_due_days_left_are_set_anew_by_an_approver_with_a_reason(fresh_database):
    facts = _drawn()

    _restructure("instalments", 24)

    told = Fact(DAY, FactKind.RESTRUCTURING, "r1", 24, party="instalments", note="경영애로")
    rows = schedule(TERMS, (*facts, told), paid_from=DAY)
    shown = contract_file(OFFICER, "C-OLD", on=DAY, at=moment(DAY))
    assert [row for row in shown.schedule if row.due_on > DAY] == [
        row for row in rows if row.due_on > DAY
    ]
    assert len([row for row in rows if row.due_on > DAY]) == 24
    assert _restructure("instalments", 24).events == 0


def test_a_loan_that_is_over_is_neither_restructured_nor_taken_over(fresh_database):
    _drawn()
    _restructure("instalments", 24)
    _transfer()
    before = database_digest()

    with pytest.raises(LoanOverError):
        restructure(
            APPROVER, "C-OLD", "grace", 6, key="r2", reason="유예",
            effective_on=DAY, on=DAY, at=moment(DAY),
        )  # fmt: skip
    with pytest.raises(NothingToTransferError):
        transfer(OFFICER, "C-OLD", "C-NEW", key="t2", effective_on=DAY, on=DAY, at=moment(DAY))
    assert _restructure("instalments", 24).events == 0
    assert database_digest() == before


def test_terms_are_not_set_anew_without_a_reason_or_by_an_officer(fresh_database):
    _drawn()
    before = database_digest()

    with pytest.raises(RestructuringUnreasonedError):
        _restructure("grace", 6, reason=" ")
    with pytest.raises(NotPermittedError):
        _restructure("grace", 6, actor=OFFICER)
    with pytest.raises(FactsContradictError):
        _restructure("instalments", 0)
    elsewhere = replace(APPROVER, institution="ibk")
    with pytest.raises((ContractElsewhereError, NotRecordedError)):
        _restructure("grace", 6, actor=elsewhere)
    assert database_digest() == before
