"""The method by tables: a scenario looks its segments up; the large names are followed exactly.

Between nodes the tables run as cubics.  What is left to chance among the many small contracts is a
normal number with the tables' variance; it is the only part that is not exact given the factor.
"""

from concurrent.futures import Executor
from dataclasses import fields, replace

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.draws.philox import Words
from majung.risk.draws.uniform import uniforms
from majung.risk.draws.words import Purpose, scenario_words
from majung.risk.futures.future import Future
from majung.risk.futures.scenarios import scenarios, scenarios_of
from majung.risk.losses.exact import Outcome, Run, simulate
from majung.risk.losses.floating import rate_moves, with_floated, years_of_months
from majung.risk.losses.pooling import Drawn, drawn_pools
from majung.risk.losses.portfolio import Portfolio
from majung.risk.losses.problems import TablesNotPossibleError
from majung.risk.losses.tables import (
    COUNT,
    FIGURES,
    NODES,
    REACH,
    VALUE,
    VARIANCE,
    Tables,
    tables_of,
)
from majung.risk.losses.tail import Conditional
from majung.risk.losses.totals import Lines
from majung.risk.normal import normal_quantile
from majung.values.compiling import compiled
from majung.values.months import MONTHS_A_YEAR

#: Names that are followed exactly beside the tables.
NAMES = 300
_WIDTH = 2.0 * REACH / (NODES - 1)
_SCENARIOS_EACH = 8_192
#: Scenarios whose pools are drawn at once: months are many, and room for them is used anew.
_POOLED_EACH = 512
_OF_POOLS = tuple(each.name for each in fields(Drawn))


def look_up(tables: Tables, future: Future, run: Run) -> Outcome:
    """Return what tables say of every scenario of a run."""
    figures = np.zeros((run.scenarios, tables.figures.shape[2]))
    visits = np.zeros(tables.figures.shape[:2])
    for first in range(0, run.scenarios, _SCENARIOS_EACH):
        count = min(_SCENARIOS_EACH, run.scenarios - first)
        drawn = scenarios(
            future.factors, first=first, count=count, seed=run.seed, spread=run.spread
        )
        at = slice(first, first + count)
        _look_up(standardised(drawn.shared, tables), tables.figures, figures[at], visits)
    numbers = np.arange(run.scenarios, dtype=np.uint64)
    chance = uniforms(scenario_words(numbers, Purpose.RESIDUAL, seed=run.seed))
    buckets, years = len(tables.buckets), tables.years
    losses = figures[:, FIGURES : FIGURES + buckets]
    deviations = np.sqrt(np.maximum(figures[:, VARIANCE], 0.0))
    yearly = figures[:, FIGURES + buckets :].reshape(run.scenarios, 2, years)
    told = pooled_by_tables(tables, future, run)
    if told is None:
        noise = deviations * normal_quantile(chance)
        factors = (1.0 + noise / _sums(losses))[:, None]
    else:
        noise, factors = _with_pools(losses, deviations**2, told, tables.pools, chance)
        yearly = yearly + np.add.reduceat(
            told.moved, np.arange(0, tables.columns.reach, MONTHS_A_YEAR), axis=2
        )
    lines = Lines(*np.einsum("sn,snlm->lm", visits / run.scenarios, tables.lines))
    moved, floated = _floated(tables, future, run)
    return Outcome(
        method="tables",
        run=run,
        lines=lines if floated is None else with_floated(lines, moved),
        floated=floated,
        losses=losses * factors,
        values=figures[:, VALUE] + noise,
        years=yearly,
        defaults=np.rint(figures[:, COUNT]).astype(np.int64),
        buckets=tables.buckets,
        notes=future.notes,
        means=losses.sum(axis=1),
        deviations=deviations,
        pooled=None if told is None else told.flows,
    )


