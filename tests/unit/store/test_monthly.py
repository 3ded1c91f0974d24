"""A resubmission replaces what was reported and keeps it; what was not counted stays OPEN."""

from dataclasses import replace
from datetime import timedelta

import pytest

from majung.applications.regions import Region
from majung.errors import Place, Problem, message
from majung.store.access import Purpose, acting_for
from majung.store.council import monthly
from majung.store.intake import received
from majung.store.refusals import NotRecordedError
from majung.supply.monthly.report import MonthlyReport, ReportRow
from majung.values.money import Money
from majung.values.months import Month
from store_world import AT, CLERK, found_institutions, state

PLAN, SERIES = "five-sectors-2024", "reported"
MAY = Month(2024, 5)
ROW = ReportRow(
    institution="bank-a", month=MAY, sector="1", product="", region=Region.BUSAN, theme="ai",
    amount=Money(10**13), renewals=Money(5), contracts=3, firms=2, line=2,
)  # fmt: skip
NOT_COUNTED = replace(
    ROW, sector="2", region=None, amount=None, renewals=None, contracts=None, firms=None, line=3
)
ZERO = replace(ROW, sector="3", amount=Money(0), renewals=Money(0), line=4)


def take(*rows, at=AT, bank="bank-a", series=SERIES):
    report = MonthlyReport("may.csv", rows, (), has_themes=True)
    with acting_for(bank):
        file = received.receive("report", "may.csv", repr(rows).encode(), by=CLERK, at=at)
        return monthly.take_report(
            report, plan=PLAN, series=series, digest=file.digest, by=CLERK, at=at
        )


@pytest.fixture
def banks(database):
    found_institutions()


def test_rows_come_back_as_reported_open_cells_included(banks):
    (submission,) = take(ROW, NOT_COUNTED, ZERO)

    assert submission.rows == (ROW, NOT_COUNTED, ZERO)
    assert (submission.number, submission.file, submission.has_themes) == (1, "may.csv", True)


def test_a_resubmission_counts_and_the_first_one_stays(banks):
    later = AT + timedelta(1)
    take(ROW)
    (in_force,) = take(replace(ROW, amount=Money(7)), at=later)

    with acting_for("bank-a"):
        every = monthly.submissions(plan=PLAN, series=SERIES)
        (known_before,) = monthly.submissions_in_force(plan=PLAN, series=SERIES, known_at=AT)
    assert (in_force.number, in_force.rows[0].amount) == (2, Money(7))
    assert [submission.number for submission in every] == [1, 2]
    assert known_before.rows == (ROW,)


def test_months_and_institutions_are_kept_apart(banks):
    june = replace(ROW, month=MAY.next())
    take(ROW, june)
    take(replace(ROW, institution="bank-b"), bank="bank-b")

    with state(Purpose.SUPPLY):
        found = monthly.submissions_in_force(plan=PLAN, series=SERIES, until=MAY)
        rows = monthly.rows_in_force(monthly.submissions_in_force(plan=PLAN, series=SERIES))

    assert [(each.institution, each.month) for each in found] == [("bank-a", MAY), ("bank-b", MAY)]
    assert len(rows) == 3


def test_a_bank_reads_its_own_reports_only_and_reports_for_itself_only(banks):
    take(ROW)

    with acting_for("bank-b"):
        assert monthly.submissions(plan=PLAN, series=SERIES) == ()


def test_invented_figures_never_stand_among_reported_ones(banks):
    take(ROW, series="example")

    with state(Purpose.SUPPLY):
        assert monthly.submissions(plan=PLAN, series=SERIES) == ()


def test_a_report_with_problems_is_not_taken(banks):
    bad = MonthlyReport("x.csv", (ROW,), (Problem(Place("x.csv", 2), message("some-kind")),))

    with acting_for("bank-a"), pytest.raises(ValueError, match="problems"):
        monthly.take_report(bad, plan=PLAN, series=SERIES, digest="d", by=CLERK, at=AT)


def test_a_report_of_a_file_nobody_handed_in_is_refused(banks):
    report = MonthlyReport("x.csv", (ROW,), ())

    with acting_for("bank-a"), pytest.raises(NotRecordedError):
        monthly.take_report(report, plan=PLAN, series=SERIES, digest="d", by=CLERK, at=AT)
