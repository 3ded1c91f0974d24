"""Back-tests of files that somebody names: budgets and yields, charge-offs by age, re-estimates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from majung.errors import Problem
from majung.files import Column
from majung.risk.backtest.direct import DirectLoanTest, direct_loan_test
from majung.risk.backtest.guarantees import GuaranteeTest, guarantee_test
from majung.risk.backtest.outliers import (
    OutlierGroup,
    direct_loan_outliers,
    guarantee_outliers,
)
from majung.risk.backtest.reading import Published, read_published
from majung.risk.backtest.recosted import (
    RecostedTest,
    gap_of_the_split,
    read_reestimates,
    recosted_test,
)
from majung.risk.backtest.supplement import gap_between_parts_and_rate, read_supplement
from majung.risk.backtest.treasury import read_yields
from majung.risk.backtest.vintages import (
    MONTHS_A_YEAR,
    AgeTable,
    Backcast,
    Completion,
    backcasts,
    completed,
    development_factors,
    read_age_table,
)

#: Parts and rate are the same figure when they differ by no more: each is printed to 0.01.
GAP_MAX = 0.025
BACKCAST_AGES = (24.0, 36.0, 48.0, 60.0)


class Given(NamedTuple):
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class BudgetTest:
    """The engine against published budgets.

    Attributes:
        rows: of the table.
        with_rate: rows that state a subsidy rate.
        identical: of these, how many have parts that sum to the rate within `GAP_MAX`.
    """

    rows: int
    with_rate: int
    identical: int
    guarantees: GuaranteeTest
    guarantee_outliers: tuple[OutlierGroup, ...]
    loans: DirectLoanTest
    loan_outliers: tuple[OutlierGroup, ...]


@dataclass(frozen=True, slots=True, eq=False)
class VintageTest:
    """Charge-offs by age: growth to the end, cohorts predicted, young cohorts completed.

    Attributes:
        factors: growth from each age to the last.
        completions: of cohorts younger than the last age.
        recosted: None where no re-estimates were handed in.
        split_gap: the largest difference between a published change and its two parts.
    """

    table: AgeTable
    factors: tuple[float, ...]
    backcasts: tuple[tuple[Backcast, ...], ...]
    completions: tuple[Completion, ...]
    recosted: RecostedTest | None
    split_gap: float

    def median_error(self, place: int) -> float:
        """Return the median relative error of the predictions at one of `BACKCAST_AGES`."""
        errors = [abs(each.predicted / each.realised - 1.0) for each in self.backcasts[place]]
        return float(np.median(errors)) if errors else float("nan")


def budget_test(characteristics: Given, yields: Given) -> BudgetTest | tuple[Problem, ...]:
    """Judge the subsidy engine on published budgets, or say everything wrong with the files.

    Raises:
        YieldNotKnownError: the yields do not reach a cohort's budget.
    """
    table = read_supplement(*characteristics)
    history = read_yields(*yields)
    if isinstance(table, tuple) or isinstance(history, tuple):
        return _problems(table, history)
    loans = direct_loan_test(table, history)
    cohorts = table.numbers["cohort"].astype(np.int64).tolist()
    covers = guarantee_test(table, history.curves(cohorts, lift=loans.lift))
    gap = gap_between_parts_and_rate(table)
    return BudgetTest(
        rows=len(table),
        with_rate=len(gap),
        identical=int((gap <= GAP_MAX).sum()),
        guarantees=covers,
        guarantee_outliers=guarantee_outliers(covers.judged, covers.comparison),
        loans=loans,
        loan_outliers=direct_loan_outliers(loans.judged, loans.comparison),
    )


def vintage_test(
    ages: Given,
    *,
    cohorts: Given | None = None,
    reestimates: Given | None = None,
    program: str = "",
) -> VintageTest | tuple[Problem, ...]:
    """Judge and complete cohorts as they age, or say everything wrong with the files.

    Args:
        cohorts: crude rates and youngest ages of cohorts, to complete the young ones.
        reestimates: published re-estimates, of which `program`'s are taken.
    """
    table = read_age_table(*ages)
    crude = None if cohorts is None else _read_cohorts(cohorts)
    published = None if reestimates is None else read_reestimates(*reestimates)
    if isinstance(table, tuple) or isinstance(crude, tuple) or isinstance(published, tuple):
        return _problems(table, crude, published)
    factors = development_factors(table)
    return VintageTest(
        table,
        tuple(factors.tolist()),
        tuple(backcasts(table, age_months=age) for age in BACKCAST_AGES),
        () if crude is None else _completions(crude, table, factors.tolist()),
        None if published is None else _recosted(published, table, program),
        0.0 if published is None else float(gap_of_the_split(published).max()),
    )


def _read_cohorts(given: Given) -> Published | tuple[Problem, ...]:
    keys = ("cohort", "age", "crude")
    numbers = (
        Column("cohort", ("cohort", "cohorte", "연도")),
        Column("age", ("youngest age months", "edad_min_observable", "최소 경과월")),
        Column("crude", ("crude percent", "tasa_cruda_pct", "현재 부도율(%)")),
    )
    return read_published(*given, numbers=numbers, needed=keys)


def _completions(
    crude: Published, table: AgeTable, factors: Sequence[float]
) -> tuple[Completion, ...]:
    """Complete the cohorts that are younger than the last age.

    A cohort's loans are spread over a year, so on average half a year older than its youngest.
    """
    numbers = crude.numbers
    average = numbers["age"] + MONTHS_A_YEAR / 2.0
    return tuple(
        completed(int(cohort), crude=rate, age_months=age, ages=table.ages,
                  factors=np.asarray(factors))
        for cohort, age, rate in zip(
            numbers["cohort"].tolist(), average.tolist(), numbers["crude"].tolist(), strict=True
        )
        if age < table.ages[-1]
    )  # fmt: skip


def _recosted(published: Published, table: AgeTable, program: str) -> RecostedTest:
    last = table.charged_off[:, -1]
    known = np.isfinite(last)
    losses = dict(zip(table.cohorts[known].tolist(), last[known].tolist(), strict=True))
    return recosted_test(published, losses, program=program)


def _problems(*found: object) -> tuple[Problem, ...]:
    return tuple(each for group in found if isinstance(group, tuple) for each in group)
