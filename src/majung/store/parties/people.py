"""People, what they may do where, and how they sign in.

A person is a key that says nothing; names and addresses stand in `personal`, under a key of their
own.  A role is held at one institution or for one firm, from one day until another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F, Func, Q, TextField

from majung.applications.decision import Authority
from majung.errors import PolicyFinanceError
from majung.store import models
from majung.store.numbers import kept_or_made, number_of, number_or_none, row_of
from majung.store.questions import NarrowedQuestion
from majung.values.money import Money


class PasswordTooWeakError(PolicyFinanceError):
    """A password is long enough and not one that everybody tries first."""

    kind = "password-too-weak"


class SignInTakenError(PolicyFinanceError):
    """A sign-in name belongs to one person."""

    kind = "sign-in-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """What a person may do at an institution or for a firm.

    Attributes:
        institution: its key; empty where the role is held for a firm.
        firm: its key; empty where the role is held at an institution.
        authority: the most the person may approve alone (전결); None for none.
        products: keys the authority holds for; empty for all of the institution's.
        until_on: last day; None while it lasts.
    """

    person: str
    role: str
    from_on: date
    until_on: date | None = None
    institution: str = ""
    firm: str = ""
    authority: Money | None = None
    products: frozenset[str] = frozenset()

    def is_held_on(self, on: date) -> bool:
        """Say whether the role is held on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a sign-in turned out to be."""

    name: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who is registered.

    Attributes:
        sign_in: the name they sign in with; empty for none.
        may_sign_in: False where they have none, or it was closed.
    """

    person: str
    sign_in: str
    may_sign_in: bool
    is_erased: bool
    is_example: bool


def add_person(key: str, *, is_example: bool = False) -> None:
    """Register a person by a key; registering the same key again does nothing."""
    kept_or_made(models.Person, key=key, defaults={"is_example": is_example})


def grant_role(role: RoleHeld) -> None:
    """Let a person act; granting the same again does nothing.

    Raises:
        NotRecordedError: the person, institution or firm is not registered.
    """
    place: dict[str, Any] = {
        "institution_id": number_or_none(models.Institution, key=role.institution),
        "firm_id": number_or_none(models.Firm, key=role.firm),
    }
    kept_or_made(
        models.Membership,
        person_id=number_of(models.Person, key=role.person),
        role=role.role,
        from_on=role.from_on,
        **place,
        defaults={
            "authority_limit": role.authority.minor if role.authority else None,
            "currency": role.authority.currency if role.authority else "KRW",
            "products": sorted(role.products),
            "until_on": role.until_on,
        },
    )


def end_roles(person: str, *, until_on: date, institution: str = "") -> int:
    """End what a person may do, with the last day they may; return how many roles ended.

    Args:
        institution: only there; empty for everywhere.
    """
    held = models.Membership.objects.filter(person__key=person).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=until_on)
    )
    if institution:
        held = held.filter(institution__key=institution)
    return held.update(until_on=until_on)


def end_role(role: RoleHeld, *, until_on: date) -> bool:
    """End one role with the last day it is held; return whether that changed anything."""
    place: dict[str, Any] = {
        "institution_id": number_or_none(models.Institution, key=role.institution),
        "firm_id": number_or_none(models.Firm, key=role.firm),
    }
    held = models.Membership.objects.filter(
        person__key=role.person, role=role.role, from_on=role.from_on, **place
    )
    changing = held.filter(Q(until_on__isnull=True) | ~Q(until_on=until_on))
    return changing.update(until_on=until_on) > 0


def roles_ever(person: str = "") -> tuple[RoleHeld, ...]:
    """Return every role a person held, holds or will hold, or everybody's, by when it was given."""
    return tuple(_roles(person=person))


def everybody() -> tuple[Known, ...]:
    """Return everybody who is registered, by key, with their sign-in."""
    names = dict(models.User.objects.values_list("person_id", "name"))
    active = set(models.User.objects.filter(is_active=True).values_list("person_id", flat=True))
    return tuple(
        Known(
            person=row.key,
            sign_in=names.get(row.pk, ""),
            may_sign_in=row.pk in active,
            is_erased=row.erased_at is not None,
            is_example=row.is_example,
        )
        for row in models.Person.objects.order_by("key")
    )


