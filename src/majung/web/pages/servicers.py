"""Files about contracts on pages: what core systems report, and what was held before."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse

from majung.errors import Message, PolicyFinanceError
from majung.operations.policy import Act, require
from majung.operations.servicing.opening_template import opening_template
from majung.operations.servicing.openings.forms import OpeningForm
from majung.operations.servicing.openings.totals import AnyTotals, amounts_of
from majung.operations.servicing.reading_differences import (
    DifferencesFormat,
    DifferencesRead,
    differences_file,
    differences_table,
    reported_differences,
)
from majung.operations.servicing.statements import MonthFinding, Outcome
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
from majung.reports.cells import Cell, amount, words
from majung.reports.model import Heading, KeyValue, KeyValues, Paragraph, Part, Tone
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.values.months import Month, MonthNotReadableError, parse_month
from majung.web.pages.choosing import choice_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.uploads import (
    Returned,
    content_of,
    file_field,
    findings_list,
    returned,
    workbook,
)
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

SECTION, OPENING = "servicer-files", "opening-balances"
SERVICER_FIELD, OPENING_FIELD = "servicer-file", "opening-file"
ROWS_A_PAGE = 100
MONTH = "month"
HEADS = ("contract", "month", "rows", "outcome", "differences", "not-stated")
PART = "only"


@visited
def servicer_files_page(visit: Visit) -> HttpResponse:
    """Show where files and schedules disagree, and take a file."""
    form = _form(visit, SERVICER_FIELD) if visit.may(Act.TAKE_SERVICER_FILE) else None
    if visit.request.method != "POST":
        return _servicers(visit, form)
    require(visit.actor, Act.TAKE_SERVICER_FILE)
    if form is None or not form.is_valid():
        return _servicers(visit, form, status=CONFLICT)
    name, content = content_of(form, SERVICER_FIELD)
    is_check = visit.request.POST.get(PART) == "check"
    act = check_servicer_file if is_check else take_servicer_file
    try:
        taken = act(visit.actor, name, content, on=visit.on, at=visit.at)
    except ServicerFileUnreadableError as refusal:
        parts = (Paragraph(phrase("file-refused"), Tone.LEAD), findings_list(refusal.problems))
        return _servicers(visit, form, parts=parts, status=CONFLICT)
    except PolicyFinanceError as refusal:
        return _servicers(visit, form, problems=(refusal,), status=CONFLICT)
    is_plain = not (taken.problems or taken.differences or taken.not_stated)
    if not is_check and is_plain:
        return done(visit, "servicer-taken", reverse(SECTION), **_counts(taken))
    back = returned(servicer_findings(taken, visit.language), "rows-to-mend.xlsx")
    return _servicers(
        visit,
        form,
        parts=tuple(_taken(taken, is_check=is_check)),
        back=back if taken.problems else None,
        status=CONFLICT if taken.problems else 200,
    )


@visited
def differences_export(visit: Visit, ending: str) -> HttpResponse:
    """Hand out the open differences as a file."""
    found = reported_differences(visit.actor, on=visit.on, at=visit.at, month=_month(visit))
    file = differences_file(found, DifferencesFormat(ending), language=visit.language)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@visited
def opening_balances_page(visit: Visit) -> HttpResponse:
    """Take over the loans an institution already holds."""
    require(visit.actor, Act.TAKE_OPENING_BALANCES)
    form = _form(visit, OPENING_FIELD)
    if visit.request.method != "POST":
        return _opening(visit, form)
    if not form.is_valid():
        return _opening(visit, form, status=CONFLICT)
    name, content = content_of(form, OPENING_FIELD)
    is_check = visit.request.POST.get(PART) == "check"
    act = check_opening_balances if is_check else take_opening_balances
    try:
        taken = act(visit.actor, name, content, on=visit.on, at=visit.at)
    except PolicyFinanceError as refusal:
        return _opening(visit, form, problems=(refusal,), status=CONFLICT)
    if taken.problems:
        back = returned(opening_findings(taken, visit.language), "rows-to-mend.xlsx")
        parts: tuple[Part, ...] = (
            Paragraph(phrase("file-refused"), Tone.LEAD),
            findings_list(taken.problems),
        )
        return _opening(visit, form, parts=parts, back=back, status=CONFLICT)
    if not is_check and not taken.contracts:
        return done(visit, "opening-same", reverse(OPENING))
    lead = "opening-good" if is_check else "opening-taken"
    return _opening(visit, form, parts=tuple(_totals(taken, lead)))


@visited
def opening_template_page(visit: Visit, form: str = OpeningForm.LOANS) -> HttpResponse:
    """Hand out the blank list of opening balances of loans, or of another form."""
    require(visit.actor, Act.TAKE_OPENING_BALANCES)
    known = {each.value: each for each in OpeningForm}
    if form not in known:
        raise Http404
    blank = opening_template(visit.language, known[form])
    return workbook(blank, f"opening-balances-{form}.xlsx")


def _servicers(
    visit: Visit,
    form: OfficeForm | None,
    *,
    parts: Sequence[Part] = (),
    back: Returned | None = None,
    problems: tuple[PolicyFinanceError, ...] = (),
    status: int = 200,
) -> HttpResponse:
    month = _month(visit)
    found = reported_differences(visit.actor, on=visit.on, at=visit.at, month=month)
    rest = len(found.lines) - ROWS_A_PAGE
    notes = (phrase("differences-more", count=rest),) if rest > 0 else ()
    table = _linked(differences_table(found, found.lines[:ROWS_A_PAGE]), notes)
    shown = Shown(
        title=phrase("menu-servicer-files"),
        section=SECTION,
        lead=phrase("servicer-files-lead"),
        parts=(*parts, Heading(phrase("open-differences", count=len(found.lines))), table),
        problems=problems,
    )
    return answer(
        visit,
        "majung/upload.html",
        shown,
        status=status,
        form=form,
        returned=back,
        choose=[_month_field(visit, found, month)] if found.lines or month else [],
        action=reverse(SECTION),
        heading=visit.said(phrase("take-servicer-file")),
        send=visit.said(phrase("take-servicer-file")),
        check=visit.said(phrase("check-report")),
        links=_exports(visit, found, month),
    )


def _opening(
    visit: Visit,
    form: OfficeForm,
    *,
    parts: Sequence[Part] = (),
    back: Returned | None = None,
    problems: tuple[PolicyFinanceError, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shown = Shown(
        title=phrase("menu-opening-balances"),
        section=OPENING,
        lead=phrase("opening-balances-lead"),
        parts=tuple(parts),
        problems=problems,
    )
    return answer(
        visit,
        "majung/upload.html",
        shown,
        status=status,
        form=form,
        returned=back,
        action=reverse(OPENING),
        heading=visit.said(phrase("take-opening")),
        send=visit.said(phrase("take-opening")),
        check=visit.said(phrase("check-report")),
        links=[
            {
                "name": visit.said(phrase("opening-template", form=visit.said(form_asked))),
                "address": reverse("opening-template", args=[form_asked.value]),
            }
            for form_asked in OpeningForm
        ],
    )


def _form(visit: Visit, name: str) -> OfficeForm:
    is_sent = visit.request.method == "POST"
    return OfficeForm(
        {name: file_field()},
        visit.request.POST if is_sent else None,
        files=visit.request.FILES if is_sent else None,
    )


def _month(visit: Visit) -> Month | None:
    asked = visit.request.GET.get(MONTH, "")
    try:
        return parse_month(asked) if asked else None
    except MonthNotReadableError:
        return None


def _month_field(visit: Visit, found: DifferencesRead, month: Month | None) -> object:
    months = sorted({*found.months, *([month] if month else [])})
    several = [("", visit.said(phrase("every-month")))]
    several += [(str(each), visit.said(each)) for each in months]
    return choice_of(MONTH, visit.said(phrase("head-month")), several, str(month or ""))


def _exports(visit: Visit, found: DifferencesRead, month: Month | None) -> list[dict[str, str]]:
    asked = f"?{urlencode({MONTH: str(month)})}" if month else ""
    return [
        {
            "name": visit.said(phrase("export-differences", format=each.value.upper())),
            "address": f"{reverse('differences-export', args=[each.value])}{asked}",
        }
        for each in DifferencesFormat
        if found.lines
    ]


def _linked(table: Table, notes: tuple[Text, ...]) -> Table:
    """Lead each contract to its page."""
    contract = 1
    rows = tuple(
        Row(
            tuple(
                Cell(cell.value, trace=reverse("contract", args=[str(cell.value)]))
                if index == contract
                else cell
                for index, cell in enumerate(row.cells)
            )
        )
        for row in table.rows
    )
    return Table(table.key, "", table.columns, rows, notes=notes, empty=table.empty)


def _counts(taken: ServicerFileTaken) -> dict[str, int]:
    return {outcome.value: taken.count(outcome) for outcome in Outcome}


def _taken(taken: ServicerFileTaken, *, is_check: bool) -> Iterator[Part]:
    key = "servicer-checked" if is_check else "servicer-taken"
    yield Paragraph(phrase(key, **_counts(taken)), Tone.LEAD)
    columns = tuple(Column(phrase(f"head-{head}")) for head in HEADS)
    told = [each for each in taken.findings if each.problems or each.differences or each.not_stated]
    rows = tuple(_finding(each) for each in told[:ROWS_A_PAGE])
    rest = len(told) - ROWS_A_PAGE
    notes = (phrase("findings-more", count=rest),) if rest > 0 else ()
    yield Table("months", phrase("findings-of-months"), columns, rows, notes=notes)
    if taken.problems:
        yield findings_list(taken.problems)


def _finding(finding: MonthFinding) -> Row:
    lines = ", ".join(f"{line:,}" for line in finding.lines)
    return Row(
        (
            words(finding.contract),
            words(finding.month) if finding.month else words("—"),
            words(lines),
            words(finding.outcome),
            words(f"{len(finding.differences):,}"),
            _told(finding.not_stated),
        )
    )


def _told(reasons: Sequence[Message]) -> Cell:
    return words(reasons[0]) if reasons else words("—")


def _totals(taken: OpeningTaken, lead: str) -> Iterator[Part]:
    yield Paragraph(
        phrase(lead, contracts=taken.contracts or len(taken.found), entries=taken.entries),
        Tone.LEAD,
    )
    for told in taken.findings:
        yield Paragraph(told)
    for each in taken.totals:
        yield KeyValues(tuple(_lines(each)), phrase("opening-totals", currency=each.currency))


def _lines(totals: AnyTotals) -> Iterator[KeyValue]:
    yield KeyValue(phrase("opening-contracts"), words(f"{totals.contracts:,}"))
    for name, money in amounts_of(totals).items():
        yield KeyValue(phrase(f"opening-{name.replace('_', '-')}"), amount(money))
