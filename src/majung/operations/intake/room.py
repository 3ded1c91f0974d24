"""Room: what a firm holds, what that excludes, how much is left, and holding it for some days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.holdings.room import FirmRoom, LimitLeft, firm_room
from majung.operations.acting import Actor
from majung.operations.intake.load_programmes import open_envelope
from majung.operations.intake.reading import benefits_of, programmes_in_force
from majung.operations.policy import Act, require
from majung.programmes import Envelope, EnvelopeScope, Programme
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import reservations
from majung.store.intake.limits import limit_of
from majung.store.parties.firms import memberships
from majung.values.money import Money

#: Room can be held for so many days before anything is proposed.
HELD_DAYS = 5


@dataclass(frozen=True, slots=True)
class RoomHeld:
    """Room that is held for a firm.

    Attributes:
        key: names it; releasing asks for it.
    """

    key: str
    amount: Money
    expires_at: datetime


def room_of(actor: Actor, firm: FirmIdentity, *, on: date, at: datetime) -> FirmRoom:
    """Say what a firm holds anywhere, what that excludes, and how much is left of each limit.

    The look across institutions is logged with its purpose.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with acting_for_state(
        Purpose.REGISTER, person=actor.person or "clockwork", at=at, subject=identity_key(firm)
    ):
        programmes = programmes_in_force(at=at)
        limits = {
            product.key: tuple(
                LimitLeft(envelope.label, limit_of(key).room)
                for envelope, key in _limits(
                    programme, product.key, firm, institution="", on=on, at=at
                )
            )
            for programme in programmes
            for product in programme.open_products(on)
        }
        return firm_room(identity_key(firm), benefits_of(firm, on=on), programmes, limits, on=on)


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
        LimitExceededError: naming the limit that refuses and what is left of it.
    """
    require(actor, Act.HOLD_ROOM)
    expires_at = at + timedelta(days=HELD_DAYS)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person, at=at, subject=key):
        programme = next(
            each
            for each in programmes_in_force(at=at)
            if any(one.key == product for one in each.products)
        )
        limits = _limits(programme, product, firm, institution=actor.institution, on=on, at=at)
        held = reservations.reserve(
            key,
            {limit: amount for _, limit in limits},
            subject=key,
            at=at,
            expires_at=expires_at,
            firm=identity_key(firm),
        )
        return RoomHeld(held.key, amount, held.expires_at or expires_at)


def release_room(actor: Actor, key: str, *, at: datetime) -> None:
    """Give held room back before its days are over; a second time does nothing.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: nothing is held under the key.
    """
    require(actor, Act.HOLD_ROOM)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person, at=at, subject=key):
        reservations.release(key, at=at)


def _limits(
    programme: Programme,
    product: str,
    firm: FirmIdentity,
    *,
    institution: str,
    on: date,
    at: datetime,
) -> tuple[tuple[Envelope, str], ...]:
    """Return the envelopes a firm's next contract would use, each with the key of its limit."""
    members: dict[EnvelopeScope, str] = {
        EnvelopeScope.PROGRAMME: "",
        EnvelopeScope.YEAR: str(on.year),
        EnvelopeScope.FIRM: identity_key(firm),
    }
    if institution:
        members[EnvelopeScope.INSTITUTION] = institution
    groups = sorted(
        each.group for each in memberships() if each.member == firm and each.from_on <= on
    )
    if groups:
        members[EnvelopeScope.GROUP] = groups[0]
    return tuple(
        (envelope, open_envelope(programme, envelope, member, on=on, at=at))
        for envelope in programme.envelopes_used(product, ())
        if (member := envelope.member or members.get(envelope.scope)) is not None
    )
