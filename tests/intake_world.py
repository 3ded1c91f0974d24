"""A firm, its application and the people who deal with it, read from the shipped example file."""

from datetime import UTC, date, datetime
from pathlib import Path

from majung.applications.decision import Decision, DecisionKind
from majung.applications.indications.request_file import asked_from_tree
from majung.applications.project import Financing, Participant, ParticipantRole, Project
from majung.files import read_tree
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.apply import state_facts, submit_application
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.register import register_firm, register_project
from majung.programmes import shelf
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.values.money import Money

EXAMPLE = Path(__file__).parents[1] / "examples" / "indication" / "mid-cap-robot-line.yaml"
ON = date(2024, 10, 2)
AT = datetime(2024, 10, 2, 1, tzinfo=UTC)
BANK = "ibk"
PRODUCT = "ai-am-preferential-loan"
OFFICER = Actor("p-officer", BANK, frozenset({Role.PROVIDER_OFFICER}))
APPROVER = Actor("p-approver", BANK, frozenset({Role.PROVIDER_APPROVER}))
INSURER_OFFICER = Actor("p-insurer", "ksure", frozenset({Role.PROVIDER_OFFICER}))
INSURER_APPROVER = Actor("p-insurer-approver", "ksure", frozenset({Role.PROVIDER_APPROVER}))


def asked():
    """The example application with the banks' quotes."""
    return asked_from_tree(read_tree(EXAMPLE.name, EXAMPLE.read_bytes()), tuple(shelf().values()))


def open_office(*, authority: int = 10 * 10**9) -> None:
    """Take the shelf in and give four people their roles; approvers may grant 100억."""
    load_shelf(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        for actor in (OFFICER, APPROVER, INSURER_OFFICER, INSURER_APPROVER):
            (role,) = actor.roles
            add_person(actor.person)
            grant_role(
                RoleHeld(
                    person=actor.person,
                    role=role.value,
                    institution=actor.institution,
                    from_on=date(2024, 1, 1),
                    authority=Money(authority) if role is Role.PROVIDER_APPROVER else None,
                )
            )


def apply() -> str:
    """Register the firm and hand its application in at the bank; return its number."""
    application = asked().application
    register_firm(OFFICER, application.firm, from_on=date(2024, 1, 1), at=AT)
    register_project(OFFICER, project_of(application), at=AT)
    submit_application(
        OFFICER,
        application.number,
        application.firm.identity,
        application.request,
        desks=[BANK, "ksure"],
        on=ON,
        at=AT,
    )
    return application.number


def project_of(application):
    firm = application.firm
    return Project(
        number=application.request.project,
        name="예시 과제",
        participants=(Participant(firm.identity, ParticipantRole.LEAD),),
        financing=Financing(needed=Money(9 * 10**9)),
    )


def state_everything() -> None:
    """State all facts of the example file for the application."""
    application = asked().application
    state_facts(
        OFFICER,
        application.firm.identity,
        application.statements.stated,
        at=AT,
        application=application.number,
    )


def grant(number: str, *, product: str = PRODUCT, **changes: object) -> Decision:
    """The decision to grant all that was asked."""
    amount = asked().application.request.amount
    values = {
        "application": number,
        "product": product,
        "institution": "",
        "kind": DecisionKind.APPROVE,
        "asked": amount,
        "granted": amount,
        "proposed_by": "",
        "decided_on": ON,
        "document": "여신심사-2024-0017",
        "programme_version": "",
    }
    return Decision(**(values | changes))
