"""Measurements of work that is given to workers: what a task costs before it does anything.

A piece of work is timed by the processor time of the thread that does it, so a machine that others
use says the same; what workers cost is timed by the clock, and best when the machine is quiet.
"""

import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import repeat
from pathlib import Path
from typing import Final, NamedTuple

from majung.bench.measuring import Measurement, measured
from majung.bench.risk import SCENARIOS, SEED, invented_future, invented_portfolio
from majung.operations.risk.office.lake_parts import LakePart
from majung.operations.risk.places import Place, crew_at, place_of
from majung.risk.losses.exact import CONTRACTS_EACH, Run, follow_alone, pieces_of
from majung.risk.losses.plan import units_of
from majung.risk.losses.portfolio import Portfolio

TASKS: Final = 200
PARTITIONS: Final = (100_000, 1_000_000)
#: Scenarios of a piece that is timed; time is linear in them.
SCENARIOS_TIMED: Final = 1_000


class Shipped(NamedTuple):
    """What travels for one piece of `SCENARIOS` scenarios, in bytes.

    Attributes:
        contracts: the piece with its contracts.
        path: the piece as the path of a file.
        answer: what comes back.
    """

    contracts: int
    path: int
    answer: int


def shipped() -> Shipped:
    """Return what travels for a piece of as many contracts as there are in one at most."""
    portfolio, future = invented_portfolio(CONTRACTS_EACH), invented_future()
    run = Run(SCENARIOS, seed=SEED)
    ((piece, cut),) = pieces_of(portfolio, run, 1)
    units = units_of(portfolio, scenarios=SCENARIOS)
    told = (future, run, units)
    by_path = LakePart(Path("/srv/lake/contracts-000.parquet"), Path("/srv/lake/shapes.parquet"),
                       (portfolio.buckets, ("C",), ("seoul",), ("A",)), 0, 4)  # fmt: skip
    # An answer is as long whatever the contracts are.
    few = portfolio.part(slice(100))
    answer = follow_alone(few, cut, future=future, run=run, units=units)
    return Shipped(
        *(len(pickle.dumps(each)) for each in ((piece, cut, told), (by_path, cut, told), answer))
    )


def scale_measurements(*, with_cluster: bool = False) -> Iterator[Measurement]:
    """Measure, one piece of work after the other.

    Args:
        with_cluster: also on a Dask cluster of two processes, made for it on this machine.
    """
    for count in PARTITIONS:
        yield _followed(count)
    yield _overhead("processes", Place.PROCESSES)
    if with_cluster:
        with _cluster() as place:
            yield _overhead("a Dask cluster", place)


def _followed(count: int) -> Measurement:
    """Time the pieces of a portfolio one after the other, by processor time."""
    portfolio, future = invented_portfolio(count), invented_future()
    run = Run(SCENARIOS_TIMED, seed=SEED)
    follow = partial(
        follow_alone, future=future, run=run, units=units_of(portfolio, scenarios=run.scenarios)
    )
    pieces = pieces_of(portfolio, run, 1)
    follow(*pieces[0])
    seconds = sum(_processor_seconds(partial(follow, *piece)) for piece in pieces)
    size = len(pieces[0][0]) if isinstance(pieces[0][0], Portfolio) else 0
    return Measurement(
        f"{count:,} contracts, {SCENARIOS_TIMED:,} scenarios, in {len(pieces)} pieces of {size:,},"
        " processor time of one core",
        (seconds,),
        count * SCENARIOS_TIMED,
        "obligor-scenario",
    )


def _processor_seconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


def _overhead(name: str, place: Place) -> Measurement:
    with crew_at(place) as (crew, _):
        return measured(
            f"{TASKS} tasks that do nothing, {name}",
            lambda: list(crew.map(divmod, range(TASKS), repeat(7, TASKS))),
            repeats=5,
            count=TASKS,
            unit="task",
        )


@contextmanager
def _cluster() -> Iterator[Place]:
    """Make a cluster on this machine for as long as it is measured."""
    # The library is an extra of the installation.
    distributed = import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield place_of(f"dask://{cluster.scheduler_address.removeprefix('tcp://')}")
