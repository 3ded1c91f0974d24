from fractions import Fraction

import pytest

from example_documents import (
    ELAPSED,
    corrected_pack,
    pack_2023,
    pack_2024,
    trillions,
)
from majung.reports.cells import OPEN, percent, points, scaled
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.number_register import RegisterEntry
from majung.reports.model import Chart, Gauge, Heading, KeyValues, Marking, Paragraph
from majung.reports.tables import Table
from majung.reports.texts import said


def _tables(report):
    return {part.key: part for part in report.parts if isinstance(part, Table)}


def _lines(table, language="ko"):
    return [table.written(row, language) for row in (*table.rows, *table.totals)]


def test_the_headline_is_the_published_pace_against_five_twelfths():
    """54.5 of 102.4 trillion is 53.2 %, against 41.7 %: FSC release, June 2024."""
    (gauge,) = [part for part in council_pack(pack_2024()).parts if isinstance(part, Gauge)]

    assert gauge.value == percent(Fraction(545, 1024), trace="supply/five-sectors-2024/total")
    assert gauge.benchmark == percent(ELAPSED)
    assert gauge.difference == points(Fraction(545, 1024) - Fraction(5, 12))


def test_the_institutions_sum_and_the_money_reaching_firms_are_two_figures():
    (totals,) = [part for part in council_pack(pack_2024()).parts if isinstance(part, KeyValues)]

    assert [(said(line.name, "en"), line.cell) for line in totals.lines][-2:] == [
        ("Sum of institutions (double counts included)", scaled(trillions("54.5"), "조", 1)),
        ("Money reaching firms", scaled(OPEN, "조", 1)),
    ]


def test_the_sectors_of_2023_show_computed_beside_published():
    """Hankook Ilbo, 2023-06-26: the published rates rest on targets nobody published."""
    table = _tables(council_pack(pack_2023()))["sectors"]

    assert _lines(table) == [
        ("글로벌 초격차산업", "15.6", "7.4", "47.3", "47.4", "41.7", "+5.6"),
        ("미래유망산업", "20.3", "9.5", "46.8", "46.9", "41.7", "+5.2"),
        ("사업재편·산업구조고도화", "20.5", "10.0", "48.6", "48.6", "41.7", "+7.0"),
        ("유니콘·벤처·중소·중견 육성", "9.1", "7.5", "83.3", "83.3", "41.7", "+41.7"),
        ("경영애로 해소", "26.4", "11.9", "45.2", "45.2", "41.7", "+3.5"),
        ("합계", "91.8", "46.3", "50.5", "50.5", "41.7", "+8.8"),
    ]


def test_an_unpublished_sector_stays_open_in_every_column_that_rests_on_it():
    table = _tables(council_pack(pack_2024()))["sectors"]

    assert _lines(table, "en")[0] == (
        "Industries with a lead", "17.6", "not published", "not published", "not published",
        "41.7", "not published",
    )  # fmt: skip


def test_sectors_without_any_pace_are_not_drawn_and_the_pack_says_so():
    without = council_pack(pack_2024())
    with_paces = council_pack(pack_2023())

    assert "sector-bars" not in {chart.key for chart in without.charts}
    assert "분야별 집행률이 공표되지 않아 그림을 싣지 않습니다." in [
        said(part.text, "ko") for part in without.parts if isinstance(part, Paragraph)
    ]
    assert "sector-bars" in {chart.key for chart in with_paces.charts}


def test_the_pace_runs_through_the_year_with_gaps_where_nothing_was_published():
    (pace,) = [
        part
        for part in council_pack(pack_2024()).parts
        if isinstance(part, Chart) and part.key == "pace"
    ]

    lines = _lines(pace.drawn.table(""))
    assert [line[0] for line in lines] == [f"{month}월" for month in range(1, 13)]
    assert [line[1] for line in lines if line[1] != "미공표"] == ["54.5"]
    assert (lines[4][2], lines[11][2]) == ("42.7", "102.4")


def test_an_envelope_past_its_cap_shows_what_is_over():
    table = _tables(council_pack(pack_2024()))["envelopes"]

    assert _lines(table)[1][3:] == ("2,000", "1,915", "120", "△35")


def test_overlaps_show_firm_benefits_and_finding():
    table = _tables(council_pack(pack_2024()))["overlaps"]

    assert _lines(table, "en")[0] == (
        "Example Precision (110111-0000015)",
        "AI-AM preferential loan\nAI Plus+ cover",
        "2",
        "85",
        "Allowed: agreement art. 5 lets loan and cover be combined",
    )


def test_no_overlaps_is_said_to_have_been_checked():
    assert said(_tables(council_pack(pack_2023()))["overlaps"].empty, "ko") == (
        "중복 지원 없음(점검 완료)"
    )


def test_a_correction_says_so_first_and_shows_both_figures():
    report = council_pack(corrected_pack())

    assert report.markings == (Marking.CORRECTION, Marking.EXAMPLE)
    assert said(report.parts[0].text, "ko") == "정정 사항"
    assert said(report.parts[1].text, "ko") == "문서번호 협의회-2024-07의 다음 수치를 정정합니다."
    assert _lines(_tables(report)["restatements"])[0][1:3] == ("54.3조 원", "54.5조 원")


def test_a_figure_that_contradicts_an_earlier_release_is_flagged():
    table = _tables(council_pack(pack_2024()))["register"]

    assert [line[0] for line in _lines(table)] == ["2024-0701", "2024-0702"]
    assert [said(note, "ko") for note in table.notes] == [
        "당초 공표치와 다른 수치가 있어 정정 대상으로 표시합니다."
    ]


@pytest.mark.parametrize(
    ("before", "contradicts"),
    [
        (None, False),
        (scaled(trillions("54.5"), "조", 1), False),
        (scaled(trillions("54.5"), "억"), False),
        (scaled(trillions("54.3"), "조", 1), True),
    ],
)
def test_only_another_value_contradicts_not_another_unit(before, contradicts):
    entry = RegisterEntry(
        number="1",
        definition="공급실적",
        figure=scaled(trillions("54.5"), "조", 1),
        source="보고",
        as_of=pack_2024().watermark.as_of,
        released_before=before,
    )

    assert entry.contradicts is contradicts


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_sections_stand_in_the_order_of_the_agenda(language):
    headings = [
        said(part.text, language)
        for part in council_pack(pack_2024(), language).parts
        if isinstance(part, Heading)
    ]

    assert headings == {
        "ko": [
            "요약", "분야별 공급 실적", "월별 누계와 목표 경로", "기관별 공급 실적",
            "지역·분야·기관별 분포", "프로그램 한도 소진 현황", "중복 지원 점검", "주석과 출처",
            "숫자대장",
        ],
        "en": [
            "Headline", "Supply by sector", "Month by month against the curve",
            "Supply by institution", "Spread over regions, sectors and institutions",
            "Use of programme envelopes", "Overlaps", "Notes and sources", "Number register",
        ],
    }[language]  # fmt: skip
