"""IFRS 9 stages in the years ahead: where ratings go, what is still outstanding, what it takes.

Grades follow a matrix, in the years of a scenario the matrix at that year's factor.  At a year's
end those that defaulted in it are in stage 3, those that stand lower than today by enough grades in
stage 2, the rest in stage 1; what defaulted earlier has been claimed and is there no more.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.accounting.staging import StagingRules
from majung.risk.arrays import Floats
from majung.risk.futures.migration import matrix_given
from majung.values.months import MONTHS_A_YEAR

_STAGES = 3


@dataclass(frozen=True)
class StagedYears:
    """What stands in each stage at the end of each year, today first, and what it is provided for.

    Attributes:
        amounts: shape (years + 1, 3).
        provisions: likewise: a year's expected loss, the whole life's, and what is impaired.
    """

    amounts: Floats
    provisions: Floats


def states_after(matrix: Floats, path: Floats, *, years: int, correlation: float) -> Floats:
    """Return the share of firms in each state after each year, shape (years + 1, from, to).

    Args:
        matrix: of one year; default, and what stands after it, keep what reaches them.
        path: the factor in each year of a scenario; later years follow the matrix itself.
        years: how many.
        correlation: of two firms' variables.
    """
    states = [np.eye(len(matrix))]
    for year in range(years):
        step = matrix
        if year < len(path):
            step = matrix_given(matrix, correlation=correlation, factor=float(path[year]))
        states.append(states[-1] @ step)
    return np.stack(states)


def staged_years(
    outstanding: Floats,
    states: Floats,
    curves: Floats,
    *,
    severity: float,
    rules: StagingRules | None = None,
) -> StagedYears:
    """Return what stands in each stage at the end of each year.

    Args:
        outstanding: of each of today's grades at each month's start if none defaults, shape
            (grades, months + 1).
        states: share of today's grades in each state after each year, default behind the grades.
        curves: probability of default up to each month, by grade, shape (grades, months + 1).
        severity: share of a loss given default.
        rules: by how many grades a firm falls into stage 2.

    Source: IFRS 9, 5.5.3 and 5.5.5.
    """
    down = (rules or StagingRules()).grades_down
    grades, months = len(outstanding), outstanding.shape[1] - 1
    fallen = np.arange(grades)[None, :] - np.arange(grades)[:, None] >= down
    amounts = np.zeros((len(states), _STAGES))
    provisions = np.zeros_like(amounts)
    for year, state in enumerate(states):
        at = min(year * MONTHS_A_YEAR, months)
        owed, alive = outstanding[:, at], state[:grades, :grades]
        defaulted = state[:grades, grades] - (states[year - 1][:grades, grades] if year else 0.0)
        losses = _losses(outstanding[:, at:], curves)
        for stage, (chosen, cost) in enumerate(zip((~fallen, fallen), losses, strict=True)):
            amounts[year, stage] = owed @ (alive * chosen).sum(axis=1)
            provisions[year, stage] = severity * (alive * chosen * cost).sum()
        amounts[year, 2] = owed @ defaulted
        provisions[year, 2] = severity * amounts[year, 2]
    return StagedYears(amounts, provisions)


def _losses(ahead: Floats, curves: Floats) -> tuple[Floats, Floats]:
    """Return what is expected to default of today's grades were they in each grade: of a year, all.

    Args:
        ahead: outstanding from now on, shape (grades, months).
        curves: probability of default up to each month, by grade.
    """
    length = min(ahead.shape[1], curves.shape[1] - 1)
    happens = np.diff(curves, axis=1)[:, :length]
    a_year = min(MONTHS_A_YEAR, length)
    return ahead[:, :a_year] @ happens[:, :a_year].T, ahead[:, :length] @ happens.T
