"""Handing applications in, stating facts for them, and sending proposals back."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from ninja import Router, Schema
from pydantic import Field, model_validator

from majung.applications.application import Request
from majung.applications.firm import FirmIdentity
from majung.applications.statements import Standing, Statement
from majung.contracts.terms import Repayment
from majung.operations.intake.apply import state_facts, submit_application
from majung.operations.intake.decide import send_back
from majung.operations.intake.files import firm_of_application
from majung.operations.policy import Act
from majung.rules import FactValue
from majung.store.parties.firms import identity_of
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.values.rates import Rate, Ratio
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.firms import Business, Corporate
from majung.web.api.shapes import Amount, Document, InPath, Key, Name, Words, amount, day
from majung.web.api.writing import MADE, written_once

router = Router(tags=["applications"])
DESKS_MAX = 50


class ApplicationSent(Schema):
    """One form for every programme.

    `corporate_number` names the firm where an officer hands the form in; a firm is its own.
    """

    number: Name
    corporate_number: Corporate | None = None
    amount: Amount
    months: Annotated[int, Field(ge=1, le=600)]
    grace_months: Annotated[int, Field(ge=0, le=600)] = 0
    start_on: date
    repayment: Repayment = Repayment.EQUAL_INSTALMENTS
    uses: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    site: Business | None = None
    project: Annotated[str, Field(pattern=r"^[0-9A-Za-z가-힣._:@+()-]{0,120}$")] = ""
    desks: Annotated[tuple[Name, ...], Field(min_length=1, max_length=DESKS_MAX)]

    @model_validator(mode="after")
    def is_sensible(self) -> Self:
        """Refuse an amount of nothing, and a grace as long as the term."""
        if not Decimal(self.amount.amount):
            raise ValueError("a firm asks for more than nothing")
        if self.grace_months >= self.months:
            raise ValueError("the grace ends before the term does")
        return self

    def request(self) -> Request:
        """Return what is asked for.

        Raises:
            AmountNotReadableError: the amount is finer than its currency.
            BusinessNumberNotReadableError: a check digit is off.
        """
        return Request(
            amount=self.amount.money(),
            months=self.months,
            start_on=self.start_on,
            uses=frozenset(self.uses),
            repayment=self.repayment,
            grace_months=self.grace_months,
            site=parse_business_number(self.site) if self.site else None,
            project=self.project,
        )


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


@router.post("/applications", response={MADE: Document})
def make_application(request: AuthenticatedRequest, body: ApplicationSent, key: Key) -> Any:
    """Hand an application in: one form for every programme."""
    who = caller(request, Act.SUBMIT_APPLICATION)

    def act() -> Document:
        kept = submit_application(
            who.actor,
            body.number,
            _firm(who, body.corporate_number),
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

    return written_once(request, who, key, act)


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


def _firm(who: Caller, number: str | None) -> FirmIdentity:
    """Return the firm that asks: its own people ask for it, an officer names it."""
    if who.actor.firm:
        return identity_of(who.actor.firm)
    return parse_corporate_number(number or "")
