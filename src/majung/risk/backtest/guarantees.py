"""Guarantees of the Federal Credit Supplement: defaults net of recoveries, from their own inputs.

Each row states how much defaults over its life, what comes back, what is guaranteed and for how
long.  The engine spreads defaults and recoveries over the life by one curve for all programmes and
discounts them at the cohort's rates; the naive figure multiplies the inputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from majung.risk.arrays import Floats
from majung.risk.backtest.reading import Published
from majung.risk.backtest.scores import Comparison, compare
from majung.risk.backtest.supplement import FITTED_UNTIL, GUARANTEE, rows_of, stated
from majung.risk.fiscal.curves import GovernmentCurve, curve_of_zeros
from majung.risk.fiscal.subsidy import PERCENT, CohortFlows, subsidy_rate
from majung.risk.fiscal.timing import DefaultTiming, defaults_over_lives

INPUTS = ("default-rate", "guarantee", "maturity", "defaults")
#: A row whose inputs mean something else must not steer the curve: errors count up to 2 points.
ERROR_MAX = 2.0
FIRST_GUESS = DefaultTiming(fall=0.3, lag=0.05)
#: A budget that does not discount.
UNDISCOUNTED = curve_of_zeros([1.0], [0.0])


@dataclass(frozen=True, slots=True, eq=False)
class GuaranteeTest:
    """The back-test on guarantees.

    Attributes:
        timing: fitted on budget years up to `FITTED_UNTIL`.
        fitted_on: how many rows that was.
        left_out: rows of guarantees that lack an input.
        judged: rows of later years, with all inputs.
        comparison: of the engine with the naive figure on them.
        without_discounting: the same of an engine that forgets to discount.
    """

    timing: DefaultTiming
    fitted_on: int
    left_out: int
    judged: Published
    comparison: Comparison
    without_discounting: Comparison


def usable(table: Published) -> Published:
    """Return guarantees that state default, guarantee, maturity and result, and expect a default.

    A recovery rate that is blank is nought.
    """
    rows = rows_of(table, GUARANTEE)
    return rows.only(stated(rows, *INPUTS) & (rows.numbers["default-rate"] > 0.0))


def guarantee_test(table: Published, curves: Mapping[int, GovernmentCurve]) -> GuaranteeTest:
    """Fit the curve of defaults on early budgets and judge it on later ones.

    Args:
        curves: of every cohort of the table.

    Source: Federal Credit Supplement; own convention for the curve, docs/risk.md.
    """
    rows = usable(table)
    is_early = rows.numbers["budget"] <= FITTED_UNTIL
    early, late = rows.only(is_early), rows.only(~is_early)
    timing = fitted_timing(early, curves)
    flat = dict.fromkeys(curves, UNDISCOUNTED)
    return GuaranteeTest(
        timing,
        len(early),
        len(rows_of(table, GUARANTEE)) - len(rows),
        late,
        _judged(late, expected_defaults(late, timing, curves)),
        _judged(late, expected_defaults(late, timing, flat)),
    )


def fitted_timing(rows: Published, curves: Mapping[int, GovernmentCurve]) -> DefaultTiming:
    """Find the curve under which rows come nearest to what was published of them."""

    def badness(point: Floats) -> float:
        errors = expected_defaults(rows, _timing(point), curves) - rows.numbers["defaults"]
        return float(np.minimum(np.abs(errors), ERROR_MAX).mean())

    start = np.log([FIRST_GUESS.fall, FIRST_GUESS.lag])
    options = {"xatol": 1e-3, "fatol": 1e-6, "maxiter": 200}
    found = minimize(badness, start, method="Nelder-Mead", options=options)
    return _timing(found.x)


def expected_defaults(
    rows: Published, timing: DefaultTiming, curves: Mapping[int, GovernmentCurve]
) -> Floats:
    """Return defaults net of recoveries, per 100 disbursed, out of the subsidy engine.

    Source: Federal Credit Reform Act of 1990, section 502(5).
    """
    defaults = defaults_over_lives(rows.numbers["maturity"], timing)
    start = np.zeros((len(rows), 1))
    years = np.concatenate([start, defaults.years, defaults.recovery_years], axis=1)
    claimed = _share(rows, "default-rate") * _share(rows, "guarantee") * defaults.weights
    nothing = np.zeros_like(claimed)
    flows = CohortFlows(
        years=years,
        disbursed=np.concatenate([start + 1.0, nothing, nothing], axis=1),
        claims=np.concatenate([start, claimed, nothing], axis=1),
        recovered=np.concatenate([start, nothing, _recovery(rows) * claimed], axis=1),
    )
    return subsidy_rate(flows, discounts(rows, years, curves)).defaults


def discounts(rows: Published, years: Floats, curves: Mapping[int, GovernmentCurve]) -> Floats:
    """Return the worth of each row's flows at the curve of its cohort."""
    worth = np.empty_like(years)
    cohorts = rows.numbers["cohort"].astype(np.int64)
    for cohort in np.unique(cohorts).tolist():
        chosen = cohorts == cohort
        worth[chosen] = curves[cohort].discount(years[chosen])
    return worth


def naive_defaults(rows: Published) -> Floats:
    """Return default × (1 − recovery) × guarantee, per 100 disbursed."""
    product = _share(rows, "default-rate") * (1.0 - _recovery(rows)) * _share(rows, "guarantee")
    return np.asarray(PERCENT * product[:, 0])


def _judged(rows: Published, engine: Floats) -> Comparison:
    published, maturity = rows.numbers["defaults"], rows.numbers["maturity"]
    return compare(rows.lines, published, engine, naive_defaults(rows), maturity)


def _share(rows: Published, key: str) -> Floats:
    return np.asarray(rows.numbers[key][:, None] / PERCENT)


def _recovery(rows: Published) -> Floats:
    return np.nan_to_num(_share(rows, "recovery-rate"))


def _timing(point: Floats) -> DefaultTiming:
    fall, lag = np.exp(point).tolist()
    return DefaultTiming(fall=fall, lag=lag)
