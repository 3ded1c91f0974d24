"""People of the example world: who acts where, in which role, and how they sign in.

A person is a key; the name that pages show stands beside it and begins with 예시.
"""

import base64
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from majung.operations.acting import Actor, Role
from majung.operations.reading_names import institution_names
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role, hashed, open_sign_in
from majung.store.parties.personal import keep
from majung.values.money import Money

#: The most an example approver grants without a committee.
AUTHORITY = Money(300 * 100_000_000)
PASSWORD_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in the example world.

    Attributes:
        sign_in: name to sign in with; empty for who never signs in.
    """

    key: str
    name: str
    role: Role
    institution: str = ""
    firm: str = ""
    sign_in: str = ""

    @property
    def actor(self) -> Actor:
        """The person as acts know them."""
        return Actor(self.key, self.institution, frozenset({self.role}), self.firm)


def officer(institution: str) -> Person:
    """Return the officer who assesses and proposes at an institution."""
    return Person(
        f"example-officer.{institution}",
        "예시 담당자",
        Role.PROVIDER_OFFICER,
        institution,
    )


def approver(institution: str) -> Person:
    """Return the second person, who approves at an institution."""
    return Person(
        f"example-approver.{institution}",
        "예시 승인자",
        Role.PROVIDER_APPROVER,
        institution,
    )


def recommender(institution: str) -> Person:
    """Return who hands in the lists of a body that recommends."""
    if institution == RECOMMENDER.institution:
        return RECOMMENDER
    return Person(
        f"example-recommender.{institution}",
        "예시 추천 담당",
        Role.RECOMMENDER,
        institution,
    )


def recommendation_approver(institution: str) -> Person:
    """Return the second person, who approves what a body recommends."""
    if institution == RECOMMENDATION_APPROVER.institution:
        return RECOMMENDATION_APPROVER
    return Person(
        f"example-recommendation-approver.{institution}",
        "예시 추천 승인",
        Role.RECOMMENDATION_APPROVER,
        institution,
    )


RECOMMENDER = Person(
    "example-recommender",
    "예시 추천 담당",
    Role.RECOMMENDER,
    "example-ministry",
    sign_in="ministry",
)
RECOMMENDATION_APPROVER = Person(
    "example-recommendation-approver",
    "예시 추천 승인",
    Role.RECOMMENDATION_APPROVER,
    "example-ministry",
    sign_in="ministry-approver",
)
FUND_MANAGER = Person(
    "example-fund-officer",
    "예시 펀드 운용",
    Role.FUND_MANAGER,
    "example-fund-manager",
    sign_in="fund",
)
AUDITOR = Person(
    "example-auditor", "예시 감사", Role.AUDITOR, "example-ministry", sign_in="auditor"
)
ADMINISTRATOR = Person(
    "example-administrator", "예시 관리자", Role.ADMINISTRATOR, "example-ministry", sign_in="admin"
)
SECRETARIAT = Person(
    "example-secretariat", "예시 사무국", Role.SECRETARIAT, "fsc", sign_in="secretariat"
)
#: Who signs in beside the providers: roles that example institutions fill.
OFFICIALS = (RECOMMENDER, RECOMMENDATION_APPROVER, FUND_MANAGER, AUDITOR, ADMINISTRATOR)
#: The sign-ins of the first example bank and its insurer.
SIGN_INS = {
    officer("example-bank-a").key: "officer",
    approver("example-bank-a").key: "approver",
    officer("example-guarantor").key: "insurer",
    approver("example-guarantor").key: "insurer-approver",
}


def firm_person(firm: str) -> Person:
    """Return the person who acts for a firm of the example world."""
    return Person("example-firm", "예시 기업 담당", Role.FIRM, firm=firm, sign_in="firm")


def welcome(people: tuple[Person, ...], *, from_on: date, at: datetime) -> None:
    """Register people with their names and the roles they hold from a day on.

    The name of each says where the person works, by what the institution is called that day.
    """
    called = institution_names(on=from_on)
    with acting_for_state(Purpose.EXAMPLE, person=ADMINISTRATOR.key, at=at):
        for person in people:
            add_person(person.key, is_example=True)
            keep(
                person.key,
                {"name": _placed(person, called)},
                at=at,
                institution=person.institution,
                firm=person.firm,
            )
            is_approver = person.role is Role.PROVIDER_APPROVER
            grant_role(
                RoleHeld(
                    person=person.key,
                    role=person.role.value,
                    from_on=from_on,
                    authority=AUTHORITY if is_approver else None,
                    institution=person.institution,
                    firm=person.firm,
                )
            )


def _placed(person: Person, called: Mapping[str, Label]) -> str:
    place = called.get(person.institution)
    return person.name if place is None else f"{person.name}({place.ko})"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in of an example role, as it is printed."""

    name: str
    password: str
    role: Role
    institution: str


def sign_ins(people: tuple[Person, ...], *, secret: str) -> Iterator[SignIn]:
    """Return the sign-ins of people; the passwords follow from the office's own secret."""
    for person in people:
        name = person.sign_in or SIGN_INS.get(person.key, "")
        if name:
            digest = hmac.digest(secret.encode(), f"example/{name}".encode(), sha256)
            password = base64.b32encode(digest).decode().lower()[:PASSWORD_LETTERS]
            yield SignIn(name, password, person.role, person.institution or person.firm)


def kept_passwords(people: tuple[Person, ...], *, secret: str) -> Mapping[str, str]:
    """Return by sign-in what is kept of its password: seconds of work that wait for nothing."""
    return {each.name: hashed(each.password) for each in sign_ins(people, secret=secret)}


def open_sign_ins(
    people: tuple[Person, ...], *, secret: str, kept: Mapping[str, str], at: datetime
) -> None:
    """Let example people sign in with the passwords that `sign_ins` prints."""
    by_name = {person.sign_in or SIGN_INS.get(person.key, ""): person for person in people}
    with acting_for_state(Purpose.EXAMPLE, person=ADMINISTRATOR.key, at=at):
        for sign_in in sign_ins(people, secret=secret):
            person = by_name[sign_in.name].key
            open_sign_in(sign_in.name, sign_in.password, person=person, kept=kept[sign_in.name])
