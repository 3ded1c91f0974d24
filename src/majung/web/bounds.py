"""Bounds of what is sent: a request that is too large is refused before anything reads it.

A file may be as large as its readers take; a form is bounded by Django itself, and what it
refuses is told here in both languages.
"""

from collections.abc import Callable, Iterable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from majung.errors import Language, PolicyFinanceError, message, sentence
from majung.web.api.problems import problem
from majung.web.languages import language_of

#: Readers of lists take 20 MB; the rest of a request is small.
BODY_MAX = 24 * 1024 * 1024
TOO_LARGE, NOT_READABLE = 413, 400
API = "/api/"
#: Longer than any form takes; forms say beside the field what they take.
WORDS_MAX = 10_000


class WordsNotWritableError(PolicyFinanceError):
    """What is sent in a field can be written down: no control characters, no endless text."""

    kind = "words-not-writable"


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


def require_writable(request: HttpRequest, in_path: Iterable[str]) -> None:
    """Refuse words that cannot be written down, wherever in a request they stand.

    Raises:
        WordsNotWritableError: naming the field.
    """
    for name in in_path:
        _require_words("-", name)
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            for value in values:
                _require_words(name, value)


def _require_words(name: str, value: str) -> None:
    if len(value) > WORDS_MAX or any(letter < " " and letter not in "\t\r\n" for letter in value):
        field = "".join(letter for letter in name if letter.isprintable())[:60]
        raise WordsNotWritableError(field=field, most=WORDS_MAX)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read: a form that is too large, or none at all."""
    is_large = isinstance(exception, RequestDataTooBig)
    return refused(request, TOO_LARGE if is_large else NOT_READABLE)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Say why a request was not read, as a problem or as a page."""
    is_large = status == TOO_LARGE
    if request.path.startswith(API):
        said = message("request-too-large" if is_large else "request-unreadable")
        return problem(request, status, said)
    said = message("request-too-large" if is_large else "form-unreadable")
    language = language_of(request)
    other: Language = "ko" if language == "en" else "en"
    texts = [(each, sentence(said, each)) for each in (language, other)]
    return render(request, "400.html", {"texts": texts, "language": language}, status=status)
