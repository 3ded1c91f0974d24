"""Writes: done once by their key, whatever is sent; files come as one part of a form."""

from collections.abc import Callable
from typing import Annotated, Any

from ninja import File, Status
from ninja.files import UploadedFile

from majung.errors import Problem
from majung.operations.once import once
from majung.store.upkeep.idempotency import Request
from majung.web.api.callers import AuthenticatedRequest, Caller
from majung.web.api.shapes import Document, said

MADE, TAKEN = 201, 202
Sent = Annotated[UploadedFile, File(description="CSV or XLSX, up to 20 MB.")]


def written_once(
    request: AuthenticatedRequest,
    who: Caller,
    key: str,
    act: Callable[[], Document],
    *,
    content: bytes | None = None,
    status: int = MADE,
) -> Any:
    """Answer as before where the key was used for the same content, or do it now.

    Args:
        content: of the file that was sent; None where the body is what counts.
        status: `MADE`, or `TAKEN` where it is done later.
    """
    asked = Request(
        person=who.actor.person,
        method=f"{request.method} {request.get_full_path()}",
        key=key,
        body=request.body if content is None else content,
    )
    return Status(status, once(who.actor, asked, act, at=who.at))


def read(sent: UploadedFile) -> tuple[str, bytes]:
    """Return the name and the bytes of a file that was sent."""
    return sent.name or "file", sent.read()


def findings(problems: tuple[Problem, ...]) -> list[Document]:
    """Write what is wrong with a file, each with its place."""
    return [
        {
            "sheet": each.place.sheet or None,
            "row": each.place.line or None,
            "column": each.place.column or None,
            **said(each.message),
        }
        for each in problems
    ]
