"""What holds for every cohort: the parts of a subsidy are the subsidy."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.contracts.terms import LoanTerms, RateComponent, Repayment
from majung.risk.fiscal.cohorts import direct_loans, joined, supported_loans
from majung.risk.fiscal.curves import curve_of_par_yields, curve_of_zeros
from majung.risk.fiscal.reestimates import reestimate
from majung.risk.fiscal.remaining import still_expected
from majung.risk.fiscal.schedules import dues_of, years_between
from majung.risk.fiscal.subsidy import subsidy_rate
from majung.risk.fiscal.timing import DefaultAssumption, DefaultTiming, defaults_over_lives
from majung.values.rates import Rate

percents = st.integers(0, 150).map(lambda tenths: Rate.percent(f"{tenths / 10}"))
shares = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
timings = st.builds(
    DefaultTiming,
    fall=st.integers(2, 300).map(lambda each: each / 100),
    lag=st.integers(0, 50).map(lambda each: each / 100),
    lag_years=st.integers(0, 5).map(float),
)
assumptions = st.builds(DefaultAssumption, shares, shares, timings)
curves = st.lists(st.integers(-10, 120), min_size=3, max_size=3).map(
    lambda tenths: curve_of_par_yields([0.25, 5, 10], [each / 1000 for each in sorted(tenths)])
)


@st.composite
def loans(draw):
    instalments = draw(st.integers(1, 24))
    cut = draw(percents)
    return LoanTerms(
        committed=draw(st.integers(10**6, 10**12)),
        start_on=date(2024, 1, 31),
        first_due_on=date(2024, 4, 30),
        instalments=instalments,
        grace_instalments=draw(st.integers(0, instalments - 1)),
        components=(
            RateComponent("base", "", cut + draw(percents)),
            RateComponent("cut", "state", -cut),
        ),
        repayment=draw(st.sampled_from(Repayment)),
        cycle_months=3,
    )


@given(st.lists(loans(), min_size=1, max_size=3), assumptions, curves, shares)
def test_the_parts_of_a_subsidy_sum_to_the_subsidy(terms, expected, curve, ratio):
    dues = dues_of(terms, payers=["state"])
    premiums = ([0] * 3, [0.0, 1.0, 2.0], [1e6] * 3)
    cohorts = [
        direct_loans(dues, expected),
        supported_loans(dues, ratio, expected, premiums=premiums),
    ]

    for flows in (*cohorts, joined(cohorts)):
        cost = subsidy_rate(flows, curve.discount(flows.years))
        assert float(cost.of_parts) == pytest.approx(float(cost.rate), abs=1e-8)


@given(loans(), assumptions)
def test_nobody_loses_or_regains_more_than_was_owed(terms, expected):
    dues = dues_of([terms])
    flows = supported_loans(dues, 1.0, expected)

    assert flows.claims.min() >= 0.0
    assert flows.claims.sum() <= dues.owed.max() * expected.rate + 1e-6
    assert flows.recovered.sum() == pytest.approx(expected.recovery * flows.claims.sum())


@given(loans(), assumptions, assumptions, curves, curves)
def test_interest_and_technical_reestimates_are_the_whole_change(terms, first, then, budget, real):
    dues = dues_of([terms])

    found = reestimate(
        direct_loans(dues, first), direct_loans(dues, then), budget_curve=budget, actual_curve=real
    )

    assert found.interest + found.technical == pytest.approx(found.change, abs=1e-8)
    assert sum(found.by_part.values()) == pytest.approx(found.technical, abs=1e-8)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), timings)
def test_defaults_over_a_life_are_all_defaults(lives, timing):
    found = defaults_over_lives(lives, timing)

    assert found.weights.sum(axis=1) == pytest.approx(np.ones(len(lives)))
    assert (found.years < np.array(lives)[:, None]).all()
    assert (found.recovery_years >= found.years).all()


@given(loans(), assumptions, curves, shares)
def test_more_default_never_costs_less(terms, expected, curve, ratio):
    dues = dues_of([terms])
    worse = DefaultAssumption(1.0, expected.recovery, expected.timing)

    def cost(assumed):
        flows = supported_loans(dues, ratio, assumed)
        return float(subsidy_rate(flows, curve_of_zeros([1], [0.05]).discount(flows.years)).rate)

    assert cost(worse) >= cost(expected) - 1e-9


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 20_000))
def test_the_anniversary_of_a_day_is_whole_years_away(start, later):
    begun = start.toordinal() - date(1970, 1, 1).toordinal()
    one, two = (
        float(years_between(np.array([begun]), np.array([begun + each]))[0])
        for each in (later, later + 1)
    )

    assert one <= two
    assert two - one < 5 / 365


NO_PREMIUMS = (np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


@given(loans(), assumptions, shares)
def test_at_the_start_of_its_life_all_of_a_cover_is_still_expected(terms, expected, ratio):
    dues = dues_of([terms])
    whole = supported_loans(dues, ratio, expected)

    left = still_expected(
        dues, ratio, expected, elapsed=np.zeros(1), is_alive=[True], premiums=NO_PREMIUMS
    )

    # Who certainly defaults has no survivor to expect anything of.
    if expected.rate < 1.0:
        assert left.claims == pytest.approx(whole.claims)
        assert left.recovered == pytest.approx(whole.recovered)


@given(loans(), assumptions, shares, st.integers(0, 8))
def test_of_a_cover_that_defaulted_or_ended_nothing_is_expected(terms, expected, ratio, years):
    dues = dues_of([terms])
    elapsed = np.array([float(years)])
    premiums = (np.zeros(2, np.int64), np.array([0.0, 9.0]), np.array([1e6, 1e6]))

    dead = still_expected(
        dues, ratio, expected, elapsed=elapsed, is_alive=[False], premiums=premiums
    )
    alive = still_expected(
        dues, ratio, expected, elapsed=elapsed, is_alive=[True], premiums=premiums
    )

    assert not (dead.claims.any())
    assert not (dead.recovered.any())
    assert not (dead.fees.any())
    assert alive.claims[alive.years <= years].sum() == 0.0
    assert alive.claims.sum() <= dues.owed.max() * ratio + 1e-6
