from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from example_supply import eok, named, plan
from majung.applications.regions import Region
from majung.errors import Place
from majung.supply.monthly import Desk, ReportRow, read_report
from majung.supply.monthly.columns import unit_of
from majung.values.money import Money
from majung.values.months import Month

DESK = Desk(plan(), date(2024, 6, 10))
HEADINGS = "기관,기준월,분야,상품,지역,주제,공급액(억원),기한연장(억원),건수,기업수"
GOOD = "bank,2024-05,chips,시설자금,경기,ai,100,40,12,10"


def report(*lines, headings=HEADINGS, desk=DESK, encoding="utf-8"):
    return read_report("report.csv", "\n".join((headings, *lines)).encode(encoding), desk)


def problems(found):
    return [(str(problem.place), problem.message.kind) for problem in found.problems]


def test_a_good_row_is_read_whole():
    found = report(GOOD)

    assert found.rows == (
        ReportRow(
            institution="bank",
            month=Month(2024, 5),
            sector="chips",
            product="시설자금",
            region=Region.GYEONGGI,
            theme="ai",
            amount=eok(100),
            renewals=eok(40),
            contracts=12,
            firms=10,
            line=2,
        ),
    )
    assert found.is_taken
    assert found.months == {("bank", Month(2024, 5))}
    assert found.has_themes


def test_optional_columns_may_be_missing():
    found = report("bank,2024-05,chips,5", headings="기관,월,분야,공급액(원)")

    (row,) = found.rows
    assert (row.amount, row.renewals, row.region, row.contracts) == (Money(5), None, None, None)
    assert not found.has_themes


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("공급액(억원)", "억"),
        ("공급액 (백만원)", "백만"),
        ("공급금액(천원)", "천"),
        ("공급실적(원)", "원"),
        ("공급액(십억원)", "십억"),
        ("공급액(조원)", "조"),
        ("Supplied (100 million KRW)", "억"),
        ("Supplied (KRW)", "원"),
        ("공급액", None),
        ("공급액(잠정)", None),
    ],
)
def test_the_heading_states_the_unit(heading, unit):
    assert unit_of(heading) == unit


@pytest.mark.parametrize(
    ("heading", "written", "amount"),
    [
        ("공급액(억원)", '"1,234.5"', 123_450_000_000),
        ("공급액(백만원)", "7", 7_000_000),
        ("공급액(천원)", "7", 7_000),
        ("공급액(원)", "７", 7),
        ("Supplied (million KRW)", "0.000001", 1),
        ("공급액(억원)", "-0", 0),
    ],
)
def test_amounts_count_the_unit_of_their_heading(heading, written, amount):
    found = report(f"bank,2024-05,chips,{written}", headings=f"기관,월,분야,{heading}")

    assert [row.amount for row in found.rows] == [Money(amount)]


@pytest.mark.parametrize("word", ["미집계", "미공표", "미정", "OPEN"])
def test_what_was_not_counted_yet_stays_open(word):
    found = report(f"bank,2024-05,chips,,,,{word},,,")

    assert [row.amount for row in found.rows] == [None]
    assert found.is_taken


