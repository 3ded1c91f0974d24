"""The pace of a plan (집행률): what was supplied through a day over what was planned for the year.

A pace reads one series of one declared source, one revision of the plan, and holds the total
against elapsed time and against every curve that was announced.  Nothing is worked out backwards:
a target nobody published leaves its rate OPEN, and a rate somebody printed stands beside the
computed one.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.errors import Message
from majung.programmes.supply_plans import Curve, Execution, Mark, Printed, Revision, SupplyPlan
from majung.programmes.supply_subjects import Subject
from majung.rules.citations import Citation, Label, Status
from majung.supply.figures import Definition, Figure
from majung.supply.targets.curves import Benchmark
from majung.supply.targets.series import SeriesSource
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class PaceLine:
    """One subject: planned, supplied, and the rate between them.

    Attributes:
        target: for the whole year; None is OPEN.
        supplied: from the first day of the year through the day asked for; None is OPEN.
        rate: supplied over target; None where one of them is OPEN or nothing was planned.
        elapsed: what the straight line expects by then.
        printed: the rate as a publication printed it; never used in a calculation.
        otherwise: what another reading of the same series gives, where it differs.
        is_composed: whether `supplied` was added up from parts.
        target_status: whether the target was reported or is assumed.
    """

    subject: Subject
    name: Label
    target: Money | None
    supplied: Money | None
    rate: Fraction | None
    elapsed: Fraction
    printed: Printed | None
    otherwise: Money | None
    is_composed: bool
    target_status: Status
    citations: tuple[Citation, ...]

    @property
    def gap(self) -> Fraction | None:
        """How far the rate is ahead of elapsed time; negative where it is behind."""
        return None if self.rate is None else self.rate - self.elapsed


@dataclass(frozen=True, slots=True)
class MarkReached:
    """A mark of a curve whose day has come, and what was supplied by then.

    Attributes:
        is_kept: None where the supply of that day, or the total it needs, is OPEN.
    """

    mark: Mark
    supplied: Money | None
    is_kept: bool | None


@dataclass(frozen=True, slots=True)
class CurveReading:
    """An announced curve, read at the end of a day."""

    curve: Curve
    benchmark: Benchmark
    marks: tuple[MarkReached, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a plan has come by a day.

    Attributes:
        against: the curve that `gap` is measured against; None for the straight line.
        curves: every curve announced for the plan, read on the day.
        outside: what institutions outside the perimeter supplied: shown, never counted.
        notes: what a reader must know before quoting a figure.
    """

    plan: SupplyPlan
    revision: Revision
    as_of: date
    series: SeriesSource
    watermark: str
    elapsed: Fraction
    headline: PaceLine
    sectors: tuple[PaceLine, ...]
    institutions: tuple[PaceLine, ...]
    themes: tuple[PaceLine, ...]
    curves: tuple[CurveReading, ...]
    against: Benchmark | None
    outside: tuple[tuple[str, Money | None], ...]
    execution: Execution | None
    notes: tuple[Message, ...] = ()

    @property
    def lines(self) -> tuple[PaceLine, ...]:
        """Every line, the headline first."""
        return (self.headline, *self.sectors, *self.institutions, *self.themes)

    @property
    def expected(self) -> Fraction | None:
        """The share of the total that the chosen curve expects by the day."""
        return self.elapsed if self.against is None else self.against.expected

    @property
    def gap(self) -> Fraction | None:
        """How far the headline is ahead of the chosen curve; negative where it is behind."""
        if self.headline.rate is None or self.expected is None:
            return None
        return self.headline.rate - self.expected

    def line(self, subject: Subject) -> PaceLine:
        """Return the line of a subject; KeyError where the plan does not have it."""
        for line in self.lines:
            if line.subject == subject:
                return line
        raise KeyError(f"plan {self.plan.key} has no line for {subject}")

    def figures(self) -> tuple[Figure, ...]:
        """Return every number of the pace with its definition, source and watermark."""
        return tuple(figure for line in self.lines for figure in self._figures_of(line))

    def _figures_of(self, line: PaceLine) -> tuple[Figure, ...]:
        values: tuple[tuple[Definition, Money | Fraction | None], ...] = (
            (Definition.TARGET, line.target),
            (Definition.SUPPLIED, line.supplied),
            (Definition.PACE, line.rate),
            (Definition.ELAPSED_TARGET, line.elapsed),
            (Definition.GAP, line.gap),
        )
        key = f"{self.plan.key}.{str(line.subject).replace('/', '.')}"
        return tuple(
            Figure(
                f"{key}.{definition}",
                definition,
                value,
                self.as_of,
                self.series,
                self.watermark,
                line.citations,
            )
            for definition, value in values
        )
