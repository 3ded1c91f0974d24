"""Groups of firms, who followed whom, and what is on record of a firm at other institutions."""

from datetime import date
from typing import Annotated, Any

from ninja import Path, Router, Schema
from pydantic import Field

from majung.applications.firm import Membership, identity_key
from majung.applications.succession import Succession, SuccessionKind
from majung.operations.claims.firm_record import FirmRecord, firm_record
from majung.operations.intake.reading_firms import group_list
from majung.operations.intake.register import register_group
from majung.operations.intake.succeed import record_succession
from majung.operations.policy import Act
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.web.api.acting import Happened, Reason
from majung.web.api.asking import Business, Corporate
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import (
    After,
    Document,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    amount,
    day,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router(tags=["firms"])

CorporateInPath = Annotated[str, Path(pattern=r"^[0-9]{6}-?[0-9]{7}$")]


class GroupMembersSent(Schema):
    """A group with its members; all of them are taken, or none."""

    group: Name
    from_on: date
    until_on: date | None = None
    members: Annotated[tuple[Corporate, ...], Field(min_length=1, max_length=200)]

    def memberships(self) -> tuple[Membership, ...]:
        """Return who belongs to it.

        Raises:
            CorporateNumberNotReadableError: a check digit is off.
        """
        return tuple(
            Membership(self.group, parse_corporate_number(each), self.from_on, self.until_on)
            for each in self.members
        )


class SuccessionSent(Schema):
    """Who followed a firm; a sale names the sites that were sold."""

    kind: SuccessionKind
    successor: Corporate
    effective_on: Happened
    evidence: Reason
    sites: Annotated[tuple[Business, ...], Field(max_length=200)] = ()


class BasisSent(Schema):
    """On which law or consent a firm's record is looked up."""

    legal_basis: Reason


@router.get("/groups", response=Listed)
def list_groups(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List groups with their members, a group an item."""
    who = caller(request, Act.READ_OWN)
    found: dict[str, list[Membership]] = {}
    for each in group_list(who.actor):
        found.setdefault(each.group, []).append(each)
    return paged(
        tuple(found.items()),
        Page(after, limit),
        key=lambda item: item[0],
        shown=lambda item: {"group": item[0], "members": [_member(each) for each in item[1]]},
    )


@router.post("/groups", response={MADE: Document})
def make_group(request: AuthenticatedRequest, body: GroupMembersSent, key: Key) -> Any:
    """Register a group with its members, or mend until when they belong to it."""
    who = caller(request, Act.RECORD_GROUP)

    def act() -> Document:
        register_group(who.actor, body.memberships(), at=who.at)
        found = [each for each in group_list(who.actor) if each.group == body.group]
        return {"group": body.group, "members": [_member(each) for each in found]}

    return written_once(request, who, key, act)


@router.post("/firms/{number}/successions", response={MADE: Document})
def make_succession(
    request: AuthenticatedRequest, number: CorporateInPath, body: SuccessionSent, key: Key
) -> Any:
    """Record that another firm followed this one: merger, incorporation, sale of sites."""
    who = caller(request, Act.RECORD_SUCCESSION)

    def act() -> Document:
        told = record_succession(
            who.actor,
            body.kind,
            predecessor=parse_corporate_number(number),
            successor=parse_corporate_number(body.successor),
            effective_on=body.effective_on,
            evidence=body.evidence,
            sites=[parse_business_number(each) for each in body.sites],
            at=who.at,
        )
        return succession_document(told)

    return written_once(request, who, key, act)


@router.post("/firms/{number}/record-look-ups", response={MADE: Document})
def make_look_up(
    request: AuthenticatedRequest, number: CorporateInPath, body: BasisSent, key: Key
) -> Any:
    """Say what other institutions refused a firm and what went wrong there; the look is logged."""
    who = caller(request, Act.LOOK_UP_FIRM)

    def act() -> Document:
        firm = parse_corporate_number(number)
        found = firm_record(who.actor, firm, legal_basis=body.legal_basis, on=who.on, at=who.at)
        return _record(found, who.on)

    return written_once(request, who, key, act)


def _member(each: Membership) -> Document:
    return {
        "firm": identity_key(each.member),
        "from_on": day(each.from_on),
        "until_on": day(each.until_on),
    }


def succession_document(each: Succession) -> Document:
    """Write that one firm followed another."""
    return {
        "kind": each.kind.value,
        "predecessor": identity_key(each.predecessor),
        "successor": identity_key(each.successor),
        "effective_on": day(each.effective_on),
        "sites": sorted(str(site) for site in each.sites),
        "evidence": each.evidence or None,
    }


def _record(found: FirmRecord, on: date) -> Document:
    """Write what other institutions refused a firm, and what went wrong there."""
    return {
        "firm": identity_key(found.firm),
        "on": day(on),
        "known_as": [identity_key(each) for each in found.known_as],
        "refusals": [
            {
                "institution": each.institution,
                "programme": each.programme,
                "product": each.product,
                "kind": each.kind.value,
                "decided_on": day(each.decided_on),
            }
            for each in found.refusals
        ],
        "accidents": [
            {
                "institution": each.institution,
                "product": each.product,
                "kind": each.kind.value,
                "effective_on": day(each.effective_on),
                "amount": amount(each.amount) if each.amount.minor else None,
            }
            for each in found.accidents
        ],
    }
