"""Opening an office for real use: programmes, plans, the first administrator; no example rows."""

from dataclasses import dataclass
from datetime import date, datetime

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.policy import Act, require
from majung.operations.supply.load_plans import load_plans
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.institutions import Institution, institutions, register
from majung.store.parties.people import (
    RoleHeld,
    add_person,
    grant_role,
    open_sign_in,
    person_of_sign_in,
)

OPERATOR = "operator"


class OfficeHoldsExampleError(PolicyFinanceError):
    """An office for real use holds no invented rows."""

    kind = "office-holds-example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An office that can be used.

    Attributes:
        is_new: False where it had been opened before; nothing was changed then.
    """

    programmes: tuple[str, ...]
    plans: tuple[str, ...]
    institution: str
    administrator: str
    is_new: bool


def open_for_use(
    actor: Actor,
    institution: str,
    name: Label,
    *,
    administrator: str,
    password: str,
    on: date,
    at: datetime,
) -> Opened:
    """Take in what ships and give the first administrator a sign-in.

    Args:
        institution: key of the body that runs the office.
        administrator: key of the person, and name to sign in with.
        password: of the sign-in; one that exists already keeps its own.

    Raises:
        NotPermittedError: the actor is no administrator.
        OfficeHoldsExampleError: the example world was played here.
        PasswordTooWeakError: the password is short or common.
    """
    require(actor, Act.OPEN_ACCOUNT)
    person = actor.person or Role.ADMINISTRATOR.value
    with acting_for_state(Purpose.ADMINISTRATION, person=person, at=at, subject=institution):
        if any(body.is_example for body in institutions()):
            raise OfficeHoldsExampleError
    programmes = tuple(taken.programme.key for taken in load_shelf(actor, at=at))
    plans = tuple(taken.plan.key for taken in load_plans(actor, at=at))
    with acting_for_state(Purpose.ADMINISTRATION, person=person, at=at, subject=institution):
        if institution not in {body.key for body in institutions()}:
            register(Institution(institution, OPERATOR, (DatedName(on, name),)))
        is_new = person_of_sign_in(administrator) is None
        if is_new:
            add_person(administrator)
            open_sign_in(administrator, password, person=administrator)
            role = Role.ADMINISTRATOR.value
            grant_role(
                RoleHeld(person=administrator, role=role, institution=institution, from_on=on)
            )
    return Opened(
        programmes=programmes,
        plans=plans,
        institution=institution,
        administrator=administrator,
        is_new=is_new,
    )
