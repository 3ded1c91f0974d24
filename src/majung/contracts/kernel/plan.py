"""The steps of a plan: what terms foresee day by day, where no cycle says it.

A plan is part of the terms: a list of days and what happens on each — interest falls due or is
added to principal, principal falls due, a rate is set, an instalment is fixed.  An irregular plan
of another system and every contract read from ACTUS terms are plans; the arithmetic below them is
that of any loan.  Each step leaves an outcome: the money it moved and how the loan then stood.
"""

from majung.contracts.kernel.dues import (
    add_slot,
    end_commitment,
    interest_falls_due,
    principal_falls_due,
)
from majung.contracts.kernel.emission import emit
from majung.contracts.kernel.interest import (
    accrue,
    accrued_on,
    charge_late,
    close_interest,
    refresh_rates,
)
from majung.contracts.kernel.layout import (
    DRAWN,
    EQUAL_PRINCIPAL,
    FEE_DUE,
    INTEREST_DUE,
    INTEREST_PAID,
    NEVER,
    NOBODY,
    PRINCIPAL_DUE,
    PRINCIPAL_PAID,
    SHARE_SCALE,
    STEP_BASE,
    STEP_CAPITALISATION,
    STEP_DRAWDOWN,
    STEP_EXERCISE,
    STEP_FEE,
    STEP_FIXING,
    STEP_INSTALMENT,
    STEP_INTEREST,
    STEP_MATURITY,
    STEP_OPENING,
    STEP_PRINCIPAL,
    STEP_PURCHASE,
    STEP_RATE,
    STEP_RECKONED,
    STEP_SCALING,
    STEP_TERMINATION,
    Column,
    Record,
    Work,
)
from majung.contracts.kernel.level import level_instalment
from majung.values.compiling import compiled
from majung.values.days import COUNT_B252, day_count_days
from majung.values.products import ROUND_HALF_EVEN, mul_div, rounded


@compiled
def open_plan(contract: Record, state: Record, steps: Column) -> None:
    """Set up a plan on the contract's first day; its cycle rests until the plan is over.

    Source: own convention, docs/contracts.md, plans.
    """
    state["step"] = contract["steps_first"]
    state["step_end"] = contract["steps_first"] + contract["steps"]
    state["interest_scale"] = SHARE_SCALE
    state["principal_scale"] = SHARE_SCALE
    state["level"] = state["instalment"]
    state["needs_level"] = 0
    state["period_end"] = NEVER
    state["due_day"] = NEVER
    if contract["day_count"] == COUNT_B252:
        state["accrued_to"] = steps[state["step"]]["accrues_to"]
        state["period_start"] = state["accrued_to"]
    await_step(state, steps)


@compiled
def await_step(state: Record, steps: Column) -> None:
    """Note the day of the next step."""
    state["step_day"] = NEVER
    if state["step"] < state["step_end"]:
        state["step_day"] = steps[state["step"]]["day"]


@compiled
def take_step(contract: Record, state: Record, work: Work, steps: Column) -> int:
    """Take the next step, after interest has run to where the step says.

    Each part of a period counts its own days, as from its own first day.

    Returns:
        the money that the step moves, from the lender's side.
    """
    step = steps[state["step"]]
    accrue(contract, state, work, step["accrues_to"])
    amount: int = _take(contract, state, work, steps, step)
    state["period_start"] = max(state["accrued_to"], state["period_start"])
    return amount


@compiled
def end_step(
    contract: Record, state: Record, work: Work, steps: Column, outcomes: Column, amount: int
) -> None:
    """Write what the step did, once what it let fall due is settled, and await the next one."""
    outcome = outcomes[state["step"]]
    outcome["amount"] = amount
    outcome["outstanding"] = state["performing"] + state["due_principal"]
    outcome["rate"] = state["rate"]
    outcome["accrued"] = accrued_on(contract, state, work, 0)
    outcome["fee_accrued"] = _fee_accrued(contract, state)
    state["step"] += 1
    await_step(state, steps)


