"""On whose behalf supply is read and taken: the State for those who may see all, else one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from majung.operations.acting import Actor, Role
from majung.operations.desks import at_desk
from majung.operations.policy import Act, may, require
from majung.store.access import Purpose, acting_for_state


def reads_all(actor: Actor) -> bool:
    """Say whether the actor may read all institutions, or else what is the own institution's.

    Raises:
        NotPermittedError: the actor's roles permit no reading at all.
    """
    if may(actor, Act.READ_ALL):
        return True
    require(actor, Act.READ_OWN)
    return False


@contextmanager
def looking(actor: Actor, purpose: Purpose, *, at: datetime, subject: str = "") -> Iterator[bool]:
    """Open a transaction that sees what the actor may see; yield whether that is everything.

    Who may read all institutions does so as the State, and the look is written down.

    Raises:
        NotPermittedError: the actor's roles permit no reading at all.
    """
    is_state = reads_all(actor)
    with acting_or_state(actor, purpose, at=at, subject=subject, is_state=is_state):
        yield is_state


@contextmanager
def acting_or_state(
    actor: Actor, purpose: Purpose, *, at: datetime, subject: str, is_state: bool
) -> Iterator[None]:
    """Act for the State, or else for the actor's institution or firm."""
    if is_state:
        person = actor.person or Role.CLOCKWORK.value
        with acting_for_state(purpose, person=person, at=at, subject=subject):
            yield
    else:
        with at_desk(actor):
            yield
