"""What a report and our schedule disagree on is kept by contract and month."""

from dataclasses import replace
from datetime import date, timedelta

from majung.errors import message
from majung.store.access import acting_for
from majung.store.servicing import differences
from majung.store.servicing.differences import ReportedDifference
from majung.values.money import Money
from majung.values.months import Month
from majung.values.rates import Rate
from store_world import AT, found_institutions, signed

FOUND = ReportedDifference(
    contract="L-1", month=Month(2024, 5), kind="outstanding", reported=Money(100),
    computed=Money(99), reason=message("rounding", by=1),
)  # fmt: skip


def test_a_difference_that_a_later_comparison_does_not_find_is_settled(database):
    found_institutions()
    signed("L-1")
    with acting_for("bank-a"):
        differences.keep_differences([FOUND], at=AT)
        settled = replace(FOUND, reported=Money(99), reason=message("settled"))
        differences.keep_differences([settled], at=AT + timedelta(hours=1))

        assert differences.differences_of() == ()
        differences.keep_differences([FOUND], at=AT + timedelta(hours=2))
        assert differences.differences_of() == (FOUND,)


def test_figures_of_every_kind_are_read_back_as_they_were(database):
    found_institutions()
    signed("L-1")
    figures = (None, 12, date(2024, 5, 3), Rate.percent("4.5"), Money(7))
    told = [
        replace(FOUND, kind=f"kind-{index}", reported=figure)
        for index, figure in enumerate(figures)
    ]
    with acting_for("bank-a"):
        differences.keep_differences(told, at=AT)

        assert differences.differences_of() == tuple(told)


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