@compiled
def _take(contract: Record, state: Record, work: Work, steps: Column, step: Record) -> int:
    """Do what a step says and return the money it moves, from the lender's side."""
    kind = step["kind"]
    if kind == STEP_INTEREST:
        return _interest(contract, state, work)
    if kind in (STEP_PRINCIPAL, STEP_INSTALMENT):
        return _principal(contract, state, work, step)
    if kind in (STEP_MATURITY, STEP_TERMINATION):
        return _end(contract, state, work, step)
    if kind in (STEP_DRAWDOWN, STEP_PURCHASE):
        return _exchange(contract, state, work, step)
    if kind == STEP_FEE:
        return _fee(contract, state, work, step["amount"])
    if kind == STEP_CAPITALISATION:
        _capitalise(contract, state, work)
    elif kind == STEP_FIXING:
        _fix(contract, state, work, steps)
    else:
        _set(contract, state, work, step)
    return 0


@compiled
def _interest(contract: Record, state: Record, work: Work) -> int:
    """Let the interest accrued fall due; below nought the lender pays it at once.

    Source: ACTUS Technical Specification v1.1, 7.1 (IP).
    """
    charge_late(contract, state, work)
    close_interest(contract, state, work)
    interest = interest_falls_due(contract, state, work)
    scaled = _scaled(interest, state["interest_scale"])
    emit(state, work, INTEREST_DUE, NOBODY, scaled - interest)
    _owe_interest(state, work, scaled)
    return scaled


@compiled
def _owe_interest(state: Record, work: Work, interest: int) -> None:
    """Add interest that fell due to what is owed; interest below nought is settled at once."""
    if interest < 0:
        emit(state, work, INTEREST_PAID, NOBODY, interest)
    else:
        add_slot(state, work, interest, 0)


@compiled
def _principal(contract: Record, state: Record, work: Work, step: Record) -> int:
    """Let principal fall due: the step's own amount, or what is left of the instalment in force.

    An instalment that does not reach the interest leaves the rest of it owed as principal.

    Source: ACTUS Technical Specification v1.1, 7.2 (PR of LAM), 7.4 (NAM) and 7.5 (ANN).
    """
    charge_late(contract, state, work)
    amount = step["amount"] if step["amount"] else state["level"]
    if step["kind"] == STEP_INSTALMENT:
        amount -= accrued_on(contract, state, work, 0)
    principal = min(amount, state["performing"])
    if principal < 0:
        _lend(state, work, -principal)
        return principal
    return _repay(state, work, principal)


@compiled
def _repay(state: Record, work: Work, principal: int) -> int:
    """Let principal fall due; what an index adds to it falls due as interest."""
    principal_falls_due(state, work, principal)
    add_slot(state, work, 0, principal)
    scaled = _scaled(principal, state["principal_scale"])
    emit(state, work, INTEREST_DUE, NOBODY, scaled - principal)
    _owe_interest(state, work, scaled - principal)
    return scaled


@compiled
def _lend(state: Record, work: Work, amount: int) -> None:
    """Add an amount to principal."""
    state["performing"] += amount
    state["drawn"] += amount
    emit(state, work, DRAWN, NOBODY, amount)


@compiled
def _capitalise(contract: Record, state: Record, work: Work) -> None:
    """Add the interest accrued to principal: it falls due and is lent at once.

    Source: ACTUS Technical Specification v1.1, 7.1 (IPCI).
    """
    close_interest(contract, state, work)
    interest = interest_falls_due(contract, state, work)
    emit(state, work, INTEREST_PAID, NOBODY, interest)
    if interest >= 0:
        _lend(state, work, interest)
        return
    given_up = min(-interest, state["performing"])
    state["performing"] -= given_up
    emit(state, work, PRINCIPAL_DUE, NOBODY, given_up)
    emit(state, work, PRINCIPAL_PAID, NOBODY, given_up)


@compiled
def _exchange(contract: Record, state: Record, work: Work, step: Record) -> int:
    """Pay out principal at a premium or discount, or buy the loan with what has accrued.

    Source: ACTUS Technical Specification v1.1, 7.1 (IED, PRD), 7.3 (PI).
    """
    if step["kind"] == STEP_PURCHASE:
        return -step["amount"] - accrued_on(contract, state, work, 0)
    if not state["is_called"]:
        _lend(state, work, step["amount"])
        state["flat_base"] += step["amount"]
        state["undrawn"] = max(state["undrawn"] - step["amount"], 0)
    return -step["amount"] - step["share"]


