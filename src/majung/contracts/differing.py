"""The difference between what a replay wants and what was posted, for thousands of loans at once.

The same as `events.difference`, on columns: events of one day, kind and party are one thing, their
amounts are added, and what is left is the wanted sum less the posted one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Bits of a key: the loan, the day counted from a first one, the kind, the party.
DAY_BITS, KIND_BITS, PARTY_BITS = 18, 6, 12
ROWS_MAX = 1 << (63 - DAY_BITS - KIND_BITS - PARTY_BITS)
#: Days are counted from here in a key, so that none is below nought.
FIRST_DAY = -(1 << (DAY_BITS - 1))


class EventColumns(NamedTuple):
    """Events of many loans, or differences of such, one after the other.

    Attributes:
        rows: place of the loan; days: day numbers; kinds, parties: codes.
        revisions: of what was posted, the revision of each; of a difference, the next free one.
    """

    rows: NDArray[np.int64]
    days: NDArray[np.int64]
    kinds: NDArray[np.int64]
    parties: NDArray[np.int64]
    amounts: NDArray[np.int64]
    revisions: NDArray[np.int64]


def differences(wanted: EventColumns, posted: EventColumns) -> EventColumns:
    """Return what is still to be posted so that what is posted equals what is wanted.

    Args:
        wanted: events of a replay; revisions are not looked at.
        posted: every revision of what was posted so far.

    Returns:
        by loan, day, kind and party; without noughts.

    Source: own convention, decision 0002.
    """
    keys = np.concatenate([_keys(wanted), _keys(posted)])
    amounts = np.concatenate([wanted.amounts, -posted.amounts])
    revisions = np.concatenate([np.zeros(len(wanted.rows), np.int64), posted.revisions + 1])
    order = np.argsort(keys, kind="stable")
    keys, amounts, revisions = keys[order], amounts[order], revisions[order]
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    if not len(firsts):
        return _events(keys, amounts, revisions)
    sums = np.add.reduceat(amounts, firsts)
    nexts = np.maximum.reduceat(revisions, firsts)
    moves = sums != 0
    return _events(keys[firsts][moves], sums[moves], nexts[moves])


def _keys(events: EventColumns) -> NDArray[np.int64]:
    keys = events.rows << DAY_BITS | (events.days - FIRST_DAY)
    keys = keys << KIND_BITS | events.kinds
    return np.asarray(keys << PARTY_BITS | events.parties, np.int64)


def _events(
    keys: NDArray[np.int64], amounts: NDArray[np.int64], revisions: NDArray[np.int64]
) -> EventColumns:
    above = keys >> PARTY_BITS
    days = above >> KIND_BITS
    return EventColumns(
        rows=days >> DAY_BITS,
        days=(days & ((1 << DAY_BITS) - 1)) + FIRST_DAY,
        kinds=above & ((1 << KIND_BITS) - 1),
        parties=keys & ((1 << PARTY_BITS) - 1),
        amounts=amounts,
        revisions=revisions,
    )
