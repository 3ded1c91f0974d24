"""What the office counts and writes down of its own running names nobody."""

import json
import logging
import sys

import pytest
from django.conf import settings as office
from django.test import Client
from django.test.utils import override_settings

from majung.web.logs import office_logging
from majung.web.measuring import REQUESTS

SECRET = "corporate:110111-0000015"


def written(record: logging.LogRecord) -> dict:
    """Return the line a record becomes."""
    made = dict(office_logging()["formatters"]["json"])
    formatter = made.pop("()")(**made)
    return json.loads(formatter.format(record))


def failed() -> logging.LogRecord:
    """A record of a failure whose text quotes what somebody sent."""
    try:
        raise ValueError(SECRET)
    except ValueError:
        return logging.getLogger("majung.web").makeRecord(
            "majung.web", logging.ERROR, __file__, 1, "failed", (), sys.exc_info()
        )


def test_a_failure_is_written_with_its_kind_and_places_and_without_its_text():
    line = written(failed())

    assert (line["event"], line["failure"]) == ("failed", "ValueError")
    assert line["at"][-1].startswith(f"{__name__}:")
    assert SECRET not in json.dumps(line)


def test_a_request_is_counted_by_the_pattern_of_its_address():
    Client().get(f"/register/figures/{SECRET}")

    text = Client().get("/metrics").content.decode()

    counted = 'route="register/figures/<str:figure>",status="302"'
    assert counted in text
    assert SECRET not in text
    samples = [each for metric in REQUESTS.collect() for each in metric.samples]
    assert {key for each in samples for key in each.labels} == {"method", "route", "status"}


@pytest.mark.parametrize(
    ("key", "given", "is_loopback", "status"),
    [
        ("", "", True, 200),
        ("", "", False, 401),
        ("k-1", "", True, 401),
        ("k-1", "Bearer k-2", True, 401),
        ("k-1", "Bearer k-1", False, 200),
    ],
)
def test_counts_are_given_on_loopback_or_to_who_bears_the_key(key, given, is_loopback, status):
    with override_settings(METRICS_KEY=key, IS_LOOPBACK_ONLY=is_loopback):
        answer = Client().get("/metrics", headers={"Authorization": given} if given else {})

    assert answer.status_code == status


def test_the_office_is_healthy_while_its_database_answers(database):
    assert Client().get("/healthz").content == b"ok\n"
    assert office.LOGGING["loggers"]["majung"]["handlers"] == ["stderr"]
