"""``majung close list``, ``letters``, ``arrears``, ``accruals``, ``again``: what closes kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place, written_to
from majung.cli.office import ASKING, DOING, Asking, Doing, now
from majung.cli.output import Words, language, say, say_json, say_table, told
from majung.errors import sentence
from majung.operations.servicing.close_day import take_up
from majung.operations.servicing.letters import RATE_HELD, letters_document, letters_file
from majung.operations.servicing.reading_closes import (
    accruals_at,
    arrears_at,
    closes,
    letters_on,
)
from majung.reports.footnotes import MARK, footnote
from majung.reports.texts import said

WORDS: Words = {
    "ko": {
        "closes": "마감일|계약|사건|전표|미수이자|안내장|볼 수 있는 안내장|제외",
        "letters": "구분|계약|기업|기일|연체일수|원금|이자|연체이자|수수료|합계",
        "arrears": "계약|기업|전월|당월|연체일수|연체금액|잔액",
        "accruals": "계약|부담|미수이자",
        "again": "계약 {contract} 재처리: 사건 {events}건, 전표 {entries}건",
        "payment": "납입안내", "arrears-letter": "연체안내", "borrower": "차주",
        "saved": "{count}건을 {file}에 저장",
    },
    "en": {
        "closes": "day|contracts|events|entries|accruals|letters|open to you|set aside",
        "letters": "about|contract|firm|due on|days late|principal|interest|late interest|fee|sum",
        "arrears": "contract|firm|before|class|days late|overdue|outstanding",
        "accruals": "contract|borne by|accrued",
        "again": "{contract} taken up: {events} events, {entries} entries",
        "payment": "payment", "arrears-letter": "arrears", "borrower": "borrower",
        "saved": "{count} saved in {file}",
    },
}  # fmt: skip
MonthEnd = Annotated[date, Parameter(help="Last day of a month.")]
OfDay = Annotated[date, Parameter(help="The business day.")]


def list_(*, door: Asking = ASKING) -> None:
    """List the latest closes: what each posted and kept, and what it set aside and why."""
    found = closes(door.enter(), at=now())
    if door.json:
        say_json(
            [
                {
                    "on": each.run.on.isoformat(),
                    "state": each.run.state.value,
                    "contracts": each.run.contracts,
                    "events": each.run.events,
                    "entries": each.run.entries,
                    "accruals": each.run.accruals,
                    "letters": each.run.letters,
                    "letters_readable": each.letters,
                    "set_aside": [
                        {
                            "contract": one.contract,
                            "reason": sentence(one.reason, language()),
                            "settled_at": one.settled_at and one.settled_at.isoformat(),
                        }
                        for one in each.set_aside
                    ],
                }
                for each in found
            ]
        )
        return
    runs = [each.run for each in found]
    _table(
        "closes",
        [
            (str(run.on), *_counts(run.contracts, run.events, run.entries, run.accruals,
                                   run.letters, each.letters, len(each.set_aside)))
            for run, each in zip(runs, found, strict=True)
        ],
        left=1,
    )  # fmt: skip
    for each in found:
        for one in each.set_aside:
            say(f"{one.on} {one.contract}: {sentence(one.reason, language())}")


def letters(
    on: OfDay,
    /,
    *,
    save: Annotated[Path | None, Parameter(help="Write them here (.xlsx).")] = None,
    door: Asking = ASKING,
) -> None:
    """List the letters to be sent on a day: what falls due soon, what was not paid."""
    who = door.enter()
    if save is not None:
        require_place(save)
    found = letters_on(who, on, at=now())
    if save is not None:
        file = letters_file(found, on, language=language(), at=now())
        written_to(save, file.content)
        say(told(WORDS[language()]["saved"], count=len(found), file=str(save)))
        return
    if door.json:
        say_json([letters_document(each) for each in found])
        return
    words = WORDS[language()]
    _table(
        "letters",
        [
            (
                words["payment" if each.kind == "payment" else "arrears-letter"],
                each.contract,
                each.firm,
                str(each.due_on) + (f" {MARK}" if each.is_rate_held else ""),
                f"{each.days_past_due:,}",
                *(
                    f"{money.minor:,}"
                    for money in (
                        each.principal, each.interest, each.late_interest, each.fee, each.total
                    )
                ),
            )
            for each in found
        ],
        left=4,
    )  # fmt: skip
    if any(each.is_rate_held for each in found):
        say(footnote(RATE_HELD).spoken(language()))


def arrears(on: MonthEnd, /, *, door: Asking = ASKING) -> None:
    """List the classes of loans in arrears at a month's end."""
    found = arrears_at(door.enter(), on, at=now())
    if door.json:
        say_json(
            [
                {
                    "contract": each.contract,
                    "class": each.bucket.key,
                    "before": each.before.key,
                    "days_past_due": each.days_past_due,
                    "overdue": each.overdue.as_json(),
                    "outstanding": each.outstanding.as_json(),
                }
                for each in found
            ]
        )
        return
    tongue = language()
    _table(
        "arrears",
        [
            (
                each.contract,
                each.firm,
                said(each.before.label, tongue),
                said(each.bucket.label, tongue),
                *_counts(each.days_past_due, each.overdue.minor, each.outstanding.minor),
            )
            for each in found
        ],
        left=4,
    )


def accruals(on: MonthEnd, /, *, door: Asking = ASKING) -> None:
    """List what had accrued on each loan at a month's end, by who bears it."""
    found = accruals_at(door.enter(), on, at=now())
    if door.json:
        say_json(
            [
                {
                    "contract": each.contract,
                    "party": each.party or None,
                    "amount": each.amount.as_json(),
                }
                for each in found
            ]
        )
        return
    borrower = WORDS[language()]["borrower"]
    rows = [(each.contract, each.party or borrower, f"{each.amount.minor:,}") for each in found]
    _table("accruals", rows, left=2)


def again(contract: str, /, *, door: Doing = DOING) -> None:
    """Take up CONTRACT, which a close set aside, now that it is in order."""
    posting = take_up(door.enter(), contract, on=door.day, at=now())
    if door.json:
        say_json({"contract": contract, "events": posting.events, "entries": posting.entries})
        return
    words = WORDS[language()]["again"]
    say(told(words, contract=contract, events=posting.events, entries=posting.entries))


def _counts(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in numbers)


def _table(words: str, rows: Sequence[tuple[str, ...]], *, left: int) -> None:
    """Print a table whose first columns stand on the left."""
    heads = WORDS[language()][words].split("|")
    say_table(
        [(head, "left" if place < left else "right") for place, head in enumerate(heads)], rows
    )
