"""IFRS 9 stages: which loans carry a year's expected loss and which their whole life's.

A loan is in default when it is late by the days of a default or was called in; its credit risk has
risen significantly when it is late by fewer, or when its grade fell far enough since it began.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Stage(IntEnum):
    """The three stages of impairment."""

    PERFORMING = 1
    DETERIORATED = 2
    IMPAIRED = 3


@dataclass(frozen=True, slots=True)
class StagingRules:
    """When a loan changes its stage.

    Attributes:
        days_deteriorated: late by more than these.
        days_impaired: late by at least these.
        grades_down: fallen by at least so many grades since it began.
    """

    days_deteriorated: int = 30
    days_impaired: int = 90
    grades_down: int = 2


def stages(
    days_past_due: ArrayLike,
    *,
    grade: ArrayLike,
    grade_at_start: ArrayLike,
    is_called: ArrayLike = False,
    rules: StagingRules = StagingRules(),
) -> NDArray[np.int8]:
    """Return the stage of each loan.

    A grade that improved, or that nobody stated (below nought), moves nothing.

    Args:
        grade: place on the scale, 0 the best; negative where it is not known.
        grade_at_start: the same on the first day.
        is_called: called in by a default.

    Source: IFRS 9, 5.5.3, 5.5.5, 5.5.11 (30 days) and B5.5.37 (90 days).
    """
    late = np.asarray(days_past_due, np.int64)
    now, before = np.asarray(grade, np.int64), np.asarray(grade_at_start, np.int64)
    is_known = (now >= 0) & (before >= 0)
    has_fallen = is_known & (now - before >= rules.grades_down)
    is_impaired = (late >= rules.days_impaired) | np.asarray(is_called, np.bool_)
    is_deteriorated = (late > rules.days_deteriorated) | has_fallen
    return np.asarray(
        np.where(
            is_impaired, Stage.IMPAIRED, np.where(is_deteriorated, Stage.DETERIORATED,
                                                  Stage.PERFORMING)
        ),
        np.int8,
    )  # fmt: skip
