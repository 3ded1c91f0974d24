"""Limits as the database keeps them, and every step that moved them.

The arithmetic is that of `majung.supply.limits`; `reservations` moves the sums.  Every step leaves
a movement, so a sum can be drilled down: the sums of the movements are the sums of the limit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum

from majung.errors import PolicyFinanceError
from majung.programmes.programme import EnvelopeScope, SupplyBasis
from majung.store import models
from majung.store.asking import ask
from majung.store.numbers import acting_institution, add_rows, kept_or_made, number_or_none, row_of
from majung.store.questions import Question
from majung.store.refusals import RecordedDifferentlyError
from majung.supply.limits import SCOPE_ORDER, Limit
from majung.values.money import CurrencyMismatchError, Money


class CapBelowUseError(PolicyFinanceError):
    """A cap is not lowered below what is used and reserved under it."""

    kind = "cap-below-use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One step of a limit's sums.

    Attributes:
        kind: what was done: cap, reserve, release, expire, use, opening, repay, bind.
        used: by how much more is used; below zero for less.
        reserved: by how much more is reserved; below zero for less.
    """

    limit: str
    kind: str
    subject: str
    used: Money
    reserved: Money
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A limit whose sums, used and reserved, are not those of its movements."""

    limit: str
    kept: tuple[Money, Money]
    moved: tuple[Money, Money]


def open_limit(
    limit: Limit, *, programme: str, envelope: str, at: datetime, institution: str = ""
) -> None:
    """Open a limit; opening the same again does nothing.

    Args:
        institution: whose own limit it is; empty for one that institutions share.

    Raises:
        RecordedDifferentlyError: the key names a limit of another scope, basis or currency.
    """
    row, is_new = kept_or_made(
        models.Limit,
        key=limit.key,
        defaults={
            "institution_id": number_or_none(models.Institution, key=institution),
            "programme": programme,
            "envelope": envelope,
            "scope": limit.scope.value,
            "member": limit.member,
            "cap": limit.cap.minor if limit.cap else None,
            "currency": limit.used.currency,
            "basis": limit.basis.value,
            "is_revolving": limit.is_revolving,
            "position": SCOPE_ORDER[limit.scope],
            "recorded_at": at,
        },
    )
    opened = (limit.scope.value, limit.member, limit.used.currency, limit.basis.value)
    if (row.scope, row.member, row.currency, row.basis) != opened:
        raise RecordedDifferentlyError(key=limit.key)
    if is_new:
        journal = Journal("cap", subject="", at=at)
        journal.add(row.pk, cap=row.cap)
        journal.write()


def revise_cap(key: str, cap: Money | None, *, at: datetime) -> Limit:
    """Give a limit another cap, as a revised plan says; only the State does.

    A cap that stands below what contracts brought along may be raised towards it.

    Raises:
        NotRecordedError: no such limit.
        CapBelowUseError: more is used and reserved than the new cap allows.
    """
    row = row_of(models.Limit, key=key)
    if cap is not None:
        require_currency(row, cap)
    minor = cap.minor if cap else None
    is_revised = changed(
        "UPDATE store_limit SET cap = %s WHERE id = %s"
        " AND (%s::bigint IS NULL OR used + reserved <= %s OR cap <= %s) RETURNING id",
        minor,
        row.pk,
        minor,
        minor,
        minor,
    )
    if not is_revised:
        held = limit_of(key)
        raise CapBelowUseError(limit=key, cap=cap, used=held.used, reserved=held.reserved)
    journal = Journal("cap", subject="", at=at)
    journal.add(row.pk, cap=minor)
    journal.write()
    return limit_of(key)


def limit_of(key: str) -> Limit:
    """Return a limit with what stands under it now.

    Raises:
        NotRecordedError: no such limit.
    """
    return _limit(row_of(models.Limit, key=key))


def limits_of(*, programme: str = "", keys: Iterable[str] = ()) -> tuple[Limit, ...]:
    """Return limits, of a programme or by keys, from the widest scope to the narrowest."""
    rows = models.Limit.objects.order_by("position", "key")
    wanted = tuple(keys)
    if programme:
        rows = rows.filter(programme=programme)
    if wanted:
        rows = rows.filter(key__in=wanted)
    return tuple(_limit(row) for row in rows)


def shared_limits(programmes: Iterable[str]) -> tuple[Limit, ...]:
    """Return the limits that all contracts of programmes share, no member's own."""
    return tuple(_limit(row) for row in _SHARED(programmes=list(programmes)))


