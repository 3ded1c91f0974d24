"""Money comes in: divided by the terms' order, oldest first, and never lost.

What is left of a payment once all that is due is paid recovers a loss already written off, and is
otherwise kept as an overpayment: it pays what falls due next, or is refunded.
"""

from majung.contracts.kernel.dues import call_in, principal_falls_due
from majung.contracts.kernel.early import principal_and_fee
from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.interest import charge_late, end_arrears
from majung.contracts.kernel.layout import (
    EARLY_REPAYMENT_FEE_DUE,
    EARLY_REPAYMENT_FEE_PAID,
    FEE_PAID,
    INTEREST_PAID,
    LATE_INTEREST_PAID,
    NOBODY,
    OVERPAID,
    OVERPAYMENT_USED,
    PORTION_BITS,
    PORTION_FEE,
    PORTION_INTEREST,
    PORTION_LATE_INTEREST,
    PORTIONS,
    PRINCIPAL_PAID,
    SLOT_INTEREST,
    SLOT_PRINCIPAL,
    WRITTEN_OFF_RECOVERED,
    Area,
    Record,
)
from majung.values.compiling import compiled

PORTION_MASK = (1 << PORTION_BITS) - 1


@compiled
def owed_now(state: Record) -> int:
    """Return all that is due and not paid."""
    return state["due_late"] + state["due_fee"] + state["due_interest"] + state["due_principal"]


@compiled
def receive(contract: Record, state: Record, work: Area, events: Area, amount: int) -> None:
    """Take a payment.

    Source: own convention, docs/contracts.md, allocation.
    """
    charge_late(contract, state, events)
    keep_excess(state, events, allocate(contract, state, work, events, amount))


@compiled
def allocate(contract: Record, state: Record, work: Area, events: Area, amount: int) -> int:
    """Divide an amount among what is due, in the terms' order, and return what is left."""
    order = contract["allocation_after_default"] if state["is_called"] else contract["allocation"]
    party = state["party"]
    for place in range(PORTIONS):
        portion = (order >> (PORTION_BITS * place)) & PORTION_MASK
        if portion == PORTION_LATE_INTEREST:
            paid = min(amount, state["due_late"])
            state["due_late"] -= paid
            emit(state, events, LATE_INTEREST_PAID, party, paid)
        elif portion == PORTION_FEE:
            paid = min(amount, state["due_fee"])
            state["due_fee"] -= paid
            emit(state, events, FEE_PAID, party, paid)
        elif portion == PORTION_INTEREST:
            paid = min(amount, state["due_interest"])
            clear_interest(state, work, paid)
            emit(state, events, INTEREST_PAID, party, paid)
        else:
            paid = min(amount, state["due_principal"])
            clear_principal(state, work, paid)
            emit(state, events, PRINCIPAL_PAID, party, paid)
        amount -= paid
    end_arrears(state)
    return amount


@compiled
def clear_interest(state: Record, work: Area, amount: int) -> None:
    """Take an amount off the interest due, oldest first."""
    state["due_interest"] -= amount
    slot = state["interest_head"]
    while amount > 0:
        cleared = min(amount, work[SLOT_INTEREST, slot])
        work[SLOT_INTEREST, slot] -= cleared
        amount -= cleared
        if work[SLOT_INTEREST, slot] == 0:
            slot += 1
    state["interest_head"] = slot


@compiled
def clear_principal(state: Record, work: Area, amount: int) -> None:
    """Take an amount off the principal due, oldest first."""
    state["due_principal"] -= amount
    slot = state["principal_head"]
    while amount > 0:
        cleared = min(amount, work[SLOT_PRINCIPAL, slot])
        work[SLOT_PRINCIPAL, slot] -= cleared
        amount -= cleared
        if work[SLOT_PRINCIPAL, slot] == 0:
            slot += 1
    state["principal_head"] = slot


@compiled
def keep_excess(state: Record, events: Area, amount: int) -> None:
    """Keep what nothing due can take: it recovers a written-off loss, or is an overpayment."""
    if state["performing"] == 0:
        recovered = min(amount, state["written_off"] - state["recovered"])
        state["recovered"] += recovered
        emit(state, events, WRITTEN_OFF_RECOVERED, state["party"], recovered)
        amount -= recovered
    state["overpaid"] += amount
    emit(state, events, OVERPAID, state["party"], amount)


@compiled
def use_overpayment(contract: Record, state: Record, work: Area, events: Area) -> None:
    """Pay what is due from what was paid too much before."""
    used = min(state["overpaid"], owed_now(state))
    if used > 0:
        state["party"] = NOBODY
        state["overpaid"] -= used
        emit(state, events, OVERPAYMENT_USED, NOBODY, used)
        allocate(contract, state, work, events, used)


@compiled
def prepay(contract: Record, state: Record, work: Area, events: Area, amount: int) -> None:
    """Take an early repayment: first what is due, then the fee and principal not yet due.

    Money kept from overpayments is repaid with it.  Where no principal is left, the interest
    accrued so far falls due at once.

    Source: own convention after 중도상환 of Korean banks, docs/contracts.md, early repayment.
    """
    charge_late(contract, state, events)
    kept = state["overpaid"]
    state["overpaid"] = 0
    left = allocate(contract, state, work, events, amount + kept)
    if left > 0 and state["performing"] > 0:
        principal, fee = principal_and_fee(contract, state, left)
        emit(state, events, EARLY_REPAYMENT_FEE_DUE, NOBODY, fee)
        emit(state, events, EARLY_REPAYMENT_FEE_PAID, state["party"], fee)
        state["flat_base"] -= min(principal, state["flat_base"])
        principal_falls_due(state, events, principal)
        emit(state, events, PRINCIPAL_PAID, state["party"], principal)
        left -= principal + fee
        if state["performing"] == 0:
            call_in(contract, state, work, events)
            left = allocate(contract, state, work, events, left)
    if left <= kept:
        state["overpaid"] = left
        emit(state, events, OVERPAYMENT_USED, NOBODY, kept - left)
    else:
        state["overpaid"] = kept
        keep_excess(state, events, left - kept)
