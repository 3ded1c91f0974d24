"""Measurements of the risk engine: exact, by tables, in the far tail, and beside what others use.

The portfolio is invented: terms of one to ten years, repaid as bullets, in equal parts or equal
instalments, six grades, twelve segments, eight programmes; about one contract in twenty defaults.
A peer runs in an interpreter of its own, named by the caller; it answers a smaller question (who
has defaulted at one horizon, no month, no cash flow).
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from majung.bench.allocation import allocation_measurements
from majung.bench.apart import MeasuredCommandError
from majung.bench.lake import reading_measurement
from majung.bench.measuring import Measurement, measured, memory_peak_megabytes
from majung.bench.plain import compiler, plain_loop, plain_losses
from majung.risk.arrays import Floats
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.future import Future
from majung.risk.futures.severities import Severity
from majung.risk.futures.transitions import even_hazard
from majung.risk.losses.exact import Run, simulate
from majung.risk.losses.lookup import conditional_loss, look_up
from majung.risk.losses.portfolio import Portfolio
from majung.risk.losses.tables import tables_of
from majung.risk.losses.tail import tail_measures
from majung.risk.normal import normal_quantile

MONTHS = 120
CONTRACTS, SCENARIOS = 100_000, 10_000
MANY_CONTRACTS = 1_000_000
ALLOCATED = 20_000
SEGMENTS, PROGRAMMES = 12, 8
YEARLY = (0.0005, 0.002, 0.006, 0.015, 0.03, 0.08)
GRADES = (0.10, 0.20, 0.35, 0.25, 0.08, 0.02)
LEVEL = 0.999
SEED = 20240924
#: What the issue asks of each, in seconds.
EXACT_MAX, MANY_MAX, BUILD_MAX, LOOK_MAX, TAIL_MAX = 3.0, 30.0, 3.0, 0.05, 0.3
#: Enough to see how a plain loop in C compares.
PLAIN_SCENARIOS = 1_000
PEER_CONTRACTS, PEER_SCENARIOS = 10_000, 2_000
_EACH = 250
#: Run by the peer's interpreter: contracts, scenarios and seed in, seconds of three runs out.
PEER = """
import json, sys, time
import numpy as np
from creditriskengine.portfolio.copula import simulate_single_factor
contracts, scenarios, seed = (int(each) for each in sys.argv[1:])
columns = [np.full(contracts, value) for value in (0.02, 0.45, 1.0)]
seconds = []
for number in range(4):
    began = time.perf_counter()
    simulate_single_factor(*columns, 0.15, n_simulations=scenarios, seed=seed + number)
    seconds.append(time.perf_counter() - began)
