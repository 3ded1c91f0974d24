"""Running the kernel: room for its work and its events, grown where it was too little."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.kernel.fold import fold_portfolio
from majung.contracts.kernel.layout import (
    EVENT,
    NEVER,
    RESULT_COUNT,
    STATE,
    WORK_ROWS,
    Workspace,
)
from majung.contracts.portfolio import Portfolio

#: Events that the first room holds: some for any contract, and a few for each.
EVENTS_AT_FIRST = 256
EVENTS_A_CONTRACT = 8


class Run(NamedTuple):
    """What a run leaves.

    Attributes:
        events: `EVENT` records, contract after contract, each in the order of its days.
        results: integers, one row of `RESULT_FIELDS` a contract.
        work: the work area as the last contract left it.
    """

    events: NDArray[np.void]
    results: NDArray[np.int64]
    work: NDArray[np.int64]


def run(portfolio: Portfolio, *, until: int, paid_from: int = NEVER) -> Run:
    """Fold every contract of a portfolio.

    Args:
        until: last day number, included.
        paid_from: first day number whose dues are taken as paid when due.
    """
    columns = portfolio.columns
    count = len(portfolio)
    state = np.zeros(1, STATE)
    work = np.zeros((WORK_ROWS, portfolio.work_columns), np.int64)
    workspace = Workspace(state, state.view(np.int64), work)
    results = np.zeros((count, RESULT_COUNT), np.int64)
    events = np.empty(EVENTS_AT_FIRST + EVENTS_A_CONTRACT * count, EVENT)
    row, written = 0, 0
    while True:
        _set(state, row=row, events=written, until=until, paid_from=paid_from)
        row, written = fold_portfolio(columns, workspace, results, events)
        if row == count:
            return Run(events[:written], results, work)
        room = np.empty(2 * len(events), EVENT)
        room[:written] = events[:written]
        events = room


def _set(state: NDArray[np.void], **fields: int) -> None:
    record: Any = state[0]
    for name, value in fields.items():
        record[name] = value
