"""What the dashboard shows: the pace, and everything that a pace alone hides.

Exact values, no text: pages, the API and documents put them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from majung.operations.acting import Actor
from majung.operations.reading_names import institution_names
from majung.operations.supply.envelope_use import EnvelopeUse, envelopes_in_use
from majung.operations.supply.ledger_supply import LedgerSupply, supply_of_contracts
from majung.operations.supply.looking import looking
from majung.operations.supply.overlaps import OverlapReading, overlaps_of_contracts
from majung.operations.supply.plans import plan_in_force, plans_in_force
from majung.operations.supply.series import (
    example_series,
    ledger_series,
    reported_series,
    world_of,
)
from majung.programmes.supply_plans import Curve, SupplyPlan
from majung.programmes.supply_subjects import TOTAL
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.servicing.contracts import Series
from majung.supply.targets import (
    Forecast,
    Pace,
    Profile,
    SeriesSource,
    SupplySeries,
    benchmark,
    elapsed,
    forecast,
    pace,
    profile_of,
    published_series,
    span_of,
)
from majung.values.money import Money
from majung.values.months import Month

#: Points of a profile of which nothing is known but that it begins and ends.
ENDS_ONLY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which reading of a plan is asked for.

    Attributes:
        source: of the supply figures: reported, ledger or example.
        series: of contracts, envelopes and overlaps: real, or the example world's.
        revision: of the plan; None for the one in force on the day.
        curve: key of an announced curve to measure against; empty for the straight line.
        complete: of a ledger series, institutions whose every contract is kept here.
        contracts_on: the day through which own contracts and overlaps are read, where it is not
            `as_of`: a publication of May can stand beside the contracts of July.
    """

    plan: str
    as_of: date
    source: SeriesSource = SeriesSource.REPORTED
    series: Series = Series.REAL
    revision: int | None = None
    curve: str = ""
    complete: frozenset[str] = frozenset()
    contracts_on: date | None = None

    @property
    def contracts_through(self) -> date:
        """The last day of own contracts that is read."""
        return self.contracts_on or self.as_of


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """Where supply and its benchmark stood at the end of a month, cumulative.

    Attributes:
        supplied: None where it is OPEN.
        expected: None where the curve draws no path, or the total is OPEN.
    """

    month: Month
    supplied: Money | None
    expected: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """One page: how far the plan has come, and what stands behind it.

    Attributes:
        forecasts: where the year may end, by each method that can be used.
        points: by month of the plan's year, months to come OPEN.
        contracts: what the own contracts supplied, in the world asked for.
        envelopes: of programmes; limits of single borrowers are not among them.
        is_whole: whether all institutions were looked at, or the reader's own only.
        recorded_at: up to which moment anything recorded is in the figures.
        institution_names: what institutions are called on the day, by key.
        plans: every plan by key, for the way to other years.
    """

    pace: Pace
    forecasts: tuple[Forecast, ...]
    points: tuple[MonthPoint, ...]
    contracts: LedgerSupply
    envelopes: tuple[EnvelopeUse, ...]
    overlaps: OverlapReading
    is_whole: bool
    is_example: bool
    recorded_at: datetime
    institution_names: Mapping[str, Label]
    plans: Mapping[str, SupplyPlan]

    @property
    def institutions_sum(self) -> Money | None:
        """Everything the perimeter supplied: a loan and the guarantee on it both count.

        What institutions publish and report is such a sum.
        """
        if self.pace.series is SeriesSource.REPORTED:
            return self.pace.headline.supplied
        return self.contracts.within.institutions_sum

    @property
    def reaching_firms(self) -> Money | None:
        """The money that reaches firms; OPEN where only sums of institutions are known."""
        if self.pace.series is SeriesSource.REPORTED:
            return None
        return self.contracts.within.reaching_firms

    @property
    def watermark(self) -> str:
        """Up to which state of its source the supply is known."""
        return self.pace.watermark


def dashboard(actor: Actor, wanted: Wanted, *, at: datetime) -> Dashboard:
    """Read everything the dashboard shows, in one transaction.

    Args:
        at: only what was recorded by then counts.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError, PlanRevisionUnknownError, PlanCurveUnknownError,
        PlanRevisionNotInForceError: what is asked for is not there.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=wanted.plan) as is_whole:
        return dashboard_inside(wanted, at=at, is_whole=is_whole)


def dashboard_inside(wanted: Wanted, *, at: datetime, is_whole: bool) -> Dashboard:
    """Read everything the dashboard shows; runs inside a transaction of whoever reads."""
    plan = plan_in_force(wanted.plan)
    contracts = supply_of_contracts(
        plan, as_of=wanted.contracts_through, known_at=at, source=_contracts_source(wanted)
    )
    series = _series(plan, wanted, contracts, at=at)
    reading = _pace(plan, series, wanted)
    return Dashboard(
        pace=reading,
        forecasts=_forecasts(reading, plan, at=at),
        points=month_points(plan, series, reading),
        contracts=contracts,
        envelopes=envelopes_in_use(at=at),
        overlaps=overlaps_of_contracts(
            on=wanted.contracts_through, at=at, series=wanted.series, is_whole=is_whole
        ),
        is_whole=is_whole,
        is_example=Series.EXAMPLE in {wanted.series, world_of(wanted.source)},
        recorded_at=at,
        institution_names=institution_names(on=wanted.as_of),
        plans=plans_in_force(),
    )


def pace_reading(
    actor: Actor, wanted: Wanted, *, at: datetime
) -> tuple[Pace, tuple[Forecast, ...]]:
    """Read the pace of a plan, with forecasts: published, reported, or from the ledger.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError, PlanRevisionUnknownError, PlanCurveUnknownError,
        PlanRevisionNotInForceError: what is asked for is not there.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=wanted.plan):
        plan = plan_in_force(wanted.plan)
        reading = _pace(plan, series_wanted(plan, wanted, at=at), wanted)
        return reading, _forecasts(reading, plan, at=at)


