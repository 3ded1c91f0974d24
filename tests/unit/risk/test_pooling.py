"""Months of pools by tables: means, variances, chance, and caps beside the exact method."""

from dataclasses import replace

import numpy as np
import pytest

import risk_world
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.scenarios import scenarios_of, with_own_anew
from majung.risk.futures.spreads import Spread
from majung.risk.losses.exact import Run, follow_drawn, room_of
from majung.risk.losses.layers import Layer, borne_by_month
from majung.risk.losses.lookup import look_up, pooled_by_tables
from majung.risk.losses.plan import parts_of, plan_of
from majung.risk.losses.pooling import Columns, drawn_pools
from majung.risk.losses.tables import FIGURES, VARIANCE, tables_of
from majung.risk.losses.totals import months_of

FUTURE = risk_world.future(
    factors=sectors_and_regions(2, 1, economy=0.1, sector=0.05, region=0.01),
    rates=(0.002, 0.01, 0.03),
)
RUN = Run(512, seed=3, spread=Spread.SOBOL, pools=(1, 1))


def _portfolio(count=3_000, **columns):
    return risk_world.portfolio(count, segments=2, seed=4, **columns)


def _tables(pools=(1, 1), **columns):
    return tables_of(_portfolio(**columns), FUTURE, pools=pools)


def _by_year(months):
    return np.add.reduceat(months, np.arange(0, months.shape[-1], 12), axis=-1)


def test_a_pool_of_everything_claims_and_varies_as_the_tables_do():
    tables = _tables()
    pooled = tables.pooled[:, :, 0]
    columns, years = tables.columns, tables.years

    claims = _by_year(columns.months(pooled)[..., 0, :])

    first = FIGURES + len(tables.buckets)
    assert claims == pytest.approx(tables.figures[..., first : first + years])
    assert pooled[..., -1] == pytest.approx(tables.figures[..., VARIANCE])


def test_pools_are_told_apart_and_sum_to_the_one_of_both():
    both, apart = _tables(), _tables((1, 2))
    assert apart.pooled.sum(axis=2) == pytest.approx(both.pooled[:, :, 0])
    assert (apart.pooled[:, :, 0] != apart.pooled[:, :, 1]).any()
    assert _tables((0, 0)).pooled.shape[2] == 0


def test_what_is_drawn_has_the_means_and_the_variance_of_the_scenario():
    tables = _tables()
    found = np.repeat(tables.pooled[:, 128:129].sum(axis=0), 20_000, axis=0)
    numbers = np.arange(20_000, dtype=np.uint64)

    drawn = drawn_pools(found, tables.columns, FUTURE, numbers, seed=1)

    losses = drawn.flows[:, 0].sum(axis=1)
    error = losses.std() / np.sqrt(len(losses))
    assert abs(losses.mean() - drawn.means[0, 0]) < 4 * error
    assert losses.var() == pytest.approx(drawn.variances[0, 0], rel=0.04)
    # What comes back is never more than was claimed, in whatever month.
    assert np.cumsum(drawn.flows[:, 0], axis=1).min() >= -1e-6 * losses.max()


def test_scenarios_are_drawn_the_same_whatever_they_are_drawn_with():
    tables = _tables()
    numbers = np.array([400, 3, 77], np.uint64)

    whole = pooled_by_tables(tables, FUTURE, RUN)
    some = pooled_by_tables(tables, FUTURE, RUN, numbers=numbers)

    assert some.flows.tolist() == whole.flows[[400, 3, 77]].tolist()


def test_nothing_at_risk_pays_nothing():
    columns = Columns(30, 1)
    found = np.zeros((2, 1, columns.count))

    drawn = drawn_pools(found, columns, FUTURE, np.arange(2, dtype=np.uint64), seed=1)

    assert not drawn.flows.any()


@pytest.mark.parametrize("pools", [(1, 1), (1, 0), (1, 2)])
def test_losses_of_buckets_sum_to_the_months_of_their_pool(pools):
    tables = _tables(pools)

    found = look_up(tables, FUTURE, replace(RUN, pools=pools))

    for pool in range(max(pools)):
        inside = found.losses[:, np.array(pools) == pool + 1].sum(axis=1)
        assert found.pooled[:, pool].sum(axis=1) == pytest.approx(inside)
    alone = look_up(_tables((0, 0)), FUTURE, replace(RUN, pools=()))
    error = found.losses.sum(axis=1).std() / np.sqrt(RUN.scenarios)
    assert abs(found.losses.sum(axis=1).mean() - alone.losses.sum(axis=1).mean()) < 4 * error
    years = found.years[:, 0].sum(axis=1) - found.years[:, 1].sum(axis=1)
    if 0 not in pools:
        assert years == pytest.approx(found.losses.sum(axis=1))


TIMES, WORST = 24, 24
MANY = 100_000


def _exact(portfolio, run, worst):
    """Months of the pool in some scenarios, with what is each firm's own drawn several times."""
    plan = plan_of(portfolio, FUTURE, seed=run.seed, scenarios=run.scenarios, pools=run.pools)
    drawn = scenarios_of(FUTURE.factors, worst, seed=run.seed, spread=run.spread)
    found = []
    for again in range(TIMES):
        room = room_of(plan, len(worst))
        follow_drawn(plan, with_own_anew(drawn, worst, again=again, seed=run.seed), room)
        both = np.concatenate([room.claims[:, 1, None], room.recoveries[:, 1]], axis=1)
        moved = months_of(both, parts_of(FUTURE)) / plan.units
        found.append(moved[:, 0] - moved[:, 1])
    return np.concatenate(found)


def test_under_caps_of_the_year_tables_pay_what_the_exact_method_does():
    portfolio = _portfolio(MANY, outstanding=np.full(MANY, 1e8))
    run = Run(4_096, seed=2, spread=Spread.SOBOL, pools=(1, 1))
    tables = tables_of(portfolio, FUTURE, pools=run.pools)
    means = look_up(tables_of(portfolio, FUTURE), FUTURE, replace(run, pools=())).means
    worst = np.argsort(means)[-WORST:].astype(np.uint64)

    exact = _exact(portfolio, run, worst)
    looked_up = np.concatenate(
        [
            pooled_by_tables(tables, FUTURE, run, numbers=worst, seed=1_000 + again).flows[:, 0]
            for again in range(TIMES)
        ]
    )

    year, life = _by_year(exact).mean(axis=0).max(), exact.sum(axis=1).mean()
    for layer in (
        Layer((0,), yearly=0.6 * year),
        Layer((0,), yearly=year),
        Layer((0,), first_loss=0.2 * life, yearly=0.9 * year),
        Layer((0,), cap=life, yearly=0.9 * year),
    ):
        one, two = (borne_by_month(each, layer).public.sum(axis=1) for each in (exact, looked_up))
        more, less = (each.sum(axis=1) for each in (looked_up, exact))
        # Both drew their own chance: what it added to the whole loss is taken off what is paid.
        slope = np.polyfit(np.concatenate([less, more]), np.concatenate([one, two]), 1)[0]
        chance = slope * (more.mean() - less.mean())
        assert two.mean() - chance == pytest.approx(one.mean(), rel=0.0015), layer
        # Four scenarios in 4,096 lose more; so few draws know that quantile to some 0.2 %.
        tail = 1 - 4 / WORST
        assert np.quantile(two, tail) == pytest.approx(np.quantile(one, tail), rel=0.006), layer
