"""Cash and stock: courses without interest.

Source: ACTUS Technical Specification v1.1, 7.8 (CSH), 7.9 (STK).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from majung.contracts.actus.events import ActusEvent
from majung.contracts.actus.market import Market
from majung.contracts.actus.terms import NOTHING, ActusTerms
from majung.contracts.actus.words import ORDER, ContractType, EventName


def holding_events(terms: ActusTerms, market: Market, *, until: date) -> tuple[ActusEvent, ...]:
    """Return the events of cash or stock up to a day, included.

    Raises:
        ValueNotObservedError: a dividend was not observed.
    """
    found = (
        _cash(terms, market) if terms.kind is ContractType.CASH else _stock(terms, market, until)
    )
    ordered = sorted(found, key=lambda event: (event.on, ORDER[event.event]))
    return tuple(event for event in ordered if terms.status_on < event.on <= until)


def _cash(terms: ActusTerms, market: Market) -> Iterator[ActusEvent]:
    """Cash is looked at, and nothing else happens to it."""
    for seen in market.events:
        if seen.event is EventName.MONITORING:
            yield ActusEvent(seen.on, seen.event, NOTHING, terms.side * terms.notional)


def _stock(terms: ActusTerms, market: Market, until: date) -> Iterator[ActusEvent]:
    """Stock is bought, brings dividends, and is sold."""
    bought, sold = terms.purchased_on, terms.terminates_on
    if bought is not None:
        yield _paid(terms, EventName.PURCHASE, bought, -terms.purchase_price)
    if sold is not None:
        yield _paid(terms, EventName.TERMINATION, sold, terms.termination_price)
    recurring = terms.dividends
    if not recurring.is_stated:
        return
    anchor = recurring.anchor or bought or terms.status_on
    end = date.fromordinal(until.toordinal() + 1)
    for day in terms.conventions.days(anchor, recurring.cycle, end):
        on = terms.conventions.shifted(day)
        if (bought and on < bought) or (sold and on > sold):
            continue
        dividend = market.value(terms.dividend_market, day)
        yield _paid(terms, EventName.DIVIDEND, on, dividend)


def _paid(terms: ActusTerms, event: EventName, on: date, amount: Decimal) -> ActusEvent:
    return ActusEvent(on, event, terms.side * amount, NOTHING)
