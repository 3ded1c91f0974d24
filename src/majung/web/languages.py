"""The language of pages: Korean, unless somebody chose English on this machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from majung.errors import Language

COOKIE = "majung_language"


def language_of(request: HttpRequest) -> Language:
    """Return the language somebody chose; a browser's own wish does not count."""
    return "en" if request.COOKIES.get(COOKIE) == "en" else "ko"


class OwnLanguage:
    """Let Django's own words follow the choice."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the office."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language chosen."""
        chosen = language_of(request)
        with translation.override(chosen):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", chosen)
        return response
