"""Interest accrues exactly: a whole number of minor units and the rest, over one divisor.

A loan's rate is cut by marks: the borrower's rate, then that rate with each payer's discount added
back, up to the undiscounted rate.  Interest accrues on every mark, is rounded on every mark, and a
payer's share is the difference of two neighbours: so the shares add up to the interest at the
undiscounted rate to the last unit, and the borrower's part is its own rate's.
"""

from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.layout import (
    AMOUNT_SUM_MAX,
    BASE_DRAWN,
    EQUAL_INSTALMENTS,
    FACTORS_KEPT,
    KEPT_DIVISOR,
    KEPT_FACTOR,
    KEPT_SHIFT,
    LATE_INTEREST_DUE,
    NEVER,
    NOBODY,
    RECKONING_TOO_LARGE,
    Record,
    Work,
)
from majung.values.compiling import bit_length, compiled, inlined, natural
from majung.values.days import COUNT_A360, COUNT_A365, day_count_days
from majung.values.products import (
    SHORT_BITS,
    product_quotient,
    quotient_by,
    reciprocal,
    rounded,
    rounded_signed,
    signed_quotient,
)

#: Ten years: at 100 % a year, the product of rate and days then still fits.
DAYS_AT_ONCE = 3_650
#: Ten years of late interest on it, at 200 % a year, still fit 64 bits.
LATE_BASE_MAX = 10**17


@compiled
def set_rates(contract: Record, state: Record, work: Work) -> None:
    """Add up the components in force today, and note the day of the next change.

    The rate before discounts keeps within the loan's bounds.  A discount is borne only as far as
    there is a rate to discount: no discount brings a rate below nought.

    Source: own convention, docs/contracts.md, rate.
    """
    day = state["day"]
    payers = contract["payers"]
    full = 0
    change = NEVER
    for mark in range(payers + 1):
        work["mark_rates"][mark] = 0
    for index in range(contract["components"]):
        begins = work["component_begins"][index]
        ends = work["component_ends"][index]
        if begins <= day < ends:
            if work["component_payers"][index] == NOBODY:
                full += work["component_rates"][index]
            else:
                payer = natural(work["component_payers"][index])
                work["mark_rates"][payer] -= work["component_rates"][index]
        change = min(change, begins if day < begins else NEVER, ends if day < ends else NEVER)
    full = min(max(full, contract["rate_min"]), contract["rate_max"])
    discounts = 0
    for mark in range(1, payers + 1):
        discounts += work["mark_rates"][mark]
    rate = max(full - discounts, min(full, 0))
    work["mark_rates"][0] = rate
    state["rate"] = rate
    state["full_rate"] = full
    state["next_rate_change"] = change
    for mark in range(1, payers + 1):
        rate = min(rate + work["mark_rates"][mark], full)
        work["mark_rates"][mark] = rate


@compiled
def keep_divisor(state: Record, work: Work) -> None:
    """Make what is kept that of the contract's divisor; many loans in a row have the same."""
    kept, divisor = work["kept"], state["divisor"]
    if kept[KEPT_DIVISOR] == divisor:
        return
    kept[KEPT_DIVISOR] = divisor
    kept[KEPT_FACTOR], kept[KEPT_SHIFT] = reciprocal(divisor)
    for slot in range(FACTORS_KEPT):
        work["factor_keys"][slot] = -1


@compiled
def refresh_rates(contract: Record, state: Record, work: Work) -> None:
    """Take a change of rates into account; a level instalment follows the borrower's rate."""
    before = state["rate"]
    set_rates(contract, state, work)
    if state["rate"] != before and contract["repayment"] == EQUAL_INSTALMENTS:
        state["needs_level"] = 1


@inlined
def interest_base(contract: Record, state: Record) -> int:
    """Return what interest is reckoned on today.

    Principal whose period has ended bears none, though its due day may be shifted further.
    """
    base = state["performing"] - state["pending"]
    if contract["interest_base"] == BASE_DRAWN and base:
        return state["flat_base"]
    return base


@inlined
def parts_between(contract: Record, origin: int, start: int, end: int, maturity: int) -> int:
    """Return the parts of a year from `start` to `end`, within a period that began at `origin`.

    Counted from the period's begin both times, so that the parts of a period cut in two add up
    to the whole under every day count.
    """
    count = contract["day_count"]
    if start == origin:
        return day_count_days(count, origin, end, maturity)
    before = day_count_days(count, origin, start, maturity)
    return day_count_days(count, origin, end, maturity) - before


@inlined
def accrue(contract: Record, state: Record, work: Work, to: int) -> None:
    """Let interest run on every mark up to a day, excluded.

    Source: ACTUS Technical Specification v1.1, 3.6 (year fraction), 7.1 (accrual).
    """
    start = state["accrued_to"]
    if to > start:
        state["accrued_to"] = to
        base = interest_base(contract, state)
        if not base:
            return
        if _is_plain(contract, to - start):
            _accrue_mark(state, work, 0, base, to - start)
        else:
            _accrue_on(contract, state, work, base, start, to)


@inlined
def _is_plain(contract: Record, days: int) -> bool:
    """Tell whether interest of some days is one product: most loans' is, most of the time."""
    if contract["payers"] or contract["fee_rate"] or days > DAYS_AT_ONCE:
        return False
    return contract["day_count"] in (COUNT_A365, COUNT_A360)


