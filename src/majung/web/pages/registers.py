"""The number register: every figure that was let out, searched, with what contradicts."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from majung.operations.council.reading_register import (
    RegisterLine,
    Sought,
    figure_releases,
    register_lines,
    register_workbook,
    value_cell,
)
from majung.operations.supply.watermarks import watermark_shown
from majung.reports.cells import Cell, day, words
from majung.reports.model import KeyValue, KeyValues
from majung.reports.tables import Align, Column, Row, Table
from majung.web.pages.choosing import Choice, Field
from majung.web.pages.uploads import workbook
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "register"
TEXT, FLAGGED, PAGE = "q", "only", "page"
ROWS_A_PAGE = 50
TEXT_MAX = 100


@visited
def register_page(visit: Visit) -> HttpResponse:
    """Show the register, or what is looked for in it."""
    number = _page_number(visit)
    sought = _sought(visit, after=(number - 1) * ROWS_A_PAGE, count_max=ROWS_A_PAGE + 1)
    found = register_lines(visit.actor, sought)
    lines = found[:ROWS_A_PAGE]
    shown = Shown(
        title=phrase("menu-register"),
        section=SECTION,
        lead=phrase("register-lead"),
        parts=(_table(lines),),
    )
    export = {"name": visit.said(phrase("register-export")), "address": _address(sought)}
    turns = [
        {"name": visit.said(phrase(word)), "address": f"?{_query(sought, page=to)}"}
        for word, to, is_there in (
            ("before", number - 1, number > 1),
            ("after", number + 1, len(found) > ROWS_A_PAGE),
        )
        if is_there
    ]
    return answer(
        visit, "majung/upload.html", shown, choose=_fields(visit, sought), links=[*turns, export]
    )


@visited
def figure_page(visit: Visit, figure: str) -> HttpResponse:
    """Show every release of a figure with its definition."""
    lines = figure_releases(visit.actor, figure)
    first = lines[0]
    means = KeyValues(
        (
            KeyValue(phrase("head-definition"), words(first.definition)),
            KeyValue(phrase("figure-means"), words(first.release.figure.definition.message)),
        )
    )
    shown = Shown(
        title=phrase("figure-history"),
        section=SECTION,
        lead=first.subject,
        trail=((phrase("menu-register"), reverse(SECTION)),),
        parts=(means, _table(lines)),
    )
    return answer(visit, "majung/page.html", shown)


@visited
def register_export(visit: Visit) -> HttpResponse:
    """Hand the register out as a workbook."""
    file = register_workbook(
        visit.actor, _sought(visit), on=visit.on, at=visit.at, language=visit.language
    )
    return workbook(file.content, file.name)


def _page_number(visit: Visit) -> int:
    asked = visit.request.GET.get(PAGE, "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _sought(visit: Visit, *, after: int = 0, count_max: int = ROWS_A_PAGE) -> Sought:
    asked = visit.request.GET
    text = "".join(letter for letter in asked.get(TEXT, "") if letter.isprintable())
    return Sought(
        text.strip()[:TEXT_MAX], asked.get(FLAGGED) == "flagged", after=after, count_max=count_max
    )


def _query(sought: Sought, *, page: int = 0) -> str:
    asked = {TEXT: sought.text, FLAGGED: "flagged" if sought.is_contradicting else ""}
    if page:
        asked[PAGE] = str(page)
    return urlencode({name: value for name, value in asked.items() if value})


def _address(sought: Sought) -> str:
    return f"{reverse('register-export')}?{_query(sought)}"


def _fields(visit: Visit, sought: Sought) -> list[Field]:
    every = Choice("", visit.said(phrase("register-all")), not sought.is_contradicting)
    flagged = Choice("flagged", visit.said(phrase("register-flagged")), sought.is_contradicting)
    return [
        Field(TEXT, visit.said(phrase("register-search")), value=sought.text, type="search"),
        Field(FLAGGED, visit.said(phrase("register-which")), (every, flagged)),
    ]


def _table(lines: tuple[RegisterLine, ...]) -> Table:
    heads = (
        "figure", "definition", "value", "as-of", "series", "watermark", "released-in",
        "released-on", "contradicts",
    )  # fmt: skip
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "value" else None)
        for head in heads
    )
    rows = tuple(_row(line) for line in lines)
    return Table(SECTION, "", columns, rows, empty=phrase("register-none"))


def _row(line: RegisterLine) -> Row:
    release = line.release
    return Row(
        (
            Cell(line.subject, trace=reverse("figure", args=[release.figure.key])),
            words(line.definition),
            value_cell(release),
            day(release.figure.as_of),
            words(line.series),
            words(watermark_shown(release.figure.watermark)),
            _document(release.document),
            day(release.released_on),
            _document(release.contradicts),
        )
    )


def _document(name: str) -> Cell:
    """Lead to a pack; other papers are named."""
    is_pack = name.startswith("council-pack-")
    return Cell(name, trace=reverse("pack", args=[name]) if is_pack else "")
