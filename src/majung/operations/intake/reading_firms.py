"""What doors read about firms and projects: who they are; what they owe and said is not in it."""

from dataclasses import dataclass
from datetime import date, datetime

from majung.applications.firm import Firm, FirmIdentity, Membership, identity_key
from majung.applications.project import Project
from majung.applications.succession import Succession
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.store.parties import firms, projects


@dataclass(frozen=True, slots=True)
class FirmFile:
    """A firm with its groups, its projects, and whom it followed or who followed it."""

    firm: Firm
    memberships: tuple[Membership, ...]
    projects: tuple[Project, ...]
    successions: tuple[Succession, ...] = ()


def firms_found(actor: Actor, words: str, *, on: date) -> tuple[Firm, ...]:
    """Find firms by a part of their name or of one of their numbers.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return firms.firms_named(words.strip(), on=on)


def firm_file(actor: Actor, identity: FirmIdentity, *, on: date) -> FirmFile:
    """Return a firm as it is on a day.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such firm.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return FirmFile(
            firms.firm(identity, on=on),
            tuple(each for each in firms.memberships() if each.member == identity),
            projects.projects_of(identity),
            tuple(
                each
                for each in firms.successions()
                if identity in (each.predecessor, each.successor)
            ),
        )


def group_list(actor: Actor) -> tuple[Membership, ...]:
    """Return who belongs to which group since when, by group, firm and first day.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        found = firms.memberships()
    return tuple(
        sorted(found, key=lambda each: (each.group, identity_key(each.member), each.from_on))
    )


def project_list(actor: Actor) -> tuple[Project, ...]:
    """Return every project as it is known now, by number.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return projects.projects()


def project_file(actor: Actor, number: str) -> Project:
    """Return a project as it is known now.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no project has the number.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return projects.project(number)


def project_history(actor: Actor, number: str) -> tuple[tuple[datetime, Project], ...]:
    """Return every description of a project with the moment it was recorded, earliest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return projects.history(number)
