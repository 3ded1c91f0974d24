"""Due days: when amounts fall due, and how much.

Due days are counted from the first one and shifted to business days; the interest period ends on
the shifted day, or on the unshifted one where the terms say so.
"""

from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.interest import accrue, accrue_late, charge_late, close_interest
from majung.contracts.kernel.layout import (
    BULLET,
    COMMITMENT_ENDED,
    EQUAL_INSTALMENTS,
    EQUAL_PRINCIPAL,
    INSTALMENTS_MAX,
    INTEREST_DUE,
    INTEREST_SHARE_DUE,
    NEVER,
    NOBODY,
    PRINCIPAL_DUE,
    Column,
    Record,
    Work,
)
from majung.contracts.kernel.level import level_instalment
from majung.values.compiling import compiled, inlined, natural
from majung.values.days import (
    COUNT_B252,
    civil_from_days,
    day_counts_between,
    day_in_month,
    days_in_months,
    month_length,
    move_days,
)
from majung.values.products import rounded

LONGEST_MONTH = 31
#: Due days found beside the next one: a processor takes several at once.
DUES_AT_ONCE = 7


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
    state["matures_at"] = -1 if maturity == NEVER else count - 1
    state["grace"] = contract["grace"]
    state["balloon"] = contract["balloon"]
    state["instalment"] = contract["instalment"]
    state["maturity"] = cycle_day(contract, state, count - 1) if maturity == NEVER else maturity
    state["fee_end"] = min(contract["early_fee_until"], state["maturity"])


@compiled
def cycle_day(contract: Record, state: Record, index: int) -> int:
    """Return a due day before business days are regarded."""
    months = state["anchor_months"] + index * contract["cycle_months"]
    return day_in_month(months, state["anchor_day"])


@compiled
def extend_dues(contract: Record, state: Record, work: Work, moves: Column, last: int) -> None:
    """Fill the table of due days up to index `last`.

    A level instalment needs all of them; other plans know each due day when the last has passed.

    Source: ACTUS Technical Specification v1.1, 3.1 (schedules), 3.4 (business day shift).
    """
    first = natural(state["table"])
    if first > last:
        return
    cycle, begin = contract["cycle_months"], contract["moves_begin"]
    months = state["anchor_months"] + first * cycle
    ends, days = work["period_ends"][first : last + 1], work["due_days"][first : last + 1]
    days_in_months(months, cycle, state["anchor_day"], ends)
    if first <= state["matures_at"] <= last:
        ends[state["matures_at"] - first] = contract["matures"]
    move_days(ends, moves[begin : contract["moves_end"]], contract["moves_first"] - begin, days)
    if contract["follows_shift"]:
        for index in range(len(ends)):
            ends[index] = days[index]
    begun = max(first, 1)
    day_counts_between(
        contract["day_count"],
        work["period_ends"][begun - 1 : last + 1],
        state["maturity"],
        work["period_parts"][begun : last + 1],
    )
    state["table"] = last + 1
    state["is_measured"] = 0


@inlined
def set_next_due(contract: Record, state: Record, work: Work, moves: Column) -> None:
    """Note the next due day; after the last one the cycle goes on for late interest alone."""
    index = natural(state["due_index"])
    if index <= state["last"]:
        if state["table"] <= index:
            extend_dues(contract, state, work, moves, min(index + DUES_AT_ONCE, state["last"]))
        state["due_day"] = work["due_days"][index]
        state["period_end"] = work["period_ends"][index]
    else:
        _set_day_of_cycle(contract, state, index)


@compiled
def _set_day_of_cycle(contract: Record, state: Record, index: int) -> None:
    day = cycle_day(contract, state, index)
    while day <= state["day"]:
        index += 1
        day = cycle_day(contract, state, index)
    state["due_index"] = index
    state["due_day"] = day
    state["period_end"] = NEVER


@compiled
def lay_out_anew(contract: Record, state: Record, work: Work, moves: Column) -> None:
    """Find the due days to come once more, after what is left was spread over other days.

    A period that has ended keeps its due day.

    Source: own convention, docs/contracts.md, restructuring.
    """
    state["is_restructured"] = 0
    # Grace ends with the last due day, whichever of the two was changed first.
    state["grace"] = min(state["grace"], state["last"])
    first = state["due_index"] + state["is_closed"]
    state["table"] = min(state["table"], first)
    if contract["repayment"] == EQUAL_INSTALMENTS and not state["instalment"]:
        extend_dues(contract, state, work, moves, state["last"])
    if not state["is_closed"]:
        set_next_due(contract, state, work, moves)


@inlined
def advance(contract: Record, state: Record, work: Work, to: int) -> None:
    """Let interest run to a day, closing a period whose end lies on the way.

    A step of a plan says itself how far interest runs on its day; where business days are
    counted, only steps know.
    """
    accrue_late(contract, state, work, to)
    if to == state["step_day"] or contract["day_count"] == COUNT_B252:
        state["day"] = to
        return
    if not state["is_closed"] and state["period_end"] <= to:
        close_period(contract, state, work)
    accrue(contract, state, work, to)
    state["day"] = to


@inlined
def close_period(contract: Record, state: Record, work: Work) -> None:
    """Reckon the instalment of the period that ends now, whenever its due day comes."""
    end = state["period_end"]
    accrue(contract, state, work, end)
    close_interest(contract, state, work)
    state["is_closed"] = 1
    state["period_start"] = end
    state["pending"] = principal_of(contract, state, work)


