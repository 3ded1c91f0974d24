"""A limit that revolves (회전 한도) is free again for what was repaid, and only for that."""

from datetime import date

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import CLOCKWORK
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.record_facts import record_facts
from majung.programmes import EnvelopeScope, SupplyBasis
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limit_use import bring_forward, take
from majung.store.intake.limits import discrepancies, limit_of, open_limit
from majung.store.servicing.contracts import sign
from majung.supply.limits import Limit
from majung.values.money import Money
from revolving_world import BEGUN, FIRM, LENT, LOAN, OFFICER, PROGRAMME, TOTAL, a_loan
from servicing_world import AT, moment


@pytest.fixture
def loan(fresh_database):
    load_shelf(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        own = Limit(
            key=FIRM,
            scope=EnvelopeScope.FIRM,
            member="f",
            cap=Money(1_500_000_000),
            used=Money(0),
            reserved=Money(0),
            basis=SupplyBasis.OUTSTANDING,
            is_revolving=True,
        )
        open_limit(own, programme=PROGRAMME, envelope="ax-firm", at=AT)
        sign([a_loan()], at=AT)
        take({FIRM: Money(LENT), TOTAL: Money(LENT)}, subject=LOAN, at=AT)
    record_facts(
        OFFICER, {LOAN: [Fact(BEGUN, FactKind.DRAWDOWN, "d", LENT)]}, on=BEGUN, at=moment(BEGUN)
    )


def used():
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        assert discrepancies() == ()
        return {key: limit_of(key).used.minor for key in (FIRM, TOTAL)}


def paid(amount, *, on):
    payment = Fact(on, FactKind.PREPAYMENT, "p", amount)
    record_facts(OFFICER, {LOAN: [payment]}, on=on, at=moment(on))


def test_what_is_repaid_may_be_lent_again_to_the_firm_but_not_out_of_the_programme(loan):
    paid(500_000_000, on=date(2026, 2, 10))

    assert used() == {FIRM: LENT - 500_000_000, TOTAL: LENT}


def test_a_reversed_repayment_stands_under_the_limit_again(loan):
    paid(500_000_000, on=date(2026, 2, 10))
    later = date(2026, 2, 11)
    undone = Fact(later, FactKind.REVERSAL, "r", reverses="p")
    record_facts(OFFICER, {LOAN: [undone]}, on=later, at=moment(later))

    assert used() == {FIRM: LENT, TOTAL: LENT}


def test_a_reversal_binds_no_more_than_was_given_back(loan):
    """A part of the use was taken back by hand, so a large repayment was cut off at what stood."""
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        bring_forward({FIRM: Money(-900_000_000)}, subject=LOAN, at=AT)
    for key, day, amount in (("p", 10, 250_000_000), ("q", 11, 250_000_000)):
        payment = Fact(date(2026, 2, day), FactKind.PREPAYMENT, key, amount)
        record_facts(OFFICER, {LOAN: [payment]}, on=payment.effective_on,
                     at=moment(payment.effective_on))  # fmt: skip
    assert used()[FIRM] == 0

    for number, key in enumerate(("q", "p")):
        day = date(2026, 2, 12 + number)
        undone = Fact(day, FactKind.REVERSAL, f"r-{key}", reverses=key)
        record_facts(OFFICER, {LOAN: [undone]}, on=day, at=moment(day))
        assert used()[FIRM] == (50_000_000, 300_000_000)[number]


def test_what_is_due_and_not_paid_frees_nothing(loan):
    for day in (date(2026, 3, 3), date(2026, 4, 3)):
        close_day(CLOCKWORK, on=day, at=moment(day))

    assert used()[FIRM] == LENT
