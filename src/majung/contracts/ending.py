"""When a contract is over: the first day on which nobody owes or covers anything under it.

A loan is over when all that was drawn is repaid or given up and nothing can be drawn any more.  A
cover and a fund say so themselves.  What happened is replayed, so a contract whose last payment is
taken back is not over any more.
"""

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import EVENT_KINDS
from majung.contracts.events import Event, EventKind
from majung.contracts.kernel.layout import NEVER
from majung.contracts.replay import LoanState
from majung.contracts.states import CoverState, FundState

#: What may still come of a loan that is over: what is handed back, regained, or owed by others.
AFTERWARDS = frozenset(
    {
        EventKind.OVERPAYMENT_REFUNDED,
        EventKind.INTEREST_SHARE_PAID,
        EventKind.RECOVERED,
        EventKind.WRITTEN_OFF_RECOVERED,
    }
)
#: What of a loan's columns must be zero once it is over.
OWED = (
    "undrawn", "performing", "due_principal", "due_interest", "due_late", "late_accrued", "due_fee",
    "accrued",
)  # fmt: skip
_ENDS = np.array([kind not in AFTERWARDS for kind in EVENT_KINDS], np.bool_)


def ended_on(events: Iterable[Event], state: LoanState | CoverState | FundState) -> date | None:
    """Return the day on which a contract was over, as its replay tells; None while it is not.

    Source: own convention, docs/contracts.md, end.
    """
    if not isinstance(state, LoanState):
        return state.ended_on
    if state.next_due_on is not None or _owes(state):
        return None
    return max(
        (event.effective_on for event in events if event.kind not in AFTERWARDS), default=None
    )


def ended_days(
    states: NDArray[np.void],
    rows: NDArray[np.integer],
    days: NDArray[np.integer],
    kinds: NDArray[np.integer],
) -> NDArray[np.int64]:
    """Return the same of many loans replayed together, as day numbers; `NEVER` while they live.

    Args:
        states: of each loan, as the kernel leaves it.
        rows: of each event, the place of its loan; with its day and the code of its kind.
    """
    is_over = states["next_day"] == NEVER
    for name in OWED:
        is_over &= states[name] == 0
    last = np.zeros(len(states), np.int64)
    told = is_over[rows] & _ENDS[kinds]
    np.maximum.at(last, rows[told], days[told])
    return np.where(last > 0, last, NEVER)


def _owes(state: LoanState) -> bool:
    return bool(
        state.undrawn
        or state.outstanding
        or state.due_interest
        or state.late_interest
        or state.due_fee
        or state.accrued_interest
    )
