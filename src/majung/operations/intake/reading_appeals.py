"""What doors read about appeals: what may be objected to, until when, how long an answer took."""

from dataclasses import dataclass
from datetime import date

from majung.applications.appeal import AppealOutcome, last_day_of_all, outcome_of
from majung.applications.decision import DecisionKind
from majung.applications.stages import Stage
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.store.intake import appeals, applications, decisions
from majung.store.intake.appeals import Appeal
from majung.store.intake.decisions import KeptDecision

OPEN_TO_APPEAL = frozenset({Stage.REFUSED, Stage.OFFERED})


@dataclass(frozen=True, slots=True)
class AppealFile:
    """An appeal with the decision it is about and the answer to it.

    Attributes:
        answer: None while nobody has answered.
        days: calendar days from filing to the answer, or to the day of asking.
        days_left: until the day it must be answered by; below zero where it is late, None once
            it is answered.
    """

    appeal: Appeal
    decision: KeptDecision
    answer: KeptDecision | None
    days: int
    days_left: int | None

    @property
    def outcome(self) -> AppealOutcome | None:
        """Return how it was decided; None while nobody has."""
        return None if self.answer is None else outcome_of(self.answer.decision)


@dataclass(frozen=True, slots=True)
class Appealable:
    """A decision a firm may object to.

    Attributes:
        last_on: the last day of all; who knew of the decision at once has less time.
    """

    decision: KeptDecision
    last_on: date


def appeals_on(actor: Actor, application: str, *, on: date) -> tuple[AppealFile, ...]:
    """Return the appeals about an application that the actor may read, earliest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(_file(each, on=on) for each in appeals.appeals(application=application))


def appeal_list(actor: Actor, *, on: date) -> tuple[AppealFile, ...]:
    """Return every appeal that the actor may read, earliest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(_file(each, on=on) for each in appeals.appeals())


def appealable(actor: Actor, application: str, *, on: date) -> tuple[Appealable, ...]:
    """Return the decisions on an application that its firm may still object to on a day.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        objected = {each.decision for each in appeals.appeals(application=application)}
        return tuple(
            Appealable(kept, last_on)
            for kept in decisions.decisions_on(application)
            if kept.decision.kind is not DecisionKind.APPROVE and kept.key not in objected
            if on <= (last_on := last_day_of_all(kept.decision.decided_on))
            if _stage(application, kept.decision.product) in OPEN_TO_APPEAL
        )


def _stage(application: str, product: str) -> Stage | None:
    steps = applications.steps_of(application, product=product)
    return steps[-1].stage if steps else None


def _file(appeal: Appeal, *, on: date) -> AppealFile:
    answers = decisions.decisions_on(appeal.key, subject_kind=decisions.APPEAL)
    answer = answers[-1] if answers else None
    until = answer.decision.decided_on if answer else on
    left = None if answer or appeal.due_on is None else (appeal.due_on - on).days
    return AppealFile(
        appeal,
        decisions.decision_of(appeal.decision),
        answer,
        (until - appeal.filed_on).days,
        left,
    )
