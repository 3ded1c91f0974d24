"""The numbers of rows behind the field's keys.

Functions of the store are called with keys (``kdb``, ``corporate:110111-1234567``); rows point to
each other by number.  What is not found is refused in the same words, whether it does not exist
or belongs to somebody else: the difference is nobody's business.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from majung.store.acting import acting, remembered
from majung.store.asking import ask, leave
from majung.store.questions import Question
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError

RowT = TypeVar("RowT", bound=models.Model)

#: How many rows an order adds at most: orders for as many different counts are planned a table.
ROWS_MAX = 16

#: What rows are called, in both languages.
WORDS: Mapping[str, Mapping[str, str]] = {
    "account": {"ko": "계정", "en": "account"},
    "appeal": {"ko": "이의신청", "en": "appeal"},
    "application": {"ko": "신청", "en": "application"},
    "book": {"ko": "장부", "en": "book"},
    "closerun": {"ko": "일 마감", "en": "daily close"},
    "condition": {"ko": "선행조건", "en": "condition precedent"},
    "contract": {"ko": "계약", "en": "contract"},
    "decision": {"ko": "결정", "en": "decision"},
    "firm": {"ko": "기업", "en": "firm"},
    "institution": {"ko": "기관", "en": "institution"},
    "job": {"ko": "작업", "en": "job"},
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
    "riskrun": {"ko": "위험 산출", "en": "risk run"},
    "supplyreport": {"ko": "공급실적 월보", "en": "monthly report"},
}


def row_of(model: type[RowT], *related: str, **named: Any) -> RowT:
    """Return the one row that is named.

    Args:
        related: the rows it points to that are wanted with it, in the same question.

    Raises:
        NotRecordedError: no such row, or not among the rows of whoever acts.
    """
    row: RowT | None = _rows_named(model, related, *_shape(named)).first(**named)
    if row is None:
        raise missing(model, ", ".join(str(value) for value in named.values()))
    return row


def lasting_row_of(model: type[RowT], *related: str, **named: Any) -> RowT:
    """Return the one row that is named, asked for once a block: for rows that never change.

    Raises:
        NotRecordedError: no such row, or not among the rows of whoever acts.
    """
    return remembered(("row", model, *named.items()), lambda: row_of(model, *related, **named))


def kept_once(model: type[RowT], *, defaults: Mapping[str, Any], **named: Any) -> RowT:
    """Return the one row that is named, made now where nobody has made it.

    Raises:
        RecordedDifferentlyError: the name belongs to somebody whose rows are not seen here.
    """
    return kept_or_made(model, defaults=defaults, **named)[0]


def kept_or_made(
    model: type[RowT], *, defaults: Mapping[str, Any], **named: Any
) -> tuple[RowT, bool]:
    """Return the one row that is named and whether it was made now, as nobody had made it.

    Raises:
        RecordedDifferentlyError: the name belongs to somebody whose rows are not seen here.
    """
    kept = _rows_named(model, (), *_shape(named)).first(**named)
    return (kept, False) if kept else made_or_kept(model, defaults=defaults, **named)


def made_or_kept(
    model: type[RowT], *, defaults: Mapping[str, Any], **named: Any
) -> tuple[RowT, bool]:
    """Return the one row that is named and whether it was made now; made first, then looked for.

    For what is nearly always new.  Whoever may read such a row must also be one who may make it.

    Raises:
        RecordedDifferentlyError: the name belongs to somebody whose rows are not seen here.
    """
    row = model(**named, **defaults)
    if _insert_unless_taken(row):
        return row, True
    # Names are one for all, whoever may read what they name.
    kept = _rows_named(model, (), *_shape(named)).first(**named)
    if kept is None:
        raise RecordedDifferentlyError(key=", ".join(str(value) for value in named.values()))
    return kept, False


def add_rows(rows: Iterable[models.Model], *, unless_taken: bool = False) -> None:
    """Add rows of one table whose numbers are not asked for, in one go.

    Args:
        unless_taken: whether a row whose name is taken is passed over; otherwise it is an error.
    """
    added = list(rows)
    if not added:
        return
    end = " ON CONFLICT DO NOTHING" if unless_taken else ""
    for chunk in (added[at : at + ROWS_MAX] for at in range(0, len(added), ROWS_MAX)):
        order, fields = _insertion(type(chunk[0]), len(chunk))
        leave(f"{order}{end}", [value for row in chunk for value in _values(row, fields)])


def add_numbered(rows: Iterable[models.Model]) -> None:
    """Add rows of one table, each of which then knows its number."""
    added = list(rows)
    for chunk in (added[at : at + ROWS_MAX] for at in range(0, len(added), ROWS_MAX)):
        order, fields = _insertion(type(chunk[0]), len(chunk))
        values = [value for row in chunk for value in _values(row, fields)]
        for row, (number,) in zip(chunk, ask(f"{order} RETURNING id", values), strict=True):
            _is_kept(row, number)


def _is_kept(row: models.Model, number: int) -> None:
    row.pk = number
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _insert_unless_taken(row: models.Model) -> bool:
    """Add a row, unless its name is taken; return whether it was added.

    One statement, where to try and to recover from the refusal takes three.
    """
    order, fields = _insertion(type(row), 1)
    added = ask(f"{order} ON CONFLICT DO NOTHING RETURNING id", _values(row, fields))
    if not added:
        return False
    _is_kept(row, added[0][0])
    return True


def _values(row: models.Model, fields: Iterable[Any]) -> list[Any]:
    wrapper = connections[DEFAULT_DB_ALIAS]
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), connection=wrapper)
        for field in fields
    ]


@cache
def _insertion(model: type[models.Model], rows: int) -> tuple[str, tuple[Any, ...]]:
    """Return the order that adds so many rows, and the fields whose values it takes of each."""
    fields: tuple[Any, ...] = tuple(
        field for field in model._meta.concrete_fields if field.column != "id"
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    types = [field.db_type(connection) for field in fields]
    places = ", ".join(f"%s::{each}" if each.endswith("[]") else "%s" for each in types)
    table = model._meta.db_table
    many = ", ".join([f"({places})"] * rows)
    return f'INSERT INTO "{table}" ({columns}) VALUES {many}', fields  # noqa: S608 - no value stands in it


def number_of(model: type[models.Model], **named: Any) -> int:
    """Return the number of the one row that is named.

    Raises:
        NotRecordedError: no such row, or not among the rows of whoever acts.
    """
    return remembered((model, *named.items()), lambda: _number_of(model, named))


def _number_of(model: type[models.Model], named: Mapping[str, Any]) -> int:
    number = _numbers_named(model, *_shape(named)).first(**named)
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
    found = numbers_found(model, column, wanted)
    for key in sorted(wanted - found.keys()):
        raise missing(model, key)
    return found


def numbers_found(model: type[models.Model], column: str, keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those rows that are there, by the column that names them."""
    wanted = sorted(set(keys))
    return dict(_numbers_among(model, column)(keys=wanted)) if wanted else {}


