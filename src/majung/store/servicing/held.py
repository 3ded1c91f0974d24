"""Which contracts firms hold on a day, without their terms: what overlaps are found in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from majung.store import models
from majung.store.servicing.contracts import Series, last_day
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldContract:
    """A contract that a firm holds, without its terms.

    Attributes:
        firm: key of the firm.
        loan: of a cover, the contract of the loan it stands on; empty for none.
        last_on: the last day it is held; None while it lasts.
        agreed: committed or insured.
    """

    key: str
    kind: str
    firm: str
    programme: str
    product: str
    institution: str
    project: str
    loan: str
    signed_on: date
    last_on: date | None
    agreed: Money


def firms_holding(*, on: date, series: Series) -> int:
    """Count the firms that hold any contract on a day."""
    return _held(on=on, series=series).values("firm").distinct().count()


def held_beside_others(*, on: date, series: Series) -> tuple[HeldContract, ...]:
    """Return the contracts of firms that hold more than one on a day, by firm and key."""
    rows = _held(on=on, series=series)
    several = rows.values("firm").annotate(held=Count("pk")).filter(held__gt=1)
    found = rows.filter(firm__in=several.values("firm")).order_by("firm__key", "key")
    return tuple(
        HeldContract(
            key=row["key"],
            kind=row["kind"],
            firm=row["firm__key"],
            programme=row["programme"],
            product=row["product"],
            institution=row["institution__key"],
            project=row["project__number"] or "",
            loan=row["loan__key"] or "",
            signed_on=row["signed_on"],
            last_on=last_day(row["ended_on"]),
            agreed=Money(row["agreed"], row["currency"]),
        )
        for row in found.values(*_HELD)
    )


_HELD = (
    "key",
    "kind",
    "firm__key",
    "programme",
    "product",
    "institution__key",
    "project__number",
    "loan__key",
    "signed_on",
    "ended_on",
    "agreed",
    "currency",
)


def _held(*, on: date, series: Series) -> QuerySet[models.Contract]:
    return models.Contract.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        firm__isnull=False,
        signed_on__lte=on,
        series=series.value,
    )
