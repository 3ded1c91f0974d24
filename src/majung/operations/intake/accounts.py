"""Accounts: persons by a key that says nothing, their roles, and their sign-ins.

A role is held at one place from one day until another; what was held stays on record.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.intake.products import ProductElsewhereError, programme_of
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import personal
from majung.store.parties.people import (
    RoleHeld,
    add_person,
    end_role,
    grant_role,
    open_sign_in,
    roles_ever,
)
from majung.store.refusals import RecordedDifferentlyError


class RoleNotHeldError(PolicyFinanceError):
    """A role ends that is held, or will be."""

    kind = "role-not-held"


class RoleEndsFirstError(PolicyFinanceError):
    """A role ends on the day it begins, or later."""

    kind = "role-ends-first"


class LastAdministratorError(PolicyFinanceError):
    """Somebody always looks after the accounts."""

    kind = "last-administrator"


class RolePlaceError(PolicyFinanceError):
    """A role is held at one institution, or for one firm."""

    kind = "role-place"


class AuthorityNegativeError(PolicyFinanceError):
    """An authority limit is an amount up to which a person may approve."""

    kind = "authority-negative"


class AuthorityMisplacedError(PolicyFinanceError):
    """An authority limit belongs to an approver of a provider."""

    kind = "authority-misplaced"


def open_account(
    actor: Actor,
    person: str,
    *,
    name: str,
    password: str,
    details: Mapping[str, str],
    role: RoleHeld,
    at: datetime,
) -> None:
    """Give a person a sign-in and a role.

    Args:
        person: a key that says nothing about them.
        name: to sign in with; neither a mail address nor the person's name.
        details: name, position, telephone: kept under the person's own key and nowhere else.

    Raises:
        NotPermittedError: the actor is no administrator.
        PasswordTooWeakError, SignInTakenError: the sign-in cannot be given.
        RolePlaceError, RoleEndsFirstError, AuthorityMisplacedError, AuthorityNegativeError: the
            role cannot be held so.
        ProductNotInForceError, ProductElsewhereError: an authority for certain products names one
            that nobody offers, or that the institution does not provide.
        RecordedDifferentlyError: the role is held from the same day with other terms.
        NotRecordedError: the institution or firm is not registered.
    """
    require(actor, Act.OPEN_ACCOUNT)
    _require_sensible(role)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=person):
        add_person(person)
        _grant(role, at=at)
        if details:
            personal.keep(person, details, at=at, institution=role.institution, firm=role.firm)
        open_sign_in(name, password, person=person)


def give_role(actor: Actor, role: RoleHeld, *, at: datetime) -> None:
    """Give a person who has an account another role.

    Raises:
        NotPermittedError: the actor is no administrator.
        RolePlaceError, RoleEndsFirstError, AuthorityMisplacedError, AuthorityNegativeError: the
            role cannot be held so.
        ProductNotInForceError, ProductElsewhereError: an authority for certain products names one
            that nobody offers, or that the institution does not provide.
        RecordedDifferentlyError: the role is held from the same day with other terms.
        NotRecordedError: the person, institution or firm is not registered.
    """
    require(actor, Act.OPEN_ACCOUNT)
    _require_sensible(role)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=role.person):
        _grant(role, at=at)


def take_role(
    actor: Actor, person: str, role: Role, *, place: str, until_on: date, at: datetime
) -> int:
    """End what a person may do in a role at a place, with the last day they may.

    Args:
        place: key of the institution or firm.

    Returns:
        how many grants of the role ended: those that would last longer.

    Raises:
        NotPermittedError: the actor is no administrator.
        RoleNotHeldError: the person holds no such role there that lasts longer.
        RoleEndsFirstError: the role begins later.
        LastAdministratorError: nobody would administer the office.
    """
    require(actor, Act.OPEN_ACCOUNT)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=person):
        ending = [
            each
            for each in roles_ever(person)
            if each.role == role.value
            and place in (each.institution, each.firm)
            and (each.until_on is None or until_on < each.until_on)
        ]
        if not ending:
            raise RoleNotHeldError(person=person, role=role, place=place)
        for each in ending:
            if until_on < each.from_on:
                raise RoleEndsFirstError(
                    person=person, role=role, until_on=until_on, from_on=each.from_on
                )
        if role is Role.ADMINISTRATOR:
            _require_another_administrator(ending, person, until_on=until_on)
        return sum(end_role(each, until_on=until_on) for each in ending)


def erase_person(actor: Actor, person: str, *, at: datetime) -> None:
    """Destroy a person's key: what is kept about them can no longer be read by anybody.

    Chains, decisions and packs stay whole, because they name people by a key that says nothing.

    Raises:
        NotPermittedError: the actor is no administrator.
        NotRecordedError: no such person.
    """
    require(actor, Act.ERASE_PERSON)
    by = actor.person or "administrator"
    with acting_for_state(Purpose.ADMINISTRATION, person=by, at=at, subject=person):
        personal.erase(person, at=at)


def _require_sensible(role: RoleHeld) -> None:
    """Refuse a role that nobody can hold as it is given."""
    named = Role(role.role)
    is_of_firm = named is Role.FIRM
    if bool(role.firm) is not is_of_firm or bool(role.institution) is is_of_firm:
        raise RolePlaceError(person=role.person, role=named)
    if role.until_on is not None and role.until_on < role.from_on:
        raise RoleEndsFirstError(
            person=role.person, role=named, until_on=role.until_on, from_on=role.from_on
        )
    limits = role.authority is not None or bool(role.products)
    if limits and named is not Role.PROVIDER_APPROVER:
        raise AuthorityMisplacedError(person=role.person, role=named)
    if role.authority is not None and role.authority.minor < 0:
        raise AuthorityNegativeError(person=role.person, authority=role.authority)


def _grant(role: RoleHeld, *, at: datetime) -> None:
    """Give a role; the same again does nothing, another from the same day is told."""
    for key in sorted(role.products):
        product = programme_of(key, programmes_in_force(at=at)).product(key)
        if role.institution not in product.providers:
            raise ProductElsewhereError(
                product=product.name, institution=role.institution, providers=product.providers
            )
    grant_role(role)
    if role not in roles_ever(role.person):
        raise RecordedDifferentlyError(key=f"{role.person} {role.role} {role.from_on}")


def _require_another_administrator(ending: list[RoleHeld], person: str, *, until_on: date) -> None:
    """Refuse an end after which, on the next day, nobody administers the office."""
    next_on = until_on + timedelta(days=1)
    others = [
        each
        for each in roles_ever()
        if each.role == Role.ADMINISTRATOR
        and each.from_on <= next_on
        and each.until_on is None
        and each not in ending
    ]
    if not others:
        raise LastAdministratorError(person=person)
