"""Where the file of a core system and our own schedule of a contract disagree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from majung.errors import Message
from majung.store import models
from majung.store.numbers import numbers_of
from majung.store.written import read, written
from majung.values.money import Money
from majung.values.months import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDifference:
    """One figure of a contract in a month, as reported and as computed.

    Attributes:
        kind: what differs: outstanding, interest, principal.
        reason: what may explain it.
    """

    contract: str
    month: Month
    kind: str
    reported: Money
    computed: Money
    reason: Message


def keep_differences(differences: Iterable[ReportedDifference], *, at: datetime) -> None:
    """Keep what a report and our schedules disagree on.

    Raises:
        NotRecordedError: a contract is not among those of whoever acts.
    """
    found = list(differences)
    contracts = numbers_of(models.Contract, "key", {each.contract for each in found})
    owners = dict(
        models.Contract.objects.filter(pk__in=contracts.values()).values_list("pk", "institution")
    )
    models.ReportedDifference.objects.bulk_create(
        models.ReportedDifference(
            contract_id=contracts[each.contract],
            institution_id=owners[contracts[each.contract]],
            month=each.month.first_on,
            kind=each.kind,
            reported=each.reported.minor,
            computed=each.computed.minor,
            currency=each.computed.currency,
            reason=written(each.reason),
            recorded_at=at,
        )
        for each in found
    )


def differences_of(
    *, contract: str = "", month: Month | None = None
) -> tuple[ReportedDifference, ...]:
    """Return the differences that whoever acts may read, by contract, month and kind."""
    rows = models.ReportedDifference.objects.annotate(contract_key=F("contract__key"))
    if contract:
        rows = rows.filter(contract__key=contract)
    if month is not None:
        rows = rows.filter(month=month.first_on)
    return tuple(
        ReportedDifference(
            contract=row.contract_key,
            month=Month.of(row.month),
            kind=row.kind,
            reported=Money(row.reported, row.currency),
            computed=Money(row.computed, row.currency),
            reason=read(Message, row.reason),
        )
        for row in rows.order_by("contract__key", "month", "kind", "recorded_at")
    )
