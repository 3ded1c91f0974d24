"""People hold roles from one day until another, and sign in under names that say nothing."""

from datetime import date

import pytest
from django.db import connection

from majung.applications.decision import Authority
from majung.applications.firm import identity_key
from majung.store.parties import people
from majung.store.parties.people import (
    PasswordTooWeakError,
    RoleHeld,
    SignedIn,
    SignInTakenError,
)
from majung.store.refusals import NotRecordedError
from majung.values.money import Money
from store_world import CLERK, ON, found_firm, found_institutions, state

PASSWORD = "마중물 열두 글자 넘게"


@pytest.fixture
def world(database):
    found_institutions()
    with state():
        people.add_person("officer")


def grant(**changes):
    given = {"person": "officer", "role": "approver", "from_on": ON, "institution": "bank-a"}
    role = RoleHeld(**(given | changes))
    with state():
        people.grant_role(role)
        people.grant_role(role)
    return role


def test_a_role_is_held_from_its_first_day_to_its_last(world):
    role = grant(until_on=date(2024, 6, 30))

    held = [people.roles_of("officer", on=day) for day in (
        date(2024, 3, 3), ON, date(2024, 6, 30), date(2024, 7, 1))]  # fmt: skip

    assert held == [(), (role,), (role,), ()]


def test_roles_end_on_a_day_at_one_institution_or_everywhere(world):
    grant()
    grant(institution="bank-b")

    with state():
        ended = people.end_roles("officer", until_on=ON, institution="bank-a")

    held = people.roles_of("officer", on=date(2024, 3, 5))
    assert ended == 1
    assert [role.institution for role in held] == ["bank-b"]


def test_a_role_can_be_held_for_a_firm(world):
    firm = identity_key(found_firm())
    role = grant(institution="", firm=firm, role="firm")

    assert people.roles_of("officer", on=ON) == (role,)


def test_the_widest_authority_for_a_product_counts(world):
    grant(authority=Money(100), products=frozenset({"p"}))
    grant(role="chief", authority=Money(500), products=frozenset({"p"}))
    grant(role="other", authority=Money(900), products=frozenset({"q"}))

    authority = people.authority_of("officer", institution="bank-a", product="p", on=ON)

    assert authority == Authority("officer", "bank-a", Money(500), ON, None, frozenset({"p"}))


def test_without_authority_there_is_none(world):
    grant()

    assert people.authority_of("officer", institution="bank-a", product="p", on=ON) is None
    assert people.authority_of("officer", institution="bank-b", product="p", on=ON) is None


def test_who_holds_roles_at_an_institution_is_known(world):
    grant()
    with state():
        people.grant_role(RoleHeld(person=CLERK, role="clerk", from_on=ON, institution="bank-a"))

    assert {role.person for role in people.roles_at("bank-a", on=ON)} == {"officer", CLERK}


def test_who_signs_in_is_known_by_name_and_password(world):
    people.open_sign_in("kdb-01", PASSWORD, person="officer")

    assert people.signed_in("kdb-01", PASSWORD) == SignedIn("kdb-01", "officer")
    assert people.signed_in("kdb-01", PASSWORD + "x") is None
    assert people.signed_in("kdb-02", PASSWORD) is None


def test_passwords_are_kept_as_argon2_at_a_cost(world, costly_passwords):
    people.open_sign_in("kdb-01", PASSWORD, person="officer")

    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM store_user")
        assert cursor.fetchone()[0].startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert people.signed_in("kdb-01", PASSWORD) == SignedIn("kdb-01", "officer")


def test_a_closed_sign_in_lets_nobody_in(world):
    people.open_sign_in("kdb-01", PASSWORD, person="officer")

    people.close_sign_in("kdb-01")

    assert people.signed_in("kdb-01", PASSWORD) is None


@pytest.mark.parametrize("password", ["short", "123456789012345", "passwordpassword1"[:8]])
def test_a_weak_password_is_refused(world, password):
    with pytest.raises(PasswordTooWeakError):
        people.open_sign_in("kdb-01", password, person="officer")


def test_a_sign_in_belongs_to_one_person(world):
    people.open_sign_in("kdb-01", PASSWORD, person="officer")

    with pytest.raises(SignInTakenError):
        people.open_sign_in("kdb-01", PASSWORD, person=CLERK)


def test_a_role_of_somebody_unknown_is_refused(world):
    with state(), pytest.raises(NotRecordedError):
        people.grant_role(RoleHeld(person="x", role="r", from_on=ON, institution="bank-a"))
