"""What is to do about covers: for insurer and bank, the most urgent first."""

from django.http import HttpResponse
from django.urls import reverse

from majung.operations.claims.reading_work import Work, cover_work
from majung.reports.cells import Cell, amount, day, words
from majung.reports.model import Heading, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "cover-work"
HEADS = ("contract", "task", "claim", "amount", "work-due")


@visited
def cover_work_page(visit: Visit) -> HttpResponse:
    """List what is to do: what is the visitor's own first, then what waits for others."""
    found = cover_work(visit.actor, on=visit.on, at=visit.at)
    ours = [each for each in found if each.is_ours]
    others = [each for each in found if not each.is_ours]
    parts: list[Part] = [
        Heading(phrase("work-ours")),
        _table("ours", ours, visit),
    ]
    if others:
        parts += [Heading(phrase("work-of-others")), _table("others", others, visit)]
    shown = Shown(
        title=phrase("menu-cover-work"),
        section=SECTION,
        lead=phrase("cover-work-lead"),
        parts=tuple(parts),
    )
    return answer(visit, "majung/page.html", shown)


def _table(key: str, found: list[Work], visit: Visit) -> Table:
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "amount" else Align.START)
        for head in HEADS
    )
    rows = tuple(_row(each, visit) for each in found)
    return Table(key, "", columns, rows, empty=phrase("no-work"))


def _row(work: Work, visit: Visit) -> Row:
    is_late = work.due_on is not None and work.due_on < visit.on
    task = phrase("late-task", task=work.task) if is_late else work.task
    return Row(
        (
            Cell(work.cover, trace=reverse("contract-desk", args=[work.cover])),
            words(visit.said(task)),
            words(work.claim),
            amount(work.amount),
            words("") if work.due_on is None else day(work.due_on),
        )
    )
