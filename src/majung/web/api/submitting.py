"""Stating facts for applications, and sending proposals back."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from ninja import Router, Schema
from pydantic import Field, model_validator

from majung.applications.statements import Standing, Statement
from majung.operations.intake.apply import state_facts
from majung.operations.intake.files import firm_of_application
from majung.operations.intake.send_back import send_back
from majung.operations.policy import Act
from majung.rules import FactValue
from majung.values.rates import Rate, Ratio
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import Amount, Document, InPath, Key, Name, Words, day
from majung.web.api.writing import MADE, written_once

router = Router(tags=["applications"])


class FactSent(Schema):
    """One thing that is stated: exactly one of the values is given, by the kind of the fact."""

    fact: Name
    as_of: date
    evidence: Words = ""
    standing: Standing = Standing.DECLARED
    claim: bool | None = None
    count: Annotated[int | None, Field(ge=-(10**15), le=10**15)] = None
    number: Annotated[str | None, Field(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$")] = None
    money: Amount | None = None
    rate: Annotated[str | None, Field(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,10})?$")] = None
    ratio: Annotated[str | None, Field(pattern=r"^-?[0-9]{1,3}(\.[0-9]{1,10})?$")] = None
    day: date | None = None
    code: Name | None = None
    codes: Annotated[tuple[Name, ...] | None, Field(max_length=100)] = None

    @model_validator(mode="after")
    def has_one_value(self) -> Self:
        """Refuse a fact with no value or with several, and a document that is not named."""
        values = (
            self.claim, self.count, self.number, self.money, self.rate, self.ratio, self.day,
            self.code, self.codes,
        )  # fmt: skip
        if sum(each is not None for each in values) != 1:
            raise ValueError("a fact has one value")
        if self.standing is not Standing.DECLARED and not self.evidence:
            raise ValueError("what shows it is named")
        return self

    def value(self) -> FactValue:
        """Return the value as rules read it."""
        if self.money is not None:
            return self.money.money()
        if self.number is not None:
            return Decimal(self.number)
        if self.rate is not None:
            return Rate(Decimal(self.rate))
        if self.ratio is not None:
            return Ratio(Decimal(self.ratio))
        if self.codes is not None:
            return frozenset(self.codes)
        for each in (self.claim, self.count, self.day, self.code):
            if each is not None:
                return each
        raise TypeError("a fact has one value")


class StatementsSent(Schema):
    """What is stated for an application; `internal` stays with the institution that says so."""

    facts: Annotated[tuple[FactSent, ...], Field(min_length=1, max_length=200)]
    legal_basis: Words = ""
    internal: bool = False


class ReturnSent(Schema):
    """Why a proposal goes back undecided."""

    reason: Annotated[Words, Field(min_length=1)]


@router.post("/applications/{number}/statements", response={MADE: Document})
def make_statements(
    request: AuthenticatedRequest, number: InPath, body: StatementsSent, key: Key
) -> Any:
    """State facts for an application, each with its day and what shows it."""
    who = caller(request, Act.STATE_FACTS)

    def act() -> Document:
        by = who.actor.institution or who.actor.firm
        state_facts(
            who.actor,
            firm_of_application(who.actor, number),
            [
                Statement(
                    fact=each.fact,
                    value=each.value(),
                    as_of=each.as_of,
                    stated_by=by,
                    evidence=each.evidence,
                    standing=each.standing,
                )
                for each in body.facts
            ],
            at=who.at,
            application=number,
            legal_basis=body.legal_basis,
            is_internal=body.internal,
        )
        return {"application": number, "stated": [each.fact for each in body.facts], "by": by}

    return written_once(request, who, key, act)


@router.post("/proposals/{proposal}/returns", response={MADE: Document})
def make_return(request: AuthenticatedRequest, proposal: InPath, body: ReturnSent, key: Key) -> Any:
    """Send a proposal back undecided; it can be proposed anew."""
    who = caller(request, Act.APPROVE_DECISION)

    def act() -> Document:
        send_back(who.actor, proposal, body.reason, on=who.on, at=who.at)
        return {"key": proposal, "returned_on": day(who.on), "reason": body.reason}

    return written_once(request, who, key, act)
