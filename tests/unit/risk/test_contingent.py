"""What is expected of claims, without drawing: the same that drawing finds on average."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import risk_world
from majung.risk.losses.contingent import callable_at, expected_of
from majung.risk.losses.exact import Run, simulate


def drawn(portfolio, future, scenarios=40_000):
    with ThreadPoolExecutor(1) as executor:
        return simulate(portfolio, future, Run(scenarios, seed=5), executor=executor)


def test_expected_claims_are_those_that_draws_find_on_average():
    portfolio, future = risk_world.portfolio(300), risk_world.future()

    expected, found = expected_of(portfolio, future), drawn(portfolio, future)

    claims = found.lines.claim[: len(expected.claims)]
    assert found.lines.claim[len(expected.claims) :].sum() == 0.0
    assert claims.sum() == pytest.approx(expected.claims.sum(), rel=0.01)
    assert claims[:12].sum() == pytest.approx(expected.claims[:12].sum(), rel=0.03)
    assert expected.claims.sum() == pytest.approx(expected.claimed.sum())
    # A claim is paid three months after a default at the earliest.
    assert expected.claims[:3].tolist() == [0.0, 0.0, 0.0]


def test_expected_subsidies_are_those_that_draws_find_on_average():
    portfolio, future = risk_world.portfolio(300), risk_world.future()

    expected, found = expected_of(portfolio, future), drawn(portfolio, future, 4_000)

    assert found.lines.subsidy.sum() == pytest.approx(expected.subsidies.sum(), rel=0.01)


def test_what_was_repaid_early_is_not_claimed():
    portfolio, future = risk_world.portfolio(50), risk_world.future()
    early = replace(portfolio, prepayment=np.full(len(portfolio.profiles), 0.5))

    whole, less = (expected_of(each, future).claims.sum() for each in (portfolio, early))

    assert 0.0 < less < whole


def test_parts_of_a_portfolio_add_up():
    portfolio, future = risk_world.portfolio(200), risk_world.future()
    cut = [portfolio.part(slice(first, first + 77)) for first in range(0, 200, 77)]

    whole, parts = expected_of(portfolio, future), [expected_of(each, future) for each in cut]

    assert sum(each.claims for each in parts) == pytest.approx(whole.claims)
    assert sum(each.claimed for each in parts) == pytest.approx(whole.claimed)
    assert sum(callable_at(each, np.zeros(len(each))) for each in cut) == pytest.approx(
        callable_at(portfolio, np.zeros(200))
    )


def test_what_may_be_called_falls_and_holds_what_may_still_be_drawn_while_it_runs():
    portfolio = risk_world.portfolio(2, profile=np.array([0, 36 * 3 - 3]), share=np.ones(2))
    extra = np.array([5.0, 7.0])

    most = callable_at(portfolio, extra)

    # The first contract runs a month; the other is a bullet of three years.
    assert most[0] == portfolio.outstanding.sum() + 12.0
    assert most[1:].tolist() == [portfolio.outstanding[1] + 7.0] * 2


def test_what_may_still_be_drawn_counts_whole_until_it_is_and_comes_down_afterwards():
    rising = np.zeros((1, 37))
    rising[0, 18:30] = 0.5
    portfolio = risk_world.portfolio(
        1, profile=np.array([0]), share=np.array([0.8]), outstanding=np.array([0.0])
    )
    portfolio = replace(
        portfolio,
        profiles=np.concatenate([portfolio.profiles, rising]),
        prepayment=np.zeros(len(portfolio.profiles) + 1),
    )
    place = np.array([len(portfolio.profiles) - 1])

    most = callable_at(portfolio, np.array([100.0]), place)

    # Drawn in the 19th month; half of it is left at the start of the third year.
    assert most.tolist() == [80.0, 80.0, 40.0]
