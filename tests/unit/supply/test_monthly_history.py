from datetime import date

import pytest

from example_supply import eok, plan
from majung.errors import sentence
from majung.programmes.supply_subjects import TOTAL, Subject
from majung.supply.matrix import Axis, matrix
from majung.supply.monthly import (
    Desk,
    cells_of_rows,
    in_force,
    novelty_of_rows,
    read_report,
    resubmit,
)
from majung.supply.targets import SeriesSource, SupplySeries, pace

DESK = Desk(plan(), date(2024, 12, 31))


def report(*lines, headings="기관,월,분야,공급액(억원),기한연장(억원)"):
    return read_report("report.csv", "\n".join((headings, *lines)).encode(), DESK)


MAY = report("bank,2024-05,chips,100,10", "bank,2024-05,robots,50,0")
JUNE = report("bank,2024-06,chips,70,0")


def told(changes):
    return [(sentence(change.message, "ko")) for change in changes]


def test_the_first_report_adds_its_rows():
    rows, changes = resubmit((), MAY)

    assert rows == MAY.rows
    assert [change.before for change in changes] == [None, None]


def test_a_resubmission_replaces_its_month_and_tells_every_change():
    rows, changes = resubmit(MAY.rows, report("bank,2024-05,chips,120,10"))

    assert [(row.sector, row.amount) for row in rows] == [("chips", eok(120))]
    assert told(changes) == [
        "2024년 5월 chips -: 100억 원 → 120억 원",
        "2024년 5월 robots -: 50억 원 삭제",
    ]


def test_other_months_and_institutions_stay():
    rows, changes = resubmit((*MAY.rows, *JUNE.rows), report("fund,2024-05,chips,1,0"))

    assert [(row.institution, str(row.month), row.sector) for row in rows] == [
        ("bank", "2024-05", "chips"),
        ("bank", "2024-05", "robots"),
        ("bank", "2024-06", "chips"),
        ("fund", "2024-05", "chips"),
    ]
    assert told(changes) == ["2024년 5월 chips -: 1억 원 추가"]


def test_the_same_report_again_changes_nothing():
    _, changes = resubmit(MAY.rows, MAY)

    assert changes == ()


def test_what_becomes_known_is_a_change():
    opened = report("bank,2024-06,chips,미집계,")

    _, changes = resubmit(opened.rows, JUNE)

    assert told(changes) == ["2024년 6월 chips -: 미집계 → 70억 원"]


def test_a_report_with_problems_replaces_nothing():
    with pytest.raises(ValueError, match="replaces nothing"):
        resubmit(MAY.rows, report("bank,2024-05,ships,1,0"))


def test_the_last_report_of_a_month_counts():
    again = report("bank,2024-05,chips,120,10")

    assert in_force([MAY, JUNE, again]) == (*again.rows, *JUNE.rows)


def test_a_reported_month_has_a_figure_for_every_sector():
    found = {(cell.subject, cell.last_on): cell.amount for cell in cells_of_rows(JUNE.rows, plan())}

    june = date(2024, 6, 30)
    assert found == {
        (Subject("chips", "bank"), june): eok(70),
        (Subject("robots", "bank"), june): eok(0),
    }


def test_a_row_not_counted_yet_leaves_its_cell_open():
    opened = report("bank,2024-06,chips,미집계,", "bank,2024-06,robots,5,0")

    found = {cell.subject.sector: cell.amount for cell in cells_of_rows(opened.rows, plan())}

    assert found == {"chips": None, "robots": eok(5)}


def test_one_row_not_counted_yet_opens_the_sum_with_its_neighbour():
    headings = "기관,월,분야,상품,공급액(억원)"
    opened = report("bank,2024-06,chips,A,미집계", "bank,2024-06,chips,B,5", headings=headings)

    assert cells_of_rows(opened.rows, plan())[0].amount is None


def test_themes_have_figures_where_reports_have_the_column():
    headings = "기관,월,분야,주제,공급액(억원)"
    found = report("bank,2024-06,chips,ai,3", "bank,2024-06,chips,,4", headings=headings)

    cells = {
        cell.subject: cell.amount
        for cell in cells_of_rows(found.rows, plan(), has_themes=found.has_themes)
    }

    assert cells == {
        Subject("chips", "bank"): eok(7),
        Subject("robots", "bank"): eok(0),
        Subject("", "bank", "ai"): eok(3),
    }


def test_months_of_all_institutions_make_a_pace_and_a_missing_one_leaves_it_open():
    months = [f"{number:02}" for number in range(1, 6)]
    of_bank = report(*(f"bank,2024-{month},chips,10,0" for month in months))
    of_fund = report(*(f"fund,2024-{month},robots,20,0" for month in months))

    def supplied(*reports):
        cells = cells_of_rows(in_force(reports), plan())
        reported = SupplySeries(SeriesSource.REPORTED, cells, "now")
        return pace(plan(), reported, as_of=date(2024, 5, 31)).line(TOTAL).supplied

    assert supplied(of_bank, of_fund) == eok(150)
    assert supplied(of_bank) is None


def test_net_new_of_a_report_is_supply_less_renewals():
    assert novelty_of_rows(MAY.rows).net_new == eok(140)


@pytest.mark.parametrize("line", ["bank,2024-06,chips,5,", "bank,2024-06,chips,미집계,"])
def test_net_new_is_open_where_a_row_does_not_tell(line):
    assert novelty_of_rows(report(line).rows) is None


def test_rows_go_into_the_matrix():
    found = matrix([*MAY.rows, *JUNE.rows]).along(Axis.SECTOR)

    assert found == {("chips",): eok(170), ("robots",): eok(50)}
