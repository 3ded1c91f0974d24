"""Figures read off a distribution of losses, each with how sure it is.

A quantile of simulated losses is known between two of them: the interval that is told holds the
true one with 95 % whatever the distribution.
"""

from collections.abc import Mapping

import numpy as np
from scipy.special import bdtrik

from majung.risk.arrays import Floats
from majung.risk.losses.exact import Outcome
from majung.risk.losses.figures import Frequencies, Interval
from majung.risk.losses.tail import Weighted

_TWO_SIDED = 0.025
#: Parts into which losses are counted, and where the last ends, in times of the shortfall.
_COUNTED, _BEYOND = 40, 1.1
_NORMAL = 1.959963984540054
#: Deviation given the factors, in parts of the largest loss, where there is none.
_NARROWEST = 1e-12
_NEAR_MAX = 25


def frequencies_of(losses: Floats, shortfall: float) -> Frequencies:
    """Count losses of scenarios that weigh the same, up to a little beyond the shortfall.

    Losses below nought are counted in the first part.
    """
    width = _BEYOND * shortfall / _COUNTED if shortfall > 0.0 else 1.0
    place = np.clip(np.floor(losses / width), 0, _COUNTED - 1).astype(np.int64)
    counts = np.bincount(place, minlength=_COUNTED)
    return Frequencies(width, tuple((counts / len(losses)).tolist()))


def expected_loss(losses: Floats) -> Interval:
    """Return the mean loss of scenarios that weigh the same."""
    mean = float(losses.mean())
    half = _NORMAL * float(losses.std()) / np.sqrt(len(losses))
    return Interval(mean, mean - float(half), mean + float(half))


def value_at_risk(losses: Floats, level: float) -> Interval:
    """Return the loss that is not exceeded with a probability: an order statistic.

    Args:
        losses: of scenarios that weigh the same.
        level: as 0.999.

    Source: David, Nagaraja (2003), "Order statistics", section 7.1, for the bounds.
    """
    ordered = np.sort(losses)
    count = len(ordered)
    last = count - 1
    low, high = (
        int(np.clip(np.ceil(bdtrik(part, count, level)), 0, last))
        for part in (_TWO_SIDED, 1.0 - _TWO_SIDED)
    )
    place = min(int(np.ceil(level * count)) - 1, last)
    return Interval(float(ordered[place]), float(ordered[max(low - 1, 0)]), float(ordered[high]))


def expected_shortfall(losses: Floats, level: float) -> Interval:
    """Return the mean of the losses at and beyond the value at risk.

    Source: Acerbi, Tasche (2002); the error of a mean over the tail, with the quantile's own.
    """
    worst = losses[tail_of(losses, level)]
    mean = float(worst.mean())
    quantile = float(worst.min())
    spread = float(worst.var()) + level * (mean - quantile) ** 2
    half = _NORMAL * np.sqrt(spread / len(worst))
    return Interval(mean, mean - float(half), mean + float(half))


def smoothed(outcome: Outcome, level: float) -> tuple[Interval, Interval]:
    """Return value at risk and expected shortfall of an outcome, chance taken out where it can be.

    Where a scenario gives a distribution and not one number, as tables do, the quantile of them all
    is taken: a single order statistic moves with the one draw that was made for small names.  What
    is told about the error is still that of as many scenarios.
    """
    losses = outcome.losses.sum(axis=1)
    value, short = value_at_risk(losses, level), expected_shortfall(losses, level)
    if outcome.means is None or outcome.deviations is None:
        return value, short
    floor = max(float(outcome.means.max()), 1.0) * _NARROWEST
    given = Weighted(
        outcome.means, np.maximum(outcome.deviations, floor), np.ones(len(outcome.means))
    )
    return _about(given.quantile(level), value), _about(given.shortfall(level), short)


def _about(value: float, drawn: Interval) -> Interval:
    return Interval(value, min(drawn.low, value), max(drawn.high, value))


def tail_of(losses: Floats, level: float) -> np.ndarray:
    """Return the places of the worst losses beyond a level, at least one."""
    count = max(int(np.floor((1.0 - level) * len(losses) + 1e-9)), 1)
    return np.argsort(losses, kind="stable")[-count:]


def near_quantile(losses: Floats, level: float) -> np.ndarray:
    """Return the places of the losses about a quantile, at most half as many each way as beyond it.

    One scenario says little about what parts add to a value at risk; these are averaged.
    """
    order = np.argsort(losses, kind="stable")
    count = len(order)
    middle = min(int(np.ceil(level * count)) - 1, count - 1)
    each = min((count - 1 - middle) // 2, _NEAR_MAX)
    return order[max(middle - each, 0) : middle + each + 1]


def contributions(
    losses: Floats, names: tuple[str, ...], *, level: float
) -> Mapping[str, tuple[float, float]]:
    """Return what each part adds to the expected loss and to the expected shortfall.

    Args:
        losses: shape (scenarios, parts).
        names: of the parts.
        level: of the shortfall.

    Source: Tasche (1999), Euler allocation: the parts sum to the whole.
    """
    tail = tail_of(losses.sum(axis=1), level)
    expected, short = losses.mean(axis=0), losses[tail].mean(axis=0)
    return {
        name: (float(one), float(two))
        for name, one, two in zip(names, expected, short, strict=True)
    }


def yearly_quantiles(years: Floats, levels: tuple[float, ...]) -> Floats:
    """Return quantiles of claims less recoveries in each year, shape (levels, years): a fan.

    Args:
        years: claims and recoveries of years, or of months: shape (scenarios, 2, years).
        levels: as 0.05, 0.5, 0.95.
    """
    net = years[:, 0] - years[:, 1]
    return np.asarray(np.quantile(net, levels, axis=0))
