"""A worker: takes the job that is due, does it, and ends it with its effects.

A refusal fails a job with its reason.  Anything else that goes wrong takes the worker down, whose
supervisor starts another; that one takes the job up, and after a few workers it is given up.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import partial
from typing import Final

from majung.errors import PolicyFinanceError
from majung.operations.acting import Role
from majung.operations.jobs.close import CLOSE
from majung.operations.jobs.kinds import JobKind, Task
from majung.operations.jobs.scheduling import close_due, queue_closes
from majung.operations.risk.places import Place
from majung.operations.risk.run_task import risk_run_task
from majung.operations.risk.studies import STUDIES
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.jobs.queue import JobState
from majung.store.jobs.work import (
    JobCancelledError,
    JobLostError,
    Taken,
    end_job,
    fail_job,
    stop_job,
    taken_job,
    tell_job,
)
from majung.values.calendars import BusinessCalendar

#: How many workers a job may take with it before it is given up.
ATTEMPTS_MAX: Final = 5
#: Seconds after which a worker that found nothing looks again.
POLL_SECONDS: Final = 2.0
Clock = Callable[[], datetime]


class JobKindNotKnownError(PolicyFinanceError):
    """A job is done by a release that knows its kind."""

    kind = "job-kind-not-known"


class JobGaveUpError(PolicyFinanceError):
    """A job leaves its worker alive."""

    kind = "job-gave-up"


@dataclass(frozen=True, slots=True)
class Worked:
    """What a worker did of a job.

    Attributes:
        state: how the job ended; still running where another worker has it.
        problem: why it failed or stopped.
    """

    key: str
    kind: str
    state: JobState
    problem: PolicyFinanceError | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """When business days are closed.

    Attributes:
        hour: of the day in `zone` from which it may be closed.
    """

    hour: time
    zone: tzinfo
    calendar: BusinessCalendar


def tasks_at(place: Place) -> Mapping[str, Task]:
    """Return what each kind of job does.

    Args:
        place: where a worker has long calculations done.
    """
    return {
        JobKind.CLOSE: CLOSE,
        JobKind.RISK_RUN: risk_run_task(place),
        JobKind.DESIGNS: STUDIES[JobKind.DESIGNS],
        JobKind.ALLOCATION: STUDIES[JobKind.ALLOCATION],
    }


def work(
    worker: str,
    *,
    clock: Clock,
    wait: Callable[[float], None],
    closing: Closing | None,
    once: bool,
    place: Place = Place.LOCAL,
) -> Iterator[Worked]:
    """Do what is due, one job after the other, and tell what was done of each.

    Args:
        worker: a name by which people find it.
        clock: tells the moment.
        wait: for so many seconds, when nothing is due.
        closing: when business days are closed; None where others see to it.
        once: ends when nothing is due.
        place: where long calculations are done.
    """
    tasks = tasks_at(place)
    asked: date | None = None
    while True:
        if closing is not None:
            asked = _ask_for_closes(closing, asked, at=clock())
        found = work_once(worker, clock=clock, tasks=tasks)
        if found is not None:
            yield found
        elif once:
            return
        else:
            wait(POLL_SECONDS)


def work_once(worker: str, *, clock: Clock, tasks: Mapping[str, Task]) -> Worked | None:
    """Do one job that is due; return what was done of it, or None where none is due."""
    with taken_job(worker, at=clock()) as taken:
        return None if taken is None else _done(taken, clock, tasks)


def _ask_for_closes(closing: Closing, asked: date | None, *, at: datetime) -> date:
    """Ask for the closes that are due, once a business day; return up to which."""
    due = close_due(at, hour=closing.hour, zone=closing.zone, calendar=closing.calendar)
    if due != asked:
        queue_closes(due, hour=closing.hour, zone=closing.zone, calendar=closing.calendar, at=at)
    return due


def _done(taken: Taken, clock: Clock, tasks: Mapping[str, Task]) -> Worked:
    try:
        task = _task_of(taken, tasks)
        effects = task.work(taken, partial(tell_job, taken))
        with _acting(taken, task.purpose, at=clock()):
            effects()
            end_job(taken, at=clock())
        return Worked(taken.key, taken.kind, JobState.DONE)
    except JobLostError as loss:
        return Worked(taken.key, taken.kind, JobState.RUNNING, loss)
    except JobCancelledError as stop:
        with _acting(taken, Purpose.ADMINISTRATION, at=clock()):
            stop_job(taken, at=clock())
        return Worked(taken.key, taken.kind, JobState.CANCELLED, stop)
    except PolicyFinanceError as refusal:
        with _acting(taken, Purpose.ADMINISTRATION, at=clock()):
            fail_job(taken, refusal.message, at=clock())
        return Worked(taken.key, taken.kind, JobState.FAILED, refusal)


def _task_of(taken: Taken, tasks: Mapping[str, Task]) -> Task:
    if taken.attempt > ATTEMPTS_MAX:
        raise JobGaveUpError(key=taken.key, attempts=taken.attempt - 1)
    task = tasks.get(taken.kind)
    if task is None:
        raise JobKindNotKnownError(key=taken.key, kind=taken.kind)
    return task


@contextmanager
def _acting(taken: Taken, purpose: Purpose, *, at: datetime) -> Iterator[None]:
    """Act for who asked: their institution, or the State where the office itself did."""
    if taken.institution:
        with acting_for(taken.institution):
            yield
    else:
        person = taken.person or Role.CLOCKWORK.value
        with acting_for_state(purpose, person=person, at=at, subject=taken.key):
            yield
