"""Contracts taken over before anybody counted limits are counted once, by the administrator."""

from dataclasses import replace
from datetime import date

import pytest

from example_lists import corporate_number
from majung.applications.firm import Firm, SizeClass
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.register import register_firm
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.openings.reckoning import reckon_limit_use
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limits import discrepancies, limits_of
from majung.store.servicing.contracts import sign
from majung.store.upkeep.digests import database_digest
from revolving_world import BEGUN, LENT, LOAN, OFFICER, PROGRAMME, a_loan
from servicing_world import AT, moment

ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
ON = date(2026, 3, 2)
PAID = 500_000_000


@pytest.fixture
def office(fresh_database):
    """A loan that came with opening balances, 500 million of it repaid, and no use of a limit."""
    load_shelf(CLOCKWORK, at=AT)
    firm = Firm(corporate_number(1), "예시제조", SizeClass.MEDIUM, ())
    register_firm(OFFICER, firm, from_on=BEGUN, at=AT)
    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        sign([replace(a_loan(), firm=firm.identity, taken_over_on=BEGUN)], at=AT)
    drawn = Fact(BEGUN, FactKind.DRAWDOWN, "d", LENT)
    record_facts(OFFICER, {LOAN: [drawn]}, on=BEGUN, at=moment(BEGUN))
    day = date(2026, 2, 10)
    paid = Fact(day, FactKind.PREPAYMENT, "p", PAID)
    record_facts(OFFICER, {LOAN: [paid]}, on=day, at=moment(day))


def used():
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        assert discrepancies() == ()
        found = [each for each in limits_of(programme=PROGRAMME) if each.used.minor]
        return {(each.key.partition(".")[2], each.is_revolving): each.used.minor for each in found}


def test_what_was_brought_along_counts_less_what_revolving_limits_gave_back(office):
    assert used() == {}

    found = reckon_limit_use(ADMINISTRATOR, on=ON, at=moment(ON))

    assert [(key, amount.minor) for key, amount in found.contracts] == [(LOAN, LENT)]
    now = used()
    assert {key for key, _ in now} >= {"ax-total"}
    assert all(
        amount == (LENT - PAID if revolves else LENT) for (_, revolves), amount in now.items()
    )
    assert {revolves for _, revolves in now} == {False, True}


def test_a_second_time_counts_nothing_and_a_check_writes_nothing(office):
    before = database_digest()
    checked = reckon_limit_use(ADMINISTRATOR, on=ON, at=moment(ON), is_check=True)
    assert database_digest() == before

    first = reckon_limit_use(ADMINISTRATOR, on=ON, at=moment(ON))
    now = used()
    second = reckon_limit_use(ADMINISTRATOR, on=ON, at=moment(ON))

    assert checked == first
    assert (second.contracts, used()) == ((), now)


def test_nobody_else_has_it_reckoned(office):
    with pytest.raises(NotPermittedError):
        reckon_limit_use(OFFICER, on=ON, at=moment(ON))


def test_the_command_prints_what_was_counted(command, document):
    load_shelf(CLOCKWORK, at=AT)

    nothing = document("contract", "limit-use", "--on", str(ON))
    status, out, _ = command("contract", "limit-use", "--check", "--on", str(ON))

    assert nothing == {"contracts": [], "findings": []}
    assert (status, out.strip()) == (0, "limit use would be reckoned of 0 contracts")
