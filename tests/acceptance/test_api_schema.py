"""The interface as it describes itself: the description is kept, and holds under any request."""

import json
import os
from pathlib import Path

import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as any_of

from api_world import EVERY_ACT, ROOT, key_of
from intake_world import BANK, apply, open_office, state_everything
from majung.operations.acting import Actor, Role
from majung.web.api.urls import api
from majung.web.wsgi import application

GOLDEN = Path(__file__).parents[1] / "golden" / "api" / "openapi.json"
EXAMPLES = 6
BOTH = Actor("p-both", BANK, frozenset({Role.PROVIDER_OFFICER, Role.PROVIDER_APPROVER}))


def _described():
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/"), default=str))


SCHEMA = schemathesis.openapi.from_dict(_described())
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations()]


def test_the_description_is_the_one_that_was_agreed():
    written = json.dumps(_described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("UPDATE") == "1":
        GOLDEN.write_text(written, "utf-8")

    assert GOLDEN.read_text("utf-8") == written


def test_the_description_is_openapi_and_given_to_everybody(fresh_database):
    answer = Client().get(f"{ROOT}/openapi.json")

    assert answer.json()["openapi"] == "3.1.0"
    assert answer.json()["paths"].keys() == _described()["paths"].keys()


def test_no_request_is_answered_with_a_failure_of_the_office(fresh_database):
    open_office()
    apply()
    state_everything()
    headers = {"Authorization": f"Bearer {key_of(BOTH, scopes=EVERY_ACT, is_granted=False)}"}

    for operation in OPERATIONS:
        _holds(operation, headers)


def _holds(operation, headers):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @any_of(case=operation.as_strategy())
    def holds(case):
        answer = case.call(headers=headers, app=application)
        assert answer.status_code < 500, (operation.label, case.path_parameters, case.body)
        assert answer.status_code != 401
        if answer.status_code >= 400:
            problem = answer.json()
            assert answer.headers["content-type"] == ["application/problem+json"]
            assert problem["status"] == answer.status_code
            assert problem.keys() >= {"type", "title", "detail", "instance"}

    holds()
