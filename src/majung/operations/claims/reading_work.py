"""What is to do about covers: for each who must act next, on what, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.states import ClaimState
from majung.errors import Language
from majung.operations.acting import Actor
from majung.operations.claims.covers import Cover, cover_on
from majung.operations.claims.decide_claim import CLAIM
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.servicing.replaying import CONTRADICTIONS
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.proposals import Proposal, waiting
from majung.store.servicing.conditions import conditions_of
from majung.store.servicing.contracts import Contract, contract_of, contracts_of
from majung.values.money import Money


class Task(StrEnum):
    """What is to be done about a cover."""

    SET_RIGHT = "set-right"
    SETTLE_CONDITIONS = "settle-conditions"
    ISSUE = "issue"
    FILE_CLAIM = "file-claim"
    PROPOSE_DECISION = "propose-decision"
    APPROVE_DECISION = "approve-decision"
    PAY_CLAIM = "pay-claim"
    COLLECT = "collect"

    def spoken(self, language: Language) -> str:
        """Write the task in words."""
        return KOREAN[self] if language == "ko" else ENGLISH[self]


KOREAN = {
    Task.SET_RIGHT: "어긋난 기록 바로잡기",
    Task.SETTLE_CONDITIONS: "선행조건 충족 확인",
    Task.ISSUE: "발급",
    Task.FILE_CLAIM: "청구",
    Task.PROPOSE_DECISION: "청구 심사 상신",
    Task.APPROVE_DECISION: "청구 심사 승인",
    Task.PAY_CLAIM: "지급",
    Task.COLLECT: "구상권 회수",
}
ENGLISH = {
    Task.SET_RIGHT: "set contradicting records right",
    Task.SETTLE_CONDITIONS: "settle the conditions",
    Task.ISSUE: "issue",
    Task.FILE_CLAIM: "file the claim",
    Task.PROPOSE_DECISION: "put a decision forward",
    Task.APPROVE_DECISION: "decide the claim",
    Task.PAY_CLAIM: "pay the claim",
    Task.COLLECT: "collect on the recourse claim",
}
#: What the insured bank does; the rest is the insurer's.
OF_THE_INSURED = frozenset({Task.FILE_CLAIM})


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do about a cover.

    Attributes:
        claim: it is about; empty for the cover itself.
        amount: at stake: insured, claimed, to be paid or still owed.
        due_on: the last day to do it; None where there is none.
        is_ours: the actor's institution is the one to do it.
    """

    cover: str
    task: Task
    claim: str
    amount: Money
    due_on: date | None
    is_ours: bool


def cover_work(actor: Actor, *, on: date, at: datetime) -> tuple[Work, ...]:
    """Return what is to do about the covers an actor may read, the most urgent first.

    Of a cover that cannot be replayed nothing else is known: what it waits for is to be set right.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        keys = [each.key for each in contracts_of() if isinstance(each.terms, CoverTerms)]
        proposed = {each.subject: each for each in waiting(subject_kind=CLAIM)}
    if not keys:
        return ()
    found: list[Work] = []
    subject = ", ".join(keys[:3])
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=subject):
        for key in keys:
            try:
                cover = cover_on(key, on=on)
            except CONTRADICTIONS:
                found.append(_to_set_right(contract_of(key), actor))
                continue
            found += _of_cover(cover, actor, proposed)
    found.sort(key=lambda work: (not work.is_ours, work.due_on or date.max, work.cover, work.task))
    return tuple(found)


def _to_set_right(contract: Contract, actor: Actor) -> Work:
    is_ours = actor.institution == contract.institution
    return Work(contract.key, Task.SET_RIGHT, "", contract.agreed, None, is_ours)


def _of_cover(cover: Cover, actor: Actor, proposed: dict[str, Proposal]) -> Iterator[Work]:
    state, currency = cover.state, cover.terms.currency

    def work(task: Task, minor: int, *, claim: str = "", due_on: date | None = None) -> Work:
        whose = cover.insured if task in OF_THE_INSURED else cover.insurer
        is_ours = actor.institution == whose
        return Work(cover.key, task, claim, Money(minor, currency), due_on, is_ours)

    if state.issued_on is None:
        open_ones = [each for each in conditions_of(cover.key) if not each.is_settled_on(cover.on)]
        task = Task.SETTLE_CONDITIONS if open_ones else Task.ISSUE
        yield work(task, state.insured_amount)
    for claim in state.claims:
        next_task = _task_of(cover, claim, proposed)
        if next_task is not None:
            minor = claim.accepted - claim.paid if claim.decided_on else claim.payable
            yield work(next_task, minor, claim=claim.key, due_on=claim.payment_due_on)
    is_claimable = state.claimable_on is not None and state.claimable_on <= cover.on
    if is_claimable and not state.claims and state.ended_on is None:
        yield work(Task.FILE_CLAIM, state.in_force)
    owed = state.recourse.outstanding + state.recourse.damages
    if owed:
        yield work(Task.COLLECT, owed)


def _task_of(cover: Cover, claim: ClaimState, proposed: dict[str, Proposal]) -> Task | None:
    if claim.decided_on is None:
        is_proposed = f"{cover.key}/{claim.key}" in proposed
        return Task.APPROVE_DECISION if is_proposed else Task.PROPOSE_DECISION
    return Task.PAY_CLAIM if claim.paid < claim.accepted else None
