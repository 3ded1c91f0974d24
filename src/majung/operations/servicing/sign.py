"""Signing: an accepted offer becomes a contract, pinned to the programme version it rests on."""

from collections.abc import Iterator
from datetime import date, datetime

from majung.applications.application import Request
from majung.applications.offer import Offer
from majung.applications.stages import Stage, Step
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.intake.load_programmes import book_of
from majung.operations.policy import Act, require
from majung.operations.versions import pinned
from majung.programmes import BookRole, ContractType, PartyRole, Product, Programme
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import applications, decisions, reservations
from majung.store.parties.firms import firm
from majung.store.servicing.conditions import Condition, set_conditions, unsettled
from majung.store.servicing.contracts import (
    Contract,
    ContractParty,
    Series,
    Servicing,
    contract_of,
)
from majung.store.servicing.contracts import sign as record
from majung.store.servicing.facts import record_facts

#: Whose part the provider of a product takes.
OWN_ROLE = {ContractType.LOAN: BookRole.LENDER, ContractType.COVER: BookRole.INSURER}
INSURED = "insured"
ISSUED = "issue"


class OfferNotAcceptedError(PolicyFinanceError):
    """Only an offer that the firm accepted is signed."""

    kind = "offer-not-accepted"


class OfferElsewhereError(PolicyFinanceError):
    """An institution signs its own offers."""

    kind = "offer-elsewhere"


def contract_key(offer: str) -> str:
    """Name the contract that is signed on an offer."""
    return f"C-{offer}"


def sign(
    actor: Actor,
    offer: str,
    *,
    on: date,
    at: datetime,
    loan: str = "",
    servicing: Servicing = Servicing.SERVICED,
) -> Contract:
    """Sign an accepted offer.

    Terms, conditions precedent and the programme version are those of the offer; the room held
    for it is used.  A cover without conditions is issued on the day; one with conditions begins
    when they are met or waived and the insurer issues it.  Signing the same offer again changes
    nothing.

    Args:
        loan: of a cover, the contract of the loan it stands on.
        servicing: whether the contract lives here, or in the institution's own core system, which
            reports it by monthly files.

    Raises:
        NotPermittedError: the actor may not sign.
        NotRecordedError: no such offer or loan.
        OfferNotAcceptedError: nobody accepted it.
        OfferElsewhereError: it is another institution's.
    """
    require(actor, Act.SIGN)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=offer):
        kept = decisions.offer_of(offer)
        if kept.institution != actor.institution:
            raise OfferElsewhereError(offer=offer, institution=kept.institution)
        if kept.outcome is not decisions.OfferOutcome.ACCEPTED:
            raise OfferNotAcceptedError(offer=offer, until=kept.until_on)
        contract = _contract(kept, on=on, loan=loan, servicing=servicing)
        record([contract], at=at)
        _with_it(kept, contract, actor, on=on, at=at)
        return contract_of(contract.key)


def _contract(kept: decisions.Offer, *, on: date, loan: str, servicing: Servicing) -> Contract:
    offered = kept.content
    if not isinstance(offered, Offer):
        raise TypeError(f"offer {kept.key} holds no approved terms")
    application = applications.application(kept.application)
    programme = pinned(kept.programme, kept.version)
    product = programme.product(kept.product)
    return Contract(
        key=contract_key(kept.key),
        kind=product.contract_type.value,
        institution=kept.institution,
        terms=offered.terms,
        currency=offered.terms.currency,
        signed_on=on,
        programme=kept.programme,
        version=kept.version,
        product=kept.product,
        firm=application.firm,
        application=application.number,
        offer=kept.key,
        project=application.project,
        loan=loan,
        region=_region(application, on=on),
        parties=tuple(parties_of(programme, product, kept.institution, loan)),
        servicing=servicing,
        series=Series.EXAMPLE if application.is_example else Series.REAL,
        next_due_on=on,
    )


def _with_it(
    kept: decisions.Offer, contract: Contract, actor: Actor, *, on: date, at: datetime
) -> None:
    """Do what goes with a signature: conditions, room, issue, stage."""
    offered = kept.content
    if isinstance(offered, Offer):
        conditions = (Condition(each.key, each.label) for each in offered.conditions)
        set_conditions(contract.key, conditions, at=at)
    for held in reservations.rooms_held_for(kept.key):
        if held.state is reservations.ReservationState.HELD:
            reservations.use(held.key, at=at)
    if isinstance(contract.terms, CoverTerms) and not unsettled(contract.key, on=on):
        issued = Fact(on, FactKind.ISSUE, ISSUED)
        record_facts({contract.key: [issued]}, by=actor.person, at=at)
    steps = applications.steps_of(kept.application, product=kept.product)
    if steps and steps[-1].stage is Stage.ACCEPTED:
        step = Step(Stage.SIGNED, on, actor.person)
        applications.take_step(kept.application, step, at=at, product=kept.product)


def parties_of(
    programme: Programme, product: Product, institution: str, loan: str = ""
) -> Iterator[ContractParty]:
    """Return who takes part in a contract of a product, each with the book of its side."""
    own = OWN_ROLE[product.contract_type]
    for role in product.books:
        if role is own:
            yield ContractParty(role.value, institution, book_of(institution, role))
        elif role is BookRole.STATE:
            for party in programme.parties:
                if PartyRole.STATE in party.roles:
                    yield ContractParty(role.value, party.key, book_of(party.key, role))
    if loan:
        yield ContractParty(INSURED, contract_of(loan).institution)


def _region(application: applications.Application, *, on: date) -> str:
    """Return the region of the site the money is for; empty where the form names none."""
    request = application.content.get("request")
    if not isinstance(request, Request) or request.site is None:
        return ""
    return firm(application.firm, on=on).site(request.site).region.value
