"""Conditions precedent at a contract's desk: met by evidence, waived by two persons, revoked."""

from collections.abc import Iterator

from majung.operations.policy import Act
from majung.operations.servicing.conditions import (
    approve_waiver,
    fulfil_condition,
    is_revocable,
    propose_waiver,
    revoke_fulfilment,
    send_waiver_back,
    waiver_of,
    waivers_waiting,
)
from majung.operations.servicing.reading import ContractFile
from majung.operations.servicing.record_facts import relying
from majung.reports.cells import day, words
from majung.reports.model import KeyValue, KeyValues
from majung.store.intake.proposals import Proposal
from majung.store.servicing.conditions import Condition
from majung.web.pages.deeds import Deed, simple_form, titled
from majung.web.pages.desk_fields import minutes_fields, minutes_of
from majung.web.pages.forms import text_field
from majung.web.pages.naming import person_called
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase


def condition_deeds(visit: Visit, file: ContractFile) -> Iterator[Deed]:
    """Return what can be done about the conditions of a contract.

    Open ones are met or waived; a confirmation that nothing relies on yet can be revoked.
    """
    if file.contract.institution != visit.actor.institution:
        return
    waiting = waivers_waiting(visit.actor, file.contract.key)
    for place, condition in enumerate(file.conditions):
        if not condition.is_settled_on(visit.on):
            about = [each for each in waiting if each.subject.endswith(f"/{condition.key}")]
            yield from _of_condition(visit, file, condition, about, place)
    is_relied_on = bool(relying(file.contract, [each.fact for each in file.facts]))
    if visit.may(Act.REVOKE_FULFILMENT) and not is_relied_on:
        for place, condition in enumerate(file.conditions):
            if is_revocable(condition):
                yield _revoking(visit, file.contract.key, condition, place)


def _of_condition(
    visit: Visit, file: ContractFile, condition: Condition, about: list[Proposal], place: int
) -> Iterator[Deed]:
    key, panel = file.contract.key, f"condition-{place}"
    title = phrase("condition-open", condition=condition.label)
    if visit.may(Act.FULFIL_CONDITION):
        yield Deed(
            key=f"fulfil-{place}",
            panel=panel,
            title=title,
            send=phrase("fulfil"),
            form=simple_form(lambda: {"evidence": text_field()}, key=f"fulfil-{place}"),
            does=lambda form, _: fulfil_condition(
                visit.actor,
                key,
                condition.key,
                form.cleaned_data["evidence"],
                on=visit.on,
                at=visit.at,
            ),
        )
    is_waivable = waiver_of(file.contract, condition.key) != ""
    if visit.may(Act.PROPOSE_DECISION) and is_waivable and not about:
        yield _proposing(visit, file, condition, panel)
    if visit.may(Act.WAIVE_CONDITION):
        for proposal in about:
            yield from _deciding(visit, proposal, panel)


def _revoking(visit: Visit, contract: str, condition: Condition, place: int) -> Deed:
    told = condition.acts[-1]
    about = KeyValues(
        (
            KeyValue(phrase("head-evidence"), words(told.evidence)),
            KeyValue(phrase("head-recorded-by"), words(person_called(visit, told.by))),
            KeyValue(phrase("head-effective-on"), day(told.effective_on)),
        )
    )
    return Deed(
        key=f"revoke-{place}",
        title=phrase("condition-met", condition=condition.label),
        send=phrase("revoke-fulfilment"),
        parts=(about,),
        form=simple_form(lambda: {"revocation-reason": text_field()}, key=f"revoke-{place}"),
        does=lambda form, _: revoke_fulfilment(
            visit.actor,
            contract,
            condition.key,
            form.cleaned_data["revocation-reason"],
            on=visit.on,
            at=visit.at,
        ),
        is_second=True,
    )


def _proposing(visit: Visit, file: ContractFile, condition: Condition, panel: str) -> Deed:
    contract = file.contract
    return Deed(
        key=f"propose-waiver-{panel}",
        panel=panel,
        title=phrase("condition-open", condition=condition.label),
        send=phrase("propose-waiver"),
        form=simple_form(
            lambda: {
                "reason": text_field(lines=True),
                "document": text_field(),
                **minutes_fields(contract.currency),
            },
            key=f"waiver-{panel}",
        ),
        does=lambda form, turn: propose_waiver(
            visit.actor,
            contract.key,
            condition.key,
            key=f"W-{contract.key}-{condition.key}-{turn}",
            reason=form.cleaned_data["reason"],
            document=form.cleaned_data["document"],
            on=visit.on,
            at=visit.at,
            minutes=minutes_of(form),
        ),
        is_second=True,
    )


def _deciding(visit: Visit, proposal: Proposal, panel: str) -> Iterator[Deed]:
    about = KeyValues(
        (
            KeyValue(phrase("head-reason"), words(_reason(proposal))),
            KeyValue(phrase("proposed-by"), words(person_called(visit, proposal.proposed_by))),
        )
    )
    yield Deed(
        key=f"approve-waiver-{proposal.key}",
        panel=panel,
        title=titled("waiver"),
        send=phrase("approve-waiver"),
        parts=(about,),
        form=simple_form(dict, key="approve-waiver"),
        does=lambda _, __: approve_waiver(visit.actor, proposal.key, on=visit.on, at=visit.at),
    )
    yield Deed(
        key=f"waiver-back-{proposal.key}",
        panel=panel,
        title=titled("waiver"),
        send=phrase("send-back"),
        form=simple_form(lambda: {"back-reason": text_field()}, key="waiver-back"),
        does=lambda form, _: send_waiver_back(
            visit.actor,
            proposal.key,
            form.cleaned_data["back-reason"],
            on=visit.on,
            at=visit.at,
        ),
        is_second=True,
    )


def _reason(proposal: Proposal) -> str:
    decision = getattr(proposal.content, "decision", None)
    return decision.reason if decision is not None else ""
