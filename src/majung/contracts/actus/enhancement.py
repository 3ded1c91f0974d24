"""Guarantee and collateral: courses that look at the contracts they cover.

A credit event of any covered contract calls the whole covered pool, as the official cases have
it; our own cover (`contracts.cover`) pays loan by loan.

Source: ACTUS Technical Specification v1.1, 7.17 (CEG), 7.18 (CEC).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from majung.contracts.actus.calls import later
from majung.contracts.actus.events import ActusEvent, Standing, drafted, standing
from majung.contracts.actus.market import Market
from majung.contracts.actus.schedules import days_of
from majung.contracts.actus.terms import NOTHING, ActusTerms, Related
from majung.contracts.actus.words import ORDER, ContractType, EventName, Exposure, FeeBasis
from majung.contracts.drawing import LAST_ON
from majung.values.day_counts import year_fraction


def enhancement_events(terms: ActusTerms, market: Market, *, until: date) -> tuple[ActusEvent, ...]:
    """Return the events of a guarantee or collateral up to a day, included.

    Raises:
        ValueNotObservedError: what the collateral is worth was not observed.
    """
    found = sorted(_course(terms, market), key=lambda event: (event.on, ORDER[event.event]))
    return tuple(
        event
        for event in found
        if event.on > terms.status_on and (event.on <= until or event.event is EventName.SETTLEMENT)
    )


def _course(terms: ActusTerms, market: Market) -> Iterator[ActusEvent]:
    end = ends_on(terms, market)
    called_on = exercised_on(terms, market, end)
    bought = terms.purchased_on
    if bought is not None:
        notional = terms.side * _covered(terms, market, bought)
        price = -terms.side * terms.purchase_price
        yield ActusEvent(bought, EventName.PURCHASE, price, notional)
    yield from _fees(terms, market, called_on or end)
    if called_on is None:
        yield ActusEvent(end, EventName.MATURITY, NOTHING, NOTHING)
        return
    covered = terms.side * _covered(terms, market, called_on)
    amount = covered
    if terms.kind is ContractType.COLLATERAL:
        worth = sum(
            (_worth(each, market, called_on) for each in terms.enhancement.covering), NOTHING
        )
        amount = terms.side * min(abs(covered), worth)
    yield ActusEvent(
        called_on, EventName.EXERCISE, NOTHING, covered,
        exercise_amount=amount, exercise_on=called_on,
    )  # fmt: skip
    settled_on = terms.conventions.shifted(later(called_on, terms.enhancement.settlement))
    fee = terms.side * fee_accrued(terms, market, called_on)
    yield ActusEvent(
        settled_on, EventName.SETTLEMENT, amount + fee, NOTHING,
        exercise_amount=amount, exercise_on=called_on,
    )  # fmt: skip


def ends_on(terms: ActusTerms, market: Market) -> date:
    """Return when the cover ends: as stated, or with the last contract it covers."""
    if terms.matures_on is not None:
        return terms.matures_on
    covered = [each.terms for each in terms.enhancement.covered if each.terms is not None]
    ends = [_last_day(each, market) for each in covered]
    return max(ends, default=terms.status_on)


def _last_day(terms: ActusTerms, market: Market) -> date:
    """Return when a covered contract ends: with what falls due last."""
    return drafted(terms, market, until=LAST_ON)[-1].on


def exercised_on(terms: ActusTerms, market: Market, end: date) -> date | None:
    """Return when a covered contract first met the credit event that is covered; None if never."""
    covered = {each.identifier for each in terms.enhancement.covered}
    begins = terms.purchased_on or terms.status_on
    for seen in market.events:
        is_covered = seen.contract in covered and begins <= seen.on <= end
        meets = seen.performance == terms.enhancement.credit_event
        if seen.event is EventName.CREDIT and is_covered and meets:
            return seen.on
    return None


def _covered(terms: ActusTerms, market: Market, on: date) -> Decimal:
    """Return what is covered on a day: the share of what the contracts owe, or of the notional."""
    contracts = [each.terms for each in terms.enhancement.covered if each.terms is not None]
    coverage = terms.enhancement.coverage
    if not contracts:
        return terms.notional * coverage
    stand = [standing(each, market, on) for each in contracts]
    return sum((_exposed(terms, each) for each in stand), NOTHING) * coverage


def _exposed(terms: ActusTerms, stand: Standing) -> Decimal:
    if terms.enhancement.exposure is Exposure.NOTIONAL_AND_INTEREST:
        return abs(stand.notional) + abs(stand.accrued)
    return abs(stand.notional)


def _worth(related: Related, market: Market, on: date) -> Decimal:
    """Return what a covering contract is worth: its market value, or else what it owes."""
    if related.market:
        return related.quantity * market.value(related.market, on)
    if related.terms is None:
        return NOTHING
    return abs(standing(related.terms, market, on).notional)


def _fees(terms: ActusTerms, market: Market, end: date) -> Iterator[ActusEvent]:
    """Yield the fees that fall due by the end."""
    for day in _fee_days(terms, ends_on(terms, market)):
        on = terms.conventions.shifted(day)
        begins = terms.purchased_on or terms.status_on
        if begins < on <= end:
            notional = _covered(terms, market, begins)
            fee = fee_accrued(terms, market, day)
            yield ActusEvent(on, EventName.FEE, terms.side * fee, terms.side * notional)


def _fee_days(terms: ActusTerms, end: date) -> tuple[date, ...]:
    if not terms.fee.rate or not terms.fee.recurring.is_stated:
        return ()
    days = days_of(terms, terms.fee.recurring, end)
    return (*days, end)


def fee_accrued(terms: ActusTerms, market: Market, on: date) -> Decimal:
    """Return the fee of the time since the last one was due, up to a day.

    An amount is divided by days of its period, a rate by parts of a year.

    Source: ACTUS Technical Specification v1.1, 7.17 (FP, XD: accrued fee).
    """
    begins = terms.purchased_on or terms.status_on
    days = sorted({begins, *_fee_days(terms, ends_on(terms, market))})
    periods = [(first, last) for first, last in pairwise(days) if first < on <= last]
    if not periods or not terms.fee.rate:
        return NOTHING
    first, last = periods[0]
    if terms.fee.basis is FeeBasis.ABSOLUTE:
        return terms.fee.rate * (on - first).days / (last - first).days
    conventions = terms.conventions
    part = year_fraction(conventions.day_count, first, on, calendar=conventions.business)
    rate = terms.fee.rate * _covered(terms, market, on)
    return rate * part.numerator / part.denominator
