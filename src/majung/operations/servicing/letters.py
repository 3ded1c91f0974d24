"""Letters to be sent as a table and as a workbook: what a mailing office takes over."""

from collections.abc import Sequence
from datetime import date, datetime

from majung.errors import Language, message
from majung.errors.days import spoken_day
from majung.operations.servicing.account_statement import POSTED
from majung.operations.servicing.notices import NoticeKind
from majung.reports.cells import FULL, count, counter, day, in_full, words
from majung.reports.footnotes import footnote, marked_day
from majung.reports.freezing import Format, RenderedFile, render
from majung.reports.model import DocumentKind, Report, Watermark
from majung.reports.tables import Column, Row, Table
from majung.rules.citations import Label
from majung.store.servicing.closing_lists import NoticeLine

TITLE = Label("발송할 안내장", "Letters to be sent")
EMPTY = Label("이 날 발송할 안내장이 없습니다.", "No letters are to be sent on this day.")
KINDS = {
    NoticeKind.PAYMENT: Label("납입안내", "payment falls due"),
    NoticeKind.ARREARS: Label("연체안내", "payment is overdue"),
}
#: What a mark beside the day means.
RATE_HELD = message("letter-rate-held")
DAYS = counter("일", "days")


def letters_table(lines: Sequence[NoticeLine]) -> Table:
    """Lay letters out, one a line, amounts in full."""
    currency = lines[0].fee.currency if lines else "KRW"
    columns = (
        Column(Label("구분", "About")),
        Column(Label("계약", "Contract")),
        Column(Label("기업", "Firm")),
        Column(Label("기일", "Due on")),
        Column(Label("연체일수", "Days late")),
        *(
            Column(label, FULL, currency=currency)
            for label in (
                Label("원금", "Principal"),
                Label("이자", "Interest"),
                Label("연체이자", "Late interest"),
                Label("수수료", "Fee"),
                Label("합계", "Sum"),
            )
        ),
    )
    notes = (footnote(RATE_HELD),) if any(each.is_rate_held for each in lines) else ()
    return Table("letters", TITLE, columns, tuple(map(_row, lines)), notes=notes, empty=EMPTY)


def _row(line: NoticeLine) -> Row:
    amounts = (line.principal, line.interest, line.late_interest, line.fee, line.total)
    return Row(
        (
            words(KINDS[NoticeKind(line.kind)]),
            words(line.contract),
            words(line.firm),
            marked_day(line.due_on) if line.is_rate_held else day(line.due_on),
            count(line.days_past_due, DAYS),
            *map(in_full, amounts),
        )
    )


def letters_file(
    lines: Sequence[NoticeLine], on: date, *, language: Language, at: datetime
) -> RenderedFile:
    """Render the letters of a day as a workbook."""
    report = Report(
        key=f"letters-{on}",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=TITLE,
        subtitle=Label(spoken_day(on, "ko"), spoken_day(on, "en")),
        watermark=Watermark(on, at, POSTED),
        parts=(letters_table(lines),),
    )
    return render(report, Format.XLSX)[0]


def letters_document(line: NoticeLine) -> dict[str, object]:
    """Write a letter as plain values."""
    return {
        "kind": line.kind,
        "contract": line.contract,
        "institution": line.institution,
        "firm": line.firm or None,
        "noticed_on": line.noticed_on.isoformat(),
        "due_on": line.due_on.isoformat(),
        "days_past_due": line.days_past_due,
        "principal": line.principal.as_json(),
        "interest": line.interest.as_json(),
        "late_interest": line.late_interest.as_json(),
        "fee": line.fee.as_json(),
        "total": line.total.as_json(),
        "is_rate_held": line.is_rate_held,
    }
