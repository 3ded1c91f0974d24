"""The addresses of the interface: its routers, its description, and a problem for the rest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI

from majung.web.api import (
    admitting,
    appeals,
    applying,
    closes,
    conditions,
    council,
    covers,
    designing,
    firms,
    fiscal_costs,
    funds,
    groups,
    importing,
    index_rates,
    jobs,
    people,
    programmes,
    projects,
    recommending,
    risk_runs,
    servicers,
    servicing,
    signing,
    submitting,
    supply,
)
from majung.web.api.callers import ByKey, BySession, tongue
from majung.web.api.problems import nothing_there, speak_problems
from majung.web.api.shapes import ProblemDetails

DESCRIPTION = (
    "Amounts are decimal strings with their currency, rates are decimal shares (0.0462 is 4.62 %),"
    " days are ISO dates; null is what is not known (OPEN), never zero. Every POST that"
    " records anything bears an Idempotency-Key. Refusals are problems (RFC 9457) in Korean or"
    " English, by Accept-Language."
)


class Office(NinjaAPI):
    """The interface; nothing it answers is kept on the way."""

    def create_response(self, request: HttpRequest, data: Any, **named: Any) -> HttpResponse:
        """Answer, for this caller only."""
        response = super().create_response(request, data, **named)
        response.headers["Content-Language"] = tongue(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_openapi_schema(self, **named: Any) -> Any:
        """Describe the interface, with the problems any operation may answer."""
        schema = super().get_openapi_schema(**named)
        refusal = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema["components"].setdefault("schemas", {})
        schemas.update(refusal.pop("$defs", {}))
        schemas["ProblemDetails"] = refusal
        answer = {
            "description": "Not done, and why",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/ProblemDetails"}
                }
            },
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = answer
        return schema


api = Office(
    title="Majung",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api-v1",
    docs_url=None,
    auth=[ByKey(), BySession()],
)
speak_problems(api)
for each in (
    programmes,
    applying,
    servicing,
    closes,
    council,
    supply,
    submitting,
    appeals,
    recommending,
    firms,
    groups,
    projects,
    people,
    servicers,
    conditions,
    signing,
    covers,
    funds,
    admitting,
    importing,
    index_rates,
    fiscal_costs,
    jobs,
    risk_runs,
    designing,
):
    api.add_router("", each.router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", api.urls),
    re_path("", nothing_there),
]
