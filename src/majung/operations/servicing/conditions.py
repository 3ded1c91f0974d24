"""Conditions precedent (선행조건): evidence meets them, a reasoned and approved act waives them.

A confirmation that proves wrong is revoked, not deleted, and only while nothing relies on it.
"""

from dataclasses import replace
from datetime import date, datetime

from majung.applications.decision import Decision, DecisionKind, Minutes, decided
from majung.applications.proposed import ProposedWaiver
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import ContractElsewhereError, relying
from majung.operations.versions import pinned
from majung.store.intake import decisions, proposals
from majung.store.parties.people import authority_of
from majung.store.servicing.chain import record_sealed
from majung.store.servicing.conditions import (
    Condition,
    ConditionAct,
    ConditionActKind,
    act_on,
    conditions_of,
    hold_conditions,
)
from majung.store.servicing.contracts import Contract, contract_of
from majung.store.servicing.facts import facts_of

WAIVER = "waiver"
#: Who waives a condition where no officer may: by its minutes.
COMMITTEE = "committee"


class ConditionNotInContractError(PolicyFinanceError):
    """What is met or waived is a condition of the contract."""

    kind = "condition-not-in-contract"


class WaiverWithoutReasonError(PolicyFinanceError):
    """A waiver is a reasoned act."""

    kind = "waiver-without-reason"


class ConditionNotWaivableError(PolicyFinanceError):
    """A condition is waived only where its programme says that it may be."""

    kind = "condition-not-waivable"


class ConditionNotFulfilledError(PolicyFinanceError):
    """What is revoked is a confirmation that stands; a waiver is a decision, and stays one."""

    kind = "condition-not-fulfilled"


class ConditionReliedOnError(PolicyFinanceError):
    """A confirmation is revoked while no money was drawn and no cover issued in reliance on it."""

    kind = "condition-relied-on"


def fulfil_condition(
    actor: Actor, contract: str, condition: str, evidence: str, *, on: date, at: datetime
) -> tuple[Condition, ...]:
    """Record that a condition is met, by the document that shows it; return all conditions.

    Recording the same evidence again does nothing.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such contract on the actor's desk.
        ContractElsewhereError: it is another institution's.
        ConditionNotInContractError: the contract has no such condition.
        ConditionNotFoundedError: no evidence is named.
        ConditionToldAtOnceError: it was recorded as met at the same moment, by other evidence.
    """
    require(actor, Act.FULFIL_CONDITION)
    with at_desk(actor):
        _own(actor, contract)
        held = _condition(contract, condition)
        act = ConditionAct(ConditionActKind.FULFILLED, actor.person, on, evidence)
        if not held.acts or held.acts[-1] != act:
            act_on(contract, condition, act, at=at)
        return conditions_of(contract)


def revoke_fulfilment(
    actor: Actor, contract: str, condition: str, reason: str, *, on: date, at: datetime
) -> tuple[Condition, ...]:
    """Revoke the confirmation that a condition is met (충족 확인의 취소); return all conditions.

    The confirmation stays on record, with who revoked it, why and when beside it; from the day on
    the condition is open again.  Revoking again for the same reason does nothing.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such contract on the actor's desk.
        ContractElsewhereError: it is another institution's.
        ConditionNotInContractError: the contract has no such condition.
        ConditionNotFulfilledError: no confirmation stands: it is open, revoked or waived.
        ConditionReliedOnError: money was drawn, or the cover issued, and that stands.
        ConditionNotFoundedError: no reason is given.
        ConditionToldAtOnceError: it was revoked at the same moment, for another reason.
    """
    require(actor, Act.REVOKE_FULFILMENT)
    with at_desk(actor):
        named = _own(actor, contract)
        # Nobody draws between this look and the revocation.
        hold_conditions(contract)
        held = _condition(contract, condition)
        act = ConditionAct(ConditionActKind.REVOKED, actor.person, on, reason.strip())
        if held.acts and held.acts[-1] == act:
            return conditions_of(contract)
        if not is_revocable(held):
            raise ConditionNotFulfilledError(contract=contract, condition=held.label)
        relied = relying(named, facts_of(contract))
        if relied:
            raise ConditionReliedOnError(
                contract=contract, condition=held.label, day=relied[0].effective_on
            )
        act_on(contract, condition, act, at=at)
        return conditions_of(contract)


def is_revocable(condition: Condition) -> bool:
    """Say whether the last that was recorded about a condition is that it is met."""
    return bool(condition.acts) and condition.acts[-1].kind is ConditionActKind.FULFILLED


