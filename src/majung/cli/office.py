"""The office behind the commands: its settings, its database, and who acts.

Importing this module sets Django up, so a noun that touches the database imports it before
anything of ``majung.operations`` or ``majung.store`` (the order of names sees to that).  Nouns
that need no database never import it, and stay quick.

Only here, at the door, are the clock and the calendar day read.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter

from majung.cli.output import Json, language, refuse
from majung.cli.settled import settings
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.store.parties.people import roles_of
from majung.store.server import server_folder, start
from majung.store.upkeep.schema import prepare

SEOUL = ZoneInfo("Asia/Seoul")
PREPARING = {
    "ko": "데이터베이스를 처음 준비하는 중 (몇 초)",
    "en": "preparing the database for the first time (some seconds)",
}

#: Whoever may run the command line of an office administers it; a person's roles narrow that.
ADMINISTRATOR = Actor(Role.ADMINISTRATOR.value, "", frozenset({Role.ADMINISTRATOR, Role.CLOCKWORK}))

As = Annotated[
    str,
    Parameter(name="--as", help="Act as this person, in the roles they hold, not as the office."),
]
At = Annotated[
    str, Parameter(name="--at", help="Institution the person acts for, where they have several.")
]
On = Annotated[date | None, Parameter(help="The day it is done on; today where not said.")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Asking:
    """What a command that reads takes: who asks, and how they are answered."""

    as_: As = ""
    at: At = ""
    json: Json = False

    def enter(self) -> Actor:
        """Open the office and return who acts; see `actor`."""
        open_office()
        return actor(self.as_, self.at)


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Administering:
    """What a command about the office itself takes: it is of no institution."""

    as_: As = ""
    json: Json = False

    def enter(self) -> Actor:
        """Open the office and return who acts; see `actor`."""
        open_office()
        return actor(self.as_)


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Acting:
    """What a command that acts takes: the day it is done on, and by whom."""

    on: On = None
    as_: As = ""
    at: At = ""

    @property
    def day(self) -> date:
        """The day it is done on."""
        return day(self.on)

    def enter(self) -> Actor:
        """Open the office and return who acts; see `actor`."""
        open_office()
        return actor(self.as_, self.at)


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Doing:
    """What a command takes that acts and shows what it made: day, person and answer."""

    on: On = None
    as_: As = ""
    at: At = ""
    json: Json = False

    @property
    def day(self) -> date:
        """The day it is done on."""
        return day(self.on)

    def enter(self) -> Actor:
        """Open the office and return who acts; see `actor`."""
        open_office()
        return actor(self.as_, self.at)


ASKING = Asking()
ADMINISTERING = Administering()
ACTING = Acting()
DOING = Doing()


class NoRoleHeldError(PolicyFinanceError):
    """A person acts where they hold a role."""

    kind = "no-role-held"


class SeveralPlacesError(PolicyFinanceError):
    """A person who belongs to several institutions says for which they act."""

    kind = "several-places"


@cache
def open_office() -> tuple[str, ...]:
    """Start the embedded server if it is used, and bring the tables up to this release.

    The second call does nothing.  The server is let go of when the process ends.

    Returns:
        the steps that were taken; empty where the database was ready.

    Raises:
        PolicyFinanceError: the server or the database refuses; the reason names the remedy.
    """
    if settings.USES_EMBEDDED_DATABASE:
        folder = server_folder(settings.VAR)
        if not folder.data.exists():
            refuse(PREPARING[language()])
        start(folder)
    return prepare()


def is_there_an_office() -> bool:
    """Say whether a database is there to be asked: a server's, or an embedded one made before."""
    return not settings.USES_EMBEDDED_DATABASE or server_folder(settings.VAR).data.exists()


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Return the calendar day of the office, which is Korea's."""
    return datetime.now(SEOUL).date()


def day(on: date | None) -> date:
    """Return a day that was given, or today."""
    return on or today()


def actor(person: str = "", institution: str = "", *, on: date | None = None) -> Actor:
    """Return who acts: the office itself, or a person in the roles they hold on a day.

    Args:
        person: key of the person; empty for the office.
        institution: or firm, where the person belongs to several.

    Raises:
        NoRoleHeldError: the person holds no role there on the day.
        SeveralPlacesError: the person belongs to several places and none was named.
    """
    if not person:
        return (
            Actor(ADMINISTRATOR.person, institution, ADMINISTRATOR.roles)
            if institution
            else ADMINISTRATOR
        )
    held = roles_of(person, on=day(on))
    places = sorted({role.institution or role.firm for role in held})
    if institution:
        places = [place for place in places if place == institution]
    if not places:
        raise NoRoleHeldError(person=person, institution=institution or "-")
    if len(places) > 1:
        raise SeveralPlacesError(person=person, institutions=", ".join(places))
    here = [role for role in held if (role.institution or role.firm) == places[0]]
    return Actor(
        person,
        here[0].institution,
        frozenset(Role(role.role) for role in here),
        here[0].firm,
    )
