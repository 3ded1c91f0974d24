"""Rows on which the engine is far off, by kind: what the published row says and the engine cannot.

A kind is a property of the row itself, tried in a fixed order; the first that holds names it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from majung.risk.arrays import Floats
from majung.risk.backtest.reading import Published
from majung.risk.backtest.scores import Comparison
from majung.risk.fiscal.subsidy import PERCENT

#: Farther off than this, in points per 100 disbursed, is an outlier.
GUARANTEE_OUTLIER, DIRECT_OUTLIER = 1.0, 5.0
NEAR_NOUGHT = 1.0
GRACE_LONG_YEARS = 10.0
#: Where all loans of a cohort are off to one side by more, its budget's rates were others.
SHIFT_MIN = 2.0
CONCESSION_PERCENT = 1.0
_STUDENTS = re.compile(r"stafford|plus|consolidat|teach|perkins|student|education", re.IGNORECASE)


class OutlierKind(StrEnum):
    """Why a published figure is not what its own row's inputs give."""

    RECOVERY_ABOVE_DEFAULT = "recovery-above-default"
    GUARANTEED_ALREADY = "guaranteed-already"
    RECOVERY_NOT_STATED = "recovery-not-stated"
    STUDENT_LOAN = "student-loan"
    FOLLOWS_TREASURY = "follows-treasury"
    DEEP_CONCESSION = "deep-concession"
    BOOKED_AS_OTHER = "booked-as-other"
    RATES_OF_THE_YEAR = "rates-of-the-year"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class OutlierGroup:
    """Outliers of one kind.

    Attributes:
        rows: how many.
        programmes: the programmes with most of them, most first.
        error: their median absolute error, in points.
    """

    kind: OutlierKind
    rows: int
    programmes: tuple[str, ...]
    error: float


def guarantee_outliers(rows: Published, found: Comparison) -> tuple[OutlierGroup, ...]:
    """Group the guarantees that are far off, most rows first."""
    numbers = rows.numbers
    recovery = np.nan_to_num(numbers["recovery-rate"])
    guaranteed = numbers["guarantee"] / PERCENT
    error = np.abs(found.engine - found.published)
    # Without the guaranteed share the engine's figure is that much higher.
    error_without = np.abs(found.engine / guaranteed - found.published)
    tests = (
        (OutlierKind.RECOVERY_ABOVE_DEFAULT, (recovery > PERCENT) | (recovery < 0.0)),
        (OutlierKind.GUARANTEED_ALREADY, (guaranteed < 0.95) & (error_without < error / 2.0)),
        (OutlierKind.RECOVERY_NOT_STATED, ~np.isfinite(numbers["recovery-rate"])),
    )
    return _grouped(rows, error, error > GUARANTEE_OUTLIER, tests)


def direct_loan_outliers(rows: Published, found: Comparison) -> tuple[OutlierGroup, ...]:
    """Group the direct loans that are far off, most rows first."""
    numbers = rows.numbers
    names = [f"{agency} {program}" for agency, program in zip(
        rows.texts["agency"], rows.texts["program"], strict=True)]  # fmt: skip
    is_student = np.array([bool(_STUDENTS.search(name)) for name in names], np.bool_)
    is_soft = (numbers["borrower-rate"] <= CONCESSION_PERCENT) | (
        np.nan_to_num(numbers["grace"]) >= GRACE_LONG_YEARS
    )
    gap = found.engine - found.published
    error = np.abs(gap)
    # What repayments ahead of time take off the interest, budgets book among the other parts.
    error_with_other = np.abs(gap - np.nan_to_num(numbers["other"]))
    cohorts = numbers["cohort"]
    shift = np.array([np.median(gap[cohorts == cohort]) for cohort in cohorts.tolist()])
    tests = (
        (OutlierKind.STUDENT_LOAN, is_student),
        (OutlierKind.FOLLOWS_TREASURY, np.abs(found.published) < NEAR_NOUGHT),
        (OutlierKind.BOOKED_AS_OTHER, error_with_other < error / 2.0),
        (OutlierKind.DEEP_CONCESSION, is_soft),
        (OutlierKind.RATES_OF_THE_YEAR, (np.abs(shift) > SHIFT_MIN) & (shift * gap > 0.0)),
    )
    return _grouped(rows, error, error > DIRECT_OUTLIER, tests)


def _grouped(
    rows: Published,
    error: Floats,
    is_outlier: NDArray[np.bool_],
    tests: Sequence[tuple[OutlierKind, NDArray[np.bool_]]],
) -> tuple[OutlierGroup, ...]:
    groups = []
    left = is_outlier.copy()
    for kind, holds in (*tests, (OutlierKind.UNEXPLAINED, np.ones_like(left))):
        chosen = left & holds
        left &= ~chosen
        if chosen.any():
            groups.append(
                OutlierGroup(
                    kind,
                    int(chosen.sum()),
                    _most(rows, chosen),
                    float(np.median(error[chosen])),
                )
            )
    return tuple(sorted(groups, key=lambda group: -group.rows))


def _most(rows: Published, chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    names = [rows.texts["program"][place] for place in np.flatnonzero(chosen)]
    counts = {name: names.count(name) for name in names}
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:3])
