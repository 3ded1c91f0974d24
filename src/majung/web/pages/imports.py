"""Books of others on a page: handed in, added up, with a report of what is odd in them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError
from majung.operations.importing.books import Book, BookRead, check_book, take_book
from majung.operations.importing.import_sba_case import LOANS_AT_A_DOOR_MAX, seconds_for
from majung.operations.importing.quality import QualityReport, quality_document, quality_file
from majung.operations.policy import Act, require
from majung.reports.freezing import Format
from majung.reports.model import Paragraph, Part, Tone
from majung.reports.tables import Table
from majung.web.pages.forms import OfficeForm, choice_field
from majung.web.pages.uploads import (
    Returned,
    content_of,
    file_field,
    findings_list,
    saved,
)
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION, BOOK, FIELD, PART = "imports", "book", "book-file", "only"
FINDINGS = "findings"
#: A page lists so many odd rows; the report that it hands out has all of them.
ROWS_SHOWN = 100
FORMATS = (Format.XLSX, Format.JSON)
Save = tuple[str, Returned]


@visited
def imports_page(visit: Visit) -> HttpResponse:
    """Read a book of others, or take it in."""
    require(visit.actor, Act.IMPORT_BOOK)
    if visit.request.method != "POST":
        return _page(visit, OfficeForm(_fields(visit)))
    form = OfficeForm(_fields(visit), visit.request.POST, files=visit.request.FILES)
    if not form.is_valid():
        return _page(visit, form, status=CONFLICT)
    book = Book(form.cleaned_data[BOOK])
    name, content = content_of(form, FIELD)
    try:
        if visit.request.POST.get(PART) == "check":
            found = check_book(visit.actor, book, name=name, content=content)
        else:
            found = take_book(
                visit.actor, book, name=name, content=content, on=visit.on, at=visit.at
            )
    except PolicyFinanceError as refusal:
        return _page(visit, form, problems=(refusal,), status=CONFLICT)
    if not isinstance(found, BookRead):
        parts = (Paragraph(phrase("file-refused"), Tone.LEAD), findings_list(found))
        return _page(visit, form, parts=parts, status=CONFLICT)
    return _page(
        visit, form, parts=tuple(_read(visit, found)), saves=tuple(_saves(visit, found.quality))
    )


def _fields(visit: Visit) -> dict[str, forms.Field]:
    return {
        BOOK: choice_field([(each.value, visit.said(each)) for each in Book]),
        FIELD: file_field(),
    }


def _read(visit: Visit, found: BookRead) -> Iterator[Part]:
    rows, taken = found.quality.rows, found.taken
    if taken is not None and taken.is_new:
        lead = phrase(
            "book-taken",
            contracts=taken.contracts,
            facts=taken.facts,
            entries=taken.posting.entries,
        )
    elif taken is not None:
        lead = phrase("book-known", rows=rows)
    elif found.book.is_kept:
        lead = phrase("book-checked", rows=rows, seconds=seconds_for(rows))
    else:
        lead = phrase("book-read", rows=rows)
    yield Paragraph(lead, Tone.LEAD)
    document = quality_document(found.quality, at=visit.at, language=visit.language)
    yield from (_bounded(part) for part in document.parts)


def _bounded(part: Part) -> Part:
    """Cut the list of odd rows to what a page shows."""
    if not isinstance(part, Table) or part.key != FINDINGS or len(part.rows) <= ROWS_SHOWN:
        return part
    rest = phrase("odd-rows-left-out", count=len(part.rows) - ROWS_SHOWN)
    return replace(part, rows=part.rows[:ROWS_SHOWN], notes=(*part.notes, rest))


def _saves(visit: Visit, quality: QualityReport) -> Iterator[Save]:
    """Hand the whole report out with the page."""
    for each in FORMATS:
        file = quality_file(quality, each, at=visit.at, language=visit.language)
        name = visit.said(phrase("save-quality", format=each.value.upper()))
        yield name, saved(file.content, f"data-quality.{each.value}")


def _page(
    visit: Visit,
    form: OfficeForm,
    *,
    parts: Sequence[Part] = (),
    saves: Sequence[Save] = (),
    problems: tuple[PolicyFinanceError, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shown = Shown(
        title=phrase("menu-imports"),
        section=SECTION,
        lead=phrase(
            "imports-lead", most=LOANS_AT_A_DOOR_MAX, seconds=seconds_for(LOANS_AT_A_DOOR_MAX)
        ),
        parts=parts,
        problems=problems,
    )
    return answer(
        visit,
        "majung/handed_in.html",
        shown,
        status=status,
        form=form,
        action=reverse(SECTION),
        heading=visit.said(phrase("hand-book-in")),
        send=visit.said(phrase("take-book")),
        check=visit.said(phrase("check-book")),
        saves=saves,
    )
