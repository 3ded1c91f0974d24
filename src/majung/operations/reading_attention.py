"""What needs somebody's attention today, by what there is to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from majung.applications.stages import Stage
from majung.operations.acting import Actor
from majung.operations.policy import Act, may
from majung.operations.supply.looking import looking
from majung.store.access import Purpose
from majung.store.intake.application_lists import application_lines
from majung.store.listing import PageWanted
from majung.store.upkeep.waiting import WaitingCounts, waiting_counts


class ToDo(StrEnum):
    """A kind of thing that waits."""

    SUBMITTED = "submitted"
    ASSESSMENT = "assessment"
    PROPOSALS = "proposals"
    OFFERS_ENDING = "offers-ending"
    OFFERS = "offers"
    CONDITIONS = "conditions"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things of a kind wait.

    Attributes:
        is_own: whether the actor may do something about it.
    """

    what: ToDo
    count: int
    is_own: bool


def attention(actor: Actor, *, on: date, at: datetime) -> tuple[Waiting, ...]:
    """Return what waits on a day among what the actor may read, nothing that is empty.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    with looking(actor, Purpose.SUPPLY, at=at):
        stages = dict(application_lines(on=on, page=PageWanted(0)).stages)
        counts = waiting_counts(on=on)
    return tuple(each for each in _waiting(actor, stages, counts) if each.count)


def _waiting(actor: Actor, stages: dict[Stage, int], counts: WaitingCounts) -> Iterator[Waiting]:
    submitted = stages.get(Stage.SUBMITTED, 0) + stages.get(Stage.COMPLETION, 0)
    yield Waiting(ToDo.SUBMITTED, submitted, may(actor, Act.ASSESS))
    in_assessment = stages.get(Stage.ASSESSMENT, 0)
    yield Waiting(ToDo.ASSESSMENT, in_assessment, may(actor, Act.PROPOSE_DECISION))
    yield Waiting(ToDo.PROPOSALS, counts.proposals, may(actor, Act.APPROVE_DECISION))
    yield Waiting(ToDo.OFFERS_ENDING, counts.offers_ending, may(actor, Act.ACCEPT_OFFER))
    yield Waiting(ToDo.OFFERS, counts.offers - counts.offers_ending, may(actor, Act.ACCEPT_OFFER))
    yield Waiting(ToDo.CONDITIONS, counts.conditions, may(actor, Act.FULFIL_CONDITION))
    yield Waiting(ToDo.SET_ASIDE, counts.set_aside, may(actor, Act.RECORD_FACTS))
