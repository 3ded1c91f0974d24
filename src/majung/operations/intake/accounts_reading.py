"""Who may do what, for those who look after accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.institutions import institution as institution_of
from majung.store.parties.people import Known, RoleHeld, everybody, roles_at, roles_ever
from majung.store.refusals import NotRecordedError

PERSON = {"ko": "사용자", "en": "person"}


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person by their key, and every role they held, hold or will hold, latest first."""

    known: Known
    roles: tuple[RoleHeld, ...]

    def held_on(self, on: date) -> tuple[RoleHeld, ...]:
        """Return what the person may do on a day."""
        return tuple(role for role in self.roles if role.is_held_on(on))


def people_list(actor: Actor, *, at: datetime) -> tuple[PersonFile, ...]:
    """Return everybody with an account, by key.

    Raises:
        NotPermittedError: the actor is no administrator.
    """
    require(actor, Act.OPEN_ACCOUNT)
    by = actor.person or Role.ADMINISTRATOR.value
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at):
        every = roles_ever()
        return tuple(_file(each, every) for each in everybody())


def person_file(actor: Actor, person: str, *, at: datetime) -> PersonFile:
    """Return a person's account.

    Raises:
        NotPermittedError: the actor is no administrator.
        NotRecordedError: no such person.
    """
    for found in people_list(actor, at=at):
        if found.known.person == person:
            return found
    raise NotRecordedError(what=PERSON, key=person)


def _file(known: Known, roles: Iterable[RoleHeld]) -> PersonFile:
    own = [role for role in roles if role.person == known.person]
    return PersonFile(known, tuple(sorted(own, key=lambda role: role.from_on, reverse=True)))


def roles_at_institution(
    actor: Actor, institution: str, *, on: date, at: datetime
) -> tuple[RoleHeld, ...]:
    """Return who may do what at an institution on a day.

    Raises:
        NotPermittedError: the actor is no administrator.
        NotRecordedError: no such institution.
    """
    require(actor, Act.OPEN_ACCOUNT)
    person = actor.person or Role.ADMINISTRATOR.value
    with acting_for_state(Purpose.ADMINISTRATION, person=person, at=at, subject=institution):
        institution_of(institution)
        return roles_at(institution, on=on)
