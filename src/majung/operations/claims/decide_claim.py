"""Deciding a claim: pay, reduce or deny, with a reason, by four eyes and within an authority.

One person of the insurer proposes, another approves.  The decision becomes a fact of the cover and
a sealed block in the insurer's book, in one transaction.
"""

from dataclasses import replace
from datetime import date, datetime

from majung.applications.decision import Decision, DecisionKind, Minutes, decided
from majung.applications.proposed import ProposedClaimDecision
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import ClaimState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.claims.covers import Cover, cover_on, require_insurer
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import decisions, proposals
from majung.store.parties.people import authority_of
from majung.store.servicing.chain import record_sealed
from majung.store.servicing.conditions import unsettled
from majung.values.money import Money

CLAIM = "claim"


class ClaimDecidedError(PolicyFinanceError):
    """A claim is decided once."""

    kind = "claim-decided"


def subject_of(cover: str, claim: str) -> str:
    """Name a claim among all that decisions are about."""
    return f"{cover}/{claim}"


def propose_claim_decision(
    actor: Actor,
    cover: str,
    claim: str,
    *,
    key: str,
    accepted: int,
    document: str,
    on: date,
    at: datetime,
    reason: str = "",
    minutes: Minutes | None = None,
) -> proposals.Proposal:
    """Put forward how a claim shall be decided (상신), for a second person.

    Args:
        key: the number of the proposal, and of the decision taken on it.
        accepted: minor units: all that is payable, less with a reason, nothing with a reason.
        document: number of the document in which it is approved.
        minutes: the committee's resolution, where the amount needs one.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError, ClaimNotFiledError: no such claim.
        ClaimDecidedError: it is decided.
        RecordedDifferentlyError: the key belongs to another proposal.
    """
    require(actor, Act.PROPOSE_CLAIM_DECISION)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insurer(actor, found)
        filed = _undecided(found, claim, key)
        currency = found.terms.currency
        decision = Decision(
            application=found.contract.application or subject_of(cover, claim),
            product=found.contract.product,
            institution=actor.institution,
            kind=_kind(accepted, filed.payable),
            asked=Money(filed.payable, currency),
            granted=Money(accepted, currency),
            proposed_by=actor.person,
            decided_on=on,
            document=document,
            programme_version=found.contract.version,
            reason=reason,
            minutes=minutes,
        )
        proposal = proposals.Proposal(
            key=key,
            institution=actor.institution,
            subject_kind=CLAIM,
            subject=subject_of(cover, claim),
            content=ProposedClaimDecision(decision, cover, claim),
            proposed_by=actor.person,
            proposed_on=on,
            product=found.contract.product,
        )
        proposals.propose(proposal, at=at)
        return proposals.proposal_of(key)


def approve_claim_decision(
    actor: Actor, key: str, *, on: date, at: datetime
) -> decisions.KeptDecision:
    """Take a decision on a claim that another person proposed.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError: no such proposal.
        ProposalEndedError: it was decided or sent back.
        FourEyesError, AuthorityExceededError and the other refusals of a decision.
        ClaimDecidedError: another proposal decided the claim in between.
        CoverContradictsError: less is payable than was proposed.
    """
    require(actor, Act.APPROVE_CLAIM_DECISION)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=key):
        proposal = proposals.open_proposal(key, subject_kind=CLAIM)
        proposed = proposal.content
        if not isinstance(proposed, ProposedClaimDecision):
            raise TypeError(f"proposal {key} is not about a claim")
        found = cover_on(proposed.cover, on=on)
        require_insurer(actor, found)
        filed = _undecided(found, proposed.claim, key)
        authority = authority_of(
            actor.person, institution=actor.institution, product=proposal.product, on=on
        )
        taken = replace(proposed.decision, decided_on=on)
        decision = decided(actor.person, taken, authority)
        fact = Fact(
            on,
            FactKind.CLAIM_DECISION,
            key,
            decision.granted.minor,
            party=proposed.claim,
            note=decision.reason,
        )
        take_facts({proposed.cover: [fact]}, by=actor.person, on=on, at=at)
        record_sealed(
            decisions.KeptDecision(
                key=key,
                subject_kind=proposal.subject_kind,
                subject=proposal.subject,
                decision=decision,
                approved_by=actor.person,
                programme=found.contract.programme,
                known=_known(found, filed, on=on),
                recorded_at=at,
            ),
            book=found.book,
        )
        return decisions.decision_of(key)


def send_claim_decision_back(
    actor: Actor, key: str, reason: str, *, on: date, at: datetime
) -> proposals.Proposal:
    """Send a proposal back undecided, with the reason; the claim can be proposed anew.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        ProposalEndedError: it was decided or sent back.
    """
    require(actor, Act.APPROVE_CLAIM_DECISION)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=key):
        proposed = proposals.open_proposal(key, subject_kind=CLAIM).content
        if not isinstance(proposed, ProposedClaimDecision):
            raise TypeError(f"proposal {key} is not about a claim")
        require_insurer(actor, cover_on(proposed.cover, on=on))
        proposals.send_back(key, by=actor.person, reason=reason, on=on, at=at)
        return proposals.proposal_of(key)


def _undecided(cover: Cover, claim: str, key: str) -> ClaimState:
    found = cover.claim(claim)
    if found.decided_on is not None:
        raise ClaimDecidedError(cover=cover.key, claim=claim, first=found.decided_on, proposal=key)
    return found


def _kind(accepted: int, payable: int) -> DecisionKind:
    if not accepted:
        return DecisionKind.REFUSE
    return DecisionKind.APPROVE if accepted == payable else DecisionKind.REDUCE


def _known(cover: Cover, claim: ClaimState, *, on: date) -> object:
    """Return what the deciders had before them."""
    conditions = tuple(condition.key for condition in unsettled(cover.key, on=on))
    return {
        "claim": claim,
        "cover": cover.state,
        "conditions-open": conditions,
        "premium-unpaid": Money(cover.state.premium_unpaid, cover.terms.currency),
    }
