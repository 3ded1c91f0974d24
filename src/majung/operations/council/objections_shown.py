"""How an appeal and its answer are shown in the record of a decision."""

from collections.abc import Iterator

from majung.applications.appeal import outcome_of
from majung.reports.cells import OPEN, count, counter, day, words
from majung.reports.model import KeyValue
from majung.rules.citations import Label
from majung.store.intake.appeals import Appeal
from majung.store.intake.decisions import KeptDecision

DAYS = counter("일", "days", "day")
NOT_ANSWERED = Label("아직 답하지 않음", "not answered yet")


def objections_shown(appeal: Appeal | None, answer: KeptDecision | None) -> Iterator[KeyValue]:
    """List when and why a firm objected, by when it must be answered, and how it was."""
    if appeal is None:
        return
    yield KeyValue(Label("이의신청 번호", "Appeal"), words(appeal.key))
    yield KeyValue(Label("이의신청일", "Filed on"), day(appeal.filed_on))
    yield KeyValue(Label("이의신청 사유", "Why"), words(appeal.reason))
    yield KeyValue(Label("처리 기한", "To be answered by"), day(appeal.due_on or OPEN))
    if answer is None:
        yield KeyValue(Label("처리 결과", "Outcome"), words(NOT_ANSWERED))
        return
    taken = answer.decision
    days = (taken.decided_on - appeal.filed_on).days
    yield KeyValue(Label("처리 결과", "Outcome"), words(outcome_of(taken)))
    yield KeyValue(Label("결정일", "Answered on"), day(taken.decided_on))
    yield KeyValue(Label("처리 일수", "Days taken"), count(days, DAYS))
    yield KeyValue(Label("결정 사유", "Reason"), words(taken.reason))
    yield KeyValue(Label("결재문서 번호", "Approval document"), words(taken.document))
