import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from example_documents import corrected_pack, decision, pack_2024
from majung.reports.cells import day, words, written
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record
from majung.reports.model import Paragraph
from majung.reports.renderers.workbook import xlsx
from majung.reports.tables import Column, Row, Table
from sheet_formats import displayed

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RECORD = decision_record(decision())


def _read(document):
    book = CalamineWorkbook.from_filelike(BytesIO(document))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _parts(document):
    with zipfile.ZipFile(BytesIO(document)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def _number_cells(document, sheet):
    """Return address, number and format of every number of the sheet with that place."""
    parts = _parts(document)
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    used = [one.get("numFmtId") for one in styles.find(f"{MAIN}cellXfs")]
    tree = ElementTree.fromstring(parts[f"xl/worksheets/sheet{sheet}.xml"])
    for cell in tree.iter(f"{MAIN}c"):
        if cell.get("t") is None and cell.find(f"{MAIN}v") is not None:
            number_format = formats.get(used[int(cell.get("s"))])
            yield cell.get("r"), cell.find(f"{MAIN}v").text, number_format


def test_numbers_are_numbers_and_unpublished_cells_say_so():
    sectors = _read(xlsx(council_pack(pack_2024())))["1 분야별 공급계획·공급실적·집행률"]

    assert sectors[3] == [
        "분야", "공급계획\n(조 원)", "공급실적\n(조 원)", "집행률(계산)\n(%)", "집행률(공표)\n(%)",
        "목표집행률\n(%)", "차이\n(%p)",
    ]  # fmt: skip
    assert sectors[4] == ["글로벌 초격차산업", 17.6, *["미공표"] * 3, 41.7, "미공표"]
    assert sectors[9] == ["합계", 102.4, 54.5, 53.2, 53.2, 41.7, 11.6]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("content", [pack_2024(), corrected_pack()], ids=["pack", "correction"])
def test_a_number_is_shown_with_the_characters_of_every_other_output(content, language):
    report = council_pack(content, language)
    document = xlsx(report)
    first = next(part for part in report.parts if isinstance(part, Table))

    shown = {
        address: displayed(number, number_format)
        for address, number, number_format in _number_cells(document, 2)
        if ";" in number_format
    }

    assert shown == {
        f"{letter}{place}": text
        for place, row in enumerate((*first.rows, *first.totals), start=5)
        for letter, cell, text in zip(
            "ABCDEFG", row.cells, first.written(row, language), strict=False
        )
        if cell.is_figure
    }


def test_the_last_sheet_lists_what_is_exact():
    exact = _read(xlsx(council_pack(pack_2024())))
    (name, lines) = list(exact.items())[-1]
    by_place = {(line[0], line[1]): line for line in lines}

    assert name.endswith("정확한 값")
    assert by_place["요약", "B10"][4:6] == ["53.2 %", "545/1024"]
    assert by_place["1 분야별 공급계획·공급실적·집행률", "C10"][4:8] == [
        "54.5조 원", 54_500_000_000_000.0, "KRW", "supply/five-sectors-2024/total",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["=1+1", "+82-2-1234", "-가", "@SUM(A1)", '=HYPERLINK("x","y")'])
def test_a_text_that_begins_like_a_formula_stays_a_text(typed):
    table = Table("t", "표", (Column("가"),), (Row((words(typed),)),))
    document = xlsx(replace(RECORD, parts=(Paragraph(typed), table)))

    sheets = _read(document)
    assert sheets["1 표"][4] == [typed]
    assert [row[1] for row in sheets["요약"] if typed in row] == [typed]
    assert not [name for name, part in _parts(document).items() if "<f>" in part]
    assert 'quotePrefix="1"' in _parts(document)["xl/styles.xml"]


def test_a_day_is_a_day_and_one_before_sheets_began_is_text():
    days = (day(date(2024, 5, 31)), day(date(1899, 12, 31)))
    rows = tuple(Row((words("가"), cell)) for cell in days)
    table = Table("t", "표", (Column("이름"), Column("날", days[0].unit)), rows)

    sheet = _read(xlsx(replace(RECORD, parts=(table,))))["1 표"]

    assert [row[1] for row in sheet[4:]] == [date(2024, 5, 31), written(days[1], "ko")]


def test_a_text_longer_than_a_cell_is_cut_visibly():
    table = Table("t", "표", (Column("가"),), (Row((words("가" * 40_000),)),))

    sheet = _read(xlsx(replace(RECORD, parts=(table,))))["1 표"]

    assert sheet[4] == ["가" * 32_766 + "…"]


def test_a_caption_that_no_sheet_may_bear_names_one_all_the_same():
    caption = "비율[%]: 2024/2023 '갑'?" + "가" * 30
    tables = tuple(Table(key, caption, (Column("가"),), ()) for key in ("a", "b"))

    names = list(_read(xlsx(replace(RECORD, parts=tables))))

    assert names[1:3] == [f"{number} 비율 %   2024 2023  갑  " + "가" * 8 for number in (1, 2)]
    assert {len(name) for name in names[1:3]} == {31}


def test_pages_are_set_up_for_a4_with_the_head_on_each():
    parts = _parts(xlsx(council_pack(pack_2024())))
    sheet = parts["xl/worksheets/sheet2.xml"]

    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert 'topLeftCell="B5"' in sheet
    assert "<oddHeader>&amp;C&amp;9예시</oddHeader>" in sheet
    assert "!$4:$4</definedName>" in parts["xl/workbook.xml"]


def test_a_chart_stands_under_its_table_with_its_description():
    parts = _parts(xlsx(council_pack(pack_2024())))
    drawings = [part for name, part in parts.items() if name.startswith("xl/drawings/drawing")]

    assert len(drawings) == 3
    assert 'descr="연초부터의 누계 공급실적을 실선으로' in drawings[0]


def test_the_times_in_the_file_are_the_watermark():
    parts = _parts(xlsx(RECORD))

    assert "2024-10-31T07:42:00Z" in parts["docProps/core.xml"]


def test_the_same_report_gives_the_same_bytes():
    assert xlsx(council_pack(pack_2024(), "en")) == xlsx(council_pack(pack_2024(), "en"))
