"""The invented envelope binds, and both ways of allocating it find the same."""

import pytest

from majung.bench.allocation import invented_cells
from majung.bench.risk import invented_future, invented_portfolio
from majung.risk.allocation.allocation import allocate
from majung.risk.allocation.full import best_by_all_scenarios
from majung.risk.allocation.planes import best_amounts


def test_both_ways_draw_the_same_and_the_budget_and_the_tail_hold_it_back():
    cells, limits = invented_cells(invented_portfolio(2_000), invented_future())

    planes, full = best_amounts(cells, limits), best_by_all_scenarios(cells, limits)
    uses = {each.key: each for each in allocate(cells, limits).uses}

    assert planes.value == pytest.approx(full.value, rel=1e-9)
    assert uses["tail"].price > 0.0
    assert len(cells.losses) == 2_000
