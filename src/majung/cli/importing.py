"""``majung import``: real books of others, with control totals and what is odd in them."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import content_of, written_to
from majung.cli.office import actor, now, open_office, today
from majung.cli.output import Json, Words, language, refuse_problems, say, say_json, say_table, told
from majung.cli.report_files import format_of, require_format
from majung.errors import Language, message, sentence
from majung.operations.importing.import_sba_case import ImportedBook, import_sba_case
from majung.operations.importing.import_world_bank import import_ibrd, import_miga
from majung.operations.importing.quality import QualityReport, quality_file
from majung.values.money import Money

app = App(name="import", help="Real books of others.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "total": "통제 합계", "amount": "금액·건수", "odd": "특이 행", "count": "건수",
        "book": "계약 {contracts}건, 새 사실 {facts}건, 새 전표 {entries}건",
        "report": "자료 품질 보고: {file}",
        "rows": "{rows}행 읽음", "old": "이미 반입한 장부: 바뀐 것이 없음",
    },
    "en": {
        "total": "Control total", "amount": "Amount or rows", "odd": "Odd rows", "count": "Rows",
        "book": "{contracts:contract/contracts}, {facts:new fact/new facts},"
        " {entries:new entry/new entries}",
        "report": "data-quality report: {file}", "rows": "{rows} rows read",
        "old": "taken in before: nothing changed",
    },
}  # fmt: skip


Report = Annotated[
    Path | None, Parameter(help="Write the data-quality report here: .xlsx, .pdf, .hwpx or .json.")
]


@app.command(name="sba-case")
def sba_case(file: Path, /, *, report: Report = None, json: Json = False) -> int:
    """Take the real guaranteed loans in FILE as a cover book; charge-offs replay as claims."""
    require_format(report)
    open_office()
    found = import_sba_case(
        actor(institution="sba"), name=str(file), content=content_of(file), on=today(), at=now()
    )
    if not isinstance(found, ImportedBook):
        return refuse_problems(found, as_json=json)
    _write(found.quality, report)
    if json:
        say_json(
            {
                **found.quality.as_json(),
                "contracts": found.contracts,
                "facts": found.facts,
                "entries": found.posting.entries,
                "is_new": found.is_new,
                "claims": found.claims.as_json(),
            }
        )
        return 0
    words = WORDS[language()]
    _print(found.quality, language())
    if found.is_new:
        say(
            told(
                words["book"],
                contracts=found.contracts,
                facts=found.facts,
                entries=found.posting.entries,
            )
        )
    else:
        say(words["old"])
    if report:
        say(words["report"].format(file=report))
    return 0


@app.command
def ibrd(file: Path, /, *, report: Report = None, json: Json = False) -> int:
    """Read the IBRD's statement of loans and guarantees: totals, identity, odd rows."""
    require_format(report)
    open_office()
    found = import_ibrd(actor(), name=str(file), content=content_of(file))
    if not isinstance(found, QualityReport):
        return refuse_problems(found, as_json=json)
    return _said(found, report, as_json=json)


@app.command
def miga(file: Path, /, *, report: Report = None, json: Json = False) -> int:
    """Read MIGA's list of issued guarantees: totals and repeated projects."""
    require_format(report)
    open_office()
    found = import_miga(actor(), name=str(file), content=content_of(file))
    if not isinstance(found, QualityReport):
        return refuse_problems(found, as_json=json)
    return _said(found, report, as_json=json)


def _said(found: QualityReport, report: Path | None, *, as_json: bool) -> int:
    _write(found, report)
    if as_json:
        say_json(found.as_json())
        return 0
    _print(found, language())
    if report:
        say(WORDS[language()]["report"].format(file=report))
    return 0


def _write(found: QualityReport, report: Path | None) -> None:
    if report is not None:
        file = quality_file(found, format_of(report), at=now(), language=language())
        written_to(report, file.content)


def _print(found: QualityReport, tongue: Language) -> None:
    words = WORDS[tongue]
    say(f"{found.title.spoken(tongue)} · {words['rows'].format(rows=f'{found.rows:,}')}")
    say_table(
        [(words["total"], "left"), (words["amount"], "right")],
        [(total.name.spoken(tongue), _shown(total.amount)) for total in found.totals],
    )
    if found.by_kind:
        say()
        say_table(
            [(words["odd"], "left"), (words["count"], "right")],
            [
                (sentence(message(f"{kind}-kind"), tongue), f"{count:,}")
                for kind, count in found.by_kind
            ],
        )


def _shown(amount: Money | int) -> str:
    return f"{amount.currency} {amount.written()}" if isinstance(amount, Money) else f"{amount:,}"
