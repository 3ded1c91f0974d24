"""Schedules on columns: the short way of regular loans and the fold say the same, to the unit."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_loans import fact, lives, loans, plain_loan, planned_loans, told_loans
from majung.contracts.day_numbers import day_number
from majung.contracts.facts import FactKind
from majung.contracts.parts import in_parts
from majung.contracts.portfolio import portfolio_of
from majung.contracts.problems import problems_by_row, problems_of
from majung.contracts.replay import replay_portfolio, schedule
from majung.contracts.schedules import drawn_whole, folded_schedule, portfolio_schedule
from majung.contracts.terms import Repayment

COLUMNS = ("firsts", "days", "interest", "principal", "outstanding")


@st.composite
def regular_loans(draw):
    """Draw loans of every kind, most of them with a rate that never changes."""
    terms = draw(loans())
    if draw(st.integers(0, 4)):
        parts = tuple(replace(part, from_on=None, until_on=None) for part in terms.components)
        terms = replace(terms, components=parts)
    return terms


def rows_of(found, row):
    """Return the dues of one contract as a schedule's rows say them."""
    part = slice(found.firsts[row], found.firsts[row + 1])
    columns = (found.days, found.principal, found.interest, found.outstanding)
    return list(zip(*(column[part].tolist() for column in columns), strict=True))


@settings(max_examples=300)
@given(st.lists(told_loans(regular_loans() | planned_loans()), min_size=1, max_size=6))
def test_the_columns_of_many_are_the_schedule_of_each(drawn_loans):
    good = [each for each in drawn_loans if not problems_of(each[0])]
    terms, facts = [each for each, _ in good], [told for _, told in good]

    portfolio = portfolio_of(terms, facts)
    folded = folded_schedule(drawn_whole(portfolio, np.arange(len(terms))))

    found = portfolio_schedule(portfolio)

    assert [getattr(found, name).tolist() for name in COLUMNS] == [
        getattr(folded, name).tolist() for name in COLUMNS
    ]
    for row, each in enumerate(terms):
        assert rows_of(found, row) == [
            (day_number(due.due_on), due.principal, due.interest, due.outstanding)
            for due in schedule(each, facts[row])
            if due.principal or due.interest
        ]


EDGES = {
    "a hundred years": {"instalments": 1_200, "cycle_months": 1},
    "a hundred years of 10^15 won": {"instalments": 1_200, "committed": 10**15},
    "one day": {"instalments": 1, "first_due_on": date(2024, 1, 2)},
    "no rate": {"rate": "0"},
    "one won": {"committed": 1},
    "10^16 won at the highest rate": {"committed": 10**16, "rate": "99.9999"},
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("repayment", Repayment)
def test_edges_are_laid_out_as_they_are_folded(edge, repayment):
    terms = plain_loan(**EDGES[edge], repayment=repayment)
    portfolio = portfolio_of([terms], [()])

    found, folded = portfolio_schedule(portfolio), folded_schedule(drawn_whole(portfolio, [0]))

    assert problems_of(terms) == ()
    assert rows_of(found, 0) == rows_of(folded, 0)
    assert found.principal.sum() == terms.committed


def test_a_drawdown_in_parts_or_later_is_folded():
    terms = plain_loan(12_000_000)
    facts = [
        [fact(FactKind.DRAWDOWN, date(2024, 1, 1), 12_000_000)],
        [fact(FactKind.DRAWDOWN, date(2024, 1, 20), 12_000_000)],
        [
            fact(FactKind.DRAWDOWN, date(2024, 1, 1), 5_000_000),
            fact(FactKind.DRAWDOWN, date(2024, 3, 1), 7_000_000),
        ],
    ]

    found = portfolio_schedule(portfolio_of([terms] * 3, facts))

    for row, each in enumerate(facts):
        assert rows_of(found, row) == [
            (day_number(due.due_on), due.principal, due.interest, due.outstanding)
            for due in schedule(terms, each)
        ]


def many_lives(count):
    """Return so many small loans with a payment each, no two alike."""
    terms = [plain_loan(1_000_000 + 7_919 * place, f"{4 + place % 5}") for place in range(count)]
    facts = [
        [
            fact(FactKind.DRAWDOWN, each.start_on, each.committed),
            fact(FactKind.PAYMENT, date(2024, 2, 5), 50_000 + place),
        ]
        for place, each in enumerate(terms)
    ]
    return terms, facts


def test_any_number_of_workers_and_parts_gives_the_same_bits():
    terms, facts = many_lives(257)
    portfolio = portfolio_of(terms, facts)
    bare = portfolio_of(terms, [()] * len(terms))
    until = date(2024, 12, 31)
    whole = replay_portfolio(portfolio, until=until)
    dues = portfolio_schedule(bare)

    for workers, size in ((1, 100), (2, 64), (3, 7), (2, 1_000)):
        options = {"contracts_a_part": size, "workers": workers}
        parts = list(in_parts(partial(replay_portfolio, until=until), portfolio, **options))
        schedules = list(in_parts(portfolio_schedule, bare, **options))

        for name in ("days", "kinds", "parties", "amounts", "states"):
            joined = np.concatenate([getattr(part, name) for part in parts])
            assert (joined == getattr(whole, name)).all()
        for name in COLUMNS[1:]:
            joined = np.concatenate([getattr(part, name) for part in schedules])
            assert (joined == getattr(dues, name)).all()


@given(lives())
def test_a_batch_of_many_is_many_batches_of_one(life):
    terms, facts = life
    if problems_by_row([terms], [facts]):
        return
    others = [plain_loan(), replace(plain_loan(), calendar="US", committed=7)]

    alone = portfolio_schedule(portfolio_of([terms], [facts]))
    among = portfolio_schedule(portfolio_of([others[0], terms, others[1]], [(), facts, ()]))

    assert rows_of(among, 1) == rows_of(alone, 0)
