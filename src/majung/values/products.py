"""Exact products and quotients of 64-bit integers, compiled.

Interest is a product of three integers over two: in 64 bits the product overflows long before the
result does, and compiled overflow is silent.  Here a product that does not fit is never formed: it
is divided digit by digit, so every step fits.
"""

from majung.values.compiling import WORD_BITS, bit_length, compiled, high_product, inlined

#: Factors and divisors stay below it, so a sum of two still fits.
BOUND = 1 << 62

ROUND_DOWN, ROUND_UP, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_CEILING = range(6)

#: A product below it can be divided by a reciprocal.
SHORT_BITS = 61
SHORT_BOUND = 1 << SHORT_BITS

#: Divisors below it, and dividends that make quotients below half of it, go the narrow way.
NARROW_BOUND = 1 << 31
_NARROW_MASK = (1 << 32) - 1
_NARROW_BEFORE, _NARROW_AFTER = 29, 33

#: Amounts below it can be multiplied by a factor in two halves; factors stay below theirs.
FACTORED_BOUND = 1 << 32
_FACTOR_BITS = 61
FACTOR_BOUND = 1 << _FACTOR_BITS
_FACTOR_HIGH_BITS = 30
#: A word has three bits more than a factor; the bound of a product of words that are 0 or more.
_WORD_LEAST_BITS = 3
_WORD_BOUND = (1 << 63) - 1

_BOUND_BITS = 62
_HALF_BITS = 31
_HALF_BOUND = 1 << _HALF_BITS
_HALF_MASK = _HALF_BOUND - 1
_DIGIT_BITS = 30
_DIGIT_MASK = (1 << _DIGIT_BITS) - 1
_PRODUCT_BITS = 63


@compiled
def product_quotient(first: int, second: int, divisor: int) -> tuple[int, int]:
    """Return quotient and rest of ``first * second / divisor``, exact.

    Args:
        first: 0 or more, below `BOUND`.
        second: 0 or more, below `BOUND`.
        divisor: above 0, at most half of `BOUND`; the quotient must be below `BOUND`.
    """
    whole = 0
    # Lengths say without a division whether a product fits 63 bits; most do.
    if bit_length(first) + bit_length(second) > _PRODUCT_BITS and first >= divisor:
        whole = first // divisor
        first -= whole * divisor
    if bit_length(first) + bit_length(second) > _PRODUCT_BITS:
        quotient, rest = _long_quotient(first, second, divisor)
        return whole * second + quotient, rest
    product = first * second
    quotient = product // divisor
    return whole * second + quotient, product - quotient * divisor


@inlined
def power_quotient(number: int, bits: int, divisor: int) -> tuple[int, int]:
    """Return quotient and rest of ``number * 2**bits / divisor``, exact; mostly by one division.

    The first digits of both say a quotient below 2³⁰, or one above it, which the rest tells.

    Args:
        number: 0 or more, below `BOUND`.
        bits: 0 or more, below 62.
        divisor: above 0, at most half of `BOUND`; the quotient must be below `BOUND`.
    """
    right = bit_length(divisor) - _HALF_BITS
    left = bits - right
    if right < 0 or left < 0 or bits < _DIGIT_BITS or bit_length(number) + left > 2 * _DIGIT_BITS:
        return product_quotient(number, 1 << bits, divisor)
    quotient = (number << left) // (divisor >> right)
    high = (number << (bits - _DIGIT_BITS)) - quotient * (divisor >> _DIGIT_BITS)
    rest = (high << _DIGIT_BITS) - quotient * (divisor & _DIGIT_MASK)
    if rest < 0:
        return quotient - 1, rest + divisor
    return quotient, rest


@compiled
def reciprocal(divisor: int) -> tuple[int, int]:
    """Return what `quotient_by` multiplies with and shifts by, in place of dividing.

    Args:
        divisor: from 8 on, at most half of `BOUND`.
    """
    bits = _BOUND_BITS - _zeros_before(divisor - 1)
    factor = product_quotient(SHORT_BOUND, 1 << bits, divisor)[0] + 1
    return factor, bits + SHORT_BITS - WORD_BITS


@inlined
def quotient_by(product: int, divisor: int, factor: int, shift: int) -> tuple[int, int]:
    """Return quotient and rest of ``product / divisor``, exact, without dividing.

    Args:
        product: 0 or more, below `SHORT_BOUND`.
        factor: with `shift` the divisor's `reciprocal`.

    Source: Granlund and Montgomery, Division by Invariant Integers using Multiplication, 1994.
    """
    quotient = high_product(product, factor) >> shift
    return quotient, product - quotient * divisor


