"""``majung account``: persons by a key that says nothing, their roles, and institutions."""

import os
import secrets
from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import ADMINISTERING, Administering, As, actor, day, now, open_office
from majung.cli.output import Words, language, say, say_json, say_table, told
from majung.operations.acting import Role
from majung.operations.intake.accounts import erase_person, give_role, open_account, take_role
from majung.operations.intake.accounts_reading import people_list, roles_at_institution
from majung.operations.intake.name_institution import institution_list, name_institution
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.parties.institutions import Institution
from majung.store.parties.people import RoleHeld
from majung.values.money import parse_money

app = App(name="account", help="Persons and their roles.", help_format="plaintext")

PASSWORD_VARIABLE = "MAJUNG_PASSWORD"  # noqa: S105 - the name of a variable
PASSWORD_BYTES = 15
WORDS: Words = {
    "ko": {
        "person": "사람", "role": "역할", "from": "시작일", "until": "종료일",
        "authority": "전결 한도", "for": "전결 상품",
        "opened": "{person}: 계정을 열었음. 로그인 이름 {name}",
        "password": "암호(지금만 표시됨): {password}", "given": "{person}: {role} 역할을 부여함",
        "erased": "{person}: 개인정보 열쇠를 파기함",
        "ended": "{person}: {role} 역할이 {day}에 끝남", "sign-in": "로그인 이름",
        "roles": "지금 맡은 역할", "institution": "기관", "kind": "구분", "name": "이름",
        "named": "{key}: {day}부터 {name}",
    },
    "en": {
        "person": "Person", "role": "Role", "from": "From", "until": "Until",
        "authority": "Authority", "for": "For products",
        "opened": "{person}: account opened, signs in as {name}",
        "password": "password (shown only now): {password}", "given": "{person}: now {role}",
        "erased": "{person}: the key of the personal data is destroyed",
        "ended": "{person}: {role} ends on {day}", "sign-in": "Signs in as",
        "roles": "Roles now", "institution": "Institution", "kind": "Kind", "name": "Name",
        "named": "{key}: {name} from {day}",
    },
}  # fmt: skip

Held = Annotated[Role, Parameter(help="What the person may do.")]
Place = Annotated[str, Parameter(help="Key of the institution.")]
Firm = Annotated[str, Parameter(help="Key of the firm, for a firm's person.")]
From = Annotated[date | None, Parameter(name="--from", help="First day; today if not said.")]
Until = Annotated[date | None, Parameter(name="--until", help="Last day; none if not said.")]
Authority = Annotated[str, Parameter(help="The most the person approves alone, for example 50억.")]
For = Annotated[
    tuple[str, ...],
    Parameter(name="--product", help="Product the authority is for; repeat. All where not said."),
]


@app.command(name="open")
def open_(
    person: str,
    /,
    *,
    role: Held,
    institution: Place = "",
    firm: Firm = "",
    name: Annotated[str, Parameter(help="Name to sign in with; the key if not said.")] = "",
    from_on: From = None,
    until_on: Until = None,
    authority: Authority = "",
    product: For = (),
    door: Administering = ADMINISTERING,
) -> None:
    """Give PERSON a sign-in and a role.

    The password is read from MAJUNG_PASSWORD; without it one is made and printed once.
    """
    open_office()
    given = os.environ.get(PASSWORD_VARIABLE, "")
    password = given or secrets.token_urlsafe(PASSWORD_BYTES)
    limits = (authority, product)
    held = _held(person, role, (institution, firm), days=(from_on, until_on), limits=limits)
    signs_in = name or person
    open_account(
        door.enter(), person, name=signs_in, password=password, details={}, role=held, at=now()
    )
    if door.json:
        shown = None if given else password
        say_json({"person": person, "name": signs_in, "role": role.value, "password": shown})
        return
    words = WORDS[language()]
    say(words["opened"].format(person=person, name=signs_in))
    if not given:
        say(words["password"].format(password=password))


@app.command
def role(
    person: str,
    role: Held,
    /,
    *,
    institution: Place = "",
    firm: Firm = "",
    from_on: From = None,
    until_on: Until = None,
    authority: Authority = "",
    product: For = (),
    door: Administering = ADMINISTERING,
) -> None:
    """Give PERSON, who has an account, another ROLE."""
    open_office()
    limits = (authority, product)
    held = _held(person, role, (institution, firm), days=(from_on, until_on), limits=limits)
    give_role(door.enter(), held, at=now())
    if door.json:
        say_json({"person": person, "role": role.value, "from": held.from_on.isoformat()})
    else:
        say(WORDS[language()]["given"].format(person=person, role=role.spoken(language())))


