"""Freezing a pack: its bytes in four formats, its figures in the register, for ever.

What a draft says is frozen as it was drafted: nothing is read again but the register, because
another paper may have let the same figures out in between.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.council.draft_pack import with_register
from majung.operations.council.packs import (
    PackPaper,
    documents_of_files,
    frozen_document,
    paper_of,
    versions_of,
)
from majung.operations.policy import Act, require
from majung.reports.freezing import (
    MEDIA_TYPES,
    PACK_FORMATS,
    Format,
    FrozenDocument,
    Rerendering,
    freeze,
    render,
    rerender,
)
from majung.store.access import acting_for
from majung.store.council import packs as store
from majung.store.council.packs import Document, Pack, PackNotFrozenError
from majung.store.council.register import Release, release, released_in


class PackRedraftedError(PolicyFinanceError):
    """What is frozen is the draft that was printed."""

    kind = "pack-redrafted"


@dataclass(frozen=True, slots=True)
class FrozenPack:
    """A pack as it was frozen.

    Attributes:
        documents: its files, by name.
        contradictions: figures of it of which another value was released before.
    """

    pack: Pack
    documents: tuple[Document, ...]
    contradictions: tuple[Release, ...]


def freeze_pack(
    actor: Actor, key: str, *, on: date, at: datetime, formats: Iterable[Format] = PACK_FORMATS
) -> FrozenPack:
    """Freeze a draft: PDF, XLSX, HWPX and JSON, byte for byte; a second time does nothing.

    Args:
        on: the day its figures are released.
        formats: JSON is always among them: the others can be made again from it.

    Raises:
        NotPermittedError: the actor is not of the secretariat.
        NotRecordedError: there is no such pack of the actor's institution.
        PackRedraftedError: it was drafted anew while it was printed.
    """
    require(actor, Act.FREEZE_PACK)
    with acting_for(actor.institution):
        drafted = store.pack_of(key)
        if drafted.frozen_at is not None:
            return _frozen_before(drafted)
        paper = with_register(paper_of(drafted))
    # Printing takes seconds: it holds no transaction.
    printed = freeze(paper.report(is_draft=False), dict.fromkeys((*formats, Format.JSON)))
    with acting_for(actor.institution):
        current = store.pack_of(key)
        if current.frozen_at is not None:
            return _frozen_before(current)
        if current != drafted:
            raise PackRedraftedError(pack=key)
        return _frozen(actor, current, paper, printed, on=on, at=at)


def rerender_pack(actor: Actor, key: str) -> Rerendering:
    """Print a frozen pack again and compare every byte.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: there is no such pack.
        PackNotFrozenError: it is a draft.
        DocumentAlteredError: the kept bytes are not those that were frozen.
    """
    require(actor, Act.READ_OWN)
    with acting_for(actor.institution):
        pack = store.pack_of(key)
        if pack.frozen_at is None:
            raise PackNotFrozenError(pack=key)
        document = frozen_document(pack, store.documents_of(key))
    return rerender(document)


def preview_pack(actor: Actor, key: str, *, wanted: Format = Format.PDF) -> Document:
    """Print a draft, marked as one on every page; nothing is kept.

    Raises:
        NotPermittedError: the actor is not of the secretariat.
        NotRecordedError: there is no such pack of the actor's institution.
    """
    require(actor, Act.DRAFT_PACK)
    with acting_for(actor.institution):
        pack = store.pack_of(key)
    report = paper_of(pack).report(is_draft=pack.frozen_at is None)
    file = render(report, wanted)[0]
    return Document(file.name, MEDIA_TYPES[wanted], file.content)


def _frozen(
    actor: Actor,
    drafted: Pack,
    paper: PackPaper,
    printed: FrozenDocument,
    *,
    on: date,
    at: datetime,
) -> FrozenPack:
    source = replace(paper, source_digest=printed.digest)
    store.draft(
        replace(drafted, renderer_versions=versions_of(printed), report=source.as_tree()),
        documents_of_files(printed),
        at=at,
    )
    pack = store.freeze(drafted.key, by=actor.person, at=at)
    contradictions = release(paper.figures, document=drafted.key, on=on, at=at, pack=drafted.key)
    return FrozenPack(pack, store.documents_of(drafted.key), contradictions)


def _frozen_before(pack: Pack) -> FrozenPack:
    contradicting = tuple(each for each in released_in(pack.key) if each.contradicts)
    return FrozenPack(pack, store.documents_of(pack.key), contradicting)
