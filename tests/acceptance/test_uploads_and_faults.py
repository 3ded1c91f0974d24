"""Every file door of pages and of the interface is tried with every fault of a file.

The same lists and the same faults as at the command line come through a form and through REST.  A
field for files that no page of the table names, and an operation of the interface that takes a
file and is not in the table, fail here.
"""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from api_world import ROOT, key_of
from crawling import summary_of
from faults import FAULTS, HARMLESS, WHOLE
from file_doors import DOORS, OPERATIONS, PAGES, Upload, open_doors
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from majung.web.api.urls import api
from pages_world import signed_in

UNCOUNTED = LEFT_OUT | {"django_session"}


@pytest.fixture
def doors(fresh_database):
    """An office whose file doors stand open."""
    open_doors()


def _sent(upload: Upload, fault: str) -> SimpleUploadedFile:
    door = DOORS[upload.door]
    name, content = FAULTS[fault](door.headings, door.rows)
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_file_with_a_fault_is_told_on_the_page_and_nothing_half_written(doors, route, language):
    upload = PAGES[route]
    browser = signed_in(upload.actor, language=language)
    for fault in FAULTS:
        before = database_digest(without=UNCOUNTED)

        answer = browser.post(upload.address, {upload.field: _sent(upload, fault)})

        assert answer.status_code in {200, 302} or 400 <= answer.status_code < 500, fault
        if answer.status_code != 302:
            assert summary_of(answer.content), fault
        if fault in WHOLE:
            assert 400 <= answer.status_code < 500, fault
        if answer.status_code >= 400:
            assert database_digest(without=UNCOUNTED) == before, fault
        if fault in HARMLESS and upload.door != "recommendation-taken":
            assert answer.status_code < 400, (fault, summary_of(answer.content))


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_a_file_with_a_fault_is_a_problem_of_the_interface(doors, operation):
    upload = OPERATIONS[operation]
    client, key = Client(), key_of(upload.actor)
    for number, fault in enumerate(FAULTS):
        before = database_digest(without=UNCOUNTED)
        headers = {
            "Authorization": f"Bearer {key}",
            "Idempotency-Key": f"upload-{number:04}",
            "Accept-Language": ("ko", "en")[number % 2],
        }

        answer = client.post(
            f"{ROOT}{upload.address}", {upload.field: _sent(upload, fault)}, headers=headers
        )

        assert answer.status_code in {200, 201} or 400 <= answer.status_code < 500, fault
        if answer.status_code >= 400:
            assert answer.json()["detail"], fault
            assert database_digest(without=UNCOUNTED) == before, fault
        elif fault in WHOLE:
            assert operation.endswith("-checks"), fault
            assert answer.json()["findings"], fault


def _operations_that_take_files() -> Iterator[str]:
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for operation in methods.values():
            content = operation.get("requestBody", {}).get("content", {})
            if "multipart/form-data" in content:
                yield path


def test_every_operation_that_takes_a_file_is_tried():
    assert sorted(_operations_that_take_files()) == sorted(OPERATIONS)
