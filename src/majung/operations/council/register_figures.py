"""Entering figures of other papers than packs: a letter, an answer to the Assembly, a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.store.council.register import (
    Release,
    contradictions,
    release,
    released_figures,
    released_in,
    releases_of,
)
from majung.supply.figures import Figure


@dataclass(frozen=True, slots=True)
class Registered:
    """What was entered, and what of it contradicts an earlier release."""

    releases: tuple[Release, ...]
    contradictions: tuple[Release, ...]


def register_figures(
    actor: Actor, figures: Iterable[Figure], *, document: str, on: date, at: datetime
) -> Registered:
    """Enter the figures of a paper in the register (숫자대장).

    A contradiction is no refusal: the paper is out already.  It is on record, and whoever
    releases it is told.

    Args:
        document: number of the paper they stand in.
        on: the day it goes out.

    Raises:
        NotPermittedError: the actor is not of the secretariat.
    """
    require(actor, Act.FREEZE_PACK)
    with at_desk(actor):
        contradicting = release(figures, document=document, on=on, at=at)
        return Registered(released_in(document), contradicting)


def number_register(
    actor: Actor, *, after: int = 0, count_max: int = 200, first_on: date | None = None
) -> tuple[Release, ...]:
    """Return the register, latest release first, in pages.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return released_figures(first_on=first_on, after=after, count_max=count_max)


def figure_history(actor: Actor, figure: str) -> tuple[Release, ...]:
    """Return every release of a figure, in the order released.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return releases_of(figure)


def contradicting_figures(actor: Actor) -> tuple[Release, ...]:
    """Return every release that contradicts an earlier one, latest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return contradictions()
