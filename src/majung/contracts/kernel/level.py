"""The level instalment: the one payment that, made at every due day left, repays the loan.

Reckoned at the next due day, with the interest falling due there as it really is (it may span
two rates or a drawdown) and every later period at the rate in force::

    A (1 + v1 + v1 v2 + …) = P + I - B v1 v2 … vn,    v = 1 / (1 + rate × part of the year)

A first reckoning in 61 bits knows its own error.  Where a rounding could turn on that error, it is
certified in 124 bits: the payment itself is tried against the equation.  A payment closer to a
rounding boundary than 2⁻⁴⁰ of a unit is taken to be on it.
"""

from majung.contracts.kernel.interest import interest_base, parts_between, quotient_of
from majung.contracts.kernel.layout import (
    BASE_DRAWN,
    KEPT_FACTOR,
    KEPT_SHIFT,
    LENGTHS_KEPT,
    RATES_KEPT,
    Record,
    Row,
    Work,
)
from majung.contracts.kernel.long_level import certified_halves
from majung.values.compiling import bit_length, compiled, high_product, inlined, natural
from majung.values.products import power_quotient, product_quotient, quotient_by, rounded

#: Discount factors are counted in parts of one.
ONE_BITS = 61
ONE = 1 << ONE_BITS
HALF_BITS = 31
HALF_MASK = (1 << HALF_BITS) - 1
#: How close to a whole number a reckoning may come before it is certified, in bits.
NEAR_BITS = 40
NEAR = 1 << NEAR_BITS
#: A rest of a divisor below it can be shifted by as many bits and is a short product still.
DIVISOR_BITS = 30
DIVISOR_SHORT = 1 << DIVISOR_BITS
#: Room for the parts of a year of one period beside a rate: ten years in parts of 365 × 366.
PARTS_BITS = 21
PARTS_MAX = 1 << PARTS_BITS
#: Where the factor of a length stands in the row of its rate; few lengths of months differ.
LENGTHS_MASK = LENGTHS_KEPT - 1
#: The factors of one rate stand in a row, so rates are scattered over the rows.
RATE_SCATTER, RATE_BITS = 40_503, 8
#: Two forms of one loop, told apart where it is compiled.
FOUND, SOUGHT = range(2)
#: What is farther from them than this share of a unit needs no closer look.
FAR_BITS = 10


@compiled
def level_instalment(contract: Record, state: Record, work: Work, index: int) -> int:
    """Return the level instalment from due day `index` on, rounded as the contract says.

    The table of due days must reach the last one.

    Source: ACTUS Technical Specification v1.1, 3.8 (annuity amount); after a change between two
    due days simple interest runs to the next one first, as the official cases have it.
    """
    state["level_first"] = max(index, state["grace"])
    set_first_interest(contract, state, work, index)
    if contract["interest_base"] == BASE_DRAWN:
        halves, is_above = _flat_halves(state, work)
    else:
        halves, is_above = _level_halves(state, work)
    # In quarters of a unit: twice the halves, and one more where the payment lies above them.
    quarters = 2 * halves + is_above
    divisor = 4 * contract["instalment_multiple"]
    # Mostly the multiple is one, and a shift will do.
    count = quarters >> 2 if divisor == 4 else quarters // divisor
    rounding = contract["instalment_rounding"]
    count = rounded(count, quarters - count * divisor, divisor, rounding)
    return count * contract["instalment_multiple"]


@inlined
def set_first_interest(contract: Record, state: Record, work: Work, index: int) -> None:
    """Note the borrower's interest that falls due with the first instalment, unrounded."""
    base = interest_base(contract, state)
    divisor = state["divisor"]
    if index < state["grace"]:
        parts = work["period_parts"][state["grace"]]
        whole, rest = quotient_of(work, base, state["rate"] * parts, divisor)
    elif state["is_closed"]:
        whole, rest = state["closed_whole"], state["closed_rest"]
    else:
        start = state["accrued_to"]
        origin = min(state["period_start"], start)
        parts = parts_between(contract, origin, start, state["period_end"], state["maturity"])
        whole, rest = quotient_of(work, base, state["rate"] * parts, divisor)
        whole += work["mark_wholes"][0]
        rest += work["mark_rests"][0]
        if rest >= divisor:
            whole += 1
            rest -= divisor
    state["level_whole"] = whole
    state["level_rest"] = rest


