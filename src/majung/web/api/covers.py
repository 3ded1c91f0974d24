"""Covers: policy, notices, claims decided by two persons, payment, recoveries, write-off."""

from collections.abc import Callable
from typing import Any

from ninja import Router

from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import ClaimState, CoverState
from majung.operations.claims.decide_claim import (
    approve_claim_decision,
    propose_claim_decision,
    send_claim_decision_back,
)
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.issue_cover import end_cover, issue_cover, pay_premium
from majung.operations.claims.notify_default import notify_default, report_loan
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.reading import cover_file
from majung.operations.claims.reading_work import cover_work
from majung.operations.claims.record_recovery import (
    record_recovery,
    reverse_recovery,
    write_off,
)
from majung.operations.policy import Act
from majung.web.api.acting import Moved, MovedMaybe, NamedReason, Reasoned, minor
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.claiming import (
    ClaimDecisionSent,
    ClaimSent,
    DefaultSent,
    LoanReported,
    PremiumPaid,
    WrittenOff,
)
from majung.web.api.covers_shown import (
    claim_document,
    cover_document,
    proposal_document,
    state_document,
    work_document,
)
from majung.web.api.shapes import Day, Document, InPath, Key, Listed, day
from majung.web.api.writing import MADE, written_once

router = Router(tags=["covers"])


@router.get("/cover-work", response=Listed)
def list_work(request: AuthenticatedRequest) -> Document:
    """List what is to do about covers: one's own first, then what waits for others."""
    who = caller(request, Act.READ_OWN)
    found = cover_work(who.actor, on=who.on, at=who.at)
    return {"items": [work_document(each) for each in found], "next": None}


@router.get("/covers/{key}", response=Document)
def one_cover(request: AuthenticatedRequest, key: InPath, on: Day = None) -> Document:
    """Show a cover on a day: what is in force, claims with their proposals, recourse."""
    who = caller(request, Act.READ_OWN)
    return cover_document(cover_file(who.actor, key, on=on or who.on, at=who.at))


@router.post("/covers/{cover}/issues", response={MADE: Document})
def make_issue(request: AuthenticatedRequest, cover: InPath, key: Key) -> Any:
    """Put a signed cover into force, once its conditions are met or waived."""
    who = caller(request, Act.ISSUE_COVER)
    return _stating(
        request, who, key, cover, lambda _: issue_cover(who.actor, cover, on=who.on, at=who.at)
    )


@router.post("/covers/{cover}/premiums", response={MADE: Document})
def make_premium(request: AuthenticatedRequest, cover: InPath, body: PremiumPaid, key: Key) -> Any:
    """Record a premium that came in."""
    who = caller(request, Act.RECORD_FACTS)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda currency: pay_premium(
            who.actor,
            cover,
            minor(body.amount, currency),
            key=body.key,
            on=who.on,
            at=who.at,
            payer=body.payer,
        ),
    )


@router.post("/covers/{cover}/ends", response={MADE: Document})
def make_end(request: AuthenticatedRequest, cover: InPath, body: NamedReason, key: Key) -> Any:
    """End a cover before its time."""
    who = caller(request, Act.ISSUE_COVER)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda _: end_cover(
            who.actor, cover, key=body.key, reason=body.reason, on=who.on, at=who.at
        ),
    )


@router.post("/covers/{cover}/default-notices", response={MADE: Document})
def make_notice(request: AuthenticatedRequest, cover: InPath, body: DefaultSent, key: Key) -> Any:
    """Tell the insurer of a default."""
    who = caller(request, Act.NOTIFY_DEFAULT)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda _: notify_default(
            who.actor,
            cover,
            key=body.key,
            cause=body.cause,
            defaulted_on=body.defaulted_on,
            reason=body.reason,
            on=who.on,
            at=who.at,
        ),
    )


@router.post("/covers/{cover}/loan-reports", response={MADE: Document})
def make_report(request: AuthenticatedRequest, cover: InPath, body: LoanReported, key: Key) -> Any:
    """Tell the insurer what was lent or repaid on a loan that is serviced elsewhere."""
    who = caller(request, Act.NOTIFY_DEFAULT)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda currency: report_loan(
            who.actor,
            cover,
            [Fact(body.effective_on, FactKind(body.kind), body.key, minor(body.amount, currency))],
            on=who.on,
            at=who.at,
        ),
    )


@router.post("/covers/{cover}/claims", response={MADE: Document})
def make_claim(request: AuthenticatedRequest, cover: InPath, body: ClaimSent, key: Key) -> Any:
    """File a claim; without a loss, all that is owed on the loan and insured."""
    who = caller(request, Act.FILE_CLAIM)
    return _claiming(
        request,
        who,
        key,
        cover,
        lambda currency: file_claim(
            who.actor,
            cover,
            key=body.key,
            on=who.on,
            at=who.at,
            loss=minor(body.loss, currency),
            note=body.note,
        ),
    )


