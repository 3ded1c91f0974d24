"""Bounds of what is sent: a request that is too large is refused before anything reads it.

A file may be as large as its readers take; a form is bounded by Django itself, and what it
refuses is told here in both languages.
"""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from majung.errors import Language, message, sentence
from majung.web.api.problems import problem
from majung.web.languages import language_of

#: Readers of lists take 20 MB; the rest of a request is small.
BODY_MAX = 24 * 1024 * 1024
TOO_LARGE, NOT_READABLE = 413, 400
API = "/api/"


class BodyBound:
    """Refuse a request whose body is larger than any reader takes."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the office."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse by what the request says of its length."""
        # The server takes no body that does not say its length.
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > BODY_MAX:
            return refused(request, TOO_LARGE)
        return self.answer(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read: a form that is too large, or none at all."""
    is_large = isinstance(exception, RequestDataTooBig)
    return refused(request, TOO_LARGE if is_large else NOT_READABLE)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Say why a request was not read, as a problem or as a page."""
    said = message("request-too-large" if status == TOO_LARGE else "request-unreadable")
    if request.path.startswith(API):
        return problem(request, status, said)
    language = language_of(request)
    other: Language = "ko" if language == "en" else "en"
    texts = [(each, sentence(said, each)) for each in (language, other)]
    return render(request, "400.html", {"texts": texts, "language": language}, status=status)
