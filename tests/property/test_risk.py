"""Chunked is whole, one worker is many: the same bits however the work is cut."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields
from itertools import pairwise
from multiprocessing import get_context

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import risk_world
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.rates import ShortRate
from majung.risk.losses.exact import Run, follow_alone, simulate
from majung.risk.losses.plan import plan_of
from majung.risk.losses.totals import Totals, joined

SCENARIOS = 150
FACTORS = sectors_and_regions(2, 2, economy=0.1, sector=0.05, region=0.03, group=0.1)


def _world(seed):
    chance = np.random.Generator(np.random.Philox(seed))
    group = np.where(chance.random(300) < 0.2, chance.integers(1, 9, 300), 0).astype(np.uint64)
    early = np.where(chance.random(len(risk_world.shapes())) < 0.5, 0.12, 0.0)
    floating = chance.integers(0, 3, 300)
    return (
        risk_world.portfolio(
            300, segments=4, seed=seed, group=group, prepayment=early, floating=floating
        ),
        risk_world.future(factors=FACTORS, rate=ShortRate(0.03, 0.04, 0.3, 0.01)),
        Run(SCENARIOS, seed=seed, pools=(0, 1)),
    )


def _alone(portfolio, future, run, units, cut):
    return follow_alone(portfolio, cut, future=future, run=run, units=units)


def _bits(totals: Totals):
    return {each.name: np.asarray(getattr(totals, each.name)).tobytes() for each in fields(totals)}


def _whole(portfolio, future, run):
    units = plan_of(portfolio, future, seed=run.seed, scenarios=run.scenarios).units
    return units, _alone(portfolio, future, run, units, (0, run.scenarios))


@given(
    seed=st.integers(0, 1 << 63),
    cuts=st.lists(st.integers(1, SCENARIOS - 1), max_size=6, unique=True),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=25)
def test_scenarios_cut_anywhere_and_added_in_any_order_have_the_same_bits(seed, cuts, order):
    portfolio, future, run = _world(seed)
    units, whole = _whole(portfolio, future, run)
    edges = [0, *sorted(cuts), SCENARIOS]

    parts = [
        _alone(portfolio, future, run, units, (first, last - first))
        for first, last in pairwise(edges)
    ]
    order.shuffle(parts)

    assert _bits(joined(parts, scenarios=SCENARIOS)) == _bits(whole)


@given(seed=st.integers(0, 1 << 63), pieces=st.integers(1, 7), shuffled=st.integers(0, 1 << 30))
@settings(max_examples=25)
def test_contracts_cut_and_reordered_have_the_same_bits(seed, pieces, shuffled):
    portfolio, future, run = _world(seed)
    units, whole = _whole(portfolio, future, run)
    places = np.random.Generator(np.random.Philox(shuffled)).permutation(len(portfolio))

    parts = [
        _alone(portfolio.part(chosen), future, run, units, (0, SCENARIOS))
        for chosen in np.array_split(places, pieces)
    ]
    found = joined(parts, scenarios=SCENARIOS)

    assert _bits(found) == _bits(whole)


def test_threads_and_processes_find_the_same_bits():
    portfolio, future, run = _world(3)
    with ThreadPoolExecutor(1) as executor:
        one = simulate(portfolio, future, run, executor=executor)
    with ThreadPoolExecutor(5) as executor:
        many = simulate(portfolio, future, run, executor=executor)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        apart = simulate(portfolio, future, run, executor=executor, parts=3)

    for name in ("losses", "values", "years", "defaults", "floated"):
        bits = {getattr(each, name).tobytes() for each in (one, many, apart)}
        assert len(bits) == 1, name
    for line in fields(one.lines):
        bits = {getattr(each.lines, line.name).tobytes() for each in (one, many, apart)}
        assert len(bits) == 1, line.name
