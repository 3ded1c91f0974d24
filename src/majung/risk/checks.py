"""What figures of this package must be, said once: shares, finite numbers, something at all."""

import numpy as np
from numpy.typing import ArrayLike

from majung.errors import PolicyFinanceError
from majung.risk.arrays import Floats


class ShareOutsideError(PolicyFinanceError):
    """A probability, a recovery or a cover ratio lies between nothing and the whole."""

    kind = "risk-share-outside"


class FigureNotFiniteError(PolicyFinanceError):
    """A figure that is reckoned with is a number."""

    kind = "risk-figure-not-finite"


class NothingDisbursedError(PolicyFinanceError):
    """A rate is per 100 disbursed, so something is."""

    kind = "risk-nothing-disbursed"


def shares(name: str, values: ArrayLike) -> Floats:
    """Return values as an array, each from 0 to 1.

    Args:
        name: of the figure, for the sentence.

    Raises:
        ShareOutsideError: a value is outside, with its number, the first counted 1.
    """
    array = finite(name, values)
    outside = np.flatnonzero((array < 0.0) | (array > 1.0))
    if len(outside):
        place = int(outside[0])
        raise ShareOutsideError(
            name=name, number=place + 1, value=f"{float(array.ravel()[place]):g}"
        )
    return array


def finite(name: str, values: ArrayLike) -> Floats:
    """Return values as an array of finite numbers.

    Raises:
        FigureNotFiniteError: a value is missing or infinite, with its number, the first counted 1.
    """
    array = np.asarray(values, np.float64)
    broken = np.flatnonzero(~np.isfinite(array))
    if len(broken):
        raise FigureNotFiniteError(name=name, number=int(broken[0]) + 1)
    return array
