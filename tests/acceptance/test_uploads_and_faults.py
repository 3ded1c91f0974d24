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
from file_doors import (
    ADMINISTRATOR,
    BOOK_OPERATIONS,
    BOOKS,
    DOORS,
    OPERATIONS,
    PAGES,
    TREE_OPERATIONS,
    TREE_PAGES,
    Folder,
    Upload,
    open_doors,
    sba_rows,
)
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


def _beside(tried: Upload | Folder) -> dict[str, SimpleUploadedFile]:
    """The good files that are sent along."""
    return {name: SimpleUploadedFile(*file) for name, file in tried.beside.items()}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_file_with_a_fault_is_told_on_the_page_and_nothing_half_written(doors, route, language):
    upload = PAGES[route]
    browser = signed_in(upload.actor, language=language)
    for fault in FAULTS:
        before = database_digest(without=UNCOUNTED)

        answer = browser.post(
            upload.address,
            {**upload.filled, upload.field: _sent(upload, fault), **_beside(upload)},
        )

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
            f"{ROOT}{upload.address}",
            {upload.field: _sent(upload, fault), **_beside(upload)},
            headers=headers,
        )

        assert answer.status_code in {200, 201} or 400 <= answer.status_code < 500, fault
        if answer.status_code >= 400:
            assert answer.json()["detail"], fault
            assert database_digest(without=UNCOUNTED) == before, fault
        elif fault in WHOLE:
            assert operation.endswith("-checks"), fault
            assert answer.json()["findings"], fault


LIST = ("이름", "금액"), (("가", "100"), ("나", "200"), ("다", "300"))


def _folder(folder: Folder, fault: str) -> list[SimpleUploadedFile]:
    """The files of a folder, one of them spoilt."""
    others = {name: content for name, content in folder.files().items() if name != folder.spoilt}
    files = {**others, folder.spoilt: FAULTS[fault](*LIST)[1]}
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("route", sorted(TREE_PAGES))
def test_a_file_that_is_no_tree_is_told_on_the_page(doors, route, language):
    folder = TREE_PAGES[route]
    browser = signed_in(folder.actor, language=language)
    before = database_digest(without=UNCOUNTED)
    told = "고칠 것" if language == "ko" else "finding"
    for fault in FAULTS:
        answer = browser.post(
            folder.address, {folder.field: _folder(folder, fault), **_beside(folder)}
        )

        assert answer.status_code == 409, fault
        assert told in answer.content.decode(), fault
        assert f"{folder.spoilt}" in answer.content.decode(), fault
        assert 'name="carried"' not in answer.content.decode(), fault
    assert database_digest(without=UNCOUNTED) == before


@pytest.mark.parametrize("operation", sorted(TREE_OPERATIONS))
def test_a_file_that_is_no_tree_is_a_problem_of_the_interface(doors, operation):
    folder = TREE_OPERATIONS[operation]
    client, key = Client(), key_of(folder.actor)
    before = database_digest(without=UNCOUNTED)
    for number, fault in enumerate(FAULTS):
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": f"folder-{number:04}"}

        answer = client.post(
            f"{ROOT}{folder.address}",
            {folder.field: _folder(folder, fault), **_beside(folder)},
            headers=headers,
        )

        found = answer.json()
        if operation.endswith("-checks"):
            assert (answer.status_code, bool(found["findings"])) == (200, True), fault
            assert folder.spoilt in {each["file"] for each in found["findings"]}, fault
        else:
            assert (answer.status_code, bool(found["errors"])) == (422, True), fault
            files = {each["place"].partition(":")[0] for each in found["errors"]}
            assert folder.spoilt in files, fault
    assert database_digest(without=UNCOUNTED) == before


def _book(book: str, fault: str) -> SimpleUploadedFile:
    door = DOORS[book]
    name, content = FAULTS[fault](door.headings, door.rows or sba_rows(door.headings))
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("book", BOOKS)
def test_a_book_with_a_fault_is_told_on_the_page_and_nothing_half_written(doors, book):
    browser = signed_in(ADMINISTRATOR)
    for fault in FAULTS:
        before = database_digest(without=UNCOUNTED)
        for act in ({"only": "check"}, {}):
            sent = {"book": book, "book-file": _book(book, fault), **act}

            answer = browser.post("/imports/", sent)

            assert answer.status_code in {200, 409}, fault
            assert summary_of(answer.content), fault
            if fault in WHOLE:
                assert answer.status_code == 409, fault
            if fault in HARMLESS and book != "sba-case":
                assert answer.status_code == 200, fault
            if answer.status_code == 409 or act or book != "sba-case":
                assert database_digest(without=UNCOUNTED) == before, fault


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("operation", sorted(BOOK_OPERATIONS))
def test_a_book_with_a_fault_is_a_problem_of_the_interface(doors, operation, book):
    client, key = Client(), key_of(ADMINISTRATOR)
    for number, fault in enumerate(FAULTS):
        before = database_digest(without=UNCOUNTED)
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": f"book-{number:04}"}
        address = f"{ROOT}{operation.replace('{book}', book)}"

        answer = client.post(address, {"file": _book(book, fault)}, headers=headers)

        assert answer.status_code in {200, 201} or 400 <= answer.status_code < 500, fault
        if fault in WHOLE:
            assert answer.status_code == 422, fault
        if answer.status_code >= 400:
            assert answer.json()["detail"], fault
            assert database_digest(without=UNCOUNTED) == before, fault


def _operations_that_take_files() -> Iterator[str]:
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for operation in methods.values():
            content = operation.get("requestBody", {}).get("content", {})
            if "multipart/form-data" in content:
                yield path


def test_every_operation_that_takes_a_file_is_tried():
    known = OPERATIONS.keys() | TREE_OPERATIONS.keys() | BOOK_OPERATIONS

    assert sorted(_operations_that_take_files()) == sorted(known)
