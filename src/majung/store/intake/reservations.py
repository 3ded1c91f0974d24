"""Room held, used and given back: no amount passes a cap, however many ask at once.

Each step is one conditional update of one row, never a reading followed by a writing, so that
none is counted twice and none slips through.  Rows are always taken in one order, the reservation
first and its limits from the widest to the narrowest, so that nobody waits in a circle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.asking import leave
from majung.store.intake.limit_use import in_order, raise_sum
from majung.store.intake.limits import Journal, changed, require_currency
from majung.store.numbers import (
    acting_institution,
    add_rows,
    lasting_row_of,
    made_or_kept,
    missing,
    row_of,
)
from majung.store.questions import Question
from majung.store.refusals import RecordedDifferentlyError
from majung.supply.limits import MoreThanReservedError
from majung.values.money import Money


class ReservationEndedError(PolicyFinanceError):
    """Room that was used, released or has expired is not held any more."""

    kind = "reservation-ended"


class ReservationState(StrEnum):
    """What became of reserved room."""

    HELD = "held"
    USED = "used"
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRoom:
    """Room reserved under several limits for one subject.

    Attributes:
        subject: what it is held for: the key of an application or offer.
        amounts: what was reserved, by key of the limit.
        used: what of it was used, by key of the limit.
        expires_at: from this moment on it may be freed; None while it is held.
        firm: key of the firm it is held for; empty where it is held for none.
    """

    key: str
    subject: str
    amounts: Mapping[str, Money]
    used: Mapping[str, Money]
    state: ReservationState
    expires_at: datetime | None
    firm: str = ""


def reserve(
    key: str,
    amounts: Mapping[str, Money],
    *,
    subject: str,
    at: datetime,
    expires_at: datetime | None = None,
    firm: str = "",
) -> HeldRoom:
    """Hold room under every limit, or under none; the same key a second time holds nothing more.

    Args:
        key: names the reservation.
        amounts: how much, by key of the limit; all above zero.
        expires_at: from this moment on the room may be freed; None while it is held.

    Raises:
        LimitExceededError: naming the widest limit that refuses, and what is left of it.
        NotRecordedError: one of the limits does not exist.
        RecordedDifferentlyError: the key holds other amounts, or belongs to somebody else.
        ReservationEndedError: the key was used before, and what it held is not held any more.
    """
    limits = in_order(amounts)
    with transaction.atomic():
        row, is_new = made_or_kept(
            models.Reservation,
            key=key,
            defaults={
                "institution_id": acting_institution(),
                "firm": lasting_row_of(models.Firm, key=firm) if firm else None,
                "subject": subject,
                "state": ReservationState.HELD,
                "expires_at": expires_at,
                "recorded_at": at,
            },
        )
        if not is_new:
            return _reserved_before(row, amounts, subject=subject)
        journal = Journal("reserve", subject, at, held=row.pk)
        for limit, amount in limits:
            raise_sum(limit, amount, column="reserved")
            journal.add(limit.pk, reserved=amount.minor)
        lines = [
            models.ReservationLine(reservation=row, limit=limit, amount=amount.minor)
            for limit, amount in limits
        ]
        add_rows(lines)
        journal.write()
    return _room(row, lines)


def room_held(key: str) -> HeldRoom:
    """Return a reservation.

    Raises:
        NotRecordedError: no such reservation.
    """
    return _room(row_of(models.Reservation, "firm", key=key))


def rooms_held_for(subject: str) -> tuple[HeldRoom, ...]:
    """Return every reservation that was made for a subject, earliest first."""
    return tuple(_room(row) for row in _HELD(subject=subject))


def rooms_of_firm(firm: str) -> tuple[HeldRoom, ...]:
    """Return every reservation that was made for a firm, by its key, earliest first."""
    rows = models.Reservation.objects.filter(firm__key=firm).order_by("recorded_at", "key")
    return tuple(_room(row) for row in rows)


def use(key: str, *, at: datetime, amounts: Mapping[str, Money] | None = None) -> HeldRoom:
    """Turn reserved room into use: it was approved, signed or drawn, by the limit's basis.

    What is used of less than was held frees the rest.  Using it a second time does nothing.

    Args:
        amounts: by key of the limit, a limit left out uses nothing; None for all that is held.

    Raises:
        NotRecordedError: no such reservation.
        ReservationEndedError: it was released or has expired.
        MoreThanReservedError: more is to be used than is held.
    """
    with transaction.atomic():
        row = _locked(key)
        if row.state == ReservationState.USED:
            return _room(row)
        _require_held(row)
        journal = Journal("use", row.subject, at, held=row.pk)
        lines = _lines([row])
        for line in lines:
            line.used = line.amount if amounts is None else _to_use(line, amounts)
            _free(line, journal, used=line.used)
        _write_used(lines)
        journal.write()
        return _ended(row, ReservationState.USED, lines)


def release(key: str, *, at: datetime) -> HeldRoom:
    """Give reserved room back: the decision fell away.  A second time does nothing.

    Raises:
        NotRecordedError: no such reservation.
        ReservationEndedError: it was used.
    """
    with transaction.atomic():
        row = _locked(key)
        if row.state in (ReservationState.RELEASED, ReservationState.EXPIRED):
            return _room(row)
        _require_held(row)
        journal = Journal("release", row.subject, at, held=row.pk)
        lines = _lines([row])
        for line in lines:
            _free(line, journal, used=0)
        journal.write()
        return _ended(row, ReservationState.RELEASED, lines)


def expire(*, at: datetime, count_max: int = 1000) -> tuple[HeldRoom, ...]:
    """Free the room of reservations whose time is over, those that ran out first.

    Reservations that somebody is using at this very moment are left for the next time.
    """
    with transaction.atomic():
        rows = list(
            models.Reservation.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("firm")
            .filter(state=ReservationState.HELD, expires_at__lte=at)
            .order_by("expires_at", "key")[:count_max]
        )
        journals = {row.pk: Journal("expire", row.subject, at, held=row.pk) for row in rows}
        lines: dict[int, list[models.ReservationLine]] = {row.pk: [] for row in rows}
        for line in _lines(rows):
            _free(line, journals[line.reservation_id], used=0)
            lines[line.reservation_id].append(line)
        for journal in journals.values():
            journal.write()
        return tuple(_ended(row, ReservationState.EXPIRED, lines[row.pk]) for row in rows)


def _free(line: models.ReservationLine, journal: Journal, *, used: int) -> None:
    """Free what a line holds and use a part of it: the sum never grows, so no cap is passed."""
    changed(
        "UPDATE store_limit SET reserved = reserved - %s, used = used + %s WHERE id = %s"
        " RETURNING id",
        line.amount,
        used,
        line.limit_id,
    )
    journal.add(line.limit_id, used=used, reserved=-line.amount)


def _to_use(line: models.ReservationLine, amounts: Mapping[str, Money]) -> int:
    wanted = amounts.get(line.limit.key, Money.zero(line.limit.currency))
    require_currency(line.limit, wanted)
    if not 0 <= wanted.minor <= line.amount:
        held = Money(line.amount, line.limit.currency)
        raise MoreThanReservedError(limit=line.limit.key, wanted=wanted, reserved=held)
    return wanted.minor


def _locked(key: str) -> models.Reservation:
    row = _TO_CHANGE.first(key=key)
    if row is None:
        raise missing(models.Reservation, key)
    return row


_TO_CHANGE = Question(
    lambda key: (
        models.Reservation.objects.select_for_update(of=("self",))
        .select_related("firm")
        .filter(key=key)
    )
)


def _write_used(lines: Iterable[models.ReservationLine]) -> None:
    written = list(lines)
    leave(
        "UPDATE store_reservationline l SET used = n.used"
        " FROM unnest(%s::bigint[], %s::bigint[]) AS n(used, id) WHERE l.id = n.id",
        [[line.used for line in written], [line.pk for line in written]],
    )


def _lines(rows: Iterable[models.Reservation]) -> list[models.ReservationLine]:
    return _LINES(reservations=[row.pk for row in rows])


_LINES = Question(
    lambda reservations: (
        models.ReservationLine.objects.select_related("limit")
        .filter(reservation__id__among=reservations)
        .order_by("limit__position", "limit__key", "reservation")
    )
)
_HELD = Question(
    lambda subject: (
        models.Reservation.objects.select_related("firm")
        .filter(subject=subject)
        .order_by("recorded_at", "key")
    )
)


def _require_held(row: models.Reservation) -> None:
    if row.state != ReservationState.HELD:
        raise ReservationEndedError(reservation=row.key, state=row.state)


def _ended(
    row: models.Reservation, state: ReservationState, lines: Sequence[models.ReservationLine]
) -> HeldRoom:
    row.state = state
    leave("UPDATE store_reservation SET state = %s WHERE id = %s", [state.value, row.pk])
    return _room(row, lines)


def _reserved_before(
    row: models.Reservation, amounts: Mapping[str, Money], *, subject: str
) -> HeldRoom:
    held = _room(row)
    if (held.subject, dict(held.amounts)) != (subject, dict(amounts)):
        raise RecordedDifferentlyError(key=row.key)
    if held.state in (ReservationState.RELEASED, ReservationState.EXPIRED):
        raise ReservationEndedError(reservation=row.key, state=held.state)
    return held


def _room(
    row: models.Reservation, lines: Sequence[models.ReservationLine] | None = None
) -> HeldRoom:
    """Return the value of a row; its lines are asked for where they are not at hand."""
    lines = _lines([row]) if lines is None else lines
    return HeldRoom(
        key=row.key,
        subject=row.subject,
        amounts={line.limit.key: Money(line.amount, line.limit.currency) for line in lines},
        used={line.limit.key: Money(line.used, line.limit.currency) for line in lines},
        state=ReservationState(row.state),
        expires_at=row.expires_at,
        firm=row.firm.key if row.firm else "",
    )
