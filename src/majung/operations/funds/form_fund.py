"""Forming a fund: commitments of policy money, private money and the manager become terms.

What partners may agree is bounded by the programme's product; everything that passes a bound is
named at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar

from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund_terms import (
    NO_RATE,
    NONE,
    Commitment,
    FeeBand,
    FeeTerms,
    FundTerms,
    PartnerClass,
    ProfitTerms,
)
from majung.contracts.states import FundState
from majung.errors import Message, PolicyFinanceError, message
from majung.operations.acting import Actor
from majung.operations.funds.funds import fund_on
from majung.operations.intake.load_programmes import book_of
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.programmes import BookRole, FundProduct, Programme
from majung.programmes.figures import Figure
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.books import open_book
from majung.store.servicing.contracts import (
    Contract,
    ContractParty,
    Series,
    Servicing,
    contracts_of,
    sign,
)
from majung.values.cycles import add_months
from majung.values.money import Money
from majung.values.rates import Ratio

T = TypeVar("T")

PARTNER = "partner"
SPONSOR = "sponsor"
FORMED = "issue"


class FundNotFittingError(PolicyFinanceError):
    """What partners agree stays within the bounds of the programme."""

    kind = "fund-not-fitting"


class NotAFundProductError(PolicyFinanceError):
    """A fund is formed under a fund product of a programme in force."""

    kind = "not-a-fund-product"


@dataclass(frozen=True, slots=True)
class Partner:
    """Who commits to a fund.

    Attributes:
        party: key of the institution, or the word for a partner that is none.
        amount: of the commitment, minor units.
        is_institution: it is registered here, may read the fund, and keeps its own books.
    """

    party: str
    partner_class: PartnerClass
    amount: int
    is_institution: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Formation:
    """What partners agreed.

    Attributes:
        first_loss: share of the fund's size that policy money loses first.
        excess_transfer: share of policy profit above the hurdle left to private partners.
    """

    programme: str
    product: str
    partners: tuple[Partner, ...]
    first_loss: Ratio = NONE
    excess_transfer: Ratio = NONE
    is_example: bool = False


def form_fund(
    actor: Actor,
    fund: str,
    formation: Formation,
    *,
    on: date,
    at: datetime,
    servicing: Servicing = Servicing.SERVICED,
) -> FundState:
    """Form a fund (조합 결성): terms pinned to the programme in force, books opened, commitments.

    The same again does nothing.

    Args:
        fund: the key of its contract.
        servicing: whether the fund lives here, or in its manager's own system, which reports what
            happens to it by monthly files.

    Raises:
        NotPermittedError: the actor may not.
        NotAFundProductError: no programme in force has such a fund product.
        FundNotFittingError: with everything that passes a bound of the programme.
        NotRecordedError: a partner that is an institution is not registered.
        RecordedDifferentlyError: the key belongs to another fund.
    """
    require(actor, Act.FORM_FUND)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=fund):
        programme, product = _product(formation, at=at)
        formed = sum(
            contract.terms.size
            for contract in contracts_of(programme=programme.key, product=product.key)
            if isinstance(contract.terms, FundTerms) and contract.key != fund
        )
        problems = (
            *_partner_problems(actor, formation),
            *fitting_problems(formation, product, formed=formed, on=on),
        )
        if problems:
            raise FundNotFittingError(fund=fund, problems=problems)
        contract = _contract(actor, fund, formation, programme, product, on=on)
        contract = replace(contract, servicing=servicing)
        open_books(contract, programme, is_example=formation.is_example)
        sign([contract], at=at)
        take_facts({fund: [Fact(on, FactKind.ISSUE, FORMED)]}, by=actor.person, on=on, at=at)
        return fund_on(fund, on=on).state


def terms_of(formation: Formation, product: FundProduct, *, currency: str, on: date) -> FundTerms:
    """Return the terms of a fund: the programme's figures of the day, the partners' commitments."""
    terms = product.terms
    bands = tuple(
        FeeBand(tier.size_max.minor if tier.size_max else None, rate)
        for tier in terms.fees
        if (rate := tier.rate.value_on(on)) is not None
    )
    hurdle = _value(terms.hurdle, NO_RATE, on=on)
    return FundTerms(
        commitments=tuple(
            Commitment(partner.party, partner.partner_class, partner.amount)
            for partner in formation.partners
        ),
        ends_on=add_months(on, _value(terms.life_months, 0, on=on)),
        investing_until_on=add_months(on, _value(terms.investment_months, 0, on=on)),
        currency=currency,
        mandate_share_min=_value(terms.mandate_share_min, NONE, on=on),
        fees=FeeTerms(
            bands=bands, commitment_months=_value(terms.fee_on_commitments_months, 0, on=on)
        ),
        profit=ProfitTerms(
            hurdle=hurdle,
            policy_hurdle=_value(terms.policy_hurdle, hurdle, on=on),
            carry=_value(terms.carry, NONE, on=on),
            catch_up=_value(terms.catch_up, NONE, on=on),
            first_loss=formation.first_loss,
            excess_transfer=formation.excess_transfer,
        ),
    )


def fitting_problems(
    formation: Formation, product: FundProduct, *, formed: int, on: date
) -> Iterator[Message]:
    """Return what of an agreement passes a bound of the product.

    Args:
        formed: commitments of the funds formed under the product before.
    """
    terms = product.terms
    size = sum(partner.amount for partner in formation.partners)
    room = terms.size.value_on(on)
    if room is not None and formed + size > room.minor:
        left = Money(max(room.minor - formed, 0), room.currency)
        yield message("fund-above-size", size=Money(size, room.currency), left=left)
    if not size:
        return
    policy = _share(formation, PartnerClass.POLICY, size)
    most = _value(terms.policy_share_max, None, on=on)
    if most is not None and policy > most.fraction:
        yield message("fund-policy-share-above", most=most)
    least = terms.partner_share_min.value_on(on)
    if least is not None and _share(formation, PartnerClass.GENERAL, size) < least.fraction:
        yield message("fund-manager-share-below", least=least)
    bounds = (
        ("fund-first-loss-above", formation.first_loss, terms.policy_first_loss_max),
        ("fund-transfer-above", formation.excess_transfer, terms.excess_transfer_max),
    )
    for kind, agreed, figure in bounds:
        bound = _value(figure, NONE, on=on)
        if agreed > bound:
            yield message(kind, agreed=agreed, most=bound)


def _partner_problems(actor: Actor, formation: Formation) -> Iterator[Message]:
    managers = [
        partner.party
        for partner in formation.partners
        if partner.partner_class is PartnerClass.GENERAL
    ]
    if managers != [actor.institution]:
        yield message("fund-manager-other", institution=actor.institution, managers=managers)
    parties = tuple(partner.party for partner in formation.partners)
    if len(set(parties)) != len(parties):
        yield message("fund-partner-twice", parties=parties)


def _share(formation: Formation, partner_class: PartnerClass, size: int) -> Fraction:
    held = (each.amount for each in formation.partners if each.partner_class is partner_class)
    return Fraction(sum(held), size)


def _product(formation: Formation, *, at: datetime) -> tuple[Programme, FundProduct]:
    for programme in programmes_in_force(at=at):
        if programme.key == formation.programme:
            for product in programme.products:
                if product.key == formation.product and isinstance(product, FundProduct):
                    return programme, product
    raise NotAFundProductError(programme=formation.programme, product=formation.product)


def _contract(
    actor: Actor,
    fund: str,
    formation: Formation,
    programme: Programme,
    product: FundProduct,
    *,
    on: date,
) -> Contract:
    return Contract(
        key=fund,
        kind=product.contract_type.value,
        institution=actor.institution,
        terms=terms_of(formation, product, currency=programme.currency, on=on),
        currency=programme.currency,
        signed_on=on,
        programme=programme.key,
        version=programme.version,
        product=product.key,
        parties=tuple(parties_of_fund(actor.institution, fund, formation, product)),
        series=Series.EXAMPLE if formation.is_example else Series.REAL,
        next_due_on=on,
    )


def parties_of_fund(
    manager: str, fund: str, formation: Formation, product: FundProduct
) -> Iterator[ContractParty]:
    """Name who takes part; policy partners keep their stakes in books of their own.

    The fund keeps a book for itself: two funds of one manager never share one.
    """
    yield ContractParty(BookRole.FUND.value, manager, book_of(fund, BookRole.FUND))
    for partner in formation.partners:
        is_policy = partner.partner_class is PartnerClass.POLICY
        if not partner.is_institution:
            yield ContractParty(PARTNER, name=partner.party)
        elif is_policy and BookRole.FUND_OF_FUNDS in product.books:
            role = BookRole.FUND_OF_FUNDS
            yield ContractParty(role.value, partner.party, book_of(partner.party, role))
        elif partner.party != manager:
            yield ContractParty(PARTNER, partner.party)
    for provider in product.providers:
        if provider not in {partner.party for partner in formation.partners}:
            yield ContractParty(SPONSOR, provider)


def open_books(contract: Contract, programme: Programme, *, is_example: bool) -> None:
    """Open the books that who takes part in a fund keeps of it."""
    for party in contract.parties:
        if party.book:
            chart = programme.charts[BookRole(party.role)].accounts
            open_book(party.book, institution=party.institution, chart=chart, is_example=is_example)


def _value(figure: Figure[T] | None, otherwise: T, *, on: date) -> T:
    found = figure.value_on(on) if figure is not None else None
    return otherwise if found is None else found
