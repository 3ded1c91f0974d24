"""Registering who takes part: firms, the groups they form, and projects."""

from collections.abc import Sequence
from datetime import date, datetime

from majung.applications.firm import Firm, Membership, identity_key
from majung.applications.project import Project
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import firms, projects


class MembershipEndsFirstError(PolicyFinanceError):
    """A firm leaves a group on the day it joined, or later."""

    kind = "membership-ends-first"


class ParticipantTwiceError(PolicyFinanceError):
    """A firm takes one part in a project once."""

    kind = "participant-twice"


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
        MembershipEndsFirstError: it would end before it begins.
        NotRecordedError: no such firm.
    """
    register_group(actor, [membership], at=at)


def register_group(actor: Actor, members: Sequence[Membership], *, at: datetime) -> None:
    """Record who belongs to a group (기업집단), all of them or none; the same again does nothing.

    A membership is mended by a later recording of the same first day, with its last day.

    Raises:
        NotPermittedError: the actor may not.
        MembershipEndsFirstError: a membership would end before it begins.
        NotRecordedError: a firm is not registered.
    """
    require(actor, Act.RECORD_GROUP)
    for each in members:
        if each.until_on is not None and each.until_on < each.from_on:
            raise MembershipEndsFirstError(
                firm=each.member, group=each.group, from_on=each.from_on, until_on=each.until_on
            )
    subject = ", ".join(identity_key(each.member) for each in members[:3])
    with acting_for_state(Purpose.INTAKE, person=_person(actor), at=at, subject=subject):
        known = set(firms.memberships())
        for each in dict.fromkeys(members):
            if each not in known:
                firms.join_group(each, at=at)


def register_project(
    actor: Actor, project: Project, *, at: datetime, is_example: bool = False
) -> None:
    """Register a project (과제), or a new description of it; the earlier ones are kept.

    Raises:
        NotPermittedError: the actor may not.
        ParticipantTwiceError: a firm takes the same part twice.
        NotRecordedError: a participant is not registered.
    """
    require(actor, Act.REGISTER_PROJECT)
    seen = set()
    for each in project.participants:
        if each in seen:
            raise ParticipantTwiceError(project=project.number, firm=each.firm)
        seen.add(each)
    with acting_for_state(Purpose.INTAKE, person=_person(actor), at=at, subject=project.number):
        projects.record(project, at=at, is_example=is_example)


def _person(actor: Actor) -> str:
    return actor.person or "clockwork"
