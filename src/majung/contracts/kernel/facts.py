"""Facts applied to a loan, one kind a function, in the order in which a replay takes them."""

from majung.contracts.kernel.dues import (
    call_in,
    cycle_day,
    end_commitment,
    principal_falls_due,
    set_level,
)
from majung.contracts.kernel.early import shorten
from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.interest import charge_late, end_arrears, refresh_rates
from majung.contracts.kernel.layout import (
    COMPONENT_END,
    DEFAULT,
    DEFAULTED,
    DRAWDOWN,
    DRAWN,
    END,
    FEE,
    FEE_DUE,
    FEE_WRITTEN_OFF,
    INSTALMENTS_MAX,
    INTEREST_SHARE_PAID,
    INTEREST_WRITTEN_OFF,
    LATE_INTEREST_WRITTEN_OFF,
    NOBODY,
    OVERPAYMENT_REFUNDED,
    PAYMENT,
    PREPAYMENT,
    PRINCIPAL_PAID,
    RATE_FIXING,
    RECOVERY,
    REFUND,
    REFUND_ABOVE_OVERPAYMENT,
    RESTRUCTURED_BALLOON,
    RESTRUCTURED_GRACE,
    RESTRUCTURED_INSTALMENTS,
    RESTRUCTURED_TOO_LONG,
    RESTRUCTURING,
    SHARE_ABOVE_DUE,
    SHARE_PAYMENT,
    TRANSFER,
    TRANSFER_ABOVE_OUTSTANDING,
    WRITE_OFF,
    WRITE_OFF_ABOVE_OUTSTANDING,
    WRITTEN_OFF,
    Record,
    Work,
)
from majung.contracts.kernel.payments import (
    allocate,
    clear_interest,
    clear_principal,
    owed_now,
    prepay,
    receive,
    use_overpayment,
)
from majung.values.compiling import compiled, inlined


@compiled
def draw(state: Record, work: Work) -> None:
    """Pay out to the borrower; what is left to repay spreads anew over the due days left.

    Source: own convention, docs/contracts.md, drawdowns; ACTUS IED is the first one.
    """
    amount = state["amount"]
    if state["performing"] == 0:
        # Interest runs from the drawdown: with nothing owed before, its period begins here.
        state["period_start"] = state["day"]
    state["performing"] += amount
    state["flat_base"] += amount
    state["drawn"] += amount
    state["undrawn"] -= amount
    state["needs_level"] = 1
    emit(state, work, DRAWN, NOBODY, amount)


@compiled
def repay_early(contract: Record, state: Record, work: Work) -> None:
    """Take an early repayment of the state's amount, and do to the instalments what terms say."""
    before = state["performing"]
    # A fixed instalment ends the loan early by itself; after the last due day none is left.
    shortens = contract["early_shortens"] and not state["instalment"] and before > 0
    # So does a plan, whose steps name their amounts.
    shortens = shortens and not contract["steps"]
    if shortens:
        set_level(contract, state, work)
    prepay(contract, state, work, state["amount"])
    if 0 < state["performing"] < before:
        if shortens:
            shorten(contract, state, work)
        else:
            state["needs_level"] = 1


@compiled
def pay_share(contract: Record, state: Record, work: Work) -> None:
    """Take what a payer of a discount pays of its share."""
    amount = state["amount"]
    for mark in range(1, contract["payers"] + 1):
        if work["payer_parties"][mark] == state["party"] and work["shares_unpaid"][mark] >= amount:
            work["shares_unpaid"][mark] -= amount
            emit(state, work, INTEREST_SHARE_PAID, state["party"], amount)
            return
    state["problem"] = SHARE_ABOVE_DUE


@compiled
def default(contract: Record, state: Record, work: Work) -> None:
    """Call the loan in: everything is due today, nothing more can be drawn.

    Source: own convention after 기한이익 상실, docs/contracts.md, default; ACTUS CE.
    """
    charge_late(contract, state, work)
    call_in(contract, state, work)
    emit(state, work, DEFAULTED, NOBODY, state["due_principal"])
    state["is_called"] = 1
    end_commitment(state, work)
    use_overpayment(contract, state, work)


@compiled
def write_off(contract: Record, state: Record, work: Work) -> None:
    """Give up principal, or with no amount all that is owed.

    Principal not yet due falls due by being written off, so that what fell due is always what
    was paid, is unpaid or was given up.
    """
    charge_late(contract, state, work)
    amount = state["amount"]
    if amount > state["performing"] + state["due_principal"]:
        state["problem"] = WRITE_OFF_ABOVE_OUTSTANDING
        return
    if amount == 0:
        call_in(contract, state, work)
        end_commitment(state, work)
        amount = state["due_principal"]
        _write_off_claims(state, work)
    from_due = min(amount, state["due_principal"])
    clear_principal(state, work, from_due)
    if amount > from_due:
        state["flat_base"] -= min(amount - from_due, state["flat_base"])
        principal_falls_due(state, work, amount - from_due)
        state["needs_level"] = 1
    state["written_off"] += amount
    emit(state, work, WRITTEN_OFF, NOBODY, amount)
    end_arrears(state)


