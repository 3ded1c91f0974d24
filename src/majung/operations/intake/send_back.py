"""Sending a proposal back undecided, with what is to be mended."""

from datetime import date, datetime

from majung.applications.decision import ReasonMissingError
from majung.applications.stages import Stage, Step
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.store.intake import applications, proposals

SENDING_BACK = {"ko": "반려", "en": "send back"}


def send_back(actor: Actor, key: str, reason: str, *, on: date, at: datetime) -> None:
    """Send a proposal back undecided, with the reason; it can be proposed anew.

    Raises:
        NotPermittedError: the actor may not approve.
        ProposalEndedError: it was decided or sent back.
        ReasonMissingError: none is given.
    """
    require(actor, Act.APPROVE_DECISION)
    with at_desk(actor):
        proposal = proposals.open_proposal(key)
        if not reason.strip():
            raise ReasonMissingError(application=proposal.application or key, act=SENDING_BACK)
        proposals.send_back(key, by=actor.person, reason=reason, on=on, at=at)
        if proposal.application:
            step = Step(Stage.ASSESSMENT, on, actor.person, reason)
            applications.take_step(proposal.application, step, at=at, product=proposal.product)
