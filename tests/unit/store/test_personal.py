"""What is personal is locked under a key for each person, and goes with the key."""

import dataclasses
import os

import pytest
from django.conf import settings as office
from django.db import connection

from majung.store.access import acting_for
from majung.store.parties import people, personal
from majung.store.parties.personal import PersonalKeyDiffersError, PersonErasedError
from store_world import AT, found_institutions, state

DETAILS = {"name": "홍길동", "mail": "hong@example.kr"}


@pytest.fixture
def world(database):
    found_institutions()
    with state():
        people.add_person("p-1")
        personal.keep("p-1", DETAILS, at=AT, institution="bank-a")


def test_what_is_kept_is_read_by_whoever_holds_it(world):
    with acting_for("bank-a"):
        assert personal.details_of("p-1") == DETAILS


def test_it_is_not_read_by_another_institution(world):
    with acting_for("bank-b"):
        assert personal.details_of("p-1") is None


def test_what_is_kept_anew_replaces_what_was_kept(world):
    with acting_for("bank-a"):
        personal.keep("p-1", {"name": "홍길순"}, at=AT, institution="bank-a")

        assert personal.details_of("p-1") == {"name": "홍길순"}


def test_an_erased_person_is_nobody_and_stays_so(world):
    with state():
        personal.erase("p-1", at=AT)
        personal.erase("p-1", at=AT)

        assert personal.details_of("p-1") is None
        assert personal.erased() == {"p-1"}
        with pytest.raises(PersonErasedError):
            personal.keep("p-1", DETAILS, at=AT)


def test_a_copy_of_the_record_says_nothing_once_the_key_is_gone(world):
    with state(), connection.cursor() as cursor:
        cursor.execute("SELECT locked FROM store_personalrecord")
        copy = bytes(cursor.fetchone()[0])
        personal.erase("p-1", at=AT)
        cursor.execute("SELECT count(*) FROM store_personalkey")
        keys = cursor.fetchone()[0]

    assert keys == 0
    assert not any(value.encode() in copy for value in DETAILS.values())


def test_the_same_details_are_never_locked_to_the_same_bytes(world):
    with state(), connection.cursor() as cursor:
        people.add_person("p-2")
        personal.keep("p-2", DETAILS, at=AT)
        cursor.execute("SELECT count(DISTINCT locked) FROM store_personalrecord")

        assert cursor.fetchone()[0] == 2


def test_another_office_cannot_open_them(world, monkeypatch):
    other = dataclasses.replace(office.KEYRING, personal_key=os.urandom(32))
    monkeypatch.setattr(office, "KEYRING", other)

    with acting_for("bank-a"), pytest.raises(PersonalKeyDiffersError):
        personal.details_of("p-1")
