"""Loans without a fixed end as plans: call money, and money of undefined maturity.

Interest is added to principal on a cycle; all is due at maturity, or some notice after it was
called.

Source: ACTUS Technical Specification v1.1, 7.6 (CLM), 7.7 (UMP).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from majung.contracts.actus.drafts import Draft, in_order, of_a_cycle, on_its_day
from majung.contracts.actus.loans import opening, sales
from majung.contracts.actus.market import Market
from majung.contracts.actus.resets import fees, resets
from majung.contracts.actus.terms import ActusTerms, Period
from majung.contracts.actus.words import EventName
from majung.values.cycles import DAYS_OF, MONTHS_OF, add_months


def call_drafts(terms: ActusTerms, market: Market, *, until: date) -> tuple[Draft, ...]:
    """Draft the plan of money on call.

    Args:
        until: where the days of cycles end if nothing else ends them; not included.
    """
    called = market.first(EventName.EXERCISE)
    called_on = called.on if called else None
    if called_on is not None and terms.matures_on is not None and called_on > terms.matures_on:
        called_on = None
    end = called_on or terms.matures_on or until
    return in_order(
        terms,
        (
            *opening(terms),
            *_capitalisations(terms, end),
            *resets(terms, market, end),
            *fees(terms, end),
            *sales(terms),
            *_ends(terms, called_on),
        ),
    )


def _capitalisations(terms: ActusTerms, end: date) -> Iterator[Draft]:
    """Draft the days on which interest is added; without an anchor they begin at the exchange."""
    recurring = terms.interest
    if recurring.cycle is None and recurring.anchor is None:
        return
    anchor = recurring.anchor or terms.exchange_on or terms.status_on
    for day in terms.conventions.days(anchor, recurring.cycle, end):
        yield of_a_cycle(terms, EventName.CAPITALISATION, day)


def _ends(terms: ActusTerms, called_on: date | None) -> Iterator[Draft]:
    if called_on is None:
        if terms.matures_on is not None:
            yield on_its_day(terms, EventName.INTEREST, terms.matures_on)
            yield on_its_day(terms, EventName.MATURITY, terms.matures_on)
        return
    settled_on = later(called_on, terms.notice)
    waits = Decimal(settled_on > called_on)
    yield on_its_day(terms, EventName.EXERCISE, called_on, share=waits)
    yield of_a_cycle(terms, EventName.INTEREST, settled_on)
    yield of_a_cycle(terms, EventName.SETTLEMENT, settled_on)


def later(day: date, period: Period) -> date:
    """Return the day some length of time after another."""
    if period.unit in DAYS_OF:
        return day + timedelta(days=period.count * DAYS_OF[period.unit])
    return add_months(day, period.count * MONTHS_OF[period.unit])
