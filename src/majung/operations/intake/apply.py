"""Applying: one form for every programme, and what is stated beside it."""

from collections.abc import Iterable
from datetime import date, datetime

from majung.applications.application import Request
from majung.applications.firm import FirmIdentity
from majung.applications.stages import Stage, Step
from majung.applications.statements import Standing, Statement
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import REQUEST
from majung.operations.policy import Act, require
from majung.store.intake import applications
from majung.store.intake.applications import Application
from majung.store.intake.statements import state


class OwnCheckError(PolicyFinanceError):
    """What a firm says of itself is declared or evidenced, and read by those it asks."""

    kind = "own-check"


def submit_application(
    actor: Actor,
    number: str,
    firm: FirmIdentity,
    request: Request,
    *,
    desks: Iterable[str],
    on: date,
    at: datetime,
    is_example: bool = False,
) -> Application:
    """Hand an application in; the same again does nothing.

    Args:
        number: on the receipt.
        desks: institutions that shall read it: the banks, insurers and funds the firm asks.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: the firm, the project or an institution is not registered.
        RecordedDifferentlyError: the number belongs to another application.
    """
    require(actor, Act.SUBMIT_APPLICATION)
    application = Application(
        number=number,
        firm=firm,
        submitted_on=on,
        content={REQUEST: request},
        project=request.project,
        received_by=actor.institution,
        desks=tuple(sorted(set(desks))),
        is_example=is_example,
    )
    with at_desk(actor):
        applications.submit(application, at=at)
        if not applications.steps_of(number):
            applications.take_step(number, Step(Stage.SUBMITTED, on, actor.person), at=at)
        return applications.application(number)


def state_facts(
    actor: Actor,
    firm: FirmIdentity,
    statements: Iterable[Statement],
    *,
    at: datetime,
    application: str = "",
    legal_basis: str = "",
    is_internal: bool = False,
) -> None:
    """Record what is stated about a firm, with who says so, as of when, on which evidence.

    Args:
        application: the application it is stated for; empty where it holds in general.
        legal_basis: the article or consent on which somebody else's data were looked up.
        is_internal: for the own institution only, as a grade it made itself.

    Raises:
        NotPermittedError: the actor may not.
        OwnCheckError: a firm states something as checked, or as internal to an institution.
        NotRecordedError: the firm or the application is not known.
    """
    require(actor, Act.STATE_FACTS)
    statements = tuple(statements)
    own = [each.fact for each in statements if each.standing is Standing.CHECKED or is_internal]
    if actor.firm and own:
        raise OwnCheckError(facts=tuple(own))
    with at_desk(actor):
        state(
            firm,
            statements,
            at=at,
            application=application,
            legal_basis=legal_basis,
            is_internal=is_internal,
        )
