"""Who may do what, for those who look after accounts."""

from datetime import date, datetime

from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.institutions import institution as institution_of
from majung.store.parties.people import RoleHeld, roles_at


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
