"""The life of an application as dated steps, and how long each stage took.

A step is a fact with a day.  The stage an application is in, the days it spent in each and whose
desk it lay on are computed from its steps; nobody keeps a status by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from majung.errors import Language, PolicyFinanceError


class StageNotReachableError(PolicyFinanceError):
    """An application moves along the stages in their order."""

    kind = "stage-not-reachable"


class StepBeforeLastError(PolicyFinanceError):
    """A step cannot be earlier than the one before it."""

    kind = "step-before-last"


class Stage(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    COMPLETION = "completion"
    ASSESSMENT = "assessment"
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    REFUSED = "refused"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def is_last(self) -> bool:
        """Say whether an application in this stage goes nowhere from here."""
        return not FOLLOWING[self]

    def spoken(self, language: Language) -> str:
        """Write the stage in the words of a receipt."""
        return KOREAN_STAGE[self] if language == "ko" else self.value


KOREAN_STAGE = {
    Stage.SUBMITTED: "접수",
    Stage.COMPLETION: "보완 요청",
    Stage.ASSESSMENT: "심사",
    Stage.PROPOSED: "결재 상신",
    Stage.OFFERED: "승인조건 제시",
    Stage.ACCEPTED: "조건 수락",
    Stage.SIGNED: "약정",
    Stage.REFUSED: "거절",
    Stage.APPEALED: "이의신청",
    Stage.WITHDRAWN: "철회",
    Stage.LAPSED: "실효",
}

FOLLOWING: dict[Stage, frozenset[Stage]] = {
    Stage.SUBMITTED: frozenset({Stage.COMPLETION, Stage.ASSESSMENT, Stage.WITHDRAWN}),
    Stage.COMPLETION: frozenset({Stage.ASSESSMENT, Stage.WITHDRAWN, Stage.LAPSED}),
    Stage.ASSESSMENT: frozenset({Stage.COMPLETION, Stage.PROPOSED, Stage.WITHDRAWN}),
    Stage.PROPOSED: frozenset({Stage.ASSESSMENT, Stage.OFFERED, Stage.REFUSED, Stage.WITHDRAWN}),
    # A reduced offer can be appealed like a refusal.
    Stage.OFFERED: frozenset({Stage.ACCEPTED, Stage.APPEALED, Stage.WITHDRAWN, Stage.LAPSED}),
    Stage.ACCEPTED: frozenset({Stage.SIGNED, Stage.WITHDRAWN, Stage.LAPSED}),
    Stage.REFUSED: frozenset({Stage.APPEALED}),
    Stage.APPEALED: frozenset({Stage.ASSESSMENT, Stage.OFFERED, Stage.REFUSED, Stage.WITHDRAWN}),
    Stage.SIGNED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
    Stage.LAPSED: frozenset(),
}


#: The stages of an application that ends in a contract, in their order.
ROAD = (
    Stage.SUBMITTED,
    Stage.ASSESSMENT,
    Stage.PROPOSED,
    Stage.OFFERED,
    Stage.ACCEPTED,
    Stage.SIGNED,
)


class Desk(StrEnum):
    """Whose turn it is: the firm's, the institution's, or nobody's any more."""

    FIRM = "firm"
    INSTITUTION = "institution"
    NOBODY = "nobody"


DESK_OF = {
    Stage.SUBMITTED: Desk.INSTITUTION,
    Stage.COMPLETION: Desk.FIRM,
    Stage.ASSESSMENT: Desk.INSTITUTION,
    Stage.PROPOSED: Desk.INSTITUTION,
    Stage.OFFERED: Desk.FIRM,
    Stage.ACCEPTED: Desk.INSTITUTION,
    Stage.APPEALED: Desk.INSTITUTION,
    # A refusal is over unless the firm appeals: the days until then are nobody's.
    Stage.REFUSED: Desk.NOBODY,
    Stage.SIGNED: Desk.NOBODY,
    Stage.WITHDRAWN: Desk.NOBODY,
    Stage.LAPSED: Desk.NOBODY,
}


