"""Exact products and quotients of 64-bit integers, compiled.

Interest is a product of three integers over two: in 64 bits the product overflows long before the
result does, and compiled overflow is silent.  Here the product is never formed: it is divided
while it is built, a few bits at a time, so every step fits.
"""

from majung.values.compiling import compiled

#: Factors and divisors stay below it, so a sum of two still fits.
BOUND = 1 << 62

ROUND_DOWN, ROUND_UP, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_CEILING = range(6)

_HALF_BITS = 31
_HALF_BOUND = 1 << _HALF_BITS
_AMOUNT_BOUND = 1 << 42


@compiled
def product_quotient(first: int, second: int, divisor: int) -> tuple[int, int]:
    """Return quotient and rest of ``first * second / divisor``, exact.

    Args:
        first: 0 or more, below `BOUND`.
        second: 0 or more, below `BOUND`.
        divisor: above 0, at most half of `BOUND`; the quotient must be below `BOUND`.
    """
    # Most products fit and show it without a division: two halves, or an amount and a rate.
    fits = (first < _HALF_BOUND and second < _HALF_BOUND) or (
        first < _AMOUNT_BOUND and second < BOUND // _AMOUNT_BOUND
    )
    if fits or second <= BOUND // max(first, 1):
        product = first * second
        quotient = product // divisor
        return quotient, product - quotient * divisor
    whole = first // divisor
    rest = first - whole * divisor
    if rest < _HALF_BOUND and second < _HALF_BOUND:
        part = rest * second
        quotient = part // divisor
        return whole * second + quotient, part - quotient * divisor
    quotient, rest = _long_quotient(rest, second, divisor)
    return whole * second + quotient, rest


@compiled
def _long_quotient(first: int, second: int, divisor: int) -> tuple[int, int]:
    """Divide while multiplying, from the high bits of `second` down; ``first < divisor``."""
    bits = _bits_at_once(divisor)
    left = 0
    while second >> left >= 1 << bits:
        left += bits
    quotient = 0
    rest = 0
    while left >= 0:
        digit = (second >> left) & ((1 << bits) - 1)
        rest = (rest << bits) + first * digit
        step = rest // divisor
        quotient = (quotient << bits) + step
        rest -= step * divisor
        left -= bits
    return quotient, rest


@compiled
def _bits_at_once(divisor: int) -> int:
    """Return how many bits can be taken so that twice the divisor, so shifted, still fits."""
    bits = 1
    for step in (16, 8, 4, 2, 1):
        if divisor < BOUND >> (bits + step):
            bits += step
    return bits


@compiled
def rounded(quotient: int, rest: int, divisor: int, rounding: int) -> int:
    """Round ``quotient + rest / divisor``, 0 or more, to a whole number.

    Args:
        rounding: one of the codes `ROUND_DOWN` … `ROUND_CEILING`, in the order of `Rounding`.
    """
    if rest == 0 or rounding in (ROUND_DOWN, ROUND_FLOOR):
        return quotient
    if rounding in (ROUND_UP, ROUND_CEILING):
        return quotient + 1
    # The rest is compared with what is left of the divisor: doubling it could overflow.
    remaining = divisor - rest
    if rest > remaining or (rest == remaining and (rounding == ROUND_HALF_UP or quotient & 1)):
        return quotient + 1
    return quotient


@compiled
def signed_quotient(first: int, second: int, divisor: int) -> tuple[int, int]:
    """Return quotient and rest of ``first * second / divisor``, exact; the rest is never negative.

    Args:
        first: 0 or more, below `BOUND`.
        second: below `BOUND` by size.
        divisor: as of `product_quotient`.
    """
    if second >= 0:
        return product_quotient(first, second, divisor)
    quotient, rest = product_quotient(first, -second, divisor)
    if rest == 0:
        return -quotient, 0
    return -quotient - 1, divisor - rest


@compiled
def rounded_signed(quotient: int, rest: int, divisor: int, rounding: int) -> int:
    """Round ``quotient + rest / divisor``, of either sign, to a whole number.

    DOWN, UP and the halves look at the size, FLOOR and CEILING at the number line.

    Args:
        rest: 0 or more, below the divisor.
        rounding: a code as of `rounded`.
    """
    if quotient >= 0:
        return rounded(quotient, rest, divisor, rounding)
    if rest == 0 or rounding in (ROUND_UP, ROUND_FLOOR):
        return quotient
    if rounding in (ROUND_DOWN, ROUND_CEILING):
        return quotient + 1
    return -rounded(-quotient - 1, divisor - rest, divisor, rounding)


@compiled
def mul_div(first: int, second: int, divisor: int, rounding: int) -> int:
    """Return ``first * second / divisor`` rounded, exact.

    The first factor may be negative; rounding then looks at the size for DOWN, UP and the halves,
    and at the number line for FLOOR and CEILING.

    Args:
        first: below `BOUND` by size.
        second: 0 or more, below `BOUND`.
        divisor: above 0, at most half of `BOUND`.
        rounding: a code as of `rounded`.
    """
    quotient, rest = product_quotient(abs(first), second, divisor)
    if first >= 0:
        return rounded(quotient, rest, divisor, rounding)
    if rounding == ROUND_FLOOR:
        return -rounded(quotient, rest, divisor, ROUND_UP)
    if rounding == ROUND_CEILING:
        return -quotient
    return -rounded(quotient, rest, divisor, rounding)
