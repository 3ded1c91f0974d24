"""Tables: what contracts of each segment do at each level of their factor.

Given the factor, what contracts pay is linear in them.  So contracts of one segment, curve, class
and bucket are summed once, whatever their number, and their sums are put through the conditional
curve at `NODES` levels.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats, Integers
from majung.risk.futures.future import Future
from majung.risk.futures.lost_shares import mean_given, square_given
from majung.risk.losses.plan import recovery_discounts
from majung.risk.losses.pooling import Cells, Columns, add_cells
from majung.risk.losses.portfolio import FLOATING, FLOATING_SUBSIDY, Portfolio, checked
from majung.risk.losses.problems import TablesNotPossibleError
from majung.risk.normal import normal_probability
from majung.values.compiling import compiled
from majung.values.months import MONTHS_A_YEAR

NODES = 257
REACH = 8.0
LINES = 7
COUNT, VALUE, VARIANCE = range(3)
#: Columns that every table has before its buckets and years.
FIGURES = 3

_COVERED, _SQUARED, _BALANCE, _INTEREST, _PREMIUM, _SUBSIDY, _ONE = range(7)
_BUCKET = 3
#: After the fields that are summed: what falls and what rises from a month's start to its end.
_REPAID, _DRAWN = 7, 8
_FIELDS = 9


@dataclass(frozen=True)
class Tables:
    """What each segment does at each level of its factor, in currency.

    Attributes:
        figures: defaults, present value, variance of the loss, then the loss of each bucket, then
            claims and recoveries of each year: shape (segments, nodes, columns).
        lines: monthly lines, shape (segments, nodes, lines, months).
        deviations: of the shared part of each segment.
        buckets: names of the buckets.
        years: how many years are told.
        floating: what is outstanding in each month of contracts whose payments float, the debtors'
            and the State's: shape (segments, nodes, 2 or none, months + 1).
        pooled: what the contracts of each pool do by month, shape (segments, nodes, pools, columns
            of `columns`).
        pools: of each bucket, the pool it is told in, counted from one; nought for none.
    """

    figures: Floats
    lines: Floats
    deviations: Floats
    buckets: tuple[str, ...]
    years: int
    floating: Floats
    pooled: Floats
    columns: Columns
    pools: tuple[int, ...]


@dataclass(frozen=True)
class _Sums:
    """Contracts of one cell after the other, summed by month.

    Attributes:
        keys: segment, curve, class and bucket of each cell.
        months: shape (cells, fields, months + 1).
        squares: of what claims on whole contracts would be, by cell and shape, (cells, shapes).
    """

    keys: Integers
    months: Floats
    squares: Floats


def tables_of(portfolio: Portfolio, future: Future, *, pools: tuple[int, ...] = ()) -> Tables:
    """Return the tables of a portfolio.

    Args:
        portfolio: contracts.
        future: what is assumed.
        pools: of each bucket, the pool it is told in by month; nought, or empty, for none.

    Raises:
        PortfolioNotUsableError: the portfolio cannot be reckoned with.
        TablesNotPossibleError: firms of groups, or a t copula, make a level not enough to know.
    """
    checked(
        portfolio,
        curves=len(future.curves),
        segments=len(future.factors.weights),
        severities=len(future.severities),
        months=future.months,
    )
    if future.factors.freedom is not None or (portfolio.group != 0).any():
        raise TablesNotPossibleError
    sums = _sums(portfolio, future)
    reach = portfolio.months + 1 + future.tail_months
    years = -(-reach // MONTHS_A_YEAR)
    segments, buckets = len(future.factors.weights), len(portfolio.buckets)
    figures = np.zeros((segments, NODES, FIGURES + buckets + 2 * years))
    lines = np.zeros((segments, NODES, LINES, reach))
    pools = pools or (0,) * buckets
    columns = Columns(reach, len(future.severities))
    pooled = np.zeros((segments, NODES, max(pools), columns.count))
    _, starts = np.unique(sums.keys[:, :_BUCKET], axis=0, return_index=True)
    for cells in np.split(np.arange(len(sums.keys)), np.sort(starts)[1:]):
        segment = sums.keys[cells[0], 0]
        _add_cells(figures[segment], lines[segment], sums, cells, future, buckets)
        _add_variance(figures[segment], sums, cells, future, portfolio.profiles * portfolio.kept)
        _add_pools(pooled[segment], columns, sums, cells, future, portfolio, np.array(pools))
    deviations = future.factors.shared_deviations
    floating = _floating(portfolio, future)
    return Tables(
        figures, lines, deviations, portfolio.buckets, years, floating, pooled, columns, pools
    )


def _add_pools(
    pooled: Floats, columns: Columns, sums: _Sums, cells: Integers, future: Future,
    portfolio: Portfolio, pools: Integers,
) -> None:  # fmt: skip
    """Add what cells of one segment, curve and class do to the tables of their pools."""
    segment, curve, kind, _ = (int(each) for each in sums.keys[cells[0]])
    of = pools[sums.keys[cells, _BUCKET]]
    if not of.any():
        return
    length = portfolio.months
    severity = future.severities[kind]
    happens = np.diff(_conditional(future, segment, curve)[:, : length + 1], axis=1)
    lost, square = mean_given(severity, levels()), square_given(severity, levels())
    shapes = (portfolio.profiles * portfolio.kept)[:, :length]
    for pool in np.unique(of[of > 0]):
        months = sums.months[cells[of == pool], :, :length].sum(axis=0)
        squares = sums.squares[cells[of == pool]].sum(axis=0)
        part = Cells(
            kind, happens, lost, square, months[_COVERED], months[_SQUARED], shapes, squares
        )
        add_cells(pooled[:, pool - 1], columns, part, wait=severity.wait_months)


def _floating(portfolio: Portfolio, future: Future) -> Floats:
    """Return what is outstanding of floating contracts at each node, where a rate is drawn."""
    segments, length = len(future.factors.weights), portfolio.months
    kinds = FLOATING_SUBSIDY if future.rate is not None and portfolio.floating.any() else 0
    found = np.zeros((segments, NODES, kinds, length + 1))
    if not kinds:
        return found
    paid = portfolio.profiles * portfolio.kept
    keys = np.ravel_multi_index(
        (portfolio.segment, portfolio.curve), (segments, len(future.curves))
    )
    for key in np.unique(keys):
        segment, curve = divmod(int(key), len(future.curves))
        alive = 1.0 - _conditional(future, segment, curve)[:, 1 : length + 1]
        for place, kind in enumerate((FLOATING, FLOATING_SUBSIDY)):
            chosen = (keys == key) & (portfolio.floating == kind)
            amounts = np.bincount(
                portfolio.profile[chosen], portfolio.outstanding[chosen], minlength=len(paid)
            )
            found[segment, :, place, :length] += alive * (amounts @ paid)[:length]
    return found


def _sums(portfolio: Portfolio, future: Future) -> _Sums:
    """Sum contracts of one cell and shape, then shapes of one cell."""
    sizes = (
        len(future.factors.weights),
        len(future.curves),
        len(future.severities),
        len(portfolio.buckets),
    )
    key = np.ravel_multi_index(
        (portfolio.segment, portfolio.curve, portfolio.severity, portfolio.bucket), sizes
    )
    cells, cell = np.unique(key, return_inverse=True)
    pair, inverse = np.unique(
        cell * len(portfolio.profiles) + portfolio.profile, return_inverse=True
    )
    waits = np.array([each.wait_months for each in future.severities])
    accrued = 1.0 + portfolio.interest_rate * waits[portfolio.severity] / MONTHS_A_YEAR
    amount, share = portfolio.outstanding, portfolio.share
    columns = (
        amount * share * accrued,
        (amount * share * accrued) ** 2,
        amount,
        amount * portfolio.interest_rate / MONTHS_A_YEAR,
        amount * share * portfolio.premium_rate / MONTHS_A_YEAR,
        amount * portfolio.subsidy_rate / MONTHS_A_YEAR,
        np.ones(len(portfolio)),
    )
    summed = np.stack(
        [np.bincount(inverse, each, len(pair)).astype(np.float64) for each in columns], axis=1
    )
    months = np.zeros((len(cells), _FIELDS, portfolio.months + 1))
    place, shape = np.divmod(pair, len(portfolio.profiles))
    _sum_shapes(place, shape, summed, portfolio.profiles, portfolio.kept, months)
    squares = np.zeros((len(cells), len(portfolio.profiles)))
    squares[place, shape] = summed[:, _SQUARED]
    return _Sums(np.stack(np.unravel_index(cells, sizes), axis=1), months, squares)


@compiled
def _sum_shapes(
    cells: Integers, shapes: Integers, summed: Floats, profiles: Floats, kept: Floats,
    months: Floats,
) -> None:  # fmt: skip
    """Add to each cell what its contracts of a shape are expected to pay in each month.

    What was repaid early is not there to default: a share is kept.
    """
    length = profiles.shape[1]
    for row in range(len(cells)):
        shares, left = profiles[shapes[row]], kept[shapes[row]]
        whole = months[cells[row]]
        values = summed[row]
        for month in range(length):
            share = shares[month]
            whole[_SQUARED, month] += values[_SQUARED] * share * share * left[month]
            if share > 0.0:
                whole[_ONE, month] += values[_ONE] * left[month]
        for field in (_COVERED, _BALANCE, _INTEREST, _PREMIUM, _SUBSIDY):
            line, value = whole[field], values[field]
            for month in range(length):
                line[month] += value * shares[month] * left[month]
        repaid, drawn, value = whole[_REPAID], whole[_DRAWN], values[_BALANCE]
        for month in range(length - 1):
            move = value * (shares[month] * left[month] - shares[month + 1] * left[month + 1])
            repaid[month] += max(move, 0.0)
            drawn[month] += max(-move, 0.0)


def levels() -> Floats:
    """Return the levels of a factor at the nodes, in standard deviations."""
    return np.linspace(-REACH, REACH, NODES)


def _add_cells(
    figures: Floats, lines: Floats, sums: _Sums, cells: Integers, future: Future, buckets: int
) -> None:
    """Add what cells of one segment, curve and class do at each node to the segment's tables."""
    segment, curve, kind, _ = (int(each) for each in sums.keys[cells[0]])
    months = sums.months[cells].sum(axis=0)
    length, reach = months.shape[1] - 1, lines.shape[2]
    reached = _conditional(future, segment, curve)[:, : length + 1]
    happens, gone = np.diff(reached, axis=1), reached[:, 1:]
    severity = future.severities[kind]
    lost = mean_given(severity, levels())[:, None]
    wait = severity.wait_months
    claims = np.zeros((NODES, reach))
    claims[:, wait : wait + length] = happens * months[_COVERED, :length]
    recovered = claims * (1.0 - lost)
    recoveries = np.zeros((NODES, reach))
    for lag, share in severity.lags:
        recoveries[:, lag:] += recovered[:, : reach - lag] * share
    alive = 1.0 - gone
    for row, field in enumerate((_DRAWN, _REPAID, _INTEREST, _PREMIUM, _SUBSIDY)):
        lines[:, row, :length] += alive * months[field, :length]
    lines[:, LINES - 2] += claims
    lines[:, LINES - 1] += recoveries
    figures[:, COUNT] += happens @ months[_ONE, :length]
    fees = months[_PREMIUM, :length] - months[_SUBSIDY, :length]
    figures[:, VALUE] += _value(
        claims, recovered, gone @ (fees * _month_ends(future, length)), future, kind
    )
    each = happens @ sums.months[cells, _COVERED, :length].T * lost
    figures[:, FIGURES + sums.keys[cells, _BUCKET]] += each
    starts = np.arange(0, reach, MONTHS_A_YEAR)
    years, at = len(starts), FIGURES + buckets
    figures[:, at : at + years] += np.add.reduceat(claims, starts, axis=1)
    figures[:, at + years : at + 2 * years] += np.add.reduceat(recoveries, starts, axis=1)


