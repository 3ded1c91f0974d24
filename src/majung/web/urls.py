"""The addresses of the office."""

from django.urls import URLPattern, URLResolver, include, path

from majung.web import bounds, measuring, signing_in

handler400 = bounds.bad_request


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", measuring.healthy, name="health"),
    path("healthz", measuring.healthy, name="healthz"),
    path("metrics", measuring.metrics, name="metrics"),
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
    path("language", signing_in.choose_language, name="language"),
    path("place", signing_in.choose_place, name="place"),
    path("api/v1/", include("majung.web.api.urls")),
    path("", include("majung.web.pages.urls")),
]
