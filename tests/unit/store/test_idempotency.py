"""A request that comes twice is answered once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from majung.store.access import acting_for
from majung.store.upkeep import idempotency
from majung.store.upkeep.idempotency import AnsweredOtherwiseError, Request
from store_world import AT, CLERK, found_institutions, state

ASKED = Request(person=CLERK, method="POST /applications", key="k-1", body=b'{"a": 1}')
ANSWER = {"number": "A-1", "status": 201}


@pytest.fixture
def banks(database):
    found_institutions()


def test_a_new_request_has_no_answer_and_an_old_one_has_its_own(banks):
    with acting_for("bank-a"):
        before = idempotency.answer_to(ASKED)
        idempotency.keep_answer(ASKED, ANSWER, at=AT)

        assert before is None
        assert idempotency.answer_to(ASKED) == ANSWER


def test_the_same_key_with_another_body_is_refused(banks):
    with acting_for("bank-a"):
        idempotency.keep_answer(ASKED, ANSWER, at=AT)

        with pytest.raises(AnsweredOtherwiseError):
            idempotency.answer_to(replace(ASKED, body=b"{}"))


@pytest.mark.parametrize("change", [{"person": "x"}, {"method": "POST /offers"}, {"key": "k-2"}])
def test_keys_of_others_and_for_other_things_are_apart(banks, change):
    with acting_for("bank-a"):
        idempotency.keep_answer(ASKED, ANSWER, at=AT)

        assert idempotency.answer_to(replace(ASKED, **change)) is None


def test_a_person_of_two_institutions_has_keys_at_each(banks):
    with acting_for("bank-a"):
        idempotency.keep_answer(ASKED, ANSWER, at=AT)

    with acting_for("bank-b"):
        assert idempotency.answer_to(ASKED) is None


def test_two_answers_to_one_request_cannot_be_kept(banks):
    with acting_for("bank-a"):
        idempotency.keep_answer(ASKED, ANSWER, at=AT)

        with pytest.raises(IntegrityError), transaction.atomic():
            idempotency.keep_answer(ASKED, {"number": "A-2"}, at=AT)


def test_old_answers_are_forgotten_by_the_state(banks):
    with acting_for("bank-a"):
        idempotency.keep_answer(ASKED, ANSWER, at=AT)
        idempotency.keep_answer(replace(ASKED, key="k-2"), ANSWER, at=AT + timedelta(2))

    with state():
        assert idempotency.forget_answers(before=AT + timedelta(1)) == 1
    with acting_for("bank-a"):
        assert idempotency.answer_to(ASKED) is None
        assert idempotency.answer_to(replace(ASKED, key="k-2")) == ANSWER
