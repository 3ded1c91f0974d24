"""What a fund does with its money: investments, valuations, proceeds, exits, expenses.

A company is a registered firm.  Whether it belongs to the fund's purpose (주목적투자) is found by
the product's own rules on what is registered and stated of it; what is not known is not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from majung.applications.application import registered_facts
from majung.applications.firm import Firm, FirmIdentity, group_on, identity_key
from majung.applications.indications.assessment import ProductAssessment, assess_product
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund_measures import MANDATE, OTHER
from majung.contracts.states import HoldingState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.funds.funds import Fund, fund_on, recorded, require_manager
from majung.operations.intake.load_programmes import open_envelope
from majung.operations.policy import Act, require
from majung.operations.reading_names import institution_names
from majung.operations.servicing.record_facts import take_facts
from majung.operations.versions import pinned
from majung.programmes import EnvelopeScope
from majung.rules import Verdict
from majung.rules.vocabulary import ASSESSED_ON
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.intake.limit_use import take
from majung.store.intake.statements import statements_about
from majung.store.parties.firms import firm, memberships
from majung.values.money import Money


class InvestmentPeriodOverError(PolicyFinanceError):
    """After the investment period a fund invests only in what it holds."""

    kind = "investment-period-over"


@dataclass(frozen=True, slots=True)
class Investment:
    """What a fund holds of a company, and how the company was found.

    Attributes:
        assessment: by the rules of the fund's product; counts towards its purpose only if met.
    """

    holding: HoldingState
    assessment: ProductAssessment

    @property
    def is_mandate(self) -> bool:
        """Whether it counts towards the fund's purpose."""
        return self.assessment.verdict is Verdict.MET


def invest(
    actor: Actor,
    fund: str,
    company: FirmIdentity,
    amount: int,
    *,
    key: str,
    on: date,
    at: datetime,
    reference: str = "",
) -> Investment:
    """Invest in a company: limits are used, the company is assessed, cash becomes a holding.

    Args:
        amount: minor units.
        reference: the document of the investment committee.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        NotRecordedError, NotAFundError: no such fund or firm.
        InvestmentPeriodOverError: a new company after the investment period.
        LimitExceededError: naming the limit that refuses and what is left of it.
        FundContradictsError: there is not enough cash.
    """
    require(actor, Act.RECORD_FUND_FACTS)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=fund):
        found = fund_on(fund, on=on)
        require_manager(actor, found)
        target = firm(company, on=on)
        party = identity_key(company)
        assessment = _assessed(actor, found, target, at=at)
        if not found.has_fact(key, FactKind.INVESTMENT, amount=amount, party=party):
            _require_period(found, party)
            _use_limits(found, target, amount, at=at)
            code = MANDATE if assessment.verdict is Verdict.MET else OTHER
            note = f"{code}: {reference}"
            fact = Fact(on, FactKind.INVESTMENT, key, amount, party=party, note=note)
            take_facts({fund: [fact]}, by=actor.person, on=on, at=at)
        return Investment(_held(fund_on(fund, on=on), party), assessment)


def value_investment(
    actor: Actor,
    fund: str,
    company: FirmIdentity,
    value: int,
    *,
    key: str,
    on: date,
    at: datetime,
    note: str = "",
) -> HoldingState:
    """Bring a holding to its fair value (평가).

    Args:
        value: of what is still held, minor units.
        note: method and document of the valuation.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        FundContradictsError: the company is not held.
    """
    return _told(actor, fund, company, Fact(on, FactKind.VALUATION, key, value, note=note), at=at)


def receive_proceeds(
    actor: Actor,
    fund: str,
    company: FirmIdentity,
    amount: int,
    *,
    key: str,
    on: date,
    at: datetime,
    note: str = "",
) -> HoldingState:
    """Take in a dividend or the price of a part: cost comes back first, the rest is gain.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        FundContradictsError: the company is not held.
    """
    return _told(actor, fund, company, Fact(on, FactKind.PROCEEDS, key, amount, note=note), at=at)


