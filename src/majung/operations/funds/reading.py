"""What doors read about funds: the fund for its manager, the stake for each partner.

What a partner would get if the fund were sold at fair value today is found by the same waterfall,
by playing the sale; so a stake's value needs no second formula.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from majung.applications.firm import Firm, identity_key
from majung.contracts.events import EventKey
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.fund import replay_fund
from majung.contracts.fund_measures import (
    CashFlow,
    DryPowder,
    MandateTest,
    Multiples,
    dry_powder,
    flows_of,
    internal_rate_of_return,
    mandate_test,
    multiples,
)
from majung.contracts.fund_terms import FundTerms
from majung.contracts.states import FundState, HoldingState, PartnerState
from majung.contracts.waterfall import Flow
from majung.ledger import Entry
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.funds.funds import Fund, fund_on
from majung.operations.funds.invest import is_mandate
from majung.operations.policy import Act, require
from majung.operations.servicing.reading import Recorded, entries_by_event, reading
from majung.operations.versions import pinned
from majung.programmes import FundProduct
from majung.rules import Label
from majung.store.parties.firms import firms, identity_of
from majung.store.servicing.contracts import Contract, contracts_of
from majung.store.servicing.events import PostedEvent, events_of
from majung.store.servicing.facts import recordings_of
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingFile:
    """A company of a fund.

    Attributes:
        firm: who it is on the day.
        mandate: of what was invested, what was found to be within the fund's purpose.
        parts: of the cost still held, what falls on each partner by what it paid in.
    """

    state: HoldingState
    firm: Firm
    mandate: int
    parts: Mapping[str, int]

    @property
    def region(self) -> str:
        """Where the company's first site is; empty where it has none."""
        return self.firm.sites[0].region.value if self.firm.sites else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFile:
    """A partner of a fund and what its stake is worth.

    Attributes:
        residual: what it would get were everything sold at fair value and paid out today,
            carry not counted.
        measures: of the partner alone; None before it paid anything in.
        rate_of_return: a year, with the residual as the last flow; None where there is none.
    """

    state: PartnerState
    residual: int
    measures: Multiples | None
    rate_of_return: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFile:
    """Everything a page shows of a fund on a day.

    Attributes:
        mandate_label: what its purpose is (주목적투자), in words.
        carry_accrued: what the managers would get as carry were everything sold today.
        flows: how each distribution went through the waterfall.
        entries: by event: the entries behind it, of the books the actor reads.
        regions: cost still held, by region of the companies.
    """

    contract: Contract
    terms: FundTerms
    on: date
    state: FundState
    partners: tuple[PartnerFile, ...]
    holdings: tuple[HoldingFile, ...]
    measures: Multiples | None
    rate_of_return: Decimal | None
    mandate: MandateTest
    mandate_label: Label
    dry_powder: DryPowder
    carry_accrued: int
    regions: Mapping[str, int]
    flows: tuple[Flow, ...]
    facts: tuple[Recorded, ...]
    events: tuple[PostedEvent, ...]
    entries: Mapping[EventKey, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Stake:
    """What an institution has in a fund."""

    contract: Contract
    fund: FundState
    partner: PartnerFile
    holdings: tuple[HoldingFile, ...]


def fund_file(actor: Actor, key: str, *, on: date, at: datetime) -> FundFile:
    """Return a fund as its manager, its partners and its sponsor may read it; auditors read all.

    Args:
        at: the moment of the look.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such contract among those the actor may read.
        NotAFundError: it is a loan or a cover.
    """
    with reading(actor, at=at, subject=key):
        fund = fund_on(key, on=on)
        holdings = _holdings(fund)
        entries = entries_by_event(key)
        facts = tuple(Recorded(*each) for each in recordings_of(key))
        events = events_of(key)
        product = pinned(fund.contract.programme, fund.contract.version).product(
            fund.contract.product
        )
    sold = sold_today(fund)
    companies = {each.state.company: each.mandate for each in holdings}
    return FundFile(
        contract=fund.contract,
        terms=fund.terms,
        on=on,
        state=fund.state,
        partners=_partners(fund, sold),
        holdings=holdings,
        measures=multiples(fund.state),
        rate_of_return=_rate(fund, None, fund.state.net_asset_value),
        mandate=_mandate(fund, sum(companies.values())),
        mandate_label=product.terms.mandate if isinstance(product, FundProduct) else Label("", ""),
        dry_powder=dry_powder(fund.terms, fund.played.events, on),
        carry_accrued=sold.carry - fund.state.carry,
        regions=_regions(holdings),
        flows=fund.played.flows,
        facts=facts,
        events=events,
        entries=entries,
    )


def fund_list(actor: Actor, *, on: date) -> tuple[Fund, ...]:
    """Return the funds an actor may read, by key, as they stand on a day.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return tuple(fund_on(key, on=on) for key in _fund_keys())


def stakes(actor: Actor, *, on: date) -> tuple[Stake, ...]:
    """Return what the actor's institution has in funds, looked through to their companies.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        found = [(fund, _holdings(fund)) for fund in (fund_on(k, on=on) for k in _fund_keys())]
    return tuple(
        Stake(fund.contract, fund.state, partner, holdings)
        for fund, holdings in found
        for partner in _partners(fund, sold_today(fund))
        if partner.state.party == actor.institution
    )


def sold_today(fund: Fund, *, times: Fraction = Fraction(1)) -> FundState:
    """Return how a fund would stand had it sold everything at fair value and paid all out.

    Args:
        times: how many times fair value each company brings, cut to whole minor units.

    Source: own convention, docs/cover-and-fund.md: a stake is worth what a sale would bring it.
    """
    if fund.state.formed_on is None or fund.state.ended_on is not None:
        return fund.state
    sale = [
        Fact(
            fund.on,
            FactKind.EXIT,
            f"~sale:{each.company}",
            int(each.value * times),
            party=each.company,
        )
        for each in fund.state.holdings
        if each.exited_on is None
    ]
    payout = Fact(fund.on, FactKind.DISTRIBUTION, "~sale")
    # A key that sorts last: what was distributed today is distributed first.
    told = [fact for fact in standing(fund.facts) if fact.effective_on <= fund.on]
    return replay_fund(fund.terms, [*told, *sale, payout], until=fund.on).state


def _fund_keys() -> list[str]:
    return [each.key for each in contracts_of() if isinstance(each.terms, FundTerms)]


def _partners(fund: Fund, sold: FundState) -> tuple[PartnerFile, ...]:
    files = []
    for partner, then in zip(fund.state.partners, sold.partners, strict=True):
        residual = then.distributed - partner.distributed
        paid = partner.paid
        files.append(
            PartnerFile(
                state=partner,
                residual=residual,
                measures=Multiples(Fraction(partner.distributed, paid), Fraction(residual, paid))
                if paid
                else None,
                rate_of_return=_rate(fund, partner.party, residual),
            )
        )
    return tuple(files)


def _rate(fund: Fund, party: str | None, residual: int) -> Decimal | None:
    left = CashFlow(fund.on, residual) if residual else None
    return internal_rate_of_return(flows_of(fund.played.events, party=party, residual=left))


def _mandate(fund: Fund, invested: int) -> MandateTest:
    """Return the test of the duty on what was found to be within the purpose when invested."""
    required = mandate_test(fund.terms, fund.state, ()).required
    return MandateTest(invested, required, Fraction(invested, fund.terms.size))


def _holdings(fund: Fund) -> tuple[HoldingFile, ...]:
    identities = {each.company: identity_of(each.company) for each in fund.state.holdings}
    known = {identity_key(firm.identity): firm for firm in firms(identities.values(), on=fund.on)}
    paid = {each.party: each.paid for each in fund.state.partners}
    stand = standing(fund.facts)
    return tuple(
        HoldingFile(
            state=holding,
            firm=known[holding.company],
            mandate=_of_mandate(stand, holding.company, fund.on),
            parts=_parts(Money(holding.cost, fund.terms.currency), paid),
        )
        for holding in fund.state.holdings
    )


def _of_mandate(facts: Sequence[Fact], company: str, on: date) -> int:
    return sum(
        fact.amount
        for fact in facts
        if fact.kind is FactKind.INVESTMENT
        and fact.party == company
        and fact.effective_on <= on
        and is_mandate(fact)
    )


def _parts(cost: Money, paid: Mapping[str, int]) -> Mapping[str, int]:
    if not sum(paid.values()):
        return dict.fromkeys(paid, 0)
    parts = cost.split(list(paid.values()))
    return {party: part.minor for party, part in zip(paid, parts, strict=True)}


def _regions(holdings: Sequence[HoldingFile]) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for holding in holdings:
        if holding.state.cost:
            sums[holding.region] = sums.get(holding.region, 0) + holding.state.cost
    return sums
