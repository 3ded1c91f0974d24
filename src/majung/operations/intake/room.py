"""Room: what a firm holds, what that excludes, how much is left, and holding it for some days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from majung.applications.firm import FirmIdentity, group_on, identity_key
from majung.applications.holdings.exclusions import Benefit
from majung.applications.holdings.room import FirmRoom, LimitLeft, firm_room
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.intake.load_programmes import open_envelope
from majung.operations.intake.products import programme_of, require_provider
from majung.operations.intake.reading import benefits_of, programmes_in_force
from majung.operations.policy import Act, NotPermittedError, may, require
from majung.programmes import Envelope, EnvelopeScope, Programme
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import reservations
from majung.store.intake.limits import limits_of
from majung.store.intake.reservations import HeldRoom, ReservationState
from majung.store.parties.firms import firms, memberships
from majung.supply.limits import Limit, limit_of
from majung.values.money import Money

#: Room can be held for so many days before anything is proposed.
HELD_DAYS = 5
#: What a reservation is for that no offer stands behind: by whom, and under which product.
ROOM = "room:"


class RoomAmountError(PolicyFinanceError):
    """Room is held for an amount above zero."""

    kind = "room-amount"


class RoomElsewhereError(PolicyFinanceError):
    """Room is given back by the institution that holds it."""

    kind = "room-elsewhere"


@dataclass(frozen=True, slots=True)
class RoomHeld:
    """Room that is held for a firm.

    Attributes:
        key: names it; releasing asks for it.
        product: it is held under, and by which `institution`.
    """

    key: str
    amount: Money
    expires_at: datetime
    product: str
    institution: str


def room_of(actor: Actor, firm: FirmIdentity, *, on: date, at: datetime) -> FirmRoom:
    """Say what a firm holds anywhere, what that excludes, and how much is left of each limit.

    The look across institutions is logged with its purpose.  Of what others granted an institution
    learns that it is held, not how much; the firm itself and who reads everything learn both.

    Raises:
        NotPermittedError: the actor may read nothing, or is another firm.
    """
    require(actor, Act.READ_OWN)
    if actor.firm and actor.firm != identity_key(firm):
        raise NotPermittedError(act=Act.READ_ALL, person=actor.person, roles=("officials",))
    with acting_for_state(
        Purpose.REGISTER, person=actor.person or "clockwork", at=at, subject=identity_key(firm)
    ):
        programmes = programmes_in_force(at=at)
        under = {
            product.key: tuple(_limits(programme, product.key, firm, institution="", on=on))
            for programme in programmes
            for product in programme.open_products(on)
        }
        limits = _left(each for every in under.values() for _, each in every)
        left = {
            product: tuple(LimitLeft(envelope.label, limits[each.key]) for envelope, each in every)
            for product, every in under.items()
        }
        held = tuple(_as_seen(each, actor) for each in benefits_of(firm, on=on))
        called = firms([firm], on=on)
        return firm_room(
            firm.spoken("ko"),
            held,
            programmes,
            left,
            on=on,
            country=firm.COUNTRY,
            name=called[0].name if called else "",
        )


def rooms_held(actor: Actor, firm: FirmIdentity, *, at: datetime) -> tuple[RoomHeld, ...]:
    """Return the room that the actor's institution holds for a firm now, earliest first.

    Raises:
        NotPermittedError: the actor may not hold room.
    """
    require(actor, Act.HOLD_ROOM)
    subject = identity_key(firm)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person, at=at, subject=subject):
        found = [_held(each) for each in reservations.rooms_of_firm(subject) if _is_room(each)]
    return tuple(each for each in found if each.institution == actor.institution)


def hold_room(
    actor: Actor,
    firm: FirmIdentity,
    product: str,
    amount: Money,
    *,
    key: str,
    on: date,
    at: datetime,
) -> RoomHeld:
    """Hold room for a firm under every limit of a product for five days; again does nothing.

    Raises:
        NotPermittedError: the actor may not.
        RoomAmountError: the amount is not above zero.
        ProductNotInForceError, ProductElsewhereError: it is none of the institution's products.
        LimitExceededError: naming the limit that refuses and what is left of it.
    """
    require(actor, Act.HOLD_ROOM)
    if amount.minor <= 0:
        raise RoomAmountError(amount=amount)
    expires_at = at + timedelta(days=HELD_DAYS)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person, at=at, subject=key):
        programme = _programme_of(actor, product, at=at)
        limits = _limits(programme, product, firm, institution=actor.institution, on=on)
        held = reservations.reserve(
            key,
            {
                open_envelope(programme, envelope, limit.member, on=on, at=at): amount
                for envelope, limit in limits
            },
            subject=f"{ROOM}{actor.institution}/{product}",
            at=at,
            expires_at=expires_at,
            firm=identity_key(firm),
        )
        return _held(held)


def release_room(actor: Actor, key: str, *, at: datetime) -> None:
    """Give held room back before its days are over; a second time does nothing.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: nothing is held under the key.
        RoomElsewhereError: another institution holds it, or it is held for an offer.
    """
    require(actor, Act.HOLD_ROOM)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person, at=at, subject=key):
        held = reservations.room_held(key)
        if not held.subject.startswith(f"{ROOM}{actor.institution}/"):
            raise RoomElsewhereError(key=key, institution=actor.institution or "-")
        reservations.release(key, at=at)


def _as_seen(benefit: Benefit, actor: Actor) -> Benefit:
    """Return what the actor may know of a benefit that somebody granted."""
    is_theirs = bool(actor.firm) or benefit.provider == actor.institution
    return benefit if is_theirs or may(actor, Act.READ_ALL) else replace(benefit, amount=None)


def _programme_of(actor: Actor, product: str, *, at: datetime) -> Programme:
    programme = programme_of(product, programmes_in_force(at=at))
    require_provider(actor, programme.product(product))
    return programme


def _is_room(held: HeldRoom) -> bool:
    return held.subject.startswith(ROOM) and held.state is ReservationState.HELD


def _held(held: HeldRoom) -> RoomHeld:
    institution, _, product = held.subject.removeprefix(ROOM).partition("/")
    (amount, *_) = held.amounts.values()
    assert held.expires_at is not None, "room is held for some days"
    return RoomHeld(held.key, amount, held.expires_at, product, institution)


def _left(limits: Iterable[Limit]) -> Mapping[str, Money | None]:
    """Return what is left of limits, by key; one that nobody uses yet is not opened by a look."""
    rooms = {limit.key: limit.room for limit in limits}
    return rooms | {kept.key: kept.room for kept in limits_of(keys=rooms)} if rooms else rooms


def _limits(
    programme: Programme, product: str, firm: FirmIdentity, *, institution: str, on: date
) -> Iterator[tuple[Envelope, Limit]]:
    """Yield the envelopes a firm's next contract would use, each with its limit as it is set."""
    members: dict[EnvelopeScope, str] = {
        EnvelopeScope.PROGRAMME: "",
        EnvelopeScope.YEAR: str(on.year),
        EnvelopeScope.FIRM: identity_key(firm),
    }
    if institution:
        members[EnvelopeScope.INSTITUTION] = institution
    group = group_on(memberships(), firm, on=on)
    if group:
        members[EnvelopeScope.GROUP] = group
    nothing = Money.zero(programme.currency)
    for envelope in programme.envelopes_used(product, ()):
        member = envelope.member or members.get(envelope.scope)
        if member is not None:
            yield (
                envelope,
                limit_of(
                    envelope,
                    programme=programme.key,
                    member=member,
                    on=on,
                    used=nothing,
                    reserved=nothing,
                ),
            )
