"""A cohort repaid side by side is each of its loans alone, to the unit, in every form."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_loans import drawn, plain_loan
from majung.contracts.cohorts import cohort, cohort_of, cohort_schedule, cohort_totals, room_for
from majung.contracts.kernel.cohort import FACTORED, LANES, LONG, NARROW
from majung.contracts.portfolio import portfolio_of
from majung.contracts.schedules import portfolio_schedule
from majung.contracts.terms import InterestBase, Repayment
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.products import (
    FACTOR_BOUND,
    FACTORED_BOUND,
    NARROW_BOUND,
    factor_halves,
    factored_quotient,
    narrow_quotient,
    narrow_reciprocal,
    quotient_factor,
    reciprocal,
)
from majung.values.rounding import Rounding

COLUMNS = ("interest", "principal", "instalment", "outstanding")


@st.composite
def cohorts(draw):
    """Draw loans that differ in amount and rate alone."""
    largest = draw(st.sampled_from([10**3, 10**9, 10**11, 10**15]))
    shared = {
        "instalments": draw(st.integers(1, 60)),
        "interest_rounding": draw(st.sampled_from([Rounding.DOWN] * 3 + list(Rounding))),
        "day_count": draw(st.sampled_from([DayCount.THIRTY_E_360, DayCount.A365, DayCount.AA])),
        "business_day": draw(st.sampled_from(list(BusinessDayConvention))),
        "calendar": draw(st.sampled_from(["KR", "NONE"])),
    }
    amounts = st.integers(1, largest)
    rates = st.decimals(0, 24, places=draw(st.sampled_from([0, 2, 4])))
    drawn_loans = draw(st.lists(st.tuples(amounts, rates), min_size=1, max_size=8))
    return [plain_loan(amount, rate, **shared) for amount, rate in drawn_loans]


@settings(max_examples=300)
@given(cohorts())
def test_side_by_side_is_each_alone(terms):
    portfolio = portfolio_of(terms, [()] * len(terms))
    loans = cohort_of(portfolio)

    found = cohort_schedule(loans)
    totals = cohort_totals(loans)

    alone = portfolio_schedule(portfolio)
    for row in range(len(terms)):
        part = slice(alone.firsts[row], alone.firsts[row + 1])
        falls = found.instalment[:, row] != 0
        assert found.interest[falls, row].tolist() == alone.interest[part].tolist()
        assert found.principal[falls, row].tolist() == alone.principal[part].tolist()
        assert found.outstanding[falls, row].tolist() == alone.outstanding[part].tolist()
    assert (found.instalment == found.interest + found.principal).all()
    assert totals.interest == tuple(found.interest.sum(axis=1).tolist())
    assert totals.principal == tuple(found.principal.sum(axis=1).tolist())


def columns_of(count, largest=10**10):
    """Return a cohort of so many loans with equal months at some rates, by columns alone."""
    generator = np.random.default_rng(2024)
    outstanding = generator.integers(1, largest, count)
    return cohort(
        outstanding=outstanding,
        levels=outstanding // 55 + 1,
        rates=generator.integers(0, 400, count),
        divisors=np.full(count, 2_000 * 360),
        parts=np.full(60, 30),
    )


def test_parts_threads_and_reused_room_give_the_same_bits():
    loans = columns_of(3 * LANES + 5)
    whole = cohort_schedule(loans)
    room = room_for(loans, 100)

    for first in (0, LANES - 50, 3 * LANES - 95):
        cohort_schedule(loans, first=first, until=first + 100, room=room)
        for name in COLUMNS:
            expected = getattr(whole, name)[:, first : first + 100]
            assert (getattr(room, name) == expected).all()
    assert cohort_totals(loans, workers=1) == cohort_totals(loans, workers=3)
    assert cohort_totals(loans).principal == tuple(whole.principal.sum(axis=1).tolist())


def test_sums_beyond_sixty_four_bits_are_exact():
    loans = columns_of(2_000, largest=10**16)

    totals = cohort_totals(loans)

    assert loans.way == LONG
    assert sum(totals.principal) == sum(loans.columns.outstanding.tolist()) > 2**63


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"instalments": 11}, "share their due days"),
        ({"grace_instalments": 2}, "no grace"),
        ({"interest_base": InterestBase.DRAWN}, "no grace"),
        ({"repayment": Repayment.BULLET}, "level instalments"),
    ],
)
def test_other_loans_are_no_cohort(changed, reason):
    terms = [plain_loan(), replace(plain_loan(), **changed)]

    with pytest.raises(ValueError, match=reason):
        cohort_of(portfolio_of(terms, [()] * 2))


def test_loans_with_facts_are_no_cohort():
    with pytest.raises(ValueError, match="facts"):
        cohort_of(portfolio_of([plain_loan()], [[drawn(plain_loan())]]))


@given(
    st.integers(1, NARROW_BOUND - 1),
    st.integers(0, NARROW_BOUND // 4 - 1),
    st.integers(0, NARROW_BOUND) | st.sampled_from([0, 1]),
)
def test_a_narrow_quotient_is_the_quotient(divisor, quotient, more):
    shift, factor = narrow_reciprocal(divisor)
    for product in (quotient * divisor + more % divisor, quotient * divisor):
        assert narrow_quotient(product << shift, divisor << shift, factor) == quotient


@settings(max_examples=500)
@given(st.data())
def test_a_factored_quotient_is_the_quotient(data):
    divisor = data.draw(st.integers(8, NARROW_BOUND // 2 - 1), "divisor")
    most = min(divisor - 1, 400)
    parts = data.draw(st.integers(1, most), "parts")
    rate = data.draw(st.integers(0, (divisor - 1) // parts), "rate")
    amount_max = min(FACTORED_BOUND, FACTOR_BOUND // (parts * divisor)) - 1
    amount = data.draw(st.integers(0, amount_max) | st.just(amount_max), "amount")
    if rate:
        # As near below a whole number as these factors come: there a factor too large would show.
        amounts = [amount, amount - amount * rate * parts % divisor // (rate * parts)]
        amounts += [max(0, amounts[1] - 1)]
    else:
        amounts = [amount]

    high, low = factor_halves(quotient_factor(rate, divisor, *reciprocal(divisor)) * parts)

    for each in amounts:
        assert factored_quotient(each, high, low) == each * rate * parts // divisor


@settings(max_examples=60)
@given(
    st.sampled_from([10**6, 10**9, 2**32 - 1]),
    st.sampled_from([(360, 30), (2_000 * 360, 30), (10_000 * 365, 31), (65_537, 7)]),
    st.integers(0, 2**32),
)
def test_every_way_to_the_interest_is_the_same_to_the_unit(largest, counted, seed):
    divisor, days = counted
    generator = np.random.default_rng(seed)
    outstanding = generator.integers(1, largest, 40, endpoint=True)
    loans = cohort(
        outstanding=outstanding,
        levels=outstanding // 11 + generator.integers(0, 3, 40),
        rates=generator.integers(0, divisor // (4 * days), 40),
        divisors=np.full(40, divisor),
        parts=generator.integers(1, days, 12, endpoint=True),
    )
    longest = cohort_schedule(replace(loans, way=LONG))

    for way in range(LONG, loans.way + 1):
        found = cohort_schedule(replace(loans, way=way))
        for name in COLUMNS:
            assert (getattr(found, name) == getattr(longest, name)).all()
        assert cohort_totals(replace(loans, way=way)).interest == tuple(
            longest.interest.sum(axis=1).tolist()
        )


@pytest.mark.parametrize(
    ("largest", "divisor", "way"),
    [
        (2**32 - 1, 2_000 * 360, FACTORED),
        (2**32, 2_000 * 360, NARROW),
        (FACTOR_BOUND // (30 * 2**28) - 1, 2**28, FACTORED),
        (FACTOR_BOUND // (30 * 2**28), 2**28, NARROW),
        (10**9, 7, LONG),
        (10**9, NARROW_BOUND, LONG),
        (10**13, 2_000 * 360, LONG),
    ],
)
def test_the_shortest_way_that_stays_exact_is_taken(largest, divisor, way):
    loans = cohort(
        outstanding=np.array([1, largest]),
        levels=np.array([1, largest]),
        rates=np.array([divisor // 360, divisor // 400 + 1]),
        divisors=np.array([divisor, divisor]),
        parts=np.array([30, 28]),
    )

    assert loans.way == way