def pooled_by_tables(
    tables: Tables,
    future: Future,
    run: Run,
    *,
    numbers: Words | None = None,
    seed: int | None = None,
) -> Drawn | None:
    """Return what pools do by month in the scenarios of a run; None where none is told.

    Args:
        numbers: of scenarios instead of all; what is left to chance in them goes by their places.
        seed: of what is left to chance; the run's where it is not said.
    """
    segments, nodes, pools, columns = tables.pooled.shape
    if not pools:
        return None
    flat = np.ascontiguousarray(tables.pooled.reshape(segments, nodes, pools * columns))
    every = np.arange(run.scenarios, dtype=np.uint64) if numbers is None else numbers
    told = []
    for first in range(0, len(every), _POOLED_EACH):
        some = every[first : first + _POOLED_EACH]
        drawn = scenarios_of(future.factors, some, seed=run.seed, spread=run.spread)
        found = np.zeros((len(some), pools * columns))
        levels = standardised(drawn.shared, tables)
        _look_up(levels, flat, found, np.zeros((segments, nodes)))
        whole = found.reshape(len(some), pools, columns)
        chance = run.seed if seed is None else seed
        told.append(drawn_pools(whole, tables.columns, future, some, seed=chance))
    return Drawn(*(np.concatenate([getattr(each, name) for each in told]) for name in _OF_POOLS))


def _with_pools(
    losses: Floats, variances: Floats, told: Drawn, pools: tuple[int, ...], chance: Floats
) -> tuple[Floats, Floats]:
    """Return what chance adds in each scenario, and the factor of each bucket.

    Buckets of a pool move with it; the rest share what is left of the variance.
    """
    of = np.array(pools)
    moved = told.flows.sum(axis=2)
    rest = np.sqrt(np.maximum(variances - told.variances.sum(axis=1), 0.0))
    means = losses[:, of == 0].sum(axis=1)
    alone = np.where(means > 0.0, rest * normal_quantile(chance), 0.0)
    factors = np.empty_like(losses)
    factors[:, of == 0] = (1.0 + alone / _sums(losses[:, of == 0]))[:, None]
    for pool in range(moved.shape[1]):
        here = of == pool + 1
        factors[:, here] = (moved[:, pool] / _sums(losses[:, here]))[:, None]
    return alone + (moved - told.means).sum(axis=1), factors


def _sums(losses: Floats) -> Floats:
    return np.asarray(np.maximum(losses.sum(axis=1), 1e-300))


def _floated(tables: Tables, future: Future, run: Run) -> tuple[Floats, Floats | None]:
    """Return what floating contracts pay beyond today's rates: by month on average, and by year.

    What is alive is that of the scenario's factors; the rate's path is the scenario's own.
    """
    segments, nodes, kinds, months = tables.floating.shape
    mean = np.zeros((kinds, months))
    if future.rate is None or not kinds:
        return mean, None
    flat = np.ascontiguousarray(tables.floating.reshape(segments, nodes, kinds * months))
    years = []
    for first in range(0, run.scenarios, _SCENARIOS_EACH):
        count = min(_SCENARIOS_EACH, run.scenarios - first)
        drawn = scenarios(
            future.factors, first=first, count=count, seed=run.seed, spread=run.spread
        )
        alive = np.zeros((count, kinds * months))
        levels = standardised(drawn.shared, tables)
        _look_up(levels, flat, alive, np.zeros((segments, nodes)))
        moves = rate_moves(future.rate, first=first, count=count, months=months - 1, seed=run.seed)
        paid = alive.reshape(count, kinds, months) * moves[:, None, :]
        mean += paid.sum(axis=0) / run.scenarios
        years.append(years_of_months(paid))
    return mean, np.concatenate(years)


def simulate_by_tables(
    portfolio: Portfolio, future: Future, run: Run, *, executor: Executor, names: int = NAMES
) -> Outcome:
    """Follow the largest names and firms of groups exactly, look the rest up in tables.

    Args:
        portfolio: contracts.
        future: what is assumed, with a Gaussian copula.
        run: which scenarios.
        executor: threads for the names.
        names: how many of the largest contracts are followed exactly.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
        TablesNotPossibleError: a t copula makes a level not enough to know.
    """
    if future.factors.freedom is not None:
        raise TablesNotPossibleError
    large = large_names(portfolio, names)
    followed = simulate(portfolio.part(large), future, run, executor=executor)
    if large.all():
        return followed
    tables = tables_of(portfolio.part(~large), future, pools=run.pools)
    return together(followed, look_up(tables, future, run))


