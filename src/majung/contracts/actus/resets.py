"""What follows the market or a list of days: rates, scaling indices and fees of a plan."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from majung.contracts.actus.drafts import Draft, of_a_cycle, on_its_day
from majung.contracts.actus.market import Market
from majung.contracts.actus.schedules import days_of
from majung.contracts.actus.terms import NOTHING, ActusTerms, RateReset
from majung.contracts.actus.words import EventName, FeeBasis


def resets(terms: ActusTerms, market: Market, end: date) -> Iterator[Draft]:
    """Draft the days on which the rate is set anew, each with its rate.

    The first after the status day takes the rate that was known beforehand, where there is one.

    Source: ACTUS Technical Specification v1.1, 7.1 (RR, RRF).
    """
    reset, rate, known = terms.reset, terms.rate or NOTHING, terms.reset.next_rate
    for day in days_of(terms, reset.recurring, end):
        if day <= terms.status_on or day < terms.begins_on:
            continue
        event = EventName.RATE_RESET
        if known is not None:
            event, rate, known = EventName.RATE_FIXED, known, None
        else:
            asked = market.value(reset.market, day) * reset.multiplier + reset.spread
            rate = bounded(reset, rate, asked)
        yield of_a_cycle(terms, event, day, rate=rate)


def bounded(reset: RateReset, before: Decimal, asked: Decimal) -> Decimal:
    """Return the rate that a reset leads to, within what one reset and all resets may do.

    Source: ACTUS Technical Specification v1.1, 7.1 (RR): RRPF, RRPC, RRLF, RRLC.
    """
    change = asked - before
    if reset.period_floor is not None:
        change = max(change, reset.period_floor)
    if reset.period_cap is not None:
        change = min(change, reset.period_cap)
    rate = before + change
    if reset.life_floor is not None:
        rate = max(rate, reset.life_floor)
    if reset.life_cap is not None:
        rate = min(rate, reset.life_cap)
    return rate


def scalings(terms: ActusTerms, market: Market, end: date) -> Iterator[Draft]:
    """Draft the days on which an index scales interest and principal.

    Source: ACTUS Technical Specification v1.1, 7.1 (SC).
    """
    scaling = terms.scaling
    for day in days_of(terms, scaling.recurring, end):
        index = market.value(scaling.market, day) / scaling.index
        interest = index if scaling.effect[:1] == "I" else scaling.interest
        principal = index if scaling.effect[1:2] == "N" else scaling.principal
        yield of_a_cycle(terms, EventName.SCALING, day, amount=interest, share=principal)


def fees(terms: ActusTerms, end: date) -> Iterator[Draft]:
    """Draft the days on which a fee falls due, the last one included.

    Source: ACTUS Technical Specification v1.1, 7.1 (FP).
    """
    fee = terms.fee
    if not fee.rate or not fee.recurring.is_stated:
        return
    amount = fee.rate if fee.basis is FeeBasis.ABSOLUTE else NOTHING
    for day in days_of(terms, fee.recurring, end):
        yield of_a_cycle(terms, EventName.FEE, day, amount=amount)
    yield on_its_day(terms, EventName.FEE, end, amount=amount)
