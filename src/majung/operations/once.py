"""Doing what is asked once, however often it is asked.

Whoever asks gives a key.  The same key with the same content gets the same answer, also when the
first answer never arrived; with another content it is refused.  What was refused is not kept: it
did nothing, and may be asked again.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.store.upkeep.idempotency import Request, answer_to, keep_answer, one_at_a_time


def once(actor: Actor, request: Request, act: Callable[[], Any], *, at: datetime) -> Any:
    """Return what was answered before, or do it now and keep the answer.

    An act runs transactions of its own, some of them for the State, so its answer is kept in the
    next one; should that fail, asking again meets acts that are themselves recorded only once.

    Args:
        act: does what is asked and returns plain JSON, never None.

    Raises:
        AnsweredOtherwiseError: the key was used for another content.
    """
    with one_at_a_time(actor.institution or actor.firm, request):
        with at_desk(actor):
            before = answer_to(request)
        if before is not None:
            return before
        answer = act()
        with at_desk(actor):
            return keep_answer(request, answer, at=at)