@compiled
def _end(contract: Record, state: Record, work: Work, step: Record) -> int:
    """End the loan: all principal falls due, or the loan is sold for a price and what accrued.

    Source: ACTUS Technical Specification v1.1, 7.1 (MD, TD), 7.9 (STD of CLM).
    """
    charge_late(contract, state, work)
    end_commitment(state, work)
    if step["kind"] == STEP_TERMINATION:
        accrued = accrued_on(contract, state, work, 0)
        accrued = _scaled(accrued, state["interest_scale"]) + _fee_accrued(contract, state)
        _interest(contract, state, work)
        _repay(state, work, state["performing"])
        return step["amount"] + accrued
    amount = 0
    if contract["fee_rate"]:
        amount = _fee(contract, state, work, 0)
    amount += _repay(state, work, state["performing"])
    for mark in range(contract["payers"] + 1):
        work["mark_wholes"][mark] = 0
        work["mark_rests"][mark] = 0
    return amount


@compiled
def _fee(contract: Record, state: Record, work: Work, amount: int) -> int:
    """Let a fee fall due: an amount, or what has accrued of a fee that is a rate.

    Once nothing is owed and nothing can be drawn, a fee of the days to come lapses.

    Source: ACTUS Technical Specification v1.1, 7.1 (FP).
    """
    if state["performing"] + state["due_principal"] + state["undrawn"] == 0:
        amount = 0
    if contract["fee_rate"]:
        amount = _fee_accrued(contract, state)
        state["fee_whole"] = 0
        state["fee_rest"] = 0
    state["due_fee"] += amount
    emit(state, work, FEE_DUE, NOBODY, amount)
    return amount


@compiled
def _fee_accrued(contract: Record, state: Record) -> int:
    whole, rest = state["fee_whole"], state["fee_rest"]
    return rounded(whole, rest, state["divisor"], contract["interest_rounding"])


@compiled
def _fix(contract: Record, state: Record, work: Work, steps: Column) -> None:
    """Reckon the instalment of the days to come, from this step on.

    Source: ACTUS Technical Specification v1.1, 3.8 (annuity amount), 7.2 (PRNXT), 7.5 (PRF).
    """
    count = _set_reckoned(contract, state, work, steps)
    if count == 0:
        return
    if contract["repayment"] == EQUAL_PRINCIPAL:
        multiple = contract["instalment_multiple"]
        divisor = count * multiple
        whole = state["performing"] // divisor
        rest = state["performing"] - whole * divisor
        state["level"] = rounded(whole, rest, divisor, contract["instalment_rounding"]) * multiple
        return
    state["last"] = count - 1
    state["is_measured"] = 0
    state["period_end"] = work["period_ends"][0]
    state["level"] = level_instalment(contract, state, work, 0)
    state["period_end"] = NEVER
    state["last"] = 0


@compiled
def _set_reckoned(contract: Record, state: Record, work: Work, steps: Column) -> int:
    """Write the periods between the days that the instalment is reckoned with; return how many."""
    count = 0
    for index in range(state["step"] + 1, state["step_end"]):
        step = steps[index]
        if step["kind"] not in (STEP_PRINCIPAL, STEP_INSTALMENT, STEP_RECKONED):
            continue
        end = step["accrues_to"]
        work["period_ends"][count] = end
        if count:
            start = work["period_ends"][count - 1]
            number = contract["day_count"]
            work["period_parts"][count] = day_count_days(number, start, end, state["maturity"])
        count += 1
    return count


@compiled
def _set(contract: Record, state: Record, work: Work, step: Record) -> None:
    """Set what the days to come are reckoned with: rate, base, index, interest accrued before.

    Source: ACTUS Technical Specification v1.1, 7.1 (RR, RRF, SC), 7.2 (IPCB), 7.9 (XD).
    """
    kind = step["kind"]
    if kind == STEP_RATE:
        work["component_rates"][0] = step["rate"]
        refresh_rates(contract, state, work)
        state["needs_level"] = 0
    elif kind == STEP_BASE:
        state["flat_base"] = step["amount"] if step["amount"] else state["performing"]
    elif kind == STEP_SCALING:
        state["interest_scale"] = step["amount"]
        state["principal_scale"] = step["share"]
    elif kind == STEP_OPENING:
        work["mark_wholes"][0] += step["amount"]
        state["fee_whole"] += step["share"]
    elif kind == STEP_EXERCISE and step["share"]:
        # Nothing accrues between the call and its settlement.
        close_interest(contract, state, work)
        state["pending"] = state["performing"]


@compiled
def _scaled(amount: int, scale: int) -> int:
    """Multiply an amount by an index."""
    if scale == SHARE_SCALE:
        return amount
    return mul_div(amount, scale, SHARE_SCALE, ROUND_HALF_EVEN)
