"""On whose behalf an actor's transaction runs: the own institution's, or the own firm's."""

from collections.abc import Iterator
from contextlib import contextmanager

from majung.operations.acting import Actor
from majung.store.access import acting_for, acting_for_firm


@contextmanager
def at_desk(actor: Actor) -> Iterator[None]:
    """Run one transaction as the actor's firm or institution; only its rows are seen.

    Raises:
        FirmNotKnownError, InstitutionNotKnownError: the actor belongs nowhere.
    """
    with acting_for_firm(actor.firm) if actor.firm else acting_for(actor.institution):
        yield
