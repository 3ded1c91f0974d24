"""The access log says who looked beyond one institution, and is itself only read by looking."""

from datetime import timedelta

from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.upkeep import accesses
from store_world import AT, found_institutions, state


def test_looks_are_found_by_person_subject_and_time(database):
    found_institutions()
    for hour, person, subject in ((0, "p", "f-1"), (1, "p", "f-2"), (2, "q", "f-1")):
        with acting_for_state(
            Purpose.REGISTER, person=person, at=AT + timedelta(hours=hour), subject=subject
        ):
            pass

    def subjects(**narrowed):
        with state():
            found = accesses.accesses(**narrowed)
        return [(look.person, look.subject) for look in found if look.purpose == "register"]

    assert subjects(person="p") == [("p", "f-1"), ("p", "f-2")]
    assert subjects(subject="f-1") == [("p", "f-1"), ("q", "f-1")]
    assert subjects(first_at=AT + timedelta(hours=1)) == [("p", "f-2"), ("q", "f-1")]
    assert subjects(last_at=AT) == [("p", "f-1")]


def test_an_institution_does_not_read_the_log(database):
    found_institutions()

    with acting_for("bank-a"):
        assert accesses.accesses() == ()
