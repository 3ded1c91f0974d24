"""How fine the amounts of a contract are counted: as fine as its largest amount allows."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from majung.contracts.actus.terms import ActusTerms
from majung.values.rates import RATE_PLACES, Rate

#: Ten places for contracts up to a hundred thousand, fewer for larger ones, none below.
PLACES = 10
#: Amounts of a plan stay below it, in its own units, at least tenfold under what the kernel takes.
UNITS_MAX = 10**15

_PRECISE = Context(prec=60, rounding=ROUND_HALF_EVEN)


def largest(terms: ActusTerms) -> Decimal:
    """Return the largest amount that the terms of a contract name."""
    stretches = terms.arrays.principal
    amounts = (
        terms.notional,
        terms.premium,
        terms.purchase_price,
        terms.termination_price,
        terms.payment or 0,
        terms.base_amount or 0,
        sum((abs(stretch.value) for stretch in stretches), start=Decimal(0)),
    )
    return max(abs(Decimal(amount)) for amount in amounts)


def scale_of(terms: ActusTerms) -> int:
    """Return how many units make one of the contract's currency."""
    places = PLACES
    while places > 0 and largest(terms) * 10**places > UNITS_MAX:
        places -= 1
    return int(10**places)


def in_units(amount: Decimal, scale: int) -> int:
    """Return an amount in whole units, halves to the even one."""
    return int(_PRECISE.to_integral_value(_PRECISE.multiply(amount, Decimal(scale))))


def rate_of(value: Decimal) -> Rate:
    """Return a rate with as many places as the kernel counts, halves to the even one."""
    return Rate(_PRECISE.quantize(value, Decimal(1).scaleb(-RATE_PLACES)))
