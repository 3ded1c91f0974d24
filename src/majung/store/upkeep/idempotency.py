"""Requests that were answered: asking again gives the same answer and does nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.numbers import acting_firm, acting_institution
from majung.store.turns import in_turn


class AnsweredOtherwiseError(PolicyFinanceError):
    """A key names one request: the same key with another content is refused."""

    kind = "answered-otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that may come twice.

    Attributes:
        method: what was asked for, as ``POST /applications``.
        key: given by whoever asks.
        body: its content, of which only the digest is kept.
    """

    person: str
    method: str
    key: str
    body: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


@contextmanager
def one_at_a_time(place: str, request: Request) -> Iterator[None]:
    """Let two requests of one key wait for each other, over all their transactions.

    Args:
        place: key of the institution or firm on whose behalf it is asked.
    """
    with in_turn("answer", place, request.person, request.method, request.key):
        yield


def answer_to(request: Request) -> Any | None:
    """Return what was answered to a request before, as plain JSON; None where it is new.

    Raises:
        AnsweredOtherwiseError: the key was used for another content.
    """
    row = models.IdempotencyKey.objects.filter(**_place(request)).first()
    if row is None:
        return None
    if row.body_digest != request.digest:
        raise AnsweredOtherwiseError(key=request.key)
    return row.response


def keep_answer(request: Request, response: Any, *, at: datetime) -> Any:
    """Keep what is answered, in the transaction that did what was asked; return it.

    Two that ask at once: the second waits for the first to end, then its transaction fails whole.

    Raises:
        IntegrityError: the other one was first; asking again gives its answer.
    """
    models.IdempotencyKey.objects.create(
        **_place(request), body_digest=request.digest, response=response, recorded_at=at
    )
    return response


def forget_answers(*, before: datetime) -> int:
    """Forget answers that nobody will ask for again; return how many.  Only the State does."""
    return models.IdempotencyKey.objects.filter(recorded_at__lt=before).delete()[0]


def _place(request: Request) -> dict[str, Any]:
    return {
        "institution_id": acting_institution(),
        "firm_id": acting_firm(),
        "person": request.person,
        "method": request.method,
        "key": request.key,
    }
