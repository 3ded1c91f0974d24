"""Due days: when amounts fall due, and how much.

Due days are counted from the first one and shifted to business days; the interest period ends on
the shifted day, or on the unshifted one where the terms say so.
"""

from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.interest import charge_late, close_interest, close_period
from majung.contracts.kernel.layout import (
    BULLET,
    COMMITMENT_ENDED,
    DUE_DAY,
    EQUAL_INSTALMENTS,
    EQUAL_PRINCIPAL,
    INSTALMENTS_MAX,
    INTEREST_DUE,
    INTEREST_SHARE_DUE,
    MARK_CLOSED,
    NEVER,
    NOBODY,
    PAYER_PARTY,
    PERIOD_END,
    PERIOD_PARTS,
    PRINCIPAL_DUE,
    SHARE_UNPAID,
    SLOT_DAY,
    SLOT_INTEREST,
    SLOT_PRINCIPAL,
    Area,
    Record,
)
from majung.contracts.kernel.level import level_instalment
from majung.values.compiling import compiled
from majung.values.days import (
    civil_from_days,
    day_count_days,
    day_in_month,
    month_length,
    shifted,
)
from majung.values.products import rounded

LONGEST_MONTH = 31


@compiled
def set_cycle(contract: Record, state: Record) -> None:
    """Note from where due days are counted, and which is the last."""
    year, month, day = civil_from_days(contract["first_due"])
    if contract["end_of_month"] and day == month_length(year, month):
        day = LONGEST_MONTH
    state["anchor_months"] = year * 12 + month - 1
    state["anchor_day"] = day
    count = contract["instalments"] if contract["instalments"] else INSTALMENTS_MAX
    state["last"] = count - 1
    maturity = contract["matures"]
    state["maturity"] = cycle_day(contract, state, count - 1) if maturity == NEVER else maturity
    state["fee_end"] = min(contract["early_fee_until"], state["maturity"])


@compiled
def cycle_day(contract: Record, state: Record, index: int) -> int:
    """Return a due day before business days are regarded."""
    months = state["anchor_months"] + index * contract["cycle_months"]
    return day_in_month(months, state["anchor_day"])


@compiled
def extend_dues(contract: Record, state: Record, work: Area, business: Area, last: int) -> None:
    """Fill the table of due days up to index `last`."""
    for index in range(state["table"], last + 1):
        end = cycle_day(contract, state, index)
        if index == contract["instalments"] - 1 and contract["matures"] != NEVER:
            end = contract["matures"]
        due = shifted(end, contract["shift"], business, contract["business_first"])
        if contract["follows_shift"]:
            end = due
        work[DUE_DAY, index] = due
        work[PERIOD_END, index] = end
        if index:
            start = work[PERIOD_END, index - 1]
            count = contract["day_count"]
            work[PERIOD_PARTS, index] = day_count_days(count, start, end, state["maturity"])
    state["table"] = max(state["table"], last + 1)


@compiled
def set_next_due(contract: Record, state: Record, work: Area, business: Area) -> None:
    """Note the next due day; after the last one the cycle goes on for late interest alone."""
    index = state["due_index"]
    if index <= state["last"]:
        extend_dues(contract, state, work, business, index)
        state["due_day"] = work[DUE_DAY, index]
        state["period_end"] = work[PERIOD_END, index]
        return
    day = cycle_day(contract, state, index)
    while day <= state["day"]:
        index += 1
        day = cycle_day(contract, state, index)
    state["due_index"] = index
    state["due_day"] = day
    state["period_end"] = NEVER


@compiled
def fall_due(contract: Record, state: Record, work: Area, events: Area, business: Area) -> None:
    """Let today's instalment fall due, and set the next due day.

    Source: ACTUS Technical Specification v1.1, 7.1 (IP, MD), 7.2 and 7.5 (PR).
    """
    charge_late(contract, state, events)
    index = state["due_index"]
    if index <= state["last"]:
        if not state["is_closed"]:
            # A due day moved forward lies before its period's end: that interest is due now.
            close_period(contract, state, work)
        principal = _principal_of(contract, state, work, business)
        interest = interest_falls_due(contract, state, work, events)
        principal_falls_due(state, events, principal)
        add_slot(state, work, interest, principal)
        state["is_closed"] = 0
        if index == state["last"]:
            end_commitment(state, events)
    state["due_index"] += 1
    set_next_due(contract, state, work, business)


