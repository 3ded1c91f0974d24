"""Indicating: every way to finance a request side by side, before anybody decides.

Looking is not indicating: `compared` lays the ways out and keeps nothing, `indicate` keeps what it
lays out, so that what a firm was told can be read again.
"""

from collections.abc import Mapping
from datetime import date, datetime

from majung.applications.indications.comparison import Comparison, compare
from majung.applications.indications.indication import Indication, Order
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force, whole
from majung.operations.policy import Act, require
from majung.operations.reading_names import institution_names
from majung.pricing.quotes import BankQuote
from majung.programmes import Programme
from majung.store.intake.findings import KeptIndication, keep_indications
from majung.store.intake.limits import shared_limits
from majung.values.money import Money


def compared(
    actor: Actor,
    number: str,
    quotes: Mapping[str, BankQuote],
    *,
    on: date,
    at: datetime,
    order: Order = Order.ALL_IN_COST,
) -> Comparison:
    """Lay out what an application could get (예상조건, 비구속); nothing is kept.

    Args:
        quotes: the banks' own rates, by party key; a bank that has not quoted is shown at the
            rate its programme assumes, marked so, or left out with the reason.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such application among the actor's.
    """
    require(actor, Act.INDICATE)
    with at_desk(actor):
        return _laid_out(number, quotes, on=on, at=at, order=order)


def indicate(
    actor: Actor,
    number: str,
    quotes: Mapping[str, BankQuote],
    *,
    on: date,
    at: datetime,
    order: Order = Order.ALL_IN_COST,
) -> Comparison:
    """Lay out what an application could get, as `compared` does, and keep what was shown.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such application among the actor's.
    """
    require(actor, Act.INDICATE)
    with at_desk(actor):
        shown = _laid_out(number, quotes, on=on, at=at, order=order)
        keep_indications(number, (_kept(shown, each, at=at) for each in shown.indications))
        return shown


def _laid_out(
    number: str, quotes: Mapping[str, BankQuote], *, on: date, at: datetime, order: Order
) -> Comparison:
    programmes = programmes_in_force(at=at)
    return compare(
        whole(number, on=on, at=at),
        programmes,
        quotes,
        on=on,
        order=order,
        room=room_left(programmes),
        called=institution_names(on=on),
    )


def _kept(shown: Comparison, way: Indication, *, at: datetime) -> KeptIndication:
    """Return a way as it is kept: by its loan, or else by the cover on it.

    A bank's own loan without a cover is of no programme; it is kept as what the others are held
    against.
    """
    covered = (way.cover.cover,) if way.cover is not None else ()
    of_programme = next((name for name in (way.loan, *covered) if name.programme), way.loan)
    return KeptIndication(
        application=shown.application,
        key=way.key,
        programme=of_programme.programme,
        version=of_programme.version,
        product=of_programme.product,
        content=way,
        indicated_on=shown.on,
        recorded_at=at,
    )


def room_left(programmes: tuple[Programme, ...]) -> Mapping[str, Money]:
    """Return what is left of each envelope that all contracts of a programme share."""
    return {
        limit.key.partition(".")[2]: limit.room
        for limit in shared_limits(programme.key for programme in programmes)
        if limit.room is not None
    }
