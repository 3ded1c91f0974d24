"""Aid equivalent: what a cheap loan or a cheap cover is worth as a grant.

A loan below the reference rate is worth the present value of the interest saved; a cover below
the market premium is worth the present value of the premium not charged.  For internal roles
only: on a firm's page, in a pack or in open data it could feed a countervailing-duty case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from majung.pricing.discounting import Flow, moment_of, present_value, yearly
from majung.values.money import Money
from majung.values.rates import Rate
from majung.values.rounding import Rounding


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """A time in which a principal stands still, and the interest the firm pays for it.

    Attributes:
        until_on: the day the interest is paid.
        years: part of a year, by the contract's own day count.
        interest: what the firm pays; shares that others bear are not in it.
    """

    until_on: date
    principal: Money
    years: Fraction
    interest: Money


@dataclass(frozen=True, slots=True)
class InternalAid:
    """An aid equivalent.  The word *internal* is part of the type: it never leaves the house.

    Attributes:
        amount: rounded once; the exact value is `exact`.
        parts: the discounted saving of each period, minor units, earliest first.
        reference: the rate at which it was measured and discounted.
    """

    amount: Money
    parts: tuple[Decimal, ...]
    reference: Rate

    @property
    def exact(self) -> Fraction:
        """The sum of the parts, in minor units, before rounding."""
        return sum(map(Fraction, self.parts), Fraction(0))


def loan_aid(
    periods: Sequence[InterestPeriod],
    reference: Rate,
    *,
    start_on: date,
    rounding: Rounding = Rounding.HALF_EVEN,
) -> InternalAid:
    """Measure the interest a firm saves against a reference rate, discounted at that rate.

    Interest at the reference rate is taken on the same principal for the same time; the saving
    of each period is discounted from the day it would have been paid.  Negative where the firm
    pays more than the reference.

    Source: Commission Communication 2008/C 14/02 (reference and discount rates).
    """
    flows = [
        Flow(
            moment_of(period.until_on, start=start_on),
            period.principal.minor * reference.fraction * period.years - period.interest.minor,
        )
        for period in periods
    ]
    currency = periods[0].principal.currency if periods else "KRW"
    return _aid(flows, reference, currency=currency, rounding=rounding)


def guarantee_aid(
    market: Sequence[Flow],
    charged: Sequence[Flow],
    reference: Rate,
    *,
    currency: str = "KRW",
    rounding: Rounding = Rounding.HALF_EVEN,
) -> InternalAid:
    """Measure the premium a firm does not pay against a market premium, discounted.

    Args:
        market: what the market would charge, as positive amounts (`market_premium` makes them).
        charged: what is charged, as positive amounts on the days they fall due.

    Source: Commission Notice 2008/C 155/02 (State aid in the form of guarantees), 4.2 and 4.4.
    """
    flows = [*market, *(Flow(flow.moment, -flow.minor) for flow in charged)]
    return _aid(flows, reference, currency=currency, rounding=rounding)


def market_premium(guaranteed: Sequence[tuple[Money, Fraction]], market: Rate) -> tuple[Flow, ...]:
    """Lay out what the market would charge: each year's guaranteed amount times its rate.

    The premium of a year is counted at the year's end, as the notice discounts it.

    Args:
        guaranteed: amount of each year and how much of a year it is, first year first.
    """
    return tuple(
        Flow(yearly(year), amount.minor * market.fraction * share)
        for year, (amount, share) in enumerate(guaranteed, start=1)
    )


def _aid(
    flows: Sequence[Flow], reference: Rate, *, currency: str, rounding: Rounding
) -> InternalAid:
    parts = tuple(present_value((flow,), reference) for flow in flows)
    amount = Money(1, currency).times(sum(map(Fraction, parts), Fraction(0)), rounding)
    return InternalAid(amount, parts, reference)
