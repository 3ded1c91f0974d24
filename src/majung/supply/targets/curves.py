"""How much of a year's target should be supplied by a day: the straight line and announced curves.

Elapsed time is counted in months: completed months over twelve, and inside a month its days in
proportion.  The last day of a month completes it, so 31 May is 5/12 in every year.

>>> from datetime import date
>>> elapsed(2024, date(2024, 5, 31))
Fraction(5, 12)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.errors import Message, message
from majung.programmes.supply_plans import Bound, Curve, Mark, Revision, Shape, SupplyPlan
from majung.rules.citations import Label, Status
from majung.values.money import Money
from majung.values.months import MONTHS_A_YEAR, Month
from majung.values.rounding import Rounding, round_fraction

WHOLE = Fraction(1)
MONTHS_CURVE = "monthly-plan"


def elapsed(year: int, on: date) -> Fraction:
    """Return the share of a year that has passed at the end of a day, from 0 to 1.

    Source: own convention after the council's practice: five months are 41.7 % (5/12).
    """
    if on.year != year:
        return Fraction(0) if on.year < year else WHOLE
    days = Month.of(on).last_on.day
    return (on.month - 1 + Fraction(on.day, days)) / MONTHS_A_YEAR


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a curve expects at the end of a day, as shares of the year's total.

    Attributes:
        expected: None where the curve draws no path, or the total it needs is OPEN.
        ceiling: the most that may be supplied by then; None where nothing bounds it.
    """

    curve: str
    expected: Fraction | None
    ceiling: Fraction | None


def benchmark(curve: Curve, plan: SupplyPlan, *, total: Money | None, on: date) -> Benchmark:
    """Read a curve at the end of a day.

    Marks that bind from above are a ceiling up to their day and say nothing after it; all other
    marks are the path.  In a curve of steps the last mark reached counts; in a linear one supply
    grows evenly with elapsed time from mark to mark.  The year ends at the whole total.
    """
    path = _path(curve, plan, total=total)
    ceilings = [
        share
        for mark in curve.marks
        if mark.bound is Bound.AT_MOST and on <= mark.on
        for share in (share_of(mark, total),)
        if share is not None
    ]
    return Benchmark(
        curve.key,
        _read(path, curve.shape, elapsed(plan.year, on)),
        min(ceilings, default=None),
    )


def share_of(mark: Mark, total: Money | None) -> Fraction | None:
    """Return a mark as a share of the year's total, None where that needs a total that is OPEN."""
    if mark.share is not None:
        return mark.share.fraction
    if mark.amount is None or total is None or not total.minor:
        return None
    return Fraction(mark.amount.minor, total.minor)


def amount_at(mark: Mark, total: Money) -> Fraction:
    """Return the minor units that a mark asks for, of a year's total."""
    if mark.share is not None:
        return mark.share.fraction * total.minor
    assert mark.amount is not None
    return Fraction(mark.amount.minor)


def monthly_curve(plan: SupplyPlan, revision: Revision) -> Curve | None:
    """Return the curve that a revision's monthly targets draw, None where it has none.

    Only months from January on without a gap are used: after a gap nothing is known.
    """
    marks: list[Mark] = []
    for number in range(1, MONTHS_A_YEAR + 1):
        planned = revision.months.get(Month(plan.year, number))
        if planned is None:
            break
        before = marks[-1].amount if marks else None
        amount = planned if before is None else before + planned
        marks.append(Mark(Month(plan.year, number).last_on, Bound.EXACTLY, amount))
    if not marks:
        return None
    name = Label("월별 공급계획", "Monthly plan")
    return Curve(MONTHS_CURVE, name, Shape.LINEAR, tuple(marks), revision.citation, Status.REPORTED)


def contradictions(curve: Curve, total: Money | None) -> tuple[Message, ...]:
    """List the marks of a curve that cannot all be kept, as stated, under one total.

    Supply only grows within a year, so what is to be there at least on one day cannot be above
    what may be there at most on a later one, and nothing can be above the whole.  Both marks
    stay as they were published; the note also names the smallest total under which a share and
    an amount agree.
    """
    if total is None:
        return ()
    notes: list[Message] = []
    for lower in curve.marks:
        asked = amount_at(lower, total)
        if lower.bound is Bound.AT_MOST:
            continue
        if asked > total.minor:
            notes.append(
                message("curve-mark-above-total", curve=curve.name, on=lower.on, total=total)
            )
        notes.extend(_above_ceilings(curve, lower, total=total))
    return tuple(notes)


def _above_ceilings(curve: Curve, lower: Mark, *, total: Money) -> Iterator[Message]:
    asked = amount_at(lower, total)
    for upper in curve.marks:
        allowed = amount_at(upper, total)
        if upper.bound is not Bound.AT_MOST or upper.on < lower.on:
            continue
        if asked <= allowed:
            continue
        values = {
            "curve": curve.name,
            "lower": _whole(asked, total),
            "lower_on": lower.on,
            "upper": _whole(allowed, total),
            "upper_on": upper.on,
        }
        if lower.amount is not None and upper.share is not None and upper.share.fraction:
            least = _at_least(Fraction(lower.amount.minor) / upper.share.fraction, total)
            yield message("curve-marks-contradict-below-total", least=least, **values)
        else:
            yield message("curve-marks-contradict", **values)


def _whole(minor: Fraction, total: Money) -> Money:
    """Make an amount of what may be a fraction of a minor unit, cut below."""
    return Money(minor.numerator // minor.denominator, total.currency)


def _at_least(minor: Fraction, total: Money) -> Money:
    """Round up to a hundred million, the unit plans are written in: less would not do."""
    return Money(round_fraction(minor, Rounding.UP, multiple=10**8), total.currency)


def _path(
    curve: Curve, plan: SupplyPlan, *, total: Money | None
) -> list[tuple[Fraction, Fraction]]:
    """Give the points (elapsed, share) of the path, from nothing at the start to the whole.

    Empty where no mark draws a path, or one needs a total that is OPEN.
    """
    marks = sorted((mark for mark in curve.marks if mark.bound is not Bound.AT_MOST), key=_day)
    shares = [share_of(mark, total) for mark in marks]
    points = [
        (elapsed(plan.year, mark.on), share)
        for mark, share in zip(marks, shares, strict=True)
        if share is not None
    ]
    if not marks or len(points) < len(marks):
        return []
    end = [] if marks[-1].on >= plan.last_on else [(WHOLE, WHOLE)]
    return [(Fraction(0), Fraction(0)), *points, *end]


def _day(mark: Mark) -> date:
    return mark.on


def _read(path: list[tuple[Fraction, Fraction]], shape: Shape, passed: Fraction) -> Fraction | None:
    """Read a path, whose points are in order, at a share of the year."""
    if not path:
        return None
    before = max(number for number, (at, _) in enumerate(path) if at <= passed)
    start, share = path[before]
    if shape is Shape.STEPS or before == len(path) - 1:
        return share
    end, next_share = path[before + 1]
    return share + (next_share - share) * (passed - start) / (end - start)
