import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hwpx import HwpxDocument, validate_editor_open_safety, validate_package

from example_documents import corrected_pack, decision, pack_2023, pack_2024
from majung.reports.cells import count, counter, words
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record
from majung.reports.model import Heading, PageBreak, Paragraph
from majung.reports.renderers.hangul import hwpx
from majung.reports.tables import Column, Row, Table

RECORD = decision_record(decision())
REPORTS = [
    council_pack(pack_2024()),
    council_pack(pack_2023(), "en"),
    council_pack(corrected_pack()),
    RECORD,
    decision_record(decision(), "en"),
]


def _text(document):
    with HwpxDocument.open(BytesIO(document)) as read:
        return read.text.plain()


def _part(document, name):
    with zipfile.ZipFile(BytesIO(document)) as package:
        return package.read(name).decode()


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: f"{report.key}.{report.language}")
def test_the_file_opens_as_the_format_asks(report):
    document = hwpx(report)

    assert validate_package(document).errors == ()
    assert validate_editor_open_safety(document).ok
    with HwpxDocument.open(BytesIO(document)) as read:
        assert read.validate().issues == ()


def test_text_and_figures_are_read_back():
    text = _text(hwpx(council_pack(pack_2023())))

    assert "2023년 5대 중점전략분야 정책금융 공급 현황" in text.split("\n")
    assert "50.5 %\t41.7 %\t+8.8 %p" in text.split("\n")
    assert "글로벌 초격차산업\t15.6\t7.4\t47.3\t47.4\t41.7\t+5.6" in text.split("\n")


def test_an_open_finding_says_what_helps():
    text = _text(hwpx(RECORD)).split("\n")

    assert "→ 수출신고필증 또는 수출계획서를 내면 판정됨" in text
    assert [line.split("  ")[0] for line in text if line.startswith(("✓", "✗", "?"))] == [
        "✗ 미충족",
        "✓ 충족",
        "? 미확인",
        "✗ 미충족",
    ]


def test_head_rows_repeat_and_every_cell_of_them_is_a_head():
    columns = (Column("과제"), Column("건수", counter("건", "cases")))
    rows = tuple(
        Row((words(f"과제 {place}"), count(place, counter("건", "cases")))) for place in range(90)
    )
    section = _part(
        hwpx(replace(RECORD, parts=(Table("t", "", columns, rows),))), "Contents/section0.xml"
    )

    assert 'repeatHeader="1" rowCnt="91" colCnt="2"' in section
    assert section.count('header="1"') == 2
    assert 'treatAsChar="0"' in section


def test_korean_breaks_between_words():
    assert 'breakNonLatinWord="BREAK_WORD"' not in _part(hwpx(RECORD), "Contents/header.xml")


def test_a_page_break_begins_a_page_with_what_follows():
    parts = (Paragraph("앞"), PageBreak(), Heading("뒤"), Paragraph("그다음"))
    document = hwpx(replace(RECORD, parts=parts))

    with HwpxDocument.open(BytesIO(document)) as read:
        begins = {
            paragraph.text: read.styles.paragraph_property(
                paragraph.para_pr_id_ref
            ).break_setting.page_break_before
            for paragraph in read.paragraphs
        }
    assert (begins["앞"], begins["뒤"], begins["그다음"]) == (False, True, False)


def test_the_file_names_its_issuer_and_the_watermark_and_nobody_else():
    package = _part(hwpx(RECORD), "Contents/content.hpf")

    assert re.findall(r'name="(\w+)" content="text">([^<]+)<', package) == [
        ("creator", "예시은행"),
        ("subject", "decision-record"),
        ("CreatedDate", "2024-10-31T07:42:00Z"),
        ("ModifiedDate", "2024-10-31T07:42:00Z"),
    ]


@pytest.mark.parametrize("typed", ["<hp:p/>", "]]>", "&amp;", "가\x0b나", "가\ud800나", "=1+1"])
def test_a_hostile_text_is_text(typed):
    document = hwpx(replace(RECORD, parts=(Paragraph(typed),)))

    assert validate_package(document).errors == ()
    shown = typed.replace("\x0b", "\ufffd").replace("\ud800", "\ufffd")
    assert shown in _text(document).split("\n")


def test_the_same_report_gives_the_same_bytes():
    report = council_pack(pack_2024(), "en")

    assert hwpx(report) == hwpx(report)
