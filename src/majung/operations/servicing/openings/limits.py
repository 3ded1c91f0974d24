"""What contracts that are taken over use of the limits of their programmes, from the first day.

Each limit counts on its own basis what a contract brings along, and what can still be drawn under
it as at signing: so no room is given a second time.  Use that stands above a cap is a fact and is
taken; it is told, and leaves no room.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.applications.firm import FirmIdentity, Membership
from majung.errors import Message, message
from majung.operations.intake.envelopes import member_of, members_of
from majung.operations.intake.load_programmes import open_envelope
from majung.operations.versions import pinned
from majung.programmes import Envelope, EnvelopeScope, Programme
from majung.programmes.programme import SupplyBasis
from majung.store.intake.limit_use import bring_forward
from majung.store.intake.limits import limits_of
from majung.store.parties.firms import memberships
from majung.supply.limits import SCOPE_ORDER, Limit, limit_of
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtUse:
    """What one contract, or one investment of a fund, brings along.

    Attributes:
        subject: key of the contract.
        since: the day it was signed: years count it there.
        amounts: minor units, by the basis on which limits count.
        cuts: keys of the cuts it was granted; they open sub-limits.
    """

    subject: str
    programme: str
    version: str
    product: str
    institution: str
    firm: FirmIdentity | None
    region: str
    since: date
    amounts: Mapping[SupplyBasis, Money]
    cuts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A limit, by the envelope that sets it."""

    programme: Programme
    envelope: Envelope
    member: str

    def limit(self, *, on: date) -> Limit:
        """Return the limit as the envelope sets it, with nothing under it."""
        nothing = Money.zero(self.programme.currency)
        return limit_of(
            self.envelope,
            programme=self.programme.key,
            member=self.member,
            on=on,
            used=nothing,
            reserved=nothing,
        )


def limit_findings(uses: Iterable[BroughtUse], *, on: date) -> tuple[Message, ...]:
    """Return which limits stand above their caps with what is brought along, the widest first.

    Runs inside a transaction of the State and writes nothing.
    """
    places: dict[str, _Place] = {}
    brought: dict[str, Money] = {}
    groups = memberships()
    for use in uses:
        for place, amount in _under(use, groups, on=on):
            key = place.limit(on=on).key
            places[key] = place
            brought[key] = brought.get(key, Money.zero(amount.currency)) + amount
    if not places:
        return ()
    kept = {limit.key: limit for limit in limits_of(keys=places)}
    found: list[tuple[int, str, Message]] = []
    for key, place in places.items():
        limit = kept.get(key) or place.limit(on=on)
        used = limit.used + limit.reserved + brought[key]
        if limit.cap is not None and used > limit.cap:
            told = message(
                "opening-above-limit",
                limit=place.envelope.label,
                member=place.member or place.programme.key,
                used=used,
                cap=limit.cap,
                above=used - limit.cap,
            )
            found.append((SCOPE_ORDER[limit.scope], key, told))
    return tuple(told for _, _, told in sorted(found, key=lambda each: each[:2]))


def bring_uses_forward(uses: Iterable[BroughtUse], *, on: date, at: datetime) -> None:
    """Count what contracts bring along under every limit they stand under.

    An amount below zero takes back what was counted before and proved not to be so.  Runs inside a
    transaction of the State.
    """
    groups = memberships()
    for use in uses:
        amounts = {
            open_envelope(place.programme, place.envelope, place.member, on=on, at=at): amount
            for place, amount in _under(use, groups, on=on)
        }
        if amounts:
            bring_forward(amounts, subject=use.subject, at=at)


def _under(
    use: BroughtUse, groups: Iterable[Membership], *, on: date
) -> Iterable[tuple[_Place, Money]]:
    """Return the limits a use stands under, each with what it takes there."""
    programme = pinned(use.programme, use.version)
    members = members_of(
        use.firm,
        institution=use.institution,
        region=use.region,
        year=use.since.year,
        groups=groups,
        on=on,
    )
    for envelope in programme.envelopes_used(use.product, use.cuts):
        member = member_of(envelope, members)
        amount = use.amounts.get(envelope.basis)
        if member is None or amount is None or not amount.minor:
            continue
        if envelope.scope is EnvelopeScope.YEAR and int(member) < programme.valid_from.year:
            continue  # the programme set that year no limit
        yield _Place(programme, envelope, member), amount