@compiled
def narrow_reciprocal(divisor: int) -> tuple[int, int]:
    """Return what `narrow_quotient` wants of a divisor: how far to shift it, and its reciprocal.

    The dividend is shifted as far as the divisor; the quotient stays the same.

    Args:
        divisor: above 0, below `NARROW_BOUND`.
    """
    shift = _zeros_before(divisor) - (_BOUND_BITS - _HALF_BITS)
    return shift, min(BOUND // (divisor << shift), _NARROW_MASK)


@compiled
def narrow_quotient(product: int, divisor: int, factor: int) -> int:
    """Return ``product // divisor``, exact, from products of 32 bits that processors take in rows.

    The reciprocal's quotient is the true one or one below it, which the rest tells.

    Args:
        product: 0 or more, below 2⁶⁰, so the quotient is below 2²⁹; shifted.
        divisor: shifted, so from 2³⁰ on and below 2³¹.
        factor: its reciprocal.
    """
    quotient = ((product >> _NARROW_BEFORE) & _NARROW_MASK) * (factor & _NARROW_MASK)
    quotient >>= _NARROW_AFTER
    rest = product - (quotient & _NARROW_MASK) * (divisor & _NARROW_MASK)
    return quotient + (1 if rest >= divisor else 0)


@compiled
def quotient_factor(rate: int, divisor: int, factor: int, shift: int) -> int:
    """Return ``rate / divisor`` in parts of `FACTOR_BOUND`, cut and one more.

    Args:
        rate: 0 or more, below the divisor.
        divisor: below `NARROW_BOUND`, so both digits fit.
        factor: with `shift` the divisor's `reciprocal`.
    """
    high, rest = quotient_by(rate << _FACTOR_HIGH_BITS, divisor, factor, shift)
    low, _ = quotient_by(rest << _HALF_BITS, divisor, factor, shift)
    return (high << _HALF_BITS) + low + 1


@compiled
def is_word_factored(amount: int, rate: int, parts: int, divisor: int) -> bool:
    """Tell whether interest on this amount, or less, can be had by one high product.

    It is ``high_product(amount, word_factor(rate, …) * parts)``, for so many parts or fewer.  The
    factor is too large by at most `parts` of 2⁶⁴, the product so by less than one part of the
    divisor: too little to reach the next whole number.

    Args:
        divisor: at most half of `BOUND`.

    Source: Granlund and Montgomery, Division by Invariant Integers using Multiplication, 1994.
    """
    if not 8 <= divisor < NARROW_BOUND // 2 or rate < 0 or not 0 < parts < NARROW_BOUND:
        return False
    # The factor stays below 2⁶³, for at most half of what is owed is interest.
    return rate * parts < divisor // 2 and amount <= _WORD_BOUND // (divisor * parts)


@compiled
def word_factor(rate: int, divisor: int, factor: int, shift: int) -> int:
    """Return ``rate / divisor`` in parts of 2⁶⁴, cut and one more.

    Args:
        rate: 0 or more, below half of the divisor.
        divisor: from 8 on, below half of `NARROW_BOUND`.
        factor: with `shift` the divisor's `reciprocal`.
    """
    high, rest = quotient_by(rate << _FACTOR_HIGH_BITS, divisor, factor, shift)
    low, rest = quotient_by(rest << _HALF_BITS, divisor, factor, shift)
    least, _ = quotient_by(rest << _WORD_LEAST_BITS, divisor, factor, shift)
    return (((high << _HALF_BITS) + low) << _WORD_LEAST_BITS) + least + 1


@compiled
def factor_halves(factor: int) -> tuple[int, int]:
    """Return a factor below `FACTOR_BOUND` as `factored_quotient` takes it."""
    return factor >> _HALF_BITS, factor & _HALF_MASK


@compiled
def factored_quotient(amount: int, high: int, low: int) -> int:
    """Return ``amount * rate * parts / divisor``, cut, from two products of 32 bits.

    The factor is too large by at most `parts` of `FACTOR_BOUND`, the product so by less than one
    part of the divisor where ``amount * parts * divisor < FACTOR_BOUND``: too little to reach the
    next whole number.

    Args:
        amount: 0 or more, below `FACTORED_BOUND`.
        high: with `low` the halves of ``quotient_factor(rate, divisor) * parts``.

    Source: Granlund and Montgomery, Division by Invariant Integers using Multiplication, 1994.
    """
    short = amount & _NARROW_MASK
    below = (short * (low & _NARROW_MASK)) >> _HALF_BITS
    return (short * (high & _NARROW_MASK) + below) >> _FACTOR_HIGH_BITS


@compiled
def _long_quotient(first: int, second: int, divisor: int) -> tuple[int, int]:
    """Divide a product of two digits by two digits, as on paper; ``first < divisor``.

    Source: Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D, in digits of 31 bits.
    """
    # Shifted so that the divisor's first digit is at least half of a digit's bound.
    left = _zeros_before(divisor)
    first <<= left
    divisor <<= left
    first_high, first_low = first >> _HALF_BITS, first & _HALF_MASK
    second_high, second_low = second >> _HALF_BITS, second & _HALF_MASK
    low = first_low * second_low
    middle = first_high * second_low + first_low * second_high + (low >> _HALF_BITS)
    rest = first_high * second_high + (middle >> _HALF_BITS)
    high, rest = _digit(rest, middle & _HALF_MASK, divisor)
    digit, rest = _digit(rest, low & _HALF_MASK, divisor)
    return (high << _HALF_BITS) + digit, rest >> left


@compiled
def _digit(rest: int, next_digit: int, divisor: int) -> tuple[int, int]:
    """Return one digit of a quotient, and what is left over; ``rest < divisor``."""
    divisor_high, divisor_low = divisor >> _HALF_BITS, divisor & _HALF_MASK
    # The first digit of most quotients is nought.
    digit = rest // divisor_high if rest >= divisor_high else 0
    left = rest - digit * divisor_high
    # Too large by two at most.
    while digit >= _HALF_BOUND or digit * divisor_low > (left << _HALF_BITS) + next_digit:
        digit -= 1
        left += divisor_high
        if left >= _HALF_BOUND:
            break
    return digit, (left << _HALF_BITS) + next_digit - digit * divisor_low


@compiled
def _zeros_before(divisor: int) -> int:
    """Return by how many bits a divisor can be shifted and stays below `BOUND`."""
    return _BOUND_BITS - bit_length(divisor)


@inlined
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


@inlined
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
