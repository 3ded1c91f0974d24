"""A pack is drafted until it is frozen; frozen, it is what it was, to the byte."""

from dataclasses import replace
from datetime import timedelta

import pytest

from majung.rules.citations import Label
from majung.store.access import acting_for
from majung.store.council import packs
from majung.store.council.packs import Document, Pack, PackFrozenError, PackNotFrozenError
from majung.store.refusals import NotRecordedError
from store_world import AT, CLERK, ON, found_institutions

DRAFT = Pack(
    key="2024-06", title=Label("6월 협의회 안건", "June pack"), as_of=ON, series="real",
    watermark={"ledger": "2024-05-31"}, programme_versions={"p": "v1"},
    renderer_versions={"typst": "0.15"}, report={"title": "안건", "rows": [[1, "2"], []]},
    prepared_by=CLERK,
)  # fmt: skip
PDF = Document("pack.pdf", "application/pdf", b"%PDF-\x00\xff")
JSON = Document("pack.json", "application/json", b"{}")


@pytest.fixture
def secretariat(database):
    found_institutions("fsc", "bank-a")
    with acting_for("fsc"):
        packs.draft(DRAFT, [PDF, JSON], at=AT)
        yield


def test_a_draft_comes_back_and_can_be_drafted_again(secretariat):
    second = replace(DRAFT, report={"title": "고침"})
    assert packs.pack_of("2024-06") == DRAFT

    packs.draft(second, [PDF], at=AT)

    assert packs.pack_of("2024-06") == second
    assert packs.documents_of("2024-06") == (PDF,)


def test_a_frozen_pack_keeps_its_bytes_and_its_digest(secretariat):
    frozen = packs.freeze("2024-06", by=CLERK, at=AT)
    again = packs.freeze("2024-06", by="other", at=AT + timedelta(1))

    assert again == frozen
    assert (frozen.frozen_by, frozen.frozen_at) == (CLERK, AT)
    assert replace(frozen, digest="", frozen_by="", frozen_at=None) == DRAFT
    assert packs.documents_of("2024-06") == (JSON, PDF)
    assert packs.is_whole("2024-06")


def test_a_frozen_pack_is_not_drafted_again(secretariat):
    packs.freeze("2024-06", by=CLERK, at=AT)

    with pytest.raises(PackFrozenError):
        packs.draft(DRAFT, [PDF], at=AT)


def test_a_draft_cannot_be_held_against_a_digest(secretariat):
    with pytest.raises(PackNotFrozenError):
        packs.is_whole("2024-06")


def test_a_correction_is_a_further_pack(secretariat):
    packs.freeze("2024-06", by=CLERK, at=AT)
    packs.draft(replace(DRAFT, key="2024-06/2", corrects="2024-06"), [PDF], at=AT)
    packs.freeze("2024-06/2", by=CLERK, at=AT)

    corrected = packs.pack_of("2024-06/2")

    assert corrected.corrects == "2024-06"
    assert corrected.digest != packs.pack_of("2024-06").digest
    assert {pack.key for pack in packs.packs()} == {"2024-06", "2024-06/2"}


def test_digests_tell_every_difference_apart(secretariat):
    digests = {packs.freeze("2024-06", by=CLERK, at=AT).digest}
    changes = (
        {"report": {}}, {"watermark": {}}, {"renderer_versions": {}}, {"programme_versions": {}},
        {"as_of": AT.date() + timedelta(1)}, {"series": "example"}, {"title": Label("x", "y")},
    )  # fmt: skip
    for number, change in enumerate(changes):
        packs.draft(replace(DRAFT, key=f"k{number}", **change), [PDF, JSON], at=AT)
        digests.add(packs.freeze(f"k{number}", by=CLERK, at=AT).digest)
    packs.draft(replace(DRAFT, key="docs"), [PDF], at=AT)
    digests.add(packs.freeze("docs", by=CLERK, at=AT).digest)

    assert len(digests) == len(changes) + 2


def test_the_members_of_the_council_read_frozen_packs_and_no_drafts(database):
    found_institutions("fsc", "bank-a")
    with acting_for("fsc"):
        packs.draft(DRAFT, [PDF], at=AT)
    with acting_for("bank-a"), pytest.raises(NotRecordedError):
        packs.pack_of("2024-06")

    with acting_for("fsc"):
        packs.freeze("2024-06", by=CLERK, at=AT)
    with acting_for("bank-a"):
        assert packs.pack_of("2024-06").key == "2024-06"
        assert packs.documents_of("2024-06") == (PDF,)
        assert packs.is_whole("2024-06")
