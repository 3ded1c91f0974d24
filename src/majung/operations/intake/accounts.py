"""Accounts: persons by a key that says nothing, their roles, and their sign-ins."""

from collections.abc import Mapping
from datetime import datetime

from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import personal
from majung.store.parties.people import RoleHeld, add_person, grant_role, open_sign_in


def open_account(
    actor: Actor,
    person: str,
    *,
    name: str,
    password: str,
    details: Mapping[str, str],
    role: RoleHeld,
    at: datetime,
) -> None:
    """Give a person a sign-in and a role.

    Args:
        person: a key that says nothing about them.
        name: to sign in with; neither a mail address nor the person's name.
        details: name, position, telephone: kept under the person's own key and nowhere else.

    Raises:
        NotPermittedError: the actor is no administrator.
        PasswordTooWeakError, SignInTakenError: the sign-in cannot be given.
        NotRecordedError: the institution or firm is not registered.
    """
    require(actor, Act.OPEN_ACCOUNT)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=person):
        add_person(person)
        grant_role(role)
        if details:
            personal.keep(person, details, at=at, institution=role.institution, firm=role.firm)
        open_sign_in(name, password, person=person)


def give_role(actor: Actor, role: RoleHeld, *, at: datetime) -> None:
    """Give a person who has an account another role.

    Raises:
        NotPermittedError: the actor is no administrator.
        NotRecordedError: the person, institution or firm is not registered.
    """
    require(actor, Act.OPEN_ACCOUNT)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=role.person):
        grant_role(role)


def erase_person(actor: Actor, person: str, *, at: datetime) -> None:
    """Destroy a person's key: what is kept about them can no longer be read by anybody.

    Chains, decisions and packs stay whole, because they name people by a key that says nothing.

    Raises:
        NotPermittedError: the actor is no administrator.
        NotRecordedError: no such person.
    """
    require(actor, Act.ERASE_PERSON)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=person):
        personal.erase(person, at=at)
