"""Servicers' monthly files, opening balances, and where reports and our schedules disagree."""

import base64
from typing import Annotated, Any

from ninja import Query, Router

from majung.operations.policy import Act
from majung.operations.servicing.documents import (
    differences_document,
    opening_document,
    servicer_document,
)
from majung.operations.servicing.reading_differences import reported_differences
from majung.operations.servicing.take_opening_balances import (
    OpeningTaken,
    check_opening_balances,
    opening_findings,
    take_opening_balances,
)
from majung.operations.servicing.take_servicer_file import (
    ServicerFileTaken,
    ServicerFileUnreadableError,
    check_servicer_file,
    servicer_findings,
    take_servicer_file,
)
from majung.values.months import parse_month
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import Document, Key
from majung.web.api.writing import MADE, Sent, findings, read, written_once

router = Router()
WrittenMonth = Annotated[str, Query(pattern=r"^$|^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2024-10"])]
Named = Annotated[str, Query(pattern=r"^[0-9A-Za-z가-힣._:@+()-]{0,120}$")]


@router.post("/servicer-files", response={MADE: Document}, tags=["contracts"])
def take_file(request: AuthenticatedRequest, file: Sent, once: Key) -> Any:
    """Take a servicer's monthly file: good months are taken, bad rows come back (XLSX, Base64)."""
    who = caller(request, Act.TAKE_SERVICER_FILE)
    name, content = read(file)

    def act() -> Document:
        try:
            taken = take_servicer_file(who.actor, name, content, on=who.on, at=who.at)
        except ServicerFileUnreadableError as refusal:
            raise BodyUnreadableError(refusal.problems) from refusal
        return _taken(taken)

    return written_once(request, who, once, act, content=content)


@router.post("/servicer-file-checks", response=Document, tags=["contracts"])
def check_file(request: AuthenticatedRequest, file: Sent) -> Document:
    """Read a servicer's file without taking it: what would become of every month in it."""
    who = caller(request, Act.TAKE_SERVICER_FILE)
    name, content = read(file)
    try:
        return _taken(check_servicer_file(who.actor, name, content, on=who.on, at=who.at))
    except ServicerFileUnreadableError as refusal:
        raise BodyUnreadableError(refusal.problems) from refusal


@router.get("/differences", response=Document, tags=["contracts"])
def open_differences(
    request: AuthenticatedRequest,
    month: WrittenMonth = "",
    contract: Named = "",
    institution: Named = "",
) -> Document:
    """List where servicers' files and our schedules disagree."""
    who = caller(request, Act.READ_OWN)
    found = reported_differences(
        who.actor,
        on=who.on,
        at=who.at,
        month=parse_month(month) if month else None,
        contract=contract,
        institution=institution,
    )
    return differences_document(found)


@router.post("/opening-balances", response={MADE: Document}, tags=["contracts"])
def take_opening(request: AuthenticatedRequest, file: Sent, once: Key) -> Any:
    """Take over what was held before; with any problem nothing is taken."""
    who = caller(request, Act.TAKE_OPENING_BALANCES)
    name, content = read(file)

    def act() -> Document:
        taken = take_opening_balances(who.actor, name, content, on=who.on, at=who.at)
        if taken.problems:
            raise BodyUnreadableError(taken.problems)
        return opening_document(taken)

    return written_once(request, who, once, act, content=content)


@router.post("/opening-balance-checks", response=Document, tags=["contracts"])
def check_opening(request: AuthenticatedRequest, file: Sent) -> Document:
    """Read opening balances without taking them; bad rows come back as a workbook (Base64)."""
    who = caller(request, Act.TAKE_OPENING_BALANCES)
    name, content = read(file)
    found = check_opening_balances(who.actor, name, content, on=who.on, at=who.at)
    return {**opening_document(found), **_mended(found)}


def _taken(taken: ServicerFileTaken) -> Document:
    mended = servicer_findings(taken) if taken.problems else b""
    return {
        **servicer_document(taken),
        "rows_to_mend": base64.b64encode(mended).decode("ascii") or None,
    }


def _mended(found: OpeningTaken) -> Document:
    mended = opening_findings(found) if found.problems else b""
    return {
        "findings": findings(found.problems),
        "rows_to_mend": base64.b64encode(mended).decode("ascii") or None,
    }
