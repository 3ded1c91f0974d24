"""Tables against the exact method in the far tail, with the chance of small names taken out.

Both take the same factors.  The exact method draws what is each firm's own 192 times for each of
the worst scenarios; tables know its distribution.  What is left between them is what tables get
wrong.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

import risk_world
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.spreads import Spread
from majung.risk.losses.chosen import losses_again
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.lookup import large_names, look_up
from majung.risk.losses.measures import expected_shortfall, smoothed, value_at_risk
from majung.risk.losses.plan import plan_of
from majung.risk.losses.tables import tables_of
from majung.risk.normal import normal_probability

COUNT, LEVEL, WORST, AGAIN = 100_000, 0.999, 40, 192
RUN = Run(8_192, seed=2, spread=Spread.SOBOL)
FUTURE = risk_world.future(
    factors=sectors_and_regions(3, 2, economy=0.1, sector=0.05, region=0.03),
    rates=(0.002, 0.01, 0.03),
)


def _amounts(names):
    """Amounts of which some names hold the larger part."""
    chance = np.random.Generator(np.random.Philox(5))
    amounts = np.exp(chance.normal(18.0, 1.0, COUNT)).round()
    if names:
        amounts[:names] = amounts[names:].sum() / names
    return amounts


def _portfolio(names=0):
    curve = np.random.Generator(np.random.Philox(6)).integers(0, 3, COUNT)
    # Large names repay at the end and are of the best grade: rare, and then a great deal.
    curve[:names] = 0
    return risk_world.portfolio(COUNT, segments=6, outstanding=_amounts(names), curve=curve, seed=4)


def _worst(portfolio):
    means = look_up(tables_of(portfolio, FUTURE), FUTURE, RUN).means
    return np.argsort(means)[-WORST:].astype(np.uint64)


def _again(portfolio, worst, times=AGAIN):
    plan = plan_of(portfolio, FUTURE, seed=RUN.seed, scenarios=RUN.scenarios)
    return losses_again(plan, FUTURE, RUN, worst, times=times)


def _tail(losses):
    """The value at risk, all other scenarios lying below it."""
    return np.sort(losses.ravel())[-round((1 - LEVEL) * RUN.scenarios * len(losses))]


def _rest(portfolio, names):
    return look_up(tables_of(portfolio.part(~large_names(portfolio, names)), FUTURE), FUTURE, RUN)


def _smooth_tail(portfolio, worst, names, times=AGAIN):
    """The same, of names followed as often and the rest as tables know it."""
    followed = _again(portfolio.part(large_names(portfolio, names)), worst, times)
    rest, places = _rest(portfolio, names), worst.astype(int)
    means = followed + rest.means[places]
    wanted = (1 - LEVEL) * RUN.scenarios * times
    return brentq(
        lambda loss: normal_probability((means - loss) / rest.deviations[places]).sum() - wanted,
        means.min(),
        2 * means.max(),
    )


def test_value_at_risk_of_tables_is_the_exact_one_within_0_15_per_cent():
    portfolio = _portfolio()
    worst = _worst(portfolio)
    rest, places = _rest(portfolio, 1), worst.astype(int)

    exact = _again(portfolio, worst)

    assert _smooth_tail(portfolio, worst, 300) == pytest.approx(_tail(exact), rel=0.0015)
    assert exact.mean() == pytest.approx(rest.means[places].mean(), rel=0.0004)
    spread = exact.std(axis=0, ddof=1) / rest.deviations[places]
    assert spread.mean() == pytest.approx(1.0, abs=0.02)


def test_with_large_names_it_is_only_if_they_are_followed_exactly():
    portfolio = _portfolio(names=100)
    worst = _worst(portfolio)

    exact = _tail(_again(portfolio, worst, 2 * AGAIN))
    followed, averaged = (_smooth_tail(portfolio, worst, names, 2 * AGAIN) for names in (300, 1))

    assert followed == pytest.approx(exact, rel=0.0015)
    assert abs(averaged / exact - 1) > 0.003


def _outcome(means, deviations):
    with ThreadPoolExecutor(1) as executor:
        run = Run(len(means), seed=1)
        found = simulate(risk_world.portfolio(50), risk_world.future(), run, executor=executor)
    losses = np.linspace(1, 9, len(means))[:, None]
    return replace(found, losses=losses, means=means, deviations=deviations)


def test_where_a_scenario_is_a_distribution_its_quantile_is_told_and_not_one_draw():
    value, short = smoothed(_outcome(np.full(1_000, 5.0), np.full(1_000, 2.0)), 0.99)

    assert value.value == pytest.approx(5 + 2 * 2.3263478740, abs=1e-8)
    assert short.value == pytest.approx(5 + 2 * 2.6652142203, abs=1e-7)
    assert value.low <= value.value <= value.high


def test_where_losses_are_followed_the_order_statistic_is_told():
    found = _outcome(np.full(1_000, 5.0), np.full(1_000, 2.0))

    value, short = smoothed(replace(found, means=None, deviations=None), 0.99)

    losses = found.losses.sum(axis=1)
    assert (value, short) == (value_at_risk(losses, 0.99), expected_shortfall(losses, 0.99))
