"""The expected loss of each contract by calculation, against drawn ones and against tables."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import risk_world
from majung.risk.futures.factors import Factors
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.expected import expected_by_contract
from majung.risk.losses.lookup import look_up
from majung.risk.losses.tables import tables_of

WEIGHTS = np.array([[0.4, 0.1], [0.1, 0.5]])


@pytest.mark.parametrize("freedom", [None, 4.0])
def test_it_is_what_scenarios_lose_on_average(freedom):
    early = np.full(len(risk_world.shapes()), 0.1)
    group = (np.arange(500) % 7).astype(np.uint64)
    portfolio = risk_world.portfolio(segments=2, prepayment=early, group=group)
    factors = Factors(WEIGHTS, freedom=freedom, group_weight=0.3)
    future = risk_world.future(factors=factors)
    with ThreadPoolExecutor(2) as executor:
        losses = simulate(portfolio, future, Run(30_000, seed=6), executor=executor).losses

    found = expected_by_contract(portfolio, future)

    for bucket in range(2):
        drawn = losses[:, bucket]
        expected = found[portfolio.bucket == bucket].sum()
        assert abs(drawn.mean() - expected) < 4 * drawn.std() / 30_000**0.5


def test_it_is_what_tables_sum_up():
    portfolio = risk_world.portfolio(segments=2)
    future = risk_world.future(factors=Factors(WEIGHTS))

    tables = look_up(tables_of(portfolio, future), future, Run(1 << 15, seed=3))

    assert expected_by_contract(portfolio, future).sum() == pytest.approx(
        tables.means.mean(), rel=0.02
    )


def test_without_dispersion_it_is_probability_times_loss():
    certain = risk_world.future(factors=Factors(np.zeros((1, 1)) + 1e-9))
    one = risk_world.portfolio(
        1, curve=np.array([2]), profile=np.array([105]), outstanding=np.array([1e6]),
        share=np.ones(1), interest_rate=np.zeros(1),
    )  # fmt: skip

    # A bullet of 36 months at 10 % a year; the severity's mean is 45 %.
    expected = 1e6 * (1 - 0.9**3) * 0.45
    assert expected_by_contract(one, certain) == pytest.approx([expected], rel=1e-6)
