"""Institutions keep their names with the days they bore them."""

from datetime import date

import pytest

from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.parties import institutions
from majung.store.parties.institutions import Institution
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from store_world import state

OLD = DatedName(date(2013, 3, 23), Label("산업통상자원부", "MOTIE"))
NEW = DatedName(date(2025, 10, 1), Label("산업통상부", "MOTI"))


def test_a_renamed_ministry_is_one_institution_with_two_names(database):
    with state():
        institutions.register(Institution("motie", "ministry", (OLD,)))
        institutions.register(Institution("motie", "ministry", (OLD, NEW)))

    assert institutions.institution("motie") == Institution("motie", "ministry", (OLD, NEW))


def test_institutions_come_by_key_and_are_known_before_anybody_acts(database):
    with state():
        for key in ("b", "a"):
            institutions.register(Institution(key, "bank", (NEW,), is_example=True))

    assert [each.key for each in institutions.institutions()] == ["a", "b"]


def test_a_key_names_one_kind_of_institution(database):
    with state():
        institutions.register(Institution("x", "bank", ()))

        with pytest.raises(RecordedDifferentlyError):
            institutions.register(Institution("x", "ministry", ()))


def test_an_institution_that_is_not_registered_is_refused(database):
    with pytest.raises(NotRecordedError) as refusal:
        institutions.institution("nobody")

    assert refusal.value.spoken("en").startswith("the institution nobody cannot be found")
