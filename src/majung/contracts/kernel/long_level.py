"""The level instalment certified: long numbers that show where a payment stands.

A long number has limbs of 31 bits in a row of the work area, lowest first, four of them after the
point.  Twice the payment, `halves`, is tried against what is owed:
``halves × annuity + 2 B × factor`` beside ``2 (P + I)``.
"""

from majung.contracts.kernel.layout import (
    LIMBS,
    Record,
    Row,
    Work,
)
from majung.values.compiling import compiled
from majung.values.products import product_quotient

LIMB_BITS = 31
LIMB = 1 << LIMB_BITS
LIMB_MASK = LIMB - 1
POINT = 4
#: Differences below 2⁻⁴⁰ are none: the sum of factors itself is known to about 2⁻⁵⁰ of a payment.
SNAP_LIMB = 2
SNAP = 1 << (POINT * LIMB_BITS - 40 - SNAP_LIMB * LIMB_BITS)


@compiled
def certified_halves(state: Record, work: Work, guess: int) -> tuple[int, int]:
    """Return twice the level instalment: whole, and 1 if a part is left over.

    Args:
        guess: near it; it is tried, then its neighbours.

    Source: own convention, docs/contracts.md, level instalment.
    """
    _set_owed(state, work)
    _set_annuity(state, work)
    halves = guess
    sign = _sign(state, work, halves)
    while sign < 0 and halves > 0:
        halves -= 1
        sign = _sign(state, work, halves)
    above = _sign(state, work, halves + 1)
    while above >= 0:
        halves += 1
        sign = above
        above = _sign(state, work, halves + 1)
    return halves, 1 if sign > 0 else 0


@compiled
def _set_owed(state: Record, work: Work) -> None:
    """Write twice principal and first interest."""
    divisor = state["divisor"]
    rest = 2 * state["level_rest"]
    whole = 2 * (state["performing"] + state["level_whole"]) + rest // divisor
    rest %= divisor
    for limb in range(LIMBS):
        work["long_owed"][limb] = 0
    work["long_owed"][POINT] = whole & LIMB_MASK
    work["long_owed"][POINT + 1] = whole >> LIMB_BITS
    for limb in range(POINT - 1, -1, -1):
        work["long_owed"][limb], rest = product_quotient(rest, LIMB, divisor)


@compiled
def _set_annuity(state: Record, work: Work) -> None:
    """Write the discount factor of the last due day, and the sum of all."""
    for limb in range(LIMBS):
        work["long_factor"][limb] = 0
        work["long_sum"][limb] = 0
    work["long_factor"][POINT] = 1
    work["long_sum"][POINT] = 1
    divisor = state["divisor"]
    for index in range(state["level_first"] + 1, state["last"] + 1):
        _discount(work, divisor, divisor + state["rate"] * work["period_parts"][index])
        carry = 0
        for limb in range(POINT + 1):
            total = work["long_sum"][limb] + work["long_factor"][limb] + carry
            work["long_sum"][limb] = total & LIMB_MASK
            carry = total >> LIMB_BITS


@compiled
def _discount(work: Work, numerator: int, denominator: int) -> None:
    """Multiply the factor by a fraction, cutting below its lowest limb."""
    rest = 0
    for limb in range(POINT, -1, -1):
        carried, carried_rest = product_quotient(rest, LIMB, denominator)
        own, own_rest = product_quotient(work["long_factor"][limb], numerator, denominator)
        rest = carried_rest + own_rest
        carry = 1 if rest >= denominator else 0
        rest -= carry * denominator
        work["long_factor"][limb] = carried + own + carry
    carry = 0
    for limb in range(POINT + 1):
        total = work["long_factor"][limb] + carry
        work["long_factor"][limb] = total & LIMB_MASK
        carry = total >> LIMB_BITS


@compiled
def _add_multiple(paid: Row, number: Row, multiplier: int) -> None:
    """Add a multiple of a long number to what is paid."""
    low = multiplier & LIMB_MASK
    high = multiplier >> LIMB_BITS
    carry = 0
    below = 0
    for limb in range(LIMBS):
        own = number[limb]
        total = paid[limb] + carry + own * low + below * high
        paid[limb] = total & LIMB_MASK
        carry = total >> LIMB_BITS
        below = own


@compiled
def _sign(state: Record, work: Work, halves: int) -> int:
    """Tell whether more is owed than twice-halved payments repay: 1, just that: 0, or less: -1."""
    owed, paid = work["long_owed"], work["long_paid"]
    for limb in range(LIMBS):
        paid[limb] = 0
    _add_multiple(paid, work["long_sum"], halves)
    _add_multiple(paid, work["long_factor"], 2 * state["balloon"])
    sign = 0
    for limb in range(LIMBS - 1, -1, -1):
        if owed[limb] != paid[limb]:
            sign = 1 if owed[limb] > paid[limb] else -1
            break
    borrow = 0
    is_near = True
    for limb in range(LIMBS):
        difference = sign * (owed[limb] - paid[limb]) - borrow
        borrow = 1 if difference < 0 else 0
        difference += borrow * LIMB
        if (limb == SNAP_LIMB and difference >= SNAP) or (limb > SNAP_LIMB and difference):
            is_near = False
    return 0 if is_near else sign
