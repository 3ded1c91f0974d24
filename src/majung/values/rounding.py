"""How a fraction of a minor unit becomes a whole one.

Rounding is a term of a contract or programme (won are truncated by custom), so whoever
multiplies names the way; nothing here has a default.
"""

from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    """The ways to round.  DOWN and UP look from zero, FLOOR and CEILING from the number line."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    FLOOR = "floor"
    CEILING = "ceiling"


def round_fraction(value: Fraction, rounding: Rounding, multiple: int = 1) -> int:
    """Round to a whole multiple of `multiple`.

    DOWN drops what is left over, UP completes it, both by size and not by sign, so a reversed
    amount rounds to the reversed result; HALF_UP sends an exact half away from zero.

    >>> round_fraction(Fraction(-25, 10), Rounding.HALF_UP)
    -3
    >>> round_fraction(Fraction(12_349), Rounding.DOWN, multiple=10)
    12340

    Args:
        multiple: 1 or more: 10 cuts below ten won (원 단위 절사).
    """
    if multiple < 1:
        raise ValueError(f"a rounding multiple is 1 or more, not {multiple}")
    count, rest = divmod(abs(value), multiple)
    size = (count + _completes(rest / multiple, count, rounding, negative=value < 0)) * multiple
    return -size if value < 0 else size


def _completes(rest: Fraction, count: int, rounding: Rounding, *, negative: bool) -> bool:
    """Tell whether the part left over, 0 <= rest < 1, is completed away from zero."""
    half = Fraction(1, 2)
    match rounding:
        case Rounding.DOWN:
            return False
        case Rounding.UP:
            return rest > 0
        case Rounding.HALF_UP:
            return rest >= half
        case Rounding.HALF_EVEN:
            return rest > half or (rest == half and count % 2 == 1)
        case Rounding.FLOOR:
            return rest > 0 and negative
        case Rounding.CEILING:
            return rest > 0 and not negative