@app.command(name="list")
def list_(
    institution: str, /, *, on: date | None = None, door: Administering = ADMINISTERING
) -> None:
    """List who may do what at INSTITUTION on a day."""
    found = roles_at_institution(door.enter(), institution, on=day(on), at=now())
    if door.json:
        say_json(
            [
                {
                    "person": held.person,
                    "role": held.role,
                    "from": held.from_on.isoformat(),
                    "until": held.until_on.isoformat() if held.until_on else None,
                    "authority": held.authority.as_json() if held.authority else None,
                    "products": sorted(held.products),
                }
                for held in found
            ]
        )
        return
    tongue = language()
    words = WORDS[tongue]
    say_table(
        [(words["person"], "left"), (words["role"], "left"), (words["from"], "left"),
         (words["until"], "left"), (words["authority"], "right"), (words["for"], "left")],
        [
            (held.person, Role(held.role).spoken(tongue), str(held.from_on),
             str(held.until_on or ""), held.authority.spoken(tongue) if held.authority else "",
             ", ".join(sorted(held.products)))
            for held in found
        ],
    )  # fmt: skip


@app.command
def end(
    person: str,
    role: Held,
    /,
    *,
    place: Annotated[str, Parameter(help="Key of the institution or firm.")],
    until_on: Annotated[date, Parameter(name="--until", help="Last day of the role.")],
    door: Administering = ADMINISTERING,
) -> None:
    """End what PERSON may do in a ROLE at a place."""
    ended = take_role(door.enter(), person, role, place=place, until_on=until_on, at=now())
    if door.json:
        until = until_on.isoformat()
        say_json({"person": person, "role": role.value, "until": until, "ended": ended})
    else:
        said = WORDS[language()]["ended"]
        say(told(said, person=person, role=role.spoken(language()), day=until_on))


@app.command
def people(*, on: date | None = None, door: Administering = ADMINISTERING) -> None:
    """List everybody with an account, and what they may do on a day."""
    found, today, tongue = people_list(door.enter(), at=now()), day(on), language()
    if door.json:
        say_json(
            [
                {
                    "person": each.known.person,
                    "sign_in": each.known.sign_in or None,
                    "may_sign_in": each.known.may_sign_in,
                    "is_erased": each.known.is_erased,
                    "roles": [
                        {"role": held.role, "place": held.institution or held.firm}
                        for held in each.held_on(today)
                    ],
                }
                for each in found
            ]
        )
        return
    words = WORDS[tongue]
    say_table(
        [(words["person"], "left"), (words["sign-in"], "left"), (words["roles"], "left")],
        [
            (
                each.known.person,
                each.known.sign_in,
                ", ".join(
                    f"{Role(held.role).spoken(tongue)} ({held.institution or held.firm})"
                    for held in each.held_on(today)
                ),
            )
            for each in found
        ],
    )


@app.command
def institutions(*, door: Administering = ADMINISTERING) -> None:
    """List institutions with what they were called since when."""
    found, tongue = institution_list(door.enter()), language()
    if door.json:
        say_json(
            [
                {
                    "institution": each.key,
                    "kind": each.kind,
                    "names": [
                        {"from": one.valid_from.isoformat(), "ko": one.name.ko, "en": one.name.en}
                        for one in each.names
                    ],
                }
                for each in found
            ]
        )
        return
    words = WORDS[tongue]
    say_table(
        [(words["institution"], "left"), (words["from"], "left"), (words["name"], "left")],
        [
            (each.key, str(one.valid_from), one.name.spoken(tongue))
            for each in found
            for one in each.names
        ],
    )


@app.command(name="name-institution")
def name_institution_(
    key: str,
    /,
    *,
    ko: Annotated[str, Parameter(help="Name in Korean.")],
    en: Annotated[str, Parameter(help="Name in English.")],
    kind: Annotated[str, Parameter(help="What it is; for one that is not registered yet.")] = "",
    from_on: From = None,
    door: Administering = ADMINISTERING,
) -> None:
    """Register institution KEY, or add a name it bears from a day on."""
    who, first = door.enter(), day(from_on)
    before = {each.key: each for each in institution_list(who)}.get(key)
    named = Institution(
        key,
        before.kind if before else kind or "provider",
        (DatedName(first, Label(ko, en)),),
        before.is_example if before else False,
    )
    kept = name_institution(who, named, at=now())
    if door.json:
        say_json({"institution": kept.key, "kind": kept.kind, "names": len(kept.names)})
    else:
        name = ko if language() == "ko" else en
        say(told(WORDS[language()]["named"], key=key, name=name, day=first))


@app.command
def erase(person: str, /, *, as_: As = "") -> None:
    """Destroy the key of PERSON's data: nobody can read them any more; chains stay whole."""
    open_office()
    erase_person(actor(as_), person, at=now())
    say(WORDS[language()]["erased"].format(person=person))


def _held(
    person: str,
    role: Role,
    place: tuple[str, str],
    *,
    days: tuple[date | None, date | None],
    limits: tuple[str, tuple[str, ...]],
) -> RoleHeld:
    (institution, firm), (from_on, until_on), (authority, products) = place, days, limits
    return RoleHeld(
        person=person,
        role=role.value,
        from_on=day(from_on),
        until_on=until_on,
        institution=institution,
        firm=firm,
        authority=parse_money(authority) if authority else None,
        products=frozenset(products),
    )
