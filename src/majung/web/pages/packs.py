"""The council's packs: drafted, frozen once, downloaded byte for byte."""

import re
from collections.abc import Mapping

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.errors import PolicyFinanceError
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import freeze_pack, preview_pack
from majung.operations.council.reading import PackFile, pack_document, pack_file, pack_list
from majung.operations.policy import Act, require
from majung.operations.risk.reading_runs import risk_runs
from majung.operations.supply.reading import Wanted
from majung.reports.cells import Cell, day, moment, words
from majung.reports.model import KeyValue, KeyValues
from majung.reports.tables import Column, Row, Table
from majung.rules.citations import Label
from majung.store.council.packs import Document, Pack
from majung.store.servicing.contracts import Series
from majung.supply.targets import SeriesSource
from majung.web.acting import is_example_office
from majung.web.pages.choosing import plans_of
from majung.web.pages.forms import OfficeForm, choice_field, day_field, text_field
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION = "packs"
UNFIT = re.compile(r"[^a-z0-9-]+")


@visited
def packs_page(visit: Visit) -> HttpResponse:
    """List the packs, and let the secretariat draft one."""
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = draft_form(visit, sent) if visit.may(Act.DRAFT_PACK) else None
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None:
        require(visit.actor, Act.DRAFT_PACK)
        if form is not None and form.is_valid():
            try:
                pack = draft_pack(
                    visit.actor, meeting_asked(form, visit), at=visit.at, language=visit.language
                )
                return done(visit, "drafted", reverse("pack", args=[pack.key]))
            except PolicyFinanceError as refusal:
                problems = (refusal,)
    rows = tuple(_row(each) for each in pack_list(visit.actor))
    heads = ("pack", "meeting", "as-of", "series", "state")
    table = Table(
        SECTION,
        "",
        tuple(Column(phrase(f"head-{head}")) for head in heads),
        rows,
        empty=phrase("no-packs"),
    )
    shown = Shown(
        title=phrase("menu-packs"),
        section=SECTION,
        lead=phrase("packs-lead"),
        parts=(table,),
        problems=problems,
    )
    status = CONFLICT if sent is not None else 200
    return answer(visit, "majung/packs.html", shown, status=status, form=form)


@visited
def pack_page(visit: Visit, key: str) -> HttpResponse:
    """Show a pack as it will be printed, or was."""
    return _shown(visit, key)


@require_POST
@visited
def freeze_act(visit: Visit, key: str) -> HttpResponse:
    """Freeze a draft: its files and its figures are kept for ever."""
    try:
        frozen = freeze_pack(visit.actor, key, on=visit.on, at=visit.at)
    except PolicyFinanceError as refusal:
        return _shown(visit, key, problems=(refusal,))
    told = "frozen-contradicting" if frozen.contradictions else "frozen"
    count = len(frozen.contradictions)
    return done(visit, told, reverse("pack", args=[key]), count=count)


@visited
def document_page(visit: Visit, key: str, name: str) -> HttpResponse:
    """Hand out one file of a frozen pack."""
    return _file(pack_document(visit.actor, key, name))


@visited
def preview_page(visit: Visit, key: str) -> HttpResponse:
    """Hand out a draft as a PDF, marked as one on every page."""
    return _file(preview_pack(visit.actor, key))


