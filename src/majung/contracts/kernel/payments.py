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
    WRITTEN_OFF_RECOVERED,
    Record,
    Work,
)
from majung.values.compiling import compiled, inlined, natural

PORTION_MASK = (1 << PORTION_BITS) - 1


@inlined
def owed_now(state: Record) -> int:
    """Return all that is due and not paid."""
    return state["due_late"] + state["due_fee"] + state["due_interest"] + state["due_principal"]


@inlined
def receive(contract: Record, state: Record, work: Work, amount: int) -> None:
    """Take a payment.

    Source: own convention, docs/contracts.md, allocation.
    """
    charge_late(contract, state, work)
    keep_excess(state, work, _allocate(contract, state, work, amount))


@compiled
def allocate(contract: Record, state: Record, work: Work, amount: int) -> int:
    """Divide an amount among what is due, in the terms' order, and return what is left."""
    return _allocate(contract, state, work, amount)


@inlined
def _allocate(contract: Record, state: Record, work: Work, amount: int) -> int:
    left = amount - owed_now(state)
    if left >= 0:
        _clear_all(state, work)
        return left
    order = contract["allocation_after_default"] if state["is_called"] else contract["allocation"]
    party = state["party"]
    for place in range(PORTIONS):
        portion = (order >> (PORTION_BITS * place)) & PORTION_MASK
        if portion == PORTION_LATE_INTEREST:
            paid = min(amount, state["due_late"])
            state["due_late"] -= paid
            emit(state, work, LATE_INTEREST_PAID, party, paid)
        elif portion == PORTION_FEE:
            paid = min(amount, state["due_fee"])
            state["due_fee"] -= paid
            emit(state, work, FEE_PAID, party, paid)
        elif portion == PORTION_INTEREST:
            paid = min(amount, state["due_interest"])
            clear_interest(state, work, paid)
            emit(state, work, INTEREST_PAID, party, paid)
        else:
            paid = min(amount, state["due_principal"])
            clear_principal(state, work, paid)
            emit(state, work, PRINCIPAL_PAID, party, paid)
        amount -= paid
        if amount == 0:
            break
    end_arrears(state)
    return amount


@inlined
def _clear_all(state: Record, work: Work) -> None:
    """Pay all that is due: in which order makes no difference, and no arrears are left."""
    party = state["party"]
    emit(state, work, LATE_INTEREST_PAID, party, state["due_late"])
    emit(state, work, FEE_PAID, party, state["due_fee"])
    emit(state, work, INTEREST_PAID, party, state["due_interest"])
    emit(state, work, PRINCIPAL_PAID, party, state["due_principal"])
    state["due_late"] = 0
    state["due_fee"] = 0
    state["due_interest"] = 0
    state["due_principal"] = 0
    end_arrears(state)


@inlined
def clear_interest(state: Record, work: Work, amount: int) -> None:
    """Take an amount off the interest due, oldest first."""
    state["due_interest"] -= amount
    slot = natural(state["interest_head"])
    while amount > 0:
        cleared = min(amount, work["slot_interest"][slot])
        work["slot_interest"][slot] -= cleared
        amount -= cleared
        if work["slot_interest"][slot] == 0:
            slot += 1
    state["interest_head"] = slot


@inlined
def clear_principal(state: Record, work: Work, amount: int) -> None:
    """Take an amount off the principal due, oldest first."""
    state["due_principal"] -= amount
    slot = natural(state["principal_head"])
    while amount > 0:
        cleared = min(amount, work["slot_principal"][slot])
        work["slot_principal"][slot] -= cleared
        amount -= cleared
        if work["slot_principal"][slot] == 0:
            slot += 1
    state["principal_head"] = slot


@inlined
def keep_excess(state: Record, work: Work, amount: int) -> None:
    """Keep what nothing due can take: it recovers a written-off loss, or is an overpayment."""
    if state["performing"] == 0:
        recovered = min(amount, state["written_off"] - state["recovered"])
        state["recovered"] += recovered
        emit(state, work, WRITTEN_OFF_RECOVERED, state["party"], recovered)
        amount -= recovered
    state["overpaid"] += amount
    emit(state, work, OVERPAID, state["party"], amount)


@inlined
def use_overpayment(contract: Record, state: Record, work: Work) -> None:
    """Pay what is due from what was paid too much before."""
    if state["overpaid"]:
        _use_overpayment(contract, state, work)


@compiled
def _use_overpayment(contract: Record, state: Record, work: Work) -> None:
    used = min(state["overpaid"], owed_now(state))
    if used > 0:
        state["party"] = NOBODY
        state["overpaid"] -= used
        emit(state, work, OVERPAYMENT_USED, NOBODY, used)
        _allocate(contract, state, work, used)


@compiled
def prepay(contract: Record, state: Record, work: Work, amount: int) -> None:
    """Take an early repayment: first what is due, then the fee and principal not yet due.

    Money kept from overpayments is repaid with it.  Where no principal is left, the interest
    accrued so far falls due at once.

    Source: own convention after 중도상환 of Korean banks, docs/contracts.md, early repayment.
    """
    charge_late(contract, state, work)
    kept = state["overpaid"]
    state["overpaid"] = 0
    left = allocate(contract, state, work, amount + kept)
    if left > 0 and state["performing"] > 0:
        principal, fee = principal_and_fee(contract, state, left)
        emit(state, work, EARLY_REPAYMENT_FEE_DUE, NOBODY, fee)
        emit(state, work, EARLY_REPAYMENT_FEE_PAID, state["party"], fee)
        state["flat_base"] -= min(principal, state["flat_base"])
        principal_falls_due(state, work, principal)
        emit(state, work, PRINCIPAL_PAID, state["party"], principal)
        left -= principal + fee
    if state["performing"] + state["due_principal"] == 0:
        call_in(contract, state, work)
        left = allocate(contract, state, work, left)
    if left <= kept:
        state["overpaid"] = left
        emit(state, work, OVERPAYMENT_USED, NOBODY, kept - left)
    else:
        state["overpaid"] = kept
        keep_excess(state, work, left - kept)
