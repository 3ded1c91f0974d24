"""How many loans stand at the end of a day, with what each payer's share of interest has accrued.

The kernel keeps accrued shares in the record it works on and uses anew for every loan; here they
are taken out loan by loan, on the way.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.kernel.fold import fold_portfolio
from majung.contracts.kernel.layout import (
    EVENT,
    NEVER,
    OUTCOME,
    RESULT,
    RESULT_COUNT,
    STATE,
    WORK,
    Column,
    Columns,
    Workspace,
)
from majung.contracts.portfolio import Portfolio
from majung.values.compiling import compiled

#: Room for the events of one loan at first; they are not kept.
EVENTS_AT_FIRST = 4_096


class Standings(NamedTuple):
    """How loans stand.

    Attributes:
        states: one record a loan, fields as of `RESULT_FIELDS`.
        shares: accrued and not due, of each payer of each loan, in the order of the portfolio's
            payers.
    """

    states: NDArray[np.void]
    shares: NDArray[np.int64]


def standings(portfolio: Portfolio, *, until: int) -> Standings:
    """Fold loans up to a day number, included, and tell how they stand.

    Source: own convention, docs/contracts.md, many at once.
    """
    columns = portfolio.columns
    state = np.zeros(1, STATE)
    work = np.zeros(1, WORK)
    outcomes = np.zeros(len(columns.steps), OUTCOME)
    workspace = Workspace(state, state.view(np.int64), work, outcomes)
    results = np.zeros((len(portfolio), RESULT_COUNT), np.int64)
    shares = np.zeros(len(columns.payers), np.int64)
    events = np.empty(EVENTS_AT_FIRST, EVENT)
    row = 0
    while row < len(portfolio):
        row = _fold_each(columns, workspace, results, events, shares, row, until)
        if row < len(portfolio):
            events = np.empty(2 * len(events), EVENT)
    return Standings(results.view(RESULT).reshape(-1), shares)


@compiled
def _fold_each(
    columns: Columns,
    workspace: Workspace,
    results: Column,
    events: Column,
    shares: Column,
    first: int,
    until: int,
) -> int:
    """Fold each loan by itself; return the first that was not, for want of room."""
    state = workspace.state[0]
    work = workspace.work[0]
    for row in range(first, len(columns.contracts)):
        one = Columns(
            columns.contracts[row : row + 1],
            columns.components,
            columns.payers,
            columns.facts,
            columns.fact_offsets[row : row + 2],
            columns.steps,
            columns.moves,
        )
        state["row"] = 0
        state["events"] = 0
        state["until"] = until
        state["paid_from"] = NEVER
        done, _ = fold_portfolio(one, workspace, results[row : row + 1], events)
        if done == 0:
            return row
        contract = columns.contracts[row]
        begun = until >= contract["start"]
        for payer in range(contract["payers"]):
            accrued = work["mark_closed"][payer + 1] - work["mark_closed"][payer]
            shares[contract["payers_first"] + payer] = accrued if begun else 0
    return len(columns.contracts)