@compiled
def _flat_halves(state: Record, work: Work) -> tuple[int, int]:
    """Return twice the level instalment of flat interest: whole, and 1 if a part is left over.

    Principal and all interest to come are spread evenly.
    """
    first = state["level_first"]
    divisor = state["divisor"]
    whole, rest = state["level_whole"], state["level_rest"]
    for index in range(first + 1, state["last"] + 1):
        parts = work["period_parts"][index]
        more, more_rest = product_quotient(state["flat_base"], state["rate"] * parts, divisor)
        rest += more_rest
        carry = 1 if rest >= divisor else 0
        whole += more + carry
        rest -= carry * divisor
    total = 2 * (state["performing"] - state["balloon"] + whole) + 2 * rest // divisor
    if total <= 0:
        return 0, 0
    count = state["last"] - first + 1
    halves = total // count
    return halves, 1 if total > halves * count or 2 * rest % divisor else 0


@inlined
def _level_halves(state: Record, work: Work) -> tuple[int, int]:
    """Return twice the level instalment: whole, and 1 if a part is left over."""
    if state["rate"] < 0:
        return _shrinking_halves(state, work)
    count = state["last"] - state["level_first"] + 1
    bits = max(bit_length(count), 1)
    annuity = _annuity(state, work, bits)
    one = ONE >> bits
    owed = 2 * (state["performing"] + state["level_whole"])
    part = _part_of_unit(state, work, one, ONE_BITS - bits)
    at_end = 0
    if state["balloon"]:
        factor = _last_factor(state, work)
        at_end, rest = product_quotient(2 * state["balloon"], factor, ONE)
        if rest:
            at_end += 1
            part += (ONE - rest) >> bits
    if owed < at_end:
        return 0, 0
    halves, rest = power_quotient(owed - at_end, ONE_BITS - bits, annuity)
    rest += part
    while rest >= annuity:
        rest -= annuity
        halves += 1
    # Far from both ends of a unit nothing turns on the error; most payments are.
    far = annuity >> FAR_BITS
    scale = bit_length(halves + 2 * state["balloon"] + 2) + 2 * bit_length(2 * count) + 1
    if scale + FAR_BITS < ONE_BITS and far <= rest <= annuity - far:
        return halves, 1
    # Four periods add at most sixteen units to what the sum is off, of `one` each; there are at
    # most 2 count in `ONE`.  The last factor is at most three of `ONE` off for each period.
    error = product_quotient(halves + 2 * state["balloon"] + 2, 8 * count * count, ONE // NEAR)
    near = product_quotient(rest, NEAR, annuity)[0]
    if near <= error[0] + 4 or near >= NEAR - error[0] - 4:
        return certified_halves(state, work, halves)
    return halves, 1


@inlined
def _part_of_unit(state: Record, work: Work, one: int, bits: int) -> int:
    """Return twice what the first interest is above a whole unit, in parts of one, 2 to `bits`."""
    twice, divisor = 2 * state["level_rest"], state["divisor"]
    if divisor >= DIVISOR_SHORT:
        return product_quotient(twice, one, divisor)[0]
    # Two digits, each by the reciprocal of the divisor.
    factor, shift = work["kept"][KEPT_FACTOR], work["kept"][KEPT_SHIFT]
    below = bits - DIVISOR_BITS
    high, rest = quotient_by(twice << DIVISOR_BITS, divisor, factor, shift)
    return (high << below) + quotient_by(rest << below, divisor, factor, shift)[0]


@compiled
def _shrinking_halves(state: Record, work: Work) -> tuple[int, int]:
    """Return twice the level instalment at a rate below nought, to the nearest half or two.

    Discount factors would outgrow one, so all is carried forward to the last due day instead.
    """
    divisor = state["divisor"]
    factor = ONE
    high = ONE >> HALF_BITS
    low = 0
    for index in range(state["last"], state["level_first"], -1):
        left = divisor + state["rate"] * work["period_parts"][index]
        factor = product_quotient(factor, max(left, 0), divisor)[0]
        high += factor >> HALF_BITS
        low += factor & HALF_MASK
    high += low >> HALF_BITS
    low &= HALF_MASK
    count = state["last"] - state["level_first"] + 1
    bits = max(bit_length(count), 1)
    annuity = (high << (HALF_BITS - bits)) + (low >> bits)
    owed = max(2 * (state["performing"] + state["level_whole"]), 0)
    at_end = product_quotient(owed, factor, ONE)[0] - 2 * state["balloon"]
    if at_end <= 0:
        return 0, 0
    halves, rest = product_quotient(at_end, ONE >> bits, annuity)
    return halves, 1 if rest else 0


@inlined
def _annuity(state: Record, work: Work, bits: int) -> int:
    """Return what all discount factors add up to, in parts of ``ONE >> bits``.

    Periods of months have few lengths: each is looked for once, and its factor then stands in
    the row of its rate.

    Args:
        bits: of the number of factors, so the sum stays below `ONE`.
    """
    _measure(state, work)
    least, most, lengths = state["shortest"], state["longest"], state["lengths"]
    if most - least < LENGTHS_KEPT:
        rate, divisor = state["rate"], state["divisor"]
        for length in range(least, most + 1):
            if lengths >> (length & LENGTHS_MASK) & 1:
                _factor(work, rate, divisor, length)
        return _sum_of_factors(state, work, bits, FOUND)
    return _sum_of_factors(state, work, bits, SOUGHT)


@inlined
def _measure(state: Record, work: Work) -> None:
    """Find the shortest and the longest period, and which places the lengths have in a row.

    Once a table of due days.
    """
    if state["is_measured"]:
        return
    state["is_measured"] = 1
    parts = work["period_parts"][1 : natural(state["last"]) + 1]
    least, most, lengths = PARTS_MAX, 0, 0
    for place in range(len(parts)):
        least = min(least, parts[place])
        most = max(most, parts[place])
        lengths |= 1 << (parts[place] & LENGTHS_MASK)
    state["shortest"], state["longest"], state["lengths"] = least, most, lengths


@inlined
def _sum_of_factors(state: Record, work: Work, bits: int, form: int) -> int:
    """Return the same, from the last factor on: one, and the later ones' sum times a factor.

    Four periods at a time, so that a product has to wait for the one before it a quarter as often.

    Args:
        form: `FOUND` where the factors of all lengths stand in the row of the rate, else `SOUGHT`.
    """
    first = _slot(state["rate"], 0)
    kept = work["factors"][first : first + LENGTHS_KEPT]
    parts = work["period_parts"][natural(state["level_first"]) + 1 : natural(state["last"]) + 1]
    place = len(parts)
    one = ONE >> bits
    total = one
    while place & 3:
        place -= 1
        factor = _factor_of(state, work, kept, parts[place], form)
        total = one + high_product(2 * factor, 4 * total)
    while place >= 4:
        place -= 4
        near = _factor_of(state, work, kept, parts[place], form)
        third = _factor_of(state, work, kept, parts[place + 2], form)
        two = _times(near, _factor_of(state, work, kept, parts[place + 1], form))
        later = _times(third, _factor_of(state, work, kept, parts[place + 3], form))
        near = one + (near >> bits) + high_product(2 * two, 4 * ((ONE + third) >> bits))
        total = near + high_product(2 * _times(two, later), 4 * total)
    return total


@inlined
def _factor_of(state: Record, work: Work, kept: Row, parts: int, form: int) -> int:
    """Return the discount factor of one period, as `_sum_of_factors` knows it."""
    if form == FOUND:
        return kept[parts & LENGTHS_MASK]
    return _factor(work, state["rate"], state["divisor"], parts)


@compiled
def _last_factor(state: Record, work: Work) -> int:
    """Return the discount factor of the last due day."""
    rate, divisor = state["rate"], state["divisor"]
    factor = ONE
    for index in range(state["level_first"] + 1, state["last"] + 1):
        factor = _times(factor, _factor(work, rate, divisor, work["period_parts"][index]))
    return factor


@inlined
def _factor(work: Work, rate: int, divisor: int, parts: int) -> int:
    """Return the discount factor of one period; few lengths differ, so each is found once."""
    slot = _slot(rate, parts)
    key = (rate << PARTS_BITS) + parts
    if work["factor_keys"][slot] != key:
        work["factor_keys"][slot] = key
        work["factors"][slot] = product_quotient(ONE, divisor, divisor + rate * parts)[0]
    return work["factors"][slot]


@inlined
def _slot(rate: int, parts: int) -> int:
    """Return where the factor of a length is kept, in the row of its rate."""
    row = (rate * RATE_SCATTER >> RATE_BITS) & (RATES_KEPT - 1)
    return row * LENGTHS_KEPT + (parts & LENGTHS_MASK)


@inlined
def _times(first: int, second: int) -> int:
    """Multiply two factors of at most `ONE`, cutting below 2⁻⁶⁰."""
    return 2 * high_product(2 * first, 2 * second)
