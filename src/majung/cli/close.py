"""``majung close``: the daily close, one business day after another."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from majung.cli.close_shown import accruals, again, arrears, letters, list_
from majung.cli.office import ASKING, SEOUL, Asking, day, now, today
from majung.cli.output import Words, console, language, refuse, say, say_json, told
from majung.errors import sentence
from majung.operations.intake.decide import expire
from majung.operations.servicing.close_day import Closed, close_until
from majung.operations.servicing.reading_closes import last_closed_day
from majung.values.calendars import korea

app = App(name="close", help="The daily close.", help_format="plaintext")
app.command(list_, name="list")
for command in (letters, arrears, accruals, again):
    app.command(command)

WORDS: Words = {
    "ko": {
        "closed": "{days}일 마감: 계약 {contracts}건, 사건 {events}건, 전표 {entries}건",
        "kept": "미수이자 {accruals}행, 안내장 {letters}건, 제외 {aside}건, {seconds}초",
        "pace": "살핀 계약 초당 {rate}건",
        "nothing": "{until}까지 모두 마감되어 있음",
        "ended": "기한이 지난 승인조건과 예약 {count}건 종료",
        "aside": "{on} {contract}: {reason}",
    },
    "en": {
        "closed": "{days:day/days} closed: {contracts:contract/contracts}, {events:event/events},"
        " {entries:entry/entries}",
        "kept": "{accruals:accrual/accruals}, {letters:letter/letters}, {aside} set aside,"
        " {seconds} s",
        "pace": "{rate} contracts looked at a second",
        "nothing": "everything is closed until {until}",
        "ended": "{count:offer or reservation/offers and reservations} ended that ran out",
        "aside": "{on} {contract}: {reason}",
    },
}  # fmt: skip
EVENING = time(21)
#: Days closed of those asked for, and contracts looked at so far.
_COLUMNS = (
    BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[contracts]:,}"),
    TimeElapsedColumn(),
)  # fmt: skip


@app.default
def close(
    *,
    until: Annotated[date | None, Parameter(help="Last day to close; today if not said.")] = None,
    first: Annotated[
        date | None, Parameter(help="First day to close where nothing was closed before.")
    ] = None,
    door: Asking = ASKING,
) -> int:
    """Close every business day that is not closed yet, in order, and post what fell due.

    Then offers nobody answered lapse, and room held beyond its days is free again.
    """
    last = last_closed_day(door.enter(), at=now())
    begin = last + timedelta(days=1) if last else (first or day(until))
    end = day(until)
    days = korea().business_days(begin, end) if begin <= end else ()
    began = perf_counter()
    with Progress(*_COLUMNS, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(days), contracts=0)
        closed = close_until(
            door.enter(),
            until=end,
            first=begin,
            calendar=korea(),
            moment=_moment,
            progress=lambda _: bar.advance(task),
            chunks=lambda held: bar.update(
                task, contracts=bar.tasks[0].fields["contracts"] + held
            ),
        ) if days else ()  # fmt: skip
    seconds = perf_counter() - began
    ended = expire(door.enter(), on=end, at=_moment(end))
    refused = [(done.run.on, each) for done in closed for each in done.set_aside]
    if door.json:
        say_json({**_document(closed), "ended": ended})
        return 1 if refused else 0
    words, tongue = WORDS[language()], language()
    for on, each in refused:
        reason = sentence(each.reason, tongue)
        refuse(told(words["aside"], on=on, contract=each.contract, reason=reason))
    if closed:
        sums = _sums(closed)
        say(told(words["closed"], days=len(closed), **sums))
        rate = round(sums["looked_at"] / seconds)
        aside = len({each.contract for _, each in refused})
        say(told(words["kept"], aside=aside, seconds=f"{seconds:.1f}", **sums))
        say(told(words["pace"], rate=rate))
    else:
        say(told(words["nothing"], until=last or end))
    if ended:
        say(told(words["ended"], count=ended))
    return 1 if refused else 0


def _moment(on: date) -> datetime:
    """Return the moment a close declares: the day's evening in Korea, or now where that is later.

    A close of a day that is not over yet bears the moment it is run.
    """
    evening = datetime.combine(on, EVENING, tzinfo=SEOUL).astimezone(UTC)
    return min(evening, now()) if on >= today() else evening


def _sums(closed: tuple[Closed, ...]) -> dict[str, int]:
    return {
        "contracts": sum(done.run.contracts for done in closed),
        "events": sum(done.run.events for done in closed),
        "entries": sum(done.run.entries for done in closed),
        "looked_at": sum(done.run.looked_at for done in closed),
        "accruals": sum(done.run.accruals for done in closed),
        "letters": sum(done.run.letters for done in closed),
    }


def _document(closed: tuple[Closed, ...]) -> dict[str, object]:
    return {
        **_sums(closed),
        "days": [
            {
                "on": done.run.on.isoformat(),
                "contracts": done.run.contracts,
                "events": done.run.events,
                "entries": done.run.entries,
                "accruals": done.run.accruals,
                "letters": done.run.letters,
                "set_aside": [
                    {
                        "contract": each.contract,
                        "kind": each.reason.kind,
                        "ko": sentence(each.reason, "ko"),
                        "en": sentence(each.reason, "en"),
                    }
                    for each in done.set_aside
                ],
            }
            for done in closed
        ],
    }
