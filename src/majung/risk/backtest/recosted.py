"""Published re-estimates of guarantees beside what their cohorts' charge-offs say.

The budget's own figures state, for each cohort, what was first budgeted, what it costs as known now
and how the change splits.  Charge-offs by cohort are known beside them; a straight line through
early cohorts, judged on later ones, shows how far the one explains the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from majung.errors import Problem
from majung.files import Column
from majung.risk.arrays import Floats
from majung.risk.backtest.reading import Published, read_published

#: The last cohort through which the line is drawn.
LINE_UNTIL = 2004


@dataclass(frozen=True, slots=True)
class Recosted:
    """A cohort's published technical re-estimate and what its charge-offs predict.

    Attributes:
        charged_off: percent of loans by number, at the last age known.
        published: points per 100 disbursed.
        predicted: the same, off the line.
        is_fitted: the line was drawn through it.
    """

    cohort: int
    charged_off: float
    published: float
    predicted: float
    is_fitted: bool


@dataclass(frozen=True, slots=True)
class RecostedTest:
    """How far charge-offs explain re-estimates.

    Attributes:
        slope: points of cost for each point of charge-offs.
        charged_off_at_nought: the charge-offs at which a cohort costs what was budgeted.
        naive: median absolute error of predicting no change, on the cohorts judged.
        error: the same of the line.
    """

    cohorts: tuple[Recosted, ...]
    slope: float
    charged_off_at_nought: float
    error: float
    naive: float


def read_reestimates(name: str, content: bytes) -> Published | tuple[Problem, ...]:
    """Read published re-estimates, or say everything that is wrong with the table.

    Source: Federal Credit Supplement, table 8 (re-estimates of guarantees).
    """
    return read_published(
        name,
        content,
        texts=(Column("program", ("program",)),),
        numbers=(
            Column("budget", ("budget_year",)),
            Column("cohort", ("cohort",)),
            Column("original", ("original_rate",)),
            Column("current", ("current_rate",)),
            Column("interest", ("chg_interest",)),
            Column("technical", ("chg_technical",)),
        ),
        needed=("budget", "cohort"),
    )


def gap_of_the_split(table: Published) -> Floats:
    """Return how far interest and technical are from the whole change; blanks count as nought."""
    numbers = {key: np.nan_to_num(column) for key, column in table.numbers.items()}
    change = numbers["current"] - numbers["original"]
    return np.abs(change - numbers["interest"] - numbers["technical"])


def recosted_test(
    table: Published, charged_off: Mapping[int, float], *, program: str
) -> RecostedTest:
    """Draw the line through cohorts up to `LINE_UNTIL` and judge it on later ones.

    Args:
        charged_off: percent by cohort, only cohorts old enough to be known.
        program: whose latest budget's figures are taken.

    Source: own convention, docs/risk.md.
    """
    rows = table.only(np.array([each == program for each in table.texts["program"]], np.bool_))
    latest = rows.only(rows.numbers["budget"] == rows.numbers["budget"].max(initial=0.0))
    cohorts = latest.numbers["cohort"].astype(np.int64)
    known = np.isin(cohorts, list(charged_off))
    cohorts = cohorts[known]
    published = np.nan_to_num(latest.numbers["technical"])[known]
    losses = np.array([charged_off[cohort] for cohort in cohorts.tolist()])
    early = cohorts <= LINE_UNTIL
    slope, level = np.polyfit(losses[early], published[early], 1).tolist()
    predicted = slope * losses + level
    late = ~early
    return RecostedTest(
        tuple(
            Recosted(*each)
            for each in zip(
                cohorts.tolist(), losses.tolist(), published.tolist(), predicted.tolist(),
                early.tolist(), strict=True,
            )
        ),
        slope,
        -level / slope,
        float(np.median(np.abs(predicted - published)[late])),
        float(np.median(np.abs(published)[late])),
    )  # fmt: skip
