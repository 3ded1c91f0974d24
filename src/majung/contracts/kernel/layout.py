"""The columns that the kernel reads and writes: names and codes only.

A record is one contract, one fact, one event; each of its fields, taken over all records, is a
column.  Everything is a 64-bit integer: money in minor units, days as day numbers, rates as parts
of the contract's own `rate_scale`.  Ragged columns (components, payers, facts) are found by first
index and count.
"""

from typing import Any, NamedTuple, Protocol, TypeAlias, overload

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
    RATE_FIXING, COMPONENT_END, DRAWDOWN, FEE, PAYMENT, PREPAYMENT, SHARE_PAYMENT, TRANSFER,
    RESTRUCTURING, DEFAULT, RECOVERY, WRITE_OFF, REFUND, END,
) = range(14)  # fmt: skip

#: Codes of events in the order of `EventKind`, so that a day's events come out in order.
(
    COMMITTED, DRAWN, INTEREST_DUE, INTEREST_SHARE_DUE, PRINCIPAL_DUE, LATE_INTEREST_DUE, FEE_DUE,
    EARLY_REPAYMENT_FEE_DUE, PRINCIPAL_PAID, INTEREST_PAID, LATE_INTEREST_PAID, FEE_PAID,
    EARLY_REPAYMENT_FEE_PAID, INTEREST_SHARE_PAID, OVERPAID, OVERPAYMENT_USED,
    OVERPAYMENT_REFUNDED, DEFAULTED, WRITTEN_OFF, INTEREST_WRITTEN_OFF, LATE_INTEREST_WRITTEN_OFF,
    FEE_WRITTEN_OFF, COMMITMENT_ENDED, WRITTEN_OFF_RECOVERED,
) = range(24)  # fmt: skip

#: Room for the kinds of events of one day.
EVENT_KINDS_MAX = 24

#: Kinds of the steps of a plan, in the order of `StepKind`.
(
    STEP_DRAWDOWN, STEP_OPENING, STEP_PRINCIPAL, STEP_INSTALMENT, STEP_CAPITALISATION,
    STEP_INTEREST, STEP_FEE, STEP_RATE, STEP_FIXING, STEP_SCALING, STEP_BASE, STEP_PURCHASE,
    STEP_EXERCISE, STEP_MATURITY, STEP_TERMINATION, STEP_RECKONED,
) = range(16)  # fmt: skip

#: What only a replay can find wrong with a fact, or with the size of what is owed.
NO_PROBLEM, REFUND_ABOVE_OVERPAYMENT, SHARE_ABOVE_DUE, WRITE_OFF_ABOVE_OUTSTANDING = range(4)
RECKONING_TOO_LARGE, TRANSFER_ABOVE_OUTSTANDING, RESTRUCTURED_TOO_LONG = 4, 5, 6

#: What a restructuring sets, as its component.
RESTRUCTURED_INSTALMENTS, RESTRUCTURED_GRACE, RESTRUCTURED_INSTALMENT, RESTRUCTURED_BALLOON = range(
    4
)


def _integers(*names: str) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64) for name in names])


CONTRACT = _integers(
    "committed", "start", "first_due", "instalments", "cycle_months", "matures", "end_of_month",
    "repayment", "grace", "balloon", "instalment", "instalment_rounding", "instalment_multiple",
    "interest_base", "interest_rounding", "day_count", "moves_first", "moves_begin", "moves_end",
    "shift", "follows_shift",
    "draws_until", "allocation", "allocation_after_default", "late_addition", "late_rate_max",
    "late_on_interest", "late_without_discounts", "late_after_default", "early_fee",
    "early_fee_until", "early_fee_declines", "early_shortens", "rate_min", "rate_max", "fee_rate",
    "rate_scale", "components_first", "components", "payers_first", "payers", "steps_first",
    "steps",
)  # fmt: skip

COMPONENT = _integers("payer", "rate", "begins", "ends")

FACT = _integers("day", "kind", "amount", "rate", "component", "party")

#: A step of a plan: its day, the day (or business day's number) that interest runs to, what it
#: does, and figures whose meaning its kind says.
STEP = _integers("day", "accrues_to", "kind", "amount", "rate", "share")

#: What a step did: money from the lender's side, and how the loan stood after it.
OUTCOME = _integers("amount", "outstanding", "rate", "accrued", "fee_accrued")

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
    "row", "until", "paid_from", "fact", "fact_end", "fact_day", "events", "staged",
    "staged_kinds",
    # Of a plan: the next step, where the plan ends, the next step's day; scales of an index.
    "step", "step_end", "step_day", "interest_scale", "principal_scale", "fee_whole", "fee_rest",
    # The calendar of the contract.
    "accrued_to", "period_start", "period_end", "due_day", "maturity", "fee_end", "anchor_months",
    "anchor_day", "table", "next_rate_change", "divisor",
    # Terms that a restructuring changes, and whether one has just done so.
    "matures_at", "grace", "balloon", "instalment", "is_restructured",
    # Interest: the base of flat interest, principal whose period has ended, the period's closed
    # part, late interest.
    "flat_base", "pending", "is_closed", "closed_whole", "closed_rest", "late_to", "late_since",
    "late_whole", "late_rest", "late_charged",
    # The instalment: whether to reckon it anew, its first due day, the interest of that day; of all
    # periods the shortest, the longest and the lengths, and whether they were looked for.
    "needs_level", "level_first", "level_whole", "level_rest", "shortest", "longest",
    "lengths", "is_measured",
    # The fact being applied; arrears, oldest first.
    "kind", "amount", "fact_rate", "component", "party", "interest_head", "principal_head",
    "slots",
)  # fmt: skip

