"""Signing in and out, and choosing language and place.

Sign-ins are given by the office; a wrong name and a wrong password are answered alike, and after
several failures a name waits.
"""

from django.contrib.auth import authenticate, login, logout
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from majung.errors import message, sentence
from majung.web.acting import PLACE, places_of
from majung.web.languages import COOKIE, language_of

FAILURES_MAX = 5
WAIT_SECONDS = 15 * 60
LANGUAGE_SECONDS = 365 * 24 * 60 * 60


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, or take them."""
    target = _target(request)
    if request.method == "GET":
        return render(request, "majung/sign_in.html", {"next": target})
    name = request.POST.get("name", "").strip()
    key = f"sign-in-failures:{name}"
    failures = cache.get(key, 0)
    if failures >= FAILURES_MAX:
        return _refused(request, "sign-in-waits", name, target, 429)
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if user is None:
        cache.set(key, failures + 1, WAIT_SECONDS)
        return _refused(request, "sign-in-refused", name, target, 403)
    cache.delete(key)
    login(request, user)
    return redirect(target)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language on this machine."""
    response = redirect(_target(request))
    chosen = "en" if request.POST.get("language") == "en" else "ko"
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=LANGUAGE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


@require_POST
def choose_place(request: HttpRequest) -> HttpResponse:
    """Act for another of the own institutions or firms."""
    place = request.POST.get("place", "")
    if place in places_of(request):
        request.session[PLACE] = place
    return redirect(_target(request))


def _target(request: HttpRequest) -> str:
    """Return where to go on; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else "/"


def _refused(request: HttpRequest, kind: str, name: str, target: str, status: int) -> HttpResponse:
    refusal = message(kind, minutes=WAIT_SECONDS // 60, failures=FAILURES_MAX)
    context = {"next": target, "name": name, "problem": sentence(refusal, language_of(request))}
    return render(request, "majung/sign_in.html", context, status=status)
