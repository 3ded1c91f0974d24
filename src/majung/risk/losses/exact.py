"""The exact method: every contract in every scenario, in parts that any executor may take.

A part is some scenarios of some contracts; it gives totals that add.  Threads share one plan;
processes and clusters get the portfolio and make their own.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from majung.risk.futures.future import Future
from majung.risk.futures.scenarios import Spread, scenarios
from majung.risk.losses.kernel import Found, Paths, Work, follow
from majung.risk.losses.layout import PAID_FIELDS, TILE, Integers, paid_by
from majung.risk.losses.plan import MONTHS_A_YEAR, Plan, plan_of
from majung.risk.losses.portfolio import Portfolio
from majung.risk.losses.totals import Lines, Totals, joined, lines_of
from majung.risk.normal import Floats

#: Scenarios that are followed together, and tiles of contracts that are at hand meanwhile.
SCENARIOS_EACH = 64
TILES_EACH = 16


@dataclass(frozen=True, slots=True)
class Run:
    """Which scenarios are followed.

    Attributes:
        scenarios: how many, counted from nought.
        seed: of every draw.
        spread: how factors are spread over scenarios.
    """

    scenarios: int
    seed: int = 0
    spread: Spread = Spread.PLAIN


def follow_part(plan: Plan, future: Future, run: Run, first: int, count: int) -> Totals:
    """Follow a plan's contracts through some scenarios.

    Args:
        plan: contracts, laid out.
        future: what is assumed.
        run: the whole run.
        first: number of the first scenario.
        count: how many.
    """
    drawn = scenarios(future.factors, first=first, count=count, seed=run.seed, spread=run.spread)
    paths = Paths(drawn.shared, drawn.mixing, drawn.defaults, drawn.severities, drawn.groups)
    found = _room(plan, len(future.severities), count)
    work = Work(
        np.zeros(TILES_EACH),
        np.zeros(TILES_EACH),
        np.zeros(TILES_EACH, np.uint64),
        np.zeros((TILES_EACH * TILE, 2), np.int64),
    )
    tiles = len(plan.layout.tiles)
    for begin in range(0, tiles, TILES_EACH):
        end = min(begin + TILES_EACH, tiles)
        follow(plan.layout, plan.shapes, plan.model, paths, found, work, begin, end)
    return Totals(
        first=first,
        stopped=found.stopped,
        claimed=np.concatenate([found.claims.sum(axis=0)[None], found.recoveries.sum(axis=0)]),
        years=_years(found, plan),
        losses=found.losses,
        values=found.values,
        counts=found.counts,
    )


def _room(plan: Plan, kinds: int, count: int) -> Found:
    shapes = plan.shapes.shares.shape
    return Found(
        stopped=np.zeros((*shapes, PAID_FIELDS), np.int64),
        claims=np.zeros((count, plan.reach), np.int64),
        recoveries=np.zeros((count, kinds, plan.reach), np.int64),
        losses=np.zeros((count, plan.buckets), np.int64),
        values=np.zeros(count, np.int64),
        counts=np.zeros(count, np.int64),
    )


def _years(found: Found, plan: Plan) -> Integers:
    """Return what is claimed and recovered in each year, shape (scenarios, 2, years)."""
    years = -(-plan.reach // MONTHS_A_YEAR)
    starts = np.arange(0, plan.reach, MONTHS_A_YEAR)
    summed = np.zeros((len(found.values), 2, years), np.int64)
    summed[:, 0, : len(starts)] = np.add.reduceat(found.claims, starts, axis=1)
    for kind, parts in enumerate(plan.parts):
        for lag in np.flatnonzero(parts):
            paid = np.rint(found.recoveries[:, kind] * parts[lag]).astype(np.int64)
            # Nothing comes after the reach: what is shifted beyond it is nought.
            months = np.zeros((len(paid), years * MONTHS_A_YEAR), np.int64)
            months[:, lag : plan.reach] = paid[:, : plan.reach - lag]
            summed[:, 1] += months.reshape(len(paid), years, MONTHS_A_YEAR).sum(axis=2)
    return summed


def _cuts(count: int, each: int) -> list[tuple[int, int]]:
    return [(first, min(each, count - first)) for first in range(0, count, each)]


@dataclass(frozen=True)
class Outcome:
    """What a run found, in currency.

    Attributes:
        method: how it was found.
        run: which scenarios.
        lines: paid in each month, on average.
        losses: claims less recoveries, shape (scenarios, buckets).
        values: present value of what defaults cost the public side, one a scenario.
        years: claims and recoveries of each year, shape (scenarios, 2, years).
        defaults: of contracts, one a scenario.
        buckets: names of the breakdown.
        notes: what was assumed where a choice was open.
    """

    method: str
    run: Run
    lines: Lines
    losses: Floats
    values: Floats
    years: Floats
    defaults: Integers
    buckets: tuple[str, ...]
    notes: tuple[str, ...] = ()


def simulate(
    portfolio: Portfolio,
    future: Future,
    run: Run,
    *,
    executor: Executor,
    parts: int | None = None,
) -> Outcome:
    """Follow every contract through every scenario.

    Args:
        portfolio: contracts.
        future: what is assumed.
        run: which scenarios.
        executor: threads; or processes, which share nothing and are told `parts`.
        parts: how many pieces of work processes get; None for threads, which share one plan.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
    """
    plan = plan_of(portfolio, future, seed=run.seed, scenarios=run.scenarios)
    if parts is None:
        each = partial(_followed, plan, future, run)
        found = executor.map(each, _cuts(run.scenarios, SCENARIOS_EACH))
    else:
        alone = partial(follow_alone, portfolio, future, run, plan.units)
        found = executor.map(alone, _cuts(run.scenarios, -(-run.scenarios // parts)))
    totals = joined(found, scenarios=run.scenarios)
    return outcome_of(totals, portfolio, plan, future, run)


def follow_alone(
    portfolio: Portfolio, future: Future, run: Run, units: float, cut: tuple[int, int]
) -> Totals:
    """Lay out contracts where the work is done, and follow them through some scenarios.

    Args:
        portfolio: contracts, all of them or a part.
        future: what is assumed.
        run: the whole run.
        units: of account, of the whole portfolio.
        cut: number of the first scenario, and how many.
    """
    plan = plan_of(portfolio, future, seed=run.seed, scenarios=run.scenarios, units=units)
    first, count = cut
    each = partial(_followed, plan, future, run)
    cuts = [(first + begin, size) for begin, size in _cuts(count, SCENARIOS_EACH)]
    return joined(map(each, cuts), first=first, scenarios=count)


def outcome_of(
    totals: Totals, portfolio: Portfolio, plan: Plan, future: Future, run: Run
) -> Outcome:
    """Return what totals mean in currency."""
    paid = np.zeros((len(portfolio.profiles), PAID_FIELDS), np.int64)
    np.add.at(paid, portfolio.profile, paid_by(portfolio, units=plan.units))
    return Outcome(
        method="exact",
        run=run,
        lines=lines_of(
            totals, paid=paid, shares=portfolio.profiles, parts=plan.parts, units=plan.units
        ),
        losses=totals.losses / plan.units,
        values=totals.values / plan.units,
        years=totals.years / plan.units,
        defaults=totals.counts,
        buckets=portfolio.buckets,
        notes=future.notes,
    )


def _followed(plan: Plan, future: Future, run: Run, cut: tuple[int, int]) -> Totals:
    return follow_part(plan, future, run, *cut)
