"""Recommending: rounds, lists row by row, approval by a second person, withdrawal."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from majung.applications.firm import identity_key
from majung.applications.lists import RecommendedFirm
from majung.applications.recommendation import Recommendation, Withdrawal
from majung.operations.intake.approve_list import approve_recommendations, send_list_back
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.reading_rounds import (
    ListFile,
    RoundLine,
    returned_rows,
    round_file,
    round_list,
    rules_of,
)
from majung.operations.intake.recommend import (
    RuleUnknownError,
    open_round,
    recommended_firms,
    take_recommendations,
    withdraw_recommendation,
)
from majung.operations.policy import Act
from majung.web.api.callers import AuthenticatedRequest, caller, tongue
from majung.web.api.shapes import (
    After,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    Words,
    amount,
    day,
    paged,
)
from majung.web.api.writing import MADE, Sent, findings, read, written_once

router = Router(tags=["recommendations"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
#: A recommendation is named by its round and its firm.
Recommended = Annotated[str, Field(pattern=r"^[0-9A-Za-z가-힣._:@+()/-]{1,200}$")]


class RoundSent(Schema):
    """A round to be opened under a rule of a programme in force."""

    key: Name
    programme: Name
    rule: Name
    opens_on: date
    closes_on: date | None = None


class ListApproved(Schema):
    """In which document a list was approved."""

    document: Words


class SentBack(Schema):
    """Why something goes back."""

    reason: Words


class WithdrawalSent(Schema):
    """Whose recommendation is taken back, and why."""

    recommendation: Recommended
    reason: Words


@router.get("/recommendation-rounds", response=Listed)
def list_rounds(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List the rounds of one's body, or addressed to one's institution, with the room left."""
    who = caller(request, Act.READ_OWN)
    found = round_list(who.actor)
    return paged(found, Page(after, limit), key=lambda each: each.round.key, shown=_round)


@router.post("/recommendation-rounds", response={MADE: Document})
def make_round(request: AuthenticatedRequest, body: RoundSent, key: Key) -> Any:
    """Open a round; quota and validity are those of the programme."""
    who = caller(request, Act.OPEN_ROUND)

    def act() -> Document:
        for programme, rule in rules_of(who.actor, at=who.at):
            if (programme.key, rule.key) == (body.programme, body.rule):
                opened = open_round(
                    who.actor,
                    programme,
                    rule.key,
                    key=body.key,
                    opens_on=body.opens_on,
                    closes_on=body.closes_on,
                    at=who.at,
                )
                return _round(RoundLine(opened, 0, 0, 0))
        raise RuleUnknownError(rule=body.rule, institution=who.actor.institution or "-")

    return written_once(request, who, key, act)


@router.get("/recommendation-rounds/{round_key}", response=Document)
def one_round(request: AuthenticatedRequest, round_key: InPath) -> Document:
    """Show a round: its terms, its lists, whom it recommends."""
    who = caller(request, Act.READ_OWN)
    file = round_file(who.actor, round_key)
    return {
        **_round(file.line),
        "lists": [_list(each) for each in file.lists],
        "recommendations": [_recommendation(each, back) for each, back in file.recommendations],
    }


@router.post("/recommendation-rounds/{round_key}/lists", response={MADE: Document})
def make_list(
    request: AuthenticatedRequest,
    round_key: InPath,
    key: Key,
    file: Sent,
) -> Any:
    """Hand a list in: its good rows wait for approval, its bad rows go back with their reasons."""
    who = caller(request, Act.TAKE_RECOMMENDATIONS)
    name, content = read(file)

    def act() -> Document:
        taken = take_recommendations(
            who.actor,
            round_key,
            name,
            content,
            programmes=programmes_in_force(at=who.at),
            on=who.on,
            at=who.at,
        )
        bad = [each for each in taken.found.findings if each.problems]
        return {
            "file": taken.file,
            "good": len(taken.found.taken),
            "bad": len(bad),
            "waiting": taken.proposal.key if taken.proposal else None,
            "problems": findings(taken.found.problems),
        }

    return written_once(request, who, key, act, content=content)


