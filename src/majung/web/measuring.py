"""How the office runs: whether it is healthy, and counts of requests by address pattern and answer.

Counts name patterns (``applications/<str:number>``), never what was asked for or by whom.
"""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)

log = logging.getLogger(__name__)

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "majung_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY
)
SECONDS = Histogram(
    "majung_request_seconds",
    "Time to answer.",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE = "nowhere"
FAILED = 500


class Measured:
    """Count every request, and write a line about it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the office."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count the answer by the pattern of its address."""
        begun = time.monotonic()
        response = self.answer(request)
        seconds = time.monotonic() - begun
        method = request.method if request.method in METHODS else "OTHER"
        route = request.resolver_match.route if request.resolver_match else NOWHERE
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(seconds)
        level = logging.ERROR if response.status_code >= FAILED else logging.INFO
        log.log(
            level,
            "request",
            extra={
                "method": method,
                "route": route,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000),
            },
        )
        return response

    def process_exception(self, _: HttpRequest, exception: Exception) -> None:
        """Write down where a failure came up; the answer is Django's."""
        trace = (type(exception), exception, exception.__traceback__)
        log.error("failed", exc_info=trace)


@require_GET
def healthy(_: HttpRequest) -> HttpResponse:
    """Say whether the office and its database answer; nothing else is told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the counts out, to who bears the key; on loopback alone none is asked for."""
    if not _may_read(request):
        return HttpResponse("no key\n", status=401, content_type="text/plain")
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    key = settings.METRICS_KEY
    if not key:
        return bool(settings.IS_LOOPBACK_ONLY)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return secrets.compare_digest(given.encode(), key.encode())
