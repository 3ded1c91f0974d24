"""Whether a rating foretells defaults: predicted against realised, grade by grade or year by year.

A few defaults more or less are chance; each group gets the range in which its true rate lies with
95 % certainty, and is out of tune only where the prediction lies outside of it.
"""

from collections.abc import Sequence
from importlib import import_module

import numpy as np
from numpy.typing import ArrayLike

from majung.risk.arrays import Floats
from majung.risk.backtest.tuning import Calibrated
from majung.risk.checks import shares

LEVEL = 0.95


def calibration(
    groups: Sequence[str], *, predicted: ArrayLike, loans: ArrayLike, defaults: ArrayLike
) -> tuple[Calibrated, ...]:
    """Compare predicted with realised default rates, a line a group, in the order given.

    Args:
        predicted: mean probability of default of each group.
        loans: how many were at risk.
        defaults: how many of them defaulted.

    Raises:
        ShareOutsideError: a probability, or a share of defaults, is outside 0 … 1.

    Source: Clopper–Pearson interval (1934); Basel Committee (2005), working paper 14, on
    validation.
    """
    chance = np.atleast_1d(shares("probability of default", predicted))
    count = np.atleast_1d(np.asarray(loans, np.int64))
    bad = np.atleast_1d(np.asarray(defaults, np.int64))
    realised = shares("share of defaults", bad / np.maximum(count, 1))
    least, most = _range(count, bad)
    return tuple(
        Calibrated(*each)
        for each in zip(
            groups, count.tolist(), bad.tolist(), chance.tolist(), realised.tolist(),
            least.tolist(), most.tolist(), strict=True,
        )
    )  # fmt: skip


def _range(count: ArrayLike, bad: ArrayLike) -> tuple[Floats, Floats]:
    # Only where a range is reckoned: pages that offer one load with all others.
    betaincinv = import_module("scipy.special").betaincinv
    loans, defaults = np.asarray(count, np.float64), np.asarray(bad, np.float64)
    tail = (1.0 - LEVEL) / 2.0
    good = loans - defaults
    least = np.where(defaults > 0, betaincinv(np.maximum(defaults, 1.0), good + 1.0, tail), 0.0)
    most = np.where(good > 0, betaincinv(defaults + 1.0, np.maximum(good, 1.0), 1.0 - tail), 1.0)
    return np.asarray(least), np.asarray(most)