@router.get("/recommendation-rounds/{round_key}/lists/{digest}/returned")
def returned_list(
    request: AuthenticatedRequest,
    round_key: InPath,
    digest: Digest,
) -> HttpResponse:
    """Hand out the rows that went back, as a workbook to be corrected in place."""
    who = caller(request, Act.READ_OWN)
    content = returned_rows(who.actor, round_key, digest, language=tongue(request))
    return HttpResponse(content, content_type=XLSX)


@router.post("/recommendation-lists/{waiting}/approvals", response={MADE: Document})
def make_list_approval(
    request: AuthenticatedRequest, waiting: InPath, body: ListApproved, key: Key
) -> Any:
    """Recommend the firms of a list that another person put forward."""
    who = caller(request, Act.APPROVE_RECOMMENDATIONS)

    def act() -> Document:
        count = approve_recommendations(who.actor, waiting, body.document, on=who.on, at=who.at)
        return {"list": waiting, "recommended": count}

    return written_once(request, who, key, act)


@router.post("/recommendation-lists/{waiting}/returns", response={MADE: Document})
def make_list_return(
    request: AuthenticatedRequest, waiting: InPath, body: SentBack, key: Key
) -> Any:
    """Send a list back unapproved."""
    who = caller(request, Act.APPROVE_RECOMMENDATIONS)

    def act() -> Document:
        send_list_back(who.actor, waiting, body.reason, on=who.on, at=who.at)
        return {"list": waiting, "reason": body.reason}

    return written_once(request, who, key, act)


@router.post("/recommendation-withdrawals", response={MADE: Document})
def make_withdrawal(request: AuthenticatedRequest, body: WithdrawalSent, key: Key) -> Any:
    """Take a recommendation back from today on; contracts that stand are kept."""
    who = caller(request, Act.WITHDRAW_RECOMMENDATION)

    def act() -> Document:
        withdraw_recommendation(who.actor, body.recommendation, body.reason, on=who.on, at=who.at)
        return {
            "recommendation": body.recommendation,
            "withdrawn_on": day(who.on),
            "reason": body.reason,
        }

    return written_once(request, who, key, act)


@router.get("/recommended-firms", response=Listed)
def list_recommended_firms(
    request: AuthenticatedRequest, after: After = "", limit: Limit = 50
) -> Document:
    """List all lists as one: a firm once, whoever recommended it."""
    who = caller(request, Act.READ_OWN)
    found = recommended_firms(who.actor, on=who.on)
    return paged(found, Page(after, limit), key=lambda each: identity_key(each.firm), shown=_firm)


def _round(line: RoundLine) -> Document:
    round_ = line.round
    return {
        "key": round_.key,
        "programme": round_.programme,
        "rule": round_.rule,
        "recommender": round_.recommender,
        "opens_on": day(round_.opens_on),
        "closes_on": day(round_.closes_on),
        "validity_months": round_.validity_months,
        "quota": round_.quota,
        "amount_max": amount(round_.amount_max),
        "recommended": line.recommended,
        "withdrawn": line.withdrawn,
        "left": line.left,
        "lists_waiting": line.waiting,
    }


def _list(found: ListFile) -> Document:
    return {
        "list": found.proposal.key if found.proposal else None,
        "name": found.kept.name,
        "file": found.kept.digest,
        "good": found.kept.good,
        "bad": found.kept.bad,
        "state": found.state,
        "document": found.approval.decision.document if found.approval else None,
    }


def _recommendation(found: Recommendation, back: Withdrawal | None) -> Document:
    return {
        "key": found.key,
        "firm": identity_key(found.firm),
        "name": found.firm_name,
        "project": found.project or None,
        "amount": amount(found.amount),
        "from_on": day(found.from_on),
        "until_on": day(found.until_on),
        "withdrawn_on": day(back.effective_on) if back else None,
    }


def _firm(found: RecommendedFirm) -> Document:
    return {
        "firm": identity_key(found.firm),
        "name": found.name,
        "recommendations": len(found.recommendations),
        "recommenders": list(found.recommenders),
    }
