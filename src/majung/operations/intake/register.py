"""Registering who takes part: firms and projects."""

from datetime import date, datetime

from majung.applications.firm import Firm, Membership, identity_key
from majung.applications.project import Project
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import firms, projects


def register_firm(
    actor: Actor, firm: Firm, *, from_on: date, at: datetime, is_example: bool = False
) -> str:
    """Register a firm with its sites, or what changed about it from a day on; return its key.

    A firm is known by its corporate registration number: whoever registers it again meets the
    same firm.

    Raises:
        NotPermittedError: the actor may not.
        SiteTakenError: a business number belongs to another firm.
    """
    require(actor, Act.REGISTER_FIRM)
    subject = identity_key(firm.identity)
    with acting_for_state(Purpose.INTAKE, person=_person(actor), at=at, subject=subject):
        return firms.register(firm, from_on=from_on, at=at, is_example=is_example)


def join_group(actor: Actor, membership: Membership, *, at: datetime) -> None:
    """Record that a firm belongs to a group from a day on; the same again does nothing.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such firm.
    """
    require(actor, Act.REGISTER_FIRM)
    subject = identity_key(membership.member)
    with acting_for_state(Purpose.INTAKE, person=_person(actor), at=at, subject=subject):
        if membership not in firms.memberships(group=membership.group):
            firms.join_group(membership, at=at)


def register_project(
    actor: Actor, project: Project, *, at: datetime, is_example: bool = False
) -> None:
    """Register a project (과제), or a new description of it; the earlier ones are kept.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: a participant is not registered.
    """
    require(actor, Act.REGISTER_PROJECT)
    with acting_for_state(Purpose.INTAKE, person=_person(actor), at=at, subject=project.number):
        projects.record(project, at=at, is_example=is_example)


def _person(actor: Actor) -> str:
    return actor.person or "clockwork"
