"""Monthly reports: who reported which month, taking one row by row, and what changed since."""

from collections.abc import Iterator, Mapping

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError
from majung.operations.policy import Act, require
from majung.operations.reading_names import person_names
from majung.operations.supply.reading_reports import (
    MonthHistory,
    ReportCalendar,
    month_history,
    report_calendar,
)
from majung.operations.supply.take_monthly_report import (
    TakenReport,
    blank_report,
    check_monthly_report,
    report_findings,
    take_monthly_report,
)
from majung.reports.cells import AMOUNT, Cell, Open, amount, moment, words
from majung.reports.model import Heading, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.rules.citations import Label
from majung.store.council.monthly import Submission
from majung.supply.monthly import ReportRow
from majung.values.money import Money
from majung.values.months import Month, parse_month
from majung.web.pages.choosing import plan_asked, plan_field, series_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.naming import recorder_name
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

SECTION = "reports"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIELD = "report-file"
ENDS = frozenset({"supplied", "renewals", "contracts", "firms"})
ROW_HEADS = (
    "sector", "product", "region", "theme", "supplied", "renewals", "contracts", "firms", "line",
)  # fmt: skip


@visited
def reports_page(visit: Visit) -> HttpResponse:
    """Show who has reported which month, and take a report."""
    plan = plan_asked(visit)
    series = series_of(visit)
    calendar = report_calendar(visit.actor, plan, on=visit.on, at=visit.at, series=series)
    form = _form(visit) if visit.may(Act.TAKE_MONTHLY_REPORT) else None
    if visit.request.method != "POST":
        return _shown(visit, calendar, form)
    require(visit.actor, Act.TAKE_MONTHLY_REPORT)
    if form is None or not form.is_valid():
        return _shown(visit, calendar, form, status=CONFLICT)
    name, content = content_of(form, FIELD)
    is_check = visit.request.POST.get("only") == "check"
    try:
        taken = _read(visit, plan, name, content, is_check=is_check)
    except PolicyFinanceError as refusal:
        return _shown(visit, calendar, form, problems=(refusal,), status=CONFLICT)
    if taken.problems:
        back = returned(report_findings(taken, visit.language), "rows-to-mend.xlsx")
        return _shown(visit, calendar, form, taken=taken, back=back, status=CONFLICT)
    to = f"{reverse(SECTION)}?plan={plan}"
    rows = len(taken.report.rows)
    if is_check:
        return done(visit, "report-good", to, rows=rows)
    if not taken.is_new:
        return done(visit, "report-same", to)
    return done(visit, "report-taken", to, rows=rows, changes=len(taken.changes))


@visited
def report_page(visit: Visit, plan: str, institution: str, month: str) -> HttpResponse:
    """Show every submission of an institution for a month, and what each changed."""
    found = month_history(
        visit.actor, plan, institution, parse_month(month), at=visit.at, series=series_of(visit)
    )
    handed_in = (each.submission.submitted_by for each in found.submissions)
    shown = Shown(
        title=phrase("report-of", institution=found.name, month=found.month),
        section=SECTION,
        lead=found.plan.name,
        trail=((phrase("menu-reports"), f"{reverse(SECTION)}?plan={plan}"),),
        parts=tuple(_history(found, person_names(visit.actor, handed_in))),
    )
    return answer(visit, "majung/page.html", shown)


@visited
def blank_report_page(visit: Visit, plan: str) -> HttpResponse:
    """Hand out the blank workbook of the visitor's institution."""
    content = blank_report(visit.actor, plan=plan, at=visit.at, language=visit.language)
    return workbook(content, f"{plan}-{visit.actor.institution}.xlsx")


def _read(visit: Visit, plan: str, name: str, content: bytes, *, is_check: bool) -> TakenReport:
    if is_check:
        return check_monthly_report(
            visit.actor, plan=plan, name=name, content=content, on=visit.on, at=visit.at
        )
    return take_monthly_report(
        visit.actor,
        plan=plan,
        name=name,
        content=content,
        on=visit.on,
        at=visit.at,
        series=series_of(visit),
    )


def _form(visit: Visit) -> OfficeForm:
    is_sent = visit.request.method == "POST"
    return OfficeForm(
        {FIELD: file_field()},
        visit.request.POST if is_sent else None,
        files=visit.request.FILES if is_sent else None,
    )


