"""What doors read about applications: the list, and everything on one's desk about one of them."""

from dataclasses import dataclass
from datetime import datetime

from majung.applications.application import Request
from majung.applications.firm import FirmIdentity
from majung.applications.stages import Step
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import REQUEST, programmes_in_force
from majung.operations.policy import Act, require
from majung.programmes import Programme
from majung.store.intake import applications, decisions, findings, proposals
from majung.store.intake.applications import Application
from majung.store.intake.decisions import KeptDecision, Offer
from majung.store.intake.findings import Assessment
from majung.store.intake.proposals import Proposal


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application in a list, and the stage it is in as a whole."""

    application: Application
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFile:
    """Everything the actor may read about an application.

    Attributes:
        steps: of the application as a whole.
        steps_by_product: of each product that something was proposed or offered on.
        assessments: the newest of each product.
        proposals: what waits or waited for a second person; empty for the firm.
    """

    application: Application
    request: Request
    steps: tuple[Step, ...]
    steps_by_product: dict[str, tuple[Step, ...]]
    assessments: tuple[Assessment, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[KeptDecision, ...]
    offers: tuple[Offer, ...]


def application_list(actor: Actor) -> tuple[ApplicationLine, ...]:
    """Return the applications on the actor's desk, earliest first.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(
            ApplicationLine(each, applications.steps_of(each.number))
            for each in applications.applications()
        )


def application_file(actor: Actor, number: str) -> ApplicationFile:
    """Return what the actor may read about an application.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such application on the actor's desk.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        kept = applications.application(number)
        put_forward = proposals.proposals_on(number)
        decided = decisions.decisions_on(number)
        products = sorted(
            {each.product for each in put_forward} | {each.decision.product for each in decided}
        )
        return ApplicationFile(
            application=kept,
            request=_request(kept),
            steps=applications.steps_of(number),
            steps_by_product={
                product: applications.steps_of(number, product=product) for product in products
            },
            assessments=findings.assessments_of(number),
            proposals=put_forward,
            decisions=decided,
            offers=decisions.offers_of(number),
        )


def firm_of_application(actor: Actor, number: str) -> FirmIdentity:
    """Return the firm whose application it is.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such application on the actor's desk.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return applications.application(number).firm


def request_of(actor: Actor, number: str) -> Request:
    """Return what an application asks for.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such application on the actor's desk.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return _request(applications.application(number))


def offer_file(actor: Actor, key: str) -> Offer:
    """Return an offer that the actor may read.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such offer among the actor's.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return decisions.offer_of(key)


def programme_list(actor: Actor, *, at: datetime) -> tuple[Programme, ...]:
    """Return every programme in force, as it was taken in last.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return programmes_in_force(at=at)


def _request(kept: Application) -> Request:
    request = kept.content[REQUEST]
    if not isinstance(request, Request):
        raise TypeError(f"application {kept.number} holds no request")
    return request