def _shape(named: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that have a value, and those that have none."""
    empty = tuple(name for name, value in named.items() if value is None)
    return tuple(name for name in named if name not in empty), empty


@cache
def _rows_named(
    model: type[RowT], related: tuple[str, ...], names: tuple[str, ...], empty: tuple[str, ...]
) -> Question[RowT]:
    rows = model._default_manager.filter(**{f"{name}__isnull": True for name in empty})
    if related:
        rows = rows.select_related(*related)
    return Question(lambda **places: rows.filter(**places).order_by("pk")[:1], names)


@cache
def _numbers_named(
    model: type[models.Model], names: tuple[str, ...], empty: tuple[str, ...]
) -> Question[Any]:
    rows = model._default_manager.filter(**{f"{name}__isnull": True for name in empty})
    numbers = rows.values_list("pk", flat=True)
    return Question(lambda **places: numbers.filter(**places).order_by("pk")[:1], names)


@cache
def _numbers_among(model: type[models.Model], column: str) -> Question[Any]:
    rows = model._default_manager.values_list(column, "pk")
    return Question(lambda keys: rows.filter(**{f"{column}__among": keys}))


def missing(model: type[models.Model], key: str) -> NotRecordedError:
    """Return the refusal for a row that is not there."""
    word = WORDS[model._meta.model_name or ""]
    return NotRecordedError(what=word, key=key)


def hold(kind: str, number: int | str) -> None:
    """Hold a thing by its number or key until the transaction ends; others who hold it wait.

    Whoever may read a row may hold it so, also where a wall keeps them from changing it.
    """
    leave("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{number}"])


def acting_institution() -> int | None:
    """Return the number of the institution acted for; None for a firm or the State."""
    block = acting()
    return block.institution if block else _asked("majung_institution()")


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
    block = acting()
    return block.firm if block else _asked("majung_firm()")


def _asked(function: str) -> int | None:
    number: int | None = ask(f"SELECT {function}")[0][0]
    return number
