"""Following contracts through scenarios: what is assumed, which method, and figures for a door.

The method follows from the task: the exact one where it is quick or nothing else is possible,
tables for large lists.  The result names it, and every setting that moves a figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

import numpy as np

from majung.operations.risk.crews import Progress
from majung.operations.risk.loss_list import LossList
from majung.operations.risk.places import Place, crew_at
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.future import Future
from majung.risk.futures.scenarios import Spread
from majung.risk.futures.severities import Severity
from majung.risk.futures.stress import stressed_curves
from majung.risk.futures.transitions import Withdrawal, default_probabilities, nice_transitions
from majung.risk.losses.exact import Outcome, Run, Source, simulate
from majung.risk.losses.lookup import simulate_by_tables
from majung.risk.losses.measures import (
    Interval,
    contributions,
    expected_loss,
    smoothed,
    yearly_quantiles,
)
from majung.risk.normal import Floats

#: Above this many contract-scenarios tables answer instead of following each contract.
EXACT_MAX = 2_000_000_000
FAN = (0.05, 0.5, 0.95)


class Method(StrEnum):
    """How losses are found."""

    CHOSEN = "auto"
    EXACT = "exact"
    TABLES = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossSettings:
    """What a run assumes; shares from 0 to 1.

    Attributes:
        economy: share of a firm's variance that the whole economy explains.
        sector: share that its sector explains beyond that.
        region: share that its region explains.
        group: share that its group explains.
        freedom: degrees of freedom of a t copula; None for a Gaussian one.
        severity: mean loss given default.
        severity_deviation: its standard deviation.
        severity_correlation: weight of the factor in it.
        wait_months: from default to the claim.
    """

    scenarios: int = 10_000
    seed: int = 0
    level: float = 0.999
    spread: Spread = Spread.SOBOL
    method: Method = Method.CHOSEN
    withdrawal: Withdrawal = Withdrawal.LEAVES
    economy: float = 0.10
    sector: float = 0.04
    region: float = 0.02
    group: float = 0.20
    freedom: float | None = None
    severity: float = 0.45
    severity_deviation: float = 0.25
    severity_correlation: float = 0.3
    wait_months: int = 3
    discount_rate: float = 0.03


#: How recoveries come back after a claim: months and shares.  An assumption, not experience.
LAGS = ((6, 0.40), (18, 0.30), (30, 0.15), (42, 0.10), (54, 0.05))


@dataclass(frozen=True)
class LossReading:
    """What a run found.

    Attributes:
        method: how.
        contracts: how many were followed.
        outstanding: of all.
        expected: mean loss.
        value_at_risk: at the level of the settings.
        shortfall: mean loss beyond it.
        present_value: mean present value of what defaults cost.
        programmes: for each, its part of the mean and of the shortfall.
        lines: of each month, on average.
        fan: claims less recoveries of each year at the levels of `FAN`.
        largest: share of the largest contract in what is outstanding.
        sources: where figures come from.
    """

    method: str
    settings: LossSettings
    contracts: int
    outstanding: float
    expected: Interval
    value_at_risk: Interval
    shortfall: Interval
    present_value: float
    programmes: Mapping[str, tuple[float, float]]
    lines: Mapping[str, list[float]]
    fan: Mapping[str, list[float]]
    largest: float
    sources: tuple[str, ...] = field(default=())


def grades() -> tuple[str, ...]:
    """Return the scale of the curves that ship, best first."""
    return nice_transitions().grades


def future_of(found: LossList, settings: LossSettings, path: Floats | None = None) -> Future:
    """Return what a run over a list assumes.

    Args:
        found: contracts.
        settings: what is assumed.
        path: of the shared factor in each quarter of a named stress; None for none.

    Raises:
        CorrelationNotUsableError: the shares explain all or more.
        SeverityNotUsableError: the loss given default is no share, or varies too much.
    """
    curves = default_probabilities(
        nice_transitions(), withdrawal=settings.withdrawal, months=found.portfolio.months
    )
    if path is not None:
        shared = settings.economy + settings.sector + settings.region
        curves = stressed_curves(curves, path, correlation=shared)
    return Future(
        curves=curves,
        factors=sectors_and_regions(
            len(found.sectors), len(found.regions), economy=settings.economy,
            sector=settings.sector, region=settings.region, group=settings.group,
            freedom=settings.freedom,
        ),
        severities=(
            Severity(
                settings.severity, settings.severity_deviation, settings.severity_correlation,
                settings.wait_months, LAGS,
            ),
        ),
        discount_rate=settings.discount_rate,
    )  # fmt: skip


def method_of(found: LossList, settings: LossSettings) -> Method:
    """Return by which method a list is followed."""
    if settings.method is not Method.CHOSEN:
        return settings.method
    is_small = len(found.portfolio) * settings.scenarios <= EXACT_MAX
    return Method.EXACT if is_small or settings.freedom is not None else Method.TABLES


def losses_of(
    found: LossList,
    settings: LossSettings,
    *,
    place: Place,
    path: Floats | None = None,
    progress: Progress | None = None,
    sources: Sequence[Source] = (),
) -> LossReading:
    """Follow the contracts of a list through scenarios.

    Args:
        found: contracts.
        settings: what is assumed.
        place: where the exact method works; the figures have the same bits everywhere.
        path: of the shared factor in each quarter of a named stress; None for none.
        progress: told how many pieces of the exact method's work are done, and of how many.
        sources: the same contracts in parts that workers read by themselves, where there are any.

    Raises:
        PortfolioNotUsableError: the contracts cannot be reckoned with.
        CorrelationNotUsableError: factors that no random variables could be.
        SeverityNotUsableError: a loss given default that is none.
        TablesNotPossibleError: tables were asked for where they do not settle the result.
        ClusterNotInstalledError: a cluster is named and its library is not there.
        ClusterNotReachableError: it does not answer, or has no workers.
        ClusterDiffersError: its workers would find other bits.
        WorkersLostError: workers were lost again and again.
    """
    future = future_of(found, settings, path)
    run = Run(settings.scenarios, settings.seed, settings.spread)
    method = method_of(found, settings)
    where = place if method is Method.EXACT else Place.LOCAL
    with crew_at(where, progress=progress) as (executor, parts):
        if method is Method.EXACT:
            outcome = simulate(
                found.portfolio, future, run, executor=executor, parts=parts, sources=sources
            )
        else:
            outcome = simulate_by_tables(found.portfolio, future, run, executor=executor)
    return _reading(outcome, found, settings)


def _reading(outcome: Outcome, found: LossList, settings: LossSettings) -> LossReading:
    losses = outcome.losses.sum(axis=1)
    value, short = smoothed(outcome, settings.level)
    portfolio = found.portfolio
    total = float(portfolio.outstanding.sum())
    return LossReading(
        method=outcome.method,
        settings=settings,
        contracts=len(portfolio),
        outstanding=total,
        expected=expected_loss(losses),
        value_at_risk=value,
        shortfall=short,
        present_value=float(outcome.values.mean()),
        programmes=contributions(outcome.losses, outcome.buckets, level=settings.level),
        lines={name: line.tolist() for name, line in asdict(outcome.lines).items()},
        fan={
            f"{level:g}": row.tolist()
            for level, row in zip(FAN, yearly_quantiles(outcome.years, FAN), strict=True)
        },
        largest=float(np.max(portfolio.outstanding)) / total if total else 0.0,
        sources=(nice_transitions().source,),
    )