@compiled
def _write_off_claims(state: Record, work: Work) -> None:
    """Give up interest, late interest and fees."""
    interest, late, fee = state["due_interest"], state["due_late"], state["due_fee"]
    clear_interest(state, work, interest)
    state["due_late"] = 0
    state["due_fee"] = 0
    state["written_off"] += interest + late + fee
    emit(state, work, INTEREST_WRITTEN_OFF, NOBODY, interest)
    emit(state, work, LATE_INTEREST_WRITTEN_OFF, NOBODY, late)
    emit(state, work, FEE_WRITTEN_OFF, NOBODY, fee)


@compiled
def refund(state: Record, work: Work) -> None:
    """Give back money that was paid too much."""
    if state["amount"] > state["overpaid"]:
        state["problem"] = REFUND_ABOVE_OVERPAYMENT
        return
    state["overpaid"] -= state["amount"]
    emit(state, work, OVERPAYMENT_REFUNDED, state["party"], state["amount"])


@compiled
def change_rate(contract: Record, state: Record, work: Work) -> None:
    """Fix a component's rate, or end the component, from today on.

    Source: ACTUS Technical Specification v1.1, 7.1 (RR, RRF): the new rate counts from this day.
    """
    if state["kind"] == RATE_FIXING:
        work["component_rates"][state["component"]] = state["fact_rate"]
    else:
        work["component_ends"][state["component"]] = state["day"]
    refresh_rates(contract, state, work)


@compiled
def charge_fee(contract: Record, state: Record, work: Work) -> None:
    """Let a fee fall due."""
    state["due_fee"] += state["amount"]
    emit(state, work, FEE_DUE, NOBODY, state["amount"])
    use_overpayment(contract, state, work)


@compiled
def transfer(contract: Record, state: Record, work: Work) -> None:
    """Let another contract take over what is owed, or an amount of principal not yet due.

    It pays as a borrower would, without a fee for doing so early; the party says which contract.

    Source: own convention after 대환, docs/contracts.md, transfer.
    """
    party = state["party"]
    amount = state["amount"]
    charge_late(contract, state, work)
    if amount > state["performing"]:
        state["problem"] = TRANSFER_ABOVE_OUTSTANDING
    elif amount == 0:
        call_in(contract, state, work)
        end_commitment(state, work)
        use_overpayment(contract, state, work)
        state["party"] = party
        allocate(contract, state, work, owed_now(state))
    else:
        state["flat_base"] -= min(amount, state["flat_base"])
        principal_falls_due(state, work, amount)
        emit(state, work, PRINCIPAL_PAID, party, amount)
        state["needs_level"] = 1


@compiled
def restructure(contract: Record, state: Record) -> None:
    """Change how what is not yet due repays: over how many due days, with what grace or balloon.

    Source: own convention after 조건변경, docs/contracts.md, restructuring; ACTUS has none.
    """
    value = state["amount"]
    index = state["due_index"]
    term = state["component"]
    if index > state["last"]:
        # Nothing is left that could be spread.
        return
    if term == RESTRUCTURED_INSTALMENTS:
        if index + value > INSTALMENTS_MAX:
            state["problem"] = RESTRUCTURED_TOO_LONG
            return
        state["last"] = index + value - 1
        state["matures_at"] = -1
        state["maturity"] = cycle_day(contract, state, state["last"])
    elif term == RESTRUCTURED_GRACE:
        state["grace"] = index + value
    elif term == RESTRUCTURED_BALLOON:
        state["balloon"] = value
    else:
        state["instalment"] = value
    state["needs_level"] = 1
    state["is_restructured"] = 1


@inlined
def apply_fact(contract: Record, state: Record, work: Work) -> None:
    """Apply the fact that the state holds."""
    kind = state["kind"]
    if kind in (PAYMENT, RECOVERY):
        receive(contract, state, work, state["amount"])
    elif kind == DRAWDOWN:
        draw(state, work)
    elif kind == PREPAYMENT:
        repay_early(contract, state, work)
    elif kind in (RATE_FIXING, COMPONENT_END):
        change_rate(contract, state, work)
    elif kind == SHARE_PAYMENT:
        pay_share(contract, state, work)
    else:
        _apply_rare(contract, state, work)


@compiled
def _apply_rare(contract: Record, state: Record, work: Work) -> None:
    kind = state["kind"]
    if kind == FEE:
        charge_fee(contract, state, work)
    elif kind == DEFAULT:
        default(contract, state, work)
    elif kind == WRITE_OFF:
        write_off(contract, state, work)
    elif kind == REFUND:
        refund(state, work)
    elif kind == END:
        end_commitment(state, work)
    elif kind == TRANSFER:
        transfer(contract, state, work)
    elif kind == RESTRUCTURING:
        restructure(contract, state)
