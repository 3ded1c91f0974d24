"""Early repayment: what it costs, how an amount divides, and how many instalments it saves."""

from majung.contracts.kernel.layout import (
    BASE_DRAWN,
    EQUAL_INSTALMENTS,
    SHARE_SCALE,
    Record,
    Work,
)
from majung.contracts.kernel.level import set_first_interest
from majung.values.compiling import compiled
from majung.values.products import mul_div, product_quotient, rounded


@compiled
def early_fee(contract: Record, state: Record, principal: int) -> int:
    """Return the fee on principal repaid today before it is due.

    Source: own convention after 중도상환수수료 of Korean banks, docs/contracts.md.
    """
    numerator, divisor = _fee_share(contract, state)
    if numerator == 0:
        return 0
    return mul_div(principal, numerator, divisor, contract["interest_rounding"])


@compiled
def _fee_share(contract: Record, state: Record) -> tuple[int, int]:
    """Return the share of principal that the fee is today, as numerator and divisor."""
    left = state["fee_end"] - state["day"]
    if left <= 0:
        return 0, SHARE_SCALE
    if not contract["early_fee_declines"]:
        return contract["early_fee"], SHARE_SCALE
    return contract["early_fee"] * left, SHARE_SCALE * (state["fee_end"] - contract["start"])


@compiled
def principal_and_fee(contract: Record, state: Record, amount: int) -> tuple[int, int]:
    """Divide an amount into principal and the fee on it.

    The most principal that with its fee fits the amount; an odd unit that no division fits
    repays principal.
    """
    performing = state["performing"]
    fee = early_fee(contract, state, performing)
    if performing + fee <= amount:
        return performing, fee
    numerator, divisor = _fee_share(contract, state)
    # This much always fits: what it leaves is a whole number, and its fee is no more than that.
    principal = min(product_quotient(amount, divisor, divisor + numerator)[0], performing)
    while principal < performing:
        if principal + 1 + early_fee(contract, state, principal + 1) > amount:
            break
        principal += 1
    fee = early_fee(contract, state, principal)
    return min(amount - fee, performing), fee


@compiled
def shorten(contract: Record, state: Record, work: Work) -> None:
    """Bring the last due day forward to where the unchanged instalment has repaid the loan.

    The instalment must be reckoned.

    Source: own convention, docs/contracts.md, early repayment.
    """
    index = state["due_index"]
    set_first_interest(contract, state, work, index)
    interest = state["level_whole"]
    left = state["performing"]
    is_level = contract["repayment"] == EQUAL_INSTALMENTS
    while index < state["last"]:
        principal = state["level"] if index >= state["grace"] else 0
        if principal and is_level:
            principal = max(principal - interest, 0)
        if principal >= left:
            state["last"] = index
            return
        left -= principal
        index += 1
        if not is_level:
            continue
        base = state["flat_base"] if contract["interest_base"] == BASE_DRAWN else left
        parts = work["period_parts"][index]
        whole, rest = product_quotient(base, state["rate"] * parts, state["divisor"])
        interest = rounded(whole, rest, state["divisor"], contract["interest_rounding"])
