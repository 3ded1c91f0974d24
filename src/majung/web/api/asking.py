"""What is sent to be applied for, priced and decided."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from ninja import Schema
from pydantic import Field, model_validator

from majung.applications.application import Request
from majung.applications.decision import Decision, DecisionKind, Minutes, Override
from majung.applications.firm import FirmIdentity
from majung.applications.indications.indication import Order
from majung.applications.indications.request_file import quotes_from_tree
from majung.contracts.terms import Repayment
from majung.files import Tree, read_tree
from majung.operations.acting import Actor
from majung.pricing.quotes import BankQuote
from majung.programmes import Programme
from majung.rules import Verdict
from majung.store.parties.firms import identity_of
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.values.money import Money
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import Amount, Name, Words

#: A rate as a share: ``0.0462`` is 4.62 %.
Share = Annotated[str, Field(pattern=r"^0\.[0-9]{1,10}$|^0$")]
Text = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,200}$")]
OF_HUNDRED = 2
QUOTES_MAX = 50
DESKS_MAX = 50
#: Registration numbers, with or without hyphens.
Corporate = Annotated[str, Field(pattern=r"^[0-9]{6}-?[0-9]{7}$")]
Business = Annotated[str, Field(pattern=r"^[0-9]{3}-?[0-9]{2}-?[0-9]{5}$")]


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

    def firm(self, actor: Actor) -> FirmIdentity:
        """Return the firm that asks: its own people ask for it, an officer names it.

        Raises:
            CorporateNumberNotReadableError: no firm is named, or a check digit is off.
        """
        if actor.firm:
            return identity_of(actor.firm)
        return parse_corporate_number(self.corporate_number or "")

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


class Base(Schema):
    """The published rate a quote follows."""

    name: Text
    rate: Share
    as_of: date | None = None
    source: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{0,200}$")] = ""


class RatePart(Schema):
    """What a bank adds, or takes off by itself."""

    name: Text
    rate: Share


class Quote(Schema):
    """A bank's own rate for the firm, before any programme."""

    bank: Name
    quoted_on: date
    base: Base
    name: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{0,200}$")] = ""
    add_ons: Annotated[tuple[RatePart, ...], Field(max_length=20)] = ()
    adjustments: Annotated[tuple[RatePart, ...], Field(max_length=20)] = ()
    cover_cut: Share | None = None
    cuts: Annotated[dict[Name, Share], Field(max_length=50, default_factory=dict)]

    def written(self) -> Mapping[str, object]:
        """Write the quote as it stands in a request file."""
        base: dict[str, object] = {"name": self.base.name, "rate": _percent(self.base.rate)}
        if self.base.as_of is not None:
            base["as-of"] = self.base.as_of.isoformat()
        if self.base.source:
            base["source"] = self.base.source
        quote: dict[str, object] = {
            "bank": self.bank,
            "quoted-on": self.quoted_on.isoformat(),
            "base": base,
            "add-ons": [{"name": each.name, "rate": _percent(each.rate)} for each in self.add_ons],
            "adjustments": [
                {"name": each.name, "rate": _points(each.rate)} for each in self.adjustments
            ],
            "cuts": {key: _points(rate) for key, rate in self.cuts.items()},
        }
        if self.name:
            quote["name"] = self.name
        if self.cover_cut is not None:
            quote["cover-cut"] = _points(self.cover_cut)
        return quote


Quotes = Annotated[tuple[Quote, ...], Field(max_length=QUOTES_MAX)]


class IndicationAsked(Schema):
    """What indications shall rest on."""

    quotes: Quotes = ()
    order: Order = Order.ALL_IN_COST


class OverrideSent(Schema):
    """That a rule stands against a grant, and why it is granted all the same."""

    rule: Name
    verdict: Literal["open", "not-met"]
    reason: Words

    def override(self, by: str) -> Override:
        """Return the override, by whoever proposes it."""
        return Override(self.rule, VERDICTS[self.verdict], self.reason, by)


class MinutesSent(Schema):
    """A committee's resolution, by the number of its minutes."""

    committee: Text
    number: Text
    held_on: date
    resolved: Amount

    def minutes(self) -> Minutes:
        """Return the resolution."""
        return Minutes(self.committee, self.number, self.held_on, self.resolved.money())


class ProposalSent(Schema):
    """A decision put forward for a second person."""

    key: Name
    application: Name
    product: Name
    kind: DecisionKind
    granted: Amount
    document: Words
    way: Annotated[str, Field(pattern=r"^[0-9A-Za-z._:@+-]{0,200}$")] = ""
    reason: Words = ""
    overrides: Annotated[tuple[OverrideSent, ...], Field(max_length=50)] = ()
    minutes: MinutesSent | None = None
    quotes: Quotes = ()

    def decision(self, asked: Money, *, by: str) -> Decision:
        """Return the decision as proposed.

        Raises:
            AmountNotReadableError: an amount is finer than its currency.
        """
        return Decision(
            application=self.application,
            product=self.product,
            institution="",
            kind=self.kind,
            asked=asked,
            granted=self.granted.money(),
            proposed_by=by,
            # The act fills in the day it is proposed on and the version it rests on.
            decided_on=date.min,
            document=self.document,
            programme_version="",
            reason=self.reason,
            overrides=tuple(each.override(by) for each in self.overrides),
            minutes=self.minutes.minutes() if self.minutes else None,
        )


class AnswerSent(Schema):
    """How a firm answers an offer."""

    outcome: Literal["accepted", "declined"]
    reason: Words = ""


VERDICTS = {"open": Verdict.OPEN, "not-met": Verdict.NOT_MET}


def quotes_of(quotes: Iterable[Quote], programmes: Iterable[Programme]) -> Mapping[str, BankQuote]:
    """Return the quotes by bank.

    Raises:
        BodyUnreadableError: naming everything that is wrong with them.
    """
    written = [quote.written() for quote in quotes]
    if not written:
        return {}
    # JSON is YAML: the quotes are read by the same reader as a request file's.
    tree = read_tree("quotes", json.dumps(written, ensure_ascii=False, indent=1).encode())
    found = quotes_from_tree(tree, programmes) if isinstance(tree, Tree) else tree
    if isinstance(found, Mapping):
        return found
    raise BodyUnreadableError(found)


def _percent(share: str) -> str:
    return f"{_hundredfold(share)} %"


def _points(share: str) -> str:
    return f"{_hundredfold(share)} %p"


def _hundredfold(share: str) -> str:
    whole, _, digits = share.partition(".")
    padded = digits.ljust(OF_HUNDRED, "0")
    head = (whole + padded[:OF_HUNDRED]).lstrip("0") or "0"
    rest = padded[OF_HUNDRED:]
    return f"{head}.{rest}" if rest else head
