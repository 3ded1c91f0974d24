"""Firms, their sites and groups, and the room they have."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from majung.applications.firm import (
    Firm,
    FirmIdentity,
    Industry,
    Membership,
    Site,
    SizeClass,
    identity_key,
)
from majung.applications.holdings.room import FirmRoom
from majung.applications.regions import Region
from majung.operations.intake.reading_firms import (
    FirmFile,
    firm_file,
    firms_found,
)
from majung.operations.intake.register import join_group, register_firm
from majung.operations.intake.room import RoomHeld, hold_room, release_room, room_of
from majung.operations.policy import Act
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.web.api.asking import Business, Corporate
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.groups import CorporateInPath, succession_document
from majung.web.api.shapes import (
    After,
    Amount,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    amount,
    both,
    day,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router(tags=["firms"])

Text = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,200}$")]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{0,200}$")]


class SiteSent(Schema):
    """A place of business."""

    number: Business
    region: Region
    name: Line = ""
    from_on: date | None = None
    until_on: date | None = None


class FirmSent(Schema):
    """A firm, or what changed about it from a day on."""

    corporate_number: Corporate
    name: Text
    size: SizeClass
    from_on: date
    established_on: date | None = None
    sites: Annotated[tuple[SiteSent, ...], Field(max_length=200)] = ()
    industries: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[0-9]{2,5}$")], ...], Field(max_length=20)
    ] = ()
    industry_revision: Literal[9, 10, 11] = 10

    def firm(self) -> Firm:
        """Return the firm.

        Raises:
            CorporateNumberNotReadableError, BusinessNumberNotReadableError: a check digit is off.
        """
        return Firm(
            identity=parse_corporate_number(self.corporate_number),
            name=self.name,
            size=self.size,
            sites=tuple(
                Site(
                    parse_business_number(each.number),
                    each.region,
                    each.name,
                    each.from_on,
                    each.until_on,
                )
                for each in self.sites
            ),
            industries=tuple(Industry(code, self.industry_revision) for code in self.industries),
            established_on=self.established_on,
        )


class GroupSent(Schema):
    """That a firm belongs to a group under one control."""

    group: Name
    from_on: date
    until_on: date | None = None


class RoomAsked(Schema):
    """How much room is to be held under a product."""

    product: Name
    amount: Amount


@router.get("/firms", response=Listed)
def find_firms(
    request: AuthenticatedRequest,
    q: Annotated[str, Query(min_length=2, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")],
    after: After = "",
    limit: Limit = 50,
) -> Document:
    """Find firms by a part of their name or of one of their numbers."""
    who = caller(request, Act.READ_OWN)
    found = firms_found(who.actor, q, on=who.on)
    return paged(
        found, Page(after, limit), key=lambda each: identity_key(each.identity), shown=_firm
    )


@router.post("/firms", response={MADE: Document})
def make_firm(request: AuthenticatedRequest, body: FirmSent, key: Key) -> Any:
    """Register a firm with its sites, or what changed about it from a day on."""
    who = caller(request, Act.REGISTER_FIRM)

    def act() -> Document:
        firm = body.firm()
        register_firm(who.actor, firm, from_on=body.from_on, at=who.at)
        return _file(firm_file(who.actor, firm.identity, on=max(who.on, body.from_on)))

    return written_once(request, who, key, act)


@router.get("/firms/{number}", response=Document)
def one_firm(request: AuthenticatedRequest, number: CorporateInPath) -> Document:
    """Show a firm with its sites, groups and projects."""
    who = caller(request, Act.READ_OWN)
    return _file(firm_file(who.actor, _identity(number), on=who.on))


@router.post("/firms/{number}/groups", response={MADE: Document})
def make_membership(
    request: AuthenticatedRequest, number: CorporateInPath, body: GroupSent, key: Key
) -> Any:
    """Record that a firm belongs to a group."""
    who = caller(request, Act.RECORD_GROUP)

    def act() -> Document:
        identity = _identity(number)
        member = Membership(body.group, identity, body.from_on, body.until_on)
        join_group(who.actor, member, at=who.at)
        return _file(firm_file(who.actor, identity, on=who.on))

    return written_once(request, who, key, act)


@router.get("/firms/{number}/room", response=Document)
def firm_room(request: AuthenticatedRequest, number: CorporateInPath) -> Document:
    """Say what a firm holds, what that excludes, and how much room is left; the look is logged."""
    who = caller(request, Act.READ_OWN)
    return room_document(room_of(who.actor, _identity(number), on=who.on, at=who.at), who.on)


@router.post("/firms/{number}/rooms", response={MADE: Document})
def make_room(
    request: AuthenticatedRequest, number: CorporateInPath, body: RoomAsked, key: Key
) -> Any:
    """Hold room for a firm under every limit of a product, for five days."""
    who = caller(request, Act.HOLD_ROOM)

    def act() -> Document:
        identity = _identity(number)
        held = hold_room(
            who.actor,
            identity,
            body.product,
            body.amount.money(),
            key=f"room-{who.actor.institution}-{identity}-{key}",
            on=who.on,
            at=who.at,
        )
        return _held(held)

    return written_once(request, who, key, act)


@router.post("/rooms/{held}/releases", response={MADE: Document})
def make_release(request: AuthenticatedRequest, held: InPath, key: Key) -> Any:
    """Give held room back before its days are over."""
    who = caller(request, Act.HOLD_ROOM)

    def act() -> Document:
        release_room(who.actor, held, at=who.at)
        return {"key": held, "released_on": day(who.on)}

    return written_once(request, who, key, act)


def room_document(found: FirmRoom, on: date) -> Document:
    """Write what a firm holds and how much room is left."""
    return {
        "firm": found.firm,
        "on": day(on),
        "sentence": both(found),
        "held": [{"product": each.product, "amount": amount(each.amount)} for each in found.held],
        "products": [
            {
                "product": each.product,
                "name": both(each.name),
                "left": amount(each.left),
                "limit": both(each.tightest) if each.tightest else None,
                "excluded_by": [one.other.product for one in each.excluded],
            }
            for each in found.products
        ],
    }


def _identity(number: str) -> FirmIdentity:
    return parse_corporate_number(number)


def _held(held: RoomHeld) -> Document:
    return {
        "key": held.key,
        "product": held.product,
        "amount": amount(held.amount),
        "expires_at": held.expires_at.isoformat(),
    }


def _firm(firm: Firm) -> Document:
    return {
        "firm": identity_key(firm.identity),
        "name": firm.name,
        "size": firm.size.value,
        "established_on": day(firm.established_on),
        "industries": [{"code": each.code, "revision": each.revision} for each in firm.industries],
        "sites": [
            {
                "number": str(each.number),
                "region": each.region.value,
                "name": each.name or None,
                "from_on": day(each.from_on),
                "until_on": day(each.until_on),
            }
            for each in firm.sites
        ],
    }


def _file(file: FirmFile) -> Document:
    return {
        **_firm(file.firm),
        "groups": [
            {"group": each.group, "from_on": day(each.from_on), "until_on": day(each.until_on)}
            for each in file.memberships
        ],
        "projects": [each.number for each in file.projects],
        "successions": [succession_document(each) for each in file.successions],
    }
