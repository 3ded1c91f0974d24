"""Running the kernel: room for its work and its events, grown where it was too little."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.kernel.fold import fold_portfolio
from majung.contracts.kernel.layout import (
    EVENT,
    NEVER,
    OUTCOME,
    RESULT_COUNT,
    STATE,
    WORK,
    Workspace,
)
from majung.contracts.portfolio import Portfolio

#: Room for events at first: some for any contract, some for each due day and fact, and a bound.
EVENTS_A_CONTRACT = 16
EVENTS_A_DUE, EVENTS_A_FACT = 4, 6
EVENTS_AT_FIRST_MAX = 1 << 24


class Run(NamedTuple):
    """What a run leaves.

    Attributes:
        events: `EVENT` records, contract after contract, each in the order of its days.
        results: integers, one row of `RESULT_FIELDS` a contract.
        work: the `WORK` record as the last contract left it.
        outcomes: `OUTCOME` records, one for each step of all plans; noughts where none was taken.
    """

    events: NDArray[np.void]
    results: NDArray[np.int64]
    work: NDArray[np.void]
    outcomes: NDArray[np.void]


def run(portfolio: Portfolio, *, until: int, paid_from: int = NEVER) -> Run:
    """Fold every contract of a portfolio.

    Args:
        until: last day number, included.
        paid_from: first day number whose dues are taken as paid when due.
    """
    columns = portfolio.columns
    count = len(portfolio)
    state = np.zeros(1, STATE)
    work = np.zeros(1, WORK)
    outcomes = np.zeros(len(columns.steps), OUTCOME)
    workspace = Workspace(state, state.view(np.int64), work, outcomes)
    results = np.zeros((count, RESULT_COUNT), np.int64)
    events = np.empty(_room(portfolio), EVENT)
    row, written = 0, 0
    while True:
        _set(state, row=row, events=written, until=until, paid_from=paid_from)
        row, written = fold_portfolio(columns, workspace, results, events)
        if row == count:
            return Run(events[:written], results, work, outcomes)
        room = np.empty(2 * len(events), EVENT)
        room[:written] = events[:written]
        events = room


def _room(portfolio: Portfolio) -> int:
    """Return for how many events there is room at first; memory is taken when it is written."""
    columns = portfolio.columns
    dues = int(columns.contracts["instalments"].sum())
    wanted = EVENTS_A_CONTRACT * (len(portfolio) + 1)
    wanted += EVENTS_A_DUE * dues + EVENTS_A_FACT * len(columns.facts)
    return min(wanted, EVENTS_AT_FIRST_MAX)


def _set(state: NDArray[np.void], **fields: int) -> None:
    record: Any = state[0]
    for name, value in fields.items():
        record[name] = value
