"""Indicating: every way to finance a request side by side, before anybody decides."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from majung.applications.indications.comparison import Comparison, compare
from majung.applications.indications.indication import Order
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


def indicate(
    actor: Actor,
    number: str,
    quotes: Mapping[str, BankQuote],
    *,
    on: date,
    at: datetime,
    order: Order = Order.ALL_IN_COST,
) -> Comparison:
    """Lay out what an application could get (예상조건, 비구속) and keep what was shown.

    Args:
        quotes: the banks' own rates, by party key; a bank that has not quoted is shown at the
            rate its programme assumes, marked so, or left out with the reason.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such application among the actor's.
    """
    require(actor, Act.INDICATE)
    with at_desk(actor):
        programmes = programmes_in_force(at=at)
        shown = compare(
            whole(number, on=on, at=at),
            programmes,
            quotes,
            on=on,
            order=order,
            room=room_left(programmes),
            called=institution_names(on=on),
        )
        keep_indications(number, _kept(shown, at=at))
        return shown


def _kept(shown: Comparison, *, at: datetime) -> Iterator[KeptIndication]:
    """Yield what is kept: ways of a programme, by their loan or else by the cover on it.

    A bank's own loan without a cover is nobody's undertaking; what it costs stands in each way
    beside it.
    """
    for each in shown.indications:
        covered = (each.cover.cover,) if each.cover is not None else ()
        of_programme = [name for name in (each.loan, *covered) if name.programme]
        if of_programme:
            yield KeptIndication(
                application=shown.application,
                key=each.key,
                programme=of_programme[0].programme,
                version=of_programme[0].version,
                product=of_programme[0].product,
                content=each,
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
