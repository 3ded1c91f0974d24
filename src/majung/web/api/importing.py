"""Books of others, and requests from files: read by the readers of the command line."""

import base64
from typing import Any

from ninja import Router

from majung.applications.indications.comparison import Comparison
from majung.applications.indications.documents import comparison_document
from majung.operations.importing.books import Book, BookRead, check_book, take_book
from majung.operations.importing.quality import quality_file
from majung.operations.intake.compare_file import compare_file
from majung.operations.policy import Act
from majung.reports.freezing import Format
from majung.web.api.callers import AuthenticatedRequest, Caller, caller, tongue
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import Document, Key
from majung.web.api.writing import MADE, Sent, read, written_once

router = Router()


@router.post("/import-checks/{book}", response=Document, tags=["imports"])
def check_book_file(request: AuthenticatedRequest, book: Book, file: Sent) -> Document:
    """Read a book of others without keeping anything: totals, odd rows, the report (Base64)."""
    who = caller(request, Act.IMPORT_BOOK)
    name, content = read(file)
    found = check_book(who.actor, book, name=name, content=content)
    if not isinstance(found, BookRead):
        raise BodyUnreadableError(found)
    return _read(request, who, found)


@router.post("/imports/{book}", response={MADE: Document}, tags=["imports"])
def take_book_file(request: AuthenticatedRequest, book: Book, file: Sent, once: Key) -> Any:
    """Take a book of others in, all of it or nothing; the World Bank's lists are only read."""
    who = caller(request, Act.IMPORT_BOOK)
    name, content = read(file)

    def act() -> Document:
        found = take_book(who.actor, book, name=name, content=content, on=who.on, at=who.at)
        if not isinstance(found, BookRead):
            raise BodyUnreadableError(found)
        return _read(request, who, found)

    return written_once(request, who, once, act, content=content)


@router.post("/comparisons", response=Document, tags=["applications"])
def compare_request_file(request: AuthenticatedRequest, file: Sent) -> Document:
    """Lay every way to finance a request file (YAML) side by side; nothing of it is binding."""
    who = caller(request, Act.INDICATE)
    name, content = read(file)
    found = compare_file(who.actor, name, content, at=who.at)
    if not isinstance(found, Comparison):
        raise BodyUnreadableError(found)
    return comparison_document(found)


def _read(request: AuthenticatedRequest, who: Caller, found: BookRead) -> Document:
    report = quality_file(found.quality, Format.XLSX, at=who.at, language=tongue(request))
    taken = found.taken
    return {
        **found.quality.as_json(),
        "taken": None
        if taken is None
        else {
            "contracts": taken.contracts,
            "facts": taken.facts,
            "entries": taken.posting.entries,
            "is_new": taken.is_new,
            "claims": taken.claims.as_json(),
        },
        "report_xlsx": base64.b64encode(report.content).decode("ascii"),
    }
