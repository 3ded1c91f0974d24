"""Who calls: somebody who signed in on a page, or another system with a key of its own.

A key speaks for one person at one institution, and only for the acts it was given for.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from ninja.security import APIKeyCookie, HttpBearer

from majung.errors import Language, PolicyFinanceError
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act
from majung.store.parties.api_keys import KeyHolder, holder_of
from majung.store.parties.people import roles_of
from majung.web.acting import actor_of, moment, office_day, person_of, today
from majung.web.languages import COOKIE, language_of


class ScopeMissingError(PolicyFinanceError):
    """A key opens the acts it was given for."""

    kind = "scope-missing"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, on which day of the office, at which moment.

    Attributes:
        scopes: acts a key was given for; None for somebody who signed in.
    """

    actor: Actor
    on: date
    at: datetime
    scopes: frozenset[str] | None = None


class AuthenticatedRequest(HttpRequest):
    """A request whose caller is known."""

    auth: Caller


class ByKey(HttpBearer):
    """``Authorization: Bearer mj_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return for whom a key speaks; None where it opens nothing."""
        at = moment(request)
        holder = holder_of(token, at=at) if token.isprintable() else None
        if holder is None:
            return None
        on = office_day(holder.person, at)
        return Caller(_actor(holder, on=on), on, at, holder.scopes)


class BySession(APIKeyCookie):
    """The session of somebody who signed in on a page; writes carry the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        # Who did not sign in is told so, rather than that a token is missing.
        if not person_of(request):
            return None
        # Kept before the token is looked for in a form: the act asks for the bytes as they came.
        # Larger than a body is only a file, and of that the file itself is asked for.
        length = request.headers.get("Content-Length") or "0"
        if length.isdigit() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _ = request.body
        return super()._get_key(request)

    def authenticate(
        self,
        request: HttpRequest,
        key: str | None,  # noqa: ARG002 - Django has read the session already
    ) -> Caller | None:
        """Return who signed in; None for nobody."""
        if not person_of(request):
            return None
        return Caller(actor_of(request), today(request), moment(request))


def caller(request: AuthenticatedRequest, act: Act) -> Caller:
    """Return who calls, if what they called with is meant for an act.

    Whether the person may do it is decided by the act itself.

    Raises:
        ScopeMissingError: the key was not given for the act.
    """
    found = request.auth
    if found.scopes is not None and act.value not in found.scopes:
        raise ScopeMissingError(act=act, scopes=tuple(sorted(found.scopes)))
    return found


def tongue(request: HttpRequest) -> Language:
    """Return the caller's language: chosen on a page, else the one the client asks for."""
    if COOKIE in request.COOKIES:
        return language_of(request)
    return "en" if get_language_from_request(request).startswith("en") else "ko"


def _actor(holder: KeyHolder, *, on: date) -> Actor:
    """Return the person in the roles they hold where the key speaks for them."""
    held = [
        role for role in roles_of(holder.person, on=on) if role.institution == holder.institution
    ]
    firm = held[0].firm if held else ""
    roles = frozenset(Role(role.role) for role in held if role.firm == firm)
    return Actor(holder.person, holder.institution, roles, firm)
