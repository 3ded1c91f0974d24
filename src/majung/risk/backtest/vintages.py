"""Cohorts as they age: what share was charged off by when, and what the young ones will come to.

A young cohort is cut off by the day of the figures (right-censored): its crude rate is low because
it is young.  Completion multiplies it by how much older cohorts still grew from that age.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.errors import Problem, in_order, message
from majung.errors.problems import Place
from majung.files import Column
from majung.risk.arrays import Floats
from majung.risk.backtest.reading import read_published
from majung.risk.checks import finite

MONTHS_A_YEAR = 12.0
AGES = (12, 24, 36, 48, 60, 72, 84, 96, 108, 120, 138)


@dataclass(frozen=True, slots=True, eq=False)
class AgeTable:
    """Charge-offs of cohorts by age.

    Attributes:
        cohorts: years, ascending.
        ages: in months, ascending; the last is taken as the end.
        charged_off: cumulative, percent of loans by number, shape ``(cohorts, ages)``; NaN for
            an age a cohort has not reached.
    """

    cohorts: NDArray[np.int64]
    ages: Floats
    charged_off: Floats

    def known_at(self, year: float) -> "AgeTable":
        """Return the table as it could be known at the end of a year, later ages blank."""
        is_known = self.cohorts[:, None] + self.ages / MONTHS_A_YEAR <= year
        known = np.where(is_known, self.charged_off, np.nan)
        return AgeTable(self.cohorts, self.ages, known)


@dataclass(frozen=True, slots=True)
class Completion:
    """A cohort's crude rate brought to the end of its life.

    Attributes:
        age_months: the average age of its loans.
        developed: the share of all charge-offs that happened by that age.
        crude: percent.
        completed: percent.
        others: the same by the two other ways of reading between two ages: the factor itself, and
            its logarithm.
    """

    cohort: int
    age_months: float
    developed: float
    crude: float
    completed: float
    others: tuple[float, float]


def read_age_table(name: str, content: bytes) -> AgeTable | tuple[Problem, ...]:
    """Read charge-offs by cohort and age, or say everything that is wrong with the table.

    Columns are headed by the age in months.
    """
    columns = [Column(str(age), (str(age),)) for age in AGES]
    table = read_published(
        name, content, numbers=(Column("cohort", ("cohort",)), *columns), needed=("cohort",)
    )
    if isinstance(table, tuple):
        return table
    values = np.column_stack([table.numbers[str(age)] for age in AGES])
    falls = np.nanmin(np.diff(values, axis=1), axis=1, initial=0.0) < 0.0
    problems = [
        Problem(Place(name, int(line)), message("risk-vintage-falls"))
        for line in table.lines[falls]
    ]
    if problems:
        return in_order(problems)
    order = np.argsort(table.numbers["cohort"])
    cohorts = table.numbers["cohort"].astype(np.int64)
    return AgeTable(cohorts[order], np.array(AGES, np.float64), values[order])


def development_factors(table: AgeTable) -> Floats:
    """Return, for each age, how often cohorts' charge-offs grew from it to the end: the median.

    Only cohorts that reached the last age count.

    Source: chain-ladder practice; published beside the table as a check.
    """
    complete = np.isfinite(table.charged_off[:, -1])
    whole = table.charged_off[complete]
    return np.asarray(np.median(whole[:, -1:] / whole, axis=0))


def completed(
    cohort: int, *, crude: float, age_months: float, ages: Floats, factors: Floats
) -> Completion:
    """Bring a cohort's crude rate to the end of its life.

    Between two ages the share developed (one over the factor) is read off the straight line:
    charge-offs then come at an even pace between two ages.  The factor itself falls ever more
    slowly, so a straight line through two of its points lies above it and completes too much;
    that and its logarithm are given beside.

    Args:
        crude: percent so far.
        age_months: average age of the cohort's loans; beyond the last age it counts as the last.

    Source: own convention, docs/risk.md; chain-ladder with right-censoring.
    """
    finite("age", age_months)
    developed = float(np.interp(age_months, ages, 1.0 / factors))
    straight = float(np.interp(age_months, ages, factors))
    geometric = float(np.exp(np.interp(age_months, ages, np.log(factors))))
    return Completion(
        cohort, age_months, developed, crude, crude / developed, (crude * straight,
                                                                  crude * geometric)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backcast:
    """What could have been predicted of a cohort at an age, and what came.

    Attributes:
        known: percent charged off at that age.
        predicted: percent at the last age, from what was known then of all cohorts.
        realised: percent at the last age.
    """

    cohort: int
    age_months: float
    known: float
    predicted: float
    realised: float


def backcasts(table: AgeTable, *, age_months: float) -> tuple[Backcast, ...]:
    """Predict each completed cohort at one age, from nothing that was not known then.

    Growth from one age to the next is that of all cohorts that had reached the next, each counted
    alike; an age none had reached adds nothing.  Cohorts without any earlier one are left out.

    Source: chain-ladder; Mack (1993), ASTIN Bulletin 23(2), with cohorts of equal weight.
    """
    column = int(np.flatnonzero(table.ages == age_months)[0])
    found = []
    for row, cohort in enumerate(table.cohorts.tolist()):
        realised = float(table.charged_off[row, -1])
        year = cohort + age_months / MONTHS_A_YEAR
        growth = _growth(table.known_at(year))[column:]
        if not np.isfinite(realised) or not np.isfinite(growth).any():
            continue
        known = float(table.charged_off[row, column])
        predicted = known * float(np.prod(np.nan_to_num(growth, nan=1.0)))
        found.append(Backcast(cohort, age_months, known, predicted, realised))
    return tuple(found)


def _growth(table: AgeTable) -> Floats:
    """Return the growth from each age to the next; NaN where no cohort had reached the next."""
    values = table.charged_off
    reached = np.isfinite(values[:, 1:])
    later = np.where(reached, values[:, 1:], 0.0).sum(axis=0)
    earlier = np.where(reached, values[:, :-1], 0.0).sum(axis=0)
    unknown = np.full(len(later), np.nan)
    return np.asarray(np.divide(later, earlier, out=unknown, where=earlier > 0.0))
