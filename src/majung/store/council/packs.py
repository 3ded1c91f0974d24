"""Council packs (안건자료): drafted, then frozen byte for byte; a correction is a further pack.

A frozen pack keeps the report it was printed from, the versions of everything that printed it and
the bytes themselves, so that it can be printed again and compared.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from majung.errors import PolicyFinanceError
from majung.ledger import canonical_bytes
from majung.rules.citations import Label
from majung.store import models
from majung.store.numbers import number_or_none, own_institution, row_of
from majung.store.written import read, written


class PackFrozenError(PolicyFinanceError):
    """A frozen pack never changes."""

    kind = "pack-frozen"


class PackNotFrozenError(PolicyFinanceError):
    """Only a frozen pack is given out."""

    kind = "pack-not-frozen"


@dataclass(frozen=True, slots=True)
class Document:
    """One rendering of a pack."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack without its documents.

    Attributes:
        series: real or example; the two never stand in one pack.
        watermark: up to which state of each source its figures are known, as plain JSON.
        programme_versions: version of each programme it speaks of, by key.
        renderer_versions: version of everything that prints it, by name.
        report: the report it is printed from, as plain JSON.
        corrects: key of the pack it restates; empty for none.
        digest: over everything above and the digests of its documents; empty until frozen.
    """

    key: str
    title: Label
    as_of: date
    series: str
    watermark: Any
    programme_versions: Mapping[str, str]
    renderer_versions: Mapping[str, str]
    report: Any
    prepared_by: str
    corrects: str = ""
    digest: str = ""
    frozen_by: str = ""
    frozen_at: datetime | None = None


def draft(pack: Pack, documents: Sequence[Document], *, at: datetime) -> None:
    """Keep a draft of the acting institution, in the place of an earlier draft of the same key.

    Raises:
        PackFrozenError: the pack is frozen.
        NotRecordedError: the pack it corrects is not known, or no institution acts.
    """
    row = models.Pack.objects.filter(key=pack.key).first()
    if row is not None and row.frozen_at is not None:
        raise PackFrozenError(pack=pack.key)
    columns: dict[str, Any] = {
        "institution_id": own_institution(),
        "title": written(pack.title),
        "as_of": pack.as_of,
        "series": pack.series,
        "watermark": pack.watermark,
        "programme_versions": dict(pack.programme_versions),
        "renderer_versions": dict(pack.renderer_versions),
        "report": pack.report,
        "corrects_id": number_or_none(models.Pack, key=pack.corrects),
        "prepared_by": pack.prepared_by,
        "recorded_at": at,
    }
    row, _ = models.Pack.objects.update_or_create(key=pack.key, defaults=columns)
    models.PackDocument.objects.filter(pack=row).delete()
    models.PackDocument.objects.bulk_create(
        models.PackDocument(
            pack=row,
            name=document.name,
            media_type=document.media_type,
            content=document.content,
            digest=document.digest,
        )
        for document in documents
    )


def freeze(key: str, *, by: str, at: datetime) -> Pack:
    """Freeze a pack: nothing of it changes from now on; a second time does nothing.

    Raises:
        NotRecordedError: no such pack of whoever acts.
    """
    row = row_of(models.Pack, key=key)
    if row.frozen_at is None:
        row.digest, row.frozen_by, row.frozen_at = _digest(row), by, at
        row.save(update_fields=["digest", "frozen_by", "frozen_at"])
    return _pack(row)


def pack_of(key: str) -> Pack:
    """Return a pack.

    Raises:
        NotRecordedError: no such pack among those that whoever acts may read.
    """
    return _pack(row_of(models.Pack, key=key))


def packs() -> tuple[Pack, ...]:
    """Return the packs that whoever acts may read, latest first."""
    return tuple(
        _pack(row) for row in models.Pack.objects.order_by("-as_of", "-recorded_at", "-pk")
    )


def documents_of(key: str) -> tuple[Document, ...]:
    """Return the documents of a pack, by name.

    Raises:
        NotRecordedError: no such pack among those that whoever acts may read.
    """
    rows = models.PackDocument.objects.filter(pack=row_of(models.Pack, key=key)).order_by("name")
    return tuple(Document(row.name, row.media_type, bytes(row.content)) for row in rows)


def document_of(key: str, name: str) -> Document:
    """Return one document of a pack.

    Raises:
        NotRecordedError: no such pack among those that whoever acts may read, or no such document.
    """
    row = row_of(models.PackDocument, pack=row_of(models.Pack, key=key), name=name)
    return Document(row.name, row.media_type, bytes(row.content))


def is_whole(key: str) -> bool:
    """Say whether a frozen pack still has the digest it was frozen with.

    Raises:
        NotRecordedError: no such pack among those that whoever acts may read.
        PackNotFrozenError: it is a draft.
    """
    row = row_of(models.Pack, key=key)
    if row.frozen_at is None:
        raise PackNotFrozenError(pack=key)
    documents = documents_of(key)
    kept = models.PackDocument.objects.filter(pack=row).order_by("name")
    return row.digest == _digest(row) and all(
        document.digest == digest
        for document, digest in zip(documents, kept.values_list("digest", flat=True), strict=True)
    )


def _digest(row: models.Pack) -> str:
    documents = models.PackDocument.objects.filter(pack=row).order_by("name")
    value = {
        "key": row.key,
        "institution": row.institution.key,
        "title": row.title,
        "as_of": row.as_of,
        "series": row.series,
        "watermark": row.watermark,
        "programme_versions": row.programme_versions,
        "renderer_versions": row.renderer_versions,
        "report": row.report,
        "corrects": row.corrects.key if row.corrects else None,
        "prepared_by": row.prepared_by,
        "documents": list(documents.values_list("name", "media_type", "digest")),
    }
    return hashlib.sha256(canonical_bytes("pack", value)).hexdigest()


def _pack(row: models.Pack) -> Pack:
    return Pack(
        key=row.key,
        title=read(Label, row.title),
        as_of=row.as_of,
        series=row.series,
        watermark=row.watermark,
        programme_versions=row.programme_versions,
        renderer_versions=row.renderer_versions,
        report=row.report,
        prepared_by=row.prepared_by,
        corrects=row.corrects.key if row.corrects else "",
        digest=row.digest,
        frozen_by=row.frozen_by,
        frozen_at=row.frozen_at,
    )