@router.post("/covers/{cover}/claims/{claim}/proposals", response={MADE: Document})
def make_claim_proposal(
    request: AuthenticatedRequest,
    cover: InPath,
    claim: InPath,
    body: ClaimDecisionSent,
    key: Key,
) -> Any:
    """Put forward how a claim shall be decided: pay, reduce or deny."""
    who = caller(request, Act.PROPOSE_CLAIM_DECISION)

    def act() -> Document:
        currency = cover_file(who.actor, cover, on=who.on, at=who.at).contract.currency
        found = propose_claim_decision(
            who.actor,
            cover,
            claim,
            key=body.key,
            accepted=minor(body.accepted, currency),
            document=body.document,
            on=who.on,
            at=who.at,
            reason=body.reason,
            minutes=body.resolution(),
        )
        return proposal_document(found)

    return written_once(request, who, key, act)


@router.post("/claim-proposals/{proposal}/approvals", response={MADE: Document})
def make_claim_approval(request: AuthenticatedRequest, proposal: InPath, key: Key) -> Any:
    """Decide a claim as another person proposed."""
    who = caller(request, Act.APPROVE_CLAIM_DECISION)

    def act() -> Document:
        kept = approve_claim_decision(who.actor, proposal, on=who.on, at=who.at)
        return {
            "key": kept.key,
            "kind": kept.decision.kind.value,
            "accepted": kept.decision.granted.as_json(),
            "reason": kept.decision.reason or None,
            "decided_on": day(kept.decision.decided_on),
            "approved_by": kept.approved_by,
        }

    return written_once(request, who, key, act)


@router.post("/claim-proposals/{proposal}/returns", response={MADE: Document})
def make_claim_return(
    request: AuthenticatedRequest, proposal: InPath, body: Reasoned, key: Key
) -> Any:
    """Send a proposal on a claim back undecided."""
    who = caller(request, Act.APPROVE_CLAIM_DECISION)

    def act() -> Document:
        return proposal_document(
            send_claim_decision_back(who.actor, proposal, body.reason, on=who.on, at=who.at)
        )

    return written_once(request, who, key, act)


@router.post("/covers/{cover}/claims/{claim}/payments", response={MADE: Document})
def make_claim_payment(
    request: AuthenticatedRequest, cover: InPath, claim: InPath, body: MovedMaybe, key: Key
) -> Any:
    """Pay a claim as it was decided; without an amount, all that is left of it."""
    who = caller(request, Act.PAY_CLAIM)
    return _claiming(
        request,
        who,
        key,
        cover,
        lambda currency: pay_claim(
            who.actor,
            cover,
            claim,
            key=body.key,
            on=who.on,
            at=who.at,
            amount=minor(body.amount, currency),
        ),
    )


@router.post("/covers/{cover}/recoveries", response={MADE: Document})
def make_recovery(request: AuthenticatedRequest, cover: InPath, body: Moved, key: Key) -> Any:
    """Record money regained from the debtor; it is shared by what each side bore."""
    who = caller(request, Act.RECORD_RECOVERY)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda currency: record_recovery(
            who.actor,
            cover,
            minor(body.amount, currency),
            key=body.key,
            on=who.on,
            at=who.at,
            note=body.note,
        ),
    )


@router.post("/covers/{cover}/recoveries/{recovery}/reversals", response={MADE: Document})
def make_reversal(
    request: AuthenticatedRequest, cover: InPath, recovery: InPath, body: NamedReason, key: Key
) -> Any:
    """Take back a recovery that never came in, on the cover and on the bank's loan at once."""
    who = caller(request, Act.RECORD_RECOVERY)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda _: reverse_recovery(
            who.actor,
            cover,
            recovery,
            key=body.key,
            reason=body.reason,
            on=who.on,
            at=who.at,
        ),
    )


@router.post("/covers/{cover}/write-offs", response={MADE: Document})
def make_write_off(request: AuthenticatedRequest, cover: InPath, body: WrittenOff, key: Key) -> Any:
    """Write a recourse claim off; without an amount, all of it."""
    who = caller(request, Act.WRITE_OFF)
    return _stating(
        request,
        who,
        key,
        cover,
        lambda currency: write_off(
            who.actor,
            cover,
            key=body.key,
            reason=body.reason,
            on=who.on,
            at=who.at,
            amount=minor(body.amount, currency),
        ),
    )


def _stating(
    request: AuthenticatedRequest,
    who: Caller,
    key: str,
    cover: str,
    act: Callable[[str], CoverState],
) -> Any:
    """Do an act once, told the cover's currency, and answer how the cover stands."""

    def told() -> Document:
        currency = cover_file(who.actor, cover, on=who.on, at=who.at).contract.currency
        return state_document(act(currency), currency)

    return written_once(request, who, key, told)


def _claiming(
    request: AuthenticatedRequest,
    who: Caller,
    key: str,
    cover: str,
    act: Callable[[str], ClaimState],
) -> Any:
    """Do an act once, told the cover's currency, and answer how the claim stands."""

    def told() -> Document:
        currency = cover_file(who.actor, cover, on=who.on, at=who.at).contract.currency
        return claim_document(act(currency), currency)

    return written_once(request, who, key, told)
