"""Council packs: the list, what one holds, and its files byte for byte."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack, restate_pack
from majung.operations.council.freeze_pack import freeze_pack, rerender_pack
from majung.operations.council.reading import PackFile, pack_document, pack_file, pack_list
from majung.operations.council.reading_register import (
    RegisterLine,
    Sought,
    figure_releases,
    register_lines,
)
from majung.operations.policy import Act
from majung.operations.supply.reading import Wanted
from majung.operations.supply.series import world_of
from majung.reports.cells import Cell, written
from majung.reports.documents.pack_content import Restatement
from majung.reports.texts import Text as DocumentText
from majung.reports.texts import said
from majung.rules.citations import Label
from majung.store.council.packs import Pack
from majung.supply.figures import value_as_json
from majung.supply.targets import SeriesSource
from majung.web.api.asking import Text
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import (
    FIRST_ON,
    LAST_ON,
    After,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    Words,
    both,
    day,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router()
DayGiven = Annotated[date, Field(ge=FIRST_ON, le=LAST_ON)]


class PackSent(Schema):
    """A pack to be drafted: for which meeting, on which plan, from which series."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,100}$")]
    number: Text
    meeting: Text
    held_on: DayGiven
    plan: Name
    as_of: DayGiven
    source: SeriesSource = SeriesSource.REPORTED
    risk_run: Annotated[str, Field(max_length=100)] = ""

    def asked(self) -> Meeting:
        """Return the meeting and the reading."""
        return Meeting(
            key=self.key,
            number=self.number,
            name=Label(self.meeting, self.meeting),
            held_on=self.held_on,
            risk_run=self.risk_run,
            reading=Wanted(
                plan=self.plan,
                as_of=self.as_of,
                source=self.source,
                series=world_of(self.source),
            ),
        )


class ReasonSent(Schema):
    """Why figures are restated, in both languages."""

    ko: Annotated[Words, Field(min_length=1)]
    en: Annotated[Words, Field(min_length=1)]


class RestatementSent(PackSent):
    """A correction: the new pack, and why."""

    reason: ReasonSent


