"""Designs meet the same firms and the same draws: what differs is the design."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import design_world
from majung.risk.design.comparison import undominated
from majung.risk.design.designs import Design
from majung.risk.design.thresholds import thresholds_of
from majung.risk.losses.exact import Run
from majung.values.rates import Rate, Ratio

SEEDS = st.integers(0, 1 << 32)
DESIGNS = st.builds(
    Design,
    cover=st.integers(10, 100).map(Ratio.percent),
    discount=st.integers(0, 100).map(Ratio.percent),
    cut=st.integers(0, 20).map(lambda tenths: Rate.percent(f"{tenths / 10:.1f}")),
    firm_cap=st.none() | st.integers(10**8, 10**10),
    loss_cap=st.none() | st.integers(1, 50).map(Ratio.percent),
)


@given(DESIGNS, SEEDS)
@settings(max_examples=15)
def test_two_equal_designs_differ_by_nothing_at_all(design, seed):
    first, second = design_world.compared(design_world.market(seed=seed), [design, design])

    assert (second.losses == first.losses).all()
    assert (second.more.value, second.more.low, second.more.high) == (0.0, 0.0, 0.0)
    assert (second.cost, second.private) == (first.cost, first.private)


@given(SEEDS)
@settings(max_examples=10)
def test_differences_vary_less_on_the_same_draws_than_on_others(seed):
    market = design_world.market(120, seed=seed, scenarios=2048)
    apart = replace(market, run=Run(2048, seed=market.run.seed + 1))
    one = Design(cover=Ratio.percent(80), cut=Rate.percent("0.5"))
    other = Design(cover=Ratio.percent(85), cut=Rate.percent("0.5"))

    first, second = design_world.compared(market, [one, other])
    (elsewhere,) = design_world.compared(apart, [other])

    assert first.loans > 0
    assert (second.losses - first.losses).var() < (elsewhere.losses - first.losses).var()


@given(DESIGNS, SEEDS)
@settings(max_examples=15)
def test_a_design_cheaper_for_every_firm_reaches_every_firm_the_dearer_one_reaches(design, seed):
    market = design_world.market(seed=seed)
    cheaper = replace(design, cut=design.cut + Rate.percent("0.5"))

    dear, cheap = design_world.compared(market, [design, cheaper])

    assert (cheap.applies >= dear.applies).all()
    assert cheap.firms >= dear.firms


@given(DESIGNS, SEEDS)
@settings(max_examples=15)
def test_what_is_lent_is_covered_or_private_and_no_loss_exceeds_its_cap(design, seed):
    (found,) = design_world.compared(design_world.market(seed=seed), [design])

    assert found.covered + found.private == found.drawn
    assert (found.losses >= -1e-6 * found.drawn).all()
    if design.loss_cap is not None:
        most = float(design.loss_cap.value) * found.covered
        assert found.losses.max() <= most + 1.0
    if found.rate is not None:
        assert float(found.rate.of_parts) == pytest.approx(float(found.rate.rate), abs=1e-9)


@given(st.lists(DESIGNS, min_size=1, max_size=6), SEEDS)
@settings(max_examples=10)
def test_of_some_designs_one_at_least_is_beaten_by_none(designs, seed):
    found = design_world.compared(design_world.market(seed=seed, scenarios=64), designs)

    best = undominated(found)

    assert any(best)
    for each, is_best in zip(found, best, strict=True):
        beaten = any(
            one.private >= each.private
            and one.cost <= each.cost
            and one.shortfall.value <= each.shortfall.value
            and (one.private, one.cost, one.shortfall.value)
            != (each.private, each.cost, each.shortfall.value)
            for one in found
        )
        assert is_best is not beaten


@given(SEEDS)
def test_a_threshold_is_the_firms_and_lies_within_its_bounds(seed):
    demand = design_world.market(4).demand
    firms = np.arange(50, dtype=np.uint64)

    found = thresholds_of(demand, firms, seed=seed)

    assert (thresholds_of(demand, firms[::-1], seed=seed)[::-1] == found).all()
    assert ((found >= demand.threshold_min) & (found <= demand.threshold_max)).all()
