"""A question answers as the queryset it was made from, whatever it is asked with."""

from datetime import UTC, datetime

import pytest

from majung.store import models
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.numbers import number_of
from majung.store.questions import NarrowedQuestion, Question
from majung.store.refusals import NotRecordedError
from store_world import found_institutions, signed

AT = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture
def institutions(database):
    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        for place, kind in (("a", "bank"), ("b", "bank"), ("c", "ministry")):
            row = models.Institution.objects.create(key=place, kind=kind)
            models.InstitutionName.objects.create(
                institution=row, from_on=AT.date(), ko=place, en=place
            )
        yield


def test_a_question_is_asked_again_with_other_values(institutions):
    of_kind = Question(lambda kind: models.Institution.objects.filter(kind=kind).order_by("key"))

    assert [row.key for row in of_kind(kind="bank")] == ["a", "b"]
    assert [row.key for row in of_kind(kind="ministry")] == ["c"]
    assert of_kind.first(kind="firm") is None


def test_lists_of_any_length_are_one_question(institutions):
    among = Question(
        lambda keys: (
            models.Institution.objects.filter(key__among=keys)
            .order_by("key")
            .values_list("key", flat=True)
        )
    )

    assert [among(keys=keys) for keys in ([], ["a"], ["c", "a", "x"])] == [[], ["a"], ["a", "c"]]


def test_rows_that_are_pointed_to_come_with_it(institutions, django_assert_num_queries):
    names = Question(
        lambda key: models.InstitutionName.objects.select_related("institution").filter(
            institution__key=key
        )
    )

    with django_assert_num_queries(1):
        (name,) = names(key="b")
        assert (name.ko, name.institution.kind, name.from_on) == ("b", "bank", AT.date())


def test_what_is_empty_does_not_narrow(institutions):
    every = NarrowedQuestion(models.Institution.objects.order_by("key").values_list("key"))

    assert every(kind="", key=None) == [("a",), ("b",), ("c",)]
    assert every(kind="bank", key="") == [("a",), ("b",)]
    assert every(kind="bank", key="b") == [("b",)]


def test_a_row_stands_for_its_number(institutions):
    names = Question(
        lambda institution: models.InstitutionName.objects.filter(institution=institution)
    )
    row = models.Institution.objects.get(key="c")

    assert [name.ko for name in names(institution=row)] == ["c"]


def test_the_number_behind_a_key_is_asked_once_a_block(institutions, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert number_of(models.Institution, key="a") == number_of(models.Institution, key="a")


def test_what_one_may_not_see_is_not_remembered_for_him(database):
    found_institutions()
    signed("L-1")
    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        seen = number_of(models.Contract, key="L-1")
        with acting_for("bank-b"), pytest.raises(NotRecordedError):
            number_of(models.Contract, key="L-1")
        assert number_of(models.Contract, key="L-1") == seen
