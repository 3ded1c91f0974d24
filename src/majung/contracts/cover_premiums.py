"""Premiums of a cover: periods of its term, what each costs, and what of it is not earned.

A premium is due on the first day of its period and pays for the days up to the first day of the
next: the term runs from the day of issue to the day it ends.  What is indicated, offered and
serviced is computed here, so that all three are the same won.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.premium_terms import (
    PERIOD_MONTHS,
    PremiumBasis,
    PremiumCharge,
    PremiumTerms,
    PremiumTiming,
)
from majung.values.cycles import add_months
from majung.values.day_counts import DayCount, year_fraction
from majung.values.rounding import round_fraction


@dataclass(frozen=True, slots=True)
class PremiumPeriod:
    """A part of the term that one due of a charge pays for.

    Attributes:
        from_on: its first day, on which the premium is due.
        until_on: the first day it no longer covers.
    """

    charge: PremiumCharge
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Premium:
    """What is owed for one period."""

    period: PremiumPeriod
    amount: int

    @property
    def payer(self) -> str:
        """Who owes it."""
        return self.period.charge.payer


def charge_periods(
    charge: PremiumCharge, *, from_on: date, ends_on: date
) -> tuple[PremiumPeriod, ...]:
    """Return the periods of a charge, earliest first; one that is taken once has one period.

    Source: own convention, docs/cover-and-fund.md; the last period is short where the cycle
    does not divide the term.
    """
    if charge.timing is PremiumTiming.ONCE:
        return (PremiumPeriod(charge, from_on, ends_on),)
    months = PERIOD_MONTHS[charge.timing]
    periods: list[PremiumPeriod] = []
    begins_on = from_on
    while begins_on < ends_on:
        until_on = min(add_months(from_on, months * (len(periods) + 1)), ends_on)
        periods.append(PremiumPeriod(charge, begins_on, until_on))
        begins_on = until_on
    return tuple(periods)


def premium_periods(terms: CoverTerms, issued_on: date) -> tuple[PremiumPeriod, ...]:
    """Return the periods of all charges, by day, counted from the day of issue.

    Source: own convention, docs/cover-and-fund.md.
    """
    periods = (
        period
        for charge in terms.premium.charges
        for period in charge_periods(charge, from_on=issued_on, ends_on=terms.ends_on)
    )
    return tuple(sorted(periods, key=lambda period: period.from_on))


def premium_due(terms: PremiumTerms, period: PremiumPeriod, basis: int) -> int:
    """Return what a charge costs for a period, rounded once.

    A charge that is taken once is a share of the basis; another is a yearly rate of it for the
    period's part of a year.

    Args:
        basis: the amount that the rate is taken of, minor units.

    Source: K-SURE: premium = insured amount x rate.
    """
    exact = period.charge.exact(basis)
    if period.charge.timing is not PremiumTiming.ONCE:
        exact *= part_of_year(terms.day_count, period)
    return round_fraction(exact, terms.rounding)


def premium_schedule(terms: CoverTerms, issued_on: date) -> tuple[Premium, ...]:
    """Return all premiums of a cover that stays in force at its full insured amount.

    Source: own convention, docs/cover-and-fund.md.
    """
    premiums = (
        Premium(period, premium_due(terms.premium, period, terms.insured_amount))
        for period in premium_periods(terms, issued_on)
    )
    return tuple(premium for premium in premiums if premium.amount)


def basis_of(charge: PremiumCharge, *, insured: int, outstanding: int) -> int:
    """Return the amount a charge is taken of: all that is insured, or what of it is owed.

    Source: own convention, docs/cover-and-fund.md.
    """
    return outstanding if charge.basis is PremiumBasis.INSURED_OUTSTANDING else insured


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
    day_count = terms.premium.day_count
    whole = part_of_year(day_count, period)
    left = PremiumPeriod(period.charge, max(ended_on, period.from_on), period.until_on)
    rest = part_of_year(day_count, left)
    return round_fraction(premium.amount * rest / whole, terms.premium.rounding)


def part_of_year(day_count: DayCount, period: PremiumPeriod) -> Fraction:
    """Return how much of a year a period is.

    Source: ACTUS Technical Specification v1.1, 3.6 (year fraction).
    """
    return year_fraction(day_count, period.from_on, period.until_on)