@router.get("/packs", response=Listed, tags=["council"])
def list_packs(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List one's own drafts and every frozen pack."""
    who = caller(request, Act.READ_OWN)
    found = pack_list(who.actor)
    return paged(found, Page(after, limit), key=lambda each: each.key, shown=_headline)


@router.get("/packs/{key}", response=Document, tags=["council"])
def one_pack(request: AuthenticatedRequest, key: InPath) -> Document:
    """Show a pack: its figures, its files, and whether it is still what was frozen."""
    who = caller(request, Act.READ_OWN)
    return _pack(pack_file(who.actor, key))


@router.get("/packs/{key}/documents/{name}", tags=["council"])
def one_document(request: AuthenticatedRequest, key: InPath, name: InPath) -> HttpResponse:
    """Give out a file of a frozen pack."""
    who = caller(request, Act.READ_OWN)
    document = pack_document(who.actor, key, name)
    response = HttpResponse(document.content, content_type=document.media_type)
    response.headers["Content-Disposition"] = "attachment"
    response.headers["ETag"] = f'"{document.digest}"'
    return response


@router.post("/packs", response={MADE: Document}, tags=["council"])
def make_draft(request: AuthenticatedRequest, body: PackSent, key: Key) -> Any:
    """Draft a pack, in the place of an earlier draft of the same key."""
    who = caller(request, Act.DRAFT_PACK)

    def act() -> Document:
        return _headline(draft_pack(who.actor, body.asked(), at=who.at))

    return written_once(request, who, key, act)


@router.post("/packs/{pack}/freezes", response={MADE: Document}, tags=["council"])
def make_freeze(request: AuthenticatedRequest, pack: InPath, key: Key) -> Any:
    """Freeze a draft byte for byte and let its figures out; contradictions are told."""
    who = caller(request, Act.FREEZE_PACK)

    def act() -> Document:
        frozen = freeze_pack(who.actor, pack, on=who.on, at=who.at)
        return {
            **_headline(frozen.pack),
            "contradictions": [
                {"figure": each.figure.key, "document": each.contradicts}
                for each in frozen.contradictions
            ],
        }

    return written_once(request, who, key, act)


@router.post("/packs/{pack}/restatements", response={MADE: Document}, tags=["council"])
def make_restatement(
    request: AuthenticatedRequest, pack: InPath, body: RestatementSent, key: Key
) -> Any:
    """Draft a correction of a frozen pack: a pack of its own that shows what it restates."""
    who = caller(request, Act.DRAFT_PACK)

    def act() -> Document:
        reason = Label(body.reason.ko, body.reason.en)
        made = restate_pack(who.actor, body.asked(), corrects=pack, reason=reason, at=who.at)
        return _pack(pack_file(who.actor, made.key))

    return written_once(request, who, key, act)


@router.get("/packs/{pack}/verification", response=Document, tags=["council"])
def verification_of_pack(request: AuthenticatedRequest, pack: InPath) -> Document:
    """Print a frozen pack again and compare every byte."""
    who = caller(request, Act.READ_OWN)
    again = rerender_pack(who.actor, pack)
    return {"pack": pack, "is_same": again.is_same, "differing": list(again.differing)}


@router.get("/figures", response=Document, tags=["council"])
def list_figures(
    request: AuthenticatedRequest,
    q: Annotated[str, Query(pattern=r"^[^\x00-\x1f\x7f]{0,100}$")] = "",
    only: Literal["all", "contradicting"] = "all",
    passed: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Limit = 50,
) -> Document:
    """List released figures (number register), latest first; `passed` goes on behind a page."""
    who = caller(request, Act.READ_OWN)
    sought = Sought(q.strip(), only == "contradicting", after=passed, count_max=limit + 1)
    found = register_lines(who.actor, sought)
    return {
        "items": [_release(each) for each in found[:limit]],
        "passed": passed + limit if len(found) > limit else None,
    }


@router.get("/figures/{figure}", response=Document, tags=["council"])
def one_figure(request: AuthenticatedRequest, figure: InPath) -> Document:
    """Show every release of a figure, in the order released."""
    who = caller(request, Act.READ_OWN)
    found = figure_releases(who.actor, figure)
    return {"figure": figure, "releases": [_release(each) for each in found]}


def _restatement(found: Restatement) -> Document:
    return {
        "figure": _both(found.definition),
        "released": _shown(found.released),
        "restated": _shown(found.restated),
        "reason": _both(found.reason),
    }


def _both(text: DocumentText) -> Document:
    return {"ko": said(text, "ko"), "en": said(text, "en")}


def _shown(cell: Cell) -> Document:
    return {"ko": written(cell, "ko"), "en": written(cell, "en")}


def _release(line: RegisterLine) -> Document:
    release = line.release
    return {
        **release.figure.as_json(),
        "subject": both(line.subject),
        "document": release.document,
        "released_on": day(release.released_on),
        "contradicts": release.contradicts or None,
    }


def _headline(pack: Pack) -> Document:
    return {
        "key": pack.key,
        "title": both(pack.title),
        "as_of": day(pack.as_of),
        "series": pack.series,
        "corrects": pack.corrects or None,
        "digest": pack.digest or None,
        "frozen_at": pack.frozen_at.isoformat() if pack.frozen_at else None,
    }


def _pack(file: PackFile) -> Document:
    return {
        **_headline(file.pack),
        "is_whole": file.is_whole,
        "programme_versions": dict(file.pack.programme_versions),
        "renderer_versions": dict(file.pack.renderer_versions),
        "documents": [
            {"name": each.name, "media_type": each.media_type, "digest": each.digest}
            for each in file.documents
        ],
        "figures": [
            {
                "key": each.figure.key,
                "definition": each.figure.definition.value,
                "as_of": day(each.figure.as_of),
                "value": value_as_json(each.figure.value),
            }
            for each in file.releases
        ],
        "restates": file.paper.content.restates or None,
        "restatements": [_restatement(each) for each in file.paper.content.restatements],
    }
