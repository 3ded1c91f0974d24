"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver, path

from majung.web.pages import dashboards, programmes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboards.dashboard_page, name="dashboard"),
    path("programmes/", programmes.programmes_page, name="programmes"),
    path("programmes/<str:key>", programmes.programme_page, name="programme"),
]