def roles_of(person: str, *, on: date) -> tuple[RoleHeld, ...]:
    """Return what a person may do on a day.

    This is read before anybody acts: it decides for whom the person may.
    """
    return tuple(role for role in _roles(person=person) if role.is_held_on(on))


def roles_at(institution: str, *, on: date) -> tuple[RoleHeld, ...]:
    """Return who may do what at an institution on a day."""
    return tuple(role for role in _roles(institution=institution) if role.is_held_on(on))


def authority_of(person: str, *, institution: str, product: str, on: date) -> Authority | None:
    """Return the widest authority a person holds at an institution for a product on a day."""
    held = [
        role
        for role in roles_of(person, on=on)
        if role.institution == institution
        and role.authority is not None
        and (not role.products or product in role.products)
    ]
    if not held:
        return None
    widest = max(held, key=lambda role: cast("Money", role.authority).minor)
    return Authority(
        person=person,
        institution=institution,
        amount_max=cast("Money", widest.authority),
        from_on=widest.from_on,
        until_on=widest.until_on,
        products=widest.products,
    )


def hashed(password: str) -> str:
    """Return what is kept of a password; it takes a quarter of a second, on purpose."""
    kept: str = make_password(password)
    return kept


def open_sign_in(name: str, password: str, *, person: str, kept: str | None = None) -> None:
    """Give a person a sign-in.

    Args:
        kept: what `hashed` made of the password before; None where it was not asked.

    Raises:
        PasswordTooWeakError: the password is short or common.
        SignInTakenError: the name belongs to somebody else.
        NotRecordedError: the person is not registered.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise PasswordTooWeakError(name=name) from error
    number = number_of(models.Person, key=person)
    user = models.User.objects.filter(name=name).first() or models.User(name=name)
    if user.person_id not in (None, number):
        raise SignInTakenError(name=name)
    user.person_id = number
    user.password = hashed(password) if kept is None else kept
    user.save()


def close_sign_in(name: str) -> None:
    """Let nobody sign in under a name any more."""
    models.User.objects.filter(name=name).update(is_active=False)


def signed_in(name: str, password: str) -> SignedIn | None:
    """Return who signs in with a name and a password, or None."""
    user = models.User.objects.filter(name=name, is_active=True).first()
    if user is None:
        # A name that nobody has takes as long as a wrong password: the time tells nothing.
        make_password(password)
        return None
    return person_of_sign_in(name) if user.check_password(password) else None


def person_of_sign_in(name: str) -> SignedIn | None:
    """Return the person behind a sign-in; None for a sign-in that belongs to nobody."""
    user = models.User.objects.select_related("person").filter(name=name).first()
    return SignedIn(name, user.person.key) if user and user.person else None


def is_example(person: str) -> bool:
    """Say whether a person was invented for the example world.

    Raises:
        NotRecordedError: no person has the key.
    """
    return row_of(models.Person, key=person).is_example


_HELD: NarrowedQuestion[Any] = NarrowedQuestion(
    models.Membership.objects.select_related("person", "institution")
    # The roles decide for whom a person may act: a firm is named before its row can be seen.
    .annotate(firm_key=Func(F("firm_id"), function="majung_firm_key", output_field=TextField()))
    .order_by("pk")
)


def _roles(*, person: str = "", institution: str = "") -> Iterator[RoleHeld]:
    for row in _HELD(person__key=person, institution__key=institution):
        limit = row.authority_limit
        yield RoleHeld(
            person=row.person.key,
            role=row.role,
            from_on=row.from_on,
            until_on=row.until_on,
            institution=row.institution.key if row.institution else "",
            firm=row.firm_key or "",
            authority=None if limit is None else Money(limit, row.currency),
            products=frozenset(row.products),
        )
