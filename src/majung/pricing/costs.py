"""What a loan costs all in: interest, premium and fees as one yearly rate, and the saving.

Everything the firm pays beyond what it received is a cost, on the day it is paid.  The yearly
rate of it makes a cheap rate with a dear premium comparable with a plain loan.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.pricing.discounting import Flow, effective_rate, moment_of
from majung.values.money import Money
from majung.values.rates import Rate


@dataclass(frozen=True, slots=True)
class DatedAmount:
    """An amount on a day."""

    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Burden:
    """What a firm receives and pays for one way of financing.

    Attributes:
        drawn: what it receives.
        repaid: principal it pays back.
        interest: interest it bears itself.
        premium: premiums it bears itself.
        fees: anything else it pays for the financing.
    """

    drawn: tuple[DatedAmount, ...]
    repaid: tuple[DatedAmount, ...]
    interest: tuple[DatedAmount, ...] = ()
    premium: tuple[DatedAmount, ...] = ()
    fees: tuple[DatedAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class AllInCost:
    """The cost of one way of financing.

    Attributes:
        yearly: effective yearly cost, compounded; None where no rate expresses it.
        interest: sum over the life; so are premium and fees.
    """

    yearly: Rate | None
    interest: Money
    premium: Money
    fees: Money

    @property
    def total(self) -> Money:
        """Interest, premium and fees together."""
        return self.interest + self.premium + self.fees


@dataclass(frozen=True, slots=True)
class Saving:
    """What a firm saves against another way of financing the same need.

    Attributes:
        amount: won over the life, undiscounted; below zero where it costs more.
        points: difference of the effective yearly costs; None where one of them has none.
    """

    amount: Money
    points: Rate | None


def all_in_cost(burden: Burden) -> AllInCost:
    """Express what a firm pays as an effective yearly rate.

    Years are counted from the first day on which anything moves.
    """
    received = tuple(burden.drawn)
    costs = (*burden.interest, *burden.premium, *burden.fees)
    start = min((each.on for each in (*received, *burden.repaid, *costs)), default=None)
    currency = received[0].amount.currency if received else "KRW"
    flows: list[Flow] = []
    if start is not None:
        flows = [_flow(each, start=start, sign=1) for each in received]
        flows += [_flow(each, start=start, sign=-1) for each in (*burden.repaid, *costs)]
    return AllInCost(
        effective_rate(flows),
        _sum(burden.interest, currency),
        _sum(burden.premium, currency),
        _sum(burden.fees, currency),
    )


def saving(cost: AllInCost, *, against: AllInCost) -> Saving:
    """Compare two ways of financing one need; positive where `cost` is the cheaper one."""
    points = None
    if cost.yearly is not None and against.yearly is not None:
        points = against.yearly - cost.yearly
    return Saving(against.total - cost.total, points)


def _flow(each: DatedAmount, *, start: date, sign: int) -> Flow:
    return Flow(moment_of(each.on, start=start), Fraction(sign * each.amount.minor))


def _sum(amounts: Iterable[DatedAmount], currency: str) -> Money:
    return Money.total((each.amount for each in amounts), currency)
