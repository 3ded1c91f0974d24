"""The invented portfolio and the peer's small question."""

import numpy as np

from majung.bench.risk import (
    CONTRACTS,
    MONTHS,
    PEER_SCENARIOS,
    invented_future,
    invented_portfolio,
    one_factor_losses,
)


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
