"""Covers and claims as documents."""

from majung.contracts.states import ClaimState, CoverState
from majung.operations.claims.reading import CoverFile
from majung.operations.claims.reading_work import Work
from majung.store.intake.proposals import Proposal
from majung.values.money import Money
from majung.web.api.shapes import Document, both, day


def cover_document(file: CoverFile) -> Document:
    """Write a cover: how it stands, its claims, its conditions."""
    currency = file.contract.currency
    return {
        "key": file.contract.key,
        "on": day(file.on),
        **state_document(file.state, currency),
        "claimable": None if file.claimable is None else _money(file.claimable, currency),
        "lapses_on": day(file.lapses_on),
        "claims": [
            {
                **claim_document(each.state, currency),
                "days_left": each.days_left,
                "proposals": [proposal_document(proposal) for proposal in each.proposals],
            }
            for each in file.claims
        ],
        "conditions": [
            {"key": each.key, "label": both(each.label), "is_settled": each.is_settled_on(file.on)}
            for each in file.conditions
        ],
    }


def state_document(state: CoverState, currency: str) -> Document:
    """Write how a cover stands."""
    recourse = state.recourse
    return {
        "stage": state.stage.value,
        "insured_amount": _money(state.insured_amount, currency),
        "in_force": _money(state.in_force, currency),
        "issued_on": day(state.issued_on),
        "ended_on": day(state.ended_on),
        "default_on": day(state.default_on),
        "claimable_on": day(state.claimable_on),
        "premium_unpaid": _money(state.premium_unpaid, currency),
        "paid": _money(state.paid, currency),
        "recourse": _money(recourse.outstanding, currency),
        "damages": _money(recourse.damages, currency),
        "recovered": _money(recourse.recovered, currency),
        "shared": _money(recourse.shared, currency),
    }


def claim_document(claim: ClaimState, currency: str) -> Document:
    """Write a claim."""
    return {
        "key": claim.key,
        "filed_on": day(claim.filed_on),
        "loss": _money(claim.loss, currency),
        "payable": _money(claim.payable, currency),
        "decided_on": day(claim.decided_on),
        "accepted": _money(claim.accepted, currency),
        "paid": _money(claim.paid, currency),
        "payment_due_on": day(claim.payment_due_on),
    }


def proposal_document(found: Proposal) -> Document:
    """Write a proposal on a claim."""
    return {
        "key": found.key,
        "subject": found.subject,
        "proposed_by": found.proposed_by,
        "proposed_on": day(found.proposed_on),
        "is_open": found.is_open,
    }


def work_document(work: Work) -> Document:
    """Write something that is to do."""
    return {
        "cover": work.cover,
        "task": work.task.value,
        "claim": work.claim or None,
        "amount": work.amount.as_json(),
        "due_on": day(work.due_on),
        "is_ours": work.is_ours,
    }


def _money(minor_units: int, currency: str) -> dict[str, str]:
    return Money(minor_units, currency).as_json()
