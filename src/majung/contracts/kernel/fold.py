"""The fold: one contract from its first day to the day asked for, then the next contract.

A contract is taken from stop to stop: a due day, a fact, a change of rate, the end of drawing.
Inside a day: interest has run to the day's beginning, then amounts fall due, then rates change,
then facts come in the order of their kinds.
"""

from majung.contracts.kernel.dues import (
    advance,
    end_commitment,
    extend_dues,
    fall_due,
    lay_out_anew,
    set_cycle,
    set_next_due,
)
from majung.contracts.kernel.early import early_fee
from majung.contracts.kernel.emission import emit, write_day
from majung.contracts.kernel.facts import apply_fact
from majung.contracts.kernel.interest import (
    close_interest,
    keep_divisor,
    late_accrued,
    refresh_rates,
    set_rates,
)
from majung.contracts.kernel.layout import (
    COMMITTED,
    EQUAL_INSTALMENTS,
    NEVER,
    NOBODY,
    RESULT_COUNT,
    Column,
    Columns,
    Record,
    Work,
    Workspace,
)
from majung.contracts.kernel.payments import allocate, owed_now, use_overpayment
from majung.contracts.kernel.plan import end_step, open_plan, take_step
from majung.values.compiling import compiled, inlined, natural
from majung.values.days import day_count_basis


@compiled
def fold_portfolio(
    columns: Columns, workspace: Workspace, results: Column, events: Column
) -> tuple[int, int]:
    """Fold contracts one after the other until all are done or the room for events is full.

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
    work = workspace.work[0]
    fields = workspace.fields
    until = state["until"]
    paid_from = state["paid_from"]
    written = state["events"]
    for row in range(natural(state["row"]), len(columns.contracts)):
        fields[:] = 0
        state["row"] = row
        state["until"] = until
        state["paid_from"] = paid_from
        state["events"] = written
        if not _fold_contract(columns, workspace, events, state, work):
            return row, written
        if not state["problem"]:
            written = state["events"]
        for field in range(RESULT_COUNT):
            results[row, field] = fields[field]
    return len(columns.contracts), written


@inlined
def _fold_contract(
    columns: Columns, workspace: Workspace, events: Column, state: Record, work: Work
) -> bool:
    """Fold one contract to `until`, included; False where its events found no room."""
    contract = columns.contracts[natural(state["row"])]
    facts = columns.facts
    until = state["until"]
    if until < contract["start"]:
        state["day"] = until
        state["next_day"] = contract["start"]
        state["oldest_unpaid"] = NEVER
        state["undrawn"] = contract["committed"]
        return True
    open_contract(columns, contract, state, work)
    _begin(columns, contract, state, work)
    _await_fact(state, facts)
    day = contract["start"]
    while day <= until:
        advance(contract, state, work, day)
        if state["problem"]:
            return True
        if day == state["due_day"]:
            fall_due(contract, state, work)
            set_next_due(contract, state, work, columns.moves)
            _settle(contract, state, work)
        if day == state["step_day"]:
            _take_steps(columns, workspace, contract, state, work)
        _turn_day(contract, state, work)
        while state["fact_day"] == day and not state["problem"]:
            _load_fact(state, facts[natural(state["fact"])])
            apply_fact(contract, state, work)
            state["fact"] += 1
            _await_fact(state, facts)
        if state["is_restructured"] and not state["problem"]:
            lay_out_anew(contract, state, work, columns.moves)
        if state["problem"]:
            state["problem_fact"] = state["fact"] - 1 - columns.fact_offsets[state["row"]]
            return True
        if not write_day(state, work, events):
            return False
        day = _next_stop(contract, state, work)
    advance(contract, state, work, until)
    _close(contract, state, work)
    return True


@compiled
def _take_steps(
    columns: Columns, workspace: Workspace, contract: Record, state: Record, work: Work
) -> None:
    """Take the plan's steps of today; after the last one the cycle goes on for late interest."""
    while state["step_day"] == state["day"]:
        amount = take_step(contract, state, work, columns.steps)
        _settle(contract, state, work)
        end_step(contract, state, work, columns.steps, workspace.outcomes, amount)
    if state["step"] == state["step_end"]:
        state["due_index"] = state["last"] + 1
        set_next_due(contract, state, work, columns.moves)


