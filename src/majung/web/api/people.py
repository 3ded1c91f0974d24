"""People, what they may do where and until when, and institutions with their dated names."""

from datetime import date
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from majung.operations.acting import Role
from majung.operations.intake.accounts import erase_person, give_role, open_account, take_role
from majung.operations.intake.accounts_reading import PersonFile, people_list, person_file
from majung.operations.intake.name_institution import institution_list, name_institution
from majung.operations.policy import Act
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.parties.institutions import Institution
from majung.store.parties.people import RoleHeld
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import (
    After,
    Amount,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    amount,
    day,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router(tags=["people"])
Text = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,200}$")]
Place = Annotated[str, Field(pattern=r"^[0-9A-Za-z가-힣._:@+()-]{0,120}$")]


class RoleSent(Schema):
    """What a person may do at an institution or for a firm, from one day until another."""

    role: Role
    institution: Place = ""
    firm: Place = ""
    from_on: date
    until_on: date | None = None
    authority: Amount | None = None
    products: Annotated[tuple[Name, ...], Field(max_length=100)] = ()

    def held_by(self, person: str) -> RoleHeld:
        """Return the role as the person holds it.

        Raises:
            AmountNotReadableError: the limit is finer than its currency.
        """
        return RoleHeld(
            person=person,
            role=self.role.value,
            from_on=self.from_on,
            until_on=self.until_on,
            institution=self.institution,
            firm=self.firm,
            authority=self.authority.money() if self.authority else None,
            products=frozenset(self.products),
        )


class AccountSent(Schema):
    """A person by a key that says nothing, their sign-in, and their first role."""

    person: Name
    name: Name
    password: Annotated[str, Field(min_length=12, max_length=200)]
    details: Annotated[dict[Name, Text], Field(max_length=20, default_factory=dict)]
    role: RoleSent


class RoleEnded(Schema):
    """Which role ends at which place, with the last day it is held."""

    role: Role
    place: Name
    until_on: date


class NameSent(Schema):
    """What an institution is called from a day on."""

    from_on: date
    ko: Text
    en: Text


class InstitutionSent(Schema):
    """An institution, or names it bears from a day on."""

    key: Name
    kind: Name
    names: Annotated[tuple[NameSent, ...], Field(min_length=1, max_length=20)]


@router.get("/people", response=Listed)
def list_people(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List everybody with an account, by a key that says nothing."""
    who = caller(request, Act.OPEN_ACCOUNT)
    found = people_list(who.actor, at=who.at)
    return paged(found, Page(after, limit), key=lambda each: each.known.person, shown=_person)


@router.get("/people/{person}", response=Document)
def one_person(request: AuthenticatedRequest, person: InPath) -> Document:
    """Show an account with every role it held, holds or will hold."""
    who = caller(request, Act.OPEN_ACCOUNT)
    return _person(person_file(who.actor, person, at=who.at))


@router.post("/people", response={MADE: Document})
def make_account(request: AuthenticatedRequest, body: AccountSent, key: Key) -> Any:
    """Give a person a sign-in and a role; what is personal is kept under a key of its own."""
    who = caller(request, Act.OPEN_ACCOUNT)

    def act() -> Document:
        open_account(
            who.actor,
            body.person,
            name=body.name,
            password=body.password,
            details=body.details,
            role=body.role.held_by(body.person),
            at=who.at,
        )
        return _person(person_file(who.actor, body.person, at=who.at))

    return written_once(request, who, key, act)


@router.post("/people/{person}/roles", response={MADE: Document})
def make_role(request: AuthenticatedRequest, person: InPath, body: RoleSent, key: Key) -> Any:
    """Give a person who has an account another role."""
    who = caller(request, Act.OPEN_ACCOUNT)

    def act() -> Document:
        give_role(who.actor, body.held_by(person), at=who.at)
        return _person(person_file(who.actor, person, at=who.at))

    return written_once(request, who, key, act)


@router.post("/people/{person}/endings", response={MADE: Document})
def make_ending(request: AuthenticatedRequest, person: InPath, body: RoleEnded, key: Key) -> Any:
    """End what a person may do in a role at a place."""
    who = caller(request, Act.OPEN_ACCOUNT)

    def act() -> Document:
        take_role(who.actor, person, body.role, place=body.place, until_on=body.until_on, at=who.at)
        return _person(person_file(who.actor, person, at=who.at))

    return written_once(request, who, key, act)


@router.post("/people/{person}/erasures", response={MADE: Document})
def make_erasure(request: AuthenticatedRequest, person: InPath, key: Key) -> Any:
    """Destroy the key of a person's data; chains, decisions and packs stay whole."""
    who = caller(request, Act.ERASE_PERSON)

    def act() -> Document:
        erase_person(who.actor, person, at=who.at)
        return {"person": person, "erased_on": day(who.on)}

    return written_once(request, who, key, act)


@router.get("/institutions", response=Listed)
def list_institutions(
    request: AuthenticatedRequest, after: After = "", limit: Limit = 50
) -> Document:
    """List institutions with what they were called since when."""
    who = caller(request, Act.READ_OWN)
    found = institution_list(who.actor)
    return paged(found, Page(after, limit), key=lambda each: each.key, shown=_institution)


@router.post("/institutions", response={MADE: Document})
def make_institution(request: AuthenticatedRequest, body: InstitutionSent, key: Key) -> Any:
    """Register an institution, or add a name it bears from a day on."""
    who = caller(request, Act.REGISTER_INSTITUTION)

    def act() -> Document:
        known = {each.key: each for each in institution_list(who.actor)}
        before = known.get(body.key)
        names = tuple(DatedName(each.from_on, Label(each.ko, each.en)) for each in body.names)
        is_example = before.is_example if before else False
        named = Institution(body.key, body.kind, names, is_example)
        return _institution(name_institution(who.actor, named, at=who.at))

    return written_once(request, who, key, act)


def _person(file: PersonFile) -> Document:
    known = file.known
    return {
        "person": known.person,
        "sign_in": known.sign_in or None,
        "may_sign_in": known.may_sign_in,
        "is_erased": known.is_erased,
        "is_example": known.is_example,
        "roles": [
            {
                "role": each.role,
                "institution": each.institution or None,
                "firm": each.firm or None,
                "from_on": day(each.from_on),
                "until_on": day(each.until_on),
                "authority": amount(each.authority),
                "products": sorted(each.products),
            }
            for each in file.roles
        ],
    }


def _institution(found: Institution) -> Document:
    return {
        "key": found.key,
        "kind": found.kind,
        "names": [
            {"from_on": day(each.valid_from), "ko": each.name.ko, "en": each.name.en}
            for each in found.names
        ],
    }
