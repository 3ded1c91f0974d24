"""On whose behalf supply is read: the State for those who may see all, else one's own rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, may, require
from majung.store.access import Purpose, acting_for, acting_for_firm, acting_for_state


@contextmanager
def looking(actor: Actor, purpose: Purpose, *, at: datetime, subject: str = "") -> Iterator[bool]:
    """Open a transaction that sees what the actor may see; yield whether that is everything.

    Who may read all institutions does so as the State, and the look is written down.

    Raises:
        NotPermittedError: the actor's roles permit no reading at all.
    """
    if may(actor, Act.READ_ALL):
        person = actor.person or Role.CLOCKWORK.value
        with acting_for_state(purpose, person=person, at=at, subject=subject):
            yield True
        return
    require(actor, Act.READ_OWN)
    inside = acting_for(actor.institution) if actor.institution else acting_for_firm(actor.firm)
    with inside:
        yield False
