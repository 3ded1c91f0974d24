"""Registering institutions, and what they are called from a day on."""

from datetime import datetime

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import institutions
from majung.store.parties.institutions import Institution
from majung.store.refusals import RecordedDifferentlyError


class InstitutionUnnamedError(PolicyFinanceError):
    """An institution is called something from some day on."""

    kind = "institution-unnamed"


def name_institution(actor: Actor, institution: Institution, *, at: datetime) -> Institution:
    """Register an institution, or add names it bears from a day on; names it bore are kept.

    Raises:
        NotPermittedError: the actor is no administrator.
        InstitutionUnnamedError: no name is given.
        RecordedDifferentlyError: the key belongs to an institution of another kind, or it bears
            another name from that day on.
    """
    require(actor, Act.REGISTER_INSTITUTION)
    if not institution.names:
        raise InstitutionUnnamedError(key=institution.key)
    person = actor.person or Role.ADMINISTRATOR.value
    with acting_for_state(Purpose.ADMINISTRATION, person=person, at=at, subject=institution.key):
        institutions.register(institution)
        kept = institutions.institution(institution.key)
        if not set(institution.names) <= set(kept.names):
            raise RecordedDifferentlyError(key=institution.key)
        return kept


def institution_list(actor: Actor) -> tuple[Institution, ...]:
    """Return every institution with its dated names, by key.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    return institutions.institutions()
