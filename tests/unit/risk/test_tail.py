"""The far tail: published probabilities, known quantiles, weights."""

from functools import cache

import numpy as np
import pytest

from majung.risk.draws.sobol import sobol_uniforms
from majung.risk.losses.tail import Weighted, tail_measures, tail_probability
from majung.risk.normal import normal_probability, normal_quantile, stressed_default_probability


def _firms():
    """1,000 firms, ten industries, ten regions: loadings, own weight, barrier and exposure."""
    count = 1_000
    number = np.arange(1, count + 1)
    probability = 0.01 * (1 + np.sin(16 * np.pi * number / count))
    weights = np.zeros((count, 21))
    weights[:, 0] = 0.8
    weights[np.arange(count), 1 + (number - 1) // 100] = 0.4
    weights[np.arange(count), 11 + (number - 1) % 100 // 10] = 0.4
    own = np.sqrt(1 - (weights**2).sum(axis=1))
    barrier = normal_quantile(np.maximum(probability, 1e-300))
    return weights, own, barrier, np.linspace(1, 100, count)


def _glasserman_li():
    """The 21-factor portfolio: mean and deviation of the loss given factors, and its mean."""
    weights, own, barrier, exposure = _firms()

    def conditional(factors):
        given = normal_probability((barrier + factors @ weights.T) / own)
        spread = (given * (1 - given)) @ exposure**2
        return given @ exposure, np.sqrt(np.maximum(spread, 1e-12))

    return conditional, float(normal_probability(barrier) @ exposure)


#: Glasserman and Li (2005), section 5.2: a loss, and the probability of more than it.
PUBLISHED = ((10_000, 0.01132), (18_000, 0.00365), (30_000, 0.000627))


@cache
def _found(loss):
    return tail_probability(_glasserman_li()[0], loss, factors=21, seed=0, scenarios=32_768)


# No arrangement of the factors that the text allows comes nearer on all three (docs/risk.md has
# what was tried): what is left is what the published method itself leaves open, two tests below.
@pytest.mark.parametrize(
    ("loss", "probability", "within"),
    [(*PUBLISHED[0], 0.015), (*PUBLISHED[1], 0.022), (*PUBLISHED[2], 0.022)],
)
def test_probabilities_of_21_factors_are_the_published_ones(loss, probability, within):
    found = _found(loss)

    assert found.value == pytest.approx(probability, rel=within)
    assert found.error < 0.006 * probability


def test_drawn_defaults_of_21_factors_find_what_the_smoothed_tail_finds():
    weights, own, barrier, exposure = _firms()
    chance = np.random.Generator(np.random.Philox(11))
    # A plain shift of the one factor all firms share, weighed by hand: nothing of the method's own.
    shift, count, each = 2.4, 40_000, 4_000
    weighed = []
    for _ in range(0, count, each):
        factors = chance.standard_normal((each, 21))
        factors[:, 0] += shift
        weight = np.exp(-shift * factors[:, 0] + shift * shift / 2)
        latent = factors @ weights.T + own * chance.standard_normal((each, 1_000))
        losses = (latent + barrier > 0) @ exposure
        weighed.append([weight * (losses > loss) for loss, _ in PUBLISHED])
    drawn = np.concatenate(weighed, axis=1)

    for (loss, _), values in zip(PUBLISHED, drawn, strict=True):
        found, error = _found(loss), values.std() / count**0.5
        assert error < 0.02 * found.value
        assert abs(found.value - values.mean()) < 2.5 * error


def _twisted(given, exposure, loss):
    """How far each firm's probability is tilted so that the mean loss is `loss` (their 3.2)."""
    tilt, low, high = (np.full(len(given), value) for value in (0.01, 0.0, 1.0))
    for _ in range(20):
        raised = given * np.exp(tilt[:, None] * exposure)
        tilted = raised / (1 - given + raised)
        missing = loss - tilted @ exposure
        low, high = np.where(missing > 0, tilt, low), np.where(missing > 0, high, tilt)
        step = tilt + missing / ((tilted * (1 - tilted)) @ exposure**2)
        tilt = np.where((step > low) & (step < high), step, (low + high) / 2)
    return np.where(given @ exposure >= loss, 0.0, tilt)


# Means of the shared factor, the industries and the regions where losses are as large: near where
# the bound of their section 5.1 is greatest.  Any mean gives the same probability.
@pytest.mark.parametrize(
    ("loss", "probability", "led"),
    [(*PUBLISHED[0], 2.46), (*PUBLISHED[1], 2.65), (*PUBLISHED[2], 2.98)],
)
def test_published_probabilities_lie_as_near_as_the_published_method_lets_them(
    loss, probability, led
):
    count = 1_000
    weights, own, barrier, exposure = _firms()
    chance = np.random.Generator(np.random.Philox(5))
    lead = np.array([led, *[0.03] * 10, *[0.13] * 10])
    factors = lead + chance.standard_normal((count, 21))
    given = normal_probability((barrier + factors @ weights.T) / own)
    tilt = _twisted(given, exposure, loss)
    raised = given * np.exp(tilt[:, None] * exposure)
    losses = (chance.random(given.shape) < raised / (1 - given + raised)) @ exposure
    moved = np.log(1 - given + raised).sum(axis=1) - tilt * losses
    weighed = (losses > loss) * np.exp(moved - factors @ lead + lead @ lead / 2)

    found = _found(loss)

    assert abs(weighed.mean() - found.value) < 2.5 * weighed.std() / count**0.5
    # Ten thousand draws of the two-step method leave 1.6 to 2 %, more than what is between us.
    error_of_theirs = weighed.std() / 10_000**0.5
    assert abs(found.value - probability) < 1.3 * error_of_theirs < 0.03 * probability


def test_the_expected_loss_of_21_factors_is_the_published_one():
    _, expected = _glasserman_li()

    assert round(expected, 3) == 485.289


def _vasicek(factors):
    given = normal_probability(
        (normal_quantile(0.02) + np.sqrt(0.1) * factors[:, 0]) / np.sqrt(0.9)
    )
    return given, np.full(len(given), 1e-7)


def test_value_at_risk_of_an_infinitely_fine_portfolio_is_vasiceks():
    value, shortfall = tail_measures(_vasicek, 0.999, factors=1, seed=5)

    assert value.value == pytest.approx(
        float(stressed_default_probability(0.02, correlation=0.1, level=0.999)), rel=0.002
    )
    assert shortfall.value > value.value
    assert value.error < 0.002 * value.value


def test_scenarios_led_into_the_tail_find_what_plain_ones_find():
    conditional, _ = _glasserman_li()
    points = sobol_uniforms(0, 1 << 15, dimensions=21, stream=9, seed=4)
    plain = Weighted(*conditional(normal_quantile(points)), np.ones(1 << 15))

    found = tail_probability(conditional, 10_000, factors=21, seed=0)

    assert found.value == pytest.approx(plain.exceedance(10_000), rel=0.03)


def test_weights_have_a_mean_of_one():
    conditional, _ = _glasserman_li()

    certain = tail_probability(conditional, -1e9, factors=21, seed=1)

    assert certain.value == pytest.approx(1.0, abs=0.02)


def test_a_normal_loss_has_the_quantile_and_shortfall_of_the_normal_distribution():
    one = Weighted(np.array([5.0]), np.array([2.0]), np.array([1.0]))

    assert one.quantile(0.99) == pytest.approx(5 + 2 * 2.3263478740, abs=1e-8)
    assert one.shortfall(0.99) == pytest.approx(5 + 2 * 2.6652142203, abs=1e-7)
