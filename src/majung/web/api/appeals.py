"""Appeals: a firm objects to a decision, an approver who took no part in it answers."""

from datetime import date
from typing import Any

from ninja import Router, Schema

from majung.applications.appeal import AppealOutcome
from majung.operations.intake.appeal import answer_appeal, file_appeal
from majung.operations.intake.reading_appeals import AppealFile, appeal_list, appeals_on
from majung.operations.policy import Act
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import (
    After,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Page,
    Words,
    day,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router(tags=["appeals"])


class AppealSent(Schema):
    """Why a firm objects to a decision."""

    reason: Words
    known_on: date | None = None


class AppealAnswered(Schema):
    """How an appeal is decided, why, and in which document."""

    outcome: AppealOutcome
    reason: Words
    document: Words


@router.get("/appeals", response=Listed)
def list_appeals(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List the appeals one may read, with the days they took and the days left."""
    who = caller(request, Act.READ_OWN)
    found = appeal_list(who.actor, on=who.on)
    return paged(found, Page(after, limit), key=lambda each: each.appeal.key, shown=_document)


@router.post("/decisions/{decision}/appeals", response={MADE: Document})
def make_appeal(request: AuthenticatedRequest, decision: InPath, body: AppealSent, key: Key) -> Any:
    """Object to a refusal or a reduction, for the firm."""
    who = caller(request, Act.APPEAL)

    def act() -> Document:
        filed = file_appeal(
            who.actor, decision, body.reason, known_on=body.known_on, on=who.on, at=who.at
        )
        filed_on = appeals_on(who.actor, filed.application, on=who.on)
        return next(_document(each) for each in filed_on if each.appeal.key == filed.key)

    return written_once(request, who, key, act)


@router.post("/appeals/{appeal}/answers", response={MADE: Document})
def make_answer_to_appeal(
    request: AuthenticatedRequest, appeal: InPath, body: AppealAnswered, key: Key
) -> Any:
    """Uphold or dismiss an appeal."""
    who = caller(request, Act.APPROVE_DECISION)

    def act() -> Document:
        kept = answer_appeal(
            who.actor,
            appeal,
            body.outcome,
            body.reason,
            document=body.document,
            on=who.on,
            at=who.at,
        )
        files = appeals_on(who.actor, kept.decision.application, on=who.on)
        return next(_document(each) for each in files if each.appeal.key == appeal)

    return written_once(request, who, key, act)


def _document(found: AppealFile) -> Document:
    appeal, answer = found.appeal, found.answer
    return {
        "key": appeal.key,
        "application": appeal.application,
        "decision": appeal.decision,
        "institution": appeal.institution,
        "reason": appeal.reason,
        "filed_on": day(appeal.filed_on),
        "known_on": day(appeal.known_on),
        "due_on": day(appeal.due_on),
        "days": found.days,
        "days_left": found.days_left,
        "outcome": found.outcome.value if found.outcome else None,
        "answered_on": day(answer.decision.decided_on) if answer else None,
        "answer": answer.decision.reason if answer else None,
        "document": answer.decision.document if answer else None,
    }
