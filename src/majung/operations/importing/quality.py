"""Data quality: what is odd in a book that was read, as values, as a workbook and as JSON.

A finding is no problem: the row was read and taken.  It tells whoever uses the figures what the
source says that one would not expect.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from majung.errors import Language, Message, message, sentence
from majung.reports.cells import Cell, amount, count, counter, words
from majung.reports.freezing import Format, RenderedFile, render
from majung.reports.model import (
    DocumentKind,
    Heading,
    KeyValue,
    KeyValues,
    Paragraph,
    Part,
    Report,
    Watermark,
)
from majung.reports.tables import Align, Column, Row, Table
from majung.rules.citations import Label
from majung.values.money import Money

LOANS = counter("건", "loans", "loan")
TITLE = Label("자료 품질 보고", "Data quality report")
TOTALS = Label("통제 합계(파일에서 계산)", "Control totals, computed from the file")
BY_KIND = Label("종류별 건수", "Rows by kind")
FINDINGS = Label("특이 행", "Odd rows")
NOTHING_ODD = Label("특이한 행이 없음", "Nothing is odd")
READ_ALL_THE_SAME = Label(
    "아래 행도 고치지 않고 그대로 읽었음.",
    "The rows below were read as they are; no value was corrected.",
)


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """What is odd about a row.

    Attributes:
        line: of the file, counted from 1.
        key: what the source calls the row: a loan's or project's number.
        reason: what is odd, with the values.
    """

    line: int
    key: str
    reason: Message

    @property
    def kind(self) -> str:
        """What sort of oddity it is."""
        return self.reason.kind


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A sum over all rows, to be held against what the source publishes.

    Attributes:
        amount: money, or a number of rows.
    """

    key: str
    name: Label
    amount: Money | int


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    """A book checked against itself.

    Attributes:
        source: name of the file.
        digest: SHA-256 of its bytes.
        rows: how many were read.
        as_of: the day the book speaks of; None where it does not say.
    """

    source: str
    digest: str
    title: Label
    rows: int
    totals: tuple[ControlTotal, ...]
    findings: tuple[QualityFinding, ...]
    as_of: date | None = None
    notes: tuple[Label, ...] = field(default=())

    @property
    def by_kind(self) -> tuple[tuple[str, int], ...]:
        """Number of findings of each kind, by kind."""
        return tuple(sorted(Counter(finding.kind for finding in self.findings).items()))

    def of_kind(self, kind: str) -> tuple[QualityFinding, ...]:
        """Return the findings of one kind, in the order of the file."""
        return tuple(finding for finding in self.findings if finding.kind == kind)

    def total(self, key: str) -> Money | int:
        """Return a control total; KeyError where there is none of the key."""
        for total in self.totals:
            if total.key == key:
                return total.amount
        raise KeyError(key)

    def as_json(self) -> dict[str, object]:
        """Write totals and findings as plain values, for the command line and interfaces."""
        return {
            "source": self.source,
            "digest": self.digest,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "rows": self.rows,
            "totals": {
                total.key: (
                    total.amount.as_json() if isinstance(total.amount, Money) else total.amount
                )
                for total in self.totals
            },
            "findings_by_kind": dict(self.by_kind),
            "findings": [
                {
                    "line": finding.line,
                    "key": finding.key,
                    "kind": finding.kind,
                    "ko": sentence(finding.reason, "ko"),
                    "en": sentence(finding.reason, "en"),
                }
                for finding in self.findings
            ],
        }


def quality_document(report: QualityReport, *, at: datetime, language: Language = "ko") -> Report:
    """Lay the report out as a document.

    Args:
        at: the moment the file was read.
    """
    return Report(
        key=f"data-quality-{report.digest[:12]}",
        kind=DocumentKind.STATEMENT,
        language=language,
        title=TITLE,
        subtitle=report.title,
        watermark=Watermark(report.as_of or at.date(), at, report.title),
        parts=tuple(_parts(report)),
    )


def quality_file(
    report: QualityReport, wanted: Format, *, at: datetime, language: Language = "ko"
) -> RenderedFile:
    """Print the report as XLSX, JSON or another format."""
    return render(quality_document(report, at=at, language=language), wanted)[0]


def _parts(report: QualityReport) -> Iterable[Part]:
    yield Heading(TOTALS)
    lines = [KeyValue(Label("파일", "File"), words(report.source))]
    lines.append(KeyValue(Label("SHA-256", "SHA-256"), words(report.digest)))
    lines.extend(KeyValue(total.name, _cell(total.amount)) for total in report.totals)
    yield KeyValues(tuple(lines))
    for note in report.notes:
        yield Paragraph(note)
    yield Heading(FINDINGS)
    yield Paragraph(READ_ALL_THE_SAME)
    yield Table(
        "kinds",
        BY_KIND,
        (Column(Label("종류", "Kind")), Column(Label("건수", "Rows"), counter())),
        tuple(
            Row((words(message(f"{kind}-kind")), count(number, counter())))
            for kind, number in report.by_kind
        ),
        empty=NOTHING_ODD,
    )
    yield Table(
        "findings",
        FINDINGS,
        (
            Column(Label("행", "Line"), counter(), align=Align.START),
            Column(Label("번호", "Key")),
            Column(Label("내용", "What is odd")),
        ),
        tuple(
            Row((count(finding.line, counter()), words(finding.key), words(finding.reason)))
            for finding in report.findings
        ),
        empty=NOTHING_ODD,
    )


def _cell(value: Money | int) -> Cell:
    return amount(value) if isinstance(value, Money) else count(value, LOANS)