def propose_waiver(
    actor: Actor,
    contract: str,
    condition: str,
    *,
    key: str,
    reason: str,
    document: str,
    on: date,
    at: datetime,
    minutes: Minutes | None = None,
) -> proposals.Proposal:
    """Put the waiver of a condition forward (상신), for a second person.

    Args:
        key: the number of the proposal, and of the decision taken on it.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such contract on the actor's desk.
        ContractElsewhereError: it is another institution's.
        ConditionNotInContractError: the contract has no such condition.
        ConditionNotWaivableError: the programme lets nobody waive it, or only a committee.
        WaiverWithoutReasonError: no reason is given.
    """
    require(actor, Act.PROPOSE_DECISION)
    with at_desk(actor):
        held = _own(actor, contract)
        named = _condition(contract, condition)
        _require_waivable(held, named, minutes)
        if not reason.strip():
            raise WaiverWithoutReasonError(contract=contract, condition=named.label)
        decision = Decision(
            application=held.application or contract,
            product=held.product,
            institution=actor.institution,
            kind=DecisionKind.APPROVE,
            asked=held.agreed,
            granted=held.agreed,
            proposed_by=actor.person,
            decided_on=on,
            document=document,
            programme_version=held.version,
            reason=reason,
            minutes=minutes,
        )
        proposal = proposals.Proposal(
            key=key,
            institution=actor.institution,
            subject_kind=WAIVER,
            subject=f"{contract}/{condition}",
            content=ProposedWaiver(decision, contract, condition),
            proposed_by=actor.person,
            proposed_on=on,
            product=held.product,
        )
        proposals.propose(proposal, at=at)
        return proposals.proposal_of(key)


def approve_waiver(actor: Actor, key: str, *, on: date, at: datetime) -> tuple[Condition, ...]:
    """Waive a condition that another person proposed to waive; return all conditions.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such proposal on the actor's desk.
        ProposalEndedError: it was decided or sent back.
        FourEyesError, AuthorityExceededError and the other refusals of a decision.
    """
    require(actor, Act.WAIVE_CONDITION)
    with at_desk(actor):
        proposal = proposals.open_proposal(key, subject_kind=WAIVER)
        proposed = proposal.content
        if not isinstance(proposed, ProposedWaiver):
            raise TypeError(f"proposal {key} is not about a condition")
        held = contract_of(proposed.contract)
        authority = authority_of(
            actor.person, institution=actor.institution, product=proposal.product, on=on
        )
        decision = decided(actor.person, replace(proposed.decision, decided_on=on), authority)
        record_sealed(
            decisions.KeptDecision(
                key=key,
                subject_kind=proposal.subject_kind,
                subject=proposal.subject,
                decision=decision,
                approved_by=actor.person,
                programme=held.programme,
                known={
                    "condition": proposed.condition,
                    "label": _condition(proposed.contract, proposed.condition).label,
                    "reason": decision.reason,
                },
                recorded_at=at,
            ),
            book=_book(held, actor.institution),
        )
        act = ConditionAct(ConditionActKind.WAIVED, actor.person, on, decision=key)
        act_on(proposed.contract, proposed.condition, act, at=at)
        return conditions_of(proposed.contract)


def send_waiver_back(
    actor: Actor, key: str, reason: str, *, on: date, at: datetime
) -> proposals.Proposal:
    """Send a proposed waiver back undecided, with the reason; it can be proposed anew.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such proposal on the actor's desk.
        ProposalEndedError: it was decided or sent back.
    """
    require(actor, Act.WAIVE_CONDITION)
    with at_desk(actor):
        if not isinstance(
            proposals.open_proposal(key, subject_kind=WAIVER).content, ProposedWaiver
        ):
            raise TypeError(f"proposal {key} is not about a condition")
        proposals.send_back(key, by=actor.person, reason=reason, on=on, at=at)
        return proposals.proposal_of(key)


def waivers_waiting(actor: Actor, contract: str) -> tuple[proposals.Proposal, ...]:
    """Return the waivers of a contract's conditions that wait for a second person.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(
            each
            for each in proposals.waiting(subject_kind=WAIVER)
            if isinstance(each.content, ProposedWaiver) and each.content.contract == contract
        )


def waiver_of(contract: Contract, condition: str) -> str | None:
    """Return the role that may waive a condition; empty for nobody.

    None where the contract's programme knows no such condition: then its approver may.
    """
    if not (contract.programme and contract.product):
        return None
    product = pinned(contract.programme, contract.version).product(contract.product)
    return next((each.waiver for each in product.conditions if each.key == condition), None)


def _require_waivable(contract: Contract, condition: Condition, minutes: Minutes | None) -> None:
    """Refuse what the programme lets nobody waive; what a committee waives needs its minutes."""
    waiver = waiver_of(contract, condition.key)
    if waiver == "" or (waiver == COMMITTEE and minutes is None):
        raise ConditionNotWaivableError(
            contract=contract.key, condition=condition.label, waiver=waiver or "—"
        )


def _own(actor: Actor, contract: str) -> Contract:
    """Return a contract of the actor's own institution; who only reads it settles nothing."""
    held = contract_of(contract)
    if held.institution != actor.institution:
        raise ContractElsewhereError(contract=contract, institution=held.institution)
    return held


def _condition(contract: str, condition: str) -> Condition:
    held = conditions_of(contract)
    for each in held:
        if each.key == condition:
            return each
    raise ConditionNotInContractError(
        contract=contract, condition=condition, known=tuple(each.key for each in held) or "—"
    )


def _book(contract: Contract, institution: str) -> str:
    """Return the institution's own book among those of a contract."""
    return next(
        party.book for party in contract.parties if party.institution == institution and party.book
    )