def _shown(
    visit: Visit,
    calendar: ReportCalendar,
    form: OfficeForm | None,
    *,
    taken: TakenReport | None = None,
    back: Returned | None = None,
    problems: tuple[PolicyFinanceError, ...] = (),
    status: int = 200,
) -> HttpResponse:
    plan = calendar.plan.key
    parts: list[Part] = []
    if taken is not None:
        parts.append(findings_list(taken.problems))
    parts += _calendar(calendar)
    shown = Shown(
        title=phrase("menu-reports"),
        section=SECTION,
        lead=phrase("reports-lead"),
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
        refused="" if taken is None else visit.said(phrase("report-refused")),
        choose=[plan_field(visit, plan)] if taken is None else [],
        action=f"{reverse(SECTION)}?plan={plan}",
        heading=visit.said(phrase("take-report")),
        send=visit.said(phrase("take-report")),
        check=visit.said(phrase("check-report")),
        links=_links(visit, plan) if form is not None else [],
    )


def _links(visit: Visit, plan: str) -> list[dict[str, str]]:
    name = visit.said(phrase("blank-report"))
    return [{"name": name, "address": reverse("blank-report", args=[plan])}]


def _calendar(calendar: ReportCalendar) -> Iterator[Part]:
    columns = (
        Column(phrase("head-institution")),
        *(Column(month_head(month)) for month in calendar.months),
    )
    rows = tuple(
        Row(
            (
                words(each.name),
                *(
                    _state(calendar, each.institution, month, each.submissions.get(month))
                    for month in calendar.months
                ),
            )
        )
        for each in calendar.reporting
    )
    missing = len(calendar.missing)
    notes = (phrase("reports-missing", count=missing),) if missing else ()
    yield Table("calendar", calendar.plan.name, columns, rows, notes=notes)


def _state(
    calendar: ReportCalendar, institution: str, month: Month, submission: Submission | None
) -> Cell:
    if submission is None:
        return words(phrase("not-reported"))
    trace = reverse("report", args=[calendar.plan.key, institution, str(month)])
    return Cell(phrase("submission-number", number=submission.number), trace=trace)


def _history(found: MonthHistory, people: Mapping[str, str]) -> Iterator[Part]:
    counting = found.counting
    heads = ("submission", "file", "submitted-by", "recorded-at", "changes")
    rows = tuple(
        Row(
            (
                words(phrase("submission-number", number=each.submission.number)),
                words(each.submission.file),
                words(recorder_name(each.submission.submitted_by, people)),
                moment(each.submission.recorded_at),
                words(f"{len(each.changes):,}"),
            )
        )
        for each in found.submissions
    )
    yield Table("submissions", "", columns_of(heads), rows)
    changed = tuple(
        Row(
            (
                words(phrase("submission-number", number=each.submission.number)),
                words(change.message),
            )
        )
        for each in found.submissions
        for change in each.changes
    )
    yield Heading(phrase("report-changes"))
    yield Table(
        "changes", "", columns_of(("submission", "change")), changed, empty=phrase("no-changes")
    )
    yield Heading(phrase("report-counting", number=counting.number))
    yield report_rows(counting.rows, {each.key: each.name for each in found.plan.sectors})


def columns_of(heads: tuple[str, ...], ends: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """Return columns by their heads, some of which hold numbers."""
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in ends else None) for head in heads
    )


def report_rows(rows: tuple[ReportRow, ...], sectors: dict[str, Label]) -> Table:
    """Lay out the rows of a report."""
    return Table(
        "rows",
        "",
        columns_of(ROW_HEADS, ENDS),
        tuple(
            Row(
                (
                    words(sectors.get(row.sector, Label(row.sector, row.sector))),
                    words(row.product),
                    words(row.region) if row.region else words(""),
                    words(row.theme),
                    known(row.amount),
                    words("") if row.renewals is None else amount(row.renewals),
                    words("" if row.contracts is None else f"{row.contracts:,}"),
                    words("" if row.firms is None else f"{row.firms:,}"),
                    words(f"{row.line:,}"),
                )
            )
            for row in rows
        ),
    )


def month_head(month: Month) -> Label:
    """Name a month at the head of a column: ``6월``, ``Jun``."""
    return Label(f"{month.month}월", MONTHS[month.month - 1])


def known(value: Money | None, trace: str = "") -> Cell:
    """Show an amount; what nobody counted is open."""
    if value is None:
        return Cell(Open(phrase("not-counted")), AMOUNT, trace=trace)
    return amount(value, trace=trace)
