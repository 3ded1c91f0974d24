"""How much of each envelope is used and reserved, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from majung.operations.acting import Actor
from majung.operations.intake.reading import programmes_in_force
from majung.operations.supply.looking import looking
from majung.programmes.programme import Envelope, EnvelopeScope, Programme
from majung.rules.citations import Label, Status
from majung.store.access import Purpose
from majung.store.intake.limits import limits_by_programme
from majung.supply.limits import Limit
from majung.values.money import Money

#: Scopes that concern single borrowers: they are no business of a dashboard or a pack.
OF_BORROWERS = frozenset({EnvelopeScope.FIRM, EnvelopeScope.GROUP})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeUse:
    """An envelope of a programme, for one member of its scope.

    Attributes:
        member_name: the member in words; empty for a whole programme.
        status: whether the cap was reported or is assumed.
    """

    programme: str
    version: str
    programme_name: Label
    envelope: str
    label: Label
    member_name: Label | None
    limit: Limit
    status: Status

    @property
    def room(self) -> Money | None:
        """What is left; None where the cap was not published."""
        return self.limit.room


def envelope_use(
    actor: Actor, *, at: datetime, programme: str = "", with_borrowers: bool = False
) -> tuple[EnvelopeUse, ...]:
    """Return the use of envelopes, by programme, from the widest scope to the narrowest.

    Args:
        programme: of one programme only; empty for all.
        with_borrowers: limits of single firms and groups too.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.ENVELOPES, at=at, subject=programme):
        return envelopes_in_use(at=at, programme=programme, with_borrowers=with_borrowers)


def envelopes_in_use(
    *, at: datetime, programme: str = "", with_borrowers: bool = False
) -> tuple[EnvelopeUse, ...]:
    """Return the use of envelopes; runs inside a transaction of whoever reads."""
    without = () if with_borrowers else tuple(OF_BORROWERS)
    limits = limits_by_programme(programme=programme, without=without)
    return tuple(
        _use(read, envelope, limit)
        for read in programmes_in_force(at=at)
        for limit in limits.get(read.key, ())
        for envelope in read.envelopes
        if envelope.key == _envelope_key(read.key, limit)
    )


def only_used(uses: Iterable[EnvelopeUse]) -> tuple[EnvelopeUse, ...]:
    """Keep the envelopes of whole programmes, and of the others those that hold anything."""
    return tuple(
        use
        for use in uses
        if use.limit.scope is EnvelopeScope.PROGRAMME
        or use.limit.used.minor
        or use.limit.reserved.minor
    )


def _use(programme: Programme, envelope: Envelope, limit: Limit) -> EnvelopeUse:
    return EnvelopeUse(
        programme=programme.key,
        version=programme.version,
        programme_name=programme.name,
        envelope=envelope.key,
        label=envelope.label,
        member_name=_member_name(programme, limit),
        limit=limit,
        status=_status(envelope),
    )


def _status(envelope: Envelope) -> Status:
    is_assumed = envelope.limit is not None and envelope.limit.is_assumed
    return Status.ASSUMED if is_assumed else envelope.status


def _envelope_key(programme: str, limit: Limit) -> str:
    """Take the envelope out of a limit's key: programme, envelope and member."""
    return limit.key.removeprefix(f"{programme}.").partition(":")[0]


def _member_name(programme: Programme, limit: Limit) -> Label | None:
    if not limit.member:
        return None
    if limit.scope is EnvelopeScope.INSTITUTION:
        party = next((party for party in programme.parties if party.key == limit.member), None)
        if party is not None:
            return party.names[-1].name
    return Label(limit.member, limit.member)
