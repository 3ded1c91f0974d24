"""The limits that one contract stands under, and the room reserved for it under each.

Runs inside a transaction of the State: limits of firms and groups are opened when they are first
met, and what a firm holds elsewhere is looked up before anything is granted.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from majung.applications.application import Application
from majung.applications.firm import group_on, identity_key
from majung.applications.holdings.exclusions import Benefit, exclusions_between
from majung.errors import PolicyFinanceError
from majung.operations.intake.load_programmes import open_envelope
from majung.operations.intake.reading import benefits_of
from majung.programmes import Envelope, EnvelopeScope, Programme
from majung.store.parties.firms import memberships
from majung.values.money import Money


class BenefitExcludedError(PolicyFinanceError):
    """A firm never holds two benefits that exclude each other."""

    kind = "benefit-excluded"


def amounts_under(
    programme: Programme,
    product: str,
    amount: Money,
    application: Application,
    *,
    institution: str,
    granted: Iterable[str],
    on: date,
    at: datetime,
) -> Mapping[str, Money]:
    """Return how much a contract takes of each limit it stands under, by key of the limit.

    Args:
        granted: keys of the cuts the contract has; they open sub-limits.
    """
    members = _members(application, institution=institution, on=on)
    return {
        open_envelope(programme, envelope, member, on=on, at=at): amount
        for envelope in programme.envelopes_used(product, granted)
        if (member := _member(envelope, members)) is not None
    }


def require_compatible(
    application: Application, product: str, programmes: tuple[Programme, ...], *, on: date
) -> None:
    """Refuse a benefit that what the firm holds excludes, whoever granted it.

    Raises:
        BenefitExcludedError: naming the rule and what is held.
    """
    wanted = Benefit(product=product, project=application.request.project)
    for held in benefits_of(application.firm.identity, on=on):
        if held.is_held_on(on) and held.product != product:
            for found in exclusions_between(wanted, held, programmes):
                raise BenefitExcludedError(
                    firm=application.firm.name,
                    product=product,
                    held=held.product,
                    rule=found.exclusion.label,
                )


def _members(
    application: Application, *, institution: str, on: date
) -> Mapping[EnvelopeScope, str]:
    """Return who an application is in each scope; a scope it has no part in is left out."""
    identity = application.firm.identity
    group = group_on(memberships(), identity, on=on)
    members = {
        EnvelopeScope.PROGRAMME: "",
        EnvelopeScope.YEAR: str(on.year),
        EnvelopeScope.INSTITUTION: institution,
        EnvelopeScope.FIRM: identity_key(identity),
    }
    if group:
        members[EnvelopeScope.GROUP] = group
    if application.site is not None:
        members[EnvelopeScope.REGION] = application.site.region.value
    return members


def _member(envelope: Envelope, members: Mapping[EnvelopeScope, str]) -> str | None:
    """Return the member of an envelope that is concerned, or None where none is."""
    own = members.get(envelope.scope)
    if own is None or (envelope.member and own and envelope.member != own):
        return None
    return envelope.member or own
