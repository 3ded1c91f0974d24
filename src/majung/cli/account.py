"""``majung account``: persons by a key that says nothing, their roles and sign-ins."""

import os
import secrets
from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import As, actor, day, now, open_office
from majung.cli.output import Json, Words, language, say, say_json, say_table
from majung.operations.acting import Role
from majung.operations.intake.accounts import erase_person, give_role, open_account
from majung.operations.intake.accounts_reading import roles_at_institution
from majung.store.parties.people import RoleHeld
from majung.values.money import parse_money

app = App(name="account", help="Persons and their roles.", help_format="plaintext")

PASSWORD_VARIABLE = "MAJUNG_PASSWORD"  # noqa: S105 - the name of a variable
PASSWORD_BYTES = 15
WORDS: Words = {
    "ko": {
        "person": "사람", "role": "역할", "from": "시작일", "until": "종료일",
        "authority": "전결 한도",
        "opened": "{person}: 계정을 열었음. 로그인 이름 {name}",
        "password": "암호(지금만 표시됨): {password}", "given": "{person}: {role} 역할을 부여함",
        "erased": "{person}: 개인정보 열쇠를 파기함",
    },
    "en": {
        "person": "Person", "role": "Role", "from": "From", "until": "Until",
        "authority": "Authority", "opened": "{person}: account opened, signs in as {name}",
        "password": "password (shown only now): {password}", "given": "{person}: now {role}",
        "erased": "{person}: the key of the personal data is destroyed",
    },
}  # fmt: skip

Held = Annotated[Role, Parameter(help="What the person may do.")]
Place = Annotated[str, Parameter(help="Key of the institution.")]
Firm = Annotated[str, Parameter(help="Key of the firm, for a firm's person.")]
From = Annotated[date | None, Parameter(name="--from", help="First day; today if not said.")]
Authority = Annotated[str, Parameter(help="The most the person approves alone, for example 50억.")]


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
    authority: Authority = "",
    as_: As = "",
    json: Json = False,
) -> None:
    """Give PERSON a sign-in and a role.

    The password is read from MAJUNG_PASSWORD; without it one is made and printed once.
    """
    open_office()
    given = os.environ.get(PASSWORD_VARIABLE, "")
    password = given or secrets.token_urlsafe(PASSWORD_BYTES)
    held = _held(person, role, (institution, firm), from_on=from_on, authority=authority)
    signs_in = name or person
    open_account(
        actor(as_), person, name=signs_in, password=password, details={}, role=held, at=now()
    )
    if json:
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
    authority: Authority = "",
    as_: As = "",
    json: Json = False,
) -> None:
    """Give PERSON, who has an account, another ROLE."""
    open_office()
    held = _held(person, role, (institution, firm), from_on=from_on, authority=authority)
    give_role(actor(as_), held, at=now())
    if json:
        say_json({"person": person, "role": role.value, "from": held.from_on.isoformat()})
    else:
        say(WORDS[language()]["given"].format(person=person, role=role.spoken(language())))


@app.command(name="list")
def list_(institution: str, /, *, on: date | None = None, as_: As = "", json: Json = False) -> None:
    """List who may do what at INSTITUTION on a day."""
    open_office()
    found = roles_at_institution(actor(as_), institution, on=day(on), at=now())
    if json:
        say_json(
            [
                {
                    "person": held.person,
                    "role": held.role,
                    "from": held.from_on.isoformat(),
                    "until": held.until_on.isoformat() if held.until_on else None,
                    "authority": held.authority.as_json() if held.authority else None,
                }
                for held in found
            ]
        )
        return
    tongue = language()
    words = WORDS[tongue]
    say_table(
        [(words["person"], "left"), (words["role"], "left"), (words["from"], "left"),
         (words["until"], "left"), (words["authority"], "right")],
        [
            (held.person, Role(held.role).spoken(tongue), str(held.from_on),
             str(held.until_on or ""), held.authority.spoken(tongue) if held.authority else "")
            for held in found
        ],
    )  # fmt: skip


@app.command
def erase(person: str, /, *, as_: As = "") -> None:
    """Destroy the key of PERSON's data: nobody can read them any more; chains stay whole."""
    open_office()
    erase_person(actor(as_), person, at=now())
    say(WORDS[language()]["erased"].format(person=person))


def _held(
    person: str, role: Role, place: tuple[str, str], *, from_on: date | None, authority: str
) -> RoleHeld:
    institution, firm = place
    return RoleHeld(
        person=person,
        role=role.value,
        from_on=day(from_on),
        institution=institution,
        firm=firm,
        authority=parse_money(authority) if authority else None,
    )
