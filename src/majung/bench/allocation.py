"""Allocating an envelope: by cutting planes, and by the full programme with a row a scenario.

Cells are those of an invented portfolio whose losses the loss engine found; both ways answer the
same question to the same optimum, and the ratio of their times stands in the name of the second.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from majung.bench.measuring import Measurement, measured
from majung.risk.allocation.cells import Cells, Limit, Subject
from majung.risk.allocation.full import best_by_all_scenarios
from majung.risk.allocation.planes import Best, best_amounts
from majung.risk.futures.future import Future
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.portfolio import Portfolio

CELLS, SCENARIOS, LEVEL = 50, 2_000, 0.95
GROUPS = 5
SEED = 20240924
PLANES_MAX = 0.04


def allocation_measurements(portfolio: Portfolio, future: Future) -> Iterator[Measurement]:
    """Measure both ways on cells of a portfolio."""
    cells, limits = invented_cells(portfolio, future)
    question = f"{CELLS} cells, {SCENARIOS:,} scenarios"
    planes = measured(
        f"envelope allocated by cutting planes: {question}",
        partial(best_amounts, cells, limits),
        count=SCENARIOS,
        unit="scenario",
        target_seconds=PLANES_MAX,
    )
    full = measured(
        "the same by the full linear programme",
        partial(best_by_all_scenarios, cells, limits),
        repeats=3,
        count=SCENARIOS,
        unit="scenario",
    )
    ratio = full.median / planes.median
    yield planes
    yield replace(full, name=f"{full.name}, a row a scenario: {ratio:.1f} times as long")


def invented_cells(portfolio: Portfolio, future: Future) -> tuple[Cells, tuple[Limit, ...]]:
    """Return cells with losses of a portfolio, and an envelope, a tail and quotas that bind.

    Args:
        portfolio: whose contracts are dealt out to cells.
    """
    chance = np.random.Generator(np.random.Philox(SEED))
    dealt = np.arange(len(portfolio)) % CELLS
    bucketed = replace(portfolio, bucket=dealt, buckets=tuple(str(n) for n in range(CELLS)))
    with ThreadPoolExecutor() as executor:
        outcome = simulate(bucketed, future, Run(SCENARIOS, seed=SEED), executor=executor)
    covered = portfolio.outstanding * portfolio.share
    rooms = np.asarray(np.bincount(dealt, covered, CELLS), np.float64)
    cells = Cells(
        values=chance.uniform(0.1, 0.4, CELLS),
        costs=chance.uniform(0.005, 0.05, CELLS),
        losses=outcome.losses / rooms * chance.uniform(0.5, 2.0, CELLS),
        rooms=rooms.astype(np.int64),
        level=LEVEL,
    )
    envelope, every = float(rooms.sum() * 0.4), np.ones(CELLS, bool)
    even = cells.shortfall(rooms * 0.4)
    group = chance.integers(0, GROUPS, CELLS)
    quotas = [
        Limit(
            f"{kind}-{number}", Subject.AMOUNT, envelope * share, group == number, kind == "least"
        )
        for number in range(GROUPS)
        for kind, share in (("least", 0.05), ("most", 0.3))
    ]
    limits = (
        Limit("envelope", Subject.AMOUNT, envelope, every),
        Limit("budget", Subject.COST, envelope * 0.022, every),
        Limit("tail", Subject.TAIL, even * 0.7, every),
        *quotas,
    )
    if not isinstance(best_amounts(cells, limits), Best):
        raise ValueError("the invented limits contradict each other")
    return cells, limits