def exit_investment(
    actor: Actor,
    fund: str,
    company: FirmIdentity,
    proceeds: int,
    *,
    key: str,
    on: date,
    at: datetime,
    note: str = "",
) -> HoldingState:
    """Sell all that is held of a company, or write it off at nothing (회수).

    Args:
        proceeds: minor units; 0 where nothing came back.
        note: how: listing, merger, sale to the founder.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        FundContradictsError: the company is not held.
    """
    return _told(actor, fund, company, Fact(on, FactKind.EXIT, key, proceeds, note=note), at=at)


def spend(
    actor: Actor, fund: str, amount: int, *, key: str, on: date, at: datetime, note: str
) -> int:
    """Record an expense of the fund other than the manager's fee; return the cash left.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        FundContradictsError: there is not enough cash.
    """
    fact = Fact(on, FactKind.EXPENSE, key, amount, note=note)
    return recorded(actor, Act.RECORD_FUND_FACTS, fund, fact, at=at).after.cash


def is_mandate(fact: Fact) -> bool:
    """Say whether an investment was found to be within the fund's purpose when it was made."""
    return fact.note.partition(":")[0] == MANDATE


def _told(
    actor: Actor, fund: str, company: FirmIdentity, fact: Fact, *, at: datetime
) -> HoldingState:
    party = identity_key(company)
    named = replace(fact, party=party)
    after = recorded(actor, Act.RECORD_FUND_FACTS, fund, named, at=at).after
    return next(each for each in after.holdings if each.company == party)


def _held(fund: Fund, company: str) -> HoldingState:
    holding = fund.holding(company)
    assert holding is not None, f"{fund.key} invested in {company} and does not hold it"
    return holding


def _require_period(fund: Fund, company: str) -> None:
    holding = fund.holding(company)
    is_held = holding is not None and holding.exited_on is None
    if fund.on > fund.terms.investing_until_on and not is_held:
        raise InvestmentPeriodOverError(fund=fund.key, until=fund.terms.investing_until_on)


def _assessed(actor: Actor, fund: Fund, company: Firm, *, at: datetime) -> ProductAssessment:
    """Hold a company against the fund's product, on what the manager may read of it."""
    programme = pinned(fund.contract.programme, fund.contract.version)
    with acting_for(actor.institution):
        stated = statements_about(company.identity, known_at=at).values(on=fund.on)
    facts = {**registered_facts(company, on=fund.on), **stated, ASSESSED_ON: fund.on}
    product = programme.product(fund.contract.product)
    called = institution_names(on=fund.on)
    return assess_product(facts, programme, product, on=fund.on, called=called)


def _use_limits(fund: Fund, company: Firm, amount: int, *, at: datetime) -> None:
    """Use the room of every limit the investment stands under."""
    if amount <= 0:
        return
    programme = pinned(fund.contract.programme, fund.contract.version)
    members = _members(fund, company)
    money = Money(amount, fund.terms.currency)
    taken = {
        open_envelope(programme, envelope, own, on=fund.on, at=at): money
        for envelope in programme.envelopes_of(fund.contract.product)
        if (own := members.get(envelope.scope)) is not None and envelope.member in ("", own)
    }
    if taken:
        take(taken, subject=fund.key, at=at)


def _members(fund: Fund, company: Firm) -> Mapping[EnvelopeScope, str]:
    members = {
        EnvelopeScope.PROGRAMME: "",
        EnvelopeScope.YEAR: str(fund.on.year),
        EnvelopeScope.INSTITUTION: fund.contract.institution,
        EnvelopeScope.FIRM: identity_key(company.identity),
        EnvelopeScope.GROUP: group_on(memberships(), company.identity, on=fund.on),
        EnvelopeScope.REGION: company.sites[0].region.value if company.sites else "",
    }
    # Who belongs to no group or has no site stands under no limit of one.
    return {
        scope: member
        for scope, member in members.items()
        if member or scope is EnvelopeScope.PROGRAMME
    }
