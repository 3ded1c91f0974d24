"""The columns that the kernel reads and writes: names and codes only.

A record is one contract, one fact, one event; each of its fields, taken over all records, is a
column.  Everything is a 64-bit integer: money in minor units, days as day numbers, rates as parts
of the contract's own `rate_scale`.  Ragged columns (components, payers, facts) are found by first
index and count.
"""

from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np

#: A day that never comes, later than 9999-12-31.
NEVER = 1 << 30

#: No amount, and no sum of one contract's facts, may be larger; interest on it then fits 64 bits.
AMOUNT_MAX = 10**16
AMOUNT_SUM_MAX = 10**18
#: The longest schedule: a hundred years by months.
INSTALMENTS_MAX = 1_200

BULLET, EQUAL_INSTALMENTS, EQUAL_PRINCIPAL = range(3)
BASE_OUTSTANDING, BASE_DRAWN = range(2)
PORTION_LATE_INTEREST, PORTION_FEE, PORTION_INTEREST, PORTION_PRINCIPAL = range(4)
#: An order of portions is one integer, the first portion in its lowest bits.
PORTIONS, PORTION_BITS = 4, 4

#: Fees and other shares are counted in parts of one.
SHARE_SCALE = 10**12

#: The payer of a component that the borrower bears, and the party of an event that is its own.
NOBODY = 0

(
    RATE_FIXING, COMPONENT_END, DRAWDOWN, FEE, PAYMENT, PREPAYMENT, SHARE_PAYMENT, DEFAULT,
    RECOVERY, WRITE_OFF, REFUND, END,
) = range(12)  # fmt: skip

#: Codes of events in the order of `EventKind`, so that a day's events come out in order.
(
    COMMITTED, DRAWN, INTEREST_DUE, INTEREST_SHARE_DUE, PRINCIPAL_DUE, LATE_INTEREST_DUE, FEE_DUE,
    EARLY_REPAYMENT_FEE_DUE, PRINCIPAL_PAID, INTEREST_PAID, LATE_INTEREST_PAID, FEE_PAID,
    EARLY_REPAYMENT_FEE_PAID, INTEREST_SHARE_PAID, OVERPAID, OVERPAYMENT_USED,
    OVERPAYMENT_REFUNDED, DEFAULTED, WRITTEN_OFF, INTEREST_WRITTEN_OFF, LATE_INTEREST_WRITTEN_OFF,
    FEE_WRITTEN_OFF, COMMITMENT_ENDED, WRITTEN_OFF_RECOVERED,
) = range(24)  # fmt: skip

#: What only a replay can find wrong with a fact.
NO_PROBLEM, REFUND_ABOVE_OVERPAYMENT, SHARE_ABOVE_DUE, WRITE_OFF_ABOVE_OUTSTANDING = range(4)


def _integers(*names: str) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64) for name in names])


CONTRACT = _integers(
    "committed", "start", "first_due", "instalments", "cycle_months", "matures", "end_of_month",
    "repayment", "grace", "balloon", "instalment", "instalment_rounding", "instalment_multiple",
    "interest_base", "interest_rounding", "day_count", "business_first", "shift", "follows_shift",
    "draws_until", "allocation", "allocation_after_default", "late_addition", "late_rate_max",
    "late_on_interest", "late_without_discounts", "late_after_default", "early_fee",
    "early_fee_until", "early_fee_declines", "early_shortens", "rate_scale", "components_first",
    "components", "payers_first", "payers",
)  # fmt: skip

COMPONENT = _integers("payer", "rate", "begins", "ends")

FACT = _integers("day", "kind", "amount", "rate", "component", "party")

EVENT = np.dtype(
    [("amount", np.int64), ("row", np.int32), ("day", np.int32), ("kind", np.int32),
     ("party", np.int32)]
)  # fmt: skip

#: How a contract stands after a fold.
RESULT_FIELDS = (
    "day", "rate", "full_rate", "level", "performing", "due_principal", "due_interest", "due_late",
    "due_fee", "accrued", "late_accrued", "early_fee", "drawn", "undrawn", "overpaid",
    "written_off", "recovered", "is_called", "oldest_unpaid", "next_day", "due_index", "last",
    "problem", "problem_fact",
)  # fmt: skip
RESULT = _integers(*RESULT_FIELDS)
RESULT_COUNT = len(RESULT_FIELDS)

#: The same, and where the fold is: one record, used anew for every contract.
STATE = _integers(
    *RESULT_FIELDS,
    # Of this run.
    "row", "until", "paid_from", "fact", "fact_end", "first_event", "events", "is_full",
    # The calendar of the contract.
    "accrued_to", "period_start", "period_end", "due_day", "maturity", "fee_end", "anchor_months",
    "anchor_day", "table", "next_rate_change", "divisor",
    # Interest: the base of flat interest, the period's closed part, late interest.
    "flat_base", "is_closed", "closed_whole", "closed_rest", "late_to", "late_since", "late_whole",
    "late_rest", "late_charged",
    # The instalment: whether to reckon it anew, its first due day, the interest of that day.
    "needs_level", "level_first", "level_whole", "level_rest",
    # The fact being applied; arrears, oldest first.
    "kind", "amount", "fact_rate", "component", "party", "interest_head", "principal_head",
    "slots",
)  # fmt: skip

#: Rows of the work area, one integer a due day, slot, mark, payer or component.
(
    DUE_DAY, PERIOD_END, PERIOD_PARTS, SLOT_DAY, SLOT_INTEREST, SLOT_PRINCIPAL, MARK_RATE,
    MARK_WHOLE, MARK_REST, MARK_CLOSED, PAYER_PARTY, SHARE_UNPAID, COMPONENT_PAYER, COMPONENT_RATE,
    COMPONENT_BEGINS, COMPONENT_ENDS, FACTOR_PARTS, FACTOR_OF, LONG_FACTOR, LONG_SUM, LONG_OWED,
    LONG_PAID,
) = range(22)  # fmt: skip
WORK_ROWS = 22
WORK_COLUMNS_MIN = 16

#: Integers in rows.  NumPy's own type would make every integer of the kernel an `np.int64`.
Area: TypeAlias = Any


class Record(Protocol):
    """One contract, fact or event, or the state of a fold: integers by name."""

    def __getitem__(self, name: str) -> int:
        """Return a field."""

    def __setitem__(self, name: str, value: int) -> None:
        """Set a field."""


class Columns(NamedTuple):
    """All that a fold reads: contracts and what hangs on them.

    Attributes:
        contracts: one `CONTRACT` each.
        components: `COMPONENT` records, those of a contract together.
        payers: party codes of those who bear discounts, those of a contract together.
        facts: `FACT` records, those of a contract together, in the order of a replay.
        fact_offsets: where each contract's facts begin, and at last where all end.
        business: truth values of all calendars, one after the other.
    """

    contracts: Area
    components: Area
    payers: Area
    facts: Area
    fact_offsets: Area
    business: Area


class Workspace(NamedTuple):
    """What a fold writes on and uses anew for every contract.

    Attributes:
        state: one `STATE` record.
        fields: the same memory as integers.
        work: integers, `WORK_ROWS` rows, as long as the longest schedule with its facts.
    """

    state: Area
    fields: Area
    work: Area