@inlined
def _accrue_mark(state: Record, work: Work, mark: int, base: int, parts: int) -> None:
    """Let interest of one mark run on a base for some parts of a year."""
    divisor = state["divisor"]
    whole, rest = quotient_of(work, base, work["mark_rates"][mark] * parts, divisor)
    rest += work["mark_rests"][mark]
    carry = 1 if rest >= divisor else 0
    work["mark_wholes"][mark] += whole + carry
    work["mark_rests"][mark] = rest - carry * divisor


@compiled
def _accrue_on(contract: Record, state: Record, work: Work, base: int, start: int, to: int) -> None:
    """Let interest run on a base from one day to another."""
    origin = min(state["period_start"], start)
    while start < to:
        end = min(to, start + DAYS_AT_ONCE)
        parts = parts_between(contract, origin, start, end, state["maturity"])
        for mark in range(contract["payers"] + 1):
            _accrue_mark(state, work, mark, base, parts)
        if contract["fee_rate"]:
            accrue_fee(contract, state, parts)
        start = end


@inlined
def quotient_of(work: Work, base: int, parts: int, divisor: int) -> tuple[int, int]:
    """Return quotient and rest as of `signed_quotient`; most products are short ones."""
    if parts >= 0 and bit_length(base) + bit_length(parts) <= SHORT_BITS:
        return quotient_by(
            base * parts, divisor, work["kept"][KEPT_FACTOR], work["kept"][KEPT_SHIFT]
        )
    return signed_quotient(base, parts, divisor)


@compiled
def accrue_fee(contract: Record, state: Record, parts: int) -> None:
    """Let a fee that is a rate of what is outstanding run for some parts of a year.

    Source: ACTUS Technical Specification v1.1, 7.1 (FEAC), fee basis N.
    """
    divisor = state["divisor"]
    base = state["performing"] - state["pending"]
    whole, rest = product_quotient(base, contract["fee_rate"] * parts, divisor)
    rest += state["fee_rest"]
    carry = 1 if rest >= divisor else 0
    state["fee_whole"] += whole + carry
    state["fee_rest"] = rest - carry * divisor


@inlined
def close_interest(contract: Record, state: Record, work: Work) -> None:
    """Round what has accrued on every mark, and begin anew.

    Source: rounding is a term of the contract; by custom won are truncated at every due day.
    """
    state["closed_whole"] = work["mark_wholes"][0]
    state["closed_rest"] = work["mark_rests"][0]
    for mark in range(contract["payers"] + 1):
        work["mark_closed"][mark] += accrued_on(contract, state, work, mark)
        work["mark_wholes"][mark] = 0
        work["mark_rests"][mark] = 0


@inlined
def accrued_on(contract: Record, state: Record, work: Work, mark: int) -> int:
    """Return the interest of a mark since the period began, rounded as the contract says."""
    rounding = contract["interest_rounding"]
    whole, rest = work["mark_wholes"][mark], work["mark_rests"][mark]
    return rounded_signed(whole, rest, state["divisor"], rounding)


@inlined
def accrue_late(contract: Record, state: Record, work: Work, to: int) -> None:
    """Let late interest run on what is overdue, up to a day, excluded.

    Overdue principal earns it in place of interest, at the rate in force and the addition.

    Source: own convention after 지연배상금 of Korean banks, docs/contracts.md, late interest.
    """
    start = state["late_to"]
    state["late_to"] = max(to, start)
    base = state["due_principal"]
    if contract["late_on_interest"]:
        base += state["due_interest"]
    if base and (not state["is_called"] or contract["late_after_default"]):
        _accrue_late_on(contract, state, work, base, start, to)


@compiled
def _accrue_late_on(
    contract: Record, state: Record, work: Work, base: int, start: int, to: int
) -> None:
    """Let late interest run on a base from one day to another."""
    rate = state["full_rate"] if contract["late_without_discounts"] else state["rate"]
    rate = min(max(rate + contract["late_addition"], 0), contract["late_rate_max"])
    if base > LATE_BASE_MAX or state["late_whole"] > AMOUNT_SUM_MAX:
        state["problem"] = RECKONING_TOO_LARGE
        return
    origin = min(state["late_since"], start)
    divisor = state["divisor"]
    while start < to:
        end = min(to, start + DAYS_AT_ONCE)
        parts = parts_between(contract, origin, start, end, NEVER)
        whole, rest = quotient_of(work, base, rate * parts, divisor)
        rest += state["late_rest"]
        carry = 1 if rest >= divisor else 0
        state["late_whole"] += whole + carry
        state["late_rest"] = rest - carry * divisor
        start = end


@compiled
def late_accrued(contract: Record, state: Record) -> int:
    """Return the late interest that has accrued and was not yet charged, rounded.

    The sum since the arrears began is rounded, not each charge: how often it is charged then
    changes nothing.
    """
    rounding = contract["interest_rounding"]
    total = rounded(state["late_whole"], state["late_rest"], state["divisor"], rounding)
    return total - state["late_charged"]


@inlined
def charge_late(contract: Record, state: Record, work: Work) -> None:
    """Let the late interest accrued up to today fall due."""
    if state["late_whole"] or state["late_rest"] or state["late_charged"]:
        _charge_late(contract, state, work)


@compiled
def _charge_late(contract: Record, state: Record, work: Work) -> None:
    charge = late_accrued(contract, state)
    state["late_charged"] += charge
    state["due_late"] += charge
    emit(state, work, LATE_INTEREST_DUE, NOBODY, charge)


@inlined
def end_arrears(state: Record) -> None:
    """Forget late interest's fraction once nothing is overdue: the next arrears begin anew."""
    if state["due_principal"] == 0 and state["due_interest"] == 0:
        state["late_whole"] = 0
        state["late_rest"] = 0
        state["late_charged"] = 0
