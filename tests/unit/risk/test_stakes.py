"""Stakes in funds through scenarios: hand cases, closed forms, draws that stay a fund's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.risk.futures.exits import LEVELS, Exits
from majung.risk.futures.factors import one_factor, sectors_and_regions
from majung.risk.futures.problems import AssumptionNotUsableError
from majung.risk.futures.scenarios import economy_of
from majung.risk.losses.exact import Run
from majung.risk.losses.stakes import Stakes, follow_stakes, payoff_at

FACTORS = sectors_and_regions(2, 2, economy=0.1, sector=0.04, region=0.02)
LINEAR = np.array(LEVELS) * 1000.0
#: A preferred return and carry: half of what comes above today's value.
CARRIED = np.where(LINEAR > 1000.0, 500.0 + LINEAR / 2, LINEAR)


def stakes(*, fund=(7,), payoffs=(LINEAR,), calls=((0.0,),), begins=(11,), ends=(12,)):
    return Stakes(
        np.array(fund, np.uint64), np.array(payoffs), np.array(calls), np.array(begins),
        np.array(ends),
    )  # fmt: skip


def test_without_deviation_a_stake_comes_back_at_todays_value_and_what_is_called_at_cost():
    held = stakes(calls=((100.0, 50.0),), begins=(11,), ends=(12,))

    found = follow_stakes(held, Exits(deviation=0.0), FACTORS, Run(16, seed=3))

    assert found.losses == pytest.approx(np.zeros(16), abs=1e-9)
    assert found.calls.tolist() == [100, 50, *[0] * 10]
    assert found.distributions.tolist() == pytest.approx([0] * 11 + [1150])
    assert found.years == pytest.approx(np.full((16, 1), 1000.0))


def test_gains_and_losses_have_the_mean_and_deviation_of_a_lognormal_variable():
    exits, run = Exits(growth=0.05, deviation=0.2), Run(40_000, seed=5)
    # Sold in the 24th month.
    found = follow_stakes(stakes(begins=(23,), ends=(24,)), exits, FACTORS, run)

    got = 1000.0 - found.losses
    mean, spread = 1000 * 1.05**2, 1000 * 1.05**2 * np.sqrt(np.expm1(0.2**2 * 2))
    assert got.mean() == pytest.approx(mean, abs=4 * spread / 200)
    assert got.std() == pytest.approx(spread, rel=0.03)


def test_months_of_a_sale_are_spread_evenly():
    held = stakes(begins=(12,), ends=(36,))

    found = follow_stakes(held, Exits(deviation=0.0), FACTORS, Run(24_000, seed=2))

    assert found.distributions[:12].sum() == 0.0
    assert found.distributions[12:] == pytest.approx(np.full(24, 1000 / 24), rel=0.12)
    assert found.distributions.sum() == pytest.approx(1000.0)


def test_a_waterfall_that_keeps_half_of_gains_makes_an_expected_loss():
    exits, run = Exits(deviation=0.3), Run(8_192, seed=1)

    shared, whole = (
        follow_stakes(stakes(payoffs=(each,)), exits, FACTORS, run) for each in (CARRIED, LINEAR)
    )

    # Half of the mean gain above today's value, Black and Scholes for a call at the money.
    assert shared.losses.mean() - whole.losses.mean() == pytest.approx(0.5 * 119.2, rel=0.05)


def test_a_fund_draws_the_same_wherever_it_stands_and_whoever_is_beside_it():
    run, exits = Run(300, seed=9), Exits()
    both = stakes(
        fund=(7, 8), payoffs=(LINEAR, CARRIED), calls=((0.0,),) * 2, begins=(11, 5), ends=(30, 9)
    )

    one = follow_stakes(stakes(ends=(30,)), exits, FACTORS, run)
    other = follow_stakes(
        stakes(fund=(8,), payoffs=(CARRIED,), begins=(5,), ends=(9,)), exits, FACTORS, run
    )
    together = follow_stakes(both, exits, FACTORS, run)

    assert together.losses == pytest.approx(one.losses + other.losses, abs=1e-9)
    assert not np.allclose(one.losses, other.losses)


def test_two_stakes_in_one_fund_gain_and_lose_together():
    held = stakes(
        fund=(7, 7), payoffs=(LINEAR, LINEAR), calls=((0.0,),) * 2, begins=(11, 11), ends=(30, 30)
    )

    found = follow_stakes(held, Exits(), FACTORS, Run(100, seed=9))

    alone = follow_stakes(stakes(ends=(30,)), Exits(), FACTORS, Run(100, seed=9))
    assert found.losses == pytest.approx(2 * alone.losses, abs=1e-9)


def test_stakes_lose_where_the_economy_is_low_in_which_firms_default():
    run = Run(500, seed=4)
    level = economy_of(FACTORS, np.arange(500, dtype=np.uint64), seed=4)

    found = follow_stakes(stakes(), Exits(economy=1.0), FACTORS, run)

    assert (np.diff(found.losses[np.argsort(level)]) <= 1e-9).all()
    apart = follow_stakes(stakes(), Exits(economy=0.0), FACTORS, run)
    assert abs(np.corrcoef(apart.losses, level)[0, 1]) < 0.15


@given(multiple=st.floats(0, 20), further=st.floats(0, 20))
def test_what_a_stake_gets_never_falls_with_what_the_fund_is_sold_for(multiple, further):
    one, two = payoff_at(CARRIED, np.array([multiple, multiple + further]))

    assert two >= one - 1e-9
    assert payoff_at(CARRIED, np.array(LEVELS)) == pytest.approx(CARRIED)
    assert payoff_at(LINEAR, np.array([multiple]))[0] == pytest.approx(1000 * multiple, abs=1e-6)


@pytest.mark.parametrize(
    "wrong", [{"growth": -1.0}, {"deviation": -0.1}, {"economy": 1.5}, {"economy": -0.1}]
)
def test_exits_that_cannot_be_are_refused(wrong):
    with pytest.raises(AssumptionNotUsableError):
        Exits(**wrong)


def test_one_factor_is_the_economy():
    assert economy_of(one_factor(0.2), np.arange(3, dtype=np.uint64), seed=1).shape == (3,)
