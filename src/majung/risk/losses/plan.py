"""A plan: a portfolio and a future laid out once, for any scenarios."""

import math
from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats
from majung.risk.draws.quantiles import PROBABILITY_TABLE, QUANTILE_TABLE
from majung.risk.futures.future import Future
from majung.risk.futures.lost_shares import location_of, slope_of
from majung.risk.losses.kernel import LOCATION, OWN, SHARED, SLOPE, Model, Shapes
from majung.risk.losses.layout import Layout, layout_of
from majung.risk.losses.portfolio import FLOATING_SUBSIDY, Portfolio, checked
from majung.values.months import MONTHS_A_YEAR

#: Sums over all scenarios of what all contracts pay stay below this many units of account.
UNITS_MAX = 1 << 61
CELLS = 4_096
_SEVERITY_FIELDS = 4


@dataclass(frozen=True)
class Plan:
    """A portfolio and a future, laid out.

    Attributes:
        units: units of account a unit of currency makes, a power of two.
        months: of the portfolio's shapes.
        reach: months in which something may still be paid.
        parts: share of a recovery by class and months after the claim, shape (classes, lag + 1).
        floating: how many kinds of payments float: two or none.
        pools: how many pools of buckets are told month by month, and one for the rest.
    """

    layout: Layout
    shapes: Shapes
    model: Model
    units: float
    months: int
    reach: int
    buckets: int
    parts: Floats
    floating: int
    pools: int


def plan_of(
    portfolio: Portfolio,
    future: Future,
    *,
    seed: int,
    scenarios: int,
    units: float | None = None,
    pools: tuple[int, ...] = (),
) -> Plan:
    """Lay out a portfolio and a future.

    Args:
        portfolio: contracts.
        future: what is assumed; its curves reach as far as the portfolio's shapes.
        seed: of the run.
        scenarios: of the whole run, for which sums have room.
        units: of account; those of the whole portfolio where this is a part of it.
        pools: of each bucket, the pool it is told in month by month; nought, or empty, for none.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
    """
    checked_for(portfolio, future)
    kept = units_of(portfolio, scenarios=scenarios) if units is None else units
    waits = np.array([each.wait_months for each in future.severities], np.int64)
    reach = portfolio.months + 1 + future.tail_months
    return Plan(
        layout=layout_of(portfolio, waits=waits, seed=seed, units=kept),
        shapes=_shapes(portfolio, future, reach),
        model=_model(future, portfolio.months, waits, pools or (0,) * len(portfolio.buckets)),
        units=kept,
        months=portfolio.months,
        reach=reach,
        buckets=len(portfolio.buckets),
        parts=parts_of(future),
        floating=FLOATING_SUBSIDY if future.rate is not None else 0,
        pools=1 + max(pools, default=0),
    )


def checked_for(portfolio: Portfolio, future: Future) -> Portfolio:
    """Return a portfolio whose every value can be reckoned with under a future.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
    """
    return checked(
        portfolio,
        curves=len(future.curves),
        segments=len(future.factors.weights),
        severities=len(future.severities),
        months=future.months,
    )


def units_of(portfolio: Portfolio, *, scenarios: int) -> float:
    """Return how many units of account a unit of currency makes: as many as sums have room for."""
    total = max(float(portfolio.outstanding.sum()), 1.0)
    return 2.0 ** math.floor(math.log2(UNITS_MAX / (total * max(scenarios, 1))))


def _shapes(portfolio: Portfolio, future: Future, reach: int) -> Shapes:
    shares = np.ascontiguousarray(portfolio.profiles)
    # What is outstanding at a month's start is paid for at the month's end.
    discounts = future.discounts(reach + 1)
    paid = np.ascontiguousarray(shares * portfolio.kept)
    worth = paid * discounts[1 : shares.shape[1] + 1]
    ahead = np.cumsum(worth[:, ::-1], axis=1)[:, ::-1] / portfolio.kept
    claims = discounts[1 : reach + 1]
    recoveries = recovery_discounts(future, reach)
    return Shapes(
        worth=np.stack([shares, ahead], axis=2),
        claims=claims,
        recoveries=np.ascontiguousarray(recoveries),
        fading=np.log1p(-portfolio.prepayment) / MONTHS_A_YEAR,
        paid=paid,
    )


def recovery_discounts(future: Future, reach: int) -> Floats:
    """Return the present value of what is recovered of a claim paid in a month, (classes, months).

    Args:
        future: what is assumed.
        reach: how many months there are.
    """
    discounts = future.discounts(reach + future.tail_months + 1)
    rows = np.zeros((len(future.severities), reach))
    for row, each in enumerate(future.severities):
        for lag, share in each.lags:
            rows[row] += share * discounts[lag + 1 : lag + 1 + reach]
    return rows


def parts_of(future: Future) -> Floats:
    """Return the share of a recovery by class and months after the claim."""
    longest = max(lag for each in future.severities for lag, _ in each.lags)
    parts = np.zeros((len(future.severities), longest + 1))
    for row, each in enumerate(future.severities):
        for lag, share in each.lags:
            parts[row, lag] += share
    return parts


def _model(future: Future, months: int, waits: np.ndarray, pools: tuple[int, ...]) -> Model:
    barriers = np.ascontiguousarray(future.barriers[:, : months + 1])
    barriers[:, 0] = -np.inf
    finite = np.isfinite(barriers)
    lows = np.where(finite, barriers, np.inf).min(axis=1)
    highs = np.where(finite, barriers, -np.inf).max(axis=1)
    lows, highs = np.where(np.isfinite(lows), lows, 0.0), np.where(np.isfinite(highs), highs, 0.0)
    # A little wider than the barriers, so that the last cell holds the last of them.
    scales = CELLS / np.maximum((highs - lows) * 1.000001, 1e-9)
    cells = np.arange(CELLS + 1)
    starts = np.stack(
        [
            np.clip(np.searchsorted(row, low + cells / scale - 1e-9), 1, months)
            for row, low, scale in zip(barriers, lows, scales, strict=True)
        ]
    )
    severities = np.zeros((len(future.severities), _SEVERITY_FIELDS))
    for row, each in enumerate(future.severities):
        severities[row, LOCATION], severities[row, SLOPE] = location_of(each), slope_of(each)
        severities[row, SHARED] = each.correlation
        severities[row, OWN] = math.sqrt(1.0 - each.correlation**2)
    deviations = future.factors.shared_deviations
    return Model(
        barriers=barriers,
        starts=np.ascontiguousarray(starts, np.int16),
        lows=lows,
        scales=scales,
        own=np.ascontiguousarray(future.factors.own_weights),
        group_loading=future.factors.group_weight,
        deviations=np.where(deviations > 0.0, deviations, 1.0),
        severities=severities,
        waits=waits,
        pools=np.array(pools, np.int64),
        quantiles=QUANTILE_TABLE,
        probabilities=PROBABILITY_TABLE,
    )
