"""Jobs: asked for once, seen by their own, taken by one worker, ended with what they did."""

import time
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, transaction

from majung.errors import message
from majung.store import roles
from majung.store.access import acting_for
from majung.store.jobs.queue import (
    JobAskedOtherwiseError,
    JobNotOverError,
    JobOverError,
    JobState,
    JobWanted,
    cancel_job,
    job_of,
    jobs,
    queue_job,
    retry_job,
)
from majung.store.jobs.work import (
    JobCancelledError,
    JobLostError,
    end_job,
    fail_job,
    stop_job,
    taken_job,
    tell_job,
)
from majung.store.models import Job
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from store_world import AT, CLERK, found_institutions, state

LATER = AT + timedelta(hours=1)


@pytest.fixture
def office(fresh_database):
    found_institutions()
    return fresh_database


def _wanted(key="J-1", **more):
    values = {"key": key, "kind": "count", "arguments": {"to": 3}, "person": CLERK}
    return JobWanted(**(values | more))


def _ask(*keys, bank="bank-a", **more):
    with acting_for(bank):
        for key in keys:
            queue_job(_wanted(key, **more), at=AT)


def _job(key="J-1", bank="bank-a"):
    with acting_for(bank):
        return job_of(key)


def test_a_job_is_asked_for_once(office):
    _ask("J-1", "J-1")

    with acting_for("bank-a"):
        found = jobs(count_max=9)
    assert [(job.key, job.state, job.institution, job.person) for job in found] == [
        ("J-1", JobState.WAITING, "bank-a", CLERK)
    ]


def test_a_key_with_other_arguments_is_refused(office):
    _ask("J-1")

    with pytest.raises(JobAskedOtherwiseError):
        _ask("J-1", arguments={"to": 4})


def test_an_institution_sees_and_conducts_its_own_jobs_only(office):
    _ask("J-1")

    with acting_for("bank-b"):
        assert jobs(count_max=9) == ()
        for act in (cancel_job, retry_job):
            with pytest.raises(NotRecordedError):
                act("J-1", at=AT)
    with pytest.raises(RecordedDifferentlyError):
        _ask("J-1", bank="bank-b")
    with state():
        assert [job.key for job in jobs(count_max=9)] == ["J-1"]


def test_nobody_writes_what_was_asked_for_again(office):
    _ask("J-1")

    with acting_for("bank-a"), pytest.raises(DatabaseError), transaction.atomic():
        Job.objects.filter(key="J-1").update(arguments={})


def test_jobs_are_taken_from_the_one_that_waits_longest(office):
    _ask("J-2", not_before=LATER)
    _ask("J-3", "J-1")

    taken = []
    for at in (AT, AT, AT, LATER):
        with taken_job("worker", at=at) as found:
            taken.append(found and found.key)
            if found:
                with acting_for("bank-a"):
                    end_job(found, at=at)

    assert taken == ["J-3", "J-1", None, "J-2"]


def test_a_worker_sees_what_it_was_asked_and_says_how_far_it_is(office):
    _ask("J-1")

    with taken_job("worker", at=AT) as taken:
        assert (taken.kind, taken.arguments, taken.institution, taken.attempt) == (
            "count", {"to": 3}, "bank-a", 1,
        )  # fmt: skip
        tell_job(taken, 2, 3)
        assert (_job().state, _job().done, _job().total) == (JobState.RUNNING, 2, 3)
        with acting_for("bank-a"):
            end_job(taken, at=LATER)

    ended = _job()
    assert (ended.state, ended.done, ended.total, ended.ended_at) == (JobState.DONE, 3, 3, LATER)


def test_what_a_job_did_and_its_end_are_kept_together_or_not_at_all(office):
    _ask("J-1")

    with taken_job("worker", at=AT) as taken:
        with pytest.raises(ZeroDivisionError), acting_for("bank-a"):
            _end_and_stumble(taken)
        with acting_for("bank-a"):
            assert [job.key for job in jobs(count_max=9)] == ["J-1"]
            assert job_of("J-1").state is JobState.RUNNING


