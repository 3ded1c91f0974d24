"""A loan takes no more than it is owed, unless it is said that the rest is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from example_loans import drawn, fact, lives, plain_loan
from majung.contracts.excess import (
    excess_problems,
    owed_below,
    owed_on,
)
from majung.contracts.facts import FactKind
from majung.contracts.problems import problems_by_row
from majung.contracts.replay import payoff, replay
from majung.errors import message
from majung.values.money import Money

LOAN = plain_loan()
DAY = date(2024, 3, 15)
OWED = payoff(LOAN, [drawn(LOAN)], on=DAY).total


def paid(amount, on=DAY, kind=FactKind.PAYMENT, **more):
    return fact(kind, on, amount, **more)


def _said(problems, name):
    return [dict(each.values)[name] for each in problems]


@pytest.mark.parametrize("kind", [FactKind.PAYMENT, FactKind.PREPAYMENT])
def test_all_that_is_owed_is_taken_and_one_won_more_is_not(kind):
    known = [drawn(LOAN)]

    assert excess_problems(LOAN, [*known, paid(OWED, kind=kind)]) == ()
    assert excess_problems(LOAN, [*known, paid(OWED + 1, kind=kind, key="p")]) == (
        message(
            "payment-above-owed",
            key="p",
            on=DAY,
            amount=Money(OWED + 1, "KRW"),
            owed=Money(OWED, "KRW"),
        ),
    )


def test_a_payment_before_it_is_due_is_no_excess():
    before_due = paid(5_000_000, on=date(2024, 1, 10))

    assert excess_problems(LOAN, [drawn(LOAN), before_due]) == ()
    assert owed_below(LOAN, [drawn(LOAN)], before_due, until=DAY) is None


def test_what_is_said_to_be_kept_is_kept_and_the_rest_refused_all_at_once():
    facts = [drawn(LOAN), *(paid(OWED + 1, key=key) for key in ("p1", "p2", "p3"))]

    assert _said(excess_problems(LOAN, facts, kept={"p1"}), "key") == ["p2", "p3"]
    assert excess_problems(LOAN, facts, kept={"p1", "p2", "p3"}) == ()


def test_a_payment_taken_back_leaves_room_for_another():
    wrong = paid(OWED, key="wrong")
    back = fact(FactKind.REVERSAL, DAY, key="back", reverses="wrong")

    assert excess_problems(LOAN, [drawn(LOAN), wrong, back, paid(OWED, key="right")]) == ()


def test_a_payment_of_an_earlier_day_that_leaves_a_later_one_without_a_debt_is_too_much():
    later = paid(OWED, kind=FactKind.PREPAYMENT, key="later")
    earlier = paid(1_000_000, on=date(2024, 2, 10), key="earlier")
    known = [drawn(LOAN), later]

    found = owed_below(LOAN, known, earlier, until=DAY)

    assert found == 0
    assert owed_below(LOAN, [drawn(LOAN)], earlier, until=DAY) is None


def test_a_loss_that_was_written_off_can_still_be_paid():
    given_up = fact(FactKind.WRITE_OFF, DAY)
    known = [drawn(LOAN), given_up]
    next_day = DAY + timedelta(days=1)

    owed = owed_on(LOAN, known, on=next_day)

    assert owed == replay(LOAN, known, until=next_day).state.written_off > 0
    assert excess_problems(LOAN, [*known, paid(owed, on=next_day)]) == ()
    assert len(excess_problems(LOAN, [*known, paid(owed + 1, on=next_day)])) == 1


@settings(max_examples=150)
@given(lives(endings=False), st.integers(0, 1_500), st.sampled_from(["payment", "prepayment"]))
def test_what_is_owed_on_a_day_is_the_most_it_takes_then(life, after, kind):
    terms, facts = life
    on = terms.start_on + timedelta(days=after)
    known = [each for each in facts if each.effective_on < on]
    assume(not problems_by_row([terms], [known]))
    owed = owed_on(terms, known, on=on)
    exact = paid(owed, on=on, kind=FactKind(kind), key="zz")

    assert owed_below(terms, known, exact, until=on) is None
    assert owed_below(terms, known, replace(exact, amount=owed + 1), until=on) == owed
    others = {each.key for each in known}
    problems = excess_problems(terms, [*known, replace(exact, amount=owed + 1)], kept=others)
    assert _said(problems, "owed") == [Money(owed, terms.currency)]
