"""Monthly reports taken in, and the pace of a plan from what is recorded in the office."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import content_of, require_place, written_to
from majung.cli.office import ASKING, DOING, Asking, Doing, now, open_office
from majung.cli.output import Words, language, problem_document, refuse, say, say_json, told
from majung.cli.supply import print_pace
from majung.errors import sentence
from majung.operations.supply.reading import Wanted, pace_reading
from majung.operations.supply.take_monthly_report import (
    TakenReport,
    check_monthly_report,
    report_findings,
    take_monthly_report,
)
from majung.store.servicing.contracts import Series
from majung.supply.targets import SeriesSource, pace_document

report = App(name="report", help="Monthly reports.", help_format="plaintext")
recorded = App(name="recorded", help="Pace from what is recorded.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "good": "{rows}행, {months}개 기관·월: 접수할 수 있음",
        "taken": "{rows}행 접수, 달라진 행 {changes}건",
        "old": "이미 접수한 내용과 같음", "returned": "고칠 행: {file}",
    },
    "en": {
        "good": "{rows:row/rows} for {months:institution-month/institution-months}: can be taken",
        "taken": "{rows:row/rows} taken, {changes:row/rows} changed",
        "old": "the same as what was taken before", "returned": "rows to mend: {file}",
    },
}  # fmt: skip

Plan = Annotated[str, Parameter(help="Key of the supply plan.")]
Returned = Annotated[
    Path | None, Parameter(help="Write the bad rows here (.xlsx), each with its reasons.")
]
Kept = Annotated[Series, Parameter(help="Real figures, or the example world's.")]


@report.command
def check(
    file: Path,
    /,
    *,
    plan: Plan,
    returned: Returned = None,
    door: Doing = DOING,
) -> int:
    """Read a monthly report, CSV or XLSX, without taking it."""
    found = check_monthly_report(
        door.enter(), plan=plan, name=str(file), content=content_of(file), on=door.day, at=now()
    )
    return _said(found, returned, is_check=True, as_json=door.json)


@report.command
def take(
    file: Path,
    /,
    *,
    plan: Plan,
    series: Kept = Series.REAL,
    returned: Returned = None,
    door: Doing = DOING,
) -> int:
    """Take a monthly report; with any problem in it nothing is taken."""
    if returned is not None:
        require_place(returned)
    found = take_monthly_report(
        door.enter(),
        plan=plan,
        name=str(file),
        content=content_of(file),
        on=door.day,
        at=now(),
        series=series,
    )
    return _said(found, returned, is_check=False, as_json=door.json)


@recorded.default
def pace(
    plan: str,
    /,
    *,
    as_of: Annotated[date, Parameter(help="The last day counted.")],
    source: Annotated[SeriesSource, Parameter(help="Of the supply.")] = SeriesSource.LEDGER,
    series: Kept = Series.REAL,
    revision: Annotated[int | None, Parameter(help="Of the plan; the one in force.")] = None,
    curve: Annotated[str, Parameter(help="Measure the gap against this curve.")] = "",
    door: Asking = ASKING,
) -> None:
    """Say how far PLAN has come by the contracts and reports kept here."""
    open_office()
    wanted = Wanted(
        plan=plan, as_of=as_of, source=source, series=series, revision=revision, curve=curve
    )
    reading, forecasts = pace_reading(door.enter(), wanted, at=now())
    if door.json:
        say_json(pace_document(reading, forecasts))
    else:
        print_pace(reading, language())


def _said(found: TakenReport, returned: Path | None, *, is_check: bool, as_json: bool) -> int:
    notes = report_findings(found, language()) if found.problems else b""
    if returned is not None and notes:
        written_to(returned, notes)
    if as_json:
        say_json(
            {
                "rows": len(found.report.rows),
                "is_taken": found.is_new and not is_check,
                "changes": [sentence(change.message, language()) for change in found.changes],
                "problems": [problem_document(problem) for problem in found.problems],
            }
        )
        return 1 if found.problems else 0
    words = WORDS[language()]
    for problem in found.problems:
        refuse(problem.spoken(language()))
    if found.problems:
        if returned is not None and notes:
            say(words["returned"].format(file=returned))
        return 1
    rows, months = len(found.report.rows), len(found.report.months)
    if is_check:
        say(told(words["good"], rows=rows, months=months))
    elif found.is_new:
        say(told(words["taken"], rows=rows, changes=len(found.changes)))
    else:
        say(words["old"])
    return 0
