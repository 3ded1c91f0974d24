"""Taking jobs and ending them, for workers.

A worker that takes a job holds a lock on its lane for as long as its connection lives.  A job that
runs and whose lane nobody holds was left by a worker that died: the next one takes it up.  Every
taking counts; whoever ends a job says which taking was theirs, so that one who was thought dead
ends nothing, and keeps nothing of what it did.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from pydantic_core import from_json

from majung.errors import Message, PolicyFinanceError
from majung.store import models
from majung.store.jobs.queue import JobState
from majung.store.written import written


class JobLostError(PolicyFinanceError):
    """Who ends a job is who does it."""

    kind = "job-lost"


class JobCancelledError(PolicyFinanceError):
    """A job goes on until somebody cancels it."""

    kind = "job-cancelled"


@dataclass(frozen=True, slots=True)
class Taken:
    """A job in the hands of a worker.

    Attributes:
        institution: key of who asked; empty for the office itself.
        number: of its row.
        attempt: which taking this is.
    """

    institution: str
    arguments: Mapping[str, Any]
    number: int
    key: str
    kind: str
    person: str
    asked_at: datetime
    not_before: datetime
    attempt: int


@contextmanager
def taken_job(worker: str, *, at: datetime) -> Iterator[Taken | None]:
    """Take the job that has waited longest, and hold it; None where none is due.

    Outside of any block: nobody acts yet, and what is told of the job is for the worker alone.

    Args:
        worker: a name by which people find it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majung_take_job(%s, %s)", [worker, at])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        yield None
        return
    lane, institution, arguments, *rest = row
    try:
        key = models.Institution.objects.get(pk=institution).key if institution else ""
        yield Taken(key, from_json(arguments), *rest)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT majung_leave_job(%s)", [lane])


def tell_job(taken: Taken, done: int, total: int) -> None:
    """Say how far a job is, between its transactions; stop it where that is wanted.

    Raises:
        JobCancelledError: somebody cancelled it.
        JobLostError: another worker has taken it up since.
    """
    with connection.cursor() as cursor:
        order = "SELECT majung_tell_job(%s, %s, %s, %s)"
        cursor.execute(order, [taken.number, taken.attempt, done, total])
        goes_on = cursor.fetchone()[0]
    if goes_on is None:
        raise JobLostError(key=taken.key)
    if not goes_on:
        raise JobCancelledError(key=taken.key)


def end_job(taken: Taken, *, at: datetime) -> None:
    """Say that a job is done, in the transaction that keeps what it did.

    Raises:
        JobLostError: another worker has taken it up since; nothing of the transaction is kept.
    """
    _end(taken, {"state": JobState.DONE, "ended_at": at, "done": F("total")})


def fail_job(taken: Taken, problem: Message, *, at: datetime) -> None:
    """Say that a job failed, and why.

    Raises:
        JobLostError: another worker has taken it up since.
    """
    told = written(problem)
    _end(taken, {"state": JobState.FAILED, "ended_at": at, "problem": told})


def stop_job(taken: Taken, *, at: datetime) -> None:
    """Say that a job that was cancelled has stopped.

    Raises:
        JobLostError: another worker has taken it up since.
    """
    _end(taken, {"state": JobState.CANCELLED, "ended_at": at})


def _end(taken: Taken, values: Mapping[str, Any]) -> None:
    mine = models.Job.objects.filter(
        pk=taken.number, attempts=taken.attempt, state=JobState.RUNNING
    )
    if not mine.update(**values):
        raise JobLostError(key=taken.key)
