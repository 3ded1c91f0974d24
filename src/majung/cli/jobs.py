"""``majung jobs``: the worker that does them, and how far they are."""

import os
import socket
from collections.abc import Sequence
from datetime import time
from time import sleep
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import ASKING, SEOUL, Asking, now, open_office
from majung.cli.output import Words, language, refuse, say, say_json, say_table, told
from majung.errors import PolicyFinanceError, sentence
from majung.operations.jobs.kinds import JobKind
from majung.operations.jobs.managing import cancel_job, job_document, job_list, retry_job
from majung.operations.jobs.working import Closing, Worked, work
from majung.operations.risk.places import place_of
from majung.store.jobs.queue import Job, JobState
from majung.values.calendars import korea

app = App(name="jobs", help="Work done later: closes, risk runs.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "heads": "작업|종류|상태|진행|요청자|기관|요청 시각|사유",
        "waiting": "대기", "running": "실행 중", "done": "완료", "failed": "실패",
        "cancelled": "취소", "stopping": "취소 요청됨", "office": "(사무국)",
        "began": "작업자 {worker} 시작: Ctrl-C로 멈춤", "ended": "{key} {state}",
        "none": "작업 없음",
    },
    "en": {
        "heads": "job|kind|state|progress|asked by|institution|asked at|why",
        "waiting": "waiting", "running": "running", "done": "done", "failed": "failed",
        "cancelled": "cancelled", "stopping": "to be cancelled", "office": "(office)",
        "began": "worker {worker} at work: Ctrl-C stops it", "ended": "{key} {state}",
        "none": "no jobs",
    },
}  # fmt: skip
Hour = Annotated[
    str,
    Parameter(name="--close-at", help="Hour in Korea from which a business day is closed, HH:MM."),
]
Key = Annotated[str, Parameter(help="Key of the job.")]


class HourNotReadableError(PolicyFinanceError):
    """An hour of the day is written HH:MM."""

    kind = "hour-not-readable"


@app.command(name="work")
def work_(
    *,
    once: Annotated[bool, Parameter(negative="", help="End when nothing is due.")] = False,
    close_at: Hour = "21:00",
    without_closes: Annotated[
        bool, Parameter(negative="", help="Leave the daily close to other workers.")
    ] = False,
    on: Annotated[
        str, Parameter(help="Where risk runs are done: local, processes or dask://HOST:PORT.")
    ] = "local",
) -> int:
    """Do what is due: business days are closed by themselves, and whatever else was asked for.

    Days that passed while no worker ran are closed first, in their order.  Several workers may run;
    one that dies is replaced by the others.
    """
    place = place_of(on)
    closing = None if without_closes else Closing(_hour(close_at), SEOUL, korea())
    open_office()
    worker = f"{socket.gethostname()}:{os.getpid()}"
    if not once:
        say(WORDS[language()]["began"].format(worker=worker))
    failed = 0
    for each in work(worker, clock=now, wait=sleep, closing=closing, once=once, place=place):
        failed += each.state is JobState.FAILED
        _tell(each)
    return 1 if failed else 0


@app.command(name="list")
def list_(*, door: Asking = ASKING) -> None:
    """List the latest jobs: what each does, how far it is, who asked for it and why it failed."""
    found = job_list(door.enter(), at=now())
    if door.json:
        say_json([job_document(each) for each in found])
    elif found:
        _print(found)
    else:
        say(WORDS[language()]["none"])


@app.command
def cancel(key: Key, /, *, door: Asking = ASKING) -> None:
    """Cancel a job: at once where it waits, at its next step where it runs."""
    _show(cancel_job(door.enter(), key, at=now()), as_json=door.json)


@app.command
def retry(key: Key, /, *, door: Asking = ASKING) -> None:
    """Do a job again that failed or was cancelled."""
    _show(retry_job(door.enter(), key, at=now()), as_json=door.json)


def _show(job: Job, *, as_json: bool) -> None:
    if as_json:
        say_json(job_document(job))
    else:
        _print([job])


def _print(found: Sequence[Job]) -> None:
    words, tongue = WORDS[language()], language()
    heads = words["heads"].split("|")
    say_table(
        [(head, "right" if place == 3 else "left") for place, head in enumerate(heads)],
        [
            (
                each.key,
                _kind(each.kind),
                words["stopping" if _is_stopping(each) else each.state.value],
                f"{each.done:,}/{each.total:,}" if each.total else "",
                each.person,
                each.institution or words["office"],
                f"{each.asked_at.astimezone(SEOUL):%Y-%m-%d %H:%M}",
                sentence(each.problem, tongue) if each.problem else "",
            )
            for each in found
        ],
    )


def _tell(each: Worked) -> None:
    words = WORDS[language()]
    say(told(words["ended"], key=each.key, state=words[each.state.value]))
    if each.problem is not None:
        refuse(each.problem.spoken(language()))


def _kind(kind: str) -> str:
    return JobKind(kind).spoken(language()) if kind in set(JobKind) else kind


def _is_stopping(job: Job) -> bool:
    return job.is_cancel_asked and job.state is JobState.RUNNING


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise HourNotReadableError(hour=text) from None
