"""What doors read about intake: an application put together, and the programmes in force.

`whole` runs inside a transaction of somebody who may read the application.
"""

from datetime import date, datetime

from majung.applications.application import Application, Request
from majung.applications.firm import FirmIdentity
from majung.applications.holdings.exclusions import Benefit
from majung.operations.intake.recommend import stated_by_recommendation
from majung.operations.versions import pinned
from majung.programmes import Programme
from majung.store.intake import applications, programmes
from majung.store.intake.statements import statements_about
from majung.store.parties.firms import firm
from majung.store.servicing.contracts import contracts_of

REQUEST = "request"


def programmes_in_force(*, at: datetime) -> tuple[Programme, ...]:
    """Return every programme in the version that was taken in last up to a moment."""
    latest = programmes.versions_in_force(at=at)
    return tuple(pinned(kept.key, kept.version) for kept in latest)


def whole(number: str, *, on: date, at: datetime) -> Application:
    """Put an application together: firm, request, statements, benefits held, steps.

    Benefits are those that whoever acts may read; they are looked up, never supposed.

    Raises:
        NotRecordedError: no such application among those that whoever acts may read.
    """
    kept = applications.application(number)
    request = kept.content[REQUEST]
    if not isinstance(request, Request):
        raise TypeError(f"application {number} holds no request")
    return Application(
        number=number,
        firm=firm(kept.firm, on=on),
        request=request,
        submitted_on=kept.submitted_on,
        statements=statements_about(kept.firm, application=number, known_at=at).with_more(
            stated_by_recommendation(kept.firm, programmes_in_force(at=at), on=on)
        ),
        held=benefits_of(kept.firm, on=on),
        steps=applications.steps_of(number),
    )


def benefits_of(identity: FirmIdentity, *, on: date) -> tuple[Benefit, ...]:
    """Return the benefits a firm holds on a day, among contracts that whoever acts may read."""
    return tuple(
        Benefit(
            product=contract.product,
            programme=contract.programme,
            provider=contract.institution,
            amount=contract.agreed,
            project=contract.project,
            loan=contract.loan or contract.key,
            from_on=contract.signed_on,
            until_on=contract.last_on,
        )
        for contract in contracts_of(firm=identity)
        if contract.product and contract.signed_on <= on
    )