@compiled
def _principal_of(contract: Record, state: Record, work: Area, business: Area) -> int:
    """Return the principal of the current due day; the last one takes all that is left."""
    index = state["due_index"]
    performing = state["performing"]
    if index == state["last"]:
        return performing
    if contract["repayment"] == BULLET or index < contract["grace"] or performing == 0:
        return 0
    set_level(contract, state, work, business)
    principal = state["level"]
    if contract["repayment"] == EQUAL_INSTALMENTS:
        principal -= work[MARK_CLOSED, 0]
    # Rounded-up instalments can clear a small loan early, and may not touch the balloon.
    return min(max(principal, 0), max(performing - contract["balloon"], 0))


@compiled
def set_level(contract: Record, state: Record, work: Area, business: Area) -> None:
    """Reckon the instalment anew where something has changed since the last reckoning.

    Source: ACTUS Technical Specification v1.1, 3.8 (annuity amount), 7.2 (PRNXT of LAM).
    """
    if not state["needs_level"]:
        return
    state["needs_level"] = 0
    index = state["due_index"]
    if contract["instalment"]:
        state["level"] = contract["instalment"]
    elif contract["repayment"] == EQUAL_PRINCIPAL:
        spread = max(state["performing"] - contract["balloon"], 0)
        multiple = contract["instalment_multiple"]
        divisor = (state["last"] - max(index, contract["grace"]) + 1) * multiple
        count = spread // divisor
        rounding = contract["instalment_rounding"]
        state["level"] = rounded(count, spread - count * divisor, divisor, rounding) * multiple
    elif contract["repayment"] == EQUAL_INSTALMENTS:
        extend_dues(contract, state, work, business, state["last"])
        state["level"] = level_instalment(contract, state, work, index)


@compiled
def interest_falls_due(contract: Record, state: Record, work: Area, events: Area) -> int:
    """Let the closed interest fall due, the borrower's part and each payer's share.

    Returns:
        the borrower's part.
    """
    interest: int = work[MARK_CLOSED, 0]
    emit(state, events, INTEREST_DUE, NOBODY, interest)
    for mark in range(contract["payers"], 0, -1):
        share = work[MARK_CLOSED, mark] - work[MARK_CLOSED, mark - 1]
        work[SHARE_UNPAID, mark] += share
        emit(state, events, INTEREST_SHARE_DUE, work[PAYER_PARTY, mark], share)
        work[MARK_CLOSED, mark] = 0
    work[MARK_CLOSED, 0] = 0
    return interest


@compiled
def principal_falls_due(state: Record, events: Area, principal: int) -> None:
    """Move principal from what performs to what is due."""
    state["performing"] -= principal
    if state["performing"] == 0:
        state["flat_base"] = 0
    emit(state, events, PRINCIPAL_DUE, NOBODY, principal)


@compiled
def add_slot(state: Record, work: Area, interest: int, principal: int) -> None:
    """Remember what fell due today, so that payments clear the oldest first."""
    if interest == 0 and principal == 0:
        return
    if state["due_interest"] == 0 and state["due_principal"] == 0:
        state["slots"] = 0
        state["interest_head"] = 0
        state["principal_head"] = 0
        state["late_since"] = state["day"]
    state["due_interest"] += interest
    state["due_principal"] += principal
    slot = state["slots"]
    work[SLOT_DAY, slot] = state["day"]
    work[SLOT_INTEREST, slot] = interest
    work[SLOT_PRINCIPAL, slot] = principal
    state["slots"] = slot + 1


@compiled
def call_in(contract: Record, state: Record, work: Area, events: Area) -> None:
    """Let everything fall due today: all principal, and the interest accrued so far."""
    close_interest(contract, state, work)
    state["closed_whole"] = 0
    state["closed_rest"] = 0
    interest = interest_falls_due(contract, state, work, events)
    principal = state["performing"]
    principal_falls_due(state, events, principal)
    add_slot(state, work, interest, principal)


@compiled
def end_commitment(state: Record, events: Area) -> None:
    """Let what was never drawn lapse."""
    emit(state, events, COMMITMENT_ENDED, NOBODY, state["undrawn"])
    state["undrawn"] = 0
