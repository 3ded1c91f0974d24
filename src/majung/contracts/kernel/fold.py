"""The fold: one contract from its first day to the day asked for, then the next contract.

A contract is taken from stop to stop: a due day, a fact, a change of rate, the end of drawing.
Inside a day: interest has run to the day's beginning, then amounts fall due, then rates change,
then facts come in the order of their kinds.
"""

from majung.contracts.kernel.dues import (
    end_commitment,
    fall_due,
    set_cycle,
    set_next_due,
)
from majung.contracts.kernel.early import early_fee
from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.facts import apply_fact
from majung.contracts.kernel.interest import (
    advance,
    close_interest,
    late_accrued,
    refresh_rates,
    set_rates,
)
from majung.contracts.kernel.layout import (
    COMMITTED,
    COMPONENT_BEGINS,
    COMPONENT_ENDS,
    COMPONENT_PAYER,
    COMPONENT_RATE,
    MARK_CLOSED,
    MARK_REST,
    MARK_WHOLE,
    NEVER,
    NOBODY,
    PAYER_PARTY,
    RESULT_COUNT,
    SHARE_UNPAID,
    SLOT_DAY,
    SLOT_INTEREST,
    SLOT_PRINCIPAL,
    Area,
    Columns,
    Record,
    Workspace,
)
from majung.contracts.kernel.payments import allocate, owed_now, use_overpayment
from majung.values.compiling import compiled
from majung.values.days import day_count_basis


@compiled
def fold_portfolio(
    columns: Columns, workspace: Workspace, results: Area, events: Area
) -> tuple[int, int]:
    """Fold contracts one after the other until all are done or the area of events is full.

    A contract with a problem leaves its result and no events.

    Args:
        workspace: its state says in `row` the first contract, in `events` how many events stand
            already, in `until` and `paid_from` the days of this run.
        results: integers, one row of `RESULT_FIELDS` a contract.
        events: `EVENT` records.

    Returns:
        the first contract that was not folded, and how many events stand.
    """
    state = workspace.state[0]
    fields = workspace.fields
    until = state["until"]
    paid_from = state["paid_from"]
    written = state["events"]
    for row in range(state["row"], len(columns.contracts)):
        fields[:] = 0
        state["row"] = row
        state["until"] = until
        state["paid_from"] = paid_from
        state["first_event"] = written
        state["events"] = written
        fold_contract(columns, state, workspace.work, events)
        if state["is_full"]:
            return row, written
        if not state["problem"]:
            written = state["events"]
        for field in range(RESULT_COUNT):
            results[row, field] = fields[field]
    return len(columns.contracts), written


@compiled
def fold_contract(columns: Columns, state: Record, work: Area, events: Area) -> None:
    """Fold one contract from its first day to `until`, included."""
    contract = columns.contracts[state["row"]]
    state["fact"] = columns.fact_offsets[state["row"]]
    state["fact_end"] = columns.fact_offsets[state["row"] + 1]
    until = state["until"]
    if until < contract["start"]:
        state["day"] = until
        state["next_day"] = contract["start"]
        state["oldest_unpaid"] = NEVER
        state["undrawn"] = contract["committed"]
        return
    _open(columns, contract, state, work)
    set_next_due(contract, state, work, columns.business)
    emit(state, events, COMMITTED, NOBODY, contract["committed"])
    day = _next_stop(contract, state, work, columns.facts)
    while day <= until:
        advance(contract, state, work, day)
        _run_day(columns, contract, state, work, events)
        if state["is_full"] or state["problem"]:
            return
        day = _next_stop(contract, state, work, columns.facts)
    advance(contract, state, work, until)
    _close(contract, state, work)


