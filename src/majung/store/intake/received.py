"""Files as they were handed in, byte for byte: the evidence of what was read from them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from majung.store import models
from majung.store.numbers import acting_firm, acting_institution, kept_or_made, row_of


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file somebody handed in.

    Attributes:
        kind: the door it came through: recommendation list, monthly report, servicer file.
        digest: SHA-256 of its bytes, hexadecimal.
    """

    kind: str
    name: str
    digest: str
    received_by: str
    recorded_at: datetime


def receive(kind: str, name: str, content: bytes, *, by: str, at: datetime) -> ReceivedFile:
    """Keep a file for whoever acts; the same bytes through the same door are kept once."""
    place: dict[str, Any] = {"institution_id": acting_institution(), "firm_id": acting_firm()}
    row, _ = kept_or_made(
        models.ReceivedFile,
        kind=kind,
        digest=hashlib.sha256(content).hexdigest(),
        **place,
        defaults={"name": name, "content": content, "received_by": by, "recorded_at": at},
    )
    return _received(row)


def content_of(digest: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        NotRecordedError: nobody handed in such a file, or somebody else did.
    """
    return bytes(row_of(models.ReceivedFile, digest=digest).content)


def received_files(kind: str = "") -> tuple[ReceivedFile, ...]:
    """Return what was handed in through one door or all, latest first."""
    rows = models.ReceivedFile.objects.defer("content").order_by("-recorded_at", "-pk")
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(_received(row) for row in rows)


def _received(row: models.ReceivedFile) -> ReceivedFile:
    return ReceivedFile(row.kind, row.name, row.digest, row.received_by, row.recorded_at)
