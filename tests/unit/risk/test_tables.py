"""Tables against the exact method on the same factors, and their limits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import numpy as np
import pytest

import risk_world
from majung.risk.futures.factors import one_factor, sectors_and_regions
from majung.risk.futures.spreads import Spread
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.lookup import (
    conditional_loss,
    large_names,
    look_up,
    simulate_by_tables,
)
from majung.risk.losses.problems import TablesNotPossibleError
from majung.risk.losses.tables import tables_of
from majung.risk.losses.tail import tail_measures

FACTORS = sectors_and_regions(2, 2, economy=0.1, sector=0.05, region=0.03)
RUN = Run(8_192, seed=2, spread=Spread.SOBOL)


@pytest.fixture(scope="module")
def both():
    portfolio = risk_world.portfolio(20_000, segments=4)
    future = risk_world.future(factors=FACTORS)
    with ThreadPoolExecutor(2) as executor:
        exact = simulate(portfolio, future, RUN, executor=executor)
        tables = simulate_by_tables(portfolio, future, RUN, executor=executor)
    return exact, tables


def test_every_monthly_line_is_the_exact_one_within_the_chance_of_small_names(both):
    exact, tables = both

    for line in fields(exact.lines):
        one, two = getattr(exact.lines, line.name), getattr(tables.lines, line.name)
        assert two == pytest.approx(one, rel=0.01, abs=1e-3 * max(one.max(), 1.0)), line.name
        assert two.sum() == pytest.approx(one.sum(), rel=1e-3, abs=1e-6), line.name


def test_mean_value_at_risk_and_shortfall_are_the_exact_ones(both):
    exact, tables = (np.sort(each.losses.sum(axis=1)) for each in both)

    assert tables.mean() == pytest.approx(exact.mean(), rel=2e-3)
    assert np.quantile(tables, 0.99) == pytest.approx(np.quantile(exact, 0.99), rel=0.01)
    assert tables[-82:].mean() == pytest.approx(exact[-82:].mean(), rel=0.005)


def test_in_the_worst_scenarios_tables_lose_what_the_exact_method_loses(both):
    exact, tables = (each.losses.sum(axis=1) for each in both)
    worst = np.argsort(exact)[-82:]

    assert tables[worst].mean() == pytest.approx(exact[worst].mean(), rel=0.0015)


def test_scenarios_buckets_and_years_agree_one_by_one(both):
    exact, tables = both

    for name in ("losses", "values", "years"):
        one, two = (getattr(each, name).reshape(RUN.scenarios, -1).sum(axis=1) for each in both)
        assert np.corrcoef(one, two)[0, 1] > 0.99, name
    assert tables.losses.mean(axis=0) == pytest.approx(exact.losses.mean(axis=0), rel=2e-3)


def test_value_at_risk_of_the_far_tail_is_that_of_many_scenarios(both):
    portfolio = risk_world.portfolio(20_000, segments=4)
    future = risk_world.future(factors=FACTORS)
    tables = tables_of(portfolio, future)
    many = look_up(tables, future, Run(1 << 17, seed=8, spread=Spread.SOBOL)).losses.sum(axis=1)

    value, shortfall = tail_measures(
        conditional_loss(tables, future), 0.999, factors=FACTORS.weights.shape[1], seed=1
    )

    assert value.value == pytest.approx(np.quantile(many, 0.999), rel=0.01)
    assert shortfall.value == pytest.approx(np.sort(many)[-131:].mean(), rel=0.01)
    assert value.error < 0.003 * value.value


def test_all_contracts_of_a_large_firm_and_firms_of_groups_are_followed_exactly():
    portfolio = risk_world.portfolio(
        5,
        outstanding=np.array([9.0, 1.0, 2.0, 1.0, 1.0]),
        share=np.ones(5),
        obligor=np.array([1, 1, 2, 3, 4], np.uint64),
        group=np.array([0, 0, 0, 8, 0], np.uint64),
    )

    assert large_names(portfolio, 1).tolist() == [True, True, False, True, False]


def test_one_contract_of_nine_tenths_of_the_exposure_is_never_averaged():
    amounts = np.full(200, 1e6)
    amounts[7] = 9 * amounts.sum()
    portfolio = risk_world.portfolio(200, outstanding=amounts)
    future = risk_world.future()
    with ThreadPoolExecutor(1) as executor:
        exact = simulate(portfolio, future, RUN, executor=executor)
        tables = simulate_by_tables(portfolio, future, RUN, executor=executor, names=1)

    assert np.quantile(tables.losses.sum(axis=1), 0.999) == pytest.approx(
        np.quantile(exact.losses.sum(axis=1), 0.999), rel=0.01
    )


def test_a_t_copula_and_groups_are_refused():
    portfolio = risk_world.portfolio(50)
    with pytest.raises(TablesNotPossibleError):
        tables_of(portfolio, risk_world.future(factors=one_factor(0.2, freedom=4.0)))
    with pytest.raises(TablesNotPossibleError):
        tables_of(risk_world.portfolio(50, group=np.ones(50, np.uint64)), risk_world.future())
