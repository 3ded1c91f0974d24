"""Keys with which other systems sign in: shown once, kept as a digest, scoped, expiring."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from majung.store import models
from majung.store.numbers import number_of, number_or_none

PREFIX_BYTES = 6
SECRET_BYTES = 32
MARK = "mj"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """For whom a key speaks and what it may.

    Attributes:
        institution: its key; empty where the key speaks for nobody but the person.
        scopes: names of acts.
    """

    prefix: str
    person: str
    institution: str
    scopes: frozenset[str]
    expires_at: datetime


def issue(
    person: str, *, institution: str, scopes: frozenset[str], at: datetime, expires_at: datetime
) -> str:
    """Make a key and return it: it is shown once and cannot be read again.

    Raises:
        NotRecordedError: the person or institution is not registered.
    """
    prefix = secrets.token_hex(PREFIX_BYTES)
    # The secret is random and long: a plain digest is enough, a slow one would slow every call.
    secret = secrets.token_urlsafe(SECRET_BYTES)
    models.ApiKey.objects.create(
        prefix=prefix,
        digest=_digest(secret),
        person_id=number_of(models.Person, key=person),
        institution_id=number_or_none(models.Institution, key=institution),
        scopes=sorted(scopes),
        made_at=at,
        expires_at=expires_at,
    )
    return f"{MARK}_{prefix}_{secret}"


def holder_of(key: str, *, at: datetime) -> KeyHolder | None:
    """Return for whom a key speaks; None where it is unknown, expired or revoked."""
    mark, _, rest = key.partition("_")
    prefix, _, secret = rest.partition("_")
    row = (
        models.ApiKey.objects.select_related("person", "institution")
        .filter(prefix=prefix, expires_at__gt=at, revoked_at__isnull=True)
        .first()
    )
    if mark != MARK or row is None:
        return None
    if not hmac.compare_digest(bytes(row.digest), _digest(secret)):
        return None
    return KeyHolder(
        prefix=row.prefix,
        person=row.person.key,
        institution=row.institution.key if row.institution else "",
        scopes=frozenset(row.scopes),
        expires_at=row.expires_at,
    )


def revoke(prefix: str, *, at: datetime) -> None:
    """Let a key open nothing any more; a second time does nothing."""
    models.ApiKey.objects.filter(prefix=prefix, revoked_at__isnull=True).update(revoked_at=at)


def keys_of(person: str) -> tuple[KeyHolder, ...]:
    """Return the keys of a person that were not revoked, newest first."""
    rows = models.ApiKey.objects.select_related("person", "institution").filter(
        person__key=person, revoked_at__isnull=True
    )
    return tuple(
        KeyHolder(
            row.prefix,
            row.person.key,
            row.institution.key if row.institution else "",
            frozenset(row.scopes),
            row.expires_at,
        )
        for row in rows.order_by("-made_at", "-pk")
    )


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
