"""Documents compared to the letter: ``UPDATE=1`` accepts what comes out.

The text is what an office reads in the HWPX file, the JSON what machines read; both are made
from the same report as the PDF and the workbook.
"""

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from hwpx import HwpxDocument

from example_documents import corrected_pack, decision, pack_2023, pack_2024
from majung.reports.canonical import as_json
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record
from majung.reports.renderers.hangul import hwpx

FOLDER = Path(__file__).parent
DOCUMENTS = {
    "council-pack-2024.ko": council_pack(pack_2024()),
    "council-pack-2024.en": council_pack(pack_2024(), "en"),
    "council-pack-2023.ko": council_pack(pack_2023()),
    "council-pack-correction.ko": council_pack(corrected_pack()),
    "decision-record.ko": decision_record(decision()),
    "decision-record.en": decision_record(decision(), "en"),
}


def _expected(name, found):
    path = FOLDER / name
    if os.environ.get("UPDATE"):
        path.write_text(found, "utf-8")
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_reads_as_it_did(name):
    with HwpxDocument.open(BytesIO(hwpx(DOCUMENTS[name]))) as read:
        # The digest stands apart: the JSON below holds what it is the digest of.
        lines = [line for line in read.text.plain().split("\n") if "SHA-256" not in line]

    assert "\n".join(lines) + "\n" == _expected(f"{name}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", ["council-pack-2023.ko", "decision-record.en"])
def test_the_schema_of_the_json_is_stable(name):
    found = json.dumps(json.loads(as_json(DOCUMENTS[name])), ensure_ascii=False, indent=1) + "\n"

    assert found == _expected(f"{name}.json", found)