@dataclass(frozen=True, slots=True)
class Step:
    """That an application entered a stage on a day.

    Attributes:
        by: the role or person who took the step.
        reason: why, where the stage needs one (completion, refusal, appeal, lapse).
    """

    stage: Stage
    effective_on: date
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StageSpan:
    """The days an application spent in one stage.

    Attributes:
        until_on: the day it left, None while it is still there.
        days: calendar days from entering to leaving, or to the day of asking.
    """

    stage: Stage
    desk: Desk
    from_on: date
    until_on: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Course:
    """The stages an application passes through, in their order, and where it stands.

    Attributes:
        place: index of the stage it stands in; those before it are behind it.
    """

    stages: tuple[Stage, ...]
    place: int


def course_of(steps: tuple[Step, ...]) -> Course:
    """Lay out the course of a product's steps: the road, or where it was left.

    What was refused, withdrawn or lapsed goes nowhere from there, so that stage is the end and no
    later one is shown; a request to complete the papers stands before the assessment it delays.
    """
    stage = steps[-1].stage
    if stage in ROAD:
        return Course(ROAD, ROAD.index(stage))
    last = max((at for at, each in enumerate(steps) if each.stage in ROAD), default=0)
    done = ROAD.index(steps[last].stage) + 1
    left = dict.fromkeys(each.stage for each in steps[last + 1 :])
    rest = ROAD[done:] if stage is Stage.COMPLETION else ()
    return Course((*ROAD[:done], *left, *rest), done + len(left) - 1)


def furthest(tracks: Iterable[tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return the steps of the product that is furthest on the road; of those that left it, last."""

    def reached(steps: tuple[Step, ...]) -> tuple[int, date]:
        stage = steps[-1].stage
        return (ROAD.index(stage) if stage in ROAD else -1, steps[-1].effective_on)

    return max(tracks, key=reached)


def next_step(steps: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    """Append a step.

    Raises:
        StageNotReachableError: the stage does not follow from the one the application is in.
        StepBeforeLastError: the step is dated before the last one.
    """
    reachable = FOLLOWING[steps[-1].stage] if steps else frozenset({Stage.SUBMITTED})
    if step.stage not in reachable:
        raise StageNotReachableError(
            stage=step.stage,
            current=steps[-1].stage if steps else "—",
            reachable=tuple(stage for stage in Stage if stage in reachable) or "—",
        )
    if steps and step.effective_on < steps[-1].effective_on:
        raise StepBeforeLastError(
            stage=step.stage, day=step.effective_on, last=steps[-1].effective_on
        )
    return (*steps, step)


def walked(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps in the order given, having checked each against the one before.

    Raises:
        StageNotReachableError: as in `next_step`.
        StepBeforeLastError: as in `next_step`.
    """
    taken: tuple[Step, ...] = ()
    for step in steps:
        taken = next_step(taken, step)
    return taken


def stage_on(steps: Iterable[Step], *, on: date) -> Stage | None:
    """Return the stage an application was in at the end of a day; None before it was submitted."""
    reached = [step.stage for step in steps if step.effective_on <= on]
    return reached[-1] if reached else None


def stage_spans(steps: Iterable[Step], *, on: date) -> tuple[StageSpan, ...]:
    """Return how long an application stood in each stage until a day, one row a visit.

    A stage left and entered again counts twice, each visit apart; the last stage of a life takes
    no days.
    """
    reached = [step for step in steps if step.effective_on <= on]
    spans = [
        StageSpan(
            step.stage,
            DESK_OF[step.stage],
            step.effective_on,
            following.effective_on,
            (following.effective_on - step.effective_on).days,
        )
        for step, following in pairwise(reached)
    ]
    if reached:
        last = reached[-1]
        days = 0 if last.stage.is_last else (on - last.effective_on).days
        spans.append(StageSpan(last.stage, DESK_OF[last.stage], last.effective_on, None, days))
    return tuple(spans)


def days_at(spans: Iterable[StageSpan], desk: Desk) -> int:
    """Sum the days for which an application lay on one desk."""
    return sum(span.days for span in spans if span.desk is desk)
