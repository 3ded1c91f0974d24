"""``majung init``: an office for real use, with what ships and a first administrator."""

import os
import secrets
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import actor, now, open_office, today
from majung.cli.output import Json, Words, language, say, say_json
from majung.operations.opening import open_for_use
from majung.rules.citations import Label

app = App(name="init", help="An empty database for real use.", help_format="plaintext")

#: Where a script gives the first password, so that it stands in no list of processes.
PASSWORD_VARIABLE = "MAJUNG_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable
PASSWORD_BYTES = 15
WORDS: Words = {
    "ko": {
        "programmes": "프로그램", "plans": "공급계획", "institution": "운영기관",
        "administrator": "관리자", "password": "암호(지금만 표시됨)",
        "known": "관리자가 이미 있어 바꾼 것이 없음",
    },
    "en": {
        "programmes": "programmes", "plans": "supply plans", "institution": "operator",
        "administrator": "administrator", "password": "password (shown only now)",
        "known": "the administrator was there already; nothing was changed",
    },
}  # fmt: skip


@app.default
def init(
    *,
    administrator: Annotated[str, Parameter(help="Name to sign in with.")] = "admin",
    institution: Annotated[str, Parameter(help="Key of the body that runs the office.")] = "office",
    name: Annotated[str, Parameter(help="What it is called.")] = "운영기관",
    json: Json = False,
) -> None:
    """Prepare the database, take in the programmes and plans that ship, name an administrator.

    The password is read from MAJUNG_ADMIN_PASSWORD; without it one is made and printed once.
    """
    open_office()
    given = os.environ.get(PASSWORD_VARIABLE, "")
    password = given or secrets.token_urlsafe(PASSWORD_BYTES)
    opened = open_for_use(
        actor(),
        institution,
        Label(name, name),
        administrator=administrator,
        password=password,
        on=today(),
        at=now(),
    )
    shown = password if opened.is_new and not given else None
    if json:
        say_json(
            {
                "programmes": list(opened.programmes),
                "plans": list(opened.plans),
                "institution": opened.institution,
                "administrator": opened.administrator,
                "is_new": opened.is_new,
                "password": shown,
            }
        )
        return
    words = WORDS[language()]
    say(f"{words['programmes']}: {', '.join(opened.programmes)}")
    say(f"{words['plans']}: {', '.join(opened.plans)}")
    say(f"{words['institution']}: {opened.institution}")
    say(f"{words['administrator']}: {opened.administrator}")
    if shown is not None:
        say(f"{words['password']}: {shown}")
    if not opened.is_new:
        say(words["known"])
