"""Claims at the desks: filed by the bank, decided by two persons of the insurer, paid."""

from collections.abc import Iterator

from majung.contracts.states import ClaimState
from majung.operations.claims.decide_claim import (
    approve_claim_decision,
    propose_claim_decision,
    send_claim_decision_back,
)
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.reading import ClaimFile, CoverFile
from majung.operations.policy import Act
from majung.reports.cells import amount, count, counter, words
from majung.reports.model import KeyValue, KeyValues
from majung.reports.texts import Text
from majung.store.intake.proposals import Proposal
from majung.values.money import Money
from majung.web.pages.deeds import Deed, simple_form
from majung.web.pages.desk_fields import AmountField, minor, minutes_fields, minutes_of
from majung.web.pages.forms import text_field
from majung.web.pages.naming import person_called
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase

DAYS = counter("일", "days", "day")


def filing(visit: Visit, file: CoverFile) -> Deed:
    """Return the filing of a claim by the insured bank."""
    currency, most = file.contract.currency, file.claimable
    initial = {"loss": Money(most, currency).written()} if most else None
    return Deed(
        key="file-claim",
        title=phrase("deed-file-claim"),
        form=simple_form(
            lambda: {
                "loss": AmountField(currency, required=most is None),
                "note": text_field(required=False, lines=True),
            },
            key="file-claim",
            initial=initial,
        ),
        does=lambda form, turn: file_claim(
            visit.actor,
            file.contract.key,
            key=turn,
            on=visit.on,
            at=visit.at,
            loss=minor(form, "loss"),
            note=form.cleaned_data["note"],
        ),
    )


def claim_deeds(visit: Visit, file: CoverFile) -> Iterator[Deed]:
    """Return what the insurer can do about the claims of a cover."""
    for place, claim in enumerate(file.claims):
        state = claim.state
        if state.decided_on is None:
            waiting = [each for each in claim.proposals if each.is_open]
            if waiting and visit.may(Act.APPROVE_CLAIM_DECISION):
                for proposal in waiting:
                    yield from _deciding(visit, file, claim, proposal)
            elif not waiting and visit.may(Act.PROPOSE_CLAIM_DECISION):
                yield _proposing(visit, file, claim, place)
        elif state.paid < state.accepted and visit.may(Act.PAY_CLAIM):
            yield _paying(visit, file, state, place)


def _proposing(visit: Visit, file: CoverFile, claim: ClaimFile, place: int) -> Deed:
    contract, state = file.contract, claim.state
    return Deed(
        key=f"propose-claim-{place}",
        title=phrase("deed-propose-claim", claim=state.key),
        send=phrase("propose"),
        parts=(_about(file, claim),),
        form=simple_form(
            lambda: {
                "accepted": AmountField(contract.currency),
                "reason": text_field(required=False, lines=True),
                "document": text_field(),
                **minutes_fields(contract.currency),
            },
            key=f"propose-claim-{place}",
            initial={"accepted": Money(state.payable, contract.currency).written()},
        ),
        does=lambda form, _: propose_claim_decision(
            visit.actor,
            contract.key,
            state.key,
            key=f"{contract.key}-{state.key}-{len(claim.proposals) + 1}",
            accepted=minor(form, "accepted"),
            document=form.cleaned_data["document"],
            on=visit.on,
            at=visit.at,
            reason=form.cleaned_data["reason"],
            minutes=minutes_of(form),
        ),
    )


def _deciding(
    visit: Visit, file: CoverFile, claim: ClaimFile, proposal: Proposal
) -> Iterator[Deed]:
    decision = getattr(proposal.content, "decision", None)
    lines = list(_about(file, claim).lines)
    if decision is not None:
        kind: Text = phrase(f"decide-{decision.kind.value}")
        lines += [
            KeyValue(phrase("proposed-decision"), words(kind)),
            KeyValue(phrase("field-accepted"), amount(decision.granted)),
            KeyValue(phrase("head-reason"), words(decision.reason)),
            KeyValue(phrase("proposed-by"), words(person_called(visit, proposal.proposed_by))),
        ]
    panel = f"decide-{proposal.key}"
    title = phrase("deed-decide-claim", claim=claim.state.key)
    yield Deed(
        key=f"approve-claim-{proposal.key}",
        panel=panel,
        title=title,
        send=phrase("approve"),
        parts=(KeyValues(tuple(lines)),),
        form=simple_form(dict, key="approve-claim"),
        does=lambda _, __: approve_claim_decision(
            visit.actor, proposal.key, on=visit.on, at=visit.at
        ),
    )
    yield Deed(
        key=f"claim-back-{proposal.key}",
        panel=panel,
        title=title,
        send=phrase("send-back"),
        form=simple_form(lambda: {"back-reason": text_field()}, key="claim-back"),
        does=lambda form, _: send_claim_decision_back(
            visit.actor,
            proposal.key,
            form.cleaned_data["back-reason"],
            on=visit.on,
            at=visit.at,
        ),
        is_second=True,
    )


def _paying(visit: Visit, file: CoverFile, claim: ClaimState, place: int) -> Deed:
    currency = file.contract.currency
    unpaid = Money(claim.accepted - claim.paid, currency)
    return Deed(
        key=f"pay-claim-{place}",
        title=phrase("deed-pay-claim", claim=claim.key),
        form=simple_form(
            lambda: {"amount": AmountField(currency)},
            key=f"pay-claim-{place}",
            initial={"amount": unpaid.written()},
        ),
        does=lambda form, turn: pay_claim(
            visit.actor,
            file.contract.key,
            claim.key,
            key=turn,
            on=visit.on,
            at=visit.at,
            amount=minor(form),
        ),
    )


def _about(file: CoverFile, claim: ClaimFile) -> KeyValues:
    currency, state = file.contract.currency, claim.state
    lines = [
        KeyValue(phrase("head-loss"), amount(Money(state.loss, currency))),
        KeyValue(phrase("head-payable"), amount(Money(state.payable, currency))),
    ]
    if claim.days_left is not None:
        lines.append(KeyValue(phrase("days-left"), count(claim.days_left, DAYS)))
    return KeyValues(tuple(lines))
