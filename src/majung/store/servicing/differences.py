"""Where the statement of a core system and our own schedule of a contract disagree.

Every comparison is kept, the latest one counts: where it finds a figure alike that differed
before, the difference is settled and no longer listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F

from majung.errors import Message
from majung.store import models
from majung.store.numbers import numbers_of
from majung.store.written import read, written
from majung.values.money import Money
from majung.values.months import Month
from majung.values.rates import Rate

Figure = Money | Rate | int | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDifference:
    """One figure of a contract in a month, as reported and as computed.

    Attributes:
        kind: what differs: outstanding, interest, principal …
        reported: None for what was not stated.
        reason: what may explain it.
        institution: whose contract it is, of what was read back.
    """

    contract: str
    month: Month
    kind: str
    reported: Figure
    computed: Figure
    reason: Message
    institution: str = field(default="", compare=False)

    @property
    def is_settled(self) -> bool:
        """Whether both sides say the same by now."""
        return self.reported == self.computed


def keep_differences(found: Iterable[ReportedDifference], *, at: datetime) -> None:
    """Keep what statements and our schedules were found to disagree on, or no longer to.

    Raises:
        NotRecordedError: a contract is not among those of whoever acts.
    """
    told = list(found)
    contracts = numbers_of(models.Contract, "key", {each.contract for each in told})
    owners = dict(
        models.Contract.objects.filter(pk__in=contracts.values()).values_list("pk", "institution")
    )
    models.ReportedDifference.objects.bulk_create(
        (
            models.ReportedDifference(
                contract_id=contracts[each.contract],
                institution_id=owners[contracts[each.contract]],
                month=each.month.first_on,
                kind=each.kind,
                reported=written((each.reported,)),
                computed=written((each.computed,)),
                reason=written(each.reason),
                recorded_at=at,
            )
            for each in told
        ),
        batch_size=2000,
    )


def differences_of(
    *,
    contract: str = "",
    contracts: Iterable[str] | None = None,
    institution: str = "",
    month: Month | None = None,
) -> tuple[ReportedDifference, ...]:
    """Return the open differences that whoever acts may read, by contract, month and kind.

    Args:
        contracts: keys of several contracts; None for all.
        institution: whose contracts; empty for all.
    """
    rows = models.ReportedDifference.objects.annotate(
        contract_key=F("contract__key"), holder=F("institution__key")
    )
    if contract:
        rows = rows.filter(contract__key=contract)
    if contracts is not None:
        rows = rows.filter(contract__key__in=list(contracts))
    if institution:
        rows = rows.filter(institution__key=institution)
    if month is not None:
        rows = rows.filter(month=month.first_on)
    latest: dict[tuple[str, date, str], ReportedDifference] = {}
    for row in rows.order_by("contract__key", "month", "kind", "recorded_at", "pk"):
        latest[row.contract_key, row.month, row.kind] = ReportedDifference(
            contract=row.contract_key,
            month=Month.of(row.month),
            kind=row.kind,
            reported=_read(row.reported),
            computed=_read(row.computed),
            reason=read(Message, row.reason),
            institution=row.holder,
        )
    return tuple(each for each in latest.values() if not each.is_settled)


def _read(tree: object) -> Figure:
    """Read a figure back; it is kept in a list, because a column holds no bare null."""
    (figure,) = read(tuple, tree)
    return figure  # type: ignore[no-any-return] # what was kept is a figure
