import hashlib
import json
from dataclasses import replace

import pytest

from example_documents import corrected_pack, decision, pack_2023, pack_2024
from majung.reports.canonical import (
    DocumentNotReadableError,
    as_json,
    digest,
    from_json,
    plain,
    spoken,
)
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record

REPORTS = [
    council_pack(pack_2024()),
    council_pack(pack_2023(), "en"),
    council_pack(corrected_pack()),
    decision_record(decision()),
    decision_record(decision(), "en"),
]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: f"{report.key}.{report.language}")
def test_a_report_is_read_back_whole(report):
    document = as_json(report)

    again = from_json(document)

    assert as_json(again) == document
    assert from_json(as_json(again)) == again


def test_a_report_read_back_speaks_one_language():
    report = spoken(council_pack(pack_2024(), "en"))

    assert report.title == "Supply in the five strategic sectors, 2024"
    assert report.watermark.series == "reported by institutions"
    assert report.parts[0].text == "Headline"


def test_a_cell_keeps_what_is_exact_beside_what_is_shown():
    gauge = plain(REPORTS[0])["parts"][1]

    assert gauge["is"] == "gauge"
    assert gauge["value"]["text"] == "53.2 %"
    assert gauge["value"]["value"] == {
        "is": "fraction",
        "numerator": "545",
        "denominator": "1024",
    }


def test_a_table_writes_its_cells_under_its_heads():
    sectors = next(part for part in plain(REPORTS[0])["parts"] if part.get("key") == "sectors")

    assert [column["text"] for column in sectors["columns"]][:2] == ["분야", "공급계획(조 원)"]
    assert [cell["text"] for cell in sectors["totals"][0]["cells"]] == [
        "합계", "102.4", "54.5", "53.2", "53.2", "41.7", "+11.6",
    ]  # fmt: skip


def test_the_digest_is_that_of_the_bytes():
    document = as_json(REPORTS[0])

    assert digest(document) == hashlib.sha256(document).hexdigest()


def test_any_change_of_a_value_changes_the_digest():
    before = council_pack(pack_2024())
    after = replace(before, number="협의회-2024-08")

    assert digest(as_json(before)) != digest(as_json(after))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"schema": "majung.report/1", "report": {"is": "heading", "text": "a", "level": 1}}',
        b'{"schema": "majung.report/1", "report": {"is": "nothing"}}',
        b'{"schema": "majung.report/1", "report": {"is": "report"}}',
    ],
)
def test_other_bytes_are_refused(document):
    with pytest.raises(DocumentNotReadableError):
        from_json(document)


def test_a_schema_of_another_time_is_named():
    document = json.dumps({"schema": "majung.report/9", "report": {}}).encode()

    with pytest.raises(DocumentNotReadableError) as refused:
        from_json(document)

    assert refused.value.message.as_mapping() == {
        "schema": "majung.report/9",
        "known": "majung.report/1",
    }
