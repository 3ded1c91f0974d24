"""Programmes as they are in force, and supply against plan."""

from datetime import date
from typing import Annotated

from django.http import Http404
from ninja import Query, Router

from majung.operations.intake.files import programme_list
from majung.operations.policy import Act
from majung.operations.supply.plans import plan_list
from majung.operations.supply.reading import Dashboard, Wanted, dashboard, pace_reading
from majung.operations.supply.series import world_of
from majung.programmes import Envelope, Product, Programme
from majung.programmes.supply_plans import SupplyPlan
from majung.supply.targets import SeriesSource, pace_document
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.shapes import (
    After,
    Day,
    Document,
    InPath,
    Limit,
    Listed,
    Page,
    amount,
    both,
    day,
    paged,
)
from majung.web.api.supply import envelope_document

router = Router()
Revision = Annotated[int | None, Query(ge=0, le=1000)]
CurveKey = Annotated[str, Query(pattern=r"^[0-9A-Za-z._-]{0,100}$")]


@router.get("/programmes", response=Listed, tags=["programmes"])
def list_programmes(
    request: AuthenticatedRequest, after: After = "", limit: Limit = 50
) -> Document:
    """List the programmes in force."""
    who = caller(request, Act.READ_OWN)
    found = programme_list(who.actor, at=who.at)
    return paged(found, Page(after, limit), key=lambda each: each.key, shown=_headline)


@router.get("/programmes/{key}", response=Document, tags=["programmes"])
def one_programme(request: AuthenticatedRequest, key: InPath) -> Document:
    """Show a programme: products, limits, conditions, each with its source."""
    who = caller(request, Act.READ_OWN)
    for each in programme_list(who.actor, at=who.at):
        if each.key == key:
            return programme_document(each)
    raise Http404


@router.get("/plans", response=Listed, tags=["supply"])
def list_plans(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List the supply plans."""
    who = caller(request, Act.READ_OWN)
    found = plan_list(who.actor)
    return paged(found, Page(after, limit), key=lambda each: each.key, shown=plan_headline)


@router.get("/plans/{key}/pace", response=Document, tags=["supply"])
def pace_of_plan(
    request: AuthenticatedRequest,
    key: InPath,
    as_of: Day = None,
    source: SeriesSource = SeriesSource.REPORTED,
    revision: Revision = None,
    curve: CurveKey = "",
) -> Document:
    """Say how far a plan has come by a day, beside the time that has passed."""
    who = caller(request, Act.READ_OWN)
    wanted = _wanted(who, key, as_of, source, revision=revision, curve=curve)
    reading, forecasts = pace_reading(who.actor, wanted, at=who.at)
    return pace_document(reading, forecasts)


@router.get("/dashboard", response=Document, tags=["supply"])
def the_dashboard(
    request: AuthenticatedRequest,
    plan: Annotated[str, Query(pattern=r"^[0-9a-z-]{1,100}$")],
    as_of: Day = None,
    source: SeriesSource = SeriesSource.REPORTED,
    revision: Revision = None,
    curve: CurveKey = "",
) -> Document:
    """Show the pace of a plan and everything that a pace alone hides."""
    who = caller(request, Act.READ_OWN)
    wanted = _wanted(who, plan, as_of, source, revision=revision, curve=curve)
    return _dashboard(dashboard(who.actor, wanted, at=who.at))


def _wanted(
    who: Caller,
    plan: str,
    as_of: date | None,
    source: SeriesSource,
    *,
    revision: int | None,
    curve: str,
) -> Wanted:
    return Wanted(
        plan=plan,
        as_of=as_of or who.on,
        source=source,
        series=world_of(source),
        revision=revision,
        curve=curve,
    )


def _dashboard(page: Dashboard) -> Document:
    return {
        "pace": pace_document(page.pace, page.forecasts),
        "institutions_sum": amount(page.institutions_sum),
        "reaching_firms": amount(page.reaching_firms),
        "months": [
            {
                "month": str(point.month),
                "supplied": amount(point.supplied),
                "expected": amount(point.expected),
            }
            for point in page.points
        ],
        "envelopes": [envelope_document(each) for each in page.envelopes],
        "firms": page.overlaps.firms,
        "firms_with_several": len(page.overlaps.overlaps),
        "exclusions_broken": len(page.overlaps.violations),
        "is_whole": page.is_whole,
        "is_example": page.is_example,
        "recorded_at": page.recorded_at.isoformat(),
    }


def _headline(programme: Programme) -> Document:
    return {
        "key": programme.key,
        "version": programme.version,
        "name": both(programme.name),
        "valid_from": day(programme.valid_from),
        "valid_until": day(programme.valid_until),
        "currency": programme.currency,
        "products": [product.key for product in programme.products],
    }


def programme_document(programme: Programme) -> Document:
    """Write everything a programme offers, each with its source."""
    return {
        **_headline(programme),
        "summary": both(programme.summary),
        "country": programme.country,
        "legal_basis": [
            {
                "label": both(basis.label),
                "source": both(basis.citation),
                "status": basis.status.value,
            }
            for basis in programme.legal_basis
        ],
        "parties": [
            {
                "key": party.key,
                "names": [
                    {"from": day(named.valid_from), **both(named.name)} for named in party.names
                ],
                "roles": [role.value for role in party.roles],
            }
            for party in programme.parties
        ],
        "products_offered": [_product(product) for product in programme.products],
        "envelopes": [_envelope(envelope) for envelope in programme.envelopes],
    }


def _product(product: Product) -> Document:
    return {
        "key": product.key,
        "name": both(product.name),
        "summary": both(product.summary),
        "type": product.contract_type.value,
        "providers": list(product.providers),
        "uses": list(product.uses),
        "combines_with": list(product.combines_with),
        "conditions": [
            {"key": each.key, "label": both(each.label), "fact": each.fact}
            for each in product.conditions
        ],
        "source": both(product.citation),
        "status": product.status.value,
    }


def _envelope(envelope: Envelope) -> Document:
    steps = envelope.limit.steps if envelope.limit else ()
    return {
        "key": envelope.key,
        "label": both(envelope.label),
        "products": list(envelope.products),
        "scope": envelope.scope.value,
        "member": envelope.member or None,
        "limit": [
            {
                "from": day(step.valid_from),
                "amount": amount(step.value),
                "status": step.status.value,
                "source": both(step.citation),
            }
            for step in steps
        ],
    }


def plan_headline(plan: SupplyPlan) -> Document:
    """Write what a plan is and which revisions it has."""
    return {
        "key": plan.key,
        "version": plan.version,
        "name": both(plan.name),
        "year": plan.year,
        "curves": [curve.key for curve in plan.curves],
        "revisions": [
            {"number": each.number, "from": day(each.valid_from)} for each in plan.revisions
        ],
    }
