"""Re-estimates: what was first budgeted, what it costs as known now, and why the two differ.

The change is split in two, and in this order: the interest re-estimate moves the rates from those
of the budget to those at which the money was really borrowed, the first flows unchanged; the
technical one then moves the flows, the rates unchanged.  Together they are the whole change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.subsidy import CohortFlows, SubsidyRate, lines_of, subsidy_rate


@dataclass(frozen=True, slots=True, eq=False)
class Reestimate:
    """How the cost of a cohort moved; every figure per 100 disbursed.

    Attributes:
        original: as budgeted.
        current: as known now.
        interest: from other rates.
        technical: from other flows: defaults, recoveries, prepayments, fees.
        by_part: the technical change of each part of the rate.
    """

    original: SubsidyRate
    current: SubsidyRate
    interest: float
    technical: float
    by_part: Mapping[str, float]

    @property
    def change(self) -> float:
        """The whole change."""
        return float(self.current.rate - self.original.rate)


def reestimate(
    budgeted: CohortFlows,
    known: CohortFlows,
    *,
    budget_curve: GovernmentCurve,
    actual_curve: GovernmentCurve,
) -> Reestimate:
    """Work out the re-estimate of one cohort.

    Args:
        budgeted: flows as first expected.
        known: flows as they happened so far, and as now expected for the rest.
        budget_curve: rates the first estimate was made at.
        actual_curve: rates of the time in which the money was disbursed.

    Source: OMB Circular A-11 (2023), section 185.6: interest rate and technical re-estimates.
    """
    original = subsidy_rate(budgeted, budget_curve.discount(budgeted.years))
    moved = subsidy_rate(budgeted, actual_curve.discount(budgeted.years))
    current = subsidy_rate(known, actual_curve.discount(known.years))
    parts = ("defaults", "interest", "fees", "other")
    return Reestimate(
        original,
        current,
        float(moved.rate - original.rate),
        float(current.rate - moved.rate),
        {part: float(getattr(current, part) - getattr(moved, part)) for part in parts},
    )


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """A line and year in which the flows of a re-estimate are not what the ledger says.

    Attributes:
        year: completed years after disbursement, the first counted 0.
        reckoned: in the flows.
        posted: in the ledger.
    """

    line: str
    year: int
    reckoned: float
    posted: float


def unreconciled(
    known: CohortFlows,
    posted: Mapping[str, Sequence[float]],
    *,
    tolerance: float = 0.5,
) -> tuple[LedgerDifference, ...]:
    """Compare the flows of the years that passed with what the ledger posted in them.

    What was expected and did not come (`lost`) is no cash, so it is taken off what was foreseen:
    the ledger knows repayments and interest as received.

    Args:
        posted: of each line (``lent``, ``repaid``, ``claims`` …) the sum of each year, the first
            year after disbursement first; all lines as many years.
        tolerance: the largest difference that is none, in the unit of the flows.

    Returns:
        differences, by line and year; empty where all agree.

    Source: own convention, docs/risk.md.
    """
    differences = []
    for line, sums in posted.items():
        reckoned = by_year(known, line, len(sums))
        for year, (flow, entry) in enumerate(zip(reckoned.tolist(), sums, strict=True)):
            if abs(flow - entry) > tolerance:
                differences.append(LedgerDifference(line, year, flow, entry))
    return tuple(differences)


def by_year(flows: CohortFlows, line: str, years: int) -> Floats:
    """Return a line's sum in each year after disbursement, the first first.

    A flow exactly a whole number of years after disbursement belongs to the year that ends then.

    Args:
        line: a line of `CohortFlows`, or ``received``: all that was repaid and paid as interest,
            less what was lost.
    """
    known = dict(lines_of(flows))
    nothing = np.zeros_like(flows.years)
    if line == "received":
        amounts = known.get("repaid", nothing) + known.get("interest", nothing)
        amounts = amounts - known.get("lost", nothing)
    else:
        amounts = known.get(line, nothing)
    year = np.maximum(np.ceil(flows.years - 1e-9) - 1, 0).astype(np.int64)
    sums = np.bincount(year.ravel(), amounts.ravel(), max(years, 1))
    return np.asarray(sums[:years], np.float64)