def series_wanted(plan: SupplyPlan, wanted: Wanted, *, at: datetime) -> SupplySeries:
    """Return the series a reading asks for; runs inside a transaction of whoever reads."""
    if wanted.source is SeriesSource.REPORTED:
        return reported_series(plan, as_of=wanted.as_of, known_at=at)
    contracts = supply_of_contracts(plan, as_of=wanted.as_of, known_at=at, source=wanted.source)
    return _series(plan, wanted, contracts, at=at)


def published_pace(plan: SupplyPlan, wanted: Wanted) -> Pace:
    """Read the pace of a plan from what was published of it, and from nothing else.

    Args:
        plan: in force in an office, or one that ships.

    Raises:
        PlanRevisionUnknownError, PlanCurveUnknownError, PlanRevisionNotInForceError: what is
            asked for is not there.
    """
    return _pace(plan, published_series(plan), wanted)


def month_points(plan: SupplyPlan, series: SupplySeries, reading: Pace) -> tuple[MonthPoint, ...]:
    """Return supply and its benchmark at the end of each month of a plan's year.

    Months that end after the day of the reading have no supply yet.
    """
    total = reading.headline.target
    curve = _curve_against(reading)
    points = []
    for month in (Month(plan.year, number) for number in range(1, 13)):
        end = month.last_on
        supplied = None
        if end <= reading.as_of:
            supplied = span_of(series, plan, through_on=end).known(TOTAL).amount
        share = (
            elapsed(plan.year, end)
            if curve is None
            else benchmark(curve, plan, total=total, on=end).expected
        )
        points.append(MonthPoint(month, supplied, _share_of(total, share)))
    return tuple(points)


def _curve_against(reading: Pace) -> Curve | None:
    """Return the curve the headline is measured against; None for the straight line."""
    if reading.against is None:
        return None
    key = reading.against.curve
    return next(each.curve for each in reading.curves if each.curve.key == key)


def _share_of(total: Money | None, share: Fraction | None) -> Money | None:
    """Return a share of the total, cut to the won."""
    if total is None or share is None:
        return None
    exact = share * total.minor
    return Money(exact.numerator // exact.denominator, total.currency)


def _contracts_source(wanted: Wanted) -> SeriesSource:
    return SeriesSource.EXAMPLE if wanted.series is Series.EXAMPLE else SeriesSource.LEDGER


def _series(
    plan: SupplyPlan, wanted: Wanted, contracts: LedgerSupply, *, at: datetime
) -> SupplySeries:
    if wanted.source is SeriesSource.REPORTED:
        return reported_series(plan, as_of=wanted.as_of, known_at=at)
    through_on = min(wanted.as_of, plan.last_on)
    if (contracts.source, contracts.through_on) != (wanted.source, through_on):
        contracts = supply_of_contracts(plan, as_of=wanted.as_of, known_at=at, source=wanted.source)
    if wanted.source is SeriesSource.EXAMPLE:
        return example_series(plan, contracts.lines, through_on=through_on, known_at=at)
    return ledger_series(
        plan, contracts.lines, through_on=through_on, known_at=at, complete=wanted.complete
    )


def _pace(plan: SupplyPlan, series: SupplySeries, wanted: Wanted) -> Pace:
    return pace(
        plan,
        series,
        as_of=wanted.as_of,
        revision=wanted.revision,
        curve=plan.curve(wanted.curve) if wanted.curve else None,
    )


def _forecasts(reading: Pace, plan: SupplyPlan, *, at: datetime) -> tuple[Forecast, ...]:
    """Continue the year straight, and as last year went where last year's end is known."""
    profile = _profile_before(reading, plan, at=at)
    straight = forecast(reading)
    return (straight,) if profile is None else (straight, forecast(reading, profile))


def _profile_before(reading: Pace, plan: SupplyPlan, *, at: datetime) -> Profile | None:
    if reading.series is not SeriesSource.REPORTED:
        return None
    before = next(
        (
            each
            for each in plans_in_force().values()
            if each.scheme == plan.scheme and each.year == plan.year - 1
        ),
        None,
    )
    if before is None:
        return None
    series = reported_series(before, as_of=before.last_on, known_at=at)
    profile = profile_of(before, series)
    # Between the year's first and last day nothing but the straight line would be continued.
    return profile if len(profile.points.get(TOTAL, ())) > ENDS_ONLY else None
