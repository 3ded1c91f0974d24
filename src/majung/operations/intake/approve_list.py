"""Approving a list of recommended firms: a second person of the body, in a document, or back.

Only what was approved recommends.  A round takes no more firms than its quota, however many lists
wait at once: whoever approves holds the round until it is recorded.
"""

from datetime import date, datetime

from majung.applications.decision import Decision, DecisionKind, DocumentNumberMissingError
from majung.applications.proposed import ProposedRecommendations
from majung.applications.recommendation import Round, recommended_in
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.recommend import LIST, ListReasonMissingError
from majung.operations.policy import Act, require
from majung.store.intake import decisions, proposals
from majung.store.intake import recommendations as kept
from majung.store.intake.proposals import Proposal
from majung.values.money import Money


class OwnListError(PolicyFinanceError):
    """Who put a list forward does not approve it."""

    kind = "own-list"


class RoundFullError(PolicyFinanceError):
    """A round recommends no more firms than its quota."""

    kind = "round-full"


def approve_recommendations(
    actor: Actor, proposal: str, document: str, *, on: date, at: datetime
) -> int:
    """Recommend the firms of a list that another person put forward.

    Args:
        proposal: its key.
        document: number of the document in which the list was approved.

    Returns:
        how many firms the round had not recommended before.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such list of the actor's body.
        ProposalEndedError: it was approved or sent back.
        OwnListError: the actor put it forward.
        DocumentNumberMissingError: no document is named.
        RoundFullError: other lists filled the quota in between.
        RecordedDifferentlyError: the round recommends one of the firms with other terms.
    """
    require(actor, Act.APPROVE_RECOMMENDATIONS)
    with at_desk(actor):
        waiting = proposals.open_proposal(proposal)
        listed = waiting.content
        if not isinstance(listed, ProposedRecommendations):
            raise TypeError(f"proposal {proposal} is no list")
        if waiting.proposed_by == actor.person:
            raise OwnListError(person=actor.person, list=proposal)
        if not document.strip():
            raise DocumentNumberMissingError(application=proposal)
        round_ = kept.held_round(listed.round)
        _require_room(round_, listed)
        recommended = kept.recommend(listed.recommendations, at=at)
        decisions.record_decision(_approved(waiting, listed, round_, actor, document, on=on, at=at))
        return recommended


def send_list_back(actor: Actor, proposal: str, reason: str, *, on: date, at: datetime) -> None:
    """Send a list back unapproved, with the reason; a corrected file can be handed in.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such list of the actor's body.
        ProposalEndedError: it was approved or sent back.
        ListReasonMissingError: no reason is given.
    """
    require(actor, Act.APPROVE_RECOMMENDATIONS)
    with at_desk(actor):
        proposals.open_proposal(proposal)
        if not reason.strip():
            raise ListReasonMissingError(subject=proposal)
        proposals.send_back(proposal, by=actor.person, reason=reason, on=on, at=at)


def _require_room(round_: Round, listed: ProposedRecommendations) -> None:
    """Refuse more firms than the round has places for, whoever listed them."""
    if round_.quota is None:
        return
    before = recommended_in(*kept.recommended_and_withdrawn(round_key=round_.key))
    new = {each.firm for each in listed.recommendations} - before
    if len(before) + len(new) > round_.quota:
        raise RoundFullError(
            round=round_.key,
            quota=round_.quota,
            left=max(round_.quota - len(before), 0),
            listed=len(new),
        )


def _approved(
    waiting: Proposal,
    listed: ProposedRecommendations,
    round_: Round,
    actor: Actor,
    document: str,
    *,
    on: date,
    at: datetime,
) -> decisions.KeptDecision:
    """Write down who approved a list and in which document; the amounts are those it carries."""
    (programme,) = (each for each in programmes_in_force(at=at) if each.key == round_.programme)
    (rule,) = (each for each in programme.recommendations if each.key == round_.rule)
    amounts = [each.amount for each in listed.recommendations if each.amount is not None]
    total = Money.total(amounts, programme.currency)
    return decisions.KeptDecision(
        key=waiting.key,
        subject_kind=LIST,
        subject=round_.key,
        decision=Decision(
            application="",
            product=rule.products[0],
            institution=waiting.institution,
            kind=DecisionKind.APPROVE,
            asked=total,
            granted=total,
            proposed_by=waiting.proposed_by,
            decided_on=on,
            document=document,
            programme_version=programme.version,
        ),
        approved_by=actor.person,
        programme=programme.key,
        known={"list-file": listed.file, "list-firms": len(listed.recommendations)},
        recorded_at=at,
    )
