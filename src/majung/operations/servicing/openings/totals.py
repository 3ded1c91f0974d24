"""What a list of opening balances adds up to, by currency."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from majung.operations.servicing.opening_loans import OpeningLoan
from majung.operations.servicing.opening_reading import OpeningContract
from majung.operations.servicing.openings.covers import OpeningCover
from majung.operations.servicing.openings.funds import OpeningFund
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class OpeningTotals:
    """What loans add up to, in one currency."""

    currency: str
    contracts: int
    outstanding: Money
    unpaid_principal: Money
    unpaid_interest: Money
    late_interest: Money
    undrawn: Money


@dataclass(frozen=True, slots=True)
class CoverTotals:
    """What covers add up to, in one currency.

    Attributes:
        claimed: filed and not decided, as far as it is payable.
        claims_payable: accepted and not paid.
        claims_paid: in all.
    """

    currency: str
    contracts: int
    insured_amount: Money
    in_force: Money
    unpaid_premium: Money
    claimed: Money
    claims_payable: Money
    claims_paid: Money
    recourse: Money
    damages: Money


@dataclass(frozen=True, slots=True)
class FundTotals:
    """What funds add up to, in one currency.

    Attributes:
        invested: paid for all companies, exits included.
        value: of the companies held.
    """

    currency: str
    contracts: int
    committed: Money
    called: Money
    paid_in: Money
    invested: Money
    value: Money
    cash: Money
    distributed: Money
    fees_unpaid: Money


AnyTotals = OpeningTotals | CoverTotals | FundTotals


def totals_of(found: Sequence[OpeningContract]) -> tuple[AnyTotals, ...]:
    """Add contracts up, by currency; a list is of one kind."""
    currencies = sorted({each.contract.currency for each in found})
    return tuple(
        made
        for currency in currencies
        for made in _of_currency(
            [each.opened for each in found if each.contract.currency == currency], currency
        )
    )


def amounts_of(totals: AnyTotals) -> Mapping[str, Money]:
    """Return the amounts, by name, in their order."""
    named = ((each.name, getattr(totals, each.name)) for each in fields(totals))
    return {name: value for name, value in named if isinstance(value, Money)}


def _of_currency(
    opened: Iterable[OpeningLoan | OpeningCover | OpeningFund], currency: str
) -> Iterable[AnyTotals]:
    every = list(opened)
    loans = [each for each in every if isinstance(each, OpeningLoan)]
    covers = [each for each in every if isinstance(each, OpeningCover)]
    funds = [each for each in every if isinstance(each, OpeningFund)]
    if loans:
        yield _loans(loans, lambda minors: Money(sum(minors), currency))
    if covers:
        yield _covers(covers, lambda minors: Money(sum(minors), currency))
    if funds:
        yield _funds(funds, lambda minors: Money(sum(minors), currency))


def _loans(loans: Sequence[OpeningLoan], total: Callable[[Iterable[int]], Money]) -> OpeningTotals:
    return OpeningTotals(
        currency=total(()).currency,
        contracts=len(loans),
        outstanding=total(each.state.outstanding for each in loans),
        unpaid_principal=total(each.state.due_principal for each in loans),
        unpaid_interest=total(each.state.due_interest for each in loans),
        late_interest=total(each.late_interest for each in loans),
        undrawn=total(each.state.undrawn for each in loans),
    )


def _covers(covers: Sequence[OpeningCover], total: Callable[[Iterable[int]], Money]) -> CoverTotals:
    states = [each.state for each in covers]
    claims = [claim for state in states for claim in state.claims]
    return CoverTotals(
        currency=total(()).currency,
        contracts=len(covers),
        insured_amount=total(state.insured_amount for state in states),
        in_force=total(state.in_force for state in states),
        unpaid_premium=total(state.premium_unpaid for state in states),
        claimed=total(claim.payable for claim in claims if claim.decided_on is None),
        claims_payable=total(each.claims_payable for each in covers),
        claims_paid=total(state.paid for state in states),
        recourse=total(state.recourse.outstanding for state in states),
        damages=total(state.recourse.damages for state in states),
    )


def _funds(funds: Sequence[OpeningFund], total: Callable[[Iterable[int]], Money]) -> FundTotals:
    states = [each.state for each in funds]
    return FundTotals(
        currency=total(()).currency,
        contracts=len(funds),
        committed=total(state.size for state in states),
        called=total(state.called for state in states),
        paid_in=total(state.paid_in for state in states),
        invested=total(state.invested for state in states),
        value=total(each.value for each in funds),
        cash=total(state.cash for state in states),
        distributed=total(state.distributed for state in states),
        fees_unpaid=total(state.fees_unpaid for state in states),
    )