@pytest.mark.parametrize(
    ("line", "column", "kind"),
    [
        (GOOD.replace("bank", "stranger"), 1, "report-name-unknown"),
        (GOOD.replace("bank", ""), 1, "report-cell-missing"),
        (GOOD.replace("2024-05", "2024-13"), 2, "month-not-readable"),
        (GOOD.replace("2024-05", "2024-07"), 2, "report-month-to-come"),
        (GOOD.replace("2024-05", "2023-05"), 2, "report-month-outside-plan"),
        (GOOD.replace("2024-05", ""), 2, "report-cell-missing"),
        (GOOD.replace("chips", "ships"), 3, "report-name-unknown"),
        (GOOD.replace("경기", "화성"), 5, "region-not-readable"),
        (GOOD.replace("ai", "space"), 6, "report-name-unknown"),
        (GOOD.replace(",100,", ",-100,"), 7, "report-amount-not-readable"),
        (GOOD.replace(",100,", ",백,"), 7, "report-amount-not-readable"),
        (GOOD.replace(",100,", ",100억,"), 7, "report-amount-not-readable"),
        (GOOD.replace(",100,", ",100.000000001,"), 7, "report-amount-not-readable"),
        (GOOD.replace(",100,", f",{'9' * 20},"), 7, "report-amount-not-readable"),
        (GOOD.replace(",100,", ",,"), 7, "report-amount-missing"),
        (GOOD.replace(",40,", ",101,"), 8, "report-renewals-above-supply"),
        (GOOD.replace(",12,", ",1.5,"), 9, "report-count-not-readable"),
        (GOOD.replace(",12,", ",-12,"), 9, "report-count-not-readable"),
        (GOOD.replace(",10", ",13"), 10, "report-firms-above-contracts"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(line, column, kind):
    found = report(line)

    assert problems(found) == [(f"report.csv:2:{column}", kind)]
    assert not found.is_taken


def test_every_problem_of_every_row_is_told_at_once():
    found = report(GOOD, "stranger,2024-13,ships,,화성,,-1,,x,")

    assert [place for place, _ in problems(found)] == [
        "report.csv:3:1",
        "report.csv:3:2",
        "report.csv:3:3",
        "report.csv:3:5",
        "report.csv:3:7",
        "report.csv:3:9",
    ]
    assert len(found.rows) == 1


def test_a_report_with_a_bad_row_is_not_taken_in_part():
    assert not report(GOOD, GOOD.replace("chips", "ships")).is_taken


def test_a_row_that_repeats_another_under_other_names_is_told():
    again = GOOD.replace("chips", "1. 반도체").replace("bank", "예시 BANK")

    assert problems(report(GOOD, again)) == [("report.csv:3", "report-row-twice")]


def test_another_institutions_rows_are_refused_at_its_own_desk():
    desk = Desk(plan(), date(2024, 6, 10), institution="fund")

    assert problems(report(GOOD, desk=desk)) == [("report.csv:2:1", "report-of-another")]


def test_institutions_outside_the_perimeter_may_report_where_they_are_known():
    desk = Desk(plan(), date(2024, 6, 10), others=(named("stranger"),))

    assert report(GOOD.replace("bank", "stranger"), desk=desk).is_taken


def test_an_amount_column_without_a_unit_is_one_problem_and_not_one_a_row():
    found = report("bank,2024-05,chips,5", "bank,2024-05,robots,5", headings="기관,월,분야,공급액")

    assert problems(found) == [("report.csv:1:4", "report-unit-missing")]
    assert found.rows == ()


def test_a_list_without_rows_is_told():
    assert problems(report()) == [("report.csv:1", "report-without-rows")]


def test_a_list_without_a_required_column_is_told():
    assert problems(report("bank,5", headings="기관,공급액(원)")) == [
        ("report.csv:1:1", "column-missing"),
        ("report.csv:1:1", "column-missing"),
    ]


def test_a_report_in_the_encoding_of_korean_offices_is_read():
    assert report(GOOD, encoding="cp949").is_taken


def test_a_workbook_is_read_with_the_places_of_its_sheet():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("5월")
        sheet.write_row(0, 0, ["2024년 5월 공급실적"])
        sheet.write_row(1, 0, HEADINGS.split(","))
        sheet.write_row(2, 0, ["bank", "2024-05", "chips", "", "경기", "", 100.5, 0, 12, 10])
        sheet.write_row(3, 0, ["bank", "2024-05", "ships", "", "경기", "", 100, 0, 12, 10])

    found = read_report("report.xlsx", target.getvalue(), DESK)

    assert [row.amount for row in found.rows] == [Money(10_050_000_000)]
    assert [problem.place for problem in found.problems] == [
        Place("report.xlsx", 4, 3, "5월"),
    ]


def test_rubbish_is_told_and_nothing_is_read():
    found = read_report("report.csv", b"\x00\x01" * 100, DESK)

    assert problems(found) == [("report.csv", "file-not-text")]
    assert (found.rows, found.source, found.is_taken) == ((), None, False)


def test_notes_hold_the_reasons_that_reading_did_not_find():
    found = report(GOOD.replace("chips", "ships"), "bank,2024-05")

    assert {line: [note.kind for note in notes] for line, notes in found.notes.items()} == {
        2: ["report-name-unknown"]
    }
    assert [problem.message.kind for problem in found.source.problems] == ["row-ragged"]
