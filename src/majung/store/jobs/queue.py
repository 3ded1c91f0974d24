"""Asking for jobs and looking at them: inside a block, so everybody sees their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from majung.errors import Message, PolicyFinanceError
from majung.store import models
from majung.store.numbers import acting_institution, made_or_kept, row_of
from majung.store.upkeep.owner import at_work
from majung.store.written import read


class JobAskedOtherwiseError(PolicyFinanceError):
    """A key names one job: the same key with other arguments is refused."""

    kind = "job-asked-otherwise"


class JobOverError(PolicyFinanceError):
    """Only what waits or runs is cancelled."""

    kind = "job-over"


class JobNotOverError(PolicyFinanceError):
    """Only what failed or was cancelled is tried again."""

    kind = "job-not-over"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that was asked for.

    Attributes:
        kind: what is done, a name that operations bind.
        arguments: of the kind, plain JSON.
        institution: key of who asked; empty for the office itself.
        person: who asked.
        not_before: it waits until then.
        is_cancel_asked: somebody wants it to stop, and it will at its next step.
        attempts: how often it was begun.
        done: steps done, of `total`; both nought where it does not say.
        problem: why it failed.
    """

    key: str
    kind: str
    arguments: Mapping[str, Any]
    state: JobState
    institution: str
    person: str
    asked_at: datetime
    not_before: datetime
    is_cancel_asked: bool = False
    attempts: int = 0
    done: int = 0
    total: int = 0
    problem: Message | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWanted:
    """A job that is asked for.

    Attributes:
        lane: jobs of one lane are done one at a time; a lane of its own where empty.
        not_before: it waits until then; done at once where None.
    """

    key: str
    kind: str
    arguments: Mapping[str, Any]
    person: str
    lane: str = ""
    not_before: datetime | None = None


def queue_job(wanted: JobWanted, *, at: datetime) -> Job:
    """Ask for a job; the same key with the same arguments is one job, asked for once.

    Raises:
        JobAskedOtherwiseError: the key names a job with other arguments.
        RecordedDifferentlyError: the key belongs to somebody else's job.
    """
    row, _ = made_or_kept(
        models.Job,
        key=wanted.key,
        defaults={
            "kind": wanted.kind,
            "arguments": dict(wanted.arguments),
            "lane": wanted.lane or wanted.key,
            "institution_id": acting_institution(),
            "person": wanted.person,
            "asked_at": at,
            "not_before": wanted.not_before or at,
            "state": JobState.WAITING,
        },
    )
    if (row.kind, row.arguments) != (wanted.kind, dict(wanted.arguments)):
        raise JobAskedOtherwiseError(key=wanted.key)
    return _job(row)


def job_of(key: str) -> Job:
    """Return a job.

    Raises:
        NotRecordedError: no such job, or not among those of whoever acts.
    """
    return _job(_row(key))


def jobs(*, count_max: int, kind: str = "") -> tuple[Job, ...]:
    """Return the jobs of whoever acts, the latest first."""
    rows = models.Job.objects.select_related("institution").order_by("-asked_at", "-pk")
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(_job(row) for row in rows[:count_max])


def waiting_since() -> datetime | None:
    """Return since when some job could have been done and is not; None where none waits.

    For whoever looks after the database: over all institutions, and no more than the moment.
    """
    with at_work() as cursor:
        cursor.execute("SELECT min(not_before) FROM store_job WHERE state = %s", [JobState.WAITING])
        since: datetime | None = cursor.fetchone()[0]
        return since


def cancel_job(key: str, *, at: datetime) -> Job:
    """Cancel a job: at once where it waits, at its next step where it runs.

    Raises:
        NotRecordedError: no such job.
        JobOverError: it ended already.
    """
    waiting = models.Job.objects.filter(key=key, state=JobState.WAITING)
    if not waiting.update(state=JobState.CANCELLED, ended_at=at, is_cancel_asked=True):
        running = models.Job.objects.filter(key=key, state=JobState.RUNNING)
        if not running.update(is_cancel_asked=True):
            raise JobOverError(key=key, state=_row(key).state)
    return job_of(key)


def retry_job(key: str, *, at: datetime) -> Job:
    """Let a job that failed or was cancelled wait again, as if it had just been asked for.

    Raises:
        NotRecordedError: no such job.
        JobNotOverError: it waits, runs or is done.
    """
    over = models.Job.objects.filter(key=key, state__in=(JobState.FAILED, JobState.CANCELLED))
    again = {
        "state": JobState.WAITING, "not_before": at, "is_cancel_asked": False, "attempts": 0,
        "done": 0, "problem": None, "ended_at": None,
    }  # fmt: skip
    if not over.update(**again):
        raise JobNotOverError(key=key, state=_row(key).state)
    return job_of(key)


def _row(key: str) -> models.Job:
    return row_of(models.Job, "institution", key=key)


def _job(row: models.Job) -> Job:
    return Job(
        key=row.key,
        kind=row.kind,
        arguments=row.arguments,
        state=JobState(row.state),
        institution=row.institution.key if row.institution else "",
        person=row.person,
        asked_at=row.asked_at,
        not_before=row.not_before,
        is_cancel_asked=row.is_cancel_asked,
        attempts=row.attempts,
        done=row.done,
        total=row.total,
        problem=None if row.problem is None else read(Message, row.problem),
        began_at=row.began_at,
        ended_at=row.ended_at,
    )
