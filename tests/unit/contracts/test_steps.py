"""Steps: what holds from a day on, and how far it rose until then."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.contracts.steps import Steps

FIRST = date(2024, 1, 31)

changes = st.lists(
    st.tuples(st.integers(0, 5).map(lambda n: FIRST + timedelta(n)), st.integers(-50, 50))
)


def test_what_rises_and_falls_on_one_day_rises():
    loan = Steps.adding([(FIRST, -40), (FIRST, 100), (FIRST + timedelta(1), -60)])

    assert (loan.on(FIRST), loan.risen(FIRST)) == (60, 100)
    assert (loan.on(FIRST + timedelta(1)), loan.risen(FIRST + timedelta(1))) == (0, 100)
    assert (loan.on(FIRST - timedelta(1)), loan.risen(FIRST - timedelta(1))) == (0, 0)


def test_of_levels_what_rose_is_each_step_up():
    loan = Steps.of([(FIRST, 100), (FIRST + timedelta(2), 40), (FIRST + timedelta(4), 70)])

    assert [loan.risen(FIRST + timedelta(n)) for n in range(5)] == [100, 100, 100, 100, 130]


@given(changes)
def test_it_rose_by_all_that_was_added_whatever_was_taken_off(told):
    steps = Steps.adding(told)

    for day in steps.days:
        assert steps.on(day) == sum(change for on, change in told if on <= day)
        assert steps.risen(day) == sum(max(change, 0) for on, change in told if on <= day)


def test_days_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="rising"):
        Steps((FIRST, FIRST), (1, 2), (1, 2))
