"""Running the kernel: room for its work and its events, grown where it was too little."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.kernel.fold import fold_portfolio
from majung.contracts.kernel.layout import (
    EVENT,
    EVENT_KINDS_MAX,
    NEVER,
    OUTCOME,
    RESULT_COUNT,
    STATE,
    WORK,
    Workspace,
)
from majung.contracts.portfolio import Portfolio

#: RunSpace for events at first: some for any contract, some for each due day and fact, and a bound.
EVENTS_A_CONTRACT = 16
EVENTS_A_DUE, EVENTS_A_FACT = 4, 6
EVENTS_AT_FIRST_MAX = 1 << 24


class RunSpace(NamedTuple):
    """Where a run writes; a run that is given it again writes over what stood there.

    Attributes:
        events: `EVENT` records.
        results: integers, a row of `RESULT_FIELDS` for each of so many contracts.
    """

    events: NDArray[np.void]
    results: NDArray[np.int64]


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


def run(
    portfolio: Portfolio, *, until: int, paid_from: int = NEVER, room: RunSpace | None = None
) -> Run:
    """Fold every contract of a portfolio.

    Args:
        until: last day number, included.
        paid_from: first day number whose dues are taken as paid when due.
        room: for as many contracts, new where there is none.
    """
    columns = portfolio.columns
    count = len(portfolio)
    state = np.zeros(1, STATE)
    work = np.zeros(1, WORK)
    outcomes = np.zeros(len(columns.steps), OUTCOME)
    workspace = Workspace(state, state.view(np.int64), work, outcomes)
    room = room_for(portfolio) if room is None else room
    results, events = room.results[:count], room.events
    row, written = 0, 0
    while True:
        _set(state, row=row, events=written, until=until, paid_from=paid_from)
        row, written = fold_portfolio(columns, workspace, results, events)
        if row == count:
            return Run(events[:written], results, work, outcomes)
        more = np.empty(2 * len(events), EVENT)
        more[:written] = events[:written]
        events = more


def room_for(portfolio: Portfolio) -> RunSpace:
    """Return room for a run as it is at first; memory is taken when it is written."""
    columns = portfolio.columns
    dues = int(columns.contracts["instalments"].sum())
    wanted = EVENTS_A_CONTRACT * len(portfolio) + EVENT_KINDS_MAX
    wanted += EVENTS_A_DUE * dues + EVENTS_A_FACT * len(columns.facts)
    return RunSpace(
        np.empty(min(wanted, EVENTS_AT_FIRST_MAX), EVENT),
        np.empty((len(portfolio), RESULT_COUNT), np.int64),
    )


def _set(state: NDArray[np.void], **fields: int) -> None:
    record: Any = state[0]
    for name, value in fields.items():
        record[name] = value
