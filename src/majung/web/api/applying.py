"""Applications, what they could get, decisions by two persons, and offers."""

from collections.abc import Callable
from typing import Any

from ninja import Router, Status

from majung.applications.indications.documents import (
    assessment_document,
    comparison_document,
    indication_document,
)
from majung.applications.indications.indication import Order
from majung.applications.offer import Offer as Approved
from majung.applications.stages import Step
from majung.contracts.terms_json import as_json
from majung.operations.acting import Actor
from majung.operations.intake.apply import submit_application
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.intake.files import (
    ApplicationFile,
    ApplicationLine,
    application_file,
    application_list,
    offer_file,
    programme_list,
    request_of,
)
from majung.operations.intake.indicate import compared, indicate
from majung.operations.intake.reading_indications import Showing, indications_shown
from majung.operations.once import once
from majung.operations.policy import Act
from majung.rules.explanation import explain
from majung.store.intake.decisions import KeptDecision, Offer, OfferOutcome
from majung.store.intake.findings import Assessment
from majung.store.intake.proposals import Proposal
from majung.store.upkeep.idempotency import Request
from majung.web.api.asking import (
    AnswerSent,
    ApplicationSent,
    IndicationAsked,
    ProposalSent,
    quotes_of,
)
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.shapes import (
    After,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Page,
    amount,
    both,
    day,
    paged,
    said,
)

router = Router()
MADE = 201


@router.get("/applications", response=Listed, tags=["applications"])
def list_applications(
    request: AuthenticatedRequest, after: After = "", limit: Limit = 50
) -> Document:
    """List the applications on one's desk."""
    who = caller(request, Act.READ_OWN)
    found = application_list(who.actor)
    shown = Page(after, limit)
    return paged(found, shown, key=lambda each: each.application.number, shown=_line)


@router.post("/applications", response={MADE: Document}, tags=["applications"])
def make_application(request: AuthenticatedRequest, body: ApplicationSent, key: Key) -> Any:
    """Hand an application in: one form for every programme."""
    who = caller(request, Act.SUBMIT_APPLICATION)

    def act() -> Document:
        kept = submit_application(
            who.actor,
            body.number,
            body.firm(who.actor),
            body.request(),
            desks=body.desks,
            on=who.on,
            at=who.at,
        )
        return {
            "number": kept.number,
            "submitted_on": day(kept.submitted_on),
            "amount": amount(body.amount.money()),
            "desks": list(kept.desks),
        }

    return _once(request, who, key, act)


@router.get("/applications/{number}", response=Document, tags=["applications"])
def one_application(request: AuthenticatedRequest, number: InPath) -> Document:
    """Show an application: what is asked, where it stands, findings, decisions, offers."""
    who = caller(request, Act.READ_OWN)
    return _file(application_file(who.actor, number), who.actor)


@router.post("/applications/{number}/assessments", response={MADE: Listed}, tags=["applications"])
def make_assessment(request: AuthenticatedRequest, number: InPath, key: Key) -> Any:
    """Hold an application against every product of every programme; nothing is refused by it."""
    who = caller(request, Act.ASSESS)

    def act() -> Document:
        found = assess(who.actor, number, on=who.on, at=who.at)
        return {"items": [assessment_document(each) for each in found], "next": None}

    return _once(request, who, key, act)


@router.get("/applications/{number}/indications", response=Listed, tags=["applications"])
def list_indications(
    request: AuthenticatedRequest, number: InPath, after: After = "", limit: Limit = 50
) -> Document:
    """List what was indicated about an application, on which day; none of it binds anybody."""
    who = caller(request, Act.READ_OWN)
    found = indications_shown(who.actor, number)
    return paged(found, Page(after, limit), key=lambda each: each.key, shown=_showing)


@router.get("/applications/{number}/comparison", response=Document, tags=["applications"])
def one_comparison(
    request: AuthenticatedRequest, number: InPath, order: Order = Order.ALL_IN_COST
) -> Document:
    """Lay out every way to finance an application at the rates programmes assume; keep nothing."""
    who = caller(request, Act.INDICATE)
    return comparison_document(compared(who.actor, number, {}, on=who.on, at=who.at, order=order))


@router.post("/applications/{number}/indications", response={MADE: Document}, tags=["applications"])
def make_indications(
    request: AuthenticatedRequest, number: InPath, body: IndicationAsked, key: Key
) -> Any:
    """Lay out every way to finance an application and keep it; none of it binds anybody."""
    who = caller(request, Act.INDICATE)

    def act() -> Document:
        quotes = quotes_of(body.quotes, programme_list(who.actor, at=who.at))
        shown = indicate(who.actor, number, quotes, on=who.on, at=who.at, order=body.order)
        return comparison_document(shown)

    return _once(request, who, key, act)


@router.post("/proposals", response={MADE: Document}, tags=["decisions"])
def make_proposal(request: AuthenticatedRequest, body: ProposalSent, key: Key) -> Any:
    """Put a decision forward for a second person."""
    who = caller(request, Act.PROPOSE_DECISION)

    def act() -> Document:
        asked = request_of(who.actor, body.application).amount
        quotes = quotes_of(body.quotes, programme_list(who.actor, at=who.at))
        decision = body.decision(asked, by=who.actor.person)
        put_forward = propose_decision(
            who.actor,
            decision,
            body.way,
            tuple(quotes.values()),
            key=body.key,
            on=who.on,
            at=who.at,
        )
        return _proposal(put_forward)

    return _once(request, who, key, act)