_SHARED = Question(
    lambda programmes: models.Limit.objects.filter(programme__among=programmes, member="").order_by(
        "position", "key"
    )
)


def limits_by_programme(
    *, programme: str = "", without: Iterable[EnvelopeScope] = ()
) -> dict[str, tuple[Limit, ...]]:
    """Return the limits of one programme or of all, from the widest scope to the narrowest.

    Args:
        without: scopes that are left out: single borrowers are many.
    """
    rows = models.Limit.objects.order_by("position", "key")
    rows = rows.exclude(scope__in=[scope.value for scope in without])
    if programme:
        rows = rows.filter(programme=programme)
    found: dict[str, list[Limit]] = {}
    for row in rows:
        found.setdefault(row.programme, []).append(_limit(row))
    return {key: tuple(limits) for key, limits in found.items()}


def movements(key: str) -> tuple[Movement, ...]:
    """Return the steps of a limit that whoever acts may see, earliest first."""
    rows = models.LimitMovement.objects.select_related("limit").filter(limit__key=key)
    return tuple(
        Movement(
            limit=key,
            kind=row.kind,
            subject=row.subject,
            used=Money(row.used, row.limit.currency),
            reserved=Money(row.reserved, row.limit.currency),
            recorded_at=row.recorded_at,
        )
        for row in rows.order_by("recorded_at", "pk")
    )


def discrepancies() -> tuple[Discrepancy, ...]:
    """Return limits whose sums are not those of their movements; none, where all is well.

    Only the State sees every movement, so only the State can ask.
    """
    sums = {
        row["limit"]: (int(row["used"]), int(row["reserved"]))
        for row in models.LimitMovement.objects.values("limit").annotate(
            used=Sum("used"), reserved=Sum("reserved")
        )
    }
    return tuple(
        Discrepancy(row.key, _pair(row.used, row.reserved, row), _pair(*moved, row))
        for row in models.Limit.objects.order_by("position", "key")
        if (moved := sums.get(row.pk, (0, 0))) != (row.used, row.reserved)
    )


@dataclass(slots=True)
class Journal:
    """The movements of one step under several limits, written at once.

    Attributes:
        held: number of the reservation the step belongs to.
    """

    kind: str
    subject: str
    at: datetime
    held: int | None = None
    _steps: list[dict[str, int | None]] = field(default_factory=list)

    def add(self, limit: int, *, used: int = 0, reserved: int = 0, cap: int | None = None) -> None:
        """Note by how much the sums of a limit moved."""
        self._steps.append({"limit_id": limit, "used": used, "reserved": reserved, "cap": cap})

    def write(self) -> None:
        """Keep what was noted."""
        institution = acting_institution()
        add_rows(
            models.LimitMovement(
                reservation_id=self.held,
                institution_id=institution,
                kind=self.kind,
                subject=self.subject,
                recorded_at=self.at,
                **step,
            )
            for step in self._steps
        )


def require_currency(row: models.Limit, amount: Money) -> None:
    """Refuse an amount in another currency than the limit's.

    Raises:
        CurrencyMismatchError: naming both.
    """
    if amount.currency != row.currency:
        raise CurrencyMismatchError(one=Money(row.used, row.currency), other=amount)


def changed(order: str, *values: int | None) -> bool:
    """Run an update that returns the rows it changed, and tell whether there was one."""
    return bool(ask(order, values))


def _limit(row: models.Limit) -> Limit:
    return Limit(
        key=row.key,
        scope=EnvelopeScope(row.scope),
        member=row.member,
        cap=None if row.cap is None else Money(row.cap, row.currency),
        used=Money(row.used, row.currency),
        reserved=Money(row.reserved, row.currency),
        basis=SupplyBasis(row.basis),
        is_revolving=row.is_revolving,
    )


def _pair(used: int, reserved: int, row: models.Limit) -> tuple[Money, Money]:
    return Money(used, row.currency), Money(reserved, row.currency)