@inlined
def fall_due(contract: Record, state: Record, work: Work) -> None:
    """Let today's instalment fall due.

    Source: ACTUS Technical Specification v1.1, 7.1 (IP, MD), 7.2 and 7.5 (PR).
    """
    charge_late(contract, state, work)
    index = state["due_index"]
    if index <= state["last"]:
        if not state["is_closed"]:
            # A due day moved forward lies before its period's end: that interest is due now.
            close_period(contract, state, work)
        principal = state["pending"]
        if index == state["last"]:
            principal = state["performing"]
            close_interest(contract, state, work)
            end_commitment(state, work)
        interest = interest_falls_due(contract, state, work)
        principal_falls_due(state, work, principal)
        add_slot(state, work, interest, principal)
        state["pending"] = 0
        state["is_closed"] = 0
    state["due_index"] += 1


@inlined
def principal_of(contract: Record, state: Record, work: Work) -> int:
    """Return the principal of the current due day; the last one takes all that is left.

    The period's interest must be closed.

    Source: ACTUS Technical Specification v1.1, 7.2 (PR of LAM) and 7.5 (PR of ANN).
    """
    index = state["due_index"]
    performing = state["performing"]
    if index == state["last"]:
        return performing
    if contract["repayment"] == BULLET or index < state["grace"] or performing == 0:
        return 0
    set_level(contract, state, work)
    interest = work["mark_closed"][0] if contract["repayment"] == EQUAL_INSTALMENTS else 0
    left = max(performing - state["balloon"], 0)
    return principal_within(state["level"], interest, left)


@inlined
def principal_within(level: int, interest: int, left: int) -> int:
    """Return the principal that an instalment leaves after interest.

    Args:
        left: what may fall due before the last due day: all but the balloon.

    Source: ACTUS Technical Specification v1.1, 7.2 (PR of LAM) and 7.5 (PR of ANN).
    """
    # Rounded-up instalments can clear a small loan early, and may not touch the balloon.
    return min(max(level - interest, 0), left)


@inlined
def set_level(contract: Record, state: Record, work: Work) -> None:
    """Reckon the instalment anew where something has changed since the last reckoning.

    Source: ACTUS Technical Specification v1.1, 3.8 (annuity amount), 7.2 (PRNXT of LAM).
    """
    if state["needs_level"]:
        _reckon_level(contract, state, work)


@compiled
def _reckon_level(contract: Record, state: Record, work: Work) -> None:
    state["needs_level"] = 0
    index = state["due_index"]
    if state["instalment"]:
        state["level"] = state["instalment"]
    elif contract["repayment"] == EQUAL_PRINCIPAL:
        spread = max(state["performing"] - state["balloon"], 0)
        multiple = contract["instalment_multiple"]
        divisor = (state["last"] - max(index, state["grace"]) + 1) * multiple
        count = spread // divisor
        rounding = contract["instalment_rounding"]
        state["level"] = rounded(count, spread - count * divisor, divisor, rounding) * multiple
    elif contract["repayment"] == EQUAL_INSTALMENTS:
        state["level"] = level_instalment(contract, state, work, index)


@inlined
def interest_falls_due(contract: Record, state: Record, work: Work) -> int:
    """Let the closed interest fall due, the borrower's part and each payer's share.

    Returns:
        the borrower's part.
    """
    interest: int = work["mark_closed"][0]
    emit(state, work, INTEREST_DUE, NOBODY, interest)
    for mark in range(contract["payers"], 0, -1):
        share = work["mark_closed"][mark] - work["mark_closed"][mark - 1]
        work["shares_unpaid"][mark] += share
        emit(state, work, INTEREST_SHARE_DUE, work["payer_parties"][mark], share)
        work["mark_closed"][mark] = 0
    work["mark_closed"][0] = 0
    return interest


@inlined
def principal_falls_due(state: Record, work: Work, principal: int) -> None:
    """Move principal from what performs to what is due."""
    state["performing"] -= principal
    state["pending"] = min(state["pending"], state["performing"])
    if state["performing"] == 0:
        state["flat_base"] = 0
    emit(state, work, PRINCIPAL_DUE, NOBODY, principal)


@inlined
def add_slot(state: Record, work: Work, interest: int, principal: int) -> None:
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
    slot = natural(state["slots"])
    if slot and work["slot_days"][slot - 1] == state["day"]:
        # More of the same day: payments must look at it again.
        work["slot_interest"][slot - 1] += interest
        work["slot_principal"][slot - 1] += principal
        state["interest_head"] = min(state["interest_head"], slot - 1)
        state["principal_head"] = min(state["principal_head"], slot - 1)
        return
    work["slot_days"][slot] = state["day"]
    work["slot_interest"][slot] = interest
    work["slot_principal"][slot] = principal
    state["slots"] = slot + 1


@compiled
def call_in(contract: Record, state: Record, work: Work) -> None:
    """Let everything fall due today: all principal, and the interest accrued so far."""
    close_interest(contract, state, work)
    state["closed_whole"] = 0
    state["closed_rest"] = 0
    interest = interest_falls_due(contract, state, work)
    principal = state["performing"]
    principal_falls_due(state, work, principal)
    add_slot(state, work, interest, principal)


@compiled
def end_commitment(state: Record, work: Work) -> None:
    """Let what was never drawn lapse."""
    emit(state, work, COMMITMENT_ENDED, NOBODY, state["undrawn"])
    state["undrawn"] = 0
