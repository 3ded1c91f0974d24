"""Deciding: one person proposes, another approves, and the room is reserved in the same moment.

Findings refuse nothing: whoever grants against one says why.  The approval checks four eyes and
authority, holds the firm, looks up what it holds anywhere, reserves every limit by one conditional
update each, records and seals the decision, and makes the offer: all of it or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from majung.applications.application import Application, facts_of
from majung.applications.decision import Decision, DecisionKind, decided
from majung.applications.firm import identity_key
from majung.applications.indications.assessment import assess_product
from majung.applications.indications.offering import Letter, cover_offer, loan_offer
from majung.applications.indications.ways import Market, Way, covered_ways, loan_ways
from majung.applications.offer import Offer
from majung.applications.proposed import ProposedGrant
from majung.applications.stages import Stage, Step
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.appealed import decided_before, is_under_appeal
from majung.operations.intake.envelopes import amounts_under, require_compatible
from majung.operations.intake.indicate import room_left
from majung.operations.intake.load_programmes import book_of
from majung.operations.intake.products import (
    ProductElsewhereError,
    programme_of,
    require_provider,
)
from majung.operations.intake.reading import programmes_in_force, whole
from majung.operations.policy import Act, require
from majung.operations.reading_names import institution_names
from majung.pricing.quotes import BankQuote
from majung.programmes import BookRole, ContractType, Programme
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import applications, decisions, proposals, reservations
from majung.store.parties.people import authority_of
from majung.store.servicing.chain import record_sealed
from majung.values.calendars import calendar_of
from majung.values.money import Money

#: An offer can be accepted for so many days [assumed; a programme may come to say otherwise].
OFFER_DAYS = 30
BOOK_OF = {ContractType.LOAN: BookRole.LENDER, ContractType.COVER: BookRole.INSURER}


class WayUnknownError(PolicyFinanceError):
    """What is granted is one of the ways to finance the request."""

    kind = "way-unknown"


def propose_decision(
    actor: Actor,
    decision: Decision,
    way: str,
    quotes: Sequence[BankQuote],
    *,
    key: str,
    on: date,
    at: datetime,
) -> proposals.Proposal:
    """Put a decision forward (상신) for a second person.

    Rules that stand against it are read from the programme and kept with it; what is granted
    against one needs an override in the decision.

    Args:
        decision: as proposed; `against`, the programme version and the day are filled in here.
        way: key of the indication it grants; empty for a refusal.
        key: the number of the proposal, and of the decision taken on it.

    Raises:
        NotPermittedError: the actor may not.
        ProductNotInForceError: no programme in force has it.
        ProductElsewhereError: another institution provides the product.
        NotRecordedError: no such application on the actor's desk.
    """
    require(actor, Act.PROPOSE_DECISION)
    with at_desk(actor):
        application = whole(decision.application, on=on, at=at)
        programme = programme_of(decision.product, programmes_in_force(at=at))
        product = programme.product(decision.product)
        require_provider(actor, product)
        facts = facts_of(application, on=on)
        called = institution_names(on=on)
        found = assess_product(facts, programme, product, on=on, called=called)
        proposed = replace(
            decision,
            institution=actor.institution,
            proposed_by=actor.person,
            decided_on=on,
            programme_version=programme.version,
            against=found.against,
        )
        proposal = proposals.Proposal(
            key=key,
            institution=actor.institution,
            subject_kind=decisions.APPLICATION,
            subject=decision.application,
            content=ProposedGrant(proposed, way, tuple(quotes)),
            proposed_by=actor.person,
            proposed_on=on,
            application=decision.application,
            product=decision.product,
        )
        proposals.propose(proposal, at=at)
        _step(application, Stage.PROPOSED, actor, decision.product, on=on, at=at)
        return proposals.proposal_of(key)


def approve_decision(actor: Actor, key: str, *, on: date, at: datetime) -> decisions.KeptDecision:
    """Take a decision that another person proposed; a grant reserves its room and is offered.

    Raises:
        NotPermittedError: the actor may not approve.
        NotRecordedError: no such proposal.
        ProposalEndedError: it was decided or sent back.
        FourEyesError, AuthorityExceededError and the other refusals of a decision.
        BenefitExcludedError: the firm holds what excludes it.
        LimitExceededError: naming the limit that refuses and what is left of it.
        TermsNotPricedError: what is granted has no price on what is certain.
    """
    require(actor, Act.APPROVE_DECISION)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person, at=at, subject=key):
        proposal = proposals.open_proposal(key)
        grant = proposal.content
        if not isinstance(grant, ProposedGrant):
            raise TypeError(f"proposal {key} is not about an application")
        if proposal.institution != actor.institution:
            raise ProductElsewhereError(
                product=proposal.product,
                institution=actor.institution,
                providers=(proposal.institution,),
            )
        applications.locked(proposal.application)
        authority = authority_of(
            actor.person, institution=actor.institution, product=proposal.product, on=on
        )
        before = decided_before(proposal.application, proposal.product)
        proposed = replace(grant.decision, decided_on=on, decided_before=before)
        decision = decided(actor.person, proposed, authority)
        application = whole(proposal.application, on=on, at=at)
        programmes = programmes_in_force(at=at)
        programme = programme_of(proposal.product, programmes)
        if decision.kind is DecisionKind.REFUSE:
            kept = _keep(proposal, decision, actor, programme, application, at=at)
            _step(
                application,
                Stage.REFUSED,
                actor,
                proposal.product,
                on=on,
                at=at,
                reason=decision.reason,
            )
            return kept
        require_compatible(application, proposal.product, programmes, on=on)
        offer = _offer(grant, decision, application, programmes, key=key, on=on)
        _reserve(offer, decision, application, programme, on=on, at=at)
        kept = _keep(proposal, decision, actor, programme, application, at=at)
        _make(offer, decision, programme, at=at)
        _step(application, Stage.OFFERED, actor, proposal.product, on=on, at=at)
        return kept


def answer_offer(
    actor: Actor,
    offer: str,
    outcome: decisions.OfferOutcome,
    *,
    on: date,
    at: datetime,
    reason: str = "",
) -> decisions.Offer:
    """Accept or decline an offer for the firm; the same answer again does nothing.

    The firm answers itself, or tells an officer of the institution that made the offer.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such offer on the actor's desk.
        OfferAnsweredError: it lapsed, or was answered otherwise.
    """
    require(actor, Act.ACCEPT_OFFER)
    with at_desk(actor):
        decisions.require_offer(offer)
    with acting_for_state(Purpose.INTAKE, person=actor.person, at=at, subject=offer):
        answered, is_new = decisions.answer_offer(
            offer, outcome, by=actor.person, on=on, at=at, reason=reason
        )
        if is_new:
            accepted = outcome is decisions.OfferOutcome.ACCEPTED
            stage = Stage.ACCEPTED if accepted else Stage.WITHDRAWN
            step = Step(stage, on, actor.person, reason)
            applications.take_step(answered.application, step, at=at, product=answered.product)
            if not accepted:
                release_room_of(offer, at=at)
        return answered


def expire(actor: Actor, *, on: date, at: datetime) -> int:
    """Let offers lapse whose last day is over and that wait for no appeal; free room that ran out.

    Returns:
        how many offers and reservations ended.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
    """
    require(actor, Act.EXPIRE)
    with acting_for_state(Purpose.ENVELOPES, person=actor.person or "clockwork", at=at):
        over = decisions.open_offers(until_on=on - timedelta(days=1))
        lapsed = [offer for offer in over if not is_under_appeal(offer)]
        for offer in lapsed:
            decisions.answer_offer(
                offer.key, decisions.OfferOutcome.LAPSED, by="clockwork", on=on, at=at
            )
            step = Step(Stage.LAPSED, on, "clockwork", "")
            applications.take_step(offer.application, step, at=at, product=offer.product)
            release_room_of(offer.key, at=at)
        return len(lapsed) + len(reservations.expire(at=at))


def release_room_of(offer: str, *, at: datetime) -> None:
    """Give back the room that is reserved for an offer; runs inside a transaction of the State."""
    for held in reservations.rooms_held_for(offer):
        if held.state is reservations.ReservationState.HELD:
            reservations.release(held.key, at=at)


def _offer(
    grant: ProposedGrant,
    decision: Decision,
    application: Application,
    programmes: tuple[Programme, ...],
    *,
    key: str,
    on: date,
) -> Offer:
    """Compute the offer from the quotes the proposal rests on."""
    quotes: Mapping[str, BankQuote] = {quote.provider: quote for quote in grant.quotes}
    own = tuple(each for each in programmes if each.country == application.country)
    market = Market(programmes=own, quotes=quotes, on=on, room=room_left(own))
    way = _way(grant.way, market)
    letter = Letter(key, on, on + timedelta(days=OFFER_DAYS))
    is_cover = way.cover is not None and way.cover[1].key == decision.product
    make = cover_offer if is_cover else loan_offer
    return make(application, way, decision, market, letter)


def _way(key: str, market: Market) -> Way:
    for loan in loan_ways(market):
        for way in (loan, *covered_ways(loan, market)):
            if way.key == key:
                return way
    raise WayUnknownError(way=key)


def _reserve(
    offer: Offer,
    decision: Decision,
    application: Application,
    programme: Programme,
    *,
    on: date,
    at: datetime,
) -> None:
    amounts = amounts_under(
        programme,
        decision.product,
        _exposure(offer),
        application,
        institution=decision.institution,
        granted=tuple(line.key for line in offer.figures.rate.cuts),
        on=on,
        at=at,
    )
    if amounts:
        lapses_on = calendar_of(programme.calendar).following(offer.until_on) + timedelta(days=1)
        reservations.reserve(
            offer.number,
            amounts,
            subject=offer.number,
            at=at,
            expires_at=at + (lapses_on - on),
            firm=identity_key(application.firm.identity),
        )


def _exposure(offer: Offer) -> Money:
    """Return what counts against limits: of a loan its commitment, of a cover what it insures."""
    match offer.terms:
        case LoanTerms() as terms:
            return Money(terms.committed, terms.currency)
        case CoverTerms() as terms:
            return Money(terms.insured_amount, terms.currency)


def _keep(
    proposal: proposals.Proposal,
    decision: Decision,
    actor: Actor,
    programme: Programme,
    application: Application,
    *,
    at: datetime,
) -> decisions.KeptDecision:
    """Record the decision with what was known, and seal it in the institution's book."""
    product = programme.product(decision.product)
    on = decision.decided_on
    facts = facts_of(application, on=on)
    called = institution_names(on=on)
    found = assess_product(facts, programme, product, on=on, called=called)
    kept = decisions.KeptDecision(
        key=proposal.key,
        subject_kind=proposal.subject_kind,
        subject=proposal.subject,
        decision=decision,
        approved_by=actor.person,
        programme=programme.key,
        known={"finding": found.finding, "facts": facts, "proposal": proposal.content},
        recorded_at=at,
    )
    record_sealed(kept, book=book_of(decision.institution, BOOK_OF[product.contract_type]))
    return kept


def _make(offer: Offer, decision: Decision, programme: Programme, *, at: datetime) -> None:
    decisions.make_offer(
        decisions.Offer(
            key=offer.number,
            application=decision.application,
            institution=decision.institution,
            programme=programme.key,
            version=programme.version,
            product=decision.product,
            amount=_exposure(offer),
            content=offer,
            offered_on=offer.offered_on,
            until_on=offer.until_on,
            decision=offer.number,
        ),
        at=at,
    )


def _step(
    application: Application,
    stage: Stage,
    actor: Actor,
    product: str,
    *,
    on: date,
    at: datetime,
    reason: str = "",
) -> None:
    """Let the application's part for one product enter a stage."""
    step = Step(stage, on, actor.person, reason)
    applications.take_step(application.number, step, at=at, product=product)