def _end_and_stumble(taken):
    queue_job(_wanted("J-effect"), at=AT)
    end_job(taken, at=AT)
    raise ZeroDivisionError


def test_a_failed_job_says_why_and_is_tried_again(office):
    _ask("J-1")
    reason = message("not-recorded", what="x", key="y")
    with taken_job("worker", at=AT) as taken, acting_for("bank-a"):
        fail_job(taken, reason, at=AT)

    assert (_job().state, _job().problem) == (JobState.FAILED, reason)
    with taken_job("worker", at=AT) as none:
        assert none is None
    with acting_for("bank-a"):
        again = retry_job("J-1", at=LATER)

    assert (again.state, again.problem, again.attempts) == (JobState.WAITING, None, 0)
    with taken_job("worker", at=LATER) as taken:
        assert taken.attempt == 1


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(office):
    _ask("J-1", "J-2")
    with taken_job("worker", at=AT) as taken, acting_for("bank-a"):
        waiting, running = cancel_job("J-2", at=AT), cancel_job("J-1", at=AT)
        assert (waiting.state, running.state) == (JobState.CANCELLED, JobState.RUNNING)
    with pytest.raises(JobCancelledError):
        tell_job(taken, 1, 3)
    with acting_for("bank-a"):
        stop_job(taken, at=AT)

    assert _job().state is JobState.CANCELLED
    for key in ("J-1", "J-2"):
        with acting_for("bank-a"), pytest.raises(JobOverError):
            cancel_job(key, at=AT)


def test_only_what_is_over_is_tried_again(office):
    _ask("J-1")

    with acting_for("bank-a"), pytest.raises(JobNotOverError):
        retry_job("J-1", at=AT)


def _other_worker(address):
    return psycopg.connect(address.as_role(roles.APPLICATION).conninfo(), autocommit=True)


def _take_as_other(other, at=AT):
    row = other.execute("SELECT key, attempts FROM majung_take_job('other', %s)", [at]).fetchone()
    return row if row[0] else None


def test_a_job_in_the_hands_of_one_worker_is_not_taken_by_another(office):
    _ask("J-1", "J-2")
    with _other_worker(office) as other, taken_job("worker", at=AT) as taken:
        assert taken.key == "J-1"
        assert _take_as_other(other) == ("J-2", 1)


def test_jobs_of_one_lane_are_done_one_at_a_time(office):
    _ask("J-1", "J-2", lane="one")
    with _other_worker(office) as other:
        with taken_job("worker", at=AT) as taken:
            assert _take_as_other(other) is None
            with acting_for("bank-a"):
                end_job(taken, at=AT)
        assert _take_as_other(other) == ("J-2", 1)


def test_the_job_of_a_dead_worker_is_taken_up_and_the_dead_end_nothing(office):
    _ask("J-1")
    other = _other_worker(office)
    assert _take_as_other(other) == ("J-1", 1)
    with taken_job("worker", at=AT) as none:
        assert none is None

    other.close()
    with _Soon(lambda: taken_job("worker", at=AT)) as taken:
        assert taken.attempt == 2
        first = replace(taken, attempt=1)
        with pytest.raises(JobLostError):
            tell_job(first, 1, 1)
        with pytest.raises(JobLostError), acting_for("bank-a"):
            end_job(first, at=AT)
        with acting_for("bank-a"):
            end_job(taken, at=AT)
    assert _job().state is JobState.DONE


class _Soon:
    """Take a job as soon as the database has noticed that a connection is gone."""

    def __init__(self, take):
        self.take = take

    def __enter__(self):
        for _ in range(200):
            self.block = self.take()
            taken = self.block.__enter__()
            if taken is not None:
                return taken
            self.block.__exit__(None, None, None)
            time.sleep(0.02)
        raise AssertionError("the lane was never free")

    def __exit__(self, *why):
        return self.block.__exit__(*why)
