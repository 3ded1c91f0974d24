from example_documents import decision, pack_2024
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record
from majung.reports.renderers.laying_out import page_fragment


def _parts(fragment, kind):
    return [part for part in fragment["report"]["parts"] if part["is"] == kind]


def test_a_page_gets_the_same_words_as_the_paper():
    fragment = page_fragment(council_pack(pack_2024()))

    (gauge,) = _parts(fragment, "gauge")
    assert [gauge[name]["text"] for name in ("value", "benchmark", "difference")] == [
        "53.2 %", "41.7 %", "+11.6 %p",
    ]  # fmt: skip
    assert fragment["around"]["banner"] == "예시"
    assert fragment["around"]["watermark"] == (
        "기준일 2024. 5. 31. · 집계시각 2024. 6. 26. 09:00 KST · 자료 기관 보고"
    )


def test_a_figure_keeps_the_way_to_what_is_behind_it():
    (gauge,) = _parts(page_fragment(council_pack(pack_2024())), "gauge")

    assert gauge["value"]["trace"] == "supply/five-sectors-2024/total"


def test_a_chart_comes_for_wide_and_narrow_pages_with_its_table_or_the_key_of_one():
    charts = {
        chart["key"]: chart for chart in _parts(page_fragment(council_pack(pack_2024())), "chart")
    }

    assert charts["pace"]["svg"].startswith("<svg ")
    assert 'width="328"' in charts["pace"]["svg_narrow"]
    assert charts["pace"]["table"]["rows"][4]["cells"][1]["text"] == "54.5"
    assert (charts["envelope-bars"]["table"], charts["envelope-bars"]["beside"]) == (
        None,
        "envelopes",
    )


def test_findings_come_with_their_words():
    (outline,) = _parts(page_fragment(decision_record(decision(), "en")), "outline")

    assert [(line["depth"], line["words"]["mark"]) for line in outline["lines"]] == [
        (0, "✗ not met"),
        (1, "✓ met"),
        (1, "? open"),
        (1, "✗ not met"),
    ]
    assert outline["lines"][2]["words"]["helps"] == "→ an export declaration decides it"
    assert outline["lines"][2]["words"]["source"] == "(assumed)"


def test_who_decided_is_a_table_and_what_is_to_come_says_so():
    (signatures,) = _parts(page_fragment(decision_record(decision())), "signatures")

    assert [[cell["text"] for cell in row["cells"]] for row in signatures["table"]["rows"]] == [
        ["기안", "예시은행", "여신심사역", "2024. 10. 30. 10:05 KST", ""],
        [
            "승인",
            "예시은행",
            "여신심사부장(전결)",
            "2024. 10. 31. 16:42 KST",
            "여신기획부-2024-1187",
        ],
        ["통지", "예시은행", "여신심사역", "대기", ""],
    ]
