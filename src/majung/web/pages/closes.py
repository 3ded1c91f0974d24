"""The daily close on pages: how it went, what was set aside, letters to be sent, arrears."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import sentence
from majung.operations.servicing.letters import letters_file, letters_table
from majung.operations.servicing.reading_closes import (
    CloseShown,
    arrears_at,
    closes,
    letters_on,
    months_ended_shown,
)
from majung.reports.cells import DAY, Cell, count, counter, day, in_full, words
from majung.reports.tables import Row, Table
from majung.rules.citations import Label
from majung.store.listing import PageWanted
from majung.web.pages.naming import columns
from majung.web.pages.uploads import workbook
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "closes"
PIECES = counter()
DAYS = counter("일", "days", "day")
#: As many rows as a page shows; the workbook has all.
ROWS_SHOWN = 500


class DayInAddress:
    """A day in an address, ``2024-10-31``; what is no day leads nowhere."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()


@visited
def closes_page(visit: Visit) -> HttpResponse:
    """List the latest closes, what they set aside, and the months' ends they classed."""
    found = closes(visit.actor, at=visit.at)
    ends = months_ended_shown(visit.actor, at=visit.at)
    shown = Shown(
        title=phrase("menu-closes"),
        section=SECTION,
        lead=phrase("closes-lead"),
        parts=(_closes(found), _set_aside(found), _month_ends(ends)),
    )
    return answer(visit, "majung/page.html", shown)


@visited
def letters_page(visit: Visit, on: date) -> HttpResponse:
    """Show the letters to be sent on a day, or hand them out as a workbook."""
    if visit.request.GET.get("form") == "xlsx":
        every = letters_on(visit.actor, on, at=visit.at)
        file = letters_file(every, on, language=visit.language, at=visit.at)
        return workbook(file.content, file.name)
    found = letters_on(visit.actor, on, at=visit.at, page=PageWanted(ROWS_SHOWN))
    shown = Shown(
        title=phrase("letters-of", day=on),
        section=SECTION,
        lead=phrase("letters-lead", count=ROWS_SHOWN) if len(found) == ROWS_SHOWN else "",
        trail=((phrase("menu-closes"), reverse(SECTION)),),
        parts=(letters_table(found),),
    )
    return answer(visit, "majung/letters.html", shown)


@visited
def arrears_page(visit: Visit, on: date) -> HttpResponse:
    """Show the classes of loans in arrears at a month's end."""
    found = arrears_at(visit.actor, on, at=visit.at, page=PageWanted(ROWS_SHOWN))
    rows = tuple(
        Row(
            (
                Cell(each.contract, trace=reverse("contract", args=[each.contract])),
                words(each.firm),
                words(each.before.label),
                words(each.bucket.label),
                count(each.days_past_due, DAYS),
                in_full(each.overdue),
                in_full(each.outstanding),
            )
        )
        for each in found
    )
    currency = found[0].overdue.currency if found else "KRW"
    heads = ("contract", "firm", "class-before", "class", "days-past-due", "overdue", "outstanding")
    head = columns(heads, money=heads[5:], ends=("days-past-due",), currency=currency)
    shown = Shown(
        title=phrase("arrears-of", day=on),
        section=SECTION,
        lead=phrase("arrears-lead"),
        trail=((phrase("menu-closes"), reverse(SECTION)),),
        parts=(Table("arrears", "", head, rows, empty=phrase("no-arrears")),),
    )
    return answer(visit, "majung/page.html", shown)


def _closes(found: tuple[CloseShown, ...]) -> Table:
    rows = tuple(
        Row(
            (
                day(each.run.on),
                words(phrase(f"close-{each.run.state.value}")),
                count(each.run.contracts, PIECES),
                count(each.run.entries, PIECES),
                count(each.run.accruals, PIECES),
                count(each.run.letters, PIECES),
                count(
                    each.letters,
                    PIECES,
                    trace=reverse("letters", args=[each.run.on]) if each.letters else "",
                ),
                count(len(each.set_aside), PIECES),
            )
        )
        for each in found
    )
    heads = (
        "closed-on",
        "close-state",
        "contracts",
        "entries",
        "accruals",
        "letters",
        "own-letters",
        "set-aside",
    )
    head = columns(heads, ends=heads[2:], currency="")
    return Table("closes", phrase("closes-latest"), head, rows, empty=phrase("no-closes"))


def _set_aside(found: tuple[CloseShown, ...]) -> Table:
    rows = tuple(
        Row(
            (
                day(one.on),
                Cell(one.contract, trace=reverse("contract", args=[one.contract])),
                words(Label(sentence(one.reason, "ko"), sentence(one.reason, "en"))),
                words(phrase("aside-settled" if one.settled_at else "aside-open")),
            )
        )
        for each in found
        for one in each.set_aside
    )
    head = columns(("closed-on", "contract", "reason", "settled"), currency="")
    return Table("set-aside", phrase("closes-set-aside"), head, rows, empty=phrase("none-aside"))


def _month_ends(ends: tuple[date, ...]) -> Table:
    rows = tuple(Row((Cell(end, DAY, trace=reverse("arrears", args=[end])),)) for end in ends)
    head = columns(("month-end",), currency="")
    return Table("month-ends", phrase("closes-arrears"), head, rows, empty=phrase("no-month-ends"))
