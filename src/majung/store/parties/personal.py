"""What is personal about people: one table, locked under a key for each person.

The person's key is itself locked under the office's key, which is not in the database.  To erase a
person is to destroy their key: whatever copies of the record exist anywhere say nothing any more,
and everything else (decisions, chains, packs) stays whole, because it names people by keys.
"""

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.numbers import number_or_none, row_of

KEY_BYTES = 32
NONCE_BYTES = 12
#: Under which name the details of a person hold what the person is called.
NAME = "name"


class PersonErasedError(PolicyFinanceError):
    """A person who was erased stays erased: nothing personal is recorded again."""

    kind = "person-erased"


class PersonalKeyDiffersError(PolicyFinanceError):
    """Personal records are opened with the key of the office that locked them."""

    kind = "personal-key-differs"


def keep(
    person: str,
    details: Mapping[str, str],
    *,
    at: datetime,
    institution: str = "",
    firm: str = "",
) -> None:
    """Keep what is personal about somebody, in the place of what was kept before.

    Args:
        details: name, mail, telephone, position, by their names.
        institution: who holds the details; with `firm` empty where nobody but the State does.

    Raises:
        NotRecordedError: the person is not registered.
        PersonErasedError: the person was erased.
    """
    row = row_of(models.Person, key=person)
    if row.erased_at is not None:
        raise PersonErasedError(person=person)
    locked = {
        "institution_id": number_or_none(models.Institution, key=institution),
        "firm_id": number_or_none(models.Firm, key=firm),
        "recorded_at": at,
    }
    plain = json.dumps(dict(details), ensure_ascii=False, sort_keys=True).encode()
    record = models.PersonalRecord.objects.filter(person=row).first()
    if record is None:
        key = AESGCM.generate_key(KEY_BYTES * 8)
        models.PersonalRecord.objects.create(person=row, locked=_lock(key, plain, person), **locked)
        models.PersonalKey.objects.create(person=row, locked_key=_lock(_office(), key, person))
        return
    key = _key_of(row)
    models.PersonalRecord.objects.filter(person=row).update(
        locked=_lock(key, plain, person), recorded_at=at
    )


def details_of(person: str) -> Mapping[str, str] | None:
    """Return what is personal about somebody; None where nothing is kept, or was erased.

    Raises:
        NotRecordedError: the person is not registered.
        PersonalKeyDiffersError: the record was locked by another office.
    """
    row = row_of(models.Person, key=person)
    record = models.PersonalRecord.objects.filter(person=row).first()
    if record is None or row.erased_at is not None:
        return None
    opened: Mapping[str, str] = json.loads(_open(_key_of(row), bytes(record.locked), person))
    return opened


def names_of(people: Iterable[str]) -> dict[str, str]:
    """Return what people are called, by key, of those whose details whoever acts may read.

    Who was erased, has no name kept, or belongs to another institution is left out.

    Raises:
        PersonalKeyDiffersError: a record was locked by another office.
    """
    rows = models.PersonalRecord.objects.filter(
        person__key__in=set(people), person__erased_at__isnull=True
    ).select_related("person")
    records = {row.person_id: row for row in rows}
    kept = models.PersonalKey.objects.filter(person_id__in=records)
    keys = {each.person_id: bytes(each.locked_key) for each in kept}
    names: dict[str, str] = {}
    for number, row in records.items():
        person = row.person.key
        key = _open(_office(), keys[number], person)
        name = json.loads(_open(key, bytes(row.locked), person)).get(NAME)
        if name:
            names[person] = name
    return names


def erase(person: str, *, at: datetime) -> None:
    """Destroy a person's key, and with it all that is personal; a second time does nothing.

    What the person did stays on record under their key, which says nothing.  Only the State erases.

    Raises:
        NotRecordedError: the person is not registered.
    """
    row = row_of(models.Person, key=person)
    models.PersonalKey.objects.filter(person=row).delete()
    models.PersonalRecord.objects.filter(person=row).delete()
    models.User.objects.filter(person=row).update(is_active=False)
    models.Person.objects.filter(pk=row.pk, erased_at__isnull=True).update(erased_at=at)


def erased() -> frozenset[str]:
    """Return the keys of everybody who was erased, for a restore of an older backup to repeat."""
    rows = models.Person.objects.filter(erased_at__isnull=False)
    return frozenset(rows.values_list("key", flat=True))


def _key_of(row: models.Person) -> bytes:
    kept = models.PersonalKey.objects.get(person=row)
    return _open(_office(), bytes(kept.locked_key), row.key)


def _office() -> bytes:
    key: bytes = settings.KEYRING.personal_key
    return key


def _lock(key: bytes, plain: bytes, person: str) -> bytes:
    # A nonce is used once; it is no secret and stands before what it locks.
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, person.encode())


def _open(key: bytes, locked: bytes, person: str) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], person.encode())
    except InvalidTag as error:
        raise PersonalKeyDiffersError(person=person) from error
