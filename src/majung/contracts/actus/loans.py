"""Loans on cycles as plans: principal at maturity, linear, negative and annuity amortisers.

Source: ACTUS Technical Specification v1.1, 7.1 (PAM), 7.2 (LAM), 7.4 (NAM), 7.5 (ANN); where the
text and the official cases differ, the cases: docs/actus.md.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from majung.contracts.actus.drafts import Draft, after, in_order, of_a_cycle, on_its_day
from majung.contracts.actus.market import Market
from majung.contracts.actus.resets import fees, resets, scalings
from majung.contracts.actus.schedules import days_of, first_day
from majung.contracts.actus.terms import ActusTerms
from majung.contracts.actus.words import ContractType, EventName, FeeBasis, InterestCalculationBase
from majung.contracts.plan_terms import StepKind
from majung.values.day_counts import year_fraction

ONE_DAY = timedelta(days=1)

#: How principal falls due, by type.
REDEMPTIONS = {
    ContractType.LINEAR_AMORTISER: StepKind.PRINCIPAL,
    ContractType.NEGATIVE_AMORTISER: StepKind.INSTALMENT,
    ContractType.ANNUITY: StepKind.INSTALMENT,
}


def loan_drafts(terms: ActusTerms, market: Market) -> tuple[Draft, ...]:
    """Draft the plan of a loan on cycles."""
    end = maturity(terms)
    principal = tuple(redemptions(terms, end))
    interest = tuple(interest_drafts(terms, end))
    rates = tuple(resets(terms, market, end))
    return in_order(
        terms,
        (
            *opening(terms),
            *principal,
            *interest,
            *rates,
            *_fixings(terms, rates, end),
            *_bases(terms, principal, interest, end),
            *scalings(terms, market, end),
            *fees(terms, end),
            *sales(terms),
            on_its_day(terms, EventName.MATURITY, end),
        ),
    )


#: Money on call keeps no record of interest before the status day.
ON_CALL = frozenset({ContractType.CALL_MONEY, ContractType.UNDEFINED_MATURITY})


def opening(terms: ActusTerms) -> Iterator[Draft]:
    """Draft what the contract begins with: its exchange, and what had accrued by then.

    Source: ACTUS Technical Specification v1.1, 7.1 (IED, state variables at the status date).
    """
    exchange = on_its_day(
        terms, EventName.EXCHANGE, terms.begins_on, amount=terms.notional, share=terms.premium
    )
    if terms.is_running:
        exchange = replace(exchange, place=-1, event=None, share=Decimal(0))
    yield exchange
    accrued = terms.accrued if terms.accrued is not None else _accrued_before(terms)
    fee = terms.fee.accrued if terms.fee.basis is FeeBasis.NOTIONAL else Decimal(0)
    if accrued or fee:
        yield after(exchange, StepKind.OPENING, -1, amount=accrued, share=fee)
    if terms.base is not InterestCalculationBase.NOTIONAL and terms.base_amount is not None:
        yield after(exchange, StepKind.BASE, 2, amount=terms.base_amount)


def _accrued_before(terms: ActusTerms) -> Decimal:
    """Return the interest accrued when the contract begins, where the terms do not state it.

    Of a running contract, since the last day of interest by the status day; of another, since the
    anchor of interest where it lies before the exchange.

    Source: ACTUS Technical Specification v1.1, 7.1 (accrued interest at the status date, IED).
    """
    begins = terms.begins_on
    paid = [day for day in days_of(terms, terms.interest, begins + ONE_DAY) if day < begins]
    if not paid or terms.interest.anchor is None or terms.kind in ON_CALL:
        return Decimal(0)
    conventions = terms.conventions
    part = year_fraction(
        conventions.day_count,
        paid[-1] if terms.is_running else paid[0],
        begins,
        maturity=terms.matures_on,
        calendar=conventions.business,
    )
    interest = Fraction(terms.notional) * Fraction(terms.rate or 0) * part
    return Decimal(interest.numerator) / Decimal(interest.denominator)


def maturity(terms: ActusTerms) -> date:
    """Return the day on which all that is left falls due, stated or as the payments lead to it.

    Source: ACTUS Technical Specification v1.1, 7.2, 7.4, 7.5 (maturity date).
    """
    stated = terms.matures_on or terms.amortises_until
    if stated is not None:
        return stated
    return terms.conventions.shifted(unshifted_maturity(terms))


def unshifted_maturity(terms: ActusTerms) -> date:
    """Return the redemption day on which the payments have repaid the notional."""
    recurring, conventions = terms.principal, terms.conventions
    payment = Fraction(terms.payment or 0)
    if recurring.cycle is None:
        return first_day(terms, recurring)
    anchor = first_day(terms, recurring)
    number = 0
    while terms.is_running and conventions.step(anchor, recurring.cycle, number) <= terms.status_on:
        number += 1
    before = conventions.step(anchor, recurring.cycle, number - 1)
    if REDEMPTIONS[terms.kind] is StepKind.INSTALMENT:
        first = conventions.step(anchor, recurring.cycle, number)
        part = year_fraction(conventions.day_count, before, first, calendar=conventions.business)
        payment -= Fraction(terms.notional) * Fraction(terms.rate or 0) * part
    count = ceil(Fraction(terms.notional) / payment)
    return conventions.step(anchor, recurring.cycle, number + count - 1)


def redemptions(terms: ActusTerms, end: date) -> Iterator[Draft]:
    """Draft the days on which principal falls due.

    Source: ACTUS Technical Specification v1.1, 7.2 (PR), 7.4, 7.5.
    """
    step = REDEMPTIONS.get(terms.kind)
    if step is None:
        return
    for day in days_of(terms, terms.principal, end):
        yield of_a_cycle(terms, EventName.PRINCIPAL, day, step=step)


def interest_drafts(terms: ActusTerms, end: date) -> Iterator[Draft]:
    """Draft the days on which interest is paid, or until a day added to principal.

    Source: ACTUS Technical Specification v1.1, 7.1 (IP, IPCI), 7.4 (IP follows the redemptions).
    """
    if terms.rate is None:
        return
    until = terms.capitalises_until
    if until is not None:
        for day in days_of(terms, terms.interest, end):
            if day < until:
                yield of_a_cycle(terms, EventName.CAPITALISATION, day)
        yield of_a_cycle(terms, EventName.CAPITALISATION, until)
    for day in _interest_days(terms, end):
        if until is None or day > until:
            yield of_a_cycle(terms, EventName.INTEREST, day)
    yield on_its_day(terms, EventName.INTEREST, end)


def _interest_days(terms: ActusTerms, end: date) -> tuple[date, ...]:
    """Return the days of interest before maturity; with an instalment also those it falls due."""
    if REDEMPTIONS.get(terms.kind) is not StepKind.INSTALMENT:
        recurring = terms.interest
        if not recurring.is_stated and terms.kind is ContractType.LINEAR_AMORTISER:
            recurring = terms.principal
        return days_of(terms, recurring, end)
    redeemed = days_of(terms, terms.principal, end)
    own = days_of(terms, terms.interest, end)
    first = first_day(terms, terms.principal)
    return (*(day for day in own if day < first), *redeemed)


def _fixings(terms: ActusTerms, rates: tuple[Draft, ...], end: date) -> Iterator[Draft]:
    """Draft when the payment is reckoned, and the days it is reckoned with.

    A payment that the terms do not tell is fixed a day before the first redemption; an annuity's
    is fixed anew with every change of the rate.

    Source: ACTUS Technical Specification v1.1, 3.8, 7.2 (PRNXT), 7.5 (PRF).
    """
    is_annuity = terms.kind is ContractType.ANNUITY
    if terms.kind not in REDEMPTIONS:
        return
    exchange = next(opening(terms))
    if terms.payment is None:
        first = first_day(terms, terms.principal)
        fixing = on_its_day(terms, EventName.PAYMENT_FIXING, first - ONE_DAY)
        if is_annuity and fixing.on > max(terms.status_on, exchange.on - ONE_DAY):
            yield fixing
        else:
            yield after(exchange, StepKind.FIXING, 3)
    if is_annuity:
        for rate in rates:
            place = on_its_day(terms, EventName.PAYMENT_FIXING, rate.on).place
            yield Draft(rate.on, place, EventName.PAYMENT_FIXING, StepKind.FIXING, rate.accrues_to)
    yield from _reckoned(terms, end)


def _reckoned(terms: ActusTerms, end: date) -> Iterator[Draft]:
    """Draft the days that a fixing counts with beyond the redemptions: the last one always."""
    horizon = max(terms.amortises_until or end, end)
    planned = {draft.on for draft in redemptions(terms, end)}
    for day in days_of(terms, terms.principal, horizon):
        drafted = of_a_cycle(terms, EventName.PRINCIPAL, day)
        if drafted.on not in planned:
            yield Draft(drafted.on, 0, None, StepKind.RECKONED, drafted.accrues_to)
    last = on_its_day(terms, EventName.MATURITY, horizon)
    yield Draft(last.on, 0, None, StepKind.RECKONED, last.accrues_to)


def _bases(
    terms: ActusTerms, principal: tuple[Draft, ...], interest: tuple[Draft, ...], end: date
) -> Iterator[Draft]:
    """Draft when the base of interest is set anew.

    Source: ACTUS Technical Specification v1.1, 7.2 (IPCB); a base that was the notional at the
    exchange follows each redemption, as the official cases have it.
    """
    if terms.base is InterestCalculationBase.NOTIONAL_LAGGED:
        for day in days_of(terms, terms.base_reset, end):
            yield of_a_cycle(terms, EventName.BASE_RESET, day)
    if terms.base is InterestCalculationBase.NOTIONAL_AT_EXCHANGE:
        for draft in (*principal, *interest):
            if draft.event in (EventName.PRINCIPAL, EventName.CAPITALISATION):
                yield after(draft, StepKind.BASE)


def sales(terms: ActusTerms) -> Iterator[Draft]:
    """Draft the purchase and the sale of the contract.

    Source: ACTUS Technical Specification v1.1, 7.1 (PRD, TD).
    """
    if terms.purchased_on is not None:
        day, price = terms.purchased_on, terms.purchase_price
        yield on_its_day(terms, EventName.PURCHASE, day, amount=price)
    if terms.terminates_on is not None:
        day, price = terms.terminates_on, terms.termination_price
        yield on_its_day(terms, EventName.TERMINATION, day, amount=price)
