"""Following contracts through scenarios: what is assumed, which method, and figures for a door.

The method follows from the task: the exact one where it is quick or nothing else is possible,
tables for large lists.  The result names it, and every setting that moves a figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

import numpy as np

from majung.operations.risk.crews import Progress
from majung.operations.risk.layered import layered
from majung.operations.risk.loss_list import LossList
from majung.operations.risk.loss_parts import parts_of_losses
from majung.operations.risk.loss_readings import FAN, LossReading
from majung.operations.risk.loss_settings import (
    EXACT_MAX,
    LAGS,
    LossSettings,
    Method,
    Prepayment,
    require_method,
)
from majung.operations.risk.loss_stages import stages_of
from majung.operations.risk.places import Place, crew_at
from majung.risk.arrays import Floats
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.future import Future
from majung.risk.futures.rates import ShortRate
from majung.risk.futures.severities import Severity
from majung.risk.futures.stress import stressed_curves
from majung.risk.futures.transitions import (
    default_probabilities,
    nice_transitions,
)
from majung.risk.losses.exact import Outcome, Run, Source, simulate
from majung.risk.losses.figures import Interval
from majung.risk.losses.layers import Layer, pools_of
from majung.risk.losses.lookup import simulate_by_tables
from majung.risk.losses.measures import (
    contributions,
    expected_loss,
    expected_shortfall,
    frequencies_of,
    smoothed,
    value_at_risk,
    yearly_quantiles,
)


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
        rate=rate_of(settings),
    )  # fmt: skip


def rate_of(settings: LossSettings) -> ShortRate | None:
    """Return the short rate that is drawn; None where it stays what it is.

    Raises:
        ProbabilityNotUsableError: it is not drawn towards its mean, or its deviation is negative.
    """
    if settings.rate_deviation is None:
        return None
    return ShortRate(
        settings.rate_start, settings.rate_mean, settings.rate_speed, settings.rate_deviation
    )


def method_of(found: LossList, settings: LossSettings) -> Method:
    """Return by which method a list is followed.

    Raises:
        TablesNotPossibleError: tables were asked for, and a t copula.
    """
    require_method(settings)
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
    layers: tuple[Layer, ...] = (),
    progress: Progress | None = None,
    sources: Sequence[Source] = (),
    beside: Floats | None = None,
) -> LossReading:
    """Follow the contracts of a list through scenarios.

    Args:
        found: contracts.
        settings: what is assumed.
        place: where the exact method works; the figures have the same bits everywhere.
        path: of the shared factor in each quarter of a named stress; None for none.
        layers: caps and first losses over programmes.
        progress: told how many pieces of the exact method are done, and of how many.
        sources: the same contracts in parts that workers read by themselves, where there are any.
        beside: what is lost elsewhere in the same scenarios, as on stakes in funds.

    Raises:
        PortfolioNotUsableError: the contracts cannot be reckoned with.
        CorrelationNotUsableError: factors that no random variables could be.
        SeverityNotUsableError: a loss given default that is none.
        LayerNotUsableError: a cap or a first loss that is none.
        TablesNotPossibleError: tables were asked for where they do not settle the result.
        ClusterNotInstalledError: a cluster is named and its library is not there.
        ClusterNotReachableError: it does not answer, or has no workers.
        ClusterDiffersError: its workers would find other bits.
        WorkersLostError: workers were lost again and again.
    """
    given, found = found, _repaid(found, settings)
    future = future_of(found, settings, path)
    method = method_of(found, settings)
    run = _run_of(found, settings, layers)
    where = place if method is Method.EXACT else Place.LOCAL
    with crew_at(where, progress=progress) as (executor, parts):
        if method is Method.EXACT:
            read = sources if found is given else ()
            outcome = simulate(
                found.portfolio, future, run, executor=executor, parts=parts, sources=read
            )
        else:
            outcome = simulate_by_tables(found.portfolio, future, run, executor=executor)
    reading = _reading(outcome, found, settings, future, layers, beside)
    staged = stages_of(
        found.portfolio,
        future.curves if path is None else future_of(found, settings).curves,
        withdrawal=settings.withdrawal,
        correlation=settings.economy + settings.sector + settings.region,
        severity=settings.severity,
        path=path,
    )
    return replace(reading, staged=staged)


def _run_of(found: LossList, settings: LossSettings, layers: tuple[Layer, ...]) -> Run:
    """Return the run; pools under caps and first losses are told by month."""
    pools = pools_of(layers, len(found.portfolio.buckets)) if layers else ()
    return Run(settings.scenarios, settings.seed, settings.spread, pools)


def _repaid(found: LossList, settings: LossSettings) -> LossList:
    """Return the list with early repayment as the settings follow it."""
    portfolio = found.portfolio
    if settings.prepayment is Prepayment.DRAWN or not portfolio.prepayment.any():
        return found
    shrunk = replace(
        portfolio,
        profiles=portfolio.profiles * portfolio.kept,
        prepayment=np.zeros(len(portfolio.profiles)),
    )
    return replace(found, portfolio=shrunk)


def _reading(
    outcome: Outcome,
    found: LossList,
    settings: LossSettings,
    future: Future,
    layers: tuple[Layer, ...],
    beside: Floats | None,
) -> LossReading:
    gross, held = outcome.losses, layered(outcome, layers, future)
    outcome = held.outcome
    losses = outcome.losses.sum(axis=1)
    value, short = smoothed(outcome, settings.level)
    portfolio = found.portfolio
    owed = portfolio.outstanding[: len(portfolio) - found.drawing]
    total = float(owed.sum())
    return LossReading(
        method=outcome.method,
        settings=settings,
        contracts=len(owed),
        outstanding=total,
        expected=expected_loss(losses),
        value_at_risk=value,
        shortfall=short,
        present_value=float(outcome.values.mean()),
        programmes=contributions(outcome.losses, outcome.buckets, level=settings.level),
        parts=parts_of_losses(
            found, future, outcome.run, outcome, gross=gross,
            figures=(value.value, short.value), level=settings.level,
        ),
        elsewhere=held.elsewhere,
        borne=held.by_month,
        lines={name: line.tolist() for name, line in asdict(outcome.lines).items()},
        fan=_named(yearly_quantiles(outcome.years, FAN)),
        monthly={} if outcome.months is None else _named(yearly_quantiles(outcome.months, FAN)),
        floated={} if outcome.floated is None else {
            name: _named(np.quantile(outcome.floated[:, place], FAN, axis=0))
            for place, name in enumerate(("interest", "subsidy"))
        },
        largest=float(np.max(owed)) / total if total else 0.0,
        sources=(nice_transitions().source,),
        frequencies=frequencies_of(losses, short.value),
        together={} if beside is None else _together(losses + beside, settings.level),
    )  # fmt: skip


def _together(losses: Floats, level: float) -> Mapping[str, Interval]:
    return {
        "expected": expected_loss(losses),
        "value_at_risk": value_at_risk(losses, level),
        "shortfall": expected_shortfall(losses, level),
    }


def _named(rows: Floats) -> Mapping[str, list[float]]:
    return {f"{level:g}": row.tolist() for level, row in zip(FAN, rows, strict=True)}
