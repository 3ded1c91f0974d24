"""The days of a contract's cycles, unshifted.

Source: ACTUS Technical Specification v1.1, 3.1 (schedules), 7.1 (anchors left out).
"""

from datetime import date

from majung.contracts.actus.terms import ActusTerms, Recurring


def first_day(terms: ActusTerms, recurring: Recurring) -> date:
    """Return the anchor of a cycle; without one, a cycle after the exchange."""
    begins = terms.exchange_on or terms.status_on
    if recurring.anchor is not None or recurring.cycle is None:
        return recurring.anchor or begins
    return terms.conventions.step(begins, recurring.cycle, 1)


def days_of(terms: ActusTerms, recurring: Recurring, end: date) -> tuple[date, ...]:
    """Return the days of a cycle before an end; none where the terms say nothing."""
    if not recurring.is_stated:
        return ()
    anchor = first_day(terms, recurring)
    return terms.conventions.days(anchor, recurring.cycle, end, misses=misses_midnight(terms, end))


def misses_midnight(terms: ActusTerms, end: date) -> bool:
    """Whether an end is a maturity of 23:59:59: a cycle's day at that midnight lies after it."""
    return terms.matures_before_midnight and end == terms.matures_on
