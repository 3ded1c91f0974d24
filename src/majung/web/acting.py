"""Who acts behind a request, on which day, at which moment.

Only here, at the door, are the clock and the calendar day read.  An example office lives on the
day it was last closed, so that its contracts are shown as they stood then.
"""

from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Protocol
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


def person_of(request: HttpRequest) -> str:
    """Return the key of the person who signed in; empty for nobody."""
    if not request.user.is_authenticated:
        return ""
    found = person_of_sign_in(request.user.get_username())
    return found.person if found else ""


def is_example_office(request: HttpRequest) -> bool:
    """Say whether the person was invented for the example world."""
    person = person_of(request)
    return bool(person) and is_example(person)


def moment(_: HttpRequest) -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today(request: HttpRequest) -> date:
    """Return the day the office lives on."""
    return office_day(person_of(request), moment(request))


def office_day(person: str, at: datetime) -> date:
    """Return the day the office lives on for a person, at a moment."""
    calendar_day = at.astimezone(SEOUL).date()
    if not person or not is_example(person):
        return calendar_day
    held = roles_of(person, on=calendar_day)
    if not held:
        return calendar_day
    # Closes are shown to those who act for somebody.
    with at_desk(Actor(person, held[0].institution, frozenset(), held[0].firm)):
        return last_closed() or calendar_day


def places_of(request: HttpRequest) -> tuple[str, ...]:
    """Return the institutions and firms the person may act for, by key."""
    held = roles_of(person_of(request), on=today(request)) if person_of(request) else ()
    return tuple(sorted({_place(role) for role in held}))


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts: the person, for the place they chose or the first, in their roles there."""
    person = person_of(request)
    if not person:
        return NOBODY
    held = roles_of(person, on=today(request))
    places = sorted({_place(role) for role in held})
    if not places:
        return Actor(person, "", frozenset())
    chosen = request.session.get(PLACE)
    place = chosen if chosen in places else places[0]
    here = [role for role in held if _place(role) == place]
    roles = frozenset(Role(role.role) for role in here)
    return Actor(person, here[0].institution, roles, here[0].firm)


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