#: Room for the longest schedule, and for what is called in beside it.
SLOTS = INSTALMENTS_MAX + 80
#: The most components of a rate, and the most parties that bear or pay anything of one loan.
COMPONENTS_MAX = 48
PARTIES_MAX = 48
MARKS = PARTIES_MAX + 1
#: Room for the events of one day: every kind, and every kind with a party for all parties.
#: No power of two: rows that lie a multiple of 4 KB apart wait for each other.
STAGED = 520
#: Long numbers of the certified instalment.
LIMBS = 10
#: Discount factors kept: of so many rates a row of so many lengths of a period, powers of two.
RATES_KEPT, LENGTHS_KEPT = 16, 16
FACTORS_KEPT = RATES_KEPT * LENGTHS_KEPT
#: What is kept of a divisor as long as no other comes: see `level.keep_divisor`.
KEPT_DIVISOR, KEPT_FACTOR, KEPT_SHIFT = range(3)


def _rows(**lengths: int) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64, (length,)) for name, length in lengths.items()])


#: Rows of integers that a fold works on: one record, used anew for every contract.
WORK = _rows(
    # By due day: the day, the end of its interest period, that period's parts of a year.
    due_days=SLOTS, period_ends=SLOTS, period_parts=SLOTS,
    # By slot: what fell due on a day and is unpaid.
    slot_days=SLOTS, slot_interest=SLOTS, slot_principal=SLOTS,
    # By mark: the rate up to this payer, its accrued interest and that of closed periods.
    mark_rates=MARKS, mark_wholes=MARKS, mark_rests=MARKS, mark_closed=MARKS,
    payer_parties=MARKS, shares_unpaid=MARKS,
    component_payers=COMPONENTS_MAX, component_rates=COMPONENTS_MAX,
    component_begins=COMPONENTS_MAX, component_ends=COMPONENTS_MAX,
    # The day's events before they are written: by kind, and in order what has no place there.
    kind_amounts=EVENT_KINDS_MAX, kind_parties=EVENT_KINDS_MAX,
    staged_places=STAGED, staged_amounts=STAGED,
    # The level instalment.
    kept=3, factor_keys=FACTORS_KEPT, factors=FACTORS_KEPT,
    long_factor=LIMBS, long_sum=LIMBS, long_owed=LIMBS, long_paid=LIMBS,
)  # fmt: skip


class Record(Protocol):
    """One contract, fact or event, or the state of a fold: integers by name."""

    def __getitem__(self, name: str) -> int:
        """Return a field."""

    def __setitem__(self, name: str, value: int) -> None:
        """Set a field."""


class Row(Protocol):
    """Integers in a row."""

    def __len__(self) -> int:
        """Return how many there are."""

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> "Row": ...

    def __getitem__(self, place: int | slice) -> "int | Row":
        """Return one, or some of them in the same place."""

    def __setitem__(self, place: int, value: int) -> None:
        """Set one."""


class Work(Protocol):
    """The rows of `WORK`, by name."""

    def __getitem__(self, name: str) -> Row:
        """Return a row."""


#: An array of records or truth values.
Column: TypeAlias = Any


class Columns(NamedTuple):
    """All that a fold reads: contracts and what hangs on them.

    Attributes:
        contracts: one `CONTRACT` each.
        components: `COMPONENT` records, those of a contract together.
        payers: party codes of those who bear discounts, those of a contract together.
        facts: `FACT` records, those of a contract together, in the order of a replay.
        fact_offsets: where each contract's facts begin, and at last where all end.
        steps: `STEP` records of plans, those of a contract together, in their order.
        moves: by how many days each day moves, of all calendars and conventions, one after the
            other.
    """

    contracts: Column
    components: Column
    payers: Column
    facts: Column
    fact_offsets: Column
    steps: Column
    moves: Column


class Workspace(NamedTuple):
    """What a fold writes on and uses anew for every contract.

    Attributes:
        state: one `STATE` record.
        fields: the same memory as integers.
        work: one `WORK` record.
        outcomes: an `OUTCOME` record for each step of all plans.
    """

    state: Column
    fields: Column
    work: Column
    outcomes: Column


class DueColumns(NamedTuple):
    """The dues of regular loans, loan after loan, each earliest first.

    Attributes:
        firsts: where each contract's dues begin, and at last where all end.
        days: day numbers, 32 bits.
        interest: that falls due.
        principal: that falls due.
        outstanding: once the due is paid.
    """

    firsts: Column
    days: Column
    interest: Column
    principal: Column
    outstanding: Column
