"""Institutions and what they are called on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store import models
from majung.store.numbers import kept_or_made, row_of
from majung.store.questions import Question
from majung.store.refusals import RecordedDifferentlyError

#: What an institution is that supplies under a plan and takes part in no programme yet.
SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Institution:
    """A body that takes part.

    Attributes:
        kind: what it is: ministry, policy bank, bank, guarantor, fund manager, council.
        names: earliest first.
    """

    key: str
    kind: str
    names: tuple[DatedName, ...]
    is_example: bool = False


def register(institution: Institution) -> None:
    """Register an institution; names it was not called yet are added.

    One that was met as a supplier of a plan alone takes the kind by which it is met next.

    Raises:
        RecordedDifferentlyError: the key belongs to an institution of another kind.
    """
    row, _ = kept_or_made(
        models.Institution,
        key=institution.key,
        defaults={"kind": institution.kind, "is_example": institution.is_example},
    )
    if row.kind == SUPPLIER != institution.kind:
        row.kind = institution.kind
        row.save(update_fields=["kind"])
    if institution.kind not in {SUPPLIER, row.kind} or row.is_example != institution.is_example:
        raise RecordedDifferentlyError(key=institution.key)
    for named in institution.names:
        kept_or_made(
            models.InstitutionName,
            institution=row,
            from_on=named.valid_from,
            defaults={"ko": named.name.ko, "en": named.name.en},
        )


def institution(key: str) -> Institution:
    """Return an institution.

    Raises:
        NotRecordedError: no institution has the key.
    """
    row = row_of(models.Institution, key=key)
    return _institution(row, models.InstitutionName.objects.filter(institution=row))


def institutions() -> tuple[Institution, ...]:
    """Return all institutions, by key."""
    return tuple(
        Institution(key, kind, tuple(map(_dated, names)), is_example)
        for key, kind, names, is_example in _EVERY()
    )


_EVERY: Question[tuple[str, str, list[dict[str, str]], bool]] = Question(
    lambda: (
        models.Institution.objects.annotate(
            called=ArraySubquery(
                models.InstitutionName.objects.filter(institution=OuterRef("pk"))
                .order_by("from_on")
                .values(said=JSONObject(on="from_on", ko="ko", en="en"))
            )
        )
        .order_by("key")
        .values_list("key", "kind", "called", "is_example")
    )
)


def _institution(row: models.Institution, names: Iterable[models.InstitutionName]) -> Institution:
    dated = sorted(
        (DatedName(name.from_on, Label(name.ko, name.en)) for name in names),
        key=lambda name: name.valid_from,
    )
    return Institution(row.key, row.kind, tuple(dated), row.is_example)


def _dated(name: Mapping[str, str]) -> DatedName:
    return DatedName(date.fromisoformat(name["on"]), Label(name["ko"], name["en"]))
