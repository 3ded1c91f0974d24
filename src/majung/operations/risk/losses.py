"""Following contracts through scenarios: what is assumed, which method, and figures for a door.

The method follows from the task: the exact one where it is quick or nothing else is possible,
tables for large lists.  The result names it, and every setting that moves a figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

import numpy as np

from majung.operations.risk.crews import Progress
from majung.operations.risk.layered import layered
from majung.operations.risk.loss_list import LossList
from majung.operations.risk.loss_parts import Part, parts_of_losses
from majung.operations.risk.loss_stages import StagedYear, stages_of
from majung.operations.risk.places import Place, crew_at
from majung.risk.arrays import Floats
from majung.risk.futures.factors import sectors_and_regions
from majung.risk.futures.future import Future
from majung.risk.futures.problems import require_countable
from majung.risk.futures.rates import ShortRate
from majung.risk.futures.scenarios import Spread
from majung.risk.futures.severities import Severity
from majung.risk.futures.stress import stressed_curves
from majung.risk.futures.transitions import (
    Withdrawal,
    default_probabilities,
    nice_transitions,
)
from majung.risk.losses.exact import Outcome, Run, Source, simulate
from majung.risk.losses.layers import Layer, pools_of
from majung.risk.losses.lookup import simulate_by_tables
from majung.risk.losses.measures import (
    Frequencies,
    Interval,
    contributions,
    expected_loss,
    expected_shortfall,
    frequencies_of,
    smoothed,
    value_at_risk,
    yearly_quantiles,
)
from majung.risk.losses.problems import TablesNotPossibleError

#: Above this many contract-scenarios tables answer instead of following each contract.
EXACT_MAX = 2_000_000_000
FAN = (0.05, 0.5, 0.95)


class Prepayment(StrEnum):
    """How early repayment is followed.

    - ``drawn``: a contract is repaid whole, in a month of its own in each scenario.
    - ``shape``: every contract shrinks as a pool of such contracts does.
    """

    DRAWN = "drawn"
    SHAPE = "shape"


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
        rate_start: today's short rate.
        rate_mean: towards which it is drawn.
        rate_speed: how fast, a year.
        rate_deviation: of a year's change; None where floating payments stay as today's.
        conversion: share of what may still be drawn under the office's contracts that is expected
            to be; 40 % is that of commitments under the Basel framework, CRE20.
        fund_growth: a year, of what funds hold, on average.
        fund_deviation: of a year's change of the logarithm of its value.
        fund_economy: share of that variance that the economy explains.
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
    prepayment: Prepayment = Prepayment.DRAWN
    rate_start: float = 0.03
    rate_mean: float = 0.03
    rate_speed: float = 0.2
    rate_deviation: float | None = None
    conversion: float = 0.40
    fund_growth: float = 0.0
    fund_deviation: float = 0.30
    fund_economy: float = 0.25

    def __post_init__(self) -> None:
        """Refuse what no run can be made of."""
        require_countable(self.scenarios, self.level)


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
        parts: what programmes, sectors, regions and firms add to mean, quantile and shortfall.
        elsewhere: mean losses that others bear: first losses, and what is beyond caps.
        borne: who pays claims less recoveries of each month, on average, where caps or first losses
            are followed by month.
        staged: what stands in the stages of IFRS 9 today and at the end of each year.
        lines: of each month, on average.
        fan: claims less recoveries of each year at the levels of `FAN`; of the public side alone
            where caps are followed by month, before them otherwise.
        monthly: the same by month, of scenarios evenly chosen; empty by tables.
        floated: interest and subsidies beyond today's rates, in each year, at the same levels.
        largest: share of the largest contract in what is outstanding.
        sources: where figures come from.
        frequencies: how often losses fall into equal parts; None in runs kept before that.
        together: expected loss, value at risk and shortfall with what is lost beside contracts in
            the same scenarios, as on stakes in funds; empty where nothing is.
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
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    monthly: Mapping[str, list[float]] = field(default_factory=dict)
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    borne: Mapping[str, list[float]] = field(default_factory=dict)
    staged: tuple[StagedYear, ...] = ()
    floated: Mapping[str, Mapping[str, list[float]]] = field(default_factory=dict)
    frequencies: Frequencies | None = None
    together: Mapping[str, Interval] = field(default_factory=dict)


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


def require_method(settings: LossSettings) -> None:
    """Refuse tables where they do not settle the result.

    Raises:
        TablesNotPossibleError: tables were asked for, and a t copula.
    """
    if settings.method is Method.TABLES and settings.freedom is not None:
        raise TablesNotPossibleError


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