def _file(document: Document) -> HttpResponse:
    response = HttpResponse(document.content, content_type=document.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response


def _shown(
    visit: Visit, key: str, *, problems: tuple[PolicyFinanceError, ...] = ()
) -> HttpResponse:
    file = pack_file(visit.actor, key)
    shown = Shown(
        title=file.report.title,
        section=SECTION,
        lead=file.report.subtitle,
        trail=((phrase("menu-packs"), reverse(SECTION)),),
        parts=(_head(file), *file.report.parts),
        problems=problems,
    )
    return answer(
        visit,
        "majung/pack.html",
        shown,
        status=CONFLICT if problems else 200,
        key=key,
        file=file,
        markings=[phrase(f"marking-{each.value}") for each in file.report.markings],
        may_freeze=file.is_draft and visit.may(Act.FREEZE_PACK),
        may_restate=not file.is_draft and visit.may(Act.DRAFT_PACK),
        documents=[each.name for each in file.documents],
    )


def _head(file: PackFile) -> KeyValues:
    pack = file.pack
    lines = [
        KeyValue(phrase("head-pack"), words(pack.key)),
        KeyValue(phrase("head-as-of"), day(pack.as_of)),
        KeyValue(phrase("head-state"), words(_state(pack))),
    ]
    if pack.corrects:
        former = Cell(pack.corrects, trace=reverse("pack", args=[pack.corrects]))
        lines.append(KeyValue(phrase("corrects"), former))
    if pack.frozen_at is not None:
        lines += [
            KeyValue(phrase("frozen-at"), moment(pack.frozen_at)),
            KeyValue(phrase("digest"), words(pack.digest)),
            KeyValue(
                phrase("pack-digest-fits"),
                words(phrase("yes" if file.is_whole else "no")),
            ),
        ]
    return KeyValues(tuple(lines))


def _row(pack: Pack) -> Row:
    return Row(
        (
            Cell(pack.key, trace=reverse("pack", args=[pack.key])),
            words(pack.title),
            day(pack.as_of),
            words(phrase(f"series-{pack.series}")),
            words(_state(pack)),
        )
    )


def _state(pack: Pack) -> Label:
    return phrase("is-draft" if pack.frozen_at is None else "is-frozen")


def draft_form(
    visit: Visit,
    sent: object,
    *,
    initial: Mapping[str, object] | None = None,
    more: Mapping[str, forms.Field] | None = None,
) -> OfficeForm:
    """Return the form for a pack.

    Args:
        initial: what stands in it, where it is not today's.
        more: fields under those of every pack.
    """
    language = visit.language
    plans = [(key, plan.name.spoken(language)) for key, plan in plans_of(visit).items()]
    sources = [(each.value, each.spoken(language)) for each in SeriesSource]
    fields: dict[str, forms.Field] = {
        "pack-number": text_field(),
        "meeting": text_field(),
        "held-on": day_field(),
        "plan": choice_field(plans),
        "supply-source": choice_field(sources),
        "as-of": day_field(),
        "risk-run": choice_field(_runs(visit), required=False),
        **(more or {}),
    }
    source = SeriesSource.EXAMPLE if is_example_office(visit.request) else SeriesSource.REPORTED
    standing: dict[str, object] = {
        "held-on": visit.on,
        "as-of": visit.on,
        "supply-source": source.value,
    }
    standing["plan"] = next(
        (key for key, plan in plans_of(visit).items() if plan.year == visit.on.year), ""
    )
    return OfficeForm(fields, sent, initial={**standing, **(initial or {})})


def _runs(visit: Visit) -> list[tuple[str, str]]:
    """Return the kept runs whose technical note a pack may have, the latest first."""
    found = risk_runs(visit.actor, at=visit.at) if visit.may(Act.READ_RISK) else ()
    return [
        (run.key, visit.said(phrase("risk-run-chosen", day=run.wanted.on, key=run.key)))
        for run in found
        if run.result is not None
    ]


def meeting_asked(form: OfficeForm, visit: Visit) -> Meeting:
    """Return the meeting and the reading that a form asks for."""
    given = form.cleaned_data
    name = given["meeting"]
    is_example = is_example_office(visit.request)
    number = UNFIT.sub("-", given["pack-number"].lower()).strip("-")
    return Meeting(
        key=f"council-pack-{given['as-of']:%Y-%m-%d}" + (f"-{number}" if number else ""),
        number=given["pack-number"],
        name=Label(name, name),
        held_on=given["held-on"],
        risk_run=given["risk-run"],
        reading=Wanted(
            plan=given["plan"],
            as_of=given["as-of"],
            source=SeriesSource(given["supply-source"]),
            series=Series.EXAMPLE if is_example else Series.REAL,
        ),
    )
