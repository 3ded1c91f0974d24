"""Programme files on a page: what is wrong, what they say, what they change, and admission."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import Message, PolicyFinanceError
from majung.operations.intake.admit_programme import (
    CheckedProgramme,
    admit_programme,
    check_programme,
)
from majung.operations.policy import Act, require
from majung.reports.cells import Cell, words
from majung.reports.model import Heading, Paragraph, Part, Tone
from majung.reports.tables import Column, Row, Table
from majung.web.pages.carrying import CARRIED, carried, pieces_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.programmes import FILES, SECTION, programme_parts
from majung.web.pages.uploads import folder_field, folder_of, located_findings
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

FIELD = "programme-file"
NOTHING: tuple[str, ...] = ()


@visited
def programme_files_page(visit: Visit) -> HttpResponse:
    """Read the files of a programme; admit them when they were shown."""
    require(visit.actor, Act.READ_OWN)
    if visit.request.method != "POST":
        return _page(visit, OfficeForm({FIELD: folder_field()}))
    if CARRIED in visit.request.POST:
        return _admitted(visit)
    form = OfficeForm({FIELD: folder_field()}, visit.request.POST, files=visit.request.FILES)
    if not form.is_valid():
        return _page(visit, form, status=CONFLICT)
    found = check_programme(visit.actor, folder_of(form, FIELD), at=visit.at)
    return _checked(visit, found)


def _admitted(visit: Visit) -> HttpResponse:
    require(visit.actor, Act.LOAD_PROGRAMMES)
    form = OfficeForm({FIELD: folder_field()})
    try:
        brought = carried(visit.request.POST, purpose=_purpose(visit))
        admitted = admit_programme(visit.actor, brought.sent, at=visit.at, shown=brought.shown)
    except PolicyFinanceError as refusal:
        return _page(visit, form, problems=(refusal,), status=CONFLICT)
    found = admitted.checked.programme
    if found is None or admitted.checked.broken:
        return _checked(visit, admitted.checked)
    told = "programme-admitted" if admitted.is_new else "programme-known"
    to = reverse("programme", args=[found.key])
    return done(visit, told, to, programme=found.name, version=found.version[:12])


def _checked(visit: Visit, found: CheckedProgramme) -> HttpResponse:
    form = OfficeForm({FIELD: folder_field()})
    if found.programme is None or found.broken:
        parts = (Paragraph(phrase("file-refused"), Tone.LEAD), located_findings(found.findings))
        return _page(visit, form, parts=parts, status=CONFLICT)
    pieces = NOTHING
    if visit.may(Act.LOAD_PROGRAMMES) and not found.is_known:
        pieces = pieces_of(found.files, shown=found.version_before, purpose=_purpose(visit))
    shown, rest = tuple(_shown(found)), tuple(_said(visit, found))
    return _page(visit, form, parts=shown, rest=rest, pieces=pieces)


def _shown(found: CheckedProgramme) -> Iterator[Part]:
    programme = found.programme
    assert programme is not None
    values = {"programme": programme.name, "version": programme.version[:12]}
    if found.is_known:
        lead = phrase("programme-known", **values)
    elif found.before is None:
        lead = phrase("programme-is-new", **values, cases=len(found.outcomes))
    else:
        lead = phrase(
            "programme-changes",
            **values,
            cases=len(found.outcomes),
            before=found.version_before[:12],
            count=len(found.changes),
        )
    yield Paragraph(lead, Tone.LEAD)
    if found.before is not None:
        yield Heading(phrase("difference-in-force"))
        yield _differences(found.changes)


def _said(visit: Visit, found: CheckedProgramme) -> Iterator[Part]:
    programme = found.programme
    assert programme is not None
    yield Heading(phrase("what-it-says", programme=programme.name))
    yield from programme_parts(programme, on=max(visit.on, programme.valid_from))


def _differences(changes: Sequence[Message]) -> Table:
    heads = ("place-in-file", "in-force", "in-file")
    rows = tuple(
        Row((words(str(change.value("place"))), _value(change, "old"), _value(change, "new")))
        for change in changes
    )
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    return Table("differences", "", columns, rows, empty=phrase("nothing-differs"))


def _value(change: Message, side: str) -> Cell:
    values = change.as_mapping()
    return words(phrase("as-said", value=values[side]) if side in values else "—")


def _page(
    visit: Visit,
    form: OfficeForm,
    *,
    parts: Sequence[Part] = (),
    rest: Sequence[Part] = (),
    pieces: tuple[str, ...] = (),
    problems: tuple[PolicyFinanceError, ...] = (),
    status: int = 200,
) -> HttpResponse:
    may_admit = visit.may(Act.LOAD_PROGRAMMES)
    shown = Shown(
        title=phrase("menu-programme-files"),
        section=FILES if may_admit else SECTION,
        lead=phrase("programme-files-lead"),
        trail=((phrase("menu-programmes"), reverse("programmes")),),
        parts=parts,
        problems=problems,
    )
    return answer(
        visit,
        "majung/handed_in.html",
        shown,
        status=status,
        form=form,
        action=reverse(FILES),
        heading=visit.said(phrase("check-programme-files")),
        send=visit.said(phrase("read-files")),
        rest=rest,
        carried=pieces,
        admit=visit.said(phrase("admit-programme")),
    )


def _purpose(visit: Visit) -> str:
    return f"majung.{FILES}.{visit.actor.person}"
