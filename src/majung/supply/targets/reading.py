"""Reading a plan against a series: one day, one revision, one declared source."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from majung.errors import PolicyFinanceError
from majung.programmes.supply_plans import Bound, Curve, Mark, Revision, SupplyPlan
from majung.programmes.supply_subjects import TOTAL, Counting, Renewals, Subject
from majung.rules.citations import Status
from majung.supply.figures import distinct
from majung.supply.targets.curves import amount_at, benchmark, elapsed, monthly_curve
from majung.supply.targets.notes import notes_of
from majung.supply.targets.paces import CurveReading, MarkReached, Pace, PaceLine
from majung.supply.targets.series import (
    SeriesSource,
    SupplySeries,
    execution_through,
    span_of,
)
from majung.values.money import Money


class CountedDifferentlyError(PolicyFinanceError):
    """A series is held against a target that counts the same thing."""

    kind = "supply-counted-differently"


def pace(
    plan: SupplyPlan,
    series: SupplySeries,
    *,
    as_of: date,
    revision: int | None = None,
    curve: Curve | None = None,
) -> Pace:
    """Compare a series with a plan at the end of a day.

    Args:
        revision: number of the revision to compare with; without it, the one in force on the day.
        curve: what the headline's gap is measured against; without it, the straight line.

    Raises:
        PlanRevisionUnknownError: no such revision.
        PlanRevisionNotInForceError: no revision is in force on the day.
        CountedDifferentlyError: the series states that it counts what the target does not.
    """
    _require_same_counting(plan.counting, series.counting)
    chosen = plan.revision_in_force(as_of) if revision is None else plan.revision(revision)
    reading = _Reading(plan, chosen, series, as_of)
    total = reading.line(TOTAL)
    curves = [*plan.curves, *filter(None, (monthly_curve(plan, chosen), curve))]
    unnoted = Pace(
        plan=plan,
        revision=chosen,
        as_of=as_of,
        series=series.source,
        watermark=series.watermark,
        elapsed=elapsed(plan.year, as_of),
        headline=total,
        sectors=tuple(reading.line(Subject(sector=named.key)) for named in plan.sectors),
        institutions=tuple(
            reading.line(Subject(institution=named.key)) for named in plan.institutions
        ),
        themes=tuple(reading.line(Subject(theme=named.key)) for named in plan.themes),
        curves=tuple(reading.curve(each) for each in {each.key: each for each in curves}.values()),
        against=benchmark(curve, plan, total=total.target, on=as_of) if curve else None,
        outside=tuple(sorted(reading.span.outside_perimeter().items())),
        execution=reading.execution,
    )
    return replace(unnoted, notes=notes_of(unnoted, series))


class _Reading:
    """What one pace reads: a series through a day, a revision, and what was printed for it."""

    def __init__(
        self, plan: SupplyPlan, revision: Revision, series: SupplySeries, as_of: date
    ) -> None:
        self.plan = plan
        self.revision = revision
        self.series = series
        self.as_of = as_of
        self.span = span_of(series, plan, through_on=as_of)
        published = execution_through(plan, as_of)
        is_comparable = series.source is not SeriesSource.EXAMPLE and (
            published is not None and published.revision == revision.number
        )
        self.execution = published if is_comparable else None

    def line(self, subject: Subject) -> PaceLine:
        known = self.span.known(subject)
        target = self.revision.amount(subject)
        printed = self.execution.figures.get(subject) if self.execution else None
        is_assumed = subject in self.revision.assumed
        return PaceLine(
            subject=subject,
            name=self.plan.name_of(subject),
            target=target,
            supplied=known.amount,
            rate=_rate(known.amount, target),
            elapsed=elapsed(self.plan.year, self.as_of),
            printed=printed.rate if printed else None,
            otherwise=known.otherwise,
            is_composed=known.is_composed,
            target_status=Status.ASSUMED if is_assumed else Status.REPORTED,
            citations=distinct((self.revision.citation, *known.documents)),
        )

    def curve(self, curve: Curve) -> CurveReading:
        total = self.revision.amount(TOTAL)
        is_own = self.plan.has_perimeter_of(curve)
        reached = tuple(
            self._mark(mark, _asked(mark, total) if is_own else None)
            for mark in curve.marks
            if mark.on <= self.as_of
        )
        return CurveReading(curve, benchmark(curve, self.plan, total=total, on=self.as_of), reached)

    def _mark(self, mark: Mark, asked: Fraction | None) -> MarkReached:
        supplied = span_of(self.series, self.plan, through_on=mark.on).known(TOTAL).amount
        if supplied is None or asked is None:
            return MarkReached(mark, supplied, None)
        is_kept = {
            Bound.EXACTLY: supplied.minor == asked,
            Bound.AT_LEAST: supplied.minor >= asked,
            Bound.AT_MOST: supplied.minor <= asked,
        }[mark.bound]
        return MarkReached(mark, supplied, is_kept)


def _asked(mark: Mark, total: Money | None) -> Fraction | None:
    """Return what a mark asks for; a share of a total that is OPEN is not known."""
    if mark.amount is not None:
        return Fraction(mark.amount.minor)
    return amount_at(mark, total) if total is not None else None


def _rate(supplied: Money | None, target: Money | None) -> Fraction | None:
    if supplied is None or target is None or not target.minor:
        return None
    return Fraction(supplied.minor, target.minor)


def _require_same_counting(planned: Counting, counted: Counting | None) -> None:
    """Refuse a series that states another way of counting; what nobody stated is no conflict."""
    if counted is None:
        return
    unstated = (None, Renewals.UNSTATED)
    pairs = (
        ("basis", planned.basis, counted.basis),
        ("renewals", planned.renewals, counted.renewals),
        ("revolving", planned.is_revolving, counted.is_revolving),
    )
    for aspect, wanted, found in pairs:
        if wanted not in unstated and found not in unstated and wanted != found:
            raise CountedDifferentlyError(aspect=aspect, planned=wanted, counted=found)
