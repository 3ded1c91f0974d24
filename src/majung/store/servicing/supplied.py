"""What contracts supplied, read from their posted events: the ledger's side of every supply figure.

One row for each contract, day, kind and party, all revisions added up: what was posted and taken
back again is not supply.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from majung.contracts.events import EventKind
from majung.store import models
from majung.store.asking import hear
from majung.store.questions import Question
from majung.store.servicing.contracts import Series

#: Who lends under a cover, by the role it takes in the contract.
LENDING_ROLES = ("insured", "lender")
COVER = "cover"
_COLUMNS = (
    "contract_id",
    "contract__key",
    "contract__kind",
    "contract__institution__key",
    "contract__firm__key",
    "contract__programme",
    "contract__product",
    "contract__region",
    "contract__currency",
    "contract__loan__key",
    "contract__loan__institution__key",
    "kind",
    "party",
    "effective_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedEvent:
    """The sum of one event of a contract, with what a supply figure must know of the contract.

    Attributes:
        contract_kind: loan, cover or fund.
        firm: key of the firm; empty where the contract has none.
        region: of the financed site; empty where nobody stated it.
        loan: of a cover, the contract of the loan it stands on; empty where it is not known.
        lender: of a cover, key of the institution that lent; empty where it is not known.
        amount: minor units; below zero where more was taken back than posted in the span.
    """

    contract: str
    contract_kind: str
    institution: str
    firm: str
    programme: str
    product: str
    region: str
    currency: str
    loan: str
    lender: str
    kind: EventKind
    party: str
    effective_on: date
    amount: int


def supplied_events(
    kinds: Collection[EventKind],
    *,
    first_on: date,
    last_on: date,
    series: Series,
    known_at: datetime | None = None,
    with_opening: bool = False,
) -> tuple[SuppliedEvent, ...]:
    """Return posted events of some kinds between two days, both included, by day and contract.

    Args:
        series: contracts that are real, or those of the example world; never both.
        known_at: only what had been recorded by then; None for everything.
        with_opening: with what contracts brought along when they were taken over: it is owed,
            but nothing of it was supplied on those days.
    """
    return _made(
        _rows(
            kinds,
            first_on=first_on,
            last_on=last_on,
            series=series,
            known_at=known_at,
            with_opening=with_opening,
        )
    )


def supplied_parts(
    kinds: Collection[EventKind],
    *,
    first_on: date,
    last_on: date,
    series: Series,
    known_at: datetime | None = None,
    each: int,
) -> Iterator[tuple[SuppliedEvent, ...]]:
    """Return the same events as `supplied_events`, some at a time: no more of them are held.

    Args:
        each: how many a part has at most.
    """
    rows = _rows(
        kinds,
        first_on=first_on,
        last_on=last_on,
        series=series,
        known_at=known_at,
        with_opening=False,
    ).iterator(chunk_size=each)
    hear()
    while some := tuple(islice(rows, each)):
        yield _made(some)


def _rows(
    kinds: Collection[EventKind],
    *,
    first_on: date,
    last_on: date,
    series: Series,
    known_at: datetime | None,
    with_opening: bool,
) -> QuerySet[models.ContractEvent, dict[str, Any]]:
    rows = models.ContractEvent.objects.filter(
        kind__in=[kind.value for kind in kinds],
        effective_on__range=(first_on, last_on),
        contract__series=series.value,
    )
    if not with_opening:
        taken_over = F("contract__taken_over_on")
        rows = rows.filter(Q(contract__taken_over_on__isnull=True) | Q(effective_on__gt=taken_over))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    found: QuerySet[models.ContractEvent, dict[str, Any]] = (
        rows.values(*_COLUMNS)
        .annotate(total=Sum("amount"))
        .order_by("effective_on", "contract__key", "kind", "party")
    )
    return found


def _made(rows: Collection[dict[str, Any]]) -> tuple[SuppliedEvent, ...]:
    lenders = _lenders(
        [
            row["contract_id"]
            for row in rows
            if row["contract__kind"] == COVER and not row["contract__loan__institution__key"]
        ]
    )
    return tuple(
        SuppliedEvent(
            contract=row["contract__key"],
            contract_kind=row["contract__kind"],
            institution=row["contract__institution__key"],
            firm=row["contract__firm__key"] or "",
            programme=row["contract__programme"],
            product=row["contract__product"],
            region=row["contract__region"],
            currency=row["contract__currency"],
            loan=row["contract__loan__key"] or "",
            lender=row["contract__loan__institution__key"] or lenders.get(row["contract_id"], ""),
            kind=EventKind(row["kind"]),
            party=row["party"],
            effective_on=row["effective_on"],
            amount=int(row["total"]),
        )
        for row in rows
        if row["total"]
    )


def _lenders(covers: Sequence[int]) -> dict[int, str]:
    """Return who lends under covers, by number of the contract; of several, the first named."""
    return dict(_LENDING(covers=list(covers))) if covers else {}


_LENDING = Question(
    lambda covers: (
        models.ContractParty.objects.filter(
            contract__id__among=covers, role__in=LENDING_ROLES, institution__isnull=False
        )
        .order_by("contract_id", "-pk")
        .values_list("contract_id", "institution__key")
    )
)
