from dataclasses import replace

import pytest

from example_documents import decision, pack_2024
from majung.reports.canonical import as_json, digest
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.decision_record import decision_record
from majung.reports.freezing import (
    DocumentAlteredError,
    Format,
    VersionChange,
    freeze,
    render,
    renderer_versions,
    rerender,
)

PACK = council_pack(pack_2024())
FROZEN = freeze(PACK, Format)


def _with_version(frozen, renderer, version):
    """Pretend a document was frozen under another version of one renderer."""
    files = tuple(
        replace(
            file,
            versions=tuple(
                (name, version if name == renderer else found) for name, found in file.versions
            ),
        )
        for file in frozen.files
    )
    return replace(frozen, files=files)


def test_a_frozen_document_has_a_file_a_format_and_an_image_a_chart():
    assert [file.name for file in FROZEN.files] == [
        "council-pack-2024-05.pdf",
        "council-pack-2024-05.xlsx",
        "council-pack-2024-05.hwpx",
        "council-pack-2024-05-headline.svg",
        "council-pack-2024-05-pace.svg",
        "council-pack-2024-05-regions.svg",
        "council-pack-2024-05-envelope-bars.svg",
        "council-pack-2024-05.json",
    ]


def test_its_source_is_the_canonical_json_and_its_digest_that_of_the_source():
    assert FROZEN.source == as_json(PACK)
    assert FROZEN.file("council-pack-2024-05.json").content == FROZEN.source
    assert FROZEN.digest == digest(FROZEN.source)


def test_made_again_every_byte_is_the_same():
    again = rerender(FROZEN)

    assert (again.is_same, again.differing, again.changes) == (True, (), ())
    assert again.files == FROZEN.files


def test_what_is_frozen_is_what_the_report_itself_renders_to():
    record = decision_record(decision())

    assert freeze(record, [Format.PDF]).files == render(record, Format.PDF)


def test_a_renderer_of_another_version_is_named():
    frozen = _with_version(FROZEN, "typst", "0.1.0")

    again = rerender(frozen)

    current = dict(renderer_versions(Format.PDF))["typst"]
    assert again.changes == (VersionChange("typst", "0.1.0", current),)
    # The paper names what made it, but here only the record was changed, not the bytes.
    assert again.is_same


def test_a_document_whose_bytes_would_come_out_otherwise_says_which():
    record = decision_record(decision())
    frozen = freeze(record, [Format.PDF, Format.JSON])
    (paper, source) = frozen.files
    older = paper.content + b"\n"
    frozen = replace(frozen, files=(replace(paper, content=older, digest=digest(older)), source))

    again = rerender(frozen)

    assert (again.is_same, again.differing) == (False, ("decision-2024-0041.pdf",))


@pytest.mark.parametrize("place", [0, 1, 2, 7])
def test_a_single_changed_byte_is_refused(place):
    files = list(FROZEN.files)
    content = bytearray(files[place].content)
    content[len(content) // 2] ^= 1
    files[place] = replace(files[place], content=bytes(content))

    with pytest.raises(DocumentAlteredError) as refused:
        rerender(replace(FROZEN, files=tuple(files)))

    assert refused.value.message.value("file") == files[place].name
    assert refused.value.message.value("expected") == files[place].digest


def test_a_changed_source_is_refused():
    with pytest.raises(DocumentAlteredError):
        rerender(replace(FROZEN, source=FROZEN.source.replace(b"54500", b"54600")))


def test_each_format_names_all_that_may_change_its_bytes():
    names = {wanted: [name for name, _ in renderer_versions(wanted)] for wanted in Format}

    drawing = ["layout", "majung", "pylopdf-fonts-ko"]
    assert names == {
        Format.PDF: [*drawing, "typst", "vl-convert-python"],
        Format.XLSX: [*drawing, "vl-convert-python", "xlsxwriter"],
        Format.HWPX: [*drawing, "python-hwpx", "vl-convert-python"],
        Format.SVG: [*drawing, "vl-convert-python"],
        Format.JSON: ["layout", "majung"],
    }


def test_a_file_that_is_not_there_is_not_made_up():
    with pytest.raises(KeyError, match=r"no file council\.doc"):
        FROZEN.file("council.doc")
