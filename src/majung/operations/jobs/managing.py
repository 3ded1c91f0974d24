"""Jobs for people: how far they are, cancelled, tried again.

People of an institution see and conduct its jobs; who keeps the office, all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from majung.errors import Message, sentence
from majung.operations.acting import Actor, Role
from majung.operations.desks import at_desk
from majung.operations.jobs.kinds import CONTENT
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.jobs import queue
from majung.store.jobs.queue import Job

JOBS_SHOWN = 100


def job_list(actor: Actor, *, at: datetime, count_max: int = JOBS_SHOWN) -> tuple[Job, ...]:
    """Return the latest jobs that the actor may see, the latest first.

    Raises:
        NotPermittedError: the actor conducts no jobs.
    """
    with _desk(actor, at=at):
        return queue.jobs(count_max=count_max)


def one_job(actor: Actor, key: str, *, at: datetime) -> Job:
    """Return a job.

    Raises:
        NotPermittedError: the actor conducts no jobs.
        NotRecordedError: no such job, or not among those the actor may see.
    """
    with _desk(actor, at=at):
        return queue.job_of(key)


def cancel_job(actor: Actor, key: str, *, at: datetime) -> Job:
    """Cancel a job: at once where it waits, at its next step where it runs.

    Raises:
        NotPermittedError: the actor conducts no jobs.
        NotRecordedError: no such job, or not among those the actor may see.
        JobOverError: it ended already.
    """
    require(actor, Act.CONDUCT_JOBS)
    with _desk(actor, at=at):
        return queue.cancel_job(key, at=at)


def retry_job(actor: Actor, key: str, *, at: datetime) -> Job:
    """Let a job that failed or was cancelled be done again.

    Raises:
        NotPermittedError: the actor conducts no jobs.
        NotRecordedError: no such job, or not among those the actor may see.
        JobNotOverError: it waits, runs or is done.
    """
    require(actor, Act.CONDUCT_JOBS)
    with _desk(actor, at=at):
        return queue.retry_job(key, at=at)


def job_document(job: Job) -> dict[str, object]:
    """Write a job as plain values, for JSON."""
    return {
        "key": job.key,
        "kind": job.kind,
        # What a file holds is for its reader; its name and digest say which it was.
        "arguments": {name: each for name, each in job.arguments.items() if name != CONTENT},
        "state": job.state.value,
        "is_cancel_asked": job.is_cancel_asked,
        "done": job.done,
        "total": job.total,
        "attempts": job.attempts,
        "person": job.person,
        "institution": job.institution or None,
        "asked_at": job.asked_at.isoformat(),
        "not_before": job.not_before.isoformat(),
        "began_at": job.began_at and job.began_at.isoformat(),
        "ended_at": job.ended_at and job.ended_at.isoformat(),
        "problem": None if job.problem is None else _problem(job.problem),
    }


def _problem(told: Message) -> dict[str, str]:
    return {"kind": told.kind, "ko": sentence(told, "ko"), "en": sentence(told, "en")}


@contextmanager
def _desk(actor: Actor, *, at: datetime) -> Iterator[None]:
    require(actor, Act.CONDUCT_JOBS)
    if actor.roles & {Role.ADMINISTRATOR, Role.CLOCKWORK}:
        person = actor.person or Role.CLOCKWORK.value
        with acting_for_state(Purpose.ADMINISTRATION, person=person, at=at, subject="jobs"):
            yield
    else:
        with at_desk(actor):
            yield
