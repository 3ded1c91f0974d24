"""Figures read off a distribution of losses."""

import numpy as np
import pytest

from majung.risk.losses.figures import leverage_multiple
from majung.risk.losses.measures import (
    contributions,
    expected_loss,
    expected_shortfall,
    value_at_risk,
    yearly_quantiles,
)

LOSSES = np.arange(1.0, 1001.0)


def test_quantile_and_shortfall_of_a_thousand_losses():
    assert value_at_risk(LOSSES, 0.99).value == 990.0
    assert expected_shortfall(LOSSES, 0.99).value == np.mean(np.arange(991, 1001))
    assert expected_loss(LOSSES).value == 500.5


def test_intervals_hold_the_truth_in_nineteen_of_twenty_samples():
    chance = np.random.Generator(np.random.Philox(5))
    samples = chance.standard_exponential((2_000, 1_000))
    truths = {
        "mean": (1.0, [expected_loss(each) for each in samples]),
        "quantile": (np.log(100), [value_at_risk(each, 0.99) for each in samples]),
    }

    held = {
        name: np.mean([each.low <= truth <= each.high for each in found])
        for name, (truth, found) in truths.items()
    }

    assert 0.93 < held["mean"] < 0.97
    assert 0.93 < held["quantile"] < 0.995


def test_the_interval_of_the_shortfall_holds_it_in_most_samples():
    chance = np.random.Generator(np.random.Philox(6))
    found = [expected_shortfall(each, 0.95) for each in chance.standard_exponential((1_000, 2_000))]

    assert np.mean([each.low <= np.log(20) + 1 <= each.high for each in found]) > 0.90


def test_contributions_sum_to_the_whole():
    chance = np.random.Generator(np.random.Philox(7))
    parts = chance.standard_exponential((5_000, 3)) * [1.0, 2.0, 3.0]

    found = contributions(parts, ("a", "b", "c"), level=0.99)

    whole = parts.sum(axis=1)
    assert sum(one for one, _ in found.values()) == pytest.approx(whole.mean())
    assert sum(two for _, two in found.values()) == pytest.approx(
        expected_shortfall(whole, 0.99).value
    )


def test_the_fan_of_years_is_claims_less_recoveries():
    years = np.stack([np.full((9, 3), 5.0), np.arange(27.0).reshape(9, 3) / 27], axis=1)

    found = yearly_quantiles(years, (0.5,))

    assert found.tolist() == [[5 - 12 / 27, 5 - 13 / 27, 5 - 14 / 27]]


@pytest.mark.parametrize(
    ("private", "public", "multiple"),
    [(300.0, 100.0, 3.0), (5.0, 0.0, float("inf")), (0.0, 0.0, 0.0)],
)
def test_the_leverage_multiple_is_private_money_over_public(private, public, multiple):
    assert leverage_multiple(private=private, public=public) == multiple
