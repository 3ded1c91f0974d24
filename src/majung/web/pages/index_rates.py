"""Rates of published indexes on a page: what is known, and a list of new ones."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.urls import reverse

from majung.operations.policy import Act, may, require
from majung.operations.servicing.reading_fixings import missing_fixings
from majung.operations.servicing.take_index_rates import (
    IndexRatesTaken,
    check_index_rates,
    index_rate_findings,
    index_rates,
    take_index_rates,
)
from majung.reports.cells import count, counter, day, words
from majung.reports.model import Note, Notes, Paragraph, Part, Tone
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.web.pages.forms import OfficeForm
from majung.web.pages.uploads import (
    Returned,
    content_of,
    file_field,
    findings_list,
    returned,
)
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "index-rates"
FIELD = "index-rates-file"
ROWS_A_PAGE = 100
PART = "only"
HEADS = ("index", "index-day", "rate")
MISSING_HEADS = ("index", "index-wanted-of", "reset-on", "loans-serviced", "loans-reported")
LOANS = counter("건", "loans", "loan")


@visited
def index_rates_page(visit: Visit) -> HttpResponse:
    """Show what indexes were, and take a list of new rates."""
    require(visit.actor, Act.READ_OWN)
    if visit.request.method != "POST":
        form = _form(visit) if may(visit.actor, Act.TAKE_INDEX_RATES) else None
        return _shown(visit, form)
    require(visit.actor, Act.TAKE_INDEX_RATES)
    form = _form(visit)
    if not form.is_valid():
        return _shown(visit, form, status=CONFLICT)
    name, content = content_of(form, FIELD)
    is_check = visit.request.POST.get(PART) == "check"
    act = check_index_rates if is_check else take_index_rates
    taken = act(visit.actor, name, content, on=visit.on, at=visit.at)
    if taken.problems:
        back = returned(index_rate_findings(taken, visit.language), "rows-to-mend.xlsx")
        parts: tuple[Part, ...] = (
            Paragraph(phrase("file-refused"), Tone.LEAD),
            findings_list(taken.problems),
        )
        return _shown(visit, form, parts=parts, back=back, status=CONFLICT)
    return _shown(visit, form, parts=tuple(_taken(taken, is_check=is_check)))


def _form(visit: Visit) -> OfficeForm:
    is_sent = visit.request.method == "POST"
    return OfficeForm(
        {FIELD: file_field()},
        visit.request.POST if is_sent else None,
        files=visit.request.FILES if is_sent else None,
    )


def _taken(taken: IndexRatesTaken, *, is_check: bool) -> Iterator[Part]:
    if is_check:
        yield Paragraph(phrase("index-rates-good", count=len(taken.rates)), Tone.LEAD)
    else:
        counts = {"loans": taken.fixed, "entries": taken.posting.entries}
        yield Paragraph(phrase("index-rates-taken", count=len(taken.fresh), **counts), Tone.LEAD)
    told = [Note(phrase("index-not-followed", index=each)) for each in taken.not_followed]
    told += [
        Note(phrase("index-not-posted", contract=each.contract, reason=each.reason))
        for each in taken.refused
    ]
    if told:
        yield Notes(phrase("index-rates-to-look-at"), tuple(told))


def _missing(visit: Visit) -> Iterator[Part]:
    """Lay out which rates loans wait for; nothing where none does."""
    found = missing_fixings(visit.actor, on=visit.on, at=visit.at)
    if not found:
        return
    numbers = frozenset({"loans-serviced", "loans-reported"})
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in numbers else None)
        for head in MISSING_HEADS
    )
    rows = tuple(
        Row(
            (
                words(each.index),
                day(each.observed_on),
                day(each.reset_on),
                count(each.serviced, LOANS),
                count(each.reported, LOANS),
            )
        )
        for each in found
    )
    notes: tuple[Text, ...] = ()
    if any(each.serviced for each in found):
        notes += (phrase("missing-of-serviced"),)
    if any(each.reported for each in found):
        notes += (phrase("missing-of-reported"),)
    yield Table("missing-fixings", phrase("missing-fixings"), columns, rows, notes=notes)


def _shown(
    visit: Visit,
    form: OfficeForm | None,
    *,
    parts: Sequence[Part] = (),
    back: Returned | None = None,
    status: int = 200,
) -> HttpResponse:
    known = index_rates(visit.actor, count_max=ROWS_A_PAGE)
    table = Table(
        "index-rates",
        "",
        tuple(Column(phrase(f"head-{head}")) for head in HEADS),
        tuple(
            Row((words(each.rate.index), day(each.rate.published_on), words(each.rate.rate)))
            for each in known
        ),
        empty=phrase("no-index-rates"),
    )
    shown = Shown(
        title=phrase("menu-index-rates"),
        section=SECTION,
        lead=phrase("index-rates-lead"),
        parts=(*parts, *_missing(visit), table),
    )
    return answer(
        visit,
        "majung/upload.html",
        shown,
        status=status,
        form=form,
        returned=back,
        action=reverse(SECTION),
        heading=visit.said(phrase("take-index-rates")),
        send=visit.said(phrase("take-index-rates")),
        check=visit.said(phrase("check-report")),
    )
