"""The addresses of the office."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from majung.web import signing_in


def healthy(_: HttpRequest) -> HttpResponse:
    """Say that the office answers; nothing else is told."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", healthy, name="health"),
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
    path("language", signing_in.choose_language, name="language"),
    path("place", signing_in.choose_place, name="place"),
    path("api/v1/", include("majung.web.api.urls")),
    path("", include("majung.web.pages.urls")),
]
