"""Monthly reports of institutions, by submission; a resubmission replaces, and all are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from majung.applications.regions import Region
from majung.store import models
from majung.store.numbers import hold, missing, numbers_of, row_of
from majung.supply.monthly.report import MonthlyReport, ReportRow
from majung.values.money import Money
from majung.values.months import Month

CURRENCY = "KRW"


@dataclass(frozen=True, slots=True)
class Submission:
    """What an institution reported for a month, as one of its submissions.

    Attributes:
        number: 1 for the first; the highest counts.
        file: name of the file it came in.
    """

    institution: str
    month: Month
    number: int
    file: str
    has_themes: bool
    rows: tuple[ReportRow, ...]
    submitted_by: str
    recorded_at: datetime


def take_report(
    report: MonthlyReport, *, plan: str, series: str, digest: str, by: str, at: datetime
) -> tuple[Submission, ...]:
    """Take a report: for each institution and month in it, one more submission.

    Args:
        plan: key of the supply plan it counts under.
        series: what it may be compared with: reported or example.
        digest: of the received file.

    Raises:
        ValueError: the report has problems and is not taken.
        NotRecordedError: an institution or the file is not known, or is not for whoever acts.
    """
    if not report.is_taken:
        raise ValueError(f"the report {report.name} has problems and is not taken")
    institutions = numbers_of(models.Institution, "key", {key for key, _ in report.months})
    file = row_of(models.ReceivedFile, digest=digest)
    for key, month in sorted(report.months):
        number = institutions[key]
        hold("supply-report", number)
        place = {"institution_id": number, "plan": plan, "month": month.first_on, "series": series}
        row = models.SupplyReport.objects.create(
            **place,
            submission=models.SupplyReport.objects.filter(**place).count() + 1,
            file=file,
            file_name=report.name,
            has_themes=report.has_themes,
            submitted_by=by,
            recorded_at=at,
        )
        models.SupplyRow.objects.bulk_create(
            _row(row, each)
            for each in report.rows
            if (each.institution, each.month) == (key, month)
        )
    return submissions_in_force(plan=plan, series=series)


def submissions_in_force(
    *, plan: str, series: str, until: Month | None = None, known_at: datetime | None = None
) -> tuple[Submission, ...]:
    """Return the submissions that count, by institution and month.

    Args:
        until: last month; None for all.
        known_at: only what had been recorded by then; None for everything.
    """
    latest: dict[tuple[str, Month], Submission] = {}
    for submission in submissions(plan=plan, series=series, until=until, known_at=known_at):
        latest[submission.institution, submission.month] = submission
    return tuple(latest[place] for place in sorted(latest))


def submissions(
    *, plan: str, series: str, until: Month | None = None, known_at: datetime | None = None
) -> tuple[Submission, ...]:
    """Return every submission that whoever acts may read, by institution, month and number."""
    rows = models.SupplyReport.objects.filter(plan=plan, series=series)
    if until is not None:
        rows = rows.filter(month__lte=until.first_on)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return _submissions(rows)


def submissions_of(
    institution: str, month: Month, *, plan: str, series: str
) -> tuple[Submission, ...]:
    """Return every submission of an institution for a month, first to last.

    Raises:
        NotRecordedError: it reported nothing, or nothing that whoever acts may read.
    """
    found = _submissions(
        models.SupplyReport.objects.filter(
            institution__key=institution, month=month.first_on, plan=plan, series=series
        )
    )
    if not found:
        raise missing(models.SupplyReport, f"{plan}, {institution}, {month}")
    return found


def _submissions(rows: QuerySet[models.SupplyReport]) -> tuple[Submission, ...]:
    found = list(
        rows.select_related("institution").order_by("institution__key", "month", "submission")
    )
    of_report: dict[int, list[models.SupplyRow]] = {}
    for row in models.SupplyRow.objects.filter(report__in=found).order_by("line", "pk"):
        of_report.setdefault(row.report_id, []).append(row)
    return tuple(_submission(report, of_report.get(report.pk, ())) for report in found)


def rows_in_force(submitted: Iterable[Submission]) -> tuple[ReportRow, ...]:
    """Return the rows of submissions, in their order."""
    return tuple(row for submission in submitted for row in submission.rows)


def _row(report: models.SupplyReport, row: ReportRow) -> models.SupplyRow:
    return models.SupplyRow(
        report=report,
        institution_id=report.institution_id,
        line=row.line,
        sector=row.sector,
        product=row.product,
        region=row.region.value if row.region else "",
        theme=row.theme,
        amount=row.amount.minor if row.amount else None,
        renewals=row.renewals.minor if row.renewals else None,
        currency=row.amount.currency if row.amount else CURRENCY,
        contracts=row.contracts,
        firms=row.firms,
    )


def _submission(report: models.SupplyReport, rows: Iterable[models.SupplyRow]) -> Submission:
    institution, month = report.institution.key, Month.of(report.month)
    return Submission(
        institution=institution,
        month=month,
        number=report.submission,
        file=report.file_name,
        has_themes=report.has_themes,
        rows=tuple(
            ReportRow(
                institution=institution,
                month=month,
                sector=row.sector,
                product=row.product,
                region=Region(row.region) if row.region else None,
                theme=row.theme,
                amount=None if row.amount is None else Money(row.amount, row.currency),
                renewals=None if row.renewals is None else Money(row.renewals, row.currency),
                contracts=row.contracts,
                firms=row.firms,
                line=row.line,
            )
            for row in rows
        ),
        submitted_by=report.submitted_by,
        recorded_at=report.recorded_at,
    )
