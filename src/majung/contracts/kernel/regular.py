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
    KEPT_FACTOR,
    KEPT_SHIFT,
    NEVER,
    Column,
    Columns,
    DueColumns,
    Record,
    Work,
    Workspace,
)
from majung.values.compiling import compiled, high_product
from majung.values.products import (
    BOUND,
    ROUND_DOWN,
    ROUND_FLOOR,
    SHORT_BOUND,
    is_word_factored,
    product_quotient,
    quotient_by,
    rounded,
    word_factor,
)


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
    """Write the dues of one loan, earliest first; return where the next one's begin.

    Until the instalment is reckoned, and at last, the fold's own step says the principal.
    """
    start, end = contract["start"], work["period_ends"][0]
    work["period_parts"][0] = parts_between(contract, start, start, end, state["maturity"])
    state["performing"] = contract["committed"]
    state["flat_base"] = contract["committed"]
    state["is_closed"] = 1
    index, last = 0, state["last"]
    while index < last and state["needs_level"]:
        written = _fall_due_carefully(contract, state, work, dues, index, written)
        index += 1
    written = _fall_due_levelly(contract, state, work, dues, index, written)
    return _fall_due_carefully(contract, state, work, dues, last, written)


@compiled
def _fall_due_carefully(
    contract: Record, state: Record, work: Work, dues: DueColumns, index: int, written: int
) -> int:
    """Write one due by the fold's own step; return where the next one stands."""
    performing, divisor = state["performing"], state["divisor"]
    is_flat = contract["interest_base"] == BASE_DRAWN
    base = contract["committed"] if is_flat and performing else performing
    whole, rest = product_quotient(base, state["rate"] * work["period_parts"][index], divisor)
    interest = rounded(whole, rest, divisor, contract["interest_rounding"])
    state["due_index"] = index
    state["closed_whole"], state["closed_rest"] = whole, rest
    work["mark_closed"][0] = interest
    principal = principal_of(contract, state, work)
    return _write(state, work, dues, index, written, interest, principal)


@compiled
def _fall_due_levelly(
    contract: Record, state: Record, work: Work, dues: DueColumns, index: int, written: int
) -> int:
    """Write the dues from one on to the last, excluded, once their instalment is reckoned."""
    divisor, rate, rounding = state["divisor"], state["rate"], contract["interest_rounding"]
    count, committed = state["last"] - index, contract["committed"]
    longest = _longest(work, state["last"])
    factor, shift = work["kept"][KEPT_FACTOR], work["kept"][KEPT_SHIFT]
    is_flat = contract["interest_base"] == BASE_DRAWN
    if (
        rounding in (ROUND_DOWN, ROUND_FLOOR)
        and not is_flat
        and state["level"] < BOUND // max(count, 1)
    ) and is_word_factored(committed, rate, longest, divisor):
        unit = word_factor(rate, divisor, factor, shift)
        left = _fall_due_by_factors(contract, state, work, dues, index, written, unit)
        if left > 0 and left >= state["balloon"]:
            state["performing"] = left
            return written + count
    is_short = state["performing"] < SHORT_BOUND // max(rate * longest, 1)
    bears = contract["repayment"] == EQUAL_INSTALMENTS
    for place in range(index, state["last"]):
        performing = state["performing"]
        base = committed if is_flat and performing else performing
        parts = rate * work["period_parts"][place]
        if is_short:
            whole, rest = quotient_by(base * parts, divisor, factor, shift)
        else:
            whole, rest = product_quotient(base, parts, divisor)
        interest = rounded(whole, rest, divisor, rounding)
        taken = interest if bears else 0
        left = max(performing - state["balloon"], 0)
        principal = principal_within(state["level"], taken, left)
        written = _write(state, work, dues, place, written, interest, principal)
    return written


@compiled
def _fall_due_by_factors(
    contract: Record,
    state: Record,
    work: Work,
    dues: DueColumns,
    index: int,
    written: int,
    unit: int,
) -> int:
    """Write those dues whose interest is one product each; return what is outstanding then.

    Nothing bounds the principal here.  Where the instalment leaves none, or takes what belongs to
    the last due day, nought is returned and nothing counts.

    Args:
        unit: `word_factor` of its rate.
    """
    count = state["last"] - index
    until = written + count
    # Cut once, a row needs no look at where it begins and ends.
    days, parts = work["due_days"][index : state["last"]], work["period_parts"][index:]
    due_days, interests = dues.days[written:until], dues.interest[written:until]
    principals, outstanding = dues.principal[written:until], dues.outstanding[written:until]
    level = state["level"]
    bears = -1 if contract["repayment"] == EQUAL_INSTALMENTS else 0
    performing = state["performing"]
    least = level
    for place in range(count):
        interest = high_product(performing, unit * parts[place])
        taken = interest & bears
        principal = level - taken
        # In this order the next due has to wait for one sum after its product.
        performing = performing - level + taken
        least = min(least, principal)
        due_days[place] = days[place]
        interests[place] = interest
        principals[place] = principal
        outstanding[place] = performing
    return performing if least > 0 else 0


@compiled
def _write(
    state: Record,
    work: Work,
    dues: DueColumns,
    index: int,
    written: int,
    interest: int,
    principal: int,
) -> int:
    """Write one due, if there is anything; return where the next one stands."""
    performing = state["performing"] - principal
    state["performing"] = performing
    dues.days[written] = work["due_days"][index]
    dues.interest[written] = interest
    dues.principal[written] = principal
    dues.outstanding[written] = performing
    return written + (1 if interest or principal else 0)


@compiled
def _longest(work: Work, last: int) -> int:
    """Return the parts of a year of the longest period."""
    longest = 0
    for index in range(last + 1):
        longest = max(longest, work["period_parts"][index])
    return longest
