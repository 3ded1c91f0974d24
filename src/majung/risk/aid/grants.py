"""Gross grant equivalents of contracts as they run, and their sums over cohorts.

The formula is pricing's, so what an indication showed an official is what a report sums.  A loan's
interest periods come from the contract engine's schedule; a cover's premiums are those charged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from majung.contracts.instalments import Instalment
from majung.contracts.terms import LoanTerms
from majung.pricing.discounting import Flow
from majung.pricing.grants import (
    InterestPeriod,
    InternalAid,
    guarantee_aid,
    loan_aid,
    market_premium,
)
from majung.values.calendars import calendar_of
from majung.values.day_counts import DayCount, year_fraction
from majung.values.money import Money
from majung.values.rates import Rate

Key = TypeVar("Key", str, tuple[str, str])


def loan_grant(terms: LoanTerms, schedule: Sequence[Instalment], reference: Rate) -> InternalAid:
    """Measure what a loan is worth as a grant: the interest its borrower saves, discounted.

    Args:
        schedule: of the contract engine, all drawn on the first day.

    Source: Commission Communication 2008/C 14/02.
    """
    calendar = calendar_of(terms.calendar) if terms.day_count is DayCount.B252 else None
    periods = []
    begun, left = terms.start_on, terms.committed
    for each in schedule:
        years = year_fraction(terms.day_count, begun, each.due_on, calendar=calendar)
        periods.append(
            InterestPeriod(
                each.due_on,
                Money(left, terms.currency),
                years,
                Money(each.interest, terms.currency),
            )
        )
        begun, left = each.due_on, each.outstanding
    return loan_aid(periods, reference, start_on=terms.start_on)


def guarantee_grant(
    guaranteed: Sequence[tuple[Money, Fraction]],
    charged: Sequence[Flow],
    *,
    market: Rate,
    reference: Rate,
) -> InternalAid:
    """Measure what a guarantee is worth: the market premium less what is charged, discounted.

    Args:
        guaranteed: amount of each year and how much of a year it is, first year first.
        charged: premiums the firm pays, as positive amounts.
        market: the premium without aid, such as the safe harbour's.
        reference: the rate of discounting.

    Source: Commission Notice 2008/C 155/02, 4.2.
    """
    currency = guaranteed[0][0].currency if guaranteed else "KRW"
    return guarantee_aid(market_premium(guaranteed, market), charged, reference, currency=currency)


def premium_discount_grant(
    full: Sequence[Flow], charged: Sequence[Flow], reference: Rate, *, currency: str = "KRW"
) -> InternalAid:
    """Measure what a discount on a premium is worth: the full premium less the charged, discounted.

    Args:
        full: premiums without the discount, as positive amounts.
        charged: premiums with it.

    Source: Commission Notice 2008/C 155/02, 4.2, the full premium in the market's place.
    """
    return guarantee_aid(full, charged, reference, currency=currency)


@dataclass(frozen=True, slots=True)
class AidTotal:
    """The aid of some contracts together.

    Attributes:
        exact: minor units, before rounding; the sum of exact aids and not of rounded ones.
        contracts: how many were counted.
    """

    exact: Fraction
    contracts: int


def aid_by(aids: Iterable[tuple[Key, InternalAid]]) -> Mapping[Key, AidTotal]:
    """Sum aid by whatever it is grouped: programme, cohort, firm; in the order of their keys."""
    sums: dict[Key, AidTotal] = {}
    for key, aid in aids:
        known = sums.get(key, AidTotal(Fraction(0), 0))
        sums[key] = AidTotal(known.exact + aid.exact, known.contracts + 1)
    return dict(sorted(sums.items()))
