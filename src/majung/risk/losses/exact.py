"""The exact method: every contract in every scenario, in parts that any executor may take.

A part is some scenarios of some contracts; it gives totals that add.  Threads share one plan;
processes and clusters get the portfolio and make their own.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from majung.risk.arrays import Floats, Integers
from majung.risk.futures.future import Future
from majung.risk.futures.scenarios import Scenarios, scenarios
from majung.risk.futures.spreads import Spread
from majung.risk.losses.floating import floated_of, with_floated, years_of_months
from majung.risk.losses.kernel import OVER_ALL, Found, Paths, follow, room_for
from majung.risk.losses.layout import PAID_FIELDS, in_cells, paid_by
from majung.risk.losses.plan import Plan, checked_for, parts_of, plan_of, units_of
from majung.risk.losses.portfolio import Portfolio
from majung.risk.losses.totals import (
    Lines,
    Totals,
    by_year,
    joined,
    lines_of,
    months_of,
    pooled_of,
    residues_of,
    years_of,
)

#: Scenarios of a piece of work, and those through which a tile of contracts goes at once.
SCENARIOS_EACH = 256
SCENARIOS_TOGETHER = 64
#: Scenarios that are told month by month: as many at most, evenly chosen.
TOLD_MAX = 1_024
#: Contracts of a piece for workers that share nothing: as few, where there are enough, and as many.
CONTRACTS_LEAST, CONTRACTS_EACH = 4_096, 65_536


#: Contracts, or what reads them where the work is done.
Source = Portfolio | Callable[[], Portfolio]


@dataclass(frozen=True, slots=True)
class Run:
    """Which scenarios are followed.

    Attributes:
        scenarios: how many, counted from nought.
        seed: of every draw.
        spread: how factors are spread over scenarios.
        pools: of each bucket, the pool it is told in month by month in every scenario, counted from
            one; nought for none, empty where nobody asks.
    """

    scenarios: int
    seed: int = 0
    spread: Spread = Spread.PLAIN
    pools: tuple[int, ...] = ()


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
    found = room_of(plan, count)
    follow_drawn(plan, drawn, found)
    every = -(-run.scenarios // TOLD_MAX)
    told = slice(-first % every, None, every)
    by_pool = np.concatenate([found.claims[:, :, None], found.recoveries], axis=2)
    by_month = by_pool.sum(axis=1)
    return Totals(
        first=first,
        every=every,
        months=by_month[told],
        pooled=by_pool[:, 1:],
        stopped=found.stopped,
        claimed=by_month.sum(axis=0),
        years=_years(by_month, plan),
        losses=found.losses,
        values=found.values,
        counts=found.counts,
        gone=found.gone,
    )


def follow_drawn(plan: Plan, drawn: Scenarios, found: Found) -> None:
    """Follow a plan's contracts through scenarios that are drawn, and add to what is found."""
    room = room_for(min(len(drawn), SCENARIOS_TOGETHER))
    for begin in range(0, len(drawn), SCENARIOS_TOGETHER):
        at = slice(begin, begin + SCENARIOS_TOGETHER)
        here = drawn.some(at)
        paths = Paths(
            here.shared,
            here.mixing,
            here.defaults,
            here.severities,
            here.groups,
            here.prepayments,
        )
        part = found._replace(
            **{name: getattr(found, name)[at] for name in found._fields if name not in OVER_ALL}
        )
        follow(plan.layout, plan.shapes, plan.model, paths, part, room)


def room_of(plan: Plan, count: int, *, contracts: int = 0) -> Found:
    """Return room for what some scenarios bring.

    Args:
        plan: contracts, laid out.
        count: of scenarios.
        contracts: how many are told one by one: all of them or none.
    """
    shapes, kinds = plan.shapes.worth.shape[:2], len(plan.parts)
    return Found(
        stopped=np.zeros((*shapes, PAID_FIELDS), np.int64),
        contracts=np.zeros(contracts, np.int64),
        claims=np.zeros((count, plan.pools, plan.reach), np.int64),
        recoveries=np.zeros((count, plan.pools, kinds, plan.reach), np.int64),
        losses=np.zeros((count, plan.buckets), np.int64),
        values=np.zeros(count, np.int64),
        counts=np.zeros(count, np.int64),
        gone=np.zeros((count, plan.floating, shapes[1]), np.int64),
    )


def _years(months: Integers, plan: Plan) -> Integers:
    """Return what is claimed, and what is recovered of each class, by year: integers that add."""
    kinds, residues = len(plan.parts), residues_of(plan.parts)
    moved = [(months[:, 1 + kind], shift) for kind in range(kinds) for shift in residues]
    return np.stack([by_year(each, shift) for each, shift in [(months[:, 0], 0), *moved]], axis=1)


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
        means: of the loss given the scenario's factors, one a scenario; None where losses are
            followed and not known as a distribution.
        deviations: of it; None likewise.
        floated: interest debtors pay, and subsidies the State pays, beyond those at today's short
            rate, in each year: shape (scenarios, 2, years); None where no rate is drawn.
        months: claims and recoveries of each month in scenarios evenly chosen, at most `TOLD_MAX`:
            shape (scenarios told, 2, months); None where months are known as means only.
        pooled: claims less recoveries of each pool of the run in each month, in all scenarios:
            shape (scenarios, pools, months); None where months are known as means only.
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
    means: Floats | None = None
    deviations: Floats | None = None
    floated: Floats | None = None
    months: Floats | None = None
    pooled: Floats | None = None


