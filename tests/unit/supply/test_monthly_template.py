from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from example_supply import eok, plan
from majung.supply.monthly import Desk, read_report, report_template

PLAN = plan()
BANK = PLAN.institutions[0]
DESK = Desk(PLAN, date(2024, 12, 31), institution="bank")


def sheets(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("unit", ["억", "백만", "원"])
def test_the_blank_template_is_a_report_without_rows(language, unit):
    content = report_template(PLAN, BANK, unit=unit, language=language)

    found = read_report("template.xlsx", content, DESK)

    assert [problem.message.kind for problem in found.problems] == ["report-without-rows"]
    assert found.has_themes


def test_the_headings_state_the_unit():
    found = sheets(report_template(PLAN, BANK))

    assert found["공급실적"] == [
        [
            "기관",
            "월",
            "분야",
            "상품",
            "지역",
            "주제",
            "공급액(억원)",
            "기한연장·대환(억원)",
            "건수",
            "기업수",
        ]
    ]


def test_a_plan_without_themes_has_no_column_for_them():
    found = sheets(report_template(replace(PLAN, themes=()), BANK))

    assert "주제" not in found["공급실적"][0]


def test_every_column_is_explained():
    found = sheets(report_template(PLAN, BANK))

    assert [line[0] for line in found["작성요령"]] == ["이 파일", *found["공급실적"][0]]
    assert all(line[1] for line in found["작성요령"])


def test_a_filled_in_template_is_read():
    headings = sheets(report_template(PLAN, BANK, language="en"))["Supply"][0]
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings)
        sheet.write_row(
            1, 0, ["example bank", "2024-05", "1", "", "Seoul", "example ai", 7, 0, 1, 1]
        )

    found = read_report("report.xlsx", target.getvalue(), DESK)

    assert [row.amount for row in found.rows] == [eok(7)]


def test_the_same_template_is_the_same_bytes():
    assert report_template(PLAN, BANK) == report_template(PLAN, BANK)