@inlined
def open_contract(columns: Columns, contract: Record, state: Record, work: Work) -> None:
    """Set up a contract on its first day: its rates, its cycle, nothing drawn.

    Source: own convention, docs/contracts.md.
    """
    start = contract["start"]
    state["day"] = start
    state["accrued_to"] = start
    state["late_to"] = start
    state["late_since"] = start
    state["period_start"] = start
    state["undrawn"] = contract["committed"]
    state["divisor"] = contract["rate_scale"] * day_count_basis(contract["day_count"])
    keep_divisor(state, work)
    for index in range(contract["components"]):
        component = columns.components[contract["components_first"] + index]
        work["component_payers"][index] = component["payer"]
        work["component_rates"][index] = component["rate"]
        work["component_begins"][index] = component["begins"]
        work["component_ends"][index] = component["ends"]
    for mark in range(contract["payers"] + 1):
        work["mark_wholes"][mark] = 0
        work["mark_rests"][mark] = 0
        work["mark_closed"][mark] = 0
        work["shares_unpaid"][mark] = 0
        if mark:
            work["payer_parties"][mark] = columns.payers[contract["payers_first"] + mark - 1]
    state["needs_level"] = 1
    set_rates(contract, state, work)
    set_cycle(contract, state)


@inlined
def _begin(columns: Columns, contract: Record, state: Record, work: Work) -> None:
    """Find the first fact, and the first due day or the first step of a plan."""
    row = natural(state["row"])
    state["fact"] = columns.fact_offsets[row]
    state["fact_end"] = columns.fact_offsets[row + 1]
    state["step_day"] = NEVER
    if contract["steps"]:
        open_plan(contract, state, columns.steps)
        return
    if contract["repayment"] == EQUAL_INSTALMENTS and not state["instalment"]:
        extend_dues(contract, state, work, columns.moves, state["last"])
    set_next_due(contract, state, work, columns.moves)


@inlined
def _await_fact(state: Record, facts: Column) -> None:
    """Note the day of the next fact."""
    state["fact_day"] = NEVER
    if state["fact"] < state["fact_end"]:
        state["fact_day"] = facts[natural(state["fact"])]["day"]


@inlined
def _load_fact(state: Record, fact: Record) -> None:
    """Bring the next fact into the state."""
    state["kind"] = fact["kind"]
    state["amount"] = fact["amount"]
    state["fact_rate"] = fact["rate"]
    state["component"] = fact["component"]
    state["party"] = fact["party"]


@inlined
def _settle(contract: Record, state: Record, work: Work) -> None:
    """Pay what fell due today from an overpayment, and in a projection all that is due."""
    use_overpayment(contract, state, work)
    if state["day"] >= state["paid_from"]:
        state["party"] = NOBODY
        allocate(contract, state, work, owed_now(state))


@inlined
def _turn_day(contract: Record, state: Record, work: Work) -> None:
    """Do what the terms foresee for a day beside its dues."""
    day = state["day"]
    if day == contract["start"]:
        emit(state, work, COMMITTED, NOBODY, contract["committed"])
    if day == contract["draws_until"]:
        end_commitment(state, work)
    if day == state["next_rate_change"]:
        refresh_rates(contract, state, work)


@inlined
def _next_stop(contract: Record, state: Record, work: Work) -> int:
    """Return the next day on which something can happen."""
    day = min(next_own_day(contract, state, work), state["next_rate_change"])
    return min(day, state["fact_day"], state["step_day"])


@inlined
def next_own_day(contract: Record, state: Record, work: Work) -> int:
    """Return the next day that brings events without any fact; `NEVER` once all is settled."""
    mark = contract["payers"]
    is_open = state["undrawn"] + state["performing"] + state["due_principal"] > 0
    is_open = is_open or state["due_interest"] + work["mark_closed"][mark] > 0
    is_open = is_open or work["mark_wholes"][mark] + work["mark_rests"][mark] > 0
    day = min(state["due_day"], state["step_day"]) if is_open else NEVER
    if state["undrawn"] > 0 and state["day"] < contract["draws_until"]:
        day = min(day, contract["draws_until"])
    return day


@inlined
def _close(contract: Record, state: Record, work: Work) -> None:
    """Write what only the end of the fold tells; the marks then hold what has accrued."""
    state["next_day"] = next_own_day(contract, state, work)
    close_interest(contract, state, work)
    state["accrued"] = work["mark_closed"][0]
    state["late_accrued"] = late_accrued(contract, state)
    state["early_fee"] = early_fee(contract, state, state["performing"])
    state["oldest_unpaid"] = oldest_unpaid(state, work)


@inlined
def oldest_unpaid(state: Record, work: Work) -> int:
    """Return the day on which the oldest amount still unpaid fell due; `NEVER` if none is."""
    day = NEVER
    if state["due_interest"] > 0:
        slot = state["interest_head"]
        while work["slot_interest"][slot] == 0:
            slot += 1
        day = work["slot_days"][slot]
    if state["due_principal"] > 0:
        slot = state["principal_head"]
        while work["slot_principal"][slot] == 0:
            slot += 1
        day = min(day, work["slot_days"][slot])
    return day
