"""``majung jobs``: the worker by its command, and what people see of jobs."""

import re

import pytest

from majung.operations.acting import CLOCKWORK
from majung.operations.jobs.managing import job_list
from majung.store.access import acting_for
from majung.store.jobs.queue import JobWanted, queue_job
from servicing_world import AT, open_office


def test_a_worker_closes_the_business_day_that_is_due_and_then_has_nothing_to_do(command):
    status, out, err = command("jobs", "work", "--once", "--close-at", "00:00")
    again = command("jobs", "work", "--once", "--close-at", "00:00")

    assert (status, err) == (0, "")
    assert re.fullmatch(r"close-\d{4}-\d\d-\d\d done\n", out)
    assert again == (0, "", "")


def test_a_worker_leaves_closes_to_others_where_it_is_told_to(command):
    assert command("jobs", "work", "--once", "--without-closes") == (0, "", "")
    assert command("jobs", "list")[1] == "no jobs\n"


def test_jobs_are_listed_with_how_they_ended(command, document):
    command("jobs", "work", "--once", "--close-at", "00:00")

    (job,) = document("jobs", "list")
    _, out, _ = command("jobs", "list")

    assert (job["kind"], job["state"], job["institution"]) == ("close", "done", None)
    assert job["done"] == job["total"] == 1
    assert job["key"] in out
    assert "(office)" in out


def test_a_job_is_cancelled_and_tried_again(command, document):
    open_office()
    with acting_for("hana"):
        queue_job(JobWanted(key="J-1", kind="future", arguments={}, person="p-hana"), at=AT)

    assert document("jobs", "cancel", "J-1")["state"] == "cancelled"
    assert command("jobs", "cancel", "J-1")[0] == 1
    assert document("jobs", "retry", "J-1")["state"] == "waiting"
    status, out, err = command("jobs", "work", "--once", "--without-closes")
    assert (status, out) == (1, "J-1 failed\n")
    assert "knows no job of kind future" in err
    assert [job.problem.kind for job in job_list(CLOCKWORK, at=AT)] == ["job-kind-not-known"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("work", "--close-at", "25:99"), "the hour 25:99 cannot be read"),
        (("work", "--on", "moon"), "the place moon is not known"),
        (("cancel", "J-9"), "J-9"),
        (("retry", "J-9"), "J-9"),
    ],
)
def test_what_cannot_be_done_is_told(command, words, told):
    status, out, err = command("jobs", *words)

    assert (status, out) == (1, "")
    assert told in err


def test_the_doctor_says_when_nobody_does_what_is_due(command, document):
    open_office()
    (well,) = [each for each in document("doctor")["checks"] if each["check"] == "jobs"]
    with acting_for("hana"):
        queue_job(JobWanted(key="J-1", kind="future", arguments={}, person="p-hana"), at=AT)

    status, out, _ = command("doctor")

    assert (well["standing"], well["en"]) == ("well", "none is late")
    assert status == 1
    assert "✗ jobs: one has waited for" in out
