"""Packs as pages and interfaces show them."""

from dataclasses import dataclass

from majung.operations.acting import Actor
from majung.operations.council.packs import PackPaper, paper_of
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.reports.model import Report
from majung.store.council import packs as store
from majung.store.council.packs import Document, Pack
from majung.store.council.register import Release, released_in


@dataclass(frozen=True, slots=True)
class PackFile:
    """Everything a pack's page shows.

    Attributes:
        paper: what it is printed from.
        documents: its files; none while it is a draft.
        releases: figures it let out; none while it is a draft.
        is_whole: whether a frozen pack still has the digest it was frozen with.
    """

    pack: Pack
    paper: PackPaper
    documents: tuple[Document, ...]
    releases: tuple[Release, ...]
    is_whole: bool

    @property
    def is_draft(self) -> bool:
        """Whether it can still change."""
        return self.pack.frozen_at is None

    @property
    def report(self) -> Report:
        """The pack laid out, for a page."""
        return self.paper.report(is_draft=self.is_draft)


def pack_list(actor: Actor) -> tuple[Pack, ...]:
    """Return the packs the actor may read: own drafts, and whatever was frozen; latest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return store.packs()


def pack_file(actor: Actor, key: str) -> PackFile:
    """Return everything a pack's page shows.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: there is no such pack, or it is another institution's draft.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        pack = store.pack_of(key)
        is_whole = pack.frozen_at is None or store.is_whole(key)
        return PackFile(pack, paper_of(pack), store.documents_of(key), released_in(key), is_whole)


def pack_document(actor: Actor, key: str, name: str) -> Document:
    """Return one file of a frozen pack, byte for byte.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: there is no such pack or no such file of it.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return store.document_of(key, name)
