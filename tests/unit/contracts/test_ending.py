"""When a contract is over, told by one loan's replay and by many together."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import day_number
from majung.contracts.ending import ended_days, ended_on
from majung.contracts.facts import Fact, FactKind
from majung.contracts.kernel.layout import NEVER
from majung.contracts.portfolio import portfolio_of
from majung.contracts.replay import payoff, replay, replay_portfolio
from servicing_world import PRINCIPAL, SIGNED_ON, TERMS

LATER = date(2026, 1, 1)
DRAWN = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
PAID_ON = date(2024, 12, 5)
TOTAL = payoff(TERMS, [DRAWN], on=PAID_ON).total
PAID = Fact(PAID_ON, FactKind.PREPAYMENT, "p1", TOTAL)
#: What happened to a loan, and when it is over.
LIVES = {
    "never drawn": ((), None),
    "owed": ((DRAWN,), None),
    "paid off early": ((DRAWN, PAID), PAID_ON),
    "a won is left": ((DRAWN, replace(PAID, amount=TOTAL - 1)), None),
    "paid, and the payment taken back": (
        (DRAWN, PAID, Fact(LATER, FactKind.REVERSAL, "r1", reverses="p1")),
        None,
    ),
    "given up, and a part regained later": (
        (
            DRAWN,
            Fact(PAID_ON, FactKind.DEFAULT, "x1"),
            Fact(PAID_ON, FactKind.WRITE_OFF, "w1"),
            Fact(PAID_ON + timedelta(30), FactKind.RECOVERY, "y1", 10_000),
        ),
        PAID_ON,
    ),
}


def test_a_loan_is_over_on_the_day_nothing_is_owed_and_nothing_can_be_drawn():
    found = {}
    for life, (facts, _) in LIVES.items():
        done = replay(TERMS, facts, until=LATER)
        found[life] = ended_on(done.events, done.state)

    del found["never drawn"]
    assert found == {life: over for life, (_, over) in LIVES.items() if life in found}


def test_a_commitment_that_lapses_undrawn_is_over_when_it_lapses():
    until_on = date(2024, 11, 1)
    done = replay(replace(TERMS, draws_until_on=until_on), (), until=LATER)
    before = replay(replace(TERMS, draws_until_on=until_on), (), until=date(2024, 10, 31))

    assert ended_on(done.events, done.state) == until_on
    assert ended_on(before.events, before.state) is None


def test_many_loans_together_are_over_on_the_same_days_as_each_alone():
    lives = [facts for facts, _ in LIVES.values()]
    portfolio = portfolio_of([TERMS] * len(lives), lives)
    done = replay_portfolio(portfolio, until=LATER)

    days = ended_days(done.states, done.rows, done.days, done.kinds)

    alone = [replay(TERMS, facts, until=LATER) for facts in lives]
    told = [ended_on(each.events, each.state) for each in alone]
    assert days.tolist() == [NEVER if day is None else day_number(day) for day in told]
    assert np.asarray(done.kinds).max() < len(EVENT_KINDS)
