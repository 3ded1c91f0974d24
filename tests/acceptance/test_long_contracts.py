"""A contract of many facts: its page reads the last of them, its figures count them all."""

from datetime import timedelta
from html import unescape

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.operations.servicing.reading import contract_file, facts_recorded
from majung.operations.servicing.record_facts import record_facts
from majung.operations.servicing.record_on_loan import record_on_loan
from majung.store.access import acting_for
from majung.store.servicing.facts import facts_of
from majung.web.pages.contract_parts import ROWS_MAX
from pages_world import live_on, signed_in
from servicing_world import LOAN, OFFICER, PRINCIPAL, SIGNED_ON, moment, open_office

DAY = SIGNED_ON + timedelta(days=60)
COUNT = ROWS_MAX + 4
DRAWN = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)


def _prepaid(number):
    on = SIGNED_ON + timedelta(days=1 + number % 50)
    return Fact(on, FactKind.PREPAYMENT, f"p{number}", 1_000 + number, note="회차" * (number % 2))


@pytest.fixture
def told(fresh_database):
    """A loan with a drawdown and hundreds of early repayments, as they were told."""
    open_office(LOAN)
    told = (DRAWN, *map(_prepaid, range(COUNT)))
    record_facts(OFFICER, {LOAN: told}, on=DAY, at=moment(DAY))
    return told


def test_many_facts_are_kept_counted_and_shown_from_the_last(told):
    file = contract_file(OFFICER, LOAN, on=DAY, at=moment(DAY))
    with acting_for("hana"):
        read = facts_of(LOAN)

    assert tuple(read) == tuple(sorted(told, key=lambda fact: (fact.effective_on, fact.key)))
    assert {each.fact for each in file.facts} == set(told)
    assert facts_recorded(OFFICER, LOAN, at=moment(DAY)) == len(told)
    assert file.replay.state.outstanding == PRINCIPAL - sum(
        each.event.amount for each in file.events if each.event.kind == "principal-paid"
    )

    live_on(DAY, OFFICER)
    page = unescape(signed_in(OFFICER, is_granted=False).get(f"/contracts/{LOAN}").content.decode())

    assert f"전체 {len(told):,}건 가운데 마지막 {ROWS_MAX}건" in page
    assert page.count(">중도상환</td>") == ROWS_MAX


def test_a_fact_among_many_is_recorded_once_and_its_key_says_nothing_else(told):
    repeated = record_on_loan(OFFICER, LOAN, told[7], on=DAY, at=moment(DAY))
    more = record_on_loan(OFFICER, LOAN, _prepaid(COUNT), on=DAY, at=moment(DAY))

    assert (repeated.events, facts_recorded(OFFICER, LOAN, at=moment(DAY))) == (0, len(told) + 1)
    assert more.events > 0