@router.post("/proposals/{proposal}/approvals", response={MADE: Document}, tags=["decisions"])
def make_approval(request: AuthenticatedRequest, proposal: InPath, key: Key) -> Any:
    """Take a decision that another person proposed; a grant reserves its room and is offered."""
    who = caller(request, Act.APPROVE_DECISION)

    def act() -> Document:
        return _decision(approve_decision(who.actor, proposal, on=who.on, at=who.at), who.actor)

    return _once(request, who, key, act)


@router.get("/offers/{offer}", response=Document, tags=["offers"])
def one_offer(request: AuthenticatedRequest, offer: InPath) -> Document:
    """Show approved terms with every instalment."""
    who = caller(request, Act.READ_OWN)
    return _offer(offer_file(who.actor, offer))


@router.post("/offers/{offer}/answers", response={MADE: Document}, tags=["offers"])
def make_answer(request: AuthenticatedRequest, offer: InPath, body: AnswerSent, key: Key) -> Any:
    """Accept or decline an offer."""
    who = caller(request, Act.ACCEPT_OFFER)

    def act() -> Document:
        # Whoever may not read an offer may not answer it either.
        kept = offer_file(who.actor, offer)
        answered = answer_offer(
            who.actor,
            kept.key,
            OfferOutcome(body.outcome),
            on=who.on,
            at=who.at,
            reason=body.reason,
        )
        return _offer(answered)

    return _once(request, who, key, act)


def _once(request: AuthenticatedRequest, who: Caller, key: str, act: Callable[[], Document]) -> Any:
    asked = Request(
        person=who.actor.person,
        method=f"{request.method} {request.path}",
        key=key,
        body=request.body,
    )
    return Status(MADE, once(who.actor, asked, act, at=who.at))


def _showing(found: Showing) -> Document:
    return {
        "key": found.key,
        "shown_on": day(found.shown_on),
        "institution": found.institution or None,
        "is_binding": False,
        "notice": said(found.marking),
        "indications": [indication_document(each) for each in found.indications],
    }


def _line(line: ApplicationLine) -> Document:
    application = line.application
    return {
        "number": application.number,
        "submitted_on": day(application.submitted_on),
        "project": application.project or None,
        "stage": line.steps[-1].stage.value if line.steps else None,
        "is_example": application.is_example,
    }


def _file(file: ApplicationFile, actor: Actor) -> Document:
    asked = file.request
    return {
        **_line(ApplicationLine(file.application, file.steps)),
        "desks": list(file.application.desks),
        "request": {
            "amount": amount(asked.amount),
            "months": asked.months,
            "start_on": day(asked.start_on),
            "uses": sorted(asked.uses),
            "repayment": asked.repayment.value,
            "grace_months": asked.grace_months,
            "project": asked.project or None,
        },
        "steps": [_step(each) for each in file.steps],
        "products": {
            product: [_step(each) for each in steps]
            for product, steps in file.steps_by_product.items()
        },
        "assessments": [_assessment(each) for each in file.assessments],
        "proposals": [] if actor.firm else [_proposal(each) for each in file.proposals],
        "decisions": [_decision(each, actor) for each in file.decisions],
        "offers": [_offer_line(each) for each in file.offers],
    }


def _step(step: Step) -> Document:
    return {
        "stage": step.stage.value,
        "effective_on": day(step.effective_on),
        "reason": step.reason or None,
    }


def _assessment(found: Assessment) -> Document:
    return {
        "programme": found.programme,
        "version": found.version,
        "product": found.product,
        "institution": found.institution or None,
        "assessed_on": day(found.assessed_on),
        "verdict": found.finding.verdict.name.lower().replace("_", "-"),
        "outline": {"ko": explain(found.finding, "ko"), "en": explain(found.finding, "en")},
        "missing": sorted(found.finding.missing),
    }


def _proposal(found: Proposal) -> Document:
    return {
        "key": found.key,
        "institution": found.institution,
        "application": found.application,
        "product": found.product,
        "proposed_by": found.proposed_by,
        "proposed_on": day(found.proposed_on),
        "is_open": found.is_open,
    }


def _decision(kept: KeptDecision, actor: Actor) -> Document:
    decided = kept.decision
    document: Document = {
        "key": kept.key,
        "application": decided.application,
        "institution": decided.institution,
        "programme": kept.programme,
        "version": decided.programme_version,
        "product": decided.product,
        "kind": decided.kind.value,
        "asked": amount(decided.asked),
        "granted": amount(decided.granted),
        "reason": decided.reason or None,
        "document": decided.document,
        "decided_on": day(decided.decided_on),
    }
    if not actor.firm:
        # Who decided, and against which finding, is the institution's own business.
        document["proposed_by"] = decided.proposed_by
        document["approved_by"] = kept.approved_by
        document["overrides"] = [
            {"rule": each.rule, "reason": each.reason, "by": each.by} for each in decided.overrides
        ]
    return document


def _offer_line(offer: Offer) -> Document:
    return {
        "key": offer.key,
        "application": offer.application,
        "institution": offer.institution,
        "programme": offer.programme,
        "version": offer.version,
        "product": offer.product,
        "amount": amount(offer.amount),
        "offered_on": day(offer.offered_on),
        "until_on": day(offer.until_on),
        "outcome": offer.outcome.value if offer.outcome else None,
        "ended_on": day(offer.ended_on),
    }


def _offer(offer: Offer) -> Document:
    document = _offer_line(offer)
    if isinstance(offer.content, Approved):
        document["terms"] = as_json(offer.content.terms)
        document["figures"] = indication_document(offer.content.figures)
        document["conditions"] = [
            {"key": each.key, "label": both(each.label), "evidence": both(each.evidence)}
            for each in offer.content.conditions
        ]
    return document
