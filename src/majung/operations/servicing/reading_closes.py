"""How far the daily close has come."""

from datetime import date, datetime

from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.upkeep.closes import last_closed


def last_closed_day(actor: Actor, *, at: datetime) -> date | None:
    """Return the latest day that is closed; None before the first.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
    """
    require(actor, Act.CLOSE_DAY)
    with acting_for_state(Purpose.CLOSE, person=actor.person or Role.CLOCKWORK.value, at=at):
        return last_closed()
