"""Words as the kernel's codes: one table a kind of word, each in the order of the codes."""

from majung.contracts.events import EventKind
from majung.contracts.facts import FactKind
from majung.contracts.plan_terms import StepKind
from majung.contracts.terms import InterestBase, Portion, Repayment
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rounding import Rounding

REPAYMENT_CODE = {kind: code for code, kind in enumerate(Repayment)}
BASE_CODE = {base: code for code, base in enumerate(InterestBase)}
PORTION_CODE = {portion: code for code, portion in enumerate(Portion)}
ROUNDING_CODE = {rounding: code for code, rounding in enumerate(Rounding)}
#: Conventions in the order of their codes.
CONVENTIONS = tuple(BusinessDayConvention)
SHIFT_CODE = {convention: code for code, convention in enumerate(CONVENTIONS)}
DAY_COUNT_CODE = {
    count: code
    for code, count in enumerate(
        (
            DayCount.A365,
            DayCount.A360,
            DayCount.AA,
            DayCount.THIRTY_E_360,
            DayCount.THIRTY_E_360_ISDA,
            DayCount.THIRTY_360,
            DayCount.TWENTY_EIGHT_336,
            DayCount.B252,
        )
    )
}
STEP_CODE = {kind: code for code, kind in enumerate(StepKind)}
#: The facts of loans, in the order of the kernel's codes.
FACT_CODE = {
    kind: code
    for code, kind in enumerate(
        (
            FactKind.RATE_FIXING,
            FactKind.COMPONENT_END,
            FactKind.DRAWDOWN,
            FactKind.FEE,
            FactKind.PAYMENT,
            FactKind.PREPAYMENT,
            FactKind.SHARE_PAYMENT,
            FactKind.TRANSFER,
            FactKind.RESTRUCTURING,
            FactKind.DEFAULT,
            FactKind.RECOVERY,
            FactKind.WRITE_OFF,
            FactKind.REFUND,
            FactKind.END,
        )
    )
}
#: The events of loans, in the order of the kernel's codes.
EVENT_KINDS = (
    EventKind.COMMITTED,
    EventKind.DRAWDOWN,
    EventKind.INTEREST_DUE,
    EventKind.INTEREST_SHARE_DUE,
    EventKind.PRINCIPAL_DUE,
    EventKind.LATE_INTEREST_DUE,
    EventKind.FEE_DUE,
    EventKind.EARLY_REPAYMENT_FEE_DUE,
    EventKind.PRINCIPAL_PAID,
    EventKind.INTEREST_PAID,
    EventKind.LATE_INTEREST_PAID,
    EventKind.FEE_PAID,
    EventKind.EARLY_REPAYMENT_FEE_PAID,
    EventKind.INTEREST_SHARE_PAID,
    EventKind.OVERPAID,
    EventKind.OVERPAYMENT_USED,
    EventKind.OVERPAYMENT_REFUNDED,
    EventKind.DEFAULTED,
    EventKind.WRITTEN_OFF,
    EventKind.INTEREST_WRITTEN_OFF,
    EventKind.LATE_INTEREST_WRITTEN_OFF,
    EventKind.FEE_WRITTEN_OFF,
    EventKind.COMMITMENT_ENDED,
    EventKind.WRITTEN_OFF_RECOVERED,
)
