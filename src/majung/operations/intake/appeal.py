"""Appeals (이의신청): a firm objects to a decision in time, and somebody else answers it in time.

Whoever took part in a decision, by proposing or by approving it, approves nothing about it again:
neither the answer to the appeal nor, where it is upheld, the new decision.  While an appeal is open
the offer it is about stays as it is; an appeal that is upheld ends the offer and frees its room.
"""

from datetime import date, datetime

from majung.applications import appeal as terms
from majung.applications.appeal import AppealOutcome, decision_on_appeal, require_appealable
from majung.applications.decision import Decision, DecisionKind, ReasonMissingError, decided
from majung.applications.stages import Stage, Step
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.decide import BOOK_OF, release_room_of
from majung.operations.intake.load_programmes import book_of
from majung.operations.intake.products import ProductElsewhereError
from majung.operations.policy import Act, require
from majung.operations.versions import pinned
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import appeals, applications, decisions
from majung.store.parties.people import authority_of
from majung.store.servicing.chain import record_sealed


class AppealAnsweredError(PolicyFinanceError):
    """An appeal is answered once."""

    kind = "appeal-answered"


def file_appeal(
    actor: Actor,
    decision: str,
    reason: str,
    *,
    on: date,
    at: datetime,
    known_on: date | None = None,
) -> appeals.Appeal:
    """Object to a refusal or a reduction for the firm; the same again does nothing.

    Args:
        decision: key of the decision.
        known_on: the day the firm knew of it; the day it was taken where nothing is said.

    Raises:
        NotPermittedError: the actor acts for no firm.
        NotRecordedError: no such decision about the actor's firm.
        NothingToAppealError: the decision gave all that was asked for.
        AppealTooLateError, AppealUnreasonedError, AppealKnownOutsideError: as they say.
        RecordedDifferentlyError: the decision was objected to before, for another reason.
        StageNotReachableError: the offer was answered, or the matter has moved on.
    """
    require(actor, Act.APPEAL)
    with at_desk(actor):
        first = decisions.decision_of(decision).decision
        require_appealable(first)
        filed = terms.filed(
            terms.Appeal(
                first.application, first.decided_on, known_on or first.decided_on, on, reason
            )
        )
        applications.locked(first.application)
        appeal = appeals.Appeal(
            key=appeal_key(decision),
            decision=decision,
            reason=filed.reason,
            known_on=known_on,
            filed_on=on,
            due_on=filed.due_on(),
            filed_by=actor.person,
        )
        if appeals.file_appeal(appeal, at=at):
            step = Step(Stage.APPEALED, on, actor.person, reason)
            applications.take_step(first.application, step, at=at, product=first.product)
        return appeals.appeal_of(appeal.key)


def answer_appeal(
    actor: Actor,
    appeal: str,
    outcome: AppealOutcome,
    reason: str,
    *,
    document: str,
    on: date,
    at: datetime,
) -> decisions.KeptDecision:
    """Uphold or dismiss an appeal, as an approver who took no part in the first decision.

    Upheld, the application is assessed anew and others decide; dismissed, the decision stands.

    Args:
        document: number of the document in which the answer was approved.

    Raises:
        NotPermittedError: the actor may not approve.
        NotRecordedError: no such appeal to the actor's institution.
        AppealAnsweredError: it was answered.
        ReasonMissingError: no reason is given.
        DecidedAgainError, AuthorityExceededError and the other refusals of a decision.
    """
    require(actor, Act.APPROVE_DECISION)
    with acting_for_state(Purpose.INTAKE, person=actor.person, at=at, subject=appeal):
        found = appeals.appeal_of(appeal)
        first = decisions.decision_of(found.decision)
        taken = first.decision
        if taken.institution != actor.institution:
            raise ProductElsewhereError(
                product=taken.product, institution=actor.institution, providers=(taken.institution,)
            )
        applications.locked(taken.application)
        if decisions.decisions_on(appeal, subject_kind=decisions.APPEAL):
            raise AppealAnsweredError(appeal=appeal)
        if not reason.strip():
            raise ReasonMissingError(application=taken.application, act=outcome)
        authority = authority_of(
            actor.person, institution=actor.institution, product=taken.product, on=on
        )
        proposed = decision_on_appeal(
            taken,
            outcome,
            reason=reason,
            document=document,
            filed_by=found.filed_by,
            decided_before=frozenset({taken.proposed_by, first.approved_by}),
            on=on,
        )
        decision = decided(actor.person, proposed, authority)
        kept = _keep(found, first, decision, actor, on=on, at=at)
        _move_on(taken, found, outcome, actor, reason, on=on, at=at)
        return kept


def appeal_key(decision: str) -> str:
    """Name the appeal about a decision: there is one."""
    return f"AP-{decision}"


def _keep(
    appeal: appeals.Appeal,
    first: decisions.KeptDecision,
    decision: Decision,
    actor: Actor,
    *,
    on: date,
    at: datetime,
) -> decisions.KeptDecision:
    """Record the answer with what was before whoever gave it, and seal it in the book."""
    kept = decisions.KeptDecision(
        key=f"{appeal.key}-1",
        subject_kind=decisions.APPEAL,
        subject=appeal.key,
        decision=decision,
        approved_by=actor.person,
        programme=first.programme,
        known={
            "appealed-decision": appeal.decision,
            "appeal-reason": appeal.reason,
            "appeal-filed-on": appeal.filed_on,
            "appeal-due-on": appeal.due_on,
            "appeal-days": (on - appeal.filed_on).days,
        },
        recorded_at=at,
    )
    product = pinned(first.programme, decision.programme_version).product(decision.product)
    record_sealed(kept, book=book_of(decision.institution, BOOK_OF[product.contract_type]))
    return kept


def _move_on(
    first: Decision,
    appeal: appeals.Appeal,
    outcome: AppealOutcome,
    actor: Actor,
    reason: str,
    *,
    on: date,
    at: datetime,
) -> None:
    """Let the application's part for the product enter the stage that follows the answer."""
    if outcome is AppealOutcome.DISMISSED:
        stage = Stage.REFUSED if first.kind is DecisionKind.REFUSE else Stage.OFFERED
    else:
        stage = Stage.ASSESSMENT
        if first.kind is DecisionKind.REDUCE:
            withdrawn = decisions.OfferOutcome.WITHDRAWN
            decisions.answer_offer(appeal.decision, withdrawn, by=actor.person, on=on, at=at)
            release_room_of(appeal.decision, at=at)
    step = Step(stage, on, actor.person, reason)
    applications.take_step(first.application, step, at=at, product=first.product)
