"""Who acts behind a request, on which day, at which moment.

Only here, at the door, are the clock and the calendar day read.  An example office lives on the
day it was last closed, so that its contracts are shown as they stood then.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Protocol
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from majung.operations.acting import Actor, Role
from majung.operations.desks import at_desk
from majung.store.parties.people import RoleHeld, is_example, person_of_sign_in, roles_of
from majung.store.upkeep.closes import last_closed

SEOUL = ZoneInfo("Asia/Seoul")
PLACE = "place"
NOBODY = Actor("", "", frozenset())


class View(Protocol):
    """A view: a request in, an answer out."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a request."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who signed in behind a request, found out once for all that ask.

    Attributes:
        person: key; empty for nobody.
        is_example: invented for the example world.
        on: the day the office lives on for them.
        roles: what they may do, anywhere, on that day.
    """

    person: str
    is_example: bool
    on: date
    roles: tuple[RoleHeld, ...] = ()


_PRESENT: WeakKeyDictionary[HttpRequest, Presence] = WeakKeyDictionary()


def presence_of(request: HttpRequest) -> Presence:
    """Return who signed in behind a request; asked of the database once a request."""
    if not request.user.is_authenticated:
        return Presence("", is_example=False, on=_calendar_day(moment(request)))
    found = _PRESENT.get(request)
    if found is None:
        found = _PRESENT[request] = _presence(request.user.get_username(), moment(request))
    return found


def _presence(name: str, at: datetime) -> Presence:
    signed_in = person_of_sign_in(name)
    if signed_in is None:
        return Presence("", is_example=False, on=_calendar_day(at))
    person = signed_in.person
    on = _calendar_day(at)
    held = roles_of(person, on=on)
    if not is_example(person):
        return Presence(person, is_example=False, on=on, roles=held)
    on = _closed_through(person, held) or on
    return Presence(person, is_example=True, on=on, roles=roles_of(person, on=on))


def person_of(request: HttpRequest) -> str:
    """Return the key of the person who signed in; empty for nobody."""
    return presence_of(request).person


def is_example_office(request: HttpRequest) -> bool:
    """Say whether the person was invented for the example world."""
    return presence_of(request).is_example


def moment(_: HttpRequest) -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today(request: HttpRequest) -> date:
    """Return the day the office lives on."""
    return presence_of(request).on


def office_day(person: str, at: datetime) -> date:
    """Return the day the office lives on for a person, at a moment."""
    calendar_day = _calendar_day(at)
    if not person or not is_example(person):
        return calendar_day
    return _closed_through(person, roles_of(person, on=calendar_day)) or calendar_day


def _calendar_day(at: datetime) -> date:
    return at.astimezone(SEOUL).date()


def _closed_through(person: str, held: tuple[RoleHeld, ...]) -> date | None:
    """Return the last day that was closed, as it is shown to those who act for somebody."""
    if not held:
        return None
    with at_desk(Actor(person, held[0].institution, frozenset(), held[0].firm)):
        return last_closed()


def places_of(request: HttpRequest) -> tuple[str, ...]:
    """Return the institutions and firms the person may act for, by key."""
    return tuple(sorted({_place(role) for role in presence_of(request).roles}))


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts: the person, for the place they chose or the first, in their roles there."""
    present = presence_of(request)
    if not present.person:
        return NOBODY
    places = places_of(request)
    if not places:
        return Actor(present.person, "", frozenset())
    chosen = request.session.get(PLACE)
    place = chosen if chosen in places else places[0]
    here = [role for role in present.roles if _place(role) == place]
    roles = frozenset(Role(role.role) for role in here)
    return Actor(present.person, here[0].institution, roles, here[0].firm)


def for_signed_in(view: View) -> View:
    """Let only people who signed in see a page; others are asked to, and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not person_of(request):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def _place(role: RoleHeld) -> str:
    return role.institution or role.firm