def _add_variance(
    figures: Floats, sums: _Sums, cells: Integers, future: Future, profiles: Floats
) -> None:
    """Add the variance of the loss at each node: mean of squares less squares of means.

    Contracts are taken one by one, also those of one firm.
    """
    segment, curve, kind, _ = (int(each) for each in sums.keys[cells[0]])
    length = profiles.shape[1] - 1
    happens = np.diff(_conditional(future, segment, curve)[:, : length + 1], axis=1)
    severity = future.severities[kind]
    squares = happens @ sums.months[cells, _SQUARED, :length].sum(axis=0)
    means = (happens @ profiles[:, :length].T) ** 2 @ sums.squares[cells].sum(axis=0)
    lost = mean_given(severity, levels())
    figures[:, VARIANCE] += squares * square_given(severity, levels()) - means * lost**2


def _month_ends(future: Future, months: int) -> Floats:
    return future.discounts(months)[1:]


def _value(claims: Floats, recovered: Floats, fees: Floats, future: Future, kind: int) -> Floats:
    """Return the present value of what defaults cost, at each node.

    Args:
        claims: shape (nodes, months).
        recovered: all that will be of them, shape (nodes, months).
        fees: present value of premiums lost less subsidies saved.
        future: what is assumed.
        kind: class of severity.
    """
    reach = claims.shape[1]
    back = recovery_discounts(future, reach)[kind]
    return np.asarray(claims @ _month_ends(future, reach) - recovered @ back + fees)


def _conditional(future: Future, segment: int, curve: int) -> Floats:
    """Return the probability of default up to each month at each node, (nodes, months + 1)."""
    shared = future.factors.shared_deviations[segment] * levels()
    own = future.factors.own_weights[segment, 0]
    return normal_probability((future.barriers[curve][None, :] - shared[:, None]) / own)
