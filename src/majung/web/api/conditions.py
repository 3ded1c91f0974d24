"""Conditions precedent, met, waived or revoked, and the statement of a contract's account."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router, Schema

from majung.operations.event_names import event_names
from majung.operations.policy import Act
from majung.operations.servicing.account_statement import (
    AccountStatement,
    account_statement,
    statement_file,
)
from majung.operations.servicing.conditions import (
    approve_waiver,
    fulfil_condition,
    propose_waiver,
    revoke_fulfilment,
    send_waiver_back,
)
from majung.store.intake.proposals import Proposal
from majung.store.servicing.conditions import Condition, ConditionAct
from majung.web.api.acting import Proposed, Reason, Reasoned
from majung.web.api.callers import AuthenticatedRequest, caller, tongue
from majung.web.api.shapes import FIRST_ON, LAST_ON, Document, InPath, Key, both, day
from majung.web.api.writing import MADE, written_once

router = Router(tags=["contracts"])
Since = Annotated[date, Query(ge=FIRST_ON, le=LAST_ON)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class EvidenceSent(Schema):
    """The document that shows that a condition is met."""

    evidence: Reason


@router.post("/contracts/{contract}/conditions/{condition}/fulfilments", response={MADE: Document})
def make_fulfilment(
    request: AuthenticatedRequest,
    contract: InPath,
    condition: InPath,
    body: EvidenceSent,
    key: Key,
) -> Any:
    """Record that a condition is met."""
    who = caller(request, Act.FULFIL_CONDITION)

    def act() -> Document:
        found = fulfil_condition(
            who.actor, contract, condition, body.evidence, on=who.on, at=who.at
        )
        return _conditions(found, who.on)

    return written_once(request, who, key, act)


@router.post("/contracts/{contract}/conditions/{condition}/revocations", response={MADE: Document})
def make_revocation(
    request: AuthenticatedRequest,
    contract: InPath,
    condition: InPath,
    body: Reasoned,
    key: Key,
) -> Any:
    """Revoke the confirmation that a condition is met; what was confirmed stays on record."""
    who = caller(request, Act.REVOKE_FULFILMENT)

    def act() -> Document:
        found = revoke_fulfilment(who.actor, contract, condition, body.reason, on=who.on, at=who.at)
        return _conditions(found, who.on)

    return written_once(request, who, key, act)


@router.post("/contracts/{contract}/conditions/{condition}/waivers", response={MADE: Document})
def make_waiver(
    request: AuthenticatedRequest,
    contract: InPath,
    condition: InPath,
    body: Proposed,
    key: Key,
) -> Any:
    """Put the waiver of a condition forward for a second person."""
    who = caller(request, Act.PROPOSE_DECISION)

    def act() -> Document:
        return _proposal(
            propose_waiver(
                who.actor,
                contract,
                condition,
                key=body.key,
                reason=body.reason,
                document=body.document,
                on=who.on,
                at=who.at,
                minutes=body.resolution(),
            )
        )

    return written_once(request, who, key, act)


@router.post("/waivers/{proposal}/approvals", response={MADE: Document})
def make_waiver_approval(request: AuthenticatedRequest, proposal: InPath, key: Key) -> Any:
    """Waive a condition that another person proposed to waive."""
    who = caller(request, Act.WAIVE_CONDITION)

    def act() -> Document:
        return _conditions(approve_waiver(who.actor, proposal, on=who.on, at=who.at), who.on)

    return written_once(request, who, key, act)


@router.post("/waivers/{proposal}/returns", response={MADE: Document})
def make_waiver_return(
    request: AuthenticatedRequest, proposal: InPath, body: Reasoned, key: Key
) -> Any:
    """Send a proposed waiver back undecided."""
    who = caller(request, Act.WAIVE_CONDITION)

    def act() -> Document:
        return _proposal(send_waiver_back(who.actor, proposal, body.reason, on=who.on, at=who.at))

    return written_once(request, who, key, act)


@router.get("/contracts/{contract}/statement", response=Document)
def statement(
    request: AuthenticatedRequest, contract: InPath, first_on: Since, last_on: Since
) -> Document:
    """State what moved on a contract over a period, with the balance after each movement."""
    who = caller(request, Act.READ_OWN)
    return _statement(
        account_statement(who.actor, contract, first_on=first_on, last_on=last_on, at=who.at)
    )


@router.get("/contracts/{contract}/statement.xlsx")
def statement_workbook(
    request: AuthenticatedRequest, contract: InPath, first_on: Since, last_on: Since
) -> HttpResponse:
    """Hand the statement of a contract out as a workbook."""
    who = caller(request, Act.READ_OWN)
    found = account_statement(who.actor, contract, first_on=first_on, last_on=last_on, at=who.at)
    file = statement_file(found, event_names(), language=tongue(request), at=who.at)
    response = HttpResponse(file.content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _conditions(found: tuple[Condition, ...], on: date) -> Document:
    return {
        "conditions": [
            {
                "key": each.key,
                "label": both(each.label),
                "is_settled": each.is_settled_on(on),
                "acts": [condition_act(act) for act in each.acts],
            }
            for each in found
        ]
    }


def condition_act(act: ConditionAct) -> Document:
    """Write what was recorded about a condition: what, by whom, why, and when."""
    return {
        "kind": act.kind.value,
        "by": act.by,
        "effective_on": day(act.effective_on),
        "evidence": act.evidence or None,
        "decision": act.decision or None,
        "recorded_at": act.recorded_at.isoformat() if act.recorded_at else None,
    }


def _proposal(found: Proposal) -> Document:
    return {
        "key": found.key,
        "subject": found.subject,
        "proposed_by": found.proposed_by,
        "proposed_on": day(found.proposed_on),
        "is_open": found.is_open,
    }


def _statement(found: AccountStatement) -> Document:
    return {
        "contract": found.contract.key,
        "first_on": day(found.first_on),
        "last_on": day(found.last_on),
        "balance_of": both(found.balance_name),
        "opening": found.money(found.opening).as_json(),
        "closing": found.money(found.closing).as_json(),
        "movements": [
            {
                "effective_on": day(each.event.effective_on),
                "kind": each.event.kind.value,
                "party": each.event.party or None,
                "amount": found.money(each.event.amount).as_json(),
                "balance": found.money(each.balance).as_json(),
            }
            for each in found.movements
        ],
        "totals": {
            kind.value: found.money(minor).as_json() for kind, minor in found.totals.items()
        },
    }
