"""Premiums of a cover: periods of its term, what each costs, and what of it is not earned.

A premium is due on the first day of its period and pays for the days up to the first day of the
next: the term runs from the day of issue to the day it ends.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.contracts.cover_terms import PERIOD_MONTHS, CoverTerms, PremiumTerms, PremiumTiming
from majung.values.cycles import add_months
from majung.values.day_counts import year_fraction
from majung.values.money import Money
from majung.values.rounding import round_fraction


@dataclass(frozen=True, slots=True)
class PremiumPeriod:
    """A part of the term that one premium pays for.

    Attributes:
        from_on: its first day, on which the premium is due.
        until_on: the first day it no longer covers.
    """

    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Premium:
    """What one payer owes for one period."""

    period: PremiumPeriod
    payer: str
    amount: int


def premium_periods(terms: CoverTerms, issued_on: date) -> tuple[PremiumPeriod, ...]:
    """Return the periods of the term, earliest first, counted from the day of issue.

    Source: own convention, docs/cover-and-fund.md; the last period is short where the cycle
    does not divide the term.
    """
    if terms.premium.timing is PremiumTiming.ONCE:
        return (PremiumPeriod(issued_on, terms.ends_on),)
    months = PERIOD_MONTHS[terms.premium.timing]
    periods: list[PremiumPeriod] = []
    from_on = issued_on
    while from_on < terms.ends_on:
        until_on = min(add_months(issued_on, months * (len(periods) + 1)), terms.ends_on)
        periods.append(PremiumPeriod(from_on, until_on))
        from_on = until_on
    return tuple(periods)


def premiums_of(terms: CoverTerms, period: PremiumPeriod, basis: int) -> tuple[Premium, ...]:
    """Return what each payer owes for a period; a payer who owes nothing is left out.

    The premium is rounded once and then divided by the payers' rates, so that the parts are the
    whole.

    Args:
        basis: the amount that the rate is taken of.

    Source: K-SURE: premium = insured amount x rate.
    """
    premium = terms.premium
    exact = basis * premium.rate.fraction * _part_of_year(premium, period)
    whole = Money(round_fraction(exact, premium.rounding), terms.currency)
    if not whole.minor:
        return ()
    parts = whole.split([share.rate.scaled for share in premium.shares])
    return tuple(
        Premium(period, share.payer, part.minor)
        for share, part in zip(premium.shares, parts, strict=True)
        if part.minor
    )


def premium_schedule(terms: CoverTerms, issued_on: date) -> tuple[Premium, ...]:
    """Return all premiums of a cover that stays in force at its full insured amount.

    Source: own convention, docs/cover-and-fund.md.
    """
    return tuple(
        premium
        for period in premium_periods(terms, issued_on)
        for premium in premiums_of(terms, period, terms.insured_amount)
    )


def unearned(terms: CoverTerms, premium: Premium, ended_on: date) -> int:
    """Return what of a premium pays for days after an early end.

    Args:
        ended_on: the first day that is not covered; the first day of the period or before it
            makes all of it unearned.

    Source: own convention, docs/cover-and-fund.md.
    """
    period = premium.period
    if ended_on >= period.until_on:
        return 0
    whole = _part_of_year(terms.premium, period)
    rest = _part_of_year(
        terms.premium, PremiumPeriod(max(ended_on, period.from_on), period.until_on)
    )
    return round_fraction(premium.amount * rest / whole, terms.premium.rounding)


def _part_of_year(premium: PremiumTerms, period: PremiumPeriod) -> Fraction:
    return year_fraction(premium.day_count, period.from_on, period.until_on)