def large_names(portfolio: Portfolio, names: int) -> np.ndarray:
    """Return which contracts belong to the largest names or to firms of groups.

    All contracts of a firm go with it; at least one is chosen.
    """
    firms, of = np.unique(portfolio.obligor, return_inverse=True)
    size = np.bincount(of, portfolio.outstanding * portfolio.share)
    few = min(max(names, 1), len(firms))
    chosen = np.zeros(len(firms), bool)
    chosen[np.argpartition(size, len(firms) - few)[len(firms) - few :]] = True
    return np.asarray(chosen[of] | (portfolio.group != 0))


def together(followed: Outcome, looked_up: Outcome) -> Outcome:
    """Add what was followed exactly and what tables say, scenario by scenario."""
    lines = {
        each.name: _padded_sum(
            getattr(followed.lines, each.name), getattr(looked_up.lines, each.name)
        )
        for each in fields(Lines)
    }
    years = np.zeros(
        (len(followed.years), 2, max(followed.years.shape[2], looked_up.years.shape[2]))
    )
    for each in (followed.years, looked_up.years):
        years[:, :, : each.shape[2]] += each
    return replace(
        looked_up,
        lines=Lines(**lines),
        losses=followed.losses + looked_up.losses,
        values=followed.values + looked_up.values,
        years=years,
        defaults=followed.defaults + looked_up.defaults,
        floated=_both(followed.floated, looked_up.floated),
        means=None if looked_up.means is None else followed.losses.sum(axis=1) + looked_up.means,
        pooled=_both_pools(followed.pooled, looked_up.pooled),
    )


def _both_pools(one: Floats | None, two: Floats | None) -> Floats | None:
    """Add months of pools; both stand on shapes of the same length."""
    return None if one is None or two is None else one + two


def _both(one: Floats | None, two: Floats | None) -> Floats | None:
    return two if one is None else one if two is None else one + two


def _padded_sum(one: Floats, two: Floats) -> Floats:
    whole = np.zeros(max(len(one), len(two)))
    whole[: len(one)] += one
    whole[: len(two)] += two
    return whole


def standardised(shared: Floats, tables: Tables) -> Floats:
    """Return the level of each segment's factor in standard deviations."""
    deviations = np.where(tables.deviations > 0.0, tables.deviations, 1.0)
    return np.ascontiguousarray(shared / deviations)


def conditional_loss(tables: Tables, future: Future) -> Conditional:
    """Return mean and deviation of the loss given independent factors, for the far tail."""
    weights, buckets = future.factors.independent_weights, len(tables.buckets)
    losses = tables.figures[:, :, FIGURES : FIGURES + buckets].sum(axis=2)
    both = np.ascontiguousarray(np.stack([losses, tables.figures[:, :, VARIANCE]], axis=2))

    def conditional(factors: Floats) -> tuple[Floats, Floats]:
        found = np.zeros((len(factors), 2))
        levels = standardised(factors @ weights.T, tables)
        _look_up(levels, both, found, np.zeros(both.shape[:2]))
        return found[:, 0], np.sqrt(np.maximum(found[:, 1], 1e-300))

    return conditional


@compiled
def _look_up(levels: Floats, tables: Floats, found: Floats, visits: Floats) -> None:
    """Add up segments at the levels of each scenario, as cubics through four nodes.

    Args:
        levels: shape (scenarios, segments).
        tables: shape (segments, nodes, columns).
        found: shape (scenarios, columns).
        visits: how much each node counted, shape (segments, nodes).
    """
    columns = tables.shape[2]
    for scenario in range(len(levels)):
        row = found[scenario]
        for segment in range(tables.shape[0]):
            place = min(max((levels[scenario, segment] + REACH) / _WIDTH, 1.0), NODES - 3.0)
            node = min(int(place), NODES - 3)
            part = place - node
            one = -part * (part - 1.0) * (part - 2.0) / 6.0
            two = (part + 1.0) * (part - 1.0) * (part - 2.0) / 2.0
            three = -(part + 1.0) * part * (part - 2.0) / 2.0
            four = (part + 1.0) * part * (part - 1.0) / 6.0
            before, here = tables[segment, node - 1], tables[segment, node]
            after, beyond = tables[segment, node + 1], tables[segment, node + 2]
            for column in range(columns):
                row[column] += (
                    one * before[column] + two * here[column]
                    + three * after[column] + four * beyond[column]
                )  # fmt: skip
            visits[segment, node - 1] += one
            visits[segment, node] += two
            visits[segment, node + 1] += three
            visits[segment, node + 2] += four
