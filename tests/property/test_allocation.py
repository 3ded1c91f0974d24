"""Cutting planes find what all scenarios at once find; prices are what one more would bring."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import allocation_world
from majung.risk.allocation.allocation import allocate
from majung.risk.allocation.cells import Limit, Subject, tail_weights
from majung.risk.allocation.conflicts import Contradiction
from majung.risk.allocation.full import best_by_all_scenarios
from majung.risk.allocation.planes import Best, best_amounts

SEEDS = st.integers(0, 1 << 32)


@st.composite
def worlds(draw, floors=(0.0, 0.3), tails=(0.01, 0.3)):
    """Cells and limits, some of which cannot be kept; most cannot where floors are high."""
    seed = draw(SEEDS)
    cells = allocation_world.cells(
        draw(st.integers(2, 15)),
        scenarios=draw(st.integers(20, 300)),
        level=draw(st.sampled_from([0.5, 0.9, 0.95, 0.99])),
        seed=seed,
    )
    limits = allocation_world.limits(
        cells,
        share=draw(st.floats(0.1, 1.2)),
        budget=draw(st.floats(0.004, 0.05)),
        tail=draw(st.floats(*tails)),
        floor=draw(st.floats(*floors)),
        ceiling=draw(st.floats(0.2, 1.0)),
        seed=seed,
    )
    return cells, limits


@given(worlds())
@settings(max_examples=60)
def test_planes_draw_what_the_full_programme_draws(world):
    cells, limits = world

    planes, full = best_amounts(cells, limits), best_by_all_scenarios(cells, limits)

    assert isinstance(planes, Best) == (full is not None)
    if isinstance(planes, Best) and full is not None:
        assert planes.value == pytest.approx(full.value, rel=1e-6)


@given(worlds())
@settings(max_examples=60)
def test_whole_amounts_break_no_limit_and_lose_next_to_nothing(world):
    cells, limits = world

    found = allocate(cells, limits)

    assume(not isinstance(found, Contradiction))
    assert found.amounts.dtype == np.int64
    assert (found.amounts >= 0).all()
    assert (found.amounts <= cells.rooms).all()
    for limit in limits:
        used = (
            cells.shortfall(found.amounts)
            if limit.subject is Subject.TAIL
            else (cells.row(limit) * found.amounts).sum()
        )
        if limit.subject is Subject.AMOUNT:
            used = int(found.amounts[limit.chosen].sum())
        assert used >= limit.size if limit.is_least else used <= limit.size, limit.key
    assert 0.0 <= found.gap < 1e-6


@given(SEEDS)
@settings(max_examples=25)
def test_a_price_is_what_one_more_of_the_limit_draws(seed):
    cells = allocation_world.cells(seed=seed)
    limits = allocation_world.limits(cells, seed=seed)
    best = best_amounts(cells, limits)
    assume(isinstance(best, Best))

    for place, limit in enumerate(limits):
        step = 1e-6 * cells.unit
        more, less = (
            best_amounts(
                cells, [*limits[:place], replace(limit, size=limit.size + by), *limits[place + 1 :]]
            )
            for by in (step, -step)
        )
        if isinstance(more, Best) and isinstance(less, Best):
            ahead, behind = (more.value - best.value) / step, (best.value - less.value) / step
            low, high = sorted((ahead, behind))
            assert low - 1e-2 <= best.prices[place] <= high + 1e-2, limit.key


@given(worlds(floors=(0.3, 0.5), tails=(0.01, 0.05)))
@settings(max_examples=40)
def test_limits_that_contradict_can_be_kept_without_any_one_of_them(world):
    cells, limits = world
    found = allocate(cells, limits)
    assume(isinstance(found, Contradiction))

    named = [each for each in limits if each.key in found.keys]

    for left_out in named:
        rest = [each for each in named if each is not left_out]
        assert isinstance(best_amounts(cells, rest), Best), left_out.key
    for key, size in found.enough:
        given_way = [
            replace(each, size=size * (1.0 - 1e-6 if each.is_least else 1.0 + 1e-6))
            if each.key == key
            else each
            for each in limits
        ]
        assert isinstance(best_amounts(cells, given_way), Best), key


@given(st.integers(1, 60), st.floats(0.0, 0.995), SEEDS)
def test_the_weights_of_a_tail_sum_to_one_and_none_exceeds_an_even_share(count, level, seed):
    losses = np.random.Generator(np.random.Philox(seed)).standard_normal(count)

    places, weights = tail_weights(losses, level)

    assert weights.sum() == pytest.approx(1.0)
    assert (weights >= 0.0).all()
    assert (weights <= max(1.0, 1.0 / ((1.0 - level) * count)) + 1e-9).all()
    assert losses[places].min() >= np.sort(losses)[-len(places)]


def test_a_quota_met_exactly_in_every_group_stays_exact():
    cells = allocation_world.cells(9, seed=5)
    groups = np.arange(9) % 3
    limits = [
        Limit(f"{kind}-{number}", Subject.AMOUNT, 7_000_000_001, groups == number, kind == "least")
        for number in range(3)
        for kind in ("least", "most")
    ]
    limits.append(Limit("tail", Subject.TAIL, 2_500_000_000, np.ones(9, bool)))

    found = allocate(cells, limits)

    assert [int(found.amounts[groups == number].sum()) for number in range(3)] == [
        7_000_000_001
    ] * 3
