"""Regular loans: drawn whole on the first day, at one rate, every due paid when due.

Most of a portfolio is regular, and every offer.  Nothing happens to such a loan between two due
days, so its schedule needs no events and no facts: the same functions that the fold calls on a due
day, called on due day after due day, and the dues written as columns.
"""

from majung.contracts.kernel.dues import extend_dues, principal_of, principal_within
from majung.contracts.kernel.fold import open_contract
from majung.contracts.kernel.interest import DAYS_AT_ONCE, parts_between
from majung.contracts.kernel.layout import (
    BASE_DRAWN,
    DRAWDOWN,
    EQUAL_INSTALMENTS,
    NEVER,
    Column,
    Columns,
    DueColumns,
    Record,
    Work,
    Workspace,
)
from majung.values.compiling import compiled
from majung.values.products import SHORT_BOUND, product_quotient, quotient_by, reciprocal, rounded


@compiled
def lay_out_regular(
    columns: Columns, workspace: Workspace, is_regular: Column, dues: DueColumns
) -> int:
    """Lay out the dues of the contracts that are regular; the others are left to the fold.

    Args:
        is_regular: a truth value a contract, written here.
        dues: columns long enough for the due days of all contracts.

    Returns:
        how many dues were written.

    Source: own convention, docs/contracts.md, regular loans.
    """
    state = workspace.state[0]
    work = workspace.work[0]
    fields = workspace.fields
    written = 0
    for row in range(len(columns.contracts)):
        contract = columns.contracts[row]
        fields[:] = 0
        state["row"] = row
        dues.firsts[row] = written
        open_contract(columns, contract, state, work)
        is_regular[row] = _is_regular(columns, contract, state)
        if is_regular[row]:
            extend_dues(contract, state, work, columns.moves, state["last"])
            written = _lay_out(contract, state, work, dues, written)
    dues.firsts[len(columns.contracts)] = written
    return written


@compiled
def _is_regular(columns: Columns, contract: Record, state: Record) -> bool:
    """Tell whether the fold, every due paid when due, would meet nothing but due days."""
    first, end = columns.fact_offsets[state["row"]], columns.fact_offsets[state["row"] + 1]
    if end - first > 1 or state["next_rate_change"] != NEVER or state["rate"] < 0:
        return False
    if contract["steps"] or not contract["instalments"]:
        return False
    if contract["first_due"] - contract["start"] > DAYS_AT_ONCE - contract["cycle_months"] * 31:
        return False
    if end == first:
        return True
    fact = columns.facts[first]
    is_whole: bool = fact["amount"] == contract["committed"] and fact["day"] == contract["start"]
    return is_whole and fact["kind"] == DRAWDOWN


@compiled
def _lay_out(contract: Record, state: Record, work: Work, dues: DueColumns, written: int) -> int:
    """Write the dues of one loan, earliest first; return where the next one's begin."""
    start, end = contract["start"], work["period_ends"][0]
    work["period_parts"][0] = parts_between(contract, start, start, end, state["maturity"])
    divisor, rate, rounding = state["divisor"], state["rate"], contract["interest_rounding"]
    balloon, last = state["balloon"], state["last"]
    is_flat = contract["interest_base"] == BASE_DRAWN
    bears = contract["repayment"] == EQUAL_INSTALMENTS
    performing = contract["committed"]
    state["flat_base"] = performing
    state["is_closed"] = 1
    factor, shift = reciprocal(divisor)
    is_short = performing < SHORT_BOUND // max(rate * _longest(work, last), 1)
    for index in range(last + 1):
        base = contract["committed"] if is_flat and performing else performing
        parts = rate * work["period_parts"][index]
        if is_short:
            whole, rest = quotient_by(base * parts, divisor, factor, shift)
        else:
            whole, rest = product_quotient(base, parts, divisor)
        interest = rounded(whole, rest, divisor, rounding)
        if state["needs_level"] or index == last:
            # Until the instalment is reckoned, and at last, the fold's own step says it.
            state["due_index"], state["performing"] = index, performing
            state["closed_whole"], state["closed_rest"] = whole, rest
            work["mark_closed"][0] = interest
            principal = principal_of(contract, state, work)
        else:
            taken = interest if bears else 0
            principal = principal_within(state["level"], taken, max(performing - balloon, 0))
        performing -= principal
        if interest or principal:
            dues.days[written] = work["due_days"][index]
            dues.interest[written] = interest
            dues.principal[written] = principal
            dues.outstanding[written] = performing
            written += 1
    return written


@compiled
def _longest(work: Work, last: int) -> int:
    """Return the parts of a year of the longest period."""
    longest = 0
    for index in range(last + 1):
        longest = max(longest, work["period_parts"][index])
    return longest
