"""The register of exposures over institutions, and what one institution sees of a firm."""

from datetime import date, datetime

from majung.applications.firm import FirmIdentity, groups_on, identity_key
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.operations.reading_names import Names, names
from majung.operations.supply.lines import FIRST_DAY, Scope, positions_of_contracts
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.firms import memberships
from majung.store.servicing.contracts import Series
from majung.supply.exposure import ExposureView, Register, register, seen_by
from majung.supply.exposure import Purpose as LookUp

#: How a look-up without a purpose of its own is written down.
BENEFIT_HELD = "benefit-held"


def exposure_register(
    actor: Actor, *, on: date, at: datetime, series: Series = Series.REAL, currency: str = "KRW"
) -> Register:
    """Return what firms and groups owe over all institutions on a day, largest first.

    Raises:
        NotPermittedError: the actor may not read all institutions.
    """
    require(actor, Act.READ_ALL)
    with acting_for_state(Purpose.REGISTER, person=actor.person, at=at):
        scope = Scope(
            first_on=FIRST_DAY, through_on=on, series=series, known_at=at, currency=currency
        )
        return register(
            positions_of_contracts(scope, groups_on(memberships(), on=on)), currency=currency
        )


def names_known(actor: Actor, *, on: date, at: datetime) -> Names:
    """Return what institutions, programmes and products are called on a day.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return names(on=on, at=at)


def exposure_seen(
    actor: Actor,
    firm: FirmIdentity,
    *,
    on: date,
    at: datetime,
    look_up: LookUp | None = None,
    series: Series = Series.REAL,
) -> ExposureView:
    """Return what the actor's institution sees of a firm: its own positions, and little more.

    Of others it sees that a benefit is held or not, and with a purpose the fields whose legal
    basis is recorded.  Either way the look is written down before it happens.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    key = identity_key(firm)
    purpose = look_up.key if look_up is not None else BENEFIT_HELD
    basis = look_up.legal_basis if look_up is not None else ""
    with acting_for_state(
        Purpose.REGISTER,
        person=actor.person,
        at=at,
        legal_basis=f"{purpose}: {basis}" if basis else purpose,
        subject=key,
    ):
        scope = Scope(first_on=FIRST_DAY, through_on=on, series=series, known_at=at)
        positions = positions_of_contracts(scope, groups_on(memberships(), on=on))
    return seen_by(actor.institution, positions, firm=key, purpose=look_up)
