from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from example_documents import decision, pack_2023, pack_2024
from majung.reports.canonical import as_json, digest
from majung.reports.cells import Cell, count, counter, words
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record
from majung.reports.model import Marking, Paragraph
from majung.reports.renderers.glyphs import characters_of, drawable
from majung.reports.renderers.pdf import pdf
from majung.reports.tables import Column, Row, Table

RECORD = decision_record(decision())


def _pages(document):
    read = pypdfium2.PdfDocument(BytesIO(document))
    try:
        return [_text_of(page) for page in read]
    finally:
        read.close()


def _text_of(page):
    text = page.get_textpage()
    try:
        return text.get_text_range().replace("\r\n", "\n")
    finally:
        text.close()
        page.close()


def _with_parts(*parts):
    return replace(RECORD, parts=parts)


def test_the_figures_stand_on_the_first_page():
    (first, *_) = _pages(pdf(council_pack(pack_2024())))

    for text in (
        "2024년 5대 중점전략분야",
        "53.2 %",
        "41.7 %",
        "+11.6 %p",
        "102.4조 원",
        "54.5조 원",
    ):
        assert text in first.replace("\n", " "), text


def test_published_rates_stand_beside_computed_ones():
    text = "\n".join(_pages(pdf(council_pack(pack_2023()))))

    for name, computed, published in (
        ("글로벌 초격차산업", "47.3", "47.4"),
        ("미래유망산업", "46.8", "46.9"),
        ("사업재편·산업구조고도화", "48.6", "48.6"),
    ):
        line = next(line for line in text.split("\n") if line.startswith(name))
        assert line.split()[-4:-2] == [computed, published]


def test_every_page_bears_marking_watermark_number_and_digest():
    report = council_pack(pack_2024())
    pages = _pages(pdf(report))

    for number, page in enumerate(pages, start=1):
        assert "예시" in page
        assert "기준일 2024. 5. 31. · 집계시각 2024. 6. 26. 09:00 KST · 자료 기관 보고" in page
        assert f"{number} / {len(pages)}" in page
        assert digest(as_json(report))[:16] in page


def test_a_document_without_markings_bears_none():
    assert "예시" not in "".join(_pages(pdf(council_pack(pack_2023()))))


def test_several_markings_are_all_borne():
    marked = replace(RECORD, markings=(Marking.EXAMPLE, Marking.INDICATION))

    assert "예시 · 예상조건, 비구속" in _pages(pdf(marked))[0]


def test_the_head_of_a_long_table_stands_on_every_page_it_runs_over():
    columns = (Column("과제 이름"), Column("건수", counter("건", "cases")))
    rows = tuple(
        Row((words(f"예시 과제 {place}"), count(place, counter("건", "cases"))))
        for place in range(120)
    )
    pages = _pages(pdf(_with_parts(Table("long", "", columns, rows))))

    bearing = [page for page in pages if "예시 과제" in page]
    assert [page.count("과제 이름") for page in bearing] == [1, 1, 1]


@pytest.mark.parametrize(
    "typed",
    [
        "#strong[a] $x^2$ *b* _c_ `d` <label> @ref \\ // /* */",
        '#import "x.typ"; #read("/etc/passwd")',
        '"); #panic("x")',
        "= 제목이 아님",
    ],
)
def test_no_text_is_taken_for_markup(typed):
    (page, *_) = _pages(pdf(_with_parts(Paragraph(typed))))

    assert typed in page.replace("\n", " ")


def test_what_the_font_cannot_draw_is_shown_as_missing():
    (page, *_) = _pages(pdf(_with_parts(Paragraph("가\N{GRINNING FACE}나\u200d다"))))

    assert "가〓나다" in page


def test_the_font_knows_its_characters():
    assert drawable("가나다 ABC 1,234 △✓✗〓") == "가나다 ABC 1,234 △✓✗〓"
    assert drawable("a\tb\nc") == "a b\nc"
    with pytest.raises(ValueError, match="character map"):
        characters_of(b"\0" * 64)


def test_the_file_is_tagged_titled_and_fit_for_archives():
    document = pdf(RECORD)

    assert b"/MarkInfo" in document
    assert b"pdfaid:part>2<" in document
    assert b"pdfuaid:part>1<" in document
    read = pypdfium2.PdfDocument(BytesIO(document))
    assert read.get_metadata_dict()["Title"] == "AI 자율제조 우대금리 대출 감액 승인 결정기록"
    assert read.get_metadata_dict()["CreationDate"].startswith("D:20241031074200")
    read.close()


def test_an_empty_document_still_has_its_page():
    assert len(_pages(pdf(_with_parts()))) == 1


def test_a_cell_without_words_is_drawn_empty():
    table = Table("t", "", (Column("가"), Column("나")), (Row((Cell(""), words("다"))),))

    assert "다" in _pages(pdf(_with_parts(table)))[0]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_same_report_gives_the_same_bytes(language):
    report = council_pack(pack_2024(), language)

    assert pdf(report) == pdf(report)
