"""The numbers of rows behind the field's keys.

Functions of the store are called with keys (``kdb``, ``corporate:110111-1234567``); rows point to
each other by number.  What is not found is refused in the same words, whether it does not exist
or belongs to somebody else: the difference is nobody's business.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models
from psycopg.errors import UniqueViolation

from majung.store.refusals import NotRecordedError, RecordedDifferentlyError

RowT = TypeVar("RowT", bound=models.Model)

#: What rows are called, in both languages.
WORDS: Mapping[str, Mapping[str, str]] = {
    "account": {"ko": "계정", "en": "account"},
    "appeal": {"ko": "이의신청", "en": "appeal"},
    "application": {"ko": "신청", "en": "application"},
    "book": {"ko": "장부", "en": "book"},
    "condition": {"ko": "선행조건", "en": "condition precedent"},
    "contract": {"ko": "계약", "en": "contract"},
    "decision": {"ko": "결정", "en": "decision"},
    "firm": {"ko": "기업", "en": "firm"},
    "institution": {"ko": "기관", "en": "institution"},
    "limit": {"ko": "한도", "en": "limit"},
    "offer": {"ko": "승인조건", "en": "offer"},
    "pack": {"ko": "안건자료", "en": "pack"},
    "packdocument": {"ko": "안건자료 파일", "en": "pack document"},
    "person": {"ko": "사용자", "en": "person"},
    "programmeversion": {"ko": "프로그램 판", "en": "programme version"},
    "project": {"ko": "과제", "en": "project"},
    "proposal": {"ko": "상신", "en": "proposal"},
    "receivedfile": {"ko": "접수 파일", "en": "received file"},
    "recommendation": {"ko": "추천", "en": "recommendation"},
    "recommendationround": {"ko": "추천 차수", "en": "recommendation round"},
    "reservation": {"ko": "한도 예약", "en": "reservation"},
    "supplyreport": {"ko": "공급실적 월보", "en": "monthly report"},
}


def row_of(model: type[RowT], *related: str, **named: Any) -> RowT:
    """Return the one row that is named.

    Args:
        related: the rows it points to that are wanted with it, in the same question.

    Raises:
        NotRecordedError: no such row, or not among the rows of whoever acts.
    """
    rows = model._default_manager.filter(**named)
    row = (rows.select_related(*related) if related else rows).first()
    if row is None:
        raise missing(model, ", ".join(str(value) for value in named.values()))
    return row


def kept_once(model: type[RowT], *, defaults: Mapping[str, Any], **named: Any) -> RowT:
    """Return the one row that is named, made now where nobody has made it.

    Raises:
        RecordedDifferentlyError: the name belongs to somebody whose rows are not seen here.
    """
    try:
        return model._default_manager.get_or_create(**named, defaults=defaults)[0]
    except IntegrityError as error:
        # Names are one for all, whoever may read what they name.
        if isinstance(error.__cause__, UniqueViolation):
            key = ", ".join(str(value) for value in named.values())
            raise RecordedDifferentlyError(key=key) from error
        raise


def number_of(model: type[models.Model], **named: Any) -> int:
    """Return the number of the one row that is named.

    Raises:
        NotRecordedError: no such row, or not among the rows of whoever acts.
    """
    number = model._default_manager.filter(**named).values_list("pk", flat=True).first()
    if number is None:
        raise missing(model, ", ".join(str(value) for value in named.values()))
    return int(number)


def number_or_none(model: type[models.Model], **named: Any) -> int | None:
    """Return the number of a row, or None where what names it is empty.

    Raises:
        NotRecordedError: named, but no such row.
    """
    return number_of(model, **named) if all(named.values()) else None


def numbers_of(model: type[models.Model], column: str, keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers of many rows by the column that names them.

    Raises:
        NotRecordedError: naming the first that is missing.
    """
    wanted = set(keys)
    found = dict(
        model._default_manager.filter(**{f"{column}__in": wanted}).values_list(column, "pk")
    )
    for key in sorted(wanted - found.keys()):
        raise missing(model, key)
    return found


def missing(model: type[models.Model], key: str) -> NotRecordedError:
    """Return the refusal for a row that is not there."""
    word = WORDS[model._meta.model_name or ""]
    return NotRecordedError(what=word, key=key)


def hold(kind: str, number: int) -> None:
    """Hold a thing by its number until the transaction ends; others who hold it wait.

    Whoever may read a row may hold it so, also where a wall keeps them from changing it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{number}"]
        )


def acting_institution() -> int | None:
    """Return the number of the institution acted for; None for a firm or the State."""
    return _acting("majung_institution()")


def own_institution() -> int:
    """Return the number of the institution acted for.

    Raises:
        NotRecordedError: a firm or the State acts, who have no rows of this kind.
    """
    number = acting_institution()
    if number is None:
        raise NotRecordedError(what=WORDS["institution"], key="-")
    return number


def acting_firm() -> int | None:
    """Return the number of the firm acted for; None for an institution or the State."""
    return _acting("majung_firm()")


def _acting(function: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}")
        row = cursor.fetchone()
    return row[0] if row else None
