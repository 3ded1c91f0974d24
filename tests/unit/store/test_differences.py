"""What a report and our schedule disagree on is kept by contract and month."""

from majung.errors import message
from majung.store.access import acting_for
from majung.store.servicing import differences
from majung.store.servicing.differences import ReportedDifference
from majung.values.money import Money
from majung.values.months import Month
from store_world import AT, found_institutions, signed

FOUND = ReportedDifference(
    contract="L-1", month=Month(2024, 5), kind="outstanding", reported=Money(100),
    computed=Money(99), reason=message("rounding", by=1),
)  # fmt: skip


def test_differences_are_read_by_their_bank_by_contract_or_month(database):
    found_institutions()
    signed("L-1")
    with acting_for("bank-a"):
        differences.keep_differences([FOUND], at=AT)

        assert differences.differences_of(contract="L-1") == (FOUND,)
        assert differences.differences_of(month=Month(2024, 5)) == (FOUND,)
        assert differences.differences_of(month=Month(2024, 6)) == ()
    with acting_for("bank-b"):
        assert differences.differences_of() == ()
