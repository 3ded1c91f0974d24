"""On whose behalf an actor's transaction runs: the own institution's, or the own firm's."""

from collections.abc import Iterator
from contextlib import contextmanager

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.store.access import acting_for, acting_for_firm


class NoDeskError(PolicyFinanceError):
    """Who reads or acts does so for an institution or a firm."""

    kind = "no-desk"


@contextmanager
def at_desk(actor: Actor) -> Iterator[None]:
    """Run one transaction as the actor's firm or institution; only its rows are seen.

    Raises:
        NoDeskError: the actor belongs nowhere.
        FirmNotKnownError, InstitutionNotKnownError: that place is not registered.
    """
    if not actor.firm and not actor.institution:
        raise NoDeskError
    with acting_for_firm(actor.firm) if actor.firm else acting_for(actor.institution):
        yield
