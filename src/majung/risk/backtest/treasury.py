"""The Treasury's yields as budgets could know them, and the curve of each cohort's budget.

The budget for a fiscal year is presented in the February before it, on forecasts of the autumn
before that: so a cohort's curve is that of the last quarter two years earlier.  Forecasts stood
above the market all these years; by how much is one number, fitted on the years up to 2016.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from majung.errors import PolicyFinanceError, Problem, in_order, message
from majung.errors.problems import Place
from majung.files import Column
from majung.risk.arrays import Floats
from majung.risk.backtest.reading import read_published
from majung.risk.fiscal.curves import GovernmentCurve, curve_of_par_yields

TENORS = (0.25, 5.0, 10.0)
_TENOR_KEYS = ("months-3", "years-5", "years-10")
_QUARTER = re.compile(r"(\d{4}) Q([1-4])")
#: The autumn forecast of a cohort's budget: years before the cohort, and its quarter.
YEARS_BEFORE, QUARTER = 2, 4
PERCENT = 100.0


class YieldNotKnownError(PolicyFinanceError):
    """A cohort's curve needs the yields of the quarter before its budget."""

    kind = "risk-yield-not-known"


@dataclass(frozen=True, slots=True, eq=False)
class YieldHistory:
    """Yields of Treasury bonds by quarter.

    Attributes:
        by_quarter: year and quarter to the yields of `TENORS`, as shares.
    """

    by_quarter: Mapping[tuple[int, int], Floats]

    def known_to(self, cohort: int) -> Floats:
        """Return the yields the budget of a cohort was made with.

        Raises:
            YieldNotKnownError: the history does not reach so far.
        """
        quarter = (cohort - YEARS_BEFORE, QUARTER)
        if quarter not in self.by_quarter:
            raise YieldNotKnownError(cohort=cohort, quarter=f"{quarter[0]} Q{quarter[1]}")
        return self.by_quarter[quarter]

    def curves(self, cohorts: Iterable[int], *, lift: float) -> Mapping[int, GovernmentCurve]:
        """Return the curve of each cohort.

        Args:
            lift: by how much forecasts stood above the market, added to every yield.
        """
        return {
            cohort: curve_of_par_yields(TENORS, self.known_to(cohort) + lift)
            for cohort in sorted(set(cohorts))
        }


def read_yields(name: str, content: bytes) -> YieldHistory | tuple[Problem, ...]:
    """Read the history of yields, or say everything that is wrong with it.

    Source: Federal Reserve, supervisory scenarios, table 1A (historic, domestic).
    """
    table = read_published(
        name,
        content,
        texts=(Column("quarter", ("Date",)),),
        numbers=(
            Column("months-3", ("3-month Treasury rate",)),
            Column("years-5", ("5-year Treasury yield",)),
            Column("years-10", ("10-year Treasury yield",)),
        ),
        needed=_TENOR_KEYS,
    )
    if isinstance(table, tuple):
        return table
    problems = []
    found: dict[tuple[int, int], Floats] = {}
    for place, text in enumerate(table.texts["quarter"]):
        written = _QUARTER.fullmatch(text)
        if written is None:
            where = Place(name, int(table.lines[place]))
            problems.append(Problem(where, message("risk-quarter-not-readable", text=text)))
            continue
        yields = np.array([table.numbers[key][place] for key in _TENOR_KEYS])
        found[int(written[1]), int(written[2])] = yields / PERCENT
    return in_order(problems) if problems else YieldHistory(found)