def simulate(
    portfolio: Portfolio,
    future: Future,
    run: Run,
    *,
    executor: Executor,
    parts: int | None = None,
    sources: Sequence[Source] = (),
) -> Outcome:
    """Follow every contract through every scenario.

    Args:
        portfolio: contracts.
        future: what is assumed.
        run: which scenarios.
        executor: threads; or workers which share nothing, and are told `parts`.
        parts: into how many pieces the work is cut at least for such workers, where it is large
            enough; None for threads, which share one plan.
        sources: the same contracts in parts that such workers read by themselves; where there are
            none, the contracts travel.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
    """
    if parts is None:
        plan = plan_of(portfolio, future, seed=run.seed, scenarios=run.scenarios, pools=run.pools)
        units, each = plan.units, partial(_followed, plan, future, run)
        found = executor.map(each, _cuts(run.scenarios, SCENARIOS_EACH))
    else:
        checked_for(portfolio, future)
        units = units_of(portfolio, scenarios=run.scenarios)
        alone = partial(follow_alone, future=future, run=run, units=units)
        cut = pieces_of(portfolio, run, parts, sources)
        found = executor.map(alone, *zip(*cut, strict=True))
    totals = joined(found, scenarios=run.scenarios)
    return outcome_of(totals, portfolio, future, run, units=units)


def pieces_of(
    portfolio: Portfolio, run: Run, parts: int, sources: Sequence[Source] = ()
) -> list[tuple[Source, tuple[int, int]]]:
    """Cut a run for workers that share nothing: contracts first, which travel once, then scenarios.

    Contracts that are alike stand together, as they do in a plan, so that pieces fill its tiles.

    Args:
        portfolio: contracts.
        run: the whole run.
        parts: how many pieces there are at least, where contracts and scenarios suffice.
        sources: the contracts as they are read by workers; they are cut no further.

    Returns:
        some contracts, the first scenario and how many, in a fixed order.
    """
    most = max(len(portfolio) // CONTRACTS_LEAST, 1)
    pieces = len(sources) or max(min(parts, most), -(-len(portfolio) // CONTRACTS_EACH))
    cuts = _cuts(run.scenarios, max(-(-run.scenarios * pieces // parts), SCENARIOS_TOGETHER))
    if sources:
        return [(source, cut) for source in sources for cut in cuts]
    chosen = np.array_split(in_cells(portfolio), pieces)
    return [(part, cut) for part in map(portfolio.part, chosen) for cut in cuts]


def follow_alone(
    source: Source, cut: tuple[int, int], *, future: Future, run: Run, units: float
) -> Totals:
    """Lay out contracts where the work is done, and follow them through some scenarios.

    Args:
        source: contracts, all of them or a part, or what reads them.
        cut: number of the first scenario, and how many.
        future: what is assumed.
        run: the whole run.
        units: of account, of the whole portfolio.
    """
    portfolio = source if isinstance(source, Portfolio) else source()
    plan = plan_of(
        portfolio,
        future,
        seed=run.seed,
        scenarios=run.scenarios,
        units=units,
        pools=run.pools,
    )
    first, count = cut
    each = partial(_followed, plan, future, run)
    cuts = [(first + begin, size) for begin, size in _cuts(count, SCENARIOS_EACH)]
    return joined(map(each, cuts), first=first, scenarios=count)


def outcome_of(
    totals: Totals, portfolio: Portfolio, future: Future, run: Run, *, units: float
) -> Outcome:
    """Return what totals mean in currency."""
    parts = parts_of(future)
    paid = np.zeros((len(portfolio.profiles), PAID_FIELDS), np.int64)
    np.add.at(paid, portfolio.profile, paid_by(portfolio, units=units))
    lines = lines_of(
        totals,
        paid=paid,
        shares=portfolio.profiles,
        kept=portfolio.kept,
        parts=parts,
        units=units,
    )
    floated = floated_of(totals, portfolio, future, seed=run.seed, units=units)
    return Outcome(
        method="exact",
        run=run,
        lines=lines if floated is None else with_floated(lines, floated.mean(axis=0)),
        floated=None if floated is None else years_of_months(floated),
        months=months_of(totals.months, parts) / units,
        pooled=pooled_of(totals, parts) / units,
        losses=totals.losses / units,
        values=totals.values / units,
        years=years_of(totals, parts) / units,
        defaults=totals.counts,
        buckets=portfolio.buckets,
        notes=future.notes,
    )


def _followed(plan: Plan, future: Future, run: Run, cut: tuple[int, int]) -> Totals:
    return follow_part(plan, future, run, *cut)
