"""The invented portfolio and the peer's small question."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from majung.bench.plain import compiler, plain_loop, plain_losses
from majung.bench.risk import (
    CONTRACTS,
    MONTHS,
    PEER_SCENARIOS,
    invented_future,
    invented_portfolio,
    one_factor_losses,
)
from majung.risk.losses.exact import Run, simulate


def test_about_one_invented_contract_in_twenty_defaults():
    portfolio, future = invented_portfolio(CONTRACTS), invented_future()

    reached = future.curves[portfolio.curve, portfolio.maturities]

    assert portfolio.months == MONTHS
    assert 0.04 < reached.mean() < 0.06


def test_the_same_count_invents_the_same_portfolio():
    one, two = invented_portfolio(1_000), invented_portfolio(1_000)

    assert one.outstanding.tolist() == two.outstanding.tolist()
    assert one.profile.tolist() == two.profile.tolist()


def test_the_numpy_peer_finds_its_expected_loss():
    losses = one_factor_losses()

    assert losses.shape == (PEER_SCENARIOS,)
    assert abs(losses.mean() - 0.02 * 0.45 * 10_000) < 4 * losses.std() / PEER_SCENARIOS**0.5
    assert np.isfinite(losses).all()


@pytest.mark.skipif(compiler() is None, reason="the machine has no C compiler")
def test_the_plain_loop_in_c_finds_the_losses_of_the_exact_method():
    portfolio, future, run = invented_portfolio(2_000), invented_future(), Run(50, seed=4)
    with ThreadPoolExecutor(1) as executor:
        exact = simulate(portfolio, future, run, executor=executor).losses.sum(axis=1)

    with plain_loop(compiler()) as loop:
        found = plain_losses(loop, portfolio, future, run)

    assert found == pytest.approx(exact, rel=1e-6)
