"""Jobs: workers close business days by themselves, and what is asked for is done in the end."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from close_processes import close, closing, kill_at
from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.errors import PolicyFinanceError, message
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.jobs.close import UNTIL
from majung.operations.jobs.kinds import JobKind, Task, nothing_more
from majung.operations.jobs.managing import cancel_job, job_list, one_job, retry_job
from majung.operations.jobs.scheduling import close_due, queue_closes
from majung.operations.jobs.working import ATTEMPTS_MAX, Closing, work, work_once
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.close_day import close_until
from majung.operations.servicing.reading_closes import last_closed_day
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for
from majung.store.jobs.queue import JobState, JobWanted, queue_job
from majung.store.models import Job
from majung.store.upkeep.digests import LEFT_OUT, table_digests
from majung.values.calendars import calendar_of
from servicing_world import AT, OFFICER, PRINCIPAL, SIGNED_ON, moment, open_office

SEOUL, HOUR, KOREA = ZoneInfo("Asia/Seoul"), time(21), calendar_of("KR")
CLOSING = Closing(HOUR, SEOUL, KOREA)
LOANS = tuple(f"C-{number:02d}" for number in range(12))
#: A month's end and the days around it, among them a Saturday, a Sunday and a holiday.
UNTIL_ON = date(2024, 10, 4)
DAYS = (
    date(2024, 9, 25), date(2024, 9, 26), date(2024, 9, 27), date(2024, 9, 30),
    date(2024, 10, 2), date(2024, 10, 4),
)  # fmt: skip
KILLS = 3
TAKEN_UP = "SELECT count(*) FROM store_job WHERE state = 'running' AND worker = %s"
CLOSES = "store_closerun"
COUNTED = LEFT_OUT | {"store_job"}


def _open():
    open_office(*LOANS)
    for number, key in enumerate(LOANS):
        drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL - number)
        record_facts(OFFICER, {key: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON), posts=False)


def _evening(day):
    return datetime.combine(day, HOUR, tzinfo=SEOUL).astimezone(UTC)


def _work(at, closing=CLOSING):
    return [
        (each.key, each.state)
        for each in work("test", clock=lambda: at, wait=print, closing=closing, once=True)
    ]


@pytest.mark.parametrize(
    ("moment_", "due"),
    [
        (datetime(2024, 10, 4, 20, 59, tzinfo=SEOUL), date(2024, 10, 2)),
        (datetime(2024, 10, 4, 21, 0, tzinfo=SEOUL), date(2024, 10, 4)),
        (datetime(2024, 10, 6, 23, 0, tzinfo=SEOUL), date(2024, 10, 4)),
        (datetime(2024, 10, 7, 0, 30, tzinfo=SEOUL), date(2024, 10, 4)),
    ],
)
def test_a_business_day_is_due_from_its_hour_on_and_until_the_next_one(moment_, due):
    assert close_due(moment_.astimezone(UTC), hour=HOUR, zone=SEOUL, calendar=KOREA) == due


def test_every_business_day_that_was_missed_is_closed_in_its_order_and_once(fresh_database):
    _open()
    assert _work(_evening(SIGNED_ON)) == [(f"close-{SIGNED_ON}", JobState.DONE)]

    found = _work(_evening(UNTIL_ON) + timedelta(hours=2))
    again = _work(_evening(UNTIL_ON) + timedelta(hours=3))

    assert found == [(f"close-{day}", JobState.DONE) for day in DAYS[1:]]
    assert again == []
    assert last_closed_day(CLOCKWORK, at=AT) == UNTIL_ON


def test_jobs_close_to_the_same_books_as_a_close_by_hand(fresh_database, other_database):
    _open()
    for day in DAYS:
        assert _work(_evening(day)) == [(f"close-{day}", JobState.DONE)]
    by_jobs = table_digests(without=COUNTED)

    with pointing_to(other_database):
        _open()
        close_until(CLOCKWORK, until=UNTIL_ON, first=SIGNED_ON, calendar=KOREA, moment=moment)
        assert table_digests(without=COUNTED) == by_jobs


def test_a_worker_that_is_killed_is_replaced_and_the_books_are_the_same(
    fresh_database, other_database
):
    words = (UNTIL_ON.isoformat(), "5", "jobs")
    _open()
    assert _work(_evening(SIGNED_ON)) == [(f"close-{SIGNED_ON}", JobState.DONE)]
    with closing(fresh_database, *words) as process:
        assert close(process)
    undisturbed = table_digests(without=COUNTED)
    moments = random.Random(20241004)

    with pointing_to(other_database):
        _open()
        _work(_evening(SIGNED_ON))
        with closing(other_database, *words) as process:
            assert not kill_at(process, other_database, TAKEN_UP, waits_for=CLOSES)
            for _ in range(KILLS):
                kill_at(
                    process,
                    other_database,
                    TAKEN_UP,
                    waits_for=CLOSES,
                    after=moments.uniform(0.0, 0.05),
                )
            close(process)
        assert table_digests(without=COUNTED) == undisturbed
        found = {job.key: job for job in job_list(CLOCKWORK, at=AT)}
    assert {job.state for job in found.values()} == {JobState.DONE}
    assert sum(job.attempts for job in found.values()) > len(found)


def _ask(key="J-1", kind="count"):
    with acting_for("hana"):
        return queue_job(JobWanted(key=key, kind=kind, arguments={}, person="p-hana"), at=AT)


def _once(work_, kind="count"):
    task = Task(Purpose.ADMINISTRATION, work_)
    return work_once("test", clock=lambda: AT, tasks={kind: task})


class _RefusalError(PolicyFinanceError):
    kind = "not-permitted"


def _refuse(_taken, _tell):
    raise _RefusalError(act="a", person="b", roles=())


def test_a_refusal_fails_the_job_with_its_reason_and_the_worker_goes_on(fresh_database):
    open_office()
    _ask()

    found = _once(_refuse)

    assert found.state is JobState.FAILED
    assert one_job(OFFICER, "J-1", at=AT).problem == message(
        "not-permitted", act="a", person="b", roles=()
    )
    assert retry_job(OFFICER, "J-1", at=AT).state is JobState.WAITING
    assert _once(lambda _taken, _tell: nothing_more).state is JobState.DONE


def test_a_job_of_a_kind_nobody_knows_fails_and_says_so(fresh_database):
    open_office()
    _ask(kind="future")

    assert work_once("test", clock=lambda: AT, tasks={}).state is JobState.FAILED
    assert one_job(OFFICER, "J-1", at=AT).problem.kind == "job-kind-not-known"


def test_a_job_that_takes_worker_after_worker_with_it_is_given_up(fresh_database):
    open_office()
    _ask()

    def stumble(_taken, _tell):
        raise ZeroDivisionError

    for _ in range(ATTEMPTS_MAX):
        with pytest.raises(ZeroDivisionError):
            _once(stumble)
        assert one_job(OFFICER, "J-1", at=AT).state is JobState.RUNNING

    assert _once(stumble).state is JobState.FAILED
    assert one_job(OFFICER, "J-1", at=AT).problem.kind == "job-gave-up"


def test_a_running_job_that_is_cancelled_stops_at_its_next_step(fresh_database):
    open_office()
    _ask()

    def counted(_taken, tell):
        tell(1, 3)
        cancel_job(OFFICER, "J-1", at=AT)
        tell(2, 3)
        raise AssertionError("it went on")

    assert _once(counted).state is JobState.CANCELLED
    stopped = one_job(OFFICER, "J-1", at=AT)
    assert (stopped.state, stopped.done, stopped.total) == (JobState.CANCELLED, 2, 3)


def test_who_conducts_no_jobs_is_refused(fresh_database):
    open_office()
    _ask()
    auditor = Actor("p-audit", "hana", frozenset({Role.AUDITOR}))
    for act in (one_job, cancel_job, retry_job):
        with pytest.raises(NotPermittedError):
            act(auditor, "J-1", at=AT)
    with pytest.raises(NotPermittedError):
        job_list(auditor, at=AT)


def test_closes_belong_to_the_office_and_are_not_shown_to_a_bank(fresh_database):
    open_office()
    queue_closes(SIGNED_ON, hour=HOUR, zone=SEOUL, calendar=KOREA, at=AT)

    assert job_list(OFFICER, at=AT) == ()
    (job,) = job_list(CLOCKWORK, at=AT)
    assert (job.kind, job.arguments, job.institution) == (
        JobKind.CLOSE, {UNTIL: SIGNED_ON.isoformat()}, "",
    )  # fmt: skip
    assert Job.objects.count() == 0
