"""Rates of published indexes, for the loans that follow them."""

import base64
from typing import Any

from ninja import Router

from majung.operations.policy import Act
from majung.operations.servicing.documents import index_rates_document, told_rates_document
from majung.operations.servicing.reading_fixings import missing_fixings
from majung.operations.servicing.take_index_rates import (
    check_index_rates,
    index_rate_findings,
    index_rates,
    take_index_rates,
)
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import Document, Key
from majung.web.api.writing import MADE, Sent, findings, read, written_once

SHOWN_MAX = 1000
router = Router()


@router.get("/index-rates", response=Document, tags=["contracts"])
def known_index_rates(request: AuthenticatedRequest) -> Document:
    """List what published indexes were, latest day first, and which rates loans wait for."""
    who = caller(request, Act.READ_OWN)
    missing = missing_fixings(who.actor, on=who.on, at=who.at)
    return told_rates_document(index_rates(who.actor, count_max=SHOWN_MAX), missing)


@router.post("/index-rates", response={MADE: Document}, tags=["contracts"])
def take_list(request: AuthenticatedRequest, file: Sent, once: Key) -> Any:
    """Take a list of index rates; loans that follow them are fixed. With any problem nothing is."""
    who = caller(request, Act.TAKE_INDEX_RATES)
    name, content = read(file)

    def act() -> Document:
        taken = take_index_rates(who.actor, name, content, on=who.on, at=who.at)
        if taken.problems:
            raise BodyUnreadableError(taken.problems)
        return index_rates_document(taken)

    return written_once(request, who, once, act, content=content)


@router.post("/index-rate-checks", response=Document, tags=["contracts"])
def check_list(request: AuthenticatedRequest, file: Sent) -> Document:
    """Read a list of index rates without taking it; bad rows come back as a workbook (Base64)."""
    who = caller(request, Act.TAKE_INDEX_RATES)
    name, content = read(file)
    found = check_index_rates(who.actor, name, content, on=who.on, at=who.at)
    mended = index_rate_findings(found) if found.problems else b""
    return {
        **index_rates_document(found),
        "findings": findings(found.problems),
        "rows_to_mend": base64.b64encode(mended).decode("ascii") or None,
    }
