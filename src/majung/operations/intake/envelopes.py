"""The limits that one contract stands under, and the room reserved for it under each.

Runs inside a transaction of the State: limits of firms and groups are opened when they are first
met, and what a firm holds elsewhere is looked up before anything is granted.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from majung.applications.application import Application
from majung.applications.firm import FirmIdentity, Membership, group_on, identity_key
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
    site = application.site
    members = members_of(
        application.firm.identity,
        institution=institution,
        region=site.region.value if site is not None else "",
        year=on.year,
        groups=memberships(),
        on=on,
    )
    return {
        open_envelope(programme, envelope, member, on=on, at=at): amount
        for envelope in programme.envelopes_used(product, granted)
        if (member := member_of(envelope, members)) is not None
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


def members_of(
    firm: FirmIdentity | None,
    *,
    institution: str,
    region: str,
    year: int,
    groups: Iterable[Membership],
    on: date,
) -> Mapping[EnvelopeScope, str]:
    """Return who a contract is of in each scope; a scope it has no part in is left out.

    Args:
        firm: None where the contract is with none.
        region: of the financed site; empty where nobody stated it.
        groups: who belongs to which group.
        on: the day whose groups count.
    """
    members = {
        EnvelopeScope.PROGRAMME: "",
        EnvelopeScope.YEAR: str(year),
        EnvelopeScope.INSTITUTION: institution,
    }
    if firm is not None:
        members[EnvelopeScope.FIRM] = identity_key(firm)
        group = group_on(groups, firm, on=on)
        if group:
            members[EnvelopeScope.GROUP] = group
    if region:
        members[EnvelopeScope.REGION] = region
    return members


def member_of(envelope: Envelope, members: Mapping[EnvelopeScope, str]) -> str | None:
    """Return the member of an envelope that is concerned, or None where none is."""
    own = members.get(envelope.scope)
    if own is None or (envelope.member and own and envelope.member != own):
        return None
    return envelope.member or own