@compiled
def _open(columns: Columns, contract: Record, state: Record, work: Area) -> None:
    """Set up a contract on its first day."""
    start = contract["start"]
    state["day"] = start
    state["accrued_to"] = start
    state["late_to"] = start
    state["late_since"] = start
    state["period_start"] = start
    state["undrawn"] = contract["committed"]
    state["divisor"] = contract["rate_scale"] * day_count_basis(contract["day_count"])
    for index in range(contract["components"]):
        component = columns.components[contract["components_first"] + index]
        work[COMPONENT_PAYER, index] = component["payer"]
        work[COMPONENT_RATE, index] = component["rate"]
        work[COMPONENT_BEGINS, index] = component["begins"]
        work[COMPONENT_ENDS, index] = component["ends"]
    for mark in range(contract["payers"] + 1):
        work[MARK_WHOLE, mark] = 0
        work[MARK_REST, mark] = 0
        work[MARK_CLOSED, mark] = 0
        work[SHARE_UNPAID, mark] = 0
        if mark:
            work[PAYER_PARTY, mark] = columns.payers[contract["payers_first"] + mark - 1]
    set_cycle(contract, state)
    set_rates(contract, state, work)
    state["needs_level"] = 1


@compiled
def _next_stop(contract: Record, state: Record, work: Area, facts: Area) -> int:
    """Return the next day on which something can happen."""
    day = min(next_own_day(contract, state, work), state["next_rate_change"])
    if state["fact"] < state["fact_end"]:
        day = min(day, facts[state["fact"]]["day"])
    return day


@compiled
def next_own_day(contract: Record, state: Record, work: Area) -> int:
    """Return the next day that brings events without any fact; `NEVER` once all is settled."""
    mark = contract["payers"]
    is_open = state["undrawn"] + state["performing"] + state["due_principal"] > 0
    is_open = is_open or state["due_interest"] + work[MARK_CLOSED, mark] > 0
    is_open = is_open or work[MARK_WHOLE, mark] + work[MARK_REST, mark] > 0
    day = state["due_day"] if is_open else NEVER
    if state["undrawn"] > 0 and state["day"] < contract["draws_until"]:
        day = min(day, contract["draws_until"])
    return day


@compiled
def _run_day(columns: Columns, contract: Record, state: Record, work: Area, events: Area) -> None:
    """Let a day happen."""
    day = state["day"]
    if day == contract["draws_until"]:
        end_commitment(state, events)
    if day == state["due_day"]:
        fall_due(contract, state, work, events, columns.business)
        use_overpayment(contract, state, work, events)
        if day >= state["paid_from"]:
            state["party"] = NOBODY
            allocate(contract, state, work, events, owed_now(state))
    if day == state["next_rate_change"]:
        refresh_rates(contract, state, work)
    while state["fact"] < state["fact_end"]:
        fact = columns.facts[state["fact"]]
        if fact["day"] != day:
            break
        state["kind"] = fact["kind"]
        state["amount"] = fact["amount"]
        state["fact_rate"] = fact["rate"]
        state["component"] = fact["component"]
        state["party"] = fact["party"]
        apply_fact(contract, state, work, events, columns.business)
        if state["problem"]:
            state["problem_fact"] = state["fact"] - columns.fact_offsets[state["row"]]
            return
        state["fact"] += 1


@compiled
def _close(contract: Record, state: Record, work: Area) -> None:
    """Write what only the end of the fold tells; the marks then hold what has accrued."""
    state["next_day"] = next_own_day(contract, state, work)
    close_interest(contract, state, work)
    state["accrued"] = work[MARK_CLOSED, 0]
    state["late_accrued"] = late_accrued(contract, state)
    state["early_fee"] = early_fee(contract, state, state["performing"])
    state["oldest_unpaid"] = oldest_unpaid(state, work)


@compiled
def oldest_unpaid(state: Record, work: Area) -> int:
    """Return the day on which the oldest amount still unpaid fell due; `NEVER` if none is."""
    day = NEVER
    if state["due_interest"] > 0:
        slot = state["interest_head"]
        while work[SLOT_INTEREST, slot] == 0:
            slot += 1
        day = work[SLOT_DAY, slot]
    if state["due_principal"] > 0:
        slot = state["principal_head"]
        while work[SLOT_PRINCIPAL, slot] == 0:
            slot += 1
        day = min(day, work[SLOT_DAY, slot])
    return day
