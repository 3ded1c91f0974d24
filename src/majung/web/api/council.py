"""Council packs: the list, what one holds, and its files byte for byte."""

from django.http import HttpResponse
from ninja import Router

from majung.operations.council.reading import PackFile, pack_document, pack_file, pack_list
from majung.operations.policy import Act
from majung.store.council.packs import Pack
from majung.supply.figures import value_as_json
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import (
    After,
    Document,
    InPath,
    Limit,
    Listed,
    Page,
    both,
    day,
    paged,
)

router = Router()


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
    }
