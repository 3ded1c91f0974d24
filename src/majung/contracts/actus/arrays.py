"""Exotic linear amortisers as plans: days, payments and rates that change from part to part.

Source: ACTUS Technical Specification v1.1, 7.3 (LAX).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from majung.contracts.actus.conventions import DATES_MAX
from majung.contracts.actus.drafts import Draft, in_order, of_a_cycle, on_its_day
from majung.contracts.actus.loans import opening, sales
from majung.contracts.actus.market import Market
from majung.contracts.actus.resets import bounded, fees, scalings
from majung.contracts.actus.terms import NOTHING, ActusTerms, Stretch
from majung.contracts.actus.words import EventName


def array_drafts(terms: ActusTerms, market: Market) -> tuple[Draft, ...]:
    """Draft the plan of an exotic amortiser."""
    end = terms.matures_on or _repaid_on(terms)
    interest = [of_a_cycle(terms, EventName.INTEREST, day) for day, _ in _interest(terms, end)]
    return in_order(
        terms,
        (
            *opening(terms),
            *_redemptions(terms, end),
            *interest,
            on_its_day(terms, EventName.INTEREST, end),
            *_resets(terms, market, end),
            *scalings(terms, market, end),
            *fees(terms, end),
            *sales(terms),
            on_its_day(terms, EventName.MATURITY, end),
        ),
    )


def _stretched(
    terms: ActusTerms, stretches: tuple[Stretch, ...], end: date
) -> Iterator[tuple[date, Stretch]]:
    """Yield the unshifted days of each stretch before the next one begins, and before the end."""
    for place, stretch in enumerate(stretches):
        anchor = stretch.recurring.anchor or terms.begins_on
        after = stretches[place + 1 : place + 2]
        until = after[0].recurring.anchor if after else None
        last = min(until or end, end)
        for day in terms.conventions.days(anchor, stretch.recurring.cycle, last):
            yield day, stretch


def _interest(terms: ActusTerms, end: date) -> Iterator[tuple[date, Stretch]]:
    return _stretched(terms, terms.arrays.interest, end)


def _redemptions(terms: ActusTerms, end: date) -> Iterator[Draft]:
    """Draft the days on which principal falls due or is added."""
    for day, stretch in _stretched(terms, terms.arrays.principal, end):
        event = EventName.INCREASE if stretch.is_increase else EventName.PRINCIPAL
        yield of_a_cycle(terms, event, day, amount=stretch.value)


def _resets(terms: ActusTerms, market: Market, end: date) -> Iterator[Draft]:
    """Draft the days on which the rate is set: to a rate, or to the market's and a spread."""
    reset, rate = terms.reset, terms.rate or NOTHING
    for day, stretch in _stretched(terms, terms.arrays.rates, end):
        if stretch.is_fixed:
            event, rate = EventName.RATE_FIXED, stretch.value
        else:
            asked = market.value(reset.market, day) * reset.multiplier + stretch.value
            event, rate = EventName.RATE_RESET, bounded(reset, rate, asked)
        yield of_a_cycle(terms, event, day, rate=rate)


def _repaid_on(terms: ActusTerms) -> date:
    """Return the day on which the payments have repaid the notional.

    Source: ACTUS Technical Specification v1.1, 7.3 (maturity date).
    """
    left: Decimal = terms.notional
    last = terms.begins_on
    for day, stretch in _endless(terms):
        last = day
        left += stretch.value if stretch.is_increase else -stretch.value
        if left <= 0:
            break
    return last


def _endless(terms: ActusTerms) -> Iterator[tuple[date, Stretch]]:
    """Yield redemptions without knowing the end: the last stretch goes on."""
    stretches = terms.arrays.principal
    if len(stretches) > 1:
        until = stretches[-1].recurring.anchor or terms.begins_on
        yield from _stretched(terms, stretches[:-1], until)
    last = stretches[-1]
    anchor, cycle = last.recurring.anchor or terms.begins_on, last.recurring.cycle
    for number in range(DATES_MAX if cycle else 1):
        day = terms.conventions.step(anchor, cycle, number) if cycle else anchor
        yield day, last