print(json.dumps(seconds[1:]))
"""


def invented_portfolio(count: int) -> Portfolio:
    """Return contracts that nobody signed; the same ones for the same count."""
    chance = np.random.Generator(np.random.Philox(SEED))
    numbers = np.arange(count, dtype=np.uint64)
    return Portfolio(
        contract=numbers,
        obligor=numbers,
        group=np.zeros(count, np.uint64),
        outstanding=np.exp(chance.normal(19.0, 1.0, count)).round(),
        curve=chance.choice(len(YEARLY), count, p=GRADES),
        segment=chance.integers(0, SEGMENTS, count),
        severity=np.zeros(count, np.int64),
        profile=chance.integers(12 * 3, 3 * MONTHS, count),
        share=np.full(count, 0.85),
        interest_rate=np.full(count, 0.045),
        premium_rate=np.full(count, 0.01),
        subsidy_rate=np.where(chance.random(count) < 0.3, 0.007, 0.0),
        bucket=chance.integers(0, PROGRAMMES, count),
        profiles=_shapes(),
        buckets=tuple(f"programme-{number}" for number in range(PROGRAMMES)),
    )


def _shapes() -> Floats:
    """Return bullets, equal parts and equal instalments for each term, a row each."""
    at = np.arange(MONTHS + 1)
    growth = (1.0 + 0.045 / 12.0) ** at
    rows = []
    for term in range(1, MONTHS + 1):
        level = (growth[term] - growth) / (growth[term] - 1.0)
        rows += [(at < term).astype(np.float64), 1.0 - at / term, level]
    return np.asarray(np.maximum(np.array(rows), 0.0))


def invented_future() -> Future:
    """Return six grades, four sectors in three regions, and a severity that varies with them."""
    lags = ((6, 0.40), (18, 0.30), (30, 0.15), (42, 0.10), (54, 0.05))
    return Future(
        curves=even_hazard(YEARLY, months=MONTHS),
        factors=sectors_and_regions(4, 3, economy=0.10, sector=0.04, region=0.02),
        severities=(Severity(0.45, 0.25, 0.3, wait_months=3, lags=lags),),
        discount_rate=0.03,
    )


def risk_measurements(*, many: bool = False, peer: Path | None = None) -> Iterator[Measurement]:
    """Measure, one piece of work after the other.

    Args:
        many: also a million contracts followed exactly, which takes a minute or more.
        peer: interpreter in whose environment creditriskengine is installed.
    """
    future, portfolio = invented_future(), invented_portfolio(CONTRACTS)
    with ThreadPoolExecutor(_cores()) as executor:
        follow = partial(simulate, executor=executor)
        for count in (SCENARIOS // 10, SCENARIOS):
            yield _timed(
                f"exact: {CONTRACTS:,} contracts, {MONTHS} months, {count:,} scenarios",
                partial(follow, portfolio, future, Run(count, seed=SEED)),
                CONTRACTS * count,
                3,
                EXACT_MAX if count == SCENARIOS else None,
            )
        yield from _of_many(future, follow if many else None)
    yield from _plainly(future, portfolio)
    yield from allocation_measurements(invented_portfolio(ALLOCATED), future)
    yield from _one_horizon(peer)


def _of_many(future: Future, follow: Callable[..., object] | None) -> Iterator[Measurement]:
    portfolio = invented_portfolio(MANY_CONTRACTS)
    yield reading_measurement(portfolio)
    yield _timed(
        f"tables of {MANY_CONTRACTS:,} contracts built",
        partial(tables_of, portfolio, future),
        MANY_CONTRACTS,
        3,
        BUILD_MAX,
        unit="contract",
    )
    tables = tables_of(portfolio, future)
    run = Run(SCENARIOS, seed=SEED)
    yield _timed(
        f"{SCENARIOS:,} scenarios looked up in them",
        partial(look_up, tables, future, run),
        SCENARIOS,
        7,
        LOOK_MAX,
        unit="scenario",
    )
    far = partial(
        tail_measures,
        conditional_loss(tables, future),
        LEVEL,
        factors=future.factors.weights.shape[1],
        seed=SEED,
    )
    value, _ = far()
    yield _timed(
        f"value at risk at {LEVEL:.1%}, standard error {value.error / value.value:.2%}",
        far,
        1,
        7,
        TAIL_MAX,
    )
    if follow is not None:
        yield _timed(
            f"exact: {MANY_CONTRACTS:,} contracts, {MONTHS} months, {SCENARIOS:,} scenarios"
            f" (peak memory {memory_peak_megabytes():,} MB before)",
            partial(follow, portfolio, future, run),
            MANY_CONTRACTS * SCENARIOS,
            1,
            MANY_MAX,
        )


def _plainly(future: Future, portfolio: Portfolio) -> Iterator[Measurement]:
    """Measure one thread of the exact method and a plain loop in C, where there is a compiler."""
    run, count = Run(PLAIN_SCENARIOS, seed=SEED), CONTRACTS * PLAIN_SCENARIOS
    name = f"{CONTRACTS:,} contracts, {MONTHS} months, {PLAIN_SCENARIOS:,} scenarios, one thread"
    with ThreadPoolExecutor(1) as executor:
        follow = partial(simulate, portfolio, future, run, executor=executor)
        yield _timed(f"exact: {name}", follow, count, 3, None)
    using = compiler()
    if using is not None:
        with plain_loop(using) as loop:
            plainly = partial(plain_losses, loop, portfolio, future, run)
            yield _timed(
                f"a plain loop in C: {name}", plainly, CONTRACTS * PLAIN_SCENARIOS, 3, None
            )


def _one_horizon(peer: Path | None) -> Iterator[Measurement]:
    """Measure what others do: who has defaulted at one horizon, on one factor."""
    count = PEER_CONTRACTS * PEER_SCENARIOS
    yield _timed(
        f"NumPy, one factor, one horizon: {PEER_CONTRACTS:,} × {PEER_SCENARIOS:,}",
        one_factor_losses,
        count,
        3,
        None,
    )
    if peer is not None:
        seconds = _of_peer(peer)
        name = f"creditriskengine, one factor, one horizon: {PEER_CONTRACTS:,} × {PEER_SCENARIOS:,}"
        yield Measurement(name, seconds, count, "obligor-scenario")


def one_factor_losses() -> Floats:
    """Return losses at one horizon as a spreadsheet writer would simulate them with NumPy."""
    chance = np.random.default_rng(SEED)
    barrier = float(normal_quantile(0.02))
    exposures = np.ones(PEER_CONTRACTS)
    losses = []
    for _ in range(0, PEER_SCENARIOS, _EACH):
        factor = chance.standard_normal((_EACH, 1))
        own = chance.standard_normal((_EACH, PEER_CONTRACTS))
        latent = np.sqrt(0.15) * factor + np.sqrt(0.85) * own
        losses.append((latent < barrier) @ exposures * 0.45)
    return np.concatenate(losses)


def _of_peer(interpreter: Path) -> tuple[float, ...]:
    wanted = [str(each) for each in (PEER_CONTRACTS, PEER_SCENARIOS, SEED)]
    done = subprocess.run(  # noqa: S603 - an interpreter the caller named, no shell
        [str(interpreter), "-c", PEER, *wanted], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [""])[-1]
        raise MeasuredCommandError(command=str(interpreter), reason=reason)
    return tuple(json.loads(done.stdout))


def _timed(
    name: str,
    work: Callable[[], object],
    count: int,
    repeats: int,
    target_seconds: float | None,
    unit: str = "obligor-scenario",
) -> Measurement:
    return measured(
        name, work, repeats=repeats, count=count, unit=unit, target_seconds=target_seconds
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
