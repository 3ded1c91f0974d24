"""A pack between its acts: what is kept of a draft, and how it becomes a document and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from majung.errors import Language
from majung.reports.documents.council_pack import council_pack
from majung.reports.documents.pack_content import PackContent
from majung.reports.freezing import (
    MEDIA_TYPES,
    Format,
    FrozenDocument,
    RenderedFile,
)
from majung.reports.model import Marking, Report
from majung.rules.citations import Label
from majung.store.council.packs import Document, Pack
from majung.store.written import read, written
from majung.supply.figures import Figure

CONTENT, FIGURES, NAMES = "content", "figures", "names"
LANGUAGE, SOURCE = "language", "source_digest"


@dataclass(frozen=True, slots=True)
class PackPaper:
    """What a pack is printed from.

    Attributes:
        figures: those it lets out when it is frozen.
        names: what figures are about, by key without the definition.
        source_digest: of the canonical JSON the files were made from; empty in a draft.
    """

    content: PackContent
    figures: tuple[Figure, ...]
    names: Mapping[str, Label]
    language: Language = "ko"
    source_digest: str = ""

    def report(self, *, is_draft: bool) -> Report:
        """Lay the pack out; every page of a draft says that it is one."""
        markings = self.content.markings
        if is_draft:
            markings = (Marking.DRAFT, *markings)
        return council_pack(replace(self.content, markings=markings), self.language)

    def as_tree(self) -> dict[str, Any]:
        """Write it as the store keeps it."""
        return {
            CONTENT: written(self.content),
            FIGURES: written(self.figures),
            NAMES: written(dict(self.names)),
            LANGUAGE: self.language,
            SOURCE: self.source_digest,
        }


def paper_of(pack: Pack) -> PackPaper:
    """Return what a kept pack is printed from."""
    tree = pack.report
    return PackPaper(
        read(PackContent, tree[CONTENT]),
        read(tuple, tree[FIGURES]),
        read(dict, tree[NAMES]),
        "en" if tree[LANGUAGE] == "en" else "ko",
        tree[SOURCE],
    )


def documents_of_files(frozen: FrozenDocument) -> tuple[Document, ...]:
    """Return the files of a frozen document as the store keeps them."""
    return tuple(
        Document(file.name, MEDIA_TYPES[file.format], file.content) for file in frozen.files
    )


def versions_of(frozen: FrozenDocument) -> Mapping[str, str]:
    """Return the version of everything that made the files, by name."""
    return dict(frozen.renderer_versions)


def frozen_document(pack: Pack, documents: tuple[Document, ...]) -> FrozenDocument:
    """Return a frozen pack as the document it was made as, to be made again and compared."""
    formats = {media_type: wanted for wanted, media_type in MEDIA_TYPES.items()}
    versions = tuple(sorted(pack.renderer_versions.items()))
    files = tuple(
        RenderedFile(
            document.name,
            formats[document.media_type],
            document.content,
            document.digest,
            versions,
        )
        for document in documents
    )
    source = next((file.content for file in files if file.format is Format.JSON), b"")
    return FrozenDocument(pack.key, paper_of(pack).source_digest, source, files)
