"""Where the year may end, by a method that is named with every figure.

STRAIGHT continues at the average of the elapsed time.  PROFILE continues as last year went: what
had been supplied by the same time of last year, over what was supplied by its end.  Neither knows
anything about plans for the rest of the year; both are arithmetic on published figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Subject
from majung.rules.citations import Label
from majung.supply.figures import Definition, Figure
from majung.supply.targets.curves import WHOLE, elapsed
from majung.supply.targets.paces import Pace, PaceLine
from majung.supply.targets.series import SupplySeries, span_of
from majung.values.money import Money


class ForecastMethod(StrEnum):
    """How a forecast continues the year."""

    STRAIGHT = "straight"
    PROFILE = "profile"

    @property
    def definition(self) -> Definition:
        """The definition of a year end found this way."""
        return {
            ForecastMethod.STRAIGHT: Definition.FORECAST_STRAIGHT,
            ForecastMethod.PROFILE: Definition.FORECAST_PROFILE,
        }[self]


@dataclass(frozen=True, slots=True)
class Profile:
    """How supply went through a finished year, subject by subject.

    Attributes:
        points: (share of the year, share of the year's supply), in order, from (0, 0) to (1, 1).
    """

    year: int
    points: Mapping[Subject, tuple[tuple[Fraction, Fraction], ...]]

    def share_at(self, subject: Subject, passed: Fraction) -> Fraction | None:
        """Return the share supplied at a share of the year; between two points evenly.

        None where the profile does not have the subject.
        """
        points = self.points.get(subject)
        if points is None:
            return None
        at = max(number for number, (when, _) in enumerate(points) if when <= passed)
        if at == len(points) - 1:
            return points[at][1]
        (start, share), (end, next_share) = points[at], points[at + 1]
        return share + (next_share - share) * (passed - start) / (end - start)


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """Where one subject may end.

    Attributes:
        year_end: whole minor units, cut below; None where it is OPEN.
        rate: year end over target, exact.
    """

    subject: Subject
    name: Label
    year_end: Money | None
    rate: Fraction | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a plan may end, by one method."""

    method: ForecastMethod
    lines: tuple[ForecastLine, ...]

    @property
    def headline(self) -> ForecastLine:
        """The line of the total."""
        return self.lines[0]

    def figures(self, pace: Pace) -> tuple[Figure, ...]:
        """Return the year ends as figures of the pace they continue."""
        return tuple(
            Figure(
                f"{pace.plan.key}.{str(line.subject).replace('/', '.')}.{self.method.definition}",
                self.method.definition,
                line.year_end,
                pace.as_of,
                pace.series,
                pace.watermark,
                pace.line(line.subject).citations,
            )
            for line in self.lines
        )


def profile_of(plan: SupplyPlan, series: SupplySeries) -> Profile:
    """Return how a finished year went, for each subject whose year end is known.

    Every day through which the series states the subject is a point.
    """
    ends = sorted({cell.last_on for cell in series.cells if cell.last_on < plan.last_on})
    whole = span_of(series, plan, through_on=plan.last_on)
    points: dict[Subject, tuple[tuple[Fraction, Fraction], ...]] = {}
    for subject in plan.subjects():
        final = whole.known(subject).amount
        if final is None or not final.minor:
            continue
        inner = []
        for end in ends:
            known = span_of(series, plan, through_on=end).known(subject).amount
            passed = elapsed(plan.year, end)
            if known is not None and passed > 0:
                inner.append((passed, Fraction(known.minor, final.minor)))
        points[subject] = ((Fraction(0), Fraction(0)), *inner, (WHOLE, WHOLE))
    return Profile(plan.year, points)


def forecast(pace: Pace, profile: Profile | None = None) -> Forecast:
    """Continue a pace to the end of its year.

    Args:
        profile: how an earlier year went; without it, the straight line is continued.
    """
    method = ForecastMethod.STRAIGHT if profile is None else ForecastMethod.PROFILE
    return Forecast(
        method,
        tuple(
            _continued(
                line,
                line.elapsed if profile is None else profile.share_at(line.subject, line.elapsed),
            )
            for line in pace.lines
        ),
    )


def _continued(line: PaceLine, passed: Fraction | None) -> ForecastLine:
    """Continue one line of which a share has passed; nothing known or nothing passed is OPEN."""
    if line.supplied is None or not passed:
        return ForecastLine(line.subject, line.name, None, None)
    exact = line.supplied.minor / passed
    year_end = Money(exact.numerator // exact.denominator, line.supplied.currency)
    planned = line.target.minor if line.target is not None else 0
    rate = exact / planned if planned else None
    return ForecastLine(line.subject, line.name, year_end, rate)
